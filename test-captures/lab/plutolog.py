# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads pluto's log (`plutodebug=all,tmi,private,crypt`) and what nsshook.c noted beside it."""
import os
import re

import isakmp
from evidence import Evidence
from peer import Talk

LINE = re.compile(r"^(?:\w{3} +\d+ \S+: )(.*)$")
DUMP = re.compile(r"^\|   ((?:[0-9a-f]{2} {1,2}){0,15}[0-9a-f]{2})(?: {2}.*)?$")
# "obj" and the like are dumps inside a message; these are whole ones.
SENDING = re.compile(r"^\| sending \d+ bytes for .* through .* from ")
RECEIVED = re.compile(r"^\| \*received \d+ bytes from ")
PADDING = re.compile(r"^\| emitting (\d+) zero bytes of encryption padding")
SA = re.compile(r"^\| kernel: add_sa\(\).* \S+->(\S+?)\[([0-9a-f]+)\](?:==|--|=)[^ ]*?>(\S+?)-")
DECRYPTED = "| decrypted payload (starts at offset"


class PlutoLog:
    """One pass over one log: a label, then a hex dump that belongs to it."""

    def __init__(self, who):
        self.evidence = Evidence(who)
        self.talk = Talk(self.evidence)
        self.label, self.octets = "", b""
        self.plain, self.received = None, None
        self.esp_key = {}
        self.ivs = []                   # (first block of the IV, initiator cookie)
        self.iv = None

    def read(self, text):
        for line in text.splitlines():
            match = LINE.match(line)
            if match:
                self.line(match.group(1))
        self.finish_dump()
        return self.talk

    def line(self, rest):
        dump = DUMP.match(rest)
        if dump and self.label:
            self.octets += bytes.fromhex(dump.group(1))
            return
        self.finish_dump()
        self.label = rest
        padding, sa = PADDING.match(rest), SA.match(rest)
        if padding and self.plain is not None:
            self.plain += bytes(int(padding.group(1)))
        elif sa:
            source, spi, target = sa.groups()
            self.evidence.esp.append((spi, source, target, self.esp_key.get("ESP enckey:", ""),
                                      self.esp_key.get("ESP authkey:", "")))
        elif rest.startswith("Starting Pluto (Libreswan Version "):
            self.evidence.version = "libreswan %s pluto" % rest.split("Version ")[1].split()[0]

    def finish_dump(self):
        if self.octets:
            value, self.octets = self.octets, b""
            self.dump(value)
        self.label = ""

    def dump(self, value):
        if SENDING.match(self.label):
            self.sent(value)
        elif RECEIVED.match(self.label):
            self.message_received(without_marker(value))
        elif self.label == "| encrypting:":
            self.plain = value
        elif self.label in ("| IV:", "| IV before:"):
            self.iv = value
            if self.label == "| IV before:" and self.received:
                self.ivs.append((value, self.received[:8].hex()))
        elif self.label.startswith(DECRYPTED) and self.received:
            self.talk.received(self.received, value[28:])
        elif self.label in ("| ESP enckey:", "| ESP authkey:"):
            self.esp_key[self.label[2:]] = value.hex()

    def sent(self, message):
        message = without_marker(message)
        if len(message) < 28 or message[18] not in isakmp.EXCHANGES:
            return                      # ESP or a keepalive
        message = self.talk.whole("sent", message)
        if message is None:
            return
        protected = isakmp.is_protected(message)
        self.talk.sent(message, self.plain if protected else None)
        if protected and self.iv:
            self.ivs.append((self.iv, message[:8].hex()))
        self.plain = self.iv = None

    def message_received(self, message):
        self.received = None
        if len(message) >= 28:
            self.received = self.talk.whole("received", message)
        if self.received and not isakmp.is_protected(self.received):
            self.talk.received(self.received)
            self.received = None


def without_marker(message):
    """A message of port 4500 begins with four zero octets, which no cookie does."""
    return message[4:] if message[:4] == b"\0" * 4 else message


class NssNotes:
    """What nsshook.c wrote, joined with the messages by IV and by public value."""

    def __init__(self, path):
        self.keys, self.private, self.shared = {}, {}, {}
        if not os.path.exists(path):
            return
        with open(path, encoding="ascii") as file:
            for line in file:
                fields = line.rstrip("\n").split(" ")
                if len(fields) == 3 and all(fields):
                    self.note(*fields)

    def note(self, what, first, second):
        if what == "cipher":
            self.keys[first] = second
        elif what == "dh":
            self.private[first] = second
        elif what == "shared":
            self.shared[first] = second

    def secrets(self, log):
        """Yield (record, cookie, message id, value), each once."""
        found = {}
        for iv, cookie in log.ivs:
            for size in (16, 8):
                key = self.keys.get(iv[:size].hex())
                if key:
                    found["KA", cookie, None, key] = True
        for public, cookie, mid in key_exchanges(log.talk):
            private = self.private.get(public.hex()) or self.private.get("04" + public.hex())
            if private:
                found["DH_PRIVATE", cookie, mid, private] = True
            shared = self.shared.get(private)
            if shared:      # NSS drops leading zeros of a MODP value
                width = len(public) if len(public) >= 96 else 0
                found["SHARED_SECRET", cookie, mid, shared.rjust(2 * width, "0")] = True
        return list(found)


def key_exchanges(talk):
    """Yield (public value, cookie, message id or None) of each key exchange payload sent."""
    for direction, message, plain in talk.heard:
        if direction != "sent" or (plain is None and isakmp.is_protected(message)):
            continue
        cookie, exchange, mid = isakmp.header(message)
        for kind, content in isakmp.payloads(message[16], message[28:] if plain is None else plain):
            if isakmp.PAYLOADS.get(kind) == "KE":
                quick = isakmp.EXCHANGES.get(exchange) == "QUICK_MODE"
                yield content, cookie, mid if quick else None


def read_pluto_log(path, notes, who):
    with open(path, encoding="utf-8", errors="replace") as file:
        log = PlutoLog(who)
        log.read(file.read())
    log.evidence.secrets = NssNotes(notes).secrets(log)
    return log.talk
