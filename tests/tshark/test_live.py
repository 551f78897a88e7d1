# SPDX-License-Identifier: GPL-2.0-or-later
"""A capture that is running gives the answers of one that is read, also when keys come meanwhile.

tshark reads a pipe, so that this needs neither rights nor a network.
"""

import os
import select
import struct
import time

from harness import FACTS, Case, Failure, capture_file, claim, companion, expect_equal
from processes import PATIENCE, finish, start
from sharkd import keys_of

SAMPLE = ("mm-psk", "ag-xauth", "esp-in-udp", "mm-rsa-fragments", "nat", "unreachable", "crossing")
FILE_HEADER, PACKET_HEADER = 24, 16
OPTIONS = ["-n", "-l", "-T", "fields", "-e", "frame.number",
           *(word for name in FACTS for word in ("-e", name))]


def parts(path):
    """The header of a capture file, and each packet with its own."""
    data = path.read_bytes()
    pieces, at = [data[:FILE_HEADER]], FILE_HEADER
    while at < len(data):
        end = at + PACKET_HEADER + struct.unpack_from("<I", data, at + 8)[0]
        pieces.append(data[at:end])
        at = end
    return pieces


class Live:
    """A tshark that captures from a pipe."""

    def __init__(self, tshark, settings):
        self._home = tshark.home()
        self._said = open(self._home / "errors", "w+b")
        options = [word for name, value in settings.items() for word in ("-o", f"{name}:{value}")]
        self._process = start(tshark, ["tshark", "-i", "-", *OPTIONS, *options], self._home,
                              self._said)
        self._printed = b""

    def write(self, octets):
        self._process.stdin.write(octets)
        self._process.stdin.flush()

    def _read(self):
        """Takes what is printed within a tenth of a second; False: nothing more will come."""
        if not select.select([self._process.stdout], [], [], 0.1)[0]:
            return True
        piece = os.read(self._process.stdout.fileno(), 65536)
        self._printed += piece
        return bool(piece)

    def wait_for(self, lines):
        """Until that many frames are printed."""
        end = time.monotonic() + PATIENCE
        while (printed := self._printed.count(b"\n")) < lines:
            if not self._read() or time.monotonic() > end:
                self._said.seek(0)
                said = self._said.read().decode(errors="replace")
                raise Failure(f"{printed} frames instead of {lines}:\n{said}")

    def end(self):
        """What was printed until the capture was over."""
        self._process.stdin.close()
        while self._read():
            pass
        status = finish(self._process)
        self._said.close()
        expect_equal(status, 0, "tshark's status")
        return self._printed.decode().splitlines()


def from_file(tshark, capture, settings):
    options = [word for name, value in settings.items() for word in ("-o", f"{name}:{value}")]
    return tshark.run("-r", tshark.staged(capture), *OPTIONS, *options).stdout.splitlines()


def expect_lines(said, expected):
    expect_equal(len(said), len(expected), "frames")
    for now, wanted in zip(said, expected):
        expect_equal(now, wanted, f"frame {wanted.split()[0]}")


def check_slow(tshark, capture):
    """Packets that arrive singly and in two pieces."""
    settings = keys_of(tshark, capture)
    live = Live(tshark, settings)
    header, *packets = parts(capture)
    live.write(header)
    for number, packet in enumerate(packets, 1):
        live.write(packet[:PACKET_HEADER + number])
        live.write(packet[PACKET_HEADER + number:])
        if number % 4 == 0:
            live.wait_for(number)
    expect_lines(live.end(), from_file(tshark, capture, settings))


def check_growing(tshark, capture, first_protected, pieces):
    """The key file is empty at first; its records come, in pieces, when they are needed."""
    key_file = tshark.home() / "growing.keys"
    key_file.touch()
    records = companion(capture, "keys").read_bytes()
    live = Live(tshark, {"ikelog.keylog_file": key_file})
    header, *packets = parts(capture)
    live.write(header + b"".join(packets[:first_protected - 1]))
    live.wait_for(first_protected - 1)
    with open(key_file, "ab", buffering=0) as out:
        for piece in range(pieces):
            out.write(records[piece * len(records) // pieces:(piece + 1) * len(records) // pieces])
    live.write(b"".join(packets[first_protected - 1:]))
    expect_lines(live.end(), from_file(tshark, capture, keys_of(tshark, capture)))


def check_late(tshark, capture, first_opened):
    """Keys that come in the middle open what follows: the chain of IVs was kept without them."""
    key_file = tshark.home() / "late.keys"
    key_file.touch()
    live = Live(tshark, {"ikelog.keylog_file": key_file})
    header, *packets = parts(capture)
    live.write(header + b"".join(packets[:first_opened - 1]))
    live.wait_for(first_opened - 1)
    key_file.write_bytes(companion(capture, "keys").read_bytes())
    live.write(b"".join(packets[first_opened - 1:]))
    column = 1 + FACTS.index("ikelog.plaintext")
    whole = from_file(tshark, capture, keys_of(tshark, capture))
    said, expected = ([line.split("\t")[column] for line in lines] for lines in (live.end(), whole))
    expect_equal(said[:first_opened - 1], [""] * (first_opened - 1), "plaintexts before")
    expect_equal(said[first_opened - 1:], expected[first_opened - 1:], "plaintexts afterwards")


def cases(tshark):
    for name in SAMPLE:
        yield Case(f"slow/{name}", claim(check_slow, tshark, capture_file(f"{name}.pcap")))
    demo = capture_file("mm-psk.pcap")
    for pieces in (1, 2, 3):
        yield Case(f"growing-key-file/in-{pieces}",
                   claim(check_growing, tshark, demo, 5, pieces))
    yield Case("late-keys", claim(check_late, tshark, demo, 8))
