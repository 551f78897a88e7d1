# SPDX-License-Identifier: GPL-2.0-or-later
"""Exchanges of which nothing but a vendor fragment was captured end no program."""

import json

from harness import PASSES, Case, capture_file, claim, expect_equal

REFUSED = capture_file("lone-fragment-refused.pcap")
LIMIT = capture_file("lone-fragment-and-limit.pcap")
LIMITED = ("-o", "ikelog.max_phase2:1", "-o", "ikelog.perspective:responder")
OUTPUTS = {
    "json": ("-T", "json"),
    "tree": ("-V",),
    "expert": ("-q", "-z", "expert"),
    "negotiations": ("-q", "-z", "ikelog,negotiations"),
    "negotiations-json": ("-q", "-z", "ikelog,negotiations,json"),
    "ladder": ("-q", "-z", "ikelog,ladder"),
    "lesson": ("-q", "-z", "ikelog,lesson"),
    "keys": ("-q", "-z", "ikelog,keys"),
    "log": ("-q", "-z", "ikelog,log"),
}


def check_output(tshark, capture, options, output):
    for passes in PASSES:
        tshark.run(*tshark.reading(capture, passes), *options, *output)


def check_refusal(tshark):
    done = tshark.run(*tshark.reading(REFUSED), "-q", "-z", "ikelog,negotiations,json")
    sa = json.loads(done.stdout)[0]
    expect_equal((sa["mode"], sa["verdict"], sa["decisive_frame"], sa["quick_modes"]),
                 ("aggressive", "auth-failed", 2, []), "the IKE SA")


def check_ladder(tshark):
    done = tshark.run(*tshark.reading(REFUSED), "-q", "-z", "ikelog,ladder")
    expect_equal("Phase 1 - Authentication (aggressive mode)" in done.stdout, True, done.stdout)


def check_limit(tshark):
    rows = tshark.fields(LIMIT, ("ikelog.event", "ikelog.verdict"), 2, True, LIMITED)
    found = {int(row["frame.number"][0]): row["ikelog.verdict"] for row in rows[6:]}
    expect_equal(found, {7: ["no-proposal"], 8: ["unknown"], 9: ["no-proposal"]}, "the verdicts")


def cases(tshark):
    for name, output in OUTPUTS.items():
        yield Case(f"refused/{name}", claim(check_output, tshark, REFUSED, (), output))
        yield Case(f"limit/{name}", claim(check_output, tshark, LIMIT, LIMITED, output))
    yield Case("refusal-is-a-refusal", claim(check_refusal, tshark))
    yield Case("fragment-of-aggressive-mode-is-phase1", claim(check_ladder, tshark))
    yield Case("limit-counts-what-began", claim(check_limit, tshark))
