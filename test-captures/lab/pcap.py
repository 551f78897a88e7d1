# SPDX-License-Identifier: GPL-2.0-or-later
"""Just enough of pcap, IP and ISAKMP to say which frame completes which protected message."""
import ipaddress
import struct

LINK_HEADER = {1: (14, 12), 113: (16, 14), 276: (20, 0)}    # length, offset of the ethertype
FRAGMENT_PAYLOAD = 132
MARKED_PORTS = {4500, 1500}             # with the non-ESP marker


def frames(path):
    """Yield (number, IP packet) for each frame; numbers start at 1, as Wireshark's do."""
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    link, = struct.unpack_from(order + "I", data, 20)
    length, _ = LINK_HEADER[link & 0xffff]
    at, number = 24, 0
    while at + 16 <= len(data):
        captured, = struct.unpack_from(order + "I", data, at + 8)
        number += 1
        yield number, data[at + 16 + length:at + 16 + captured]
        at += 16 + captured


def ip_fields(packet):
    """(source, destination, protocol, fragment id, offset, more, payload) of an IP packet."""
    if packet[:1] and packet[0] >> 4 == 4 and len(packet) >= 20:
        total, ident, fragment = struct.unpack_from(">HHH", packet, 2)
        body = packet[(packet[0] & 15) * 4:total]
        return (packet[12:16], packet[16:20], packet[9], ident, (fragment & 0x1fff) * 8,
                bool(fragment & 0x2000), body)
    if packet[:1] and packet[0] >> 4 == 6 and len(packet) >= 40:
        source, target, following, body = packet[8:24], packet[24:40], packet[6], packet[40:]
        if following == 44 and len(body) >= 8:
            offset, ident = struct.unpack_from(">HI", body, 2)
            return source, target, body[0], ident, offset & 0xfff8, bool(offset & 1), body[8:]
        return source, target, following, 0, 0, False, body
    return None


class Reassembler:
    """Puts pieces together; a set is complete when 0..last are all there."""

    def __init__(self):
        self.sets = {}

    def add(self, key, offset, piece, last):
        """Return the whole when this piece completes it, else None."""
        pieces, end = self.sets.setdefault(key, ({}, [None]))
        pieces[offset] = piece
        if last:
            end[0] = offset + len(piece)
        whole = b""
        while len(whole) in pieces and pieces[len(whole)]:
            whole += pieces[len(whole)]
        if end[0] is None or len(whole) != end[0]:
            return None
        del self.sets[key]
        return whole


class FragmentJoiner:
    """Joins the vendor fragments (payload 132) of one direction of one cookie pair."""

    def __init__(self):
        self.sets = {}

    def add(self, key, message):
        """Return the ISAKMP message that this fragment completes, else None."""
        length, ident, number, last = struct.unpack_from(">HHBB", message, 30)
        pieces, count = self.sets.setdefault((key, ident), ({}, [None]))
        pieces[number] = message[36:28 + length]
        if last & 1:
            count[0] = number
        if count[0] is None or len(pieces) < count[0]:
            return None
        del self.sets[key, ident]
        return b"".join(pieces[n] for n in sorted(pieces))


def isakmp_of(datagram):
    """The IKEv1 message in a UDP datagram on one of the ports that the lab uses, else None."""
    if len(datagram) < 8:
        return None
    ports = struct.unpack_from(">HH", datagram)
    body = datagram[8:]
    if MARKED_PORTS.intersection(ports):
        if body[:4] != b"\0\0\0\0":
            return None
        body = body[4:]
    elif 500 not in ports:
        return None
    return body if len(body) >= 28 and body[17] >> 4 == 1 else None


def messages(path):
    """Yield (frame, source, destination, ISAKMP message), fragments of both kinds joined."""
    ip_pieces, vendor_pieces = Reassembler(), FragmentJoiner()
    for number, packet in frames(path):
        fields = ip_fields(packet)
        if fields is None or fields[2] != 17:
            continue
        source, target, _, ident, offset, more, body = fields
        if offset or more:
            body = ip_pieces.add((source, target, ident), offset, body, not more)
            if body is None:
                continue
        message = isakmp_of(body)
        if message is not None and message[16] == FRAGMENT_PAYLOAD and len(message) >= 36:
            message = vendor_pieces.add((source, target, message[:16]), message)
        if message is not None:
            yield (number, str(ipaddress.ip_address(source)), str(ipaddress.ip_address(target)),
                   message)


def protected_bodies(path):
    """Yield (frame, ciphertext) for each message with the encryption flag."""
    for number, _, _, message in messages(path):
        length, = struct.unpack_from(">I", message, 24)
        if message[19] & 1 and length <= len(message):
            yield number, message[28:length]
