#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""script/mutate finds what can be edited in C, and nothing in comments, includes and formats."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/mutation"))

import edits  # noqa: E402  (the path has to be set first)

# name: (source, what of it becomes what, in any order)
CASES = {
    "number": ("x = 5u;", {("5u", "4u"), ("5u", "6u"), ("5u", "50u")}),
    "zero-has-no-number-below": ("x = 0;", {("0", "1")}),
    "hexadecimal": ("x = 0x10;", {("0x10", "0xf"), ("0x10", "0x11"), ("0x10", "0xa0")}),
    "comparison": ("a < b", {("<", "<="), ("<", ">=")}),
    "equality": ("a == b", {("==", "!=")}),
    "arrow-and-shift-are-no-comparison": ("a->b << c >> d", set()),
    "junction": ("a && b || c", {("&&", "||"), ("||", "&&")}),
    "negation": ("x = !y;", {("!", "")}),
    "inequality-is-no-negation": ("x = y != z;", {("!=", "==")}),
    "condition": ("if (a(b))\n    c();", {("(a(b))", "(!(a(b)))")}),
    "side": ("IKELOG_INITIATOR", {("IKELOG_INITIATOR", "IKELOG_RESPONDER")}),
    "returned": ("return true;", {("true", "false")}),
    "argument-is-not-returned": ("f(true);", set()),
    "text": ('"hello"', {('"hello"', '"hqllo"')}),
    "format-is-left-alone": ('"%08x: %s"', set()),
    "comment-is-left-alone": ("/* if (a < 5) return true; */ // !b", set()),
    "include-is-left-alone": ('#include <a5.h>\n#if A < 5\n#endif', set()),
}

NAMED = "[one]\nold = a < b\nnew = a <= b\n[two]\nafter = second\nold = x = 1\nnew = x = 2\n"
TEXTS = {"first.c": "a < b; x = 1;", "other.c": "second(); x = 1; x = 1;"}


def found(source):
    return {(edit.old, edit.new) for edit in edits.of_file("a.c", source)}


def named(listing, texts):
    with tempfile.NamedTemporaryFile("w", suffix=".ini") as file:
        file.write(listing)
        file.flush()
        try:
            return [(edit.name, edit.file, edit.apply(texts[edit.file]))
                    for edit in edits.named(file.name, texts)]
        except edits.Problem as problem:
            return str(problem)


def list_fits():
    """Each row of the list of named edits finds its one place in today's sources."""
    sources = sorted((ROOT / "plugin").rglob("*.[ch]"))
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in sources}
    try:
        return bool(list(edits.named(ROOT / "tests/mutation/named.ini", texts)))
    except edits.Problem as problem:
        print(problem)
        return False


def checks():
    """(name, whether it holds)"""
    for name, (source, expected) in CASES.items():
        yield name, found(source) == expected
    yield "constant-is-told-from-number", [
        edit.kind for edit in edits.of_file("a.c", "#define A 0\nx = 0;")] == ["constant", "number"]
    yield "named-edits-are-found", named(NAMED, TEXTS) == [
        ("one", "first.c", "a <= b; x = 1;"), ("two", "other.c", "second(); x = 2; x = 1;")]
    yield "named-edit-that-is-gone-is-told", "0 files" in named(NAMED, {"first.c": "x = 1;"})
    yield "named-edit-of-two-places-is-told", "more than once" in named(
        "[one]\nold = x\nnew = y\n", {"first.c": "x x"})
    yield "list-of-named-edits-fits-the-sources", list_fits()


def main():
    results = list(checks())
    failed = [name for name, holds in results if not holds]
    for name in failed:
        print(f"FAILED {name}: {found(CASES[name][0]) if name in CASES else ''}")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
