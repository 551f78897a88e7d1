#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tells how many lines of each file were reached, and of all, from a tracefile in lcov's format."""

import argparse
from pathlib import Path


def lines_of(tracefile):
    """{file: {line: how often it was reached}}"""
    found, lines = {}, {}
    for row in tracefile.read_text().splitlines():
        kind, _, value = row.partition(":")
        if kind == "SF":
            lines = found.setdefault(value, {})
        elif kind == "DA":
            number, count = map(int, value.split(",")[:2])
            lines[number] = lines.get(number, 0) + count
    return found


def ranges(numbers):
    """"3-5, 9" for [3, 4, 5, 9]."""
    pairs = []
    for number in numbers:
        if pairs and number == pairs[-1][1] + 1:
            pairs[-1][1] = number
        else:
            pairs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in pairs)


def percent(reached, total):
    return 100 * reached / total if total else 100.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true", help="name the lines not reached")
    parser.add_argument("root", type=Path)
    parser.add_argument("tracefile", type=Path)
    options = parser.parse_args()
    total = reached = 0
    for name, lines in sorted(lines_of(options.tracefile).items()):
        path = Path(name)
        if not path.is_relative_to(options.root / "plugin"):
            continue
        missed = sorted(number for number, count in lines.items() if count == 0)
        total += len(lines)
        reached += len(lines) - len(missed)
        print(f"{percent(len(lines) - len(missed), len(lines)):6.1f} %  "
              f"{len(missed):4} of {len(lines):4} lines missed  {path.relative_to(options.root)}")
        if options.missed and missed:
            print(f"          {ranges(missed)}")
    print(f"{percent(reached, total):.2f} % of {total} lines of plugin/ were reached")
    return 0 if total else 1


if __name__ == "__main__":
    raise SystemExit(main())
