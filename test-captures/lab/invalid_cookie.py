#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-2.0-or-later
"""Answer the first ISAKMP message by INVALID-COOKIE in clear, twice: `invalid_cookie.py ADDRESS`."""
import os
import socket
import struct
import sys


def notification(cookies):
    """An informational message of one notification; its SPI are both cookies, as RFC 2408 says."""
    payload = struct.pack("!BBHIBBH", 0, 0, 28, 1, 1, 16, 4) + cookies
    return cookies + struct.pack("!BBBBII", 11, 0x10, 5, 0, int.from_bytes(os.urandom(4), "big"),
                                 28 + len(payload)) + payload


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind((sys.argv[1], 500))
        message, sender = door.recvfrom(65535)
        answer = notification(message[:16])
        for _ in range(2):
            door.sendto(answer, sender)
        while True:
            door.recvfrom(65535)


if __name__ == "__main__":
    main()
