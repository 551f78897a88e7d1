# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes small captures of UDP datagrams, for what no daemon of the lab sends."""

import socket
import struct

PCAP_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)  # raw IP
START = 1000000000
HERE, THERE = "192.0.2.1", "192.0.2.2"


def ipv4(source, target, payload):
    """An IPv4 packet with UDP in it; Wireshark does not check its checksum by default."""
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0, 64, 17, 0,
                       socket.inet_aton(source), socket.inet_aton(target)) + payload


def udp(source_port, target_port, data):
    return struct.pack(">HHHH", source_port, target_port, 8 + len(data), 0) + data


def datagram(data, port=500, back=False):
    """A packet between two peers; `back` turns its direction round."""
    source, target = (THERE, HERE) if back else (HERE, THERE)
    return ipv4(source, target, udp(port, port, data))


def isakmp(body, exchange, next_payload, version=0x10, flags=0, mid=0, cookies=(b"I" * 8, bytes(8))):
    """An ISAKMP or IKEv2 message with a header of its own."""
    return struct.pack(">8s8sBBBBII", *cookies, next_payload, version, exchange, flags, mid,
                       28 + len(body)) + body


def payload(data, next_payload=0):
    """A payload with its generic header."""
    return struct.pack(">BBH", next_payload, 0, 4 + len(data)) + data


def write(path, packets):
    """A capture with one packet a second."""
    with open(path, "wb") as out:
        out.write(PCAP_HEADER)
        for number, packet in enumerate(packets):
            out.write(struct.pack("<IIII", START + number, 0, len(packet), len(packet)) + packet)
    path.chmod(0o644)
    return path
