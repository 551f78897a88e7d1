# SPDX-License-Identifier: GPL-2.0-or-later
"""The frames of a pcap file of the lab, as far as a daemon's log tells of them."""

import socket
import struct
from dataclasses import dataclass

LINK_HEADER = {1: 14, 101: 0, 276: 20}
MARKER = b"\0\0\0\0"    # before IKE on port 4500
UDP, FRAGMENT_HEADER = 17, 44
IPV4_FRAGMENT, IPV6_FRAGMENT = 0x1FFF, 0xFFF8


@dataclass(frozen=True)
class Frame:
    moment: float       # in seconds
    octets: bytes       # as captured, without the header of the record
    link: int           # link-layer type of the file

    def packet(self):
        return self.octets[LINK_HEADER.get(self.link, len(self.octets)):]

    def addresses(self):
        """(source, destination) as text; two empty texts when it is no IP packet."""
        packet = self.packet()
        version = packet[0] >> 4 if len(packet) >= 20 else 0
        if version == 4:
            return socket.inet_ntoa(packet[12:16]), socket.inet_ntoa(packet[16:20])
        if version == 6 and len(packet) >= 40:
            return tuple(socket.inet_ntop(socket.AF_INET6, packet[at:at + 16]) for at in (8, 24))
        return "", ""

    def datagram(self):
        """The UDP header and what follows; b"" when there is none."""
        packet = self.packet()
        version = packet[0] >> 4 if len(packet) >= 20 else 0
        if version == 4:
            fragment = struct.unpack_from(">H", packet, 6)[0] & IPV4_FRAGMENT
            is_udp, start = packet[9] == UDP and not fragment, 4 * (packet[0] & 15)
        elif version == 6 and len(packet) >= 48 and packet[6] == FRAGMENT_HEADER:
            fragment = struct.unpack_from(">H", packet, 42)[0] & IPV6_FRAGMENT
            is_udp, start = packet[40] == UDP and not fragment, 48
        else:
            is_udp, start = version == 6 and packet[6] == UDP, 40
        return packet[start:] if is_udp and len(packet) >= start + 8 else b""

    def message(self):
        """(source port, destination port, length of the IKE message), or None."""
        datagram = self.datagram()
        if not datagram:
            return None
        source, target, length = struct.unpack_from(">HHH", datagram)
        marker = 4 if 4500 in (source, target) and datagram[8:12] == MARKER else 0
        return source, target, length - 8 - marker


def read_frames(path):
    octets, at, frames = path.read_bytes(), 24, []
    link, = struct.unpack_from("<I", octets, 20)
    while at + 16 <= len(octets):
        seconds, part, captured = struct.unpack_from("<III", octets, at)
        frames.append(Frame(seconds + part / 1e6, octets[at + 16:at + 16 + captured], link))
        at += 16 + captured
    return frames


def write_frames(path, frames):
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, frames[0].link))
        for frame in frames:
            moment, size = round(frame.moment * 1e6), len(frame.octets)
            file.write(struct.pack("<IIII", *divmod(moment, 10**6), size, size))
            file.write(frame.octets)
