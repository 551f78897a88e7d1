# SPDX-License-Identifier: GPL-2.0-or-later
"""Text from the wire reaches no output as itself when it could act on a terminal, a window or a file."""

import re
import struct

import frames
from frames import datagram, isakmp, payload
from harness import Case, Failure, claim
from test_hostile_stock import offer

SA, ID, CERT, CERT_REQ, NOTIFY, VID, CONFIG = 1, 5, 6, 7, 11, 13, 14
AGGRESSIVE, INFO, TRANSACTION = 4, 5, 6
FQDN, USER_FQDN, DER_DN, KEY_ID = 2, 3, 9, 11
X509_SIGNATURE = 4
COOKIES = (b"\x1b[31mred", b"\x00\x0a\x0d\x7f\x80\x9b\xc2\x85")

# What must not come through as itself, and words around it that show that the text did come.
TEXTS = {
    "controls": bytes(range(1, 32)) + b"\x7f",
    "nul": b"be\x00fore",
    "ansi": b"\x1b[2J\x1b]0;title\x07\x1b[31m",
    "c1": "\u0085\u009b31m\u0090".encode(),
    "raw-c1": b"\x9b31m\x84\x85",
    "bidi": "\u202eevil\u202c\u2066\u2069\u200f\u061c".encode(),
    "separators": "\u2028\u2029\ufeff\u200b\u00ad".encode(),
    "invalid-utf-8": b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf5\x80\xe2\x80",
    "markdown": b"`a`|<script>alert(1)</script>\n# head\r\n[x](y)",
    "json": b'"},{"x":"\\',
    "long": b"A" * 3000,
}
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e"
                       "\u2066-\u2069\ufeff]")


def der(tag, data):
    length = bytes((len(data),)) if len(data) < 128 else b"\x82" + struct.pack(">H", len(data))
    return bytes((tag,)) + length + data


def name(text):
    """A distinguished name with this common name."""
    attribute = der(0x30, der(6, b"\x55\x04\x03") + der(0x0C, text))
    return der(0x30, der(0x31, attribute))


def certificate(text):
    """As much of an X.509 certificate as has names in it."""
    algorithm = der(0x30, der(6, bytes.fromhex("2a864886f70d01010b")) + der(5, b""))
    validity = der(0x30, der(0x17, b"250101000000Z") + der(0x17, b"350101000000Z"))
    key = der(0x30, der(0x30, der(6, bytes.fromhex("2a864886f70d010101")) + der(5, b"")) +
              der(3, b"\0" + der(0x30, der(2, b"\x7f" * 64) + der(2, b"\x01\x00\x01"))))
    inner = der(0x30, der(2, b"\x01") + algorithm + name(text) + validity + name(text) + key)
    return der(0x30, inner + algorithm + der(3, b"\0" * 65))


def attribute(kind, value):
    return struct.pack(">HH", kind, len(value)) + value


def chain(*payloads):
    """(first type, octets) of payloads given as (type, body)."""
    nexts = [kind for kind, _ in payloads[1:]] + [0]
    return payloads[0][0], b"".join(payload(body, after)
                                    for (_, body), after in zip(payloads, nexts))


def messages(text):
    identities = [(ID, bytes((kind, 0, 0, 0)) + text) for kind in (FQDN, USER_FQDN, KEY_ID)]
    identities.append((ID, bytes((DER_DN, 0, 0, 0)) + name(text)))
    for identity in identities:
        yield AGGRESSIVE, chain((SA, offer()), identity, (VID, text[:200]))
    certificates = (CERT, bytes((X509_SIGNATURE,)) + certificate(text))
    yield AGGRESSIVE, chain((SA, offer()), certificates,
                            (CERT_REQ, bytes((X509_SIGNATURE,)) + name(text)))
    for kind in (14, 18, 24, 24578, 40001, 40500):
        yield INFO, chain((NOTIFY, struct.pack(">IBBH", 1, 1, 0, kind) + text))
    names = b"".join(attribute(kind, text) for kind in
                     (16521, 16522, 16523, 16524, 16526, 7, 28672, 28674, 28675, 28678))
    for kind in (1, 2, 3, 4):
        yield TRANSACTION, chain((CONFIG, bytes((kind, 0, 0, 7)) + names))


def write(path):
    """Every text in every place."""
    packets = []
    for text in TEXTS.values():
        for exchange, (first, body) in messages(b"before" + text + b"after"):
            number = len(packets)
            cookies = (COOKIES[0][:6] + struct.pack(">H", number), COOKIES[1])
            mid = 0 if exchange == AGGRESSIVE else 0x1B5B3331 + number
            packets.append(datagram(isakmp(body, exchange, first, mid=mid, cookies=cookies),
                                    back=number % 2 == 1))
    return frames.write(path, packets)


OUTPUTS = {
    "text": ["-V"],
    "summary": [],
    "json": ["-T", "json"],
    "pdml": ["-T", "pdml"],
    "psml": ["-T", "psml"],
    "log": ["-q", "-z", "ikelog,log"],
    "log-zyxel": ["-q", "-z", "ikelog,log,dialect=zyxel-prestige"],
    "log-nortel": ["-q", "-z", "ikelog,log,dialect=nortel-bsr"],
    "negotiations": ["-q", "-z", "ikelog,negotiations"],
    "negotiations-json": ["-q", "-z", "ikelog,negotiations,json"],
    "ladder": ["-q", "-z", "ikelog,ladder"],
    "lesson": ["-q", "-z", "ikelog,lesson"],
    "lesson-html": ["-q", "-z", "ikelog,lesson,html"],
    "keys": ["-q", "-z", "ikelog,keys"],
    "flow": ["-q", "-z", "flow,ikelog,standard"],
}


def printed(tshark, output):
    """What tshark prints; certificates are left to us alone, not also to Wireshark's dissector."""
    home = tshark.home()
    done = tshark.run("-r", write(home / "hostile.pcap"), "-o", "ikelog.stock_tree:never",
                      "--disable-protocol", "pkix-cert", *OUTPUTS[output], home=home)
    if not done.stdout:
        raise Failure("nothing was printed")
    return done.stdout + done.stderr


def check(tshark, output):
    text = printed(tshark, output)
    found = FORBIDDEN.search(text)
    if found:
        around = text[max(0, found.start() - 60):found.end() + 40]
        raise Failure(f"{found.group()!r} came through: {around!r}")


def check_came(tshark):
    """The texts do arrive, escaped: else the others would prove nothing."""
    text = printed(tshark, "text")
    for sign in ("before\\x1b[2J", "\\x9b31m", "\\u{202e}evil", "\\xff\\xfe", "be\\x00fore"):
        if sign not in text:
            raise Failure(f"{sign} is not there")


def check_markup(tshark):
    """Markdown: what looks like markup in a peer's text stays text."""
    if "<script>" in printed(tshark, "lesson"):
        raise Failure("a peer's HTML came through to the lesson")


def cases(tshark):
    for output in OUTPUTS:
        yield Case(f"escaped/{output}", claim(check, tshark, output))
    yield Case("escaped/texts-arrive", claim(check_came, tshark))
    yield Case("escaped/lesson-markup", claim(check_markup, tshark))
