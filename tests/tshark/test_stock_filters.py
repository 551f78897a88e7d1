# SPDX-License-Identifier: GPL-2.0-or-later
"""Filters for the stock dissectors find the frames that they find without the plugin."""

import itertools

from harness import Case, Failure, claim
from sharkd import Sharkd, keys_of, loadable

FILTERS = ("isakmp", "isakmp.exchangetype == 2", "udpencap", "isakmp.flag_e == 1",
           "isakmp.messageid != 0")
# Without us another dissector has these messages: NAT gave the peer its port.
OF_OTHERS = ("ok-nat-port-319",)
LAST_FRAME = 1000000  # more than any capture has
SLICES = 4  # cases, so that several processors have something to do


def found(sharkd, path, number):
    """sharkd remembers what a filter found, in the next capture too: each gets its own words."""
    sharkd.load(path)
    return {text: [row["num"] for row in sharkd.ask(
        "frames", filter=f"({text}) && frame.number < {LAST_FRAME + number}")] for text in FILTERS}


def check(tshark, part):
    differing = []
    with Sharkd(tshark) as ours, Sharkd(tshark, plugin=False) as stock:
        stock.tolerated = "Dissector bug, protocol ISAKMP"  # by itself it meets what we spare it
        for number, (name, capture) in enumerate(itertools.islice(loadable(), part, None, SLICES)):
            ours.set(keys_of(tshark, capture))
            with_us, without = (found(sharkd, tshark.staged(capture), number)
                                for sharkd in (ours, stock))
            differing += [f"{name}: {text}: with {with_us[text]}, without {without[text]}"
                          for text in FILTERS if with_us[text] != without[text] and name not in OF_OTHERS]
    if differing:
        raise Failure("\n".join(differing))


def cases(tshark):
    for part in range(SLICES):
        yield Case(f"same-frames/{part}", claim(check, tshark, part))
