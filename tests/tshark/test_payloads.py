# SPDX-License-Identifier: GPL-2.0-or-later
"""Messages that lack a payload: told as an event and an expert info, not in a dialect's log."""

from frames import datagram, isakmp, payload, write
from harness import Case, capture_file, claim, expect_equal

EMPTY = capture_file("empty-main-mode.pcap")
SENTENCE = "The message lacks a payload."
COOKIES = (b"I" * 8, b"R" * 8)
SA, KE, NONCE = 1, 4, 10


def key_exchange_without_nonce():
    """Main mode up to message 3, of which only the KE payload is there."""
    offer = payload(bytes.fromhex("0000000100000001000000280101000100000020010100008001000580020002"
                                  "8003000180040002800b0001800c7080"))
    return [datagram(isakmp(offer, 2, SA, cookies=(COOKIES[0], bytes(8)))),
            datagram(isakmp(offer, 2, SA, cookies=COOKIES), back=True),
            datagram(isakmp(payload(bytes(128)), 2, KE, cookies=COOKIES))]


def check_expert(tshark):
    done = tshark.run("-r", tshark.staged(EMPTY), "-q", "-z", "expert")
    expect_equal([line.split()[0] for line in done.stdout.splitlines() if SENTENCE in line], ["2"],
                 done.stdout)


def check_reason(tshark, stock):
    path = write(tshark.home() / "no-nonce.pcap", key_exchange_without_nonce())
    done = tshark.run("-r", path, "-o", f"ikelog.stock_tree:{stock}", "-T", "fields",
                      "-e", "frame.number", "-e", "ikelog.event", "-e", "ikelog.step",
                      "-e", "ikelog.explanation")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    expect_equal([(row[0], row[2]) for row in rows if "payload-missing" in row[1]], [("3", "3")],
                 done.stdout)
    expect_equal("there is no Nonce payload in it" in rows[2][3], True, rows[2][3])


def check_log(tshark):
    for dialect in ("cisco-vpn-client", "zyxel-prestige", "nortel-bsr"):
        text = tshark.log(EMPTY, dialect)
        expect_equal([word for word in ("Established", "stablish", "lack") if word in text], [],
                     text)


def cases(tshark):
    yield Case("expert-info", claim(check_expert, tshark))
    for stock in ("never", "auto"):
        yield Case(f"key-exchange-without-nonce/stock-{stock}", claim(check_reason, tshark, stock))
    yield Case("no-line-in-a-log", claim(check_log, tshark))
