# SPDX-License-Identifier: GPL-2.0-or-later
"""What the logs of all daemons have in common: lines, times, dumps, and what is found in them."""

import html
import re
from collections import namedtuple
from datetime import datetime

HEADER = 28
MARKER = bytes(4)
KEY_LENGTHS = (8, 16, 24, 32)

# Ends are (address, port) or None. `octets` are without non-ESP marker. `text` is the line.
Packet = namedtuple("Packet", "line time source target octets sent")


def length_field(octets):
    return int.from_bytes(octets[24:28], "big")


def cookie_of(octets):
    return octets[:8].hex()


def without_marker(octets):
    """What a dump of a sent packet is without the marker that some daemons show."""
    if octets[:4] == MARKER and length_field(octets[4:]) == len(octets) - 4:
        return octets[4:]
    return octets


def end(address, port):
    return (address, int(port))


# Times

DATES = (
    (re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)([.,]\d{1,6})?"), "%Y-%m-%d"),
    (re.compile(r"\b([A-Z][a-z]{2} +\d{1,2}) (\d\d:\d\d:\d\d)([.,]\d{1,6})?"), "%b %d"),
    (re.compile(r"\b([a-z]{3}/\d\d/\d{4}) (\d\d:\d\d:\d\d)([.,]\d{1,6})?"), "%b/%d/%Y"),
    (re.compile(r"\b([a-z]{3}/\d\d) (\d\d:\d\d:\d\d)([.,]\d{1,6})?"), "%b/%d"),
    (re.compile(r"(?:^|\s)()(\d\d:\d\d:\d\d)([.,]\d{1,6})?\b"), ""),
)


class Clock:
    """Times of lines as seconds since the epoch; what is missing of a date comes from `today`."""

    def __init__(self, today):
        self.today = today
        self.missing = set()

    def read(self, line):
        for pattern, form in DATES:
            found = pattern.search(line[:80])
            if not found:
                continue
            try:
                return self.seconds(form, *found.groups())
            except (ValueError, OverflowError, OSError):
                return None
        return None

    def seconds(self, form, date, time, fraction):
        if not form:
            date, form = self.today.strftime("%Y-%m-%d"), "%Y-%m-%d"
            self.missing.add("date")
        elif "%Y" not in form:
            date, form = f"{self.today.year} {date}", "%Y " + form
            self.missing.add("year")
        moment = datetime.strptime(f"{' '.join(date.split())} {time}", form + " %H:%M:%S")
        return moment.timestamp() + float("0." + fraction[1:] if fraction else 0)


def lines_of(data):
    """The lines of a log file, without what a copy did to them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif data[1:2] == b"\0" and data[3:4] == b"\0":
        text = data.decode("utf-16-le", "replace")
    else:
        text = data.decode("utf-8-sig", "replace")
    if "&gt;" in text or "&lt;" in text:
        text = html.unescape(text)
    return re.split(r"\r?\n|#012", text)


class Log:
    """What a reader found: packets in order, keys as records, and what is lacking."""

    def __init__(self, clock):
        self.clock = clock
        self.packets = []
        self.records = []
        self.without_dump = 0
        self.number = 0
        self.time = None

    def read(self, lines):
        for self.number, line in enumerate(self.joined(lines), 1):
            self.time = self.clock.read(line) or self.time
            self.take(line)
        self.finish()

    @staticmethod
    def joined(lines):
        return lines

    def finish(self):
        pass

    def add(self, octets, source, target, sent):
        if len(octets) >= HEADER and octets[17] >> 4 in (1, 2):
            self.packets.append(Packet(self.number, self.time, source, target, octets, sent))

    def key(self, cookie, octets):
        record = f"KA {cookie} {octets.hex()}"
        if cookie and len(octets) in KEY_LENGTHS and record not in self.records:
            self.records.append(record)

    def latest_cookie(self):
        return cookie_of(self.packets[-1].octets) if self.packets else None


class Dumped(Log):
    """Logs in which the rows of a dump follow the line that announces it."""

    ROW = None  # the hexadecimal text of a row

    def __init__(self, clock):
        super().__init__(clock)
        self.wanted = None  # (octets or 0 for "as many as come", what to do with them)
        self.octets = b""

    def expect(self, count, done):
        self.close()
        self.wanted, self.octets = (count, done), b""

    def close(self):
        if not self.wanted:
            return
        (count, done), self.wanted = self.wanted, None
        if self.octets and (count == 0 or len(self.octets) >= min(count, HEADER)):
            done(self.octets[:count] if count else self.octets)
        elif count:
            self.without_dump += 1

    def take_row(self, line):
        """Whether the line is a row of the dump, or may stand in front of its first row."""
        found = self.ROW.search(line)
        if not found:
            return not self.octets and not re.search(r"[A-Za-z]{3,}.*[a-z]", self.bare(line))
        self.octets += bytes.fromhex("".join(found.group(1).split()))
        if self.wanted[0] and len(self.octets) >= self.wanted[0]:
            self.close()
        return True

    @staticmethod
    def bare(line):
        return line

    def take(self, line):
        if self.wanted and self.take_row(line):
            return
        self.close()
        self.take_words(line)

    def finish(self):
        self.close()
