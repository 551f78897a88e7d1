# SPDX-License-Identifier: GPL-2.0-or-later
"""Whole IKE packets in the logs of daemons: one class a product, each reads lines in order.

A reader only knows its product's words and looks for them anywhere in a line: what syslog, a
terminal or a forum put in front does not matter.
"""

import re

from log_lines import HEADER, Clock, Dumped, Log, cookie_of, end, lines_of, without_marker

ENDPOINT = r"([0-9A-Fa-f.:]+)\[(\d+)\]"  # racoon, MikroTik, charon
COLONS = r"([0-9A-Fa-f.:]+):(\d+)"  # pluto, FortiGate


class Racoon(Dumped):
    """racoon (`log debug;`) and RouterOS (topics ipsec,debug)."""

    name = "racoon or MikroTik log"
    ROW = re.compile(r"(?:^|\s)((?:[0-9a-f]{8} )*[0-9a-f]{2,8})\s*$")
    RECEIVED = re.compile(r"(\d+) bytes message received from " + ENDPOINT + " to " + ENDPOINT)
    ROUTEROS = re.compile(r"(sending|received) (\d+) bytes from " + ENDPOINT + " to " + ENDPOINT)
    FROM = re.compile(r"(?<!sending )(?<!received )\b\d+ bytes from " + ENDPOINT + " to ")
    SENT = re.compile(r"(\d+) times of (\d+) bytes message will be sent to " + ENDPOINT)
    KEY = re.compile(r"final encryption key computed:")

    def __init__(self, clock):
        super().__init__(clock)
        self.source = None

    @staticmethod
    def bare(line):
        """A line that holds nothing but what stands in front of each."""
        return re.sub(r"^.*(?:DEBUG2?|debug(?:,packet)?)\b:?", "", line)

    def take_words(self, line):
        for pattern, action in ((self.RECEIVED, self.received), (self.SENT, self.sent),
                                (self.ROUTEROS, self.routeros)):
            found = pattern.search(line)
            if found:
                action(found)
                return
        found = self.FROM.search(line)
        if found:
            self.source = end(*found.groups())
        elif self.KEY.search(line):
            cookie = self.latest_cookie()
            self.expect(0, lambda octets: self.key(cookie, octets))

    def received(self, found):
        length, a, p, b, q = found.groups()
        self.expect(int(length), lambda octets: self.add(octets, end(a, p), end(b, q), False))

    def routeros(self, found):
        way, length, a, p, b, q = found.groups()
        ends = (end(a, p), end(b, q))
        if way == "received":
            self.expect(int(length), lambda octets: self.add(octets, *ends, False))
        else:
            self.source = ends[0]
            self.expect(int(length), lambda octets: self.add(without_marker(octets), *ends, True))

    def sent(self, found):
        times, length, b, q = found.groups()
        source = self.source

        def done(octets):
            for _ in range(min(int(times), 16)):
                self.add(without_marker(octets), source, end(b, q), True)
        self.expect(int(length), done)


class Pluto(Dumped):
    """pluto of libreswan, Openswan and strongSwan 4: `plutodebug=raw`, or all."""

    name = "pluto log"
    ROW = re.compile(r"[|!] (?:[A-Z][a-z]{2} +\d+ [\d:]+: )?(?:enc key:)?\s{2,}"
                     r"((?:[0-9a-f]{2} {1,2}){0,15}[0-9a-f]{2})(?![0-9a-z])")
    RECEIVED = re.compile(r"received (\d+) bytes from " + COLONS + r" on \S+"
                          r"(?: " + COLONS + r" using)?(?: \(port=(\d+)\))?")
    SENT = re.compile(r"sending (\d+) bytes for .*? through \S+?(?::(\d+))?"
                      r"(?: from " + COLONS + r")? to " + COLONS)
    COOKIE = re.compile(r"ICOOKIE:\s*((?:[0-9a-f]{2}\s+){7}[0-9a-f]{2})")
    KEY = re.compile(r"[|!] .*enc key:")

    def __init__(self, clock):
        super().__init__(clock)
        self.cookie = None

    def take_words(self, line):
        found = self.RECEIVED.search(line)
        if found:
            length, a, p, b, q, port = found.groups()
            target = end(b, q) if b else ("", int(port or p))
            self.expect(int(length), lambda octets: self.add(octets, end(a, p), target, False))
            return
        found = self.SENT.search(line)
        if found and int(found.group(1)) > 1:
            length, port, a, p, b, q = found.groups()
            source = end(a, p) if a else ("", int(port or q))
            self.expect(int(length), lambda octets: self.add(without_marker(octets), source,
                                                             end(b, q), True))
            return
        found = self.COOKIE.search(line)
        if found:
            self.cookie = "".join(found.group(1).split())
        elif self.KEY.search(line):
            cookie = self.cookie or self.latest_cookie()
            self.expect(0, lambda octets: self.key(cookie, octets))
            self.take_row(line)


class FortiGate(Log):
    """`diagnose debug application ike -1`, wrapped at any column."""

    name = "FortiGate log"
    BEGIN = re.compile(r"^(?:\S+ +){0,6}ike ")
    COMES = re.compile(r"comes " + COLONS + "->" + COLONS)
    SENT = re.compile(r"sent IKE msg \([^)]*\): " + COLONS + "->" + COLONS)
    WHOLE = re.compile(r"(?:^| |:)(in|out) ([0-9A-F]{56,})\s*$")
    KEY = re.compile(r"ISAKMP SA ([0-9a-f]{16})/[0-9a-f]{16} key \d+:([0-9A-Fa-f]+)")
    ESP = re.compile(r"IPsec SA (?:dec|enc) spi ([0-9a-f]{8}) key +\d+:([0-9A-Fa-f]+)"
                     r"(?: auth +\d+:([0-9A-Fa-f]+))?")

    def __init__(self, clock):
        super().__init__(clock)
        self.came = self.out = None

    @classmethod
    def joined(cls, lines):
        joined = []
        for line in lines:
            if joined and line.strip() and not cls.BEGIN.match(line) and joined[-1]:
                joined[-1] += line.rstrip("\r")
            else:
                joined.append(line)
        return joined

    def take(self, line):
        found = self.COMES.search(line)
        if found:
            a, p, b, q = found.groups()
            self.came = (end(a, p), end(b, q))
            return
        found = self.SENT.search(line)
        if found:
            a, p, b, q = found.groups()
            self.send(end(a, p), end(b, q))
            return
        found = self.WHOLE.search(line)
        if found:
            self.whole(found.group(1), bytes.fromhex(found.group(2)[:len(found.group(2)) & ~1]))
            return
        self.take_keys(line)

    def whole(self, way, octets):
        octets = without_marker(octets)
        if way == "in":
            self.add(octets, *(self.came or (None, None)), False)
            self.came = None
            return
        self.finish()
        self.out = octets

    def send(self, source, target):
        """A message is sent again without being printed again."""
        octets, self.out = self.out, None
        if octets is None:
            before = [packet for packet in self.packets
                      if packet.sent and packet.target == target]
            octets = before[-1].octets if before else None
        if octets is None:
            self.without_dump += 1
        else:
            self.add(octets, source, target, True)

    def finish(self):
        if self.out is not None:
            self.add(self.out, None, None, True)
        self.out = None

    def take_keys(self, line):
        found = self.KEY.search(line)
        if found and len(found.group(2)) % 2 == 0:
            self.key(found.group(1), bytes.fromhex(found.group(2)))
        found = self.ESP.search(line)
        if found:
            spi, cipher, auth = found.groups()
            self.records += [f"{kind} {spi} {value.lower()}" for kind, value in
                             (("ESP_ENC", cipher), ("ESP_AUTH", auth)) if value]


class Charon(Log):
    """strongSwan: ENC at level 3 and NET at level 1 for what is sent, NET at 3 for the rest."""

    name = "strongSwan log"
    LINE = re.compile(r"(\d+)\[([A-Z]{3})\d?\] ?(?:<([^>]*)> ?)?(.*)$")
    DUMP = re.compile(r"(.*) => (\d+) bytes @ 0x")
    ROW = re.compile(r" *\d+: ((?:[0-9A-F]{2} ){1,16})")
    ENDS = re.compile(r"(sending|received) packet: from " + ENDPOINT + " to " + ENDPOINT +
                      r"(?: \((\d+) bytes\))?")
    PARSING = re.compile(r"parsing HEADER payload, (\d+) bytes left")

    def __init__(self, clock):
        super().__init__(clock)
        self.dumps = {}  # thread -> [name, count, octets]
        self.whole = {}  # (thread, name) -> octets
        self.parsed = []  # messages whose parsing was logged, not yet met by their addresses
        self.arrived = []  # messages that group net dumped, not yet taken by a thread
        self.begun = {}  # thread -> octets of the message that it parses
        self.sent = {}  # name of the connection, ends -> the latest packet
        self.cookies = {}  # name of the connection -> initiator cookie
        self.keys = []
        self.before = None  # journalctl prints a line once per logger

    def take(self, line):
        found = self.LINE.search(line)
        if not found:
            return
        thread, _, name, text = found.groups()
        row = self.ROW.match(text)
        if row and thread in self.dumps:
            self.take_row(thread, name, bytes.fromhex(row.group(1)))
            return
        found = self.DUMP.match(text)
        if found:
            self.dumps[thread] = [found.group(1), int(found.group(2)), b""]
            return
        found = self.PARSING.match(text)
        if found:
            self.begun[thread] = int(found.group(1))
        found = self.ENDS.match(text)
        if found and line != self.before:
            self.before = line
            self.take_ends(thread, name, *found.groups())

    def take_row(self, thread, name, octets):
        dump = self.dumps[thread]
        dump[2] += octets
        if len(dump[2]) < dump[1]:
            return
        del self.dumps[thread]
        if dump[0] == "encryption key Ka":
            self.keys.append((name, dump[2]))
        elif dump[0] == "parsing payload from" and self.begun.pop(thread, None) == dump[1]:
            self.parsed.append(dump[2])
        else:
            self.whole[thread, dump[0]] = dump[2]

    def take_ends(self, thread, name, way, a, p, b, q, length):
        ends = (end(a, p), end(b, q))
        if way == "received" and not length:
            octets = self.whole.pop((thread, "received packet"), None)
            if octets:
                self.add(octets, *ends, False)
                self.arrived.append(octets)
        elif way == "received":
            self.received(name, ends, int(length))
        elif length:
            self.send(thread, name, ends, int(length))

    def received(self, name, ends, length):
        """The thread that takes a message says its length."""
        parsed = [octets for octets in self.parsed if len(octets) == length]
        arrived = [octets for octets in self.arrived if len(octets) == length]
        if not parsed and not arrived:
            self.without_dump += 1
            return
        octets = (parsed or arrived)[0]
        if parsed:
            self.parsed.remove(octets)
        if octets in self.arrived:
            self.arrived.remove(octets)
        else:
            self.add(octets, *ends, False)
        self.cookies[name] = cookie_of(octets)

    def send(self, thread, name, ends, length):
        octets = self.whole.pop((thread, "generated data of this generator"), None)
        if octets and len(octets) == length and length >= HEADER:
            octets = octets[:24] + length.to_bytes(4, "big") + octets[28:]
        else:
            octets = self.sent.get((name, ends, length))  # it is sent again
        if not octets:
            self.without_dump += 1
            return
        self.sent[name, ends, length] = octets
        self.cookies[name] = cookie_of(octets)
        self.add(octets, *ends, True)

    def finish(self):
        for name, octets in self.keys:
            self.key(self.cookies.get(name), octets)


PRODUCTS = (FortiGate, Charon, Racoon, Pluto)


def read(data, today):
    """The log of the product whose words show most packets; None: no packet in it."""
    lines, found = lines_of(data), []
    for product in PRODUCTS:
        log = product(Clock(today))
        log.read(lines)
        found.append(log)
    return max(found, key=lambda log: (len(log.packets), log.without_dump))
