# SPDX-License-Identifier: GPL-2.0-or-later
"""The light in the window's status line costs nothing where there is no light."""

import re
import subprocess
from pathlib import Path

from harness import Case, Failure, capture_file, claim, expect_equal

# One is decided by a message, the other one only by the end of the capture.
CAPTURES = ("no-proposal-phase1", "no-peer", "id-dn-cut")
LIST = ("-o", 'gui.column.format:"No.","%m","Info","%i"')
# What reads a capture in tshark without asking for expert entries.
PLAIN = {
    "list": LIST,
    "list-of-two-passes": ("-2", *LIST),
    "log": ("-q", "-z", "ikelog,log"),
    "filter": ("-Y", "udp.port == 500", *LIST),
}


def raised(tshark, name, options, window):
    """How many expert entries the module raises."""
    module = tshark.home() / "experts.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", module, Path(__file__).with_name("experts.c"),
                    "-ldl"], check=True)
    environment = {"LD_PRELOAD": str(module), **({"IKELOG_WINDOW": "1"} if window else {})}
    said = tshark.run("-r", tshark.staged(capture_file(f"{name}.pcap")), *options,
                      environment=environment).stderr
    return int(re.search(r"^experts: (\d+)$", said, re.M)[1])


def check_plain(tshark, how):
    for name in CAPTURES:
        expect_equal(raised(tshark, name, PLAIN[how], False), 0, f"the entries in {name}")


def check_window(tshark, name):
    """The same list in a program with a window: the count above can be another one than none."""
    if not raised(tshark, name, LIST, True):
        raise Failure("no entry lights the light")


def cases(tshark):
    for how in PLAIN:
        yield Case(f"none-without-a-window/{how}", claim(check_plain, tshark, how))
    for name in CAPTURES:
        yield Case(f"some-in-a-window/{name}", claim(check_window, tshark, name))
