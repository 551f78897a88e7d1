#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/architecture.md names every file of plugin/ and epan-glue/ once in its room, and no other."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("plugin", "epan-glue")


def files_of_tree():
    """room: names of its files, without ending."""
    rooms = {}
    for part in PARTS:
        for path in (ROOT / part).rglob("*"):
            if path.suffix in (".c", ".h", ".inc"):
                rooms.setdefault(str(path.parent.relative_to(ROOT)), set()).add(path.stem)
    return rooms


def files_of_document(text):
    """The same as lists, of the tables below headings such as "### `plugin/wire/`"."""
    rooms, room = {}, None
    for line in text.split("\n"):
        if heading := re.match(r"#+ (?:`(.+)/`)?", line):
            room = heading.group(1)
        elif room and (row := re.match(r"\| `(\w+)` \| .+ \|$", line)):
            rooms.setdefault(room, []).append(row.group(1))
    return rooms


def main():
    tree = files_of_tree()
    document = files_of_document((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))
    failed = 0
    for room in sorted(tree.keys() | document.keys()):
        named = document.get(room, [])
        missing = tree.get(room, set()) - set(named)
        gone = set(named) - tree.get(room, set())
        twice = {name for name in named if named.count(name) > 1}
        for words, names in (("does not name", missing), ("names what is not there:", gone),
                             ("names twice:", twice)):
            if names:
                print(f"FAILED docs/architecture.md {words} {room}/: {', '.join(sorted(names))}")
                failed += 1
    print(f"{len(tree) - failed if failed < len(tree) else 0} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
