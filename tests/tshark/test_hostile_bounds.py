# SPDX-License-Identifier: GPL-2.0-or-later
"""Bounds on what a capture may leave in flight: beyond them parts stay parts, and the rest goes on."""

import re
import struct
import subprocess

from frames import datagram, isakmp, payload, write
from harness import Case, capture_file, claim, expect_equal
from test_fragments import FRAGMENT, message, parts

TRAINS = 4096
HELD = 16 * 1024 * 1024
PART = 60000
TOLD = 8
OURS = parts(message(b"A" * 40))


def first_part(number, size):
    """The first part of a message of an IKE SA of its own; the others never come."""
    cookies = (struct.pack(">Q", number + 1), bytes(8))
    return datagram(isakmp(payload(struct.pack(">HBB", 1, 1, 0) + bytes(size)), exchange=2,
                           next_payload=FRAGMENT, cookies=cookies))


def between(count, size):
    """A message of ours with `count` unfinished ones behind its first part, and once more."""
    return [OURS[0], *(first_part(number, size) for number in range(count)), *OURS[1:], *OURS]


def check(tshark, packets, completed):
    path = write(tshark.home() / "bounds.pcap", packets)
    done = tshark.run("-r", path, "-Y", "ikelog.vid", "-T", "fields", "-e", "frame.number")
    expect_equal(done.stdout.split(), [str(number) for number in completed],
                 "frames that complete a message")


def check_comments(tshark):
    """Each packet has a comment with a faulty key line of its own; only the first faults are told."""
    out = tshark.home() / "comments.pcapng"
    marked = [word for number in range(1, 16)
              for word in ("-a", f"{number}:ikelog-keys:\nKA {number:02x} 00\n")]
    capture = tshark.staged(capture_file("mm-psk.pcap"))
    subprocess.run(["editcap", *marked, capture, out], check=True)
    out.chmod(0o644)
    said = tshark.run("-r", out).stderr
    expect_equal(len(re.findall("16 hex digits", said)), TOLD, "faults that are told")


def cases(tshark):
    for name, few, size in (("trains", TRAINS - 1, 1), ("octets", HELD // PART - 1, PART)):
        behind, last = few + len(OURS), few + 2 * len(OURS)
        yield Case(f"{name}-up-to-the-bound-are-put-together",
                   claim(check, tshark, between(few, size), [behind, last]))
        yield Case(f"{name}-beyond-the-bound-are-dropped",
                   claim(check, tshark, between(few + 2, size), [behind + 3]))
    yield Case("faults-in-comments-are-told-so-far", claim(check_comments, tshark))
