# SPDX-License-Identifier: GPL-2.0-or-later
"""The stock dissector's crash, a null IV after a body shorter than a cipher block, is out of reach."""

import struct

import frames
from frames import HERE, THERE, datagram, ipv4, isakmp, payload, udp
from harness import Case, Failure, claim, expect_equal

INITIATOR, RESPONDER = b"\xfa\xfa\xeb\x49\x38\x2a\x76\x3c", b"\x01\x02\x03\x04\x05\x06\x07\x08"
KEY = bytes(range(16))
SA, PROPOSAL, KE, NONCE, ID, VID, FRAGMENT = 1, 2, 4, 10, 5, 13, 132
MAIN, QUICK, INFO, IKEV2_INIT = 2, 32, 5, 34
ENCRYPTED = 1
TABLE = f"uat:ikev1_decryption_table:{INITIATOR.hex()},{KEY.hex()}"
# In clear first, then a body that is shorter than a cipher block, then a new message ID, whose IV
# is derived from the null pointer that the short body left behind.
CLEAR = 4
SHORT = (0, 1, 4, 7, 8, 15)


def offer(method=1):
    """AES-CBC 128, SHA-1, a way of authentication (1: pre-shared key), group 2."""
    attributes = b"".join(struct.pack(">HH", 0x8000 | name, value) for name, value in
                          ((1, 7), (14, 128), (2, 2), (3, method), (4, 2), (11, 1), (12, 28800)))
    transform = payload(bytes((1, 1, 0, 0)) + attributes)
    return struct.pack(">II", 1, 1) + payload(bytes((1, 1, 0, 1)) + transform)


def phase1():
    first = isakmp(payload(offer()), MAIN, SA, cookies=(INITIATOR, bytes(8)))
    both = (INITIATOR, RESPONDER)
    keys = payload(b"\x55" * 128, NONCE) + payload(b"n" * 16)
    return [(first, False), (isakmp(payload(offer()), MAIN, SA, cookies=both), True),
            (isakmp(keys, MAIN, KE, cookies=both), False),
            (isakmp(keys, MAIN, KE, cookies=both), True)]


def encrypted(body, exchange, mid):
    return isakmp(body, exchange, ID, flags=ENCRYPTED, mid=mid, cookies=(INITIATOR, RESPONDER))


def plain_port(messages):
    return [datagram(message, back=back) for message, back in messages]


def natt_port(messages):
    return [datagram(bytes(4) + message, port=4500, back=back) for message, back in messages]


def lying_length(messages):
    """The header claims more than there is, or less."""
    changed = []
    for message, back in messages:
        if message[19] & ENCRYPTED:
            message = message[:24] + struct.pack(">I", 28 + 16) + message[28:]
        changed.append((message, back))
    return plain_port(changed)


def quoted(messages):
    """The encrypted ones inside an ICMP error, the others as they are."""
    packets = []
    for message, back in messages:
        packet = datagram(message, back=back)
        if message[19] & ENCRYPTED:
            error = struct.pack(">BBHI", 3, 3, 0, 0) + packet
            packet = bytearray(ipv4(THERE, HERE, error))
            packet[9] = 1
        packets.append(bytes(packet))
    return packets


def other_ports(messages):
    """Through Decode As on a port that nobody else wants."""
    return [ipv4(THERE if back else HERE, HERE if back else THERE, udp(40500, 40500, message))
            for message, back in messages]


def wrapped(messages, wrap):
    """The encrypted ones as a vendor fragment (number 1, the last) inside another message."""
    changed = []
    for message, back in messages:
        if message[19] & ENCRYPTED:
            message = wrap(struct.pack(">HBB", 1, 1, 1) + message)
        changed.append((message, back))
    return plain_port(changed)


def fragment_behind_vendor_id(messages):
    return wrapped(messages, lambda fragment: isakmp(
        payload(b"v" * 16, FRAGMENT) + payload(fragment), INFO, VID))


def fragment_inside_sa(messages):
    return wrapped(messages, lambda fragment: isakmp(payload(
        struct.pack(">II", 1, 1) + payload(bytes((1, 1, 0, 0)), FRAGMENT) + payload(fragment)),
        MAIN, SA))


def fragment_inside_ikev2(messages):
    return wrapped(messages, lambda fragment: isakmp(
        payload(b"n" * 16, FRAGMENT) + payload(fragment), IKEV2_INIT, 40, version=0x20))


def fragment_inside_ikev2_at_4500(messages):
    packets = fragment_inside_ikev2(messages)
    return packets[:CLEAR] + [datagram(bytes(4) + packet[28:], port=4500)
                              for packet in packets[CLEAR:]]


def fragment_inside_ikev2_sa(messages):
    return wrapped(messages, lambda fragment: isakmp(payload(
        payload(bytes((1, 1, 0, 0)), FRAGMENT) + payload(fragment)),
        IKEV2_INIT, 33, version=0x20))


WAYS = {"fragment-behind-vendor-id": fragment_behind_vendor_id,
        "fragment-inside-sa": fragment_inside_sa,
        "fragment-inside-ikev2": fragment_inside_ikev2,
        "fragment-inside-ikev2-at-4500": fragment_inside_ikev2_at_4500,
        "fragment-inside-ikev2-sa": fragment_inside_ikev2_sa,
        "port-500": plain_port, "port-4500": natt_port, "lying-length": lying_length,
        "quoted": quoted, "decode-as": other_ports}


def check(tshark, way, passes, tree):
    home, messages = tshark.home(), phase1()
    for number, length in enumerate(SHORT):
        messages.append((encrypted(bytes(length), MAIN, 0), False))
        messages.append((encrypted(bytes(32), INFO, 0x1000 + number), True))
        messages.append((encrypted(bytes(32), QUICK, 0x2000 + number), False))
    capture = frames.write(home / "null-iv.pcap", WAYS[way](messages))
    options = ["-r", capture, "-o", TABLE, "-o", f"ikelog.stock_tree:{tree}",
               "-d", "udp.port==40500,ikelog", "-T", "fields", "-e", "frame.number",
               "-e", "isakmp.ispi", "-e", "ikelog.icookie"] + (["-2"] if passes == 2 else [])
    rows = [line.split("\t") for line in tshark.run(*options, home=home).stdout.splitlines()]
    expect_equal(len(rows), len(messages), "frames that were dissected")
    for row in rows[:CLEAR]:
        if tree != "never" and not row[1]:
            raise Failure(f"the stock tree of frame {row[0]} is missing: the key had no effect")


def cases(tshark):
    for way in WAYS:
        for passes, tree in ((1, "auto"), (1, "always"), (2, "always"), (2, "never")):
            yield Case(f"null-iv/{way}/pass-{passes}/stock-tree-{tree}",
                       claim(check, tshark, way, passes, tree))
