# SPDX-License-Identifier: GPL-2.0-or-later
"""The filter buttons of the profile find what their names say."""

import csv

from harness import ROOT, Case, Failure, captures, claim, companion, expect_equal
from sharkd import Sharkd, keys_of

FAILED = ("no-answer", "unreachable", "no-proposal", "psk-mismatch", "auth-failed", "id-mismatch",
          "selector-mismatch", "xauth-failed", "malformed", "path-blocked", "refused",
          "cert-failed", "config-failed")
NAMES = ["IKE", "Phase 1", "Phase 2", "Failures", "Path", "Refused", "Repeats", "Closed"]
# One capture of each kind, and what has to be among what the button finds there, by frame.
FOUND = (
    ("no-proposal-phase1", "Failures", [2]),
    ("no-proposal-phase1", "Refused", [1, 2]),
    ("no-proposal-phase1", "Phase 1", [1, 2]),
    ("no-proposal-phase1", "Phase 2", []),
    ("no-peer", "Failures", [4]),
    ("no-peer", "Repeats", [2, 3, 4]),
    ("no-peer", "Refused", []),
    ("unreachable", "IKE", [1, 2, 3, 4, 5, 6, 7, 8]),
    ("unreachable", "Path", [1, 2, 3, 4, 5, 6, 7, 8]),
    ("mm-psk", "Failures", []),
)


def buttons():
    """{name: filter} of the profile."""
    text = (ROOT / "profile" / "dfilter_buttons").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    return {row[1]: row[2].replace("\\x22", '"') for row in rows}


def ask(sharkd, text, number):
    """sharkd remembers what a filter found, in the next capture too: each gets its own words."""
    return [row["num"] for row in
            sharkd.ask("frames", filter=f"({text}) && frame.number < {1000000 + number}")]


def check_found(tshark, name, button, frames):
    capture = captures()[name]
    with Sharkd(tshark) as sharkd:
        sharkd.load(tshark.staged(capture))
        expect_equal(ask(sharkd, buttons()[button], 0), frames, "frames")


def check_failures(tshark):
    """Where a negotiation failed, the button finds where; its frames are those of a failure."""
    failed = " || ".join(f'ikelog.verdict == "{verdict}"' for verdict in FAILED)
    missed = []
    with Sharkd(tshark) as sharkd:
        for number, (name, capture) in enumerate(captures().items()):
            if not companion(capture, "verdict").exists():
                continue
            sharkd.set(keys_of(tshark, capture))
            sharkd.load(tshark.staged(capture))
            if ask(sharkd, failed, number) and not ask(sharkd, buttons()["Failures"], number):
                missed.append(name)
    if missed:
        raise Failure(f"a failure that the button does not find: {missed}")


def cases(tshark):
    yield Case("names", lambda: expect_equal(list(buttons()), NAMES, "the buttons"))
    for name, button, frames in FOUND:
        yield Case(f"{button}/{name}", claim(check_found, tshark, name, button, frames))
    yield Case("failures-are-found", claim(check_failures, tshark))
