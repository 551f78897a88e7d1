# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures of real failures are diagnosed as what they are, with keys and without.

`NAME.verdict` holds the truth about NAME.pcap, written by the lab from what
it configured; test-captures/lab/README.md describes its lines.
"""

import json
import re

from harness import Case, Failure, capture_files, claim, companion

MEMBERS = ("cause", "verdict", "reason", "keys", "keys-reason", "never")
PHASE2 = "quick."
ENDING = "end."


def truth(path):
    """The lines of a .verdict file; each member is there, once, in order."""
    lines = [line.partition("=") for line in path.read_text(encoding="utf-8").splitlines()]
    if tuple(name for name, _, _ in lines) != MEMBERS:
        raise Failure(f"{path.name}: not the lines {', '.join(MEMBERS)}")
    return {name: value for name, _, value in lines}


def named(rows):
    """(token, row) of each verdict and each end: IKE SAs and Quick Modes."""
    for row in rows:
        yield row["verdict"], row
        yield f"{ENDING}{row['end']}", row
        for quick in row["quick_modes"]:
            yield PHASE2 + quick["verdict"], quick


def words(row):
    """What is said about a negotiation, its Quick Modes and their networks included."""
    parts = [row, *row.get("quick_modes", ())]
    return " ".join(part[key] for part in parts for key in ("reason", "advice", "local", "remote")
                    if part.get(key))


def accepted(found, alternatives):
    """The rows by which the first alternative holds whose tokens are all there; else None."""
    for alternative in alternatives.split(","):
        tokens = alternative.split("+")
        if all(any(token == name for name, _ in found) for token in tokens):
            return [row for name, row in found if name in tokens]
    return None


def accused(found, never):
    """The verdicts that would be false accusations: a token counts for both phases."""
    unjust = set(filter(None, never.split(",")))
    return sorted({name for name, _ in found if name.removeprefix(PHASE2) in unjust})


def check(tshark, path, keys):
    expected = truth(path)
    capture = path.with_suffix(".pcap")
    done = tshark.run(*tshark.reading(capture, passes=2, keys=keys), "-q", "-z",
                      "ikelog,negotiations,json")
    rows = json.loads(done.stdout[:done.stdout.rindex("]") + 1])
    found = list(named(row for row in rows if row["sa"] is not None))   # not the unannotated
    told = "; ".join(f"{name}: {words(row)}" for name, row in found if not name.startswith(ENDING))
    unjust = accused(found, expected["never"])
    if unjust:
        raise Failure(f"accuses {', '.join(unjust)}, but: {expected['cause']}\n{told}")
    wanted, reason = (expected[name] for name in
                      (("keys", "keys-reason") if keys else ("verdict", "reason")))
    basis = accepted(found, wanted)
    if basis is None:
        raise Failure(f"not {wanted}, but: {expected['cause']}\n{told}")
    if not any(re.search(reason, words(row), re.IGNORECASE) for row in basis):
        raise Failure(f"no reason matches {reason!r}: {expected['cause']}\n{told}")


def check_companions(path):
    """A capture of a failure has its keys and its origin."""
    missing = [ending for ending in ("pcap", "txt", "keys")
               if not companion(path.with_suffix(".pcap"), ending).exists()]
    if missing:
        raise Failure(f"no {', '.join(missing)} beside {path.name}")
    truth(path)


def cases(tshark):
    for path in capture_files(".verdict"):
        yield Case(f"{path.stem}/complete", claim(check_companions, path))
        yield Case(f"{path.stem}/without-keys", claim(check, tshark, path, False))
        yield Case(f"{path.stem}/with-keys", claim(check, tshark, path, True))
