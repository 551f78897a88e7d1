# SPDX-License-Identifier: GPL-2.0-or-later
"""-z ikelog,lesson tells each story rightly; the commands of docs/course/ do what the labs say."""

import re
import subprocess

from documents import Reader
from harness import ROOT, TIME_LIMIT, Case, Failure, capture_file, claim, expect_equal

COURSE = ROOT / "docs" / "course"

# What a lesson has to say, in this order, and what it must not say.
STORIES = {
    "mm-psk": (["main mode: six messages", "## Phase 1: main mode", "### 1. The initiator proposes",
                "3DES/SHA-1/DHG2", "### 4. ", "SKEYID = prf(pre-shared key, Ni_b | Nr_b)",
                "SKEYID_e = prf", "### 5. ", "encrypted*", "HASH_I = prf", "HASH_R = prf",
                "## Phase 2: Quick Mode bc19200d", "HASH(1) = prf(SKEYID_a", "HASH(2)",
                "KEYMAT = prf(SKEYID_d, protocol | SPI | Ni_b | Nr_b)", "HASH(3)",
                "## How it came out", "Phase 1: **established**, deleted"],
               ["g(qm)^xy", "goes wrong"]),
    "mm-psk-pfs": (["perfect forward secrecy",
                    "KEYMAT = prf(SKEYID_d, g(qm)^xy | protocol | SPI | Ni_b | Nr_b)"], []),
    "mm-rsa": (["SKEYID = prf(Ni_b | Nr_b, g^xy)", "**SIG**", "signature over this hash",
                "**CERT**"], ["pre-shared key, Ni_b"]),
    "ag-psk": (["aggressive mode: three messages", "### 1. The initiator says everything at once",
                "road\\@example.com", "try out pre-shared keys at leisure", "### 3. "],
               ["### 4. ", "main mode: six"]),
    "xauth-modeconfig": (["## Between the phases: transaction", "XAUTH", "user alice",
                          "## Phase 2: Quick Mode"], ["goes wrong"]),
    "no-proposal-phase1": (["NOTIFY:NO\\_PROPOSAL\\_CHOSEN", "**Here it goes wrong:**",
                            "found nothing acceptable", "Phase 1: **no-proposal**"],
                           ["#### The keys of phase 1", "## Phase 2"]),
    "wrong-psk-main": (["### 5. ", "**Here it goes wrong:**", "pre-shared keys probably differ",
                        "**psk-mismatch**"], ["### 6. ", "Phase 1 is complete"]),
    "no-peer": (["### A repeat of frame 1", "was given up", "**no-answer**"],
                ["#### The keys of phase 1"]),
    "unreachable": (["### An ICMP error", "**unreachable**"], []),
    "late-start-phase2": (["The beginning was not captured"], ["### 1. The initiator proposes"]),
}


def lesson(tshark, name):
    return tshark.run(*tshark.reading(capture_file(f"{name}.pcap")), "-q", "-z",
                      "ikelog,lesson").stdout


def check_story(tshark, name):
    text = lesson(tshark, name)
    expected, unwanted = STORIES[name]
    at = 0
    for piece in expected:
        found = text.find(piece, at)
        if found < 0:
            raise Failure(f"{piece!r} does not follow in:\n{text[at:]}")
        at = found + len(piece)
    for piece in unwanted:
        if piece in text:
            raise Failure(f"{piece!r} should not be in:\n{text}")


def check_page(tshark, name):
    """pandoc makes headings, tables, lists and code of it, and warns of nothing."""
    text = lesson(tshark, name)
    done = subprocess.run(["pandoc", "--from", "markdown", "--to", "html"], input=text, text=True,
                          capture_output=True, timeout=TIME_LIMIT)
    expect_equal((done.returncode, done.stderr), (0, ""), "pandoc's status and warnings")
    expect_equal(len(re.findall(r"<h3", done.stdout)),
                 len(re.findall(r"^### ", text, re.MULTILINE)), "headings")
    expect_equal(len(re.findall(r"<pre", done.stdout)), text.count("```") // 2, "formulas")
    if "<table" not in done.stdout or "<em>Frame 1," not in done.stdout:
        raise Failure(done.stdout)


def cases(tshark):
    for name in STORIES:
        yield Case(f"{name}: the story", claim(check_story, tshark, name))
    for name in ("mm-psk", "ag-psk", "wrong-psk-main", "xauth-modeconfig"):
        yield Case(f"{name}: becomes a page", claim(check_page, tshark, name))
    for document in sorted(COURSE.glob("*.md")):
        for case in Reader(tshark, document).cases():
            yield Case(f"course, {document.stem}: {case.name}", case.check)
