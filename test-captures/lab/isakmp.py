# SPDX-License-Identifier: GPL-2.0-or-later
"""Names what a daemon's log shows as octets, in the words of charon's own message list.

One vocabulary for all daemons: a test that reads NAME.messages need not know who wrote it.
"""
import struct

EXCHANGES = {1: "BASE", 2: "ID_PROT", 3: "AUTH_ONLY", 4: "AGGRESSIVE", 5: "INFORMATIONAL_V1",
             6: "TRANSACTION", 32: "QUICK_MODE", 33: "NEW_GROUP_MODE"}
PAYLOADS = {1: "SA", 4: "KE", 5: "ID", 6: "CERT", 7: "CERTREQ", 8: "HASH", 9: "SIG", 10: "No",
            12: "D", 13: "V", 20: "NAT-D", 21: "NAT-OA", 130: "NAT-D", 131: "NAT-OA"}
NOTIFICATION, CONFIG, FRAGMENT = 11, 14, 132
NOTIFIES = {4: "INVAL_IKE_SPI", 9: "INVAL_MID", 11: "INVAL_SPI", 14: "NO_PROP", 16: "PLD_MAL",
            17: "INVAL_KE", 18: "INVAL_ID", 23: "INVAL_HASH", 24: "AUTH_FAILED",
            24578: "INITIAL_CONTACT", 36136: "DPD", 36137: "DPD_ACK"}
CONFIG_TYPES = {1: "CPRQ", 2: "CPRP", 3: "CPS", 4: "CPA"}
ATTRIBUTES = {1: "ADDR", 2: "MASK", 3: "DNS", 4: "NBNS", 5: "EXP", 6: "DHCP", 7: "VER",
              16520: "X_TYPE", 16521: "X_USER", 16522: "X_PWD", 16523: "X_CODE", 16524: "X_MSG",
              16525: "X_CHALL", 16526: "X_DOMAIN", 16527: "X_STATUS", 28672: "U_BANNER",
              28673: "U_SAVEPWD", 28674: "U_DEFDOM", 28675: "U_SPLITDNS", 28676: "U_SPLITINC",
              28677: "U_NATTPORT", 28678: "U_LOCALLAN", 28679: "U_PFS", 28680: "U_FWTYPE",
              28681: "U_BKPSRV", 28682: "U_DDNSHOST"}
ENCRYPTED = 1


def header(message):
    """(initiator cookie, exchange type, message id), the cookie and the id in hex."""
    return message[:8].hex(), message[18], message[20:24].hex()


def payloads(first, body):
    """The chain as (type, content); ValueError when it is none, as after a wrong key."""
    at, kind, chain = 0, first, []
    while kind:
        if at + 4 > len(body):
            raise ValueError("the chain goes on behind the end")
        following, _, length = struct.unpack_from(">BBH", body, at)
        if length < 4 or at + length > len(body):
            raise ValueError("a payload of %d octets" % length)
        chain.append((kind, body[at + 4:at + length]))
        at, kind = at + length, following
    return chain


def payload_name(kind, content):
    if kind == NOTIFICATION and len(content) >= 8:
        number, = struct.unpack_from(">H", content, 6)
        return "N(%s)" % NOTIFIES.get(number, "(%d)" % number)
    if kind == CONFIG and len(content) >= 4:
        return config_name(content)
    if kind == FRAGMENT and len(content) >= 4:
        return "FRAG(%d%s)" % (content[2], "/%d" % content[2] if content[3] & 1 else "")
    return PAYLOADS.get(kind, "(%d)" % kind)


def config_name(content):
    at, names = 4, []
    while at + 4 <= len(content):
        number, length = struct.unpack_from(">HH", content, at)
        names.append(ATTRIBUTES.get(number & 0x7fff, "(%d)" % (number & 0x7fff)))
        at += 4 if number & 0x8000 else 4 + length
    kind = CONFIG_TYPES.get(content[0], "(%d)" % content[0])
    return "%s(%s)" % (kind, " ".join(names)) if names else kind


def is_protected(message):
    """A vendor fragment is not, even when it bears the flag of what it is a part of."""
    return bool(message[19] & ENCRYPTED) and message[16] != FRAGMENT


def payload_names(message, plain=None):
    """The payloads of a message as one string; `plain` is a protected message's body.
    None when they cannot be read."""
    if plain is None and is_protected(message):
        return None
    try:
        chain = payloads(message[16], message[28:] if plain is None else plain)
    except ValueError:
        return None
    return " ".join(payload_name(*payload) for payload in chain)


def fragment(message):
    """(number, is the last, octets) of a vendor fragment, None of any other message."""
    if len(message) < 36 or message[16] != FRAGMENT:
        return None
    length, = struct.unpack_from(">H", message, 30)
    return message[34], bool(message[35] & 1), message[36:28 + length]
