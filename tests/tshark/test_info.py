# SPDX-License-Identifier: GPL-2.0-or-later
"""The Info column: the product's line, and in brackets what is wrong."""

from harness import Case, capture_file, claim, expect_equal

# (capture, frame, what the line ends with)
ENDINGS = (
    ("wrong-psk-main", 12, "[The pre-shared keys probably differ]"),
    ("no-proposal-phase1", 2, "(NOTIFY:NO_PROPOSAL_CHOSEN) [No phase 1 proposal was chosen]"),
    ("no-peer", 2, "[Repeat of 1]"),
    ("mm-psk", 1, ")"),
)
SAID = {
    "log": "RECEIVED<<<< ISAKMP OAK INFO (NOTIFY:NO_PROPOSAL_CHOSEN)",
    "summary": "INFO (NOTIFY:NO_PROPOSAL_CHOSEN)",
    "description": "Refused: no proposal fits.",
}


def info(tshark, name, *arguments):
    done = tshark.run("-r", tshark.staged(capture_file(f"{name}.pcap")), "-2", *arguments,
                      "-o", 'gui.column.format:"Info","%i"')
    return [line.strip() for line in done.stdout.splitlines()]


def check_ending(tshark, name, frame, ending):
    line = info(tshark, name)[frame - 1]
    expect_equal(line[-len(ending):], ending, "the end of the line")


def check_preference(tshark, value):
    expect_equal(info(tshark, "no-proposal-phase1", "-o", f"ikelog.info:{value}")[1],
                 SAID[value] + " [No phase 1 proposal was chosen]", "the line")


def cases(tshark):
    for name, frame, ending in ENDINGS:
        yield Case(f"brackets/{name}-{frame}", claim(check_ending, tshark, name, frame, ending))
    for value in SAID:
        yield Case(f"preference/{value}", claim(check_preference, tshark, value))
