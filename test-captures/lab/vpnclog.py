# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads vpnc's output at `--debug 99`: messages as it takes them apart, secrets and ESP keys.

vpnc shows no ciphertext, so the plaintexts of its messages come from its peer's log.
"""
import re
import struct

import isakmp
import pcap
from evidence import Evidence
from peer import clock, frame_times

FIELD = re.compile(r"^   ([^:]+): ?(.*)$")
HEX = re.compile(r"^   ([0-9a-f]{2,8}(?: [0-9a-f]{2,8})*)$")
PAYLOAD = re.compile(r"^   PARSING PAYLOAD type: ([0-9a-f]{2}) ")
ATTRIBUTE = re.compile(r"^   t\.attributes\.type: ([0-9a-f]{4})")
SECRETS = {"dh_shared_secret": "SHARED_SECRET", "skeyid": "SKEYID", "skeyid_d": "SKEYID_D",
           "skeyid_a": "SKEYID_A", "skeyid_e": "SKEYID_E", "enc-key": "KA"}
ESP_KEYS = ("rx.key_cry", "rx.key_md", "tx.key_cry", "tx.key_md")
NESTED = (0, 2, 3)              # the end of a chain, proposals, transforms


class VpncLog:
    """One pass over one output; `addresses` are vpnc's own and the gateway's."""

    def __init__(self, who, addresses):
        self.evidence = Evidence(who)
        self.addresses = addresses
        self.direction, self.message, self.messages = "received", None, []
        self.cookie, self.name, self.value, self.keys = None, None, "", {}

    def read(self, text):
        for line in text.splitlines():
            self.line(line)
        self.finish_value()
        self.evidence.secrets = list(dict.fromkeys(self.evidence.secrets))
        return self

    def line(self, line):
        octets = HEX.match(line)
        if octets and self.name:
            self.value += octets.group(1).replace(" ", "")
            return
        self.finish_value()
        if line.startswith("vpnc version "):
            self.evidence.version = line.replace(" version", "").strip()
        elif line.startswith(" sending:"):
            self.direction = "sent"
        elif line == "   BEGIN_PARSE":
            self.message = {"direction": self.direction, "payloads": []}
        elif line == "   PARSE_OK" and self.message:
            self.messages.append(self.message)
            self.message, self.direction = None, "received"
        elif self.message:
            self.message_line(line)
        elif FIELD.match(line):
            self.field(*FIELD.match(line).groups())

    def message_line(self, line):
        payload, attribute, field = PAYLOAD.match(line), ATTRIBUTE.match(line), FIELD.match(line)
        if payload:
            self.payload(int(payload.group(1), 16))
        elif attribute:
            self.attribute(int(attribute.group(1), 16))
        elif field:
            self.message_field(*field.groups())

    def payload(self, kind):
        if kind not in NESTED:
            self.message["payloads"].append([kind, None, []])

    def attribute(self, number):
        last = self.message["payloads"][-1:]
        if last and last[0][0] == isakmp.CONFIG:
            last[0][2].append(number)

    def message_field(self, name, value):
        last = self.message["payloads"][-1:]
        if name in ("n.type", "modecfg.type") and last:
            last[0][1] = int(value.split()[0], 16)
        else:
            self.message.setdefault(name, value)

    def field(self, name, value):
        if name == "i_cookie":
            self.cookie = value.replace(" ", "")
        elif name in ESP_KEYS or name in SECRETS:
            self.name, self.value = name, value.replace(" ", "")
        elif name.endswith(" spi"):
            self.sa(name, value)

    def finish_value(self):
        name, self.name = self.name, None
        if name in SECRETS and self.value:
            self.secret(SECRETS[name])
        elif name in ESP_KEYS and self.value:
            self.keys[name] = self.value

    def secret(self, record):
        """vpnc names g^xy of a Quick Mode as it names that of phase 1: the first is phase 1's."""
        mid, first = None, [s for s in self.evidence.secrets if s[0] == record]
        if record == "SHARED_SECRET" and first and first[0][3] != self.value:
            mid = wire_mid(self.messages[-1])
        self.evidence.secrets.append((record, self.cookie, mid, self.value))

    def sa(self, name, value):
        ours, gateway = self.addresses
        inbound = name.startswith("remote -> local")
        self.evidence.esp.append(
            (value[2:].rjust(8, "0"),) + ((gateway, ours) if inbound else (ours, gateway))
            + tuple(self.keys.get(key, "") for key in (ESP_KEYS[:2] if inbound else ESP_KEYS[2:])))

    def rows(self, path):
        """Rows for Evidence.messages, with the capture's clock."""
        seen, moment, time, listed = first_like(path), 0.0, "", set()
        for message in self.messages:
            exchange = int(message["exchange_type"].split()[0], 16)
            mid = wire_mid(message)
            key = (exchange, mid, int(message["len"], 16))
            moment = seen.get(key, moment)
            names = " ".join(payload_name(*payload) for payload in message["payloads"])
            row = (message["direction"], isakmp.EXCHANGES[exchange], mid, names)
            if row not in listed:
                listed.add(row)
                time = max(time, clock(moment, row[0]))
                yield (time,) + row


def wire_mid(message):
    """vpnc prints the message id as it lies in memory, in this machine's byte order."""
    return bytes.fromhex(message["message_id"])[::-1].hex()


def payload_name(kind, number, attributes):
    """Build what isakmp.py names from the fields that vpnc printed."""
    if kind == isakmp.CONFIG:
        content = struct.pack(">BBH", number or 0, 0, 0)
        content += b"".join(struct.pack(">HH", a | 0x8000, 0) for a in attributes)
    else:
        content = struct.pack(">6xH", number or 0)
    return isakmp.payload_name(kind, content)


def first_like(path):
    """(exchange, message id, length) -> time of the first such message."""
    times, seen = frame_times(path), {}
    for frame, _, _, message in pcap.messages(path):
        _, exchange, mid = isakmp.header(message)
        length, = struct.unpack_from(">I", message, 24)
        seen.setdefault((exchange, mid, length), times[frame - 1])
    return seen
