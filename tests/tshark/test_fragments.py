# SPDX-License-Identifier: GPL-2.0-or-later
"""Vendor fragments become whole messages, in whatever order they come and whatever comes between."""

import struct

from frames import datagram, isakmp, payload, write
from harness import PASSES, Case, claim, expect_equal

FRAGMENT = 132
VENDOR_ID = 13
OTHER = (b"J" * 8, bytes(8))


def message(text, cookies=(b"I" * 8, bytes(8))):
    """A message with one vendor ID."""
    return isakmp(payload(text), exchange=2, next_payload=VENDOR_ID, cookies=cookies)


def parts(whole, size=30, cookies=(b"I" * 8, bytes(8)), identifier=1):
    """The packets of a message that was cut into parts of `size` octets."""
    pieces = [whole[at:at + size] for at in range(0, len(whole), size)]
    return [datagram(isakmp(payload(struct.pack(">HBB", identifier, number,
                                                int(number == len(pieces))) + piece),
                            exchange=2, next_payload=FRAGMENT, cookies=cookies))
            for number, piece in enumerate(pieces, start=1)]


A = parts(message(b"A" * 40))               # three parts
SAME_SIZE = parts(message(b"B" * 40))       # three parts of the same sizes, same id
OTHER_SA = parts(message(b"C" * 40, OTHER), cookies=OTHER)
LONGER = parts(message(b"D" * 80))          # four parts, same id
LYING = parts(message(b"E" * 40)[:24] + struct.pack(">I", 4000) + message(b"E" * 40)[28:])

# name: (packets, {number of a packet from 1: vendor ID of the message that it completes})
TRAINS = {
    "in-order": (A, {3: "A"}),
    "last-first": (A[::-1], {3: "A"}),
    "middle-first": ([A[1], A[2], A[0]], {3: "A"}),
    "two-sas-interleaved": ([A[0], OTHER_SA[0], A[1], OTHER_SA[1], OTHER_SA[2], A[2]],
                            {5: "C", 6: "A"}),
    "train-sent-again": (A + A, {3: "A", 6: "A"}),
    "part-sent-again": ([A[0], A[1], A[1], A[2]], {4: "A"}),
    "incomplete-train-sent-again": ([A[0], A[2], *A], {4: "A"}),
    "next-message-with-the-same-id": (A + SAME_SIZE, {3: "A", 6: "B"}),
    "late-repeat-does-not-spoil-the-next": ([*A, A[2], *SAME_SIZE], {3: "A", 7: "B"}),
    "stale-part-gives-way": ([A[1], *LONGER], {5: "D"}),
    "part-missing": ([A[0], A[2]], {}),
    "length-in-the-header-lies": (LYING, {}),
}


def check(tshark, packets, completed, passes):
    path = write(tshark.home() / "fragments.pcap", packets)
    options = ["-2"] if passes == 2 else []
    done = tshark.run("-r", path, *options, "-T", "fields", "-e", "frame.number",
                      "-e", "ikelog.vid", "-e", "ikelog.summary")
    found = {}
    for line in done.stdout.splitlines():
        number, vendor, summary = (line + "\t\t").split("\t")[:3]
        if vendor:
            found[int(number)] = bytes.fromhex(vendor)[:1].decode()
            expect_equal(summary.split("),")[-1], "MM (VID)", f"the summary of frame {number}")
        else:
            expect_equal(summary, "MM (FRAG)", f"the summary of frame {number}")
    expect_equal(found, completed, "messages by the frame that completes them")


def check_where(tshark):
    """On the second pass each fragment names the frame with the whole message."""
    path = write(tshark.home() / "fragments.pcap", A)
    done = tshark.run("-r", path, "-2", "-T", "fields", "-e", "ikelog.fragment.reassembled_in",
                      "-e", "ikelog.fragment.frame")
    expect_equal(done.stdout.splitlines(), ["3\t", "3\t", "\t1,2,3"], "where the parts are")


def cases(tshark):
    for name, (packets, completed) in TRAINS.items():
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, packets, completed, passes))
    yield Case("frames-are-linked", claim(check_where, tshark))
