# SPDX-License-Identifier: GPL-2.0-or-later
"""The log of each capture is, to the letter, the one in tests/golden/, in one pass and in two.

A golden log is named CAPTURE.DIALECT.log, and CAPTURE.DIALECT.responder.log where the device whose
log it is answers.
"""

import sys

from harness import (GOLDEN, PASSES, ROOT, Case, Failure, captures, claim, expect_equal,
                     for_each_capture)

DIALECTS = tuple(sorted(path.stem for path in (ROOT / "plugin" / "dialects").glob("*.dialect")))
ALWAYS = "cisco-vpn-client"
SIDES = {"": (), ".responder": ("-o", "ikelog.perspective:responder")}
LOGS = tuple((dialect, side) for dialect in DIALECTS for side in SIDES)


def golden_path(name, dialect, side):
    return GOLDEN / f"{name}.{dialect}{side}.log"


def check(tshark, name, capture, log, passes):
    path = golden_path(name, *log)
    if not path.exists():
        raise Failure(f"there is no tests/golden/{path.name}; look at the log, then write it with "
                      f"script/test --bless {name}")
    expect_equal(tshark.log(capture, log[0], passes, extra=SIDES[log[1]]),
                 path.read_text(encoding="utf-8"), f"the {log[0]} log")


def check_used(path, known):
    """A golden log without its capture would never be compared."""
    if not any(path.name == golden_path(name, *log).name for name in known for log in LOGS):
        raise Failure(f"tests/golden/{path.name} belongs to no capture")


def is_kept(name, log):
    return log == (ALWAYS, "") or golden_path(name, *log).exists()


def cases(tshark):
    for name, capture in for_each_capture():
        for log in LOGS:
            if is_kept(name, log):
                for passes in PASSES:
                    yield Case(f"{name}.{''.join(log)}/pass-{passes}",
                               claim(check, tshark, name, capture, log, passes))
    known = captures()
    for path in sorted(GOLDEN.glob("*.log")):
        yield Case(f"{path.name}/has-capture", claim(check_used, path, known))


def logs_named(name, known):
    """(capture, log) for the logs that a capture has, or for one that is named in full."""
    if name in known:
        return [(name, log) for log in LOGS if is_kept(name, log)]
    return [(capture, log) for capture in known for log in LOGS
            if name + ".log" == golden_path(capture, *log).name]


def bless(tshark, names):
    known = captures()
    chosen = [logs_named(name, known) for name in (sorted(known) if names == ["all"] else names)]
    unknown = [name for name, logs in zip(names, chosen) if not logs]
    if unknown:
        print(f"no such capture: {', '.join(unknown)}", file=sys.stderr)
        return 1
    GOLDEN.mkdir(exist_ok=True)
    for name, log in (one for logs in chosen for one in logs):
        path = golden_path(name, *log)
        path.write_text(tshark.log(known[name], log[0], extra=SIDES[log[1]]), encoding="utf-8")
        print(f"wrote {path.name}")
    return 0
