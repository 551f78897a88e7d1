# SPDX-License-Identifier: GPL-2.0-or-later
"""Damaged packets crash nothing and trip no assertion: cut at, or changed at, any position.

The damage is random but the same in every run: a failure can be repeated.
"""

import random
import struct
import zlib

from harness import Case, Failure, claim, companion, for_each_capture

ROUNDS = 6
UDP_PAYLOAD = 42  # Ethernet, IPv4 and UDP headers: what is damaged comes after them
PCAP_MAGIC = 0xA1B2C3D4


def packets(data):
    """(header fields, bytes) of each packet of a pcap file, and its byte order."""
    order = "<" if struct.unpack_from("<I", data)[0] == PCAP_MAGIC else ">"
    if struct.unpack_from(order + "I", data)[0] != PCAP_MAGIC:
        raise Failure("this test reads pcap files with microseconds only")
    found, at = [], 24
    while at + 16 <= len(data):
        seconds, micros, size, full = struct.unpack_from(order + "IIII", data, at)
        found.append(((seconds, micros, full), data[at + 16:at + 16 + size]))
        at += 16 + size
    return order, found


def damaged(packet, chance):
    """A packet with a few octets changed, or cut short, or with an octet taken out or put in."""
    body = bytearray(packet)
    if len(body) <= UDP_PAYLOAD:
        return bytes(body)
    kind = chance.randrange(4)
    at = chance.randrange(UDP_PAYLOAD, len(body))
    if kind == 0:
        return bytes(body[:at])
    if kind == 1:
        del body[at]
    elif kind == 2:
        body.insert(at, chance.choice((0, 1, 0x7F, 0x80, 0xFF)))
    else:
        for _ in range(chance.randint(1, 4)):
            body[chance.randrange(UDP_PAYLOAD, len(body))] = chance.choice((0, 1, 4, 0x80, 0xFF))
    return bytes(body)


def damage(source, target, seed):
    """Writes a capture in which each packet comes as it was and damaged in several ways."""
    data = source.read_bytes()
    order, found = packets(data)
    chance = random.Random(seed)
    with open(target, "wb") as out:
        out.write(data[:24])
        for (seconds, micros, full), packet in found:
            for copy in [damaged(packet, chance) for _ in range(ROUNDS)] + [packet]:
                out.write(struct.pack(order + "IIII", seconds, micros, len(copy),
                                      max(full, len(copy))))
                out.write(copy)


def check(tshark, name, capture):
    home = tshark.home()
    target = home / "damaged.pcap"
    damage(capture, target, zlib.crc32(name.encode()))
    keys = companion(capture, "keys")
    options = ["-o", f"ikelog.keylog_file:{tshark.staged(keys)}"] if keys.exists() else []
    for passes in ([], ["-2"]):
        done = tshark.run("-r", target, "-V", *passes, *options, home=home)
        for line in (done.stdout + done.stderr).splitlines():
            if "Dissector bug" in line or "CRITICAL" in line or "assertion" in line:
                raise Failure(line.strip())


def cases(tshark):
    for name, capture in for_each_capture():
        if capture.suffix == ".pcap":
            yield Case(name, claim(check, tshark, name, capture))
