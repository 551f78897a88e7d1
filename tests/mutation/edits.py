# SPDX-License-Identifier: GPL-2.0-or-later
"""Small edits of C sources that a good test must notice, and the list of those that have a name."""

import configparser
import re
from dataclasses import dataclass
from pathlib import Path

TOKEN = re.compile(r"""
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<include>^[ \t]*\#[ \t]*(?:include|if|ifdef|ifndef|elif|else|endif|undef)\b[^\n]*)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.|[^'\\\n])+')
  | (?P<number>\b(?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*\b)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<operator>->|<<=?|>>=?|<=|>=|==|!=|&&|\|\||[<>!])
""", re.X | re.M | re.S)

COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<"), ">=": (">", "<"),
               "==": ("!=",), "!=": ("==",)}
WORDS = {"IKELOG_INITIATOR": ("side", "IKELOG_RESPONDER"),
         "IKELOG_RESPONDER": ("side", "IKELOG_INITIATOR")}


class Problem(Exception):
    """A named edit that does not fit the sources."""


@dataclass(frozen=True)
class Edit:
    """In `file` (a path below the root), `old` at `start` becomes `new`."""
    file: str
    start: int
    old: str
    new: str
    kind: str
    name: str = ""

    def apply(self, text):
        assert text.startswith(self.old, self.start)
        return text[:self.start] + self.new + text[self.start + len(self.old):]

    def describe(self, text):
        line = text.count("\n", 0, self.start) + 1
        shown = text.splitlines()[line - 1].strip()
        return f"{self.file}:{line}: {self.old} -> {self.new}  [{shown}]"


def numbers(token):
    digits = token.rstrip("uUlL")
    suffix = token[len(digits):]
    value = int(digits, 0) if digits.lower().startswith("0x") or digits == "0" else int(digits, 10)
    form = hex if digits.lower().startswith("0x") else str
    return [form(other) + suffix for other in {value + 1, value - 1, value * 10}
            if other >= 0 and other != value]


def strings(token):
    """One letter of a text, but none of a format or an escape; a text without words is left alone."""
    letters = [match.start() for match in re.finditer(r"[A-Za-z]{3}", token)
               if not re.search(r"[%\\][-+ #0-9.*lhzjt\"]*$", token[:match.start()])]
    if not letters:
        return []
    at = letters[0] + 1
    return [token[:at] + ("q" if token[at] != "q" else "k") + token[at + 1:]]


def closing(text, start):
    """Where the parenthesis at `start` is closed; texts that hold one are rare and not tried."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def conditions(text, start):
    """The whole condition of the `if` at `start`, negated."""
    opening = text.find("(", start)
    end = closing(text, opening)
    if end is None or '"' in text[opening:end]:
        return None
    condition = text[opening:end + 1]
    return opening, condition, f"(!{condition})"


def of_word(file, text, match):
    word = match.group()
    if word in WORDS:
        kind, new = WORDS[word]
        yield Edit(file, match.start(), word, new, kind)
    elif word in ("true", "false") and re.search(r"\breturn\s+$", text[:match.start()][-12:]):
        yield Edit(file, match.start(), word, "false" if word == "true" else "true", "returned")
    elif word == "if":
        found = conditions(text, match.start())
        if found:
            yield Edit(file, *found, "condition")


def of_operator(file, match):
    token, start = match.group(), match.start()
    for new in COMPARISONS.get(token, ()):
        yield Edit(file, start, token, new, "comparison")
    if token in ("&&", "||"):
        yield Edit(file, start, token, "||" if token == "&&" else "&&", "junction")
    if token == "!":
        yield Edit(file, start, token, "", "negation")


def of_file(file, text):
    """Every edit of a source that is tried."""
    for match in TOKEN.finditer(text):
        kind, token = match.lastgroup, match.group()
        if kind == "number":
            defined = text.startswith("#define", text.rfind("\n", 0, match.start()) + 1)
            for new in numbers(token):
                yield Edit(file, match.start(), token, new, "constant" if defined else "number")
        elif kind == "string":
            for new in strings(token):
                yield Edit(file, match.start(), token, new, "text")
        elif kind == "word":
            yield from of_word(file, text, match)
        elif kind == "operator":
            yield from of_operator(file, match)


def place(name, row, texts):
    """The only file that holds the words `after` (if given) and, later, `old`; and where."""
    found = []
    for file, text in texts.items():
        begin = text.find(row["after"]) if "after" in row else 0
        at = text.find(row["old"], begin) if begin >= 0 else -1
        if at >= 0:
            found.append((file, at))
            if "after" not in row and text.find(row["old"], at + 1) >= 0:
                raise Problem(f"{name}: \"{row['old']}\" stands in {file} more than once")
    if len(found) != 1:
        raise Problem(f"{name}: \"{row['old']}\" stands in {len(found)} files instead of one")
    return found[0]


def named(listing, texts):
    """The edits of a list such as tests/mutation/named.ini."""
    parser = configparser.ConfigParser(interpolation=None, comment_prefixes=("#",), delimiters=("=",))
    parser.read_string(Path(listing).read_text())
    for name in parser.sections():
        row = parser[name]
        file, at = place(name, row, texts)
        yield Edit(file, at, row["old"], row["new"], "named", name)
