# SPDX-License-Identifier: GPL-2.0-or-later
"""The log of each capture is, to the letter, the one in tests/golden/, in one pass and in two."""

import sys

from harness import (GOLDEN, PASSES, ROOT, Case, Failure, captures, claim, expect_equal,
                     for_each_capture)

DIALECTS = tuple(path.stem for path in sorted((ROOT / "plugin/dialects").glob("*.dialect")))
ALWAYS = "cisco-vpn-client"


def golden_path(name, dialect):
    return GOLDEN / f"{name}.{dialect}.log"


def check(tshark, name, capture, dialect, passes):
    path = golden_path(name, dialect)
    if not path.exists():
        raise Failure(f"there is no tests/golden/{path.name}; look at the log, then write it with "
                      f"script/test --bless {name}")
    expect_equal(tshark.log(capture, dialect, passes), path.read_text(encoding="utf-8"),
                 f"the {dialect} log")


def check_used(path, known):
    """A golden log without its capture would never be compared."""
    if not any(path.name == golden_path(name, dialect).name
               for name in known for dialect in DIALECTS):
        raise Failure(f"tests/golden/{path.name} belongs to no capture")


def cases(tshark):
    for name, capture in for_each_capture():
        for dialect in DIALECTS:
            if dialect == ALWAYS or golden_path(name, dialect).exists():
                for passes in PASSES:
                    yield Case(f"{name}.{dialect}/pass-{passes}",
                               claim(check, tshark, name, capture, dialect, passes))
    known = captures()
    for path in sorted(GOLDEN.glob("*.log")):
        yield Case(f"{path.name}/has-capture", claim(check_used, path, known))


def chosen_logs(names, known):
    """(capture, dialect) of each log to write; a name may be that of a golden log of its own."""
    for name in sorted(known) if names == ["all"] else names:
        capture, _, dialect = name.rpartition(".")
        if name in known:
            yield from ((name, dialect) for dialect in DIALECTS
                        if dialect == ALWAYS or golden_path(name, dialect).exists())
        elif capture in known and dialect in DIALECTS:
            yield capture, dialect
        else:
            yield name, None


def bless(tshark, names):
    known = captures()
    chosen = list(chosen_logs(names, known))
    unknown = [name for name, dialect in chosen if not dialect]
    if unknown:
        print(f"no such capture: {', '.join(unknown)}", file=sys.stderr)
        return 1
    GOLDEN.mkdir(exist_ok=True)
    for name, dialect in chosen:
        path = golden_path(name, dialect)
        path.write_text(tshark.log(known[name], dialect), encoding="utf-8")
        print(f"wrote {path.name}")
    return 0
