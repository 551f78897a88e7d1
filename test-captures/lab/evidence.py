# SPDX-License-Identifier: GPL-2.0-or-later
"""What daemons said about a negotiation, and the files a capture is accompanied by.

Every daemon's log parser fills one Evidence; the files written from it are the same for all.
"""
import os

from pcap import messages, protected_bodies

QUICK_MODE = 32

# The order in which the records of a key file are written, with what each one is.
RECORDS = {
    "KA": "the cipher key of phase 1",
    "SKEYID": "prf(pre-shared key, nonces) or prf(nonces, g^xy)",
    "SKEYID_D": "the secret from which the keys of IPsec SAs are derived",
    "SKEYID_A": "the key of the HASH payloads",
    "SKEYID_E": "the secret from which Ka is derived",
    "SHARED_SECRET": "g^xy of phase 1, or with `:message id` that of a Quick Mode with PFS",
    "DH_PRIVATE": "the exponent of one side",
}


class Evidence:
    """What one daemon logged.

    messages    (time, sent or received, exchange, message id, payloads), in order
    sent        ciphertext -> plaintext with padding, of messages that it encrypted
    received    the same of messages that it decrypted (nonsense when its key is wrong)
    secrets     (record, initiator cookie, message id or None, hex)
    exponents   (public value, private value), hex, when something looked into the daemon for them
    esp         (SPI, source, destination, cipher key, integrity key), hex
    version     name and version of the program
    """

    def __init__(self, who):
        self.who = who
        self.version = "unknown"
        self.messages = []
        self.sent, self.received = {}, {}
        self.secrets, self.exponents, self.esp = [], [], []


def key_lines(witnesses, psks=()):
    """The lines of a key file: each secret once, with who logged it where they disagree."""
    for holder, identity, secret in psks:
        yield "# pre-shared key%s" % (" of the " + holder if holder else "")
        yield "PSK %s \"%s\"" % (identity, secret)
    holders = {}
    for witness in witnesses:
        for secret in witness.secrets:
            holders.setdefault(secret, []).append(witness.who)
    values = {}
    for record, cookie, mid, value in holders:
        values.setdefault((record, cookie, mid), set()).add(value)
    for cookie in dict.fromkeys(secret[1] for secret in holders):
        yield ""
        yield "# IKE SA with the initiator cookie %s" % cookie
        for record, meaning in RECORDS.items():
            mine = [s for s in holders if s[0] == record and s[1] == cookie]
            if mine:
                yield "# %s" % meaning
            for secret in mine:
                disputed = len(values[secret[:3]]) > 1
                if disputed:
                    yield "# %s %s" % ("of" if record == "DH_PRIVATE" else "as calculated by",
                                       " and ".join(dict.fromkeys(holders[secret])))
                yield "%s %s%s %s" % (record, cookie, ":" + secret[2] if secret[2] else "",
                                      secret[3])


def plaintexts(witnesses):
    """Ciphertext -> plaintext; who encrypted it is believed first."""
    known = {}
    for witness in witnesses:
        known.update(witness.received)
    for witness in witnesses:
        known.update(witness.sent)
    return known


def name_exponents(path, witnesses):
    """Find the exchange of each exponent: the one that carries its public value."""
    known = plaintexts(witnesses)
    carriers = []
    for _, _, _, message in messages(path):
        body = known.get(message[28:], b"") if message[19] & 1 else message[28:]
        mid = message[20:24].hex() if message[18] == QUICK_MODE else None
        carriers.append((message[:8].hex(), mid, body))
    for witness in witnesses:
        for public, private in witness.exponents:
            value = bytes.fromhex(public)
            if value[0] == 4 and len(value) % 2:
                value = value[1:]           # IKEv1 sends x | y without the form octet
            for icookie, mid, body in carriers:
                secret = ("DH_PRIVATE", icookie, mid, private)
                if value in body and secret not in witness.secrets:
                    witness.secrets.append(secret)


def message_lines(witnesses, shown):
    """One line a message, in the order of the daemons' clocks (they share one).

    shown(sender, message id, payloads) says whether the capture could see it."""
    rows = [(row[0], n, w.who) + row[1:] for w in witnesses for n, row in enumerate(w.messages)]
    others = {w.who: [o.who for o in witnesses if o is not w] for w in witnesses}
    for _, _, who, direction, exchange, mid, payloads in sorted(rows, key=lambda r: r[:2]):
        sender = who if direction == "sent" else (others[who] or ["nobody known"])[0]
        if shown(sender, mid, payloads):
            yield "%s %s %s %s [ %s ]" % (who, direction, exchange, mid, payloads)


def plain_lines(path, witnesses, lost):
    """`frame<TAB>plaintext` for each protected frame, then how many octets are lost, if any are."""
    known = plaintexts(witnesses)
    for frame, body in protected_bodies(path):
        if body in known:
            more = "\t%d" % lost[frame] if frame in lost else ""
            yield "%d\t%s%s" % (frame, known[body].hex(), more)


def esp_lines(witnesses):
    """The keys of the IPsec SAs that a daemon installed, each once."""
    rows = dict.fromkeys(row for witness in witnesses for row in witness.esp)
    if rows:
        yield "# SPI, source, destination, cipher key, integrity key"
        for row in rows:
            yield " ".join(value or "-" for value in row)


def write_lines(path, lines):
    """Write a text file; without a line there is no file."""
    text = "".join(line + "\n" for line in lines)
    if text.strip():
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.lstrip("\n"))
    elif os.path.exists(path):
        os.remove(path)


def write_files(folder, name, witnesses, psks=(), shown=lambda *_: True, lost=None):
    """Write NAME.keys, NAME.messages, NAME.plain and NAME.esp beside NAME.pcap.

    lost: frame -> octets at the beginning of its plaintext that the capture does not determine."""
    base = os.path.join(folder, name)
    name_exponents(base + ".pcap", witnesses)
    write_lines(base + ".keys", key_lines(witnesses, psks))
    write_lines(base + ".messages", message_lines(witnesses, shown))
    write_lines(base + ".plain", plain_lines(base + ".pcap", witnesses, lost or {}))
    write_lines(base + ".esp", esp_lines(witnesses))
