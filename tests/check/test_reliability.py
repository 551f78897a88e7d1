#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/reliability.md names tests and bounds that are there, with their numbers."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENT = "docs/reliability.md"
SOURCES = ("plugin", "epan-glue")
MIB = 1 << 20


def text_of(folder, ending):
    return "\n".join(path.read_text(encoding="utf-8")
                     for path in sorted((ROOT / folder).rglob(f"*.{ending}")))


def missing_unit_tests(document):
    """Names such as `/bounds/long-body-is-not-kept`."""
    there = set(re.findall(r'"(?:/[a-z0-9-]+/)?([a-z0-9-]+)"', text_of("tests/unit", "c")))
    named = set(re.findall(r"`(/[a-z0-9-]+/[a-z0-9-]+)`", document))
    return [f"names the test {name}, which is not there" for name in sorted(named)
            if name.rsplit("/", 1)[-1] not in there]


def missing_in_files(document):
    """`name` in `tests/…`: the file has the name, as far as the name is no pattern."""
    problems = []
    for names, path in re.findall(r"((?:`[^`]+`(?:, | and )?)+) in `(tests/[^`]+)`", document):
        file = ROOT / path
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        for name in re.findall(r"`((?!tests/)[^`…]+)`", names):
            words = name.rstrip("/").rsplit("/", 1)[-1]
            if words not in text:
                problems.append(f"names {name} in {path}, which is not there")
    return problems


def numbers_of(cell):
    """The numbers of a cell of the table, with those in MiB as octets."""
    found = set()
    for digits, unit in re.findall(r"(\d[\d,]*)( MiB)?", cell):
        found.add(int(digits.replace(",", "")) * (MIB if unit else 1))
    return found


def wrong_bounds(document):
    """Each constant of the table "Bounds" has one of the numbers of its row."""
    sources = "\n".join(text_of(folder, ending) for folder in SOURCES for ending in "ch")
    values = {}
    for name, value in re.findall(r"#define\s+(\w+)\s+\\?\s*(\d+)u?\b", sources):
        values.setdefault(name, set()).add(int(value))
    problems = []
    for row in document[document.index("\n## Bounds"):].splitlines():
        cells = row.split(" | ")
        if not row.startswith("| ") or len(cells) != 5:
            continue
        for name in re.findall(r"`([A-Z_]+)`", cells[2]):
            if not values.get(name, set()) & numbers_of(cells[1]):
                problems.append(f"says {cells[1]} of {name}, which is {values.get(name)}")
    return problems


def main():
    document = (ROOT / DOCUMENT).read_text(encoding="utf-8")
    checks = (missing_unit_tests, missing_in_files, wrong_bounds)
    failed = 0
    for check in checks:
        problems = check(document)
        failed += bool(problems)
        for problem in problems:
            print(f"FAILED {DOCUMENT} {problem}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
