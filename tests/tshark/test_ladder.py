# SPDX-License-Identifier: GPL-2.0-or-later
"""-z ikelog,ladder: what the Cisco document's example shows, and all that can go wrong."""

import re

from harness import Case, Failure, capture_file, claim, expect_equal, for_each_capture

RUNG = re.compile(r"^.{11}\|.{56}\|")
ARROW = re.compile(r"^ ?(\d*)\.? *([A-Z]+|X\d+)( \*)? *\|([-= <>]+)\|")


def ladder(tshark, name, keys=True):
    return tshark.run(*tshark.reading(capture_file(f"{name}.pcap"), keys=keys), "-q", "-z",
                      "ikelog,ladder").stdout


def expect_in_order(text, pieces):
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            raise Failure(f"{piece!r} does not follow in:\n{text}")
        at = found + len(piece)


def arrows(text):
    """(step, exchange, protected, to the right) of each arrow."""
    found = []
    for line in text.splitlines():
        match = ARROW.match(line)
        if match and match.group(4).strip():
            found.append((match.group(1), match.group(2), bool(match.group(3)),
                          match.group(4).endswith(">")))
    return found


def check_example(tshark):
    """The document's ladder: six messages, the line between the phases, three with PFS."""
    text = ladder(tshark, "mm-psk-pfs")
    expect_equal(arrows(text)[:9],
                 [(str(n), "MM", n > 4, n % 2 == 1) for n in range(1, 7)] +
                 [(str(n), "QM", True, n % 2 == 1) for n in range(1, 4)], "arrows")
    expect_in_order(text, ["Phase 1 - Authentication (main mode)", "SA: AES-128/SHA-1/DHG5",
                           "KE, NON", "KE, NON", "ID (192.0.2.1), HASH", "ID (192.0.2.2), HASH",
                           "***** Phase 1 Completed *****",
                           "Phase 2 - Key Exchange (with Perfect Forward Secrecy (PFS)), DHG5",
                           "SA: ESP/AES-256/SHA-1, NON, KE", "***** Phase 2 Completed *****",
                           "Verdict: established"])


def check_group_once(tshark):
    """Of four proposals with the same group the heading tells it; who refused has agreed on none."""
    phase2 = ladder(tshark, "mm-psk-many-proposals").split("Phase 2 - ")[1].split("Verdict")[0]
    expect_equal(phase2.count("DHG"), 1, "how often the group of phase 2 is told")
    expect_in_order(ladder(tshark, "pfs-group-mismatch"),
                    ["(PFS)), message ID", "SA: ESP/AES-128/SHA-1/DHG2, NON, KE"])


def check_alternatives(tshark):
    expect_in_order(ladder(tshark, "no-proposal-phase1"),
                    ["SA: 3DES/MD5/DHG2; AES-128/SHA-1/DHG2", "NOTIFY:NO_PROPOSAL_CHOSEN",
                     "!! Refused: no proposal fits.", "Verdict: no-proposal"])


def check_without_pfs(tshark):
    text = ladder(tshark, "mm-psk")
    if "Perfect Forward Secrecy" in text:
        raise Failure("there is no PFS in this capture")
    expect_in_order(text, ["Phase 2 - Key Exchange, message ID bc19200d"])


def check_silence(tshark):
    text = ladder(tshark, "no-peer")
    expect_equal((text.count("without an answer)"), text.count("(Retransmission)"),
                  text.count("- - ->|")), (3, 3, 3), "silences, repeats and their arrows")
    expect_in_order(text, ["!! Phase 1 was given up.", "Verdict: no-answer"])


def check_icmp(tshark):
    expect_in_order(ladder(tshark, "unreachable"), ["SA: ", "x ICMP error (type 3, code 3)",
                                                    "Verdict: unreachable"])


def check_copies(tshark):
    text = ladder(tshark, "mirrored")
    facts = tshark.facts(capture_file("mirrored.pcap"))
    copies = text.count("captured once more)")
    expect_equal((copies > 0, copies + len(arrows(text))), (True, len(facts)),
                 "copies, and copies and arrows together")


def check_closed(tshark):
    text = ladder(tshark, "mm-psk", keys=False)
    expect_in_order(text, ["KE, NON", "ID, ?", "***** Phase 1 Completed *****", "HASH, ?"])


def check_straight(text, facts):
    for line in text.splitlines():
        if (line.startswith(" " * 11 + "|") or ARROW.match(line)) and not RUNG.match(line):
            raise Failure(f"crooked: {line!r}")
    shown = len(arrows(text)) + text.count("captured once more)")
    # The last fragment's frame holds two: itself, and the message that it completes.
    messages = sum(len(fact["ikelog.summary"]) for fact in facts)
    expect_equal(shown, messages - text.count("x ICMP error"), "messages in the ladder")


def check_told(text, facts):
    told = {int(number) for number in re.findall(r"^\*Frame (\d+),", text, re.MULTILINE)}
    missing = [fact["frame.number"][0] for fact in facts
               if fact["ikelog.sa"] and int(fact["frame.number"][0]) not in told]
    expect_equal(missing, [], "frames without a section in the lesson")


def check_complete(tshark, name):
    """However odd the capture: rails are straight, no frame is left out, nor in the lesson."""
    text = tshark.run(*tshark.reading(capture_file(f"{name}.pcap")), "-q", "-z", "ikelog,ladder",
                      "-z", "ikelog,lesson").stdout
    facts = tshark.facts(capture_file(f"{name}.pcap"))
    check_straight(text, facts)
    check_told(text, facts)


def cases(tshark):
    yield Case("as the document's example", claim(check_example, tshark))
    yield Case("the group of PFS is told once", claim(check_group_once, tshark))
    yield Case("alternatives and refusal", claim(check_alternatives, tshark))
    yield Case("without PFS it is not claimed", claim(check_without_pfs, tshark))
    yield Case("silence is visible", claim(check_silence, tshark))
    yield Case("ICMP errors are visible", claim(check_icmp, tshark))
    yield Case("copies are no repeats", claim(check_copies, tshark))
    yield Case("closed messages are closed", claim(check_closed, tshark))
    for name, _ in for_each_capture():
        yield Case(f"{name}: straight and complete", claim(check_complete, tshark, name))
