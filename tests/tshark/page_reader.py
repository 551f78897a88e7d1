# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a page of -z ikelog,lesson,html as a browser would, and tells what is in it."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "text-path"}
# All that a page is made of: nothing else can be in it, whatever the wire says.
TAGS = set("""html head meta title style body a header h1 h2 h3 h4 h5 h6 p strong details summary div
b code nav ul li span main section table thead tbody tr th td caption svg text path footer figure
figcaption pre small i em""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class href id aria-label aria-labelledby
aria-level role scope colspan tabindex open viewbox x y d data-octets data-of data-at data-n
data-repeats data-secrets""".split())


@dataclass
class Row:
    """Some octets and their label."""

    at: int
    count: int
    hex: str = ""
    text: str = ""
    hidden: bool = False


@dataclass
class Table:
    """The octets of a message, on the wire or decrypted."""

    octets: int
    kind: str
    rows: list = field(default_factory=list)


@dataclass
class Message:
    """The record of a message."""

    title: str = ""
    tables: list = field(default_factory=list)
    repeats: int | None = None
    text: str = ""
    logs: list = field(default_factory=list)


@dataclass
class Derivation:
    """A value that was computed."""

    name: str = ""
    value: str = ""
    command: str = ""


class Page(HTMLParser):
    """A page, taken apart. `messages` is by frame."""

    def __init__(self, text):
        super().__init__()
        self.source = text
        self.tags, self.attributes, self.links, self.ids = set(), set(), [], []
        self.headings, self.meta, self.style = [], {}, ""
        self.messages, self.derivations, self.folds = {}, [], []
        self.all_messages = []
        self.text = ""
        self._open = []
        self._message = self._row = self._derivation = None
        self.feed(text)
        self.close()
        if self._open:
            raise ValueError(f"not closed: {self._open}")

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(attrs)
        if tag not in VOID:
            self._open.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs:
            self.links.append(attrs["href"])
        if tag == "meta" and "http-equiv" in attrs:
            self.meta[attrs["http-equiv"]] = attrs["content"]
        if re.fullmatch("h[1-6]", tag) or "aria-level" in attrs:
            self.headings.append(int(attrs.get("aria-level", tag[1:])))
        self._start(tag, attrs)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _start(self, tag, attrs):
        classes = attrs.get("class", "").split()
        if tag == "details" and "m" in classes:
            self._message = Message()
        elif tag == "details" and "fold" in classes:
            self.folds.append(0)
        elif "body" in classes and self._message:
            frame = int(re.fullmatch(r"sa\d+-f(\d+)(-\d+)?", attrs["id"]).group(1))
            self.messages.setdefault(frame, self._message)
            self.all_messages.append((frame, self._message))
            if self._is_in("fold"):
                self.folds[-1] += 1
        elif "data-repeats" in attrs:
            self._message.repeats = int(attrs["data-repeats"])
        elif tag == "table" and "data-of" in attrs:
            self._message.tables.append(Table(int(attrs["data-octets"]), attrs["data-of"]))
        elif tag == "tr" and "data-at" in attrs:
            self._row = Row(int(attrs["data-at"]), int(attrs["data-n"]))
            self._message.tables[-1].rows.append(self._row)
        elif tag == "em" and self._row:
            self._row.hidden = True
        elif tag == "div" and classes == ["d"]:
            self._derivation = Derivation()
            self.derivations.append(self._derivation)
        elif tag == "pre" and self._is_in("logs"):
            self._message.logs.append("")

    def _is_in(self, name):
        return any(name in attrs.get("class", "").split() for _, attrs in self._open)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        opened, attrs = self._open.pop()
        if opened != tag:
            raise ValueError(f"<{opened}> is closed by </{tag}> at {self.getpos()}")
        if tag == "tr":
            self._row = None
        elif tag == "div" and attrs.get("class") == "d":
            self._derivation = None
        elif tag == "details" and "m" in attrs.get("class", "").split():
            self._message = None

    def handle_data(self, data):
        tag, attrs = self._open[-1] if self._open else ("", {})
        classes = attrs.get("class", "")
        if tag == "style":
            self.style += data
            return
        self.text += data
        if self._message:
            self._message.text += data
            if classes == "h":
                self._message.title += data
            if tag == "pre":
                self._message.logs[-1] += data
        if self._row:
            if tag == "code":
                self._row.hex += data
            else:
                self._row.text += data
        if self._derivation:
            self._take_derivation(tag, classes, data)

    def _take_derivation(self, tag, classes, data):
        if classes.startswith("q ") and not self._derivation.name:
            self._derivation.name = data
        elif tag == "code" and self._is_in("v"):
            self._derivation.value += data
        elif tag == "code" and self._is_in("cmd"):
            self._derivation.command += data

    def policy(self):
        """The content security policy, as {directive: [sources]}."""
        rules = self.meta["Content-Security-Policy"].split(";")
        return {words[0]: words[1:] for words in (rule.split() for rule in rules)}

    def style_digest(self):
        digest = hashlib.sha256(self.style.encode()).digest()
        return "'sha256-" + base64.b64encode(digest).decode() + "'"
