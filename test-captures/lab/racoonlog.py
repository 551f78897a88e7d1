# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads racoon's log at `debug2` (-ddd): whole messages, plaintexts and secrets."""
import re

import isakmp
from evidence import Evidence
from peer import Talk

LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: (?:\[\S+\] )?[A-Z]+2?: ?(.*)$")
# A dump that follows a second prefix on the same line ("psk: 2026-01-01 ...: DEBUG2: ").
NESTED = re.compile(r"^(.*?): ?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: [A-Z]+2?: ?$")
HEX = re.compile(r"^[0-9a-f]{2,8}( [0-9a-f]{2,8})* ?$")
SENT = re.compile(r"^\d+ times of \d+ bytes message will be sent to ")
RECEIVED = re.compile(r"^\d+ bytes message received from ")
PADDED = re.compile(r"^pad length = \d+$")
SECRETS = {"SKEYID computed:": "SKEYID", "SKEYID_d computed:": "SKEYID_D",
           "SKEYID_a computed:": "SKEYID_A", "SKEYID_e computed:": "SKEYID_E",
           "final encryption key computed:": "KA", "compute DH's shared.": "SHARED_SECRET"}


class RacoonLog:
    """One pass over one log; a label, then lines of hexadecimal words that belong to it."""

    def __init__(self, who):
        self.evidence = Evidence(who)
        self.talk = Talk(self.evidence)
        self.label, self.words = "", []
        self.plain, self.received = None, None
        self.exponents = []                 # their exchange is known when the message is sent

    def read(self, text):
        for line in text.splitlines():
            if HEX.match(line):
                self.words.append(line.replace(" ", ""))
                continue
            self.finish_dump()
            match = LINE.match(line)
            if match:
                self.line(match.group(1))
        self.finish_dump()
        return self.talk

    def line(self, rest):
        if rest == "":
            return                          # the label of the dump stands on the line before
        nested = NESTED.match(rest)
        self.label = nested.group(1) if nested else rest
        if rest.startswith("@(#)ipsec-tools"):
            self.evidence.version = "racoon (ipsec-tools %s)" % rest.split()[1]

    def finish_dump(self):
        if self.words:
            value = bytes.fromhex("".join(self.words))
            self.words = []
            self.dump(value)

    def dump(self, value):
        if SENT.match(self.label):
            self.sent(value)
        elif RECEIVED.match(self.label):
            self.received = self.talk.whole("received", value)
            if self.received and not isakmp.is_protected(self.received):
                self.talk.received(self.received)
        elif PADDED.match(self.label):
            self.plain = value
        elif self.label == "decrypted payload, but not trimed.":
            self.talk.received(self.received, value)
        elif self.label == "compute DH's private.":
            self.exponents.append(value)
        elif self.label in SECRETS:
            self.secret(SECRETS[self.label], value)

    def sent(self, message):
        if message[:4] == b"\0" * 4:
            message = message[4:]           # the non-ESP marker of port 4500
        message = self.talk.whole("sent", message)
        if message is None:
            return
        self.talk.sent(message, self.plain if isakmp.is_protected(message) else None)
        for value in self.exponents:
            self.secret("DH_PRIVATE", value)
        self.plain, self.exponents = None, []

    def secret(self, record, value):
        """The same label serves both phases: a Quick Mode with PFS has secrets of its own."""
        of_exchange = record in ("DH_PRIVATE", "SHARED_SECRET") and self.talk.in_quick_mode()
        secret = (record, self.talk.cookie, self.talk.mid if of_exchange else None, value.hex())
        if secret not in self.evidence.secrets:
            self.evidence.secrets.append(secret)


def read_racoon_log(path, who):
    with open(path, encoding="utf-8", errors="replace") as file:
        return RacoonLog(who).read(file.read())
