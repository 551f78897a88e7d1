#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Send the ESP packets of a capture once more, as somebody on the path could: `resend.py PCAP DEVICE`."""
import socket
import struct
import sys


def frames(path):
    """The frames of a classic little-endian capture."""
    with open(path, "rb") as file:
        file.read(24)
        while len(head := file.read(16)) == 16:
            yield file.read(struct.unpack("<8xI4x", head)[0])


def is_esp_in_udp(frame):
    """Ethernet, IPv4 without options, UDP to port 4500, and no marker of IKE in front."""
    return (len(frame) > 46 and frame[12:14] == b"\x08\x00" and frame[23] == 17
            and frame[36:38] == b"\x11\x94" and frame[42:46] != bytes(4))


def main():
    path, device = sys.argv[1:]
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((device, 0))
        for frame in frames(path):
            if is_esp_in_udp(frame):
                wire.send(frame)


if __name__ == "__main__":
    main()
