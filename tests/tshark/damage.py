# SPDX-License-Identifier: GPL-2.0-or-later
"""Damages captures octet by octet: conversations with one message cut or flipped at one octet.

Each damaged conversation has cookies of its own, and records of its keys are made for them, so
that all of them are decrypted and followed although they stand in one file.
"""

import struct
from dataclasses import dataclass

LINK_HEADERS = {1: 14, 101: 0, 113: 16, 276: 20}
COOKIE = 8
# Records that open a conversation whatever its cookies are.
FREE_OF_COOKIES = ("KA", "SKEYID_E", "SKEYID_A", "SKEYID_D")
FLIPS = (0xFF, 0x01, 0x80)
FORMS = 2  # of cutting
HEADER = 28
UDP = 17


@dataclass(frozen=True)
class Packet:
    """A packet of a capture and where the parts of its datagram begin; isakmp 0: none."""

    seconds: int
    micros: int
    octets: bytes
    ip: int
    udp: int
    isakmp: int


def udp_header(octets, ip):
    """Where UDP begins behind IPv4 or IPv6 without extensions; 0: not a whole UDP datagram."""
    if len(octets) < ip + 28:
        return 0
    if octets[ip] >> 4 == 6:
        return ip + 40 if octets[ip + 6] == UDP else 0
    fragment = struct.unpack_from(">H", octets, ip + 6)[0] & 0x3FFF
    return 0 if fragment or octets[ip + 9] != UDP else ip + (octets[ip] & 15) * 4


def parse(link, seconds, micros, octets):
    """Finds IKEv1 in a packet that was captured whole and is no fragment."""
    ip = LINK_HEADERS[link]
    none = Packet(seconds, micros, octets, ip, 0, 0)
    udp = udp_header(octets, ip)
    if not udp or len(octets) < udp + 12:
        return none
    isakmp = udp + 8
    if 4500 in struct.unpack_from(">HH", octets, udp):
        if octets[isakmp:isakmp + 4] != bytes(4):
            return none
        isakmp += 4
    if len(octets) < isakmp + HEADER or octets[isakmp + 17] >> 4 != 1:
        return none
    return Packet(seconds, micros, octets, ip, udp, isakmp)


def read(path):
    """(file header, packets) of a little-endian pcap with microseconds; None: not such a file."""
    data = path.read_bytes()
    if len(data) < 24 or struct.unpack_from("<I", data)[0] != 0xA1B2C3D4:
        return None
    link = struct.unpack_from("<I", data, 20)[0]
    if link not in LINK_HEADERS:
        return None
    packets, at = [], 24
    while at + 16 <= len(data):
        seconds, micros, size = struct.unpack_from("<III", data, at)
        packets.append(parse(link, seconds, micros, data[at + 16:at + 16 + size]))
        at += 16 + size
    return data[:24], packets


def cost(path):
    """How many packets all damaged conversations of a capture have together."""
    _, packets = read(path) or (None, [])
    octets = sum(len(packet.octets) - packet.isakmp for packet in packets if packet.isakmp)
    return octets * (FORMS + len(FLIPS)) * len(packets)


def with_length(packet, octets):
    """The packet's octets with lengths of IP and UDP as if it had been sent like this."""
    data = bytearray(octets)
    if data[packet.ip] >> 4 == 6:
        struct.pack_into(">H", data, packet.ip + 4, len(data) - packet.udp)
    else:
        struct.pack_into(">H", data, packet.ip + 2, len(data) - packet.ip)
    struct.pack_into(">H", data, packet.udp + 4, len(data) - packet.udp)
    return bytes(data)


def cut(packet, at):
    """Sent short, and captured short: (octets, length on the wire)."""
    octets = packet.octets[:at]
    return [(with_length(packet, octets), len(octets)), (octets, len(packet.octets))]


def flip(packet, at):
    for mask in FLIPS:
        data = bytearray(packet.octets)
        data[at] ^= mask
        yield bytes(data), len(data)


def damaged(packet, step, start=0):
    """All damaged forms of a packet's message, at every step-th octet."""
    for at in range(packet.isakmp + start % step, len(packet.octets), step):
        yield from cut(packet, at)
        yield from flip(packet, at)


class Writer:
    """A capture with its key file, made of conversations that each have cookies of their own."""

    def __init__(self, folder, name, header, key_records):
        self.capture, self.keys = folder / f"{name}.pcap", folder / f"{name}.keys"
        self._out = open(self.capture, "wb")
        self._out.write(header)
        self._records = key_records
        self._key_lines = [line for line in key_records
                           if not line.startswith(FREE_OF_COOKIES)]
        self.frames = self.conversations = 0

    def _rename(self, octets, at, names):
        """Gives both cookies of a message the number of this conversation."""
        octets = bytearray(octets)
        for place in (at, at + COOKIE):
            old = bytes(octets[place:place + COOKIE])
            if len(old) == COOKIE and any(old):
                octets[place:place + COOKIE] = names.setdefault(
                    old, old[:4] + struct.pack(">I", self.conversations))
        return bytes(octets)

    def add(self, packets, changed, octets, on_wire):
        """All packets in order, with packets[changed] in this damaged form."""
        names = {}
        self.conversations += 1
        for number, packet in enumerate(packets):
            data, length = packet.octets, len(packet.octets)
            if number == changed:
                data, length = octets, on_wire
            if packet.isakmp:
                data = self._rename(data, packet.isakmp, names)
            self._out.write(struct.pack("<IIII", packet.seconds, packet.micros, len(data), length))
            self._out.write(data)
            self.frames += 1
        for old, new in names.items():
            self._key_lines += [line.replace(old.hex(), new.hex()) for line in self._records
                                if line.startswith(FREE_OF_COOKIES) and old.hex() in line]

    def close(self):
        self._out.close()
        self.keys.write_text("\n".join(self._key_lines) + "\n")
        for path in (self.capture, self.keys):
            path.chmod(0o644)


def write(source, key_file, folder, step, most=4000):
    """Writers of captures (of at most `most` conversations each) that damage `source`."""
    header, packets = read(source)
    records = key_file.read_text(encoding="utf-8").splitlines() if key_file.exists() else []
    writer, part = None, 0
    for number, packet in enumerate(packets):
        if not packet.isakmp:
            continue
        for octets, on_wire in damaged(packet, step, number):
            if writer is None:
                writer = Writer(folder, f"damaged{part}", header, records)
            writer.add(packets, number, octets, on_wire)
            if writer.conversations == most:
                writer.close()
                yield writer
                writer, part = None, part + 1
    if writer:
        writer.close()
        yield writer
