# SPDX-License-Identifier: GPL-2.0-or-later
"""Each frame carries the verdict on the negotiation that it belongs to."""

from harness import Case, Failure, capture_file, claim

# Capture: frame -> verdict. A refusal belongs to the Quick Mode that it refuses, a delete of an
# IKE SA and dead peer detection to the IKE SA.
EXPECTED = {
    "no-proposal-phase2": {6: "established", 7: "no-proposal", 8: "no-proposal"},
    "quick-mode-refused": {7: "no-proposal", 10: "no-proposal", 14: "no-proposal",
                           15: "established"},
    "selector-mismatch": {6: "established", 7: "selector-mismatch", 8: "selector-mismatch"},
    "mm-psk": {1: "established", 9: "established", 10: "established", 15: "established"},
    "wrong-psk-main": {1: "psk-mismatch", 5: "psk-mismatch", 6: "psk-mismatch"},
    "empty-main-mode": {1: "unknown", 2: "unknown"},
    "no-peer": {1: "no-answer", 4: "no-answer"},
    "unreachable": {1: "unreachable"},
}


def check(tshark, name, expected):
    frames = {int(frame["frame.number"][0]): frame["ikelog.verdict"] for frame in
              tshark.fields(capture_file(f"{name}.pcap"), ("ikelog.verdict",), 2, True)}
    for number, verdict in expected.items():
        if frames.get(number) != [verdict]:
            raise Failure(f"frame {number}: {frames.get(number)}, not {verdict}")


def cases(tshark):
    for name, expected in EXPECTED.items():
        yield Case(name, claim(check, tshark, name, expected))
