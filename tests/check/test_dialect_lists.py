#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/dialects.md and README.md name every dialect of plugin/dialects/ in their tables, and no other."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def names_of_table(text):
    """Names in the first cells of the first table that is headed "| name |"."""
    rows = re.search(r"^\| name \|.*\n\| --- .*\n((?:\|.*\n)+)", text, re.MULTILINE).group(1)
    return {name for row in rows.splitlines() for name in re.findall(r"`([\w-]+)`", row.split("|")[1])}


def main():
    built_in = {path.stem for path in (ROOT / "plugin/dialects").glob("*.dialect")}
    documents = {"docs/dialects.md": "# Dialects", "README.md": "## Dialects"}
    failed = 0
    for document, heading in documents.items():
        text = (ROOT / document).read_text(encoding="utf-8")
        named = names_of_table(text[text.index(heading):])
        for words, names in (("does not name", built_in - named),
                             ("names what is not built in:", named - built_in)):
            if names:
                print(f"FAILED {document} {words} {', '.join(sorted(names))}")
                failed += 1
    print(f"{2 * len(documents) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
