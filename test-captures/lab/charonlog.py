# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads a charon log of level 4: messages, secrets, plaintexts and the keys of IPsec SAs."""
import re

from evidence import Evidence

LINE = re.compile(r"^(\w{3} +\d+ \S+) (\d+)\[(\w+)\] (?:<(?:[^|>]*\|)?(\d+)> )?(.*)$")
DUMP = re.compile(r"^ *\d+: ((?:[0-9A-F]{2} ?)+?)(?:  .*)?$")
DUMP_START = re.compile(r"^\s*(.*?) => (\d+) bytes @ 0x[0-9a-f]+$")
MESSAGE = re.compile(r"^(generating|parsed) (\S+) (?:request|response) (\d+) \[ (.*?) ?\]$")
# The names of IKEv1; those of IKEv2 are others, INFORMATIONAL among them.
EXCHANGES = ("ID_PROT", "AGGRESSIVE", "QUICK_MODE", "INFORMATIONAL_V1", "TRANSACTION")
COOKIES = re.compile(r" SA \S+\[(\d+)\] with SPIs ([0-9a-f]{16})_i ([0-9a-f]{16})_r")
ESP_SA = re.compile(r"^ *SPI 0x([0-9a-f]+), src (\S+) dst (\S+)$")

SECRETS = {
    "shared Diffie Hellman secret": "SHARED_SECRET", "DH secret": "SHARED_SECRET",
    "SKEYID": "SKEYID", "SKEYID_d": "SKEYID_D", "SKEYID_a": "SKEYID_A", "SKEYID_e": "SKEYID_E",
    "encryption key Ka": "KA",
}
# Keys of the SA that the initiator sends with, then of the other; the seed holds its SPI.
ESP_KEYS = ("initiator SA seed", "responder SA seed",
            "encryption initiator key", "encryption responder key",
            "integrity initiator key", "integrity responder key")


class Thread:
    """What has to be remembered of a thread between two lines of it."""

    def __init__(self):
        self.dump = None                # [name, octets wanted, octets so far, SA number]
        self.mode = None                # encrypting or decrypting
        self.parts = {}                 # plain, padding, encrypted
        self.mid = 0
        self.keys = {}


class CharonLog:
    """One pass over the lines of one log."""

    def __init__(self, who):
        self.evidence = Evidence(who)
        self.threads = {}
        self.waiting = {}               # SA number -> secrets whose cookie is not known yet
        self.icookies = {}              # SA number -> initiator cookie seen last

    def read(self, text):
        for line in text.splitlines():
            match = LINE.match(line)
            if match:
                time, thread, _, number, rest = match.groups()
                self.line(time, self.threads.setdefault(thread, Thread()), number, rest)
        for number, icookie in self.icookies.items():
            self.secrets_of(number, icookie)
        return self.evidence

    def line(self, time, thread, number, rest):
        if thread.dump:
            match = DUMP.match(rest)
            if match:
                self.dump_line(thread, match.group(1))
                return
            thread.dump = None
        match = DUMP_START.match(rest)
        if match:
            thread.dump = [match.group(1), int(match.group(2)), b"", number]
            if match.group(2) == "0":
                self.dump_done(thread)
            return
        self.text_line(time, thread, rest)

    def text_line(self, time, thread, rest):
        message, cookies, esp = MESSAGE.match(rest), COOKIES.search(rest), ESP_SA.match(rest)
        if message:
            verb, exchange, mid, payloads = message.groups()
            thread.mid = int(mid)
            if exchange in EXCHANGES:
                self.evidence.messages.append(
                    (time, "sent" if verb == "generating" else "received", exchange,
                     "%08x" % thread.mid, payloads))
        elif rest in ("encrypting payloads:", "decrypting payloads:"):
            thread.mode, thread.parts = rest.split()[0], {}
        elif cookies:
            self.cookies_known(*cookies.groups())
        elif esp:
            self.esp_line(thread, esp.groups())
        elif rest.startswith("Starting IKE charon daemon ("):
            self.evidence.version = rest.split("(")[1].split(",")[0] + " charon"

    def dump_line(self, thread, octets):
        thread.dump[2] += bytes.fromhex(octets)
        if len(thread.dump[2]) >= thread.dump[1]:
            self.dump_done(thread)

    def dump_done(self, thread):
        name, _, value, number = thread.dump
        thread.dump = None
        if name in SECRETS and number:
            mid = "%08x" % thread.mid if name == "DH secret" else None
            self.waiting.setdefault(number, []).append((SECRETS[name], mid, value.hex()))
        elif name in ESP_KEYS:
            if name == ESP_KEYS[0]:
                thread.keys = {}
            thread.keys[name] = value.hex()
        elif name in ("plain", "padding", "encrypted"):
            thread.parts[name] = value
            self.body_part(thread, name)

    def body_part(self, thread, name):
        parts = thread.parts
        if thread.mode == "encrypting" and name == "encrypted" and "plain" in parts:
            self.evidence.sent[parts["encrypted"]] = parts["plain"] + parts.get("padding", b"")
        elif thread.mode == "decrypting" and name == "plain" and "encrypted" in parts:
            self.evidence.received[parts["encrypted"]] = parts["plain"]
        else:
            return
        thread.mode, thread.parts = None, {}

    def cookies_known(self, number, icookie, rcookie):
        """An attempt that begins again keeps its number and takes a new cookie; secrets that were
        logged before belong to the cookie before."""
        if rcookie != "0" * 16:
            self.secrets_of(number, icookie)
        elif self.icookies.get(number, icookie) != icookie:
            self.secrets_of(number, self.icookies[number])
        self.icookies[number] = icookie

    def secrets_of(self, number, icookie):
        for record, mid, value in self.waiting.pop(number, []):
            secret = (record, icookie, mid, value)
            if secret not in self.evidence.secrets:
                self.evidence.secrets.append(secret)

    def esp_line(self, thread, sa):
        """An SA that was installed: its keys are those whose seed holds its SPI."""
        spi, source, target = sa
        spi = "%08x" % int(spi, 16)
        for side in ("initiator", "responder"):
            if spi in thread.keys.get(side + " SA seed", ""):
                row = (spi, source, target, thread.keys.get("encryption %s key" % side),
                       thread.keys.get("integrity %s key" % side))
                self.evidence.esp.append(row)
