# SPDX-License-Identifier: GPL-2.0-or-later
"""Each check says that it holds where it does, and where it fails, what it compared."""

import frames
from harness import PASSES, Case, Failure, capture_file, claim, companion, expect_equal
from test_damaged import packets
from test_plaintext import expected

AGGRESSIVE = capture_file("ag-psk.pcap")
DEMO = capture_file("mm-psk.pcap")
PFS = capture_file("mm-psk-pfs.pcap")
HEADERS = 14 + 20 + 8 + 28  # Ethernet, IPv4, UDP, ISAKMP: the ciphertext begins behind them
KEY_EXCHANGE, INFORMATIONAL, NOTIFY, DELETE = 4, 5, 11, 12
COOKIES = (b"A" * 8, b"B" * 8)
BOTH = b"".join(COOKIES)


def rows(tshark, path, lines, passes, *fields):
    """The fields of each frame of a capture that is read with these key records."""
    home = tshark.home({"own.keys": "".join(line + "\n" for line in lines)})
    two = ["-2"] if passes == 2 else []
    chosen = [word for name in fields for word in ("-e", name)]
    done = tshark.run("-r", path, *two, "-o", f"ikelog.keylog_file:{home / 'own.keys'}",
                      "-T", "fields", "-E", "aggregator=|", *chosen, home=home)
    return [line.split("\t") for line in done.stdout.splitlines()]


def verdicts(tshark, path, lines, passes=1):
    return [row[0] for row in rows(tshark, path, lines, passes, "ikelog.hash.verdict")]


def lines_of(capture, *words):
    """The records of these kinds in a capture's key file."""
    text = companion(capture, "keys").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.split(" ")[0] in words]


def rewrite(tshark, capture, change):
    """A copy of a capture with its list of packets changed."""
    _, found = packets(capture.read_bytes())
    path = tshark.home() / "copy.pcap"
    kept = change([packet for _, packet in found])
    path.write_bytes(capture.read_bytes()[:24] + b"".join(
        frames.struct.pack("<IIII", number, 0, len(packet), len(packet)) + packet
        for number, packet in enumerate(kept)))
    path.chmod(0o644)
    return path


def expect_words(text, *words):
    for word in words:
        if word not in text:
            raise Failure(f"{text!r} does not say {word!r}")


def check_second_message(tshark, passes):
    """A pre-shared key is confirmed or refuted from two messages, without any other secret."""
    copy = rewrite(tshark, AGGRESSIVE, lambda all_of_them: all_of_them[:2])
    right = lines_of(AGGRESSIVE, "PSK")
    expect_equal(verdicts(tshark, copy, right, passes), ["", "verified"], "with the right key")
    wrong = verdicts(tshark, copy, ['PSK * "another key"'], passes)
    expect_equal(wrong, ["", "failed: HASH_R does not equal prf(SKEYID, g^xr | g^xi | CKY-R | "
                         "CKY-I | SAi_b | IDir_b), computed with PSK (own.keys:1)"],
                 "with a wrong key")
    none = verdicts(tshark, copy, [], passes)
    expect_equal(none, ["", "not checked: the authentication key is not known"], "without a key")


# Answers of the captures below that give what they take the number 0.
OTHER_NUMBER = "the answer takes what was offered under another proposal number (RFC 2408 4.2)"
CONTRADICTIONS = {"libreswan-psk": [("2", OTHER_NUMBER), ("8", OTHER_NUMBER)]}


def check_real(tshark, name, passes):
    """Every HASH and SIG of this capture verifies, and nothing else contradicts."""
    capture = capture_file(f"{name}.pcap")
    found = tshark.fields(capture, ["ikelog.hash.verdict", "ikelog.contradiction",
                                    "ikelog.hash", "ikelog.sig"], passes)
    proofs = [row for row in found if row["ikelog.hash"] or row["ikelog.sig"]]
    expect_equal({value for row in proofs for value in row["ikelog.hash.verdict"]}, {"verified"},
                 "verdicts")
    expect_equal([(row["frame.number"][0], text) for row in found
                  for text in row["ikelog.contradiction"]],
                 CONTRADICTIONS.get(name, []), "contradictions")
    expect_equal(all(row["ikelog.hash.verdict"] for row in proofs), True, "all judged")


def check_base_exchange(tshark, passes):
    """The initiator of a base exchange proves without g^xr, and its formula is told so."""
    found = verdicts(tshark, tshark.staged(capture_file("racoon-base.pcap")),
                     ['PSK * "another key"'], passes)
    expect_words(found[2], "failed: HASH_I does not equal prf(SKEYID, g^xi | CKY-I | CKY-R | SAi_b")
    expect_words(found[3], "failed: HASH_R does not equal prf(SKEYID, g^xr | g^xi |")


def check_wrong_authentication_key(tshark, passes):
    """Messages open with Ka; their HASH fails with a SKEYID_a that has one digit changed."""
    wrong = [line[:-1] + ("0" if line[-1] != "0" else "1")
             for line in lines_of(DEMO, "SKEYID_A")]
    found = verdicts(tshark, tshark.staged(DEMO), lines_of(DEMO, "KA") + wrong, passes)
    expect_words(found[6], "failed: HASH(1) does not equal prf(SKEYID_a, M-ID |", "own.keys:1")
    expect_words(found[9], "failed: HASH(1) does not equal")


def key_exchange_at(frame):
    """Where in the ciphertext a whole block lies within the body of the KE payload."""
    plain = bytes.fromhex(expected(companion(PFS, "plain"))[frame])
    at, kind = 0, 8  # a Quick Mode begins with HASH
    while kind != KEY_EXCHANGE:
        kind, length = plain[at], int.from_bytes(plain[at + 2:at + 4], "big")
        at += length
    return (at + 4 + 31) // 16 * 16


def check_flipped_octet(tshark, passes):
    """One octet of ciphertext changed: the message still opens, and its HASH does not hold."""
    def change(all_of_them):
        packet = bytearray(all_of_them[6])
        packet[HEADERS + key_exchange_at(7)] ^= 1
        return [*all_of_them[:6], bytes(packet)]

    found = rows(tshark, rewrite(tshark, PFS, change), lines_of(PFS, "KA", "SKEYID_A"), passes,
                 "ikelog.decrypted", "ikelog.hash.verdict", "ikelog.event",
                 "ikelog.evidence.reason", "_ws.expert.message")[6]
    expect_equal(found[0].lower() in ("1", "true"), True, "decrypted")
    expect_words(found[1], "failed: HASH(1) does not equal prf(SKEYID_a, M-ID |")
    expect_words(found[2], "hash-failed")
    expect_words(found[3], "failed: HASH(1) does not equal")


def check_nat(tshark, name, verdict, passes):
    found = tshark.fields(capture_file(f"{name}.pcap"), ["ikelog.natd.verdict"], passes)
    seen = {value for row in found for value in row["ikelog.natd.verdict"]}
    expect_equal(seen, verdict, "what NAT-D payloads say")


NO_NAT = {"matches source", "matches destination"}


def changed_address(all_of_them):
    """The first messages, the fourth of which comes from another address on its way."""
    packet = bytearray(all_of_them[3])
    packet[14 + 15] ^= 1
    return [*all_of_them[:3], bytes(packet)]


def check_flipped_address(tshark, passes):
    copy = rewrite(tshark, DEMO, changed_address)
    found = rows(tshark, copy, [], passes, "ikelog.natd.verdict")
    expect_equal(found[2], ["matches destination|matches source"], "third message")
    expect_equal(found[3], ["matches destination|no match (NAT)"], "fourth message")


def notification(kind, spi, data=b""):
    return frames.payload(frames.struct.pack(">IBBH", 1, 1, len(spi), kind) + spi + data)


def deletion(spi):
    return frames.payload(frames.struct.pack(">IBBH", 1, 1, len(spi), 1) + spi)


# In clear, where no key is needed: payload, its type, what is said (None: nothing).
CLEAR = (
    ("initial-contact", notification(24578, BOTH), NOTIFY, "INITIAL-CONTACT is not protected"),
    ("foreign-initial-contact", notification(24578, b"C" * 16), NOTIFY,
     "the SPI of INITIAL-CONTACT is not the cookie pair of this IKE SA"),
    ("delete", deletion(BOTH), DELETE, "the Delete is not protected"),
    ("foreign-delete", deletion(b"C" * 16), DELETE, "the Delete names cookies of another IKE SA"),
    ("foreign-dpd", notification(36136, b"C" * 16, bytes(4)), NOTIFY,
     "the SPI of a DPD message is not the cookie pair of this IKE SA"),
    ("dpd", notification(36136, BOTH, bytes(4)), NOTIFY, None),
    ("lifetime", notification(24576, BOTH), NOTIFY, None),
    ("foreign-lifetime", notification(24576, b"CCCC"), NOTIFY, "the SPI of RESPONDER-LIFETIME"),
)


def check_clear(tshark, body, kind, words, passes):
    message = frames.isakmp(body, INFORMATIONAL, kind, mid=1, cookies=COOKIES)
    path = frames.write(tshark.home() / "made.pcap", [frames.datagram(message)])
    found = rows(tshark, path, [], passes, "ikelog.contradiction", "_ws.expert.message",
                 "ikelog.expert.contradiction")[0]
    if words is None:
        expect_equal((found[0], found[2]), ("", ""), "contradictions")
        return
    expect_words(found[0], words)
    expect_words(found[1], words)


def check_expert_dialog(tshark):
    """What the Expert dialog lists, without a tree."""
    message = frames.isakmp(deletion(BOTH), INFORMATIONAL, DELETE, mid=1, cookies=COOKIES)
    path = frames.write(tshark.home() / "made.pcap", [frames.datagram(message)])
    expect_words(tshark.run("-r", path, "-q", "-z", "expert").stdout,
                 "the Delete is not protected: anybody could have sent it")


def check_dpd(tshark, passes):
    """A question whose number leaps, and an answer to nothing that was asked."""
    packets_of_it = [frames.datagram(frames.isakmp(notification(kind, BOTH, number.to_bytes(4)),
                                                   INFORMATIONAL, NOTIFY, mid=mid,
                                                   cookies=COOKIES), back=back)
                     for mid, (kind, number, back) in enumerate((
                         (36136, 7, False), (36137, 7, True), (36136, 8, False),
                         (36137, 9, True), (36136, 8, False), (36136, 11, False)), 1)]
    path = frames.write(tshark.home() / "made.pcap", packets_of_it)
    found = [row[0] for row in rows(tshark, path, [], passes, "ikelog.contradiction")]
    expect_equal(found[:3], ["", "", ""], "numbers in order")
    expect_words(found[3], "DPD sequence number 9 is not that of the latest question")
    expect_words(found[5], "DPD sequence number 11 neither follows the one before nor repeats")


def cases(tshark):
    for passes in PASSES:
        end = f"/pass-{passes}"
        yield Case("second-message-tells-the-key" + end,
                   claim(check_second_message, tshark, passes))
        for name in ("mm-psk", "mm-psk-pfs", "ag-psk", "mm-rsa", "mm-ecdsa", "xauth-modeconfig",
                     "dpd-timeout", "libreswan-psk", "racoon-base"):
            yield Case(f"{name}-holds{end}", claim(check_real, tshark, name, passes))
        yield Case("base-exchange-with-another-key" + end,
                   claim(check_base_exchange, tshark, passes))
        yield Case("wrong-authentication-key-fails" + end,
                   claim(check_wrong_authentication_key, tshark, passes))
        yield Case("flipped-octet-fails" + end, claim(check_flipped_octet, tshark, passes))
        for name in ("mm-psk", "mm-psk-ipv6", "libreswan-psk"):
            yield Case(f"{name}-shows-no-nat{end}", claim(check_nat, tshark, name, NO_NAT, passes))
        for name in ("libreswan-nat", "racoon-nat", "vpnc-nat"):
            yield Case(f"{name}-shows-nat{end}",
                       claim(check_nat, tshark, name, NO_NAT | {"no match (NAT)"}, passes))
        yield Case("flipped-address-is-nat" + end, claim(check_flipped_address, tshark, passes))
        for name, body, kind, words in CLEAR:
            yield Case(f"clear-{name}{end}", claim(check_clear, tshark, body, kind, words, passes))
        yield Case("dpd-numbers-are-compared" + end, claim(check_dpd, tshark, passes))
    yield Case("expert-dialog-lists-contradictions", claim(check_expert_dialog, tshark))
