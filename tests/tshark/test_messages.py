# SPDX-License-Identifier: GPL-2.0-or-later
"""What we say a message carries is what the daemons that took part listed for it.

A .messages file has one line a message, as the daemons logged it:
    <who> <sent|received> <EXCHANGE> <message id, 8 hex digits> [ payloads ]
"""

import re
from collections import namedtuple

from harness import PASSES, Case, Failure, claim, companion, for_each_capture

EXCHANGES = {
    "BASE": "BASE",
    "MM": "ID_PROT",
    "AO": "AUTH_ONLY",
    "AG": "AGGRESSIVE",
    "INFO": "INFORMATIONAL_V1",
    "TRANS": "TRANSACTION",
    "QM": "QUICK_MODE",
}

# The daemons' words for payloads and notifications, and ours.
PAYLOADS = {
    "No": "NON",
    "CERTREQ": "CERT_REQ",
    "V": "VID",
    "D": "DEL",
    "N(INITIAL_CONTACT)": "NOTIFY:STATUS_INITIAL_CONTACT",
    "N(DPD)": "NOTIFY:DPD_R_U_THERE",
    "N(DPD_ACK)": "NOTIFY:DPD_R_U_THERE_ACK",
    "N(NO_PROP)": "NOTIFY:NO_PROPOSAL_CHOSEN",
    "N(AUTH_FAILED)": "NOTIFY:AUTHENTICATION_FAILED",
    "N(INVAL_MID)": "NOTIFY:INVALID_MESSAGE_ID",
    "N(INVAL_SPI)": "NOTIFY:INVALID_SPI",
    "N(INVAL_IKE_SPI)": "NOTIFY:INVALID_COOKIE",
    "N(INVAL_ID)": "NOTIFY:INVALID_ID_INFORMATION",
    "N(INVAL_HASH)": "NOTIFY:INVALID_HASH_INFORMATION",
    "N(INVAL_KE)": "NOTIFY:INVALID_KEY_INFORMATION",
    "N(PLD_MAL)": "NOTIFY:PAYLOAD_MALFORMED",
    "N((16384))": "NOTIFY:NOTIFY_CONNECTED",
    "N((24576))": "NOTIFY:STATUS_RESP_LIFETIME",
}

LINE = re.compile(r"^\S+ (sent|received) (\S+) ([0-9a-f]{8}) \[ (.*) \]$")
SUMMARY = re.compile(r"^(\S+) \*?\((.*)\)$")
CONFIGURATION = re.compile(r"^CP(RQ|RP|S|A)?(\(.*\))?$")
FRAGMENT = re.compile(r"^FRAG\(.*\)$")

Message = namedtuple("Message", "exchange mid payloads received")


def payload(word):
    """Our word for a payload that a daemon listed."""
    if CONFIGURATION.match(word):
        return "ATTR"
    if FRAGMENT.match(word):
        return "FRAG"
    return PAYLOADS.get(word, word)


def words(text):
    """Splits a daemon's list at blanks, but not at those in brackets."""
    return re.findall(r"[^\s(]+(?:\((?:[^()]|\([^()]*\))*\))?", text)


def listed(path):
    """The messages of a .messages file."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        match = LINE.match(line)
        if not match:
            raise Failure(f"{path.name}: this line is not understood: {line}")
        direction, exchange, mid, text = match.groups()
        found.append(Message(exchange, mid, [payload(word) for word in words(text)],
                             direction == "received"))
    return found


def dissected(tshark, capture, passes):
    """(frame, Message) of each summary that the plugin gave; payloads None behind a closed '*'."""
    for row in tshark.facts(capture, passes):
        for summary, mid in zip(row["ikelog.summary"], row["ikelog.message_id"]):
            match = SUMMARY.match(summary)
            if not match:
                raise Failure(f"frame {row['frame.number'][0]}: no summary: {summary}")
            exchange, text = match.groups()
            yield row["frame.number"][0], Message(EXCHANGES.get(exchange, exchange),
                                                  f"{int(mid, 0):08x}", text.split(", "), False)


def same(ours, theirs):
    """Whether a frame can be the message that a daemon listed.

    Who received a message lists it in wire order; who sent it, in the order of making.
    """
    if (ours.exchange, ours.mid) != (theirs.exchange, theirs.mid):
        return False
    if ours.payloads[-1] == "?":
        return ours.payloads[0] in theirs.payloads
    if theirs.received:
        return ours.payloads == theirs.payloads
    return sorted(ours.payloads) == sorted(theirs.payloads)


def text(message):
    return f"{message.exchange} {message.mid} ({', '.join(message.payloads)})"


def check(tshark, capture, passes):
    theirs = listed(companion(capture, "messages"))
    ours = list(dissected(tshark, capture, passes))
    if not theirs or not ours:
        raise Failure(f"{len(theirs)} messages listed, {len(ours)} dissected")
    faults = [f"frame {frame}: no daemon lists {text(message)}" for frame, message in ours
              if not any(same(message, other) for other in theirs)]
    # What a daemon received was on the wire, so the capture holds it.
    faults += [f"no frame for {text(other)}" for other in theirs
               if other.received and not any(same(message, other) for _, message in ours)]
    if faults:
        raise Failure("\n".join(faults[:10]) + f"\n{len(faults)} differences")


def cases(tshark):
    for name, capture in for_each_capture("messages"):
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, capture, passes))
