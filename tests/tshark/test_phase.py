# SPDX-License-Identifier: GPL-2.0-or-later
"""The phase of a message that is in clear while there is no IKE SA, whatever its message ID."""

import struct

from frames import datagram, isakmp, payload, write
from harness import PASSES, Case, capture_file, claim, expect_equal

MAIN, INFO, QUICK, NOTIFY, VID = 2, 5, 32, 11, 13
COOKIES = (b"C" * 8, b"R" * 8)
REFUSAL = isakmp(payload(struct.pack(">IBBH", 1, 1, 0, 14)), INFO, NOTIFY, mid=0x12345678,
                 cookies=COOKIES)
FIRST = isakmp(payload(b"a vendor of ours"), MAIN, VID, cookies=(COOKIES[0], bytes(8)))
QUICK_MODE = isakmp(payload(b"a vendor of ours"), QUICK, VID, mid=0x9, cookies=COOKIES)


def phases(tshark, path, passes, *arguments):
    options = ["-2"] if passes == 2 else []
    return tshark.run("-r", path, *options, *arguments, "-T", "fields",
                      "-e", "ikelog.phase").stdout.split()


def check_refusal(tshark, passes):
    path = write(tshark.home() / "refused.pcap", [datagram(FIRST), datagram(REFUSAL, back=True)])
    expect_equal(phases(tshark, path, passes), ["1", "1"], "the phases")


def check_quick_mode(tshark, passes):
    path = write(tshark.home() / "quick.pcap", [datagram(QUICK_MODE)])
    expect_equal(phases(tshark, path, passes), ["2"], "the phases")


def check_protected(tshark, passes):
    """A protected informational exchange uses an IKE SA."""
    path = tshark.staged(capture_file("selector-mismatch.pcap"))
    expect_equal(phases(tshark, path, passes, "-Y", "ikelog.exchange_type == 5"), ["2"],
                 "the phases")


def cases(tshark):
    for passes in PASSES:
        for name, check in (("refusal-in-clear", check_refusal), ("quick-mode", check_quick_mode),
                            ("protected-refusal", check_protected)):
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, passes))
