# SPDX-License-Identifier: GPL-2.0-or-later
"""What is said about odd messages: each row is a fault that was found, with what has to be said.

A row names a capture of test-captures/faults, a frame, a field, texts that some value of it has to
hold and texts (after NOT) that none may hold.
"""

from harness import CAPTURES, Case, Failure, capture_file, claim, expect_equal

FAULTS = CAPTURES / "faults"
NOT = object()

EXPLANATION = "ikelog.explanation"
DESCRIPTION = "ikelog.description"
EVENT = "ikelog.event"
SUMMARY = "ikelog.summary"
EXPERT = "_ws.expert.message"

ROWS = [
    ("refusal-with-cut-spi", 2, EVENT, ["no-proposal-chosen"]),
    ("refusal-with-cut-spi", 2, "ikelog.verdict", ["no-proposal"]),
    ("refusal-whole", 2, "ikelog.verdict", ["no-proposal"]),
    ("notify-with-cut-spi", 2, SUMMARY, ["NOTIFY:NO_PROPOSAL_CHOSEN"]),
    ("gdoi-payloads", 2, SUMMARY, ["MM (SA, P15, P16)"]),
    ("gdoi-payloads", 2, "ikelog.log", ["MM (SA, P15, P16)", NOT, "NAT-D"]),
    ("proposal-cut-by-capture", 1, SUMMARY, ["MM (SA, ?)"]),
    ("proposal-cut-by-capture", 2, EXPLANATION, ["3DES/?", NOT, "Reserved"]),
    ("sa-without-proposal", 1, EXPLANATION, [NOT, ": ."]),
    ("payloads-cut-by-capture", 1, SUMMARY, ["AG (SA, KE, ?)"]),
    ("responder-lifetime-without-offer", 2, EXPLANATION, ["86400 seconds", NOT, "shorter"]),
    ("rl-phase1", 7, DESCRIPTION, ["3600 seconds, shorter than the 86400 seconds offered"]),
    ("rl-shorter", 8, EXPLANATION, ["3600 seconds, shorter than the 28800 seconds offered"]),
    ("rl-longer", 8, EXPLANATION, ["86400 seconds, longer than the 3600 seconds offered"]),
    ("rl-kilobytes", 8, EXPLANATION, ["1000 kilobytes; offered were 28800 seconds"]),
    ("rl-both", 8, EXPLANATION, ["3600 seconds and 1000 kilobytes; offered were 28800 seconds"]),
    ("rl-empty", 8, EXPLANATION, ["none, as the notification holds no duration", NOT, "28800"]),
    ("rl-short-form", 8, EXPLANATION, ["3600 seconds, shorter than"]),
    ("replay-status-off", 1, EXPLANATION, ["does not check them"]),
    ("gdoi-protected-with-push", 7, SUMMARY, ["GROUPKEY-PULL *(HASH, ?)"]),
    ("gdoi-protected-with-push", 9, EVENT, ["packet", NOT, "ipsec-sa-loaded"]),
    ("gdoi-protected-with-push", 10, EXPLANATION, ["hands out the keys", NOT, "commit"]),
    ("gdoi-protected-with-push", 11, SUMMARY, ["GROUPKEY-PUSH *(P18, ?)"]),
    ("gdoi-protected-with-push", 11, EXPLANATION, ["(KEK)", NOT, "Ka or SKEYID_e", "RFC 2409"]),
    ("gdoi-pull-push-clear", 8, EXPLANATION, [NOT, "accepted", "SPI", ": ."]),
    ("gdoi-pull-push-clear", 8, "ikelog.gdoi.source", ["10.0.0.0/8"]),
    ("gdoi-pull-push-clear", 9, EXPLANATION, [NOT, "Phase 2", "()"]),
    ("gdoi-pull-push-clear", 10, "ikelog.gdoi.spi", ["deadbeef"]),
    ("gdoi-pull-push-clear", 11, EVENT, ["packet", NOT, "capture-started-later"]),
    ("gdoi-pull-push-clear", 11, "ikelog.gdoi.destination", ["10.0.0.0/8"]),
    ("gdoi-pull-push-clear", 11, "ikelog.proposal.number", [NOT, "0", "1"]),
    ("qm-hole-cut", 8, EXPLANATION, [NOT, ": .", ":  and"]),
    ("qm-hole-cut", 9, EXPLANATION, ["Phase 2 is complete.", NOT, "()"]),
    ("qm-hole-no-proposal", 9, EXPLANATION, [NOT, "()"]),
    ("qm-hole-no-transform", 9, EXPLANATION, [NOT, "()"]),
    ("qm-hole-none", 8, EXPLANATION, [NOT, "SPI"]),
    ("qm-hole-isakmp-in-qm", 9, EXPLANATION, [NOT, "as ESP"]),
    ("qm-hole-protocol-0", 9, EXPLANATION, [NOT, "as ESP"]),
    ("qm-not-offered", 8, EXPERT, ["never offered (RFC 2408 4.2)"]),
    ("unity-load-balance", 7, EVENT, ["load-balance"]),
    ("unity-load-balance", 7, EXPLANATION, ["198.51.100.77", NOT, "40501"]),
    ("xauth-password-in-clear", 1, EXPLANATION,
     ["not protected: everybody on the way can read them", NOT, "protected by the IKE SA"]),
    ("xauth-password-in-clear", 1, EXPLANATION, ["This message is not protected"]),
    ("notify-type-0", 1, EXPERT, ["Notification 0."]),
    ("dpd-without-number", 1, EXPERT, [NOT, "number 0"]),
    ("delete-ipcomp", 1, EVENT, ["ipsec-sa-deleted"]),
    ("delete-ipcomp", 1, DESCRIPTION, ["IPCOMP CPI 355b"]),
    ("delete-ipcomp", 1, EXPLANATION, ["IPCOMP CPI 355c"]),
    ("cert-crl", 1, EXPLANATION, ["certificate revocation list"]),
    ("id-gn-ip", 1, "ikelog.id.text", ["ip:192.0.2.9"]),
    ("id-gn-dn", 1, "ikelog.id.text", ["dn:C=DE, O="]),
    ("id-dn-cut", 1, EXPERT, ["this is no distinguished name"]),
    ("frag-conflict", 4, EXPERT, ["two fragments 2 differ"]),
    ("frag-conflict", 4, "ikelog.fragment.conflict", ["1"]),
    ("vid-check-point-reserved", 1, "ikelog.vid.check_point.reserved", ["0xdeadbeef"]),
    ("two-responder-cookies", 3, EVENT, ["packet", NOT, "address-changed"]),
    ("vendor-id-before-sa", 1, "ikelog.from", ["responder"]),
    ("vendor-id-before-sa", 1, "ikelog.step", ["2"]),
    ("p1-no-attributes", 1, EXPLANATION, ["nothing proposed", NOT, "Reserved"]),
    ("p1-encryption-65541", 1, EXPLANATION, ["#65541/SHA-1/DHG2"]),
    ("config-empty", 1, EXPERT, ["too short", NOT, "the packet ends"]),
    ("stock-bug-doi-only", 1, EXPLANATION, [NOT, ": ."]),
]

# What explanations have to say, or must not, of negotiations that are whole: capture, with its
# keys or without, frame, field, texts.
WHOLE = [
    ("hybrid-xauth", True, 5, DESCRIPTION, ["leaves the proof to XAUTH", NOT, "proves it"]),
    ("hybrid-xauth", True, 6, EXPLANATION,
     ["the initiator only when XAUTH is through", NOT, "authenticated each other"]),
    ("mm-psk", True, 6, EXPLANATION, ["The peers have authenticated each other"]),
    ("mm-psk", False, 6, EXPLANATION,
     ["Whether the proofs hold was not checked here", NOT, "authenticated each other"]),
    ("mm-rsa", False, 4, EXPLANATION, [NOT, "pre-shared key"]),
    ("mm-rsa-untrusted", False, 5, EXPLANATION, [NOT, "pre-shared key"]),
    ("mm-psk", True, 7, EXPLANATION, ["no perfect forward secrecy", "Tunnel mode"]),
    ("dh-private-pfs", True, 7, EXPLANATION, ["Perfect forward secrecy, group"]),
    ("nat-transport", True, 7, EXPLANATION, ["Transport mode", "wrapped in UDP"]),
    ("ah-nat", True, 9, EXPLANATION, ["AH cannot pass the NAT", NOT, "can flow"]),
    ("mm-psk", True, 1, EXPLANATION, ["vendor IDs announce XAUTH", NOT, "If no answer comes"]),
    ("wrong-id", True, 6, EXPLANATION, ["Both sides hold the same key", NOT, "pre-shared"]),
    ("mode-mismatch", False, 2, EXPLANATION, ["No proof of the initiator", NOT, "pre-shared"]),
    ("modecfg-no-pool", True, 12, EXPLANATION, ["check the pool of addresses"]),
    ("nat-id-type", True, 6, DESCRIPTION, ["Refused: authentication failed."]),
    ("racoon-rsa", False, 5, DESCRIPTION, ["A part of a larger message"]),
]


def name_of(row):
    number = sum(other[:3] == row[:3] for other in ROWS[:ROWS.index(row)])
    return f"{row[0]}/{row[1]}/{row[2]}" + (f"/{number + 1}" if number else "")


def check(tshark, path, frame, field, texts, keys=True):
    rows = tshark.fields(path, [field], passes=2, keys=keys,
                         extra=("-o", "ikelog.stock_tree:never"))
    values = [value for row in rows if row["frame.number"] == [str(frame)] for value in row[field]]
    split = texts.index(NOT) if NOT in texts else len(texts)
    for text in texts[:split]:
        if not any(text in value for value in values):
            raise Failure(f"'{text}' is missing in {values}")
    for text in texts[split + 1:]:
        if any(text in value for value in values):
            raise Failure(f"'{text}' stands in {values}")


def check_lists(tshark, name, payloads):
    """Summary, log, ladder and lesson list the same payloads."""
    done = tshark.run(*tshark.reading(FAULTS / f"{name}.pcap", 2), "-q", "-z", "ikelog,ladder",
                      "-z", "ikelog,log").stdout
    expect_equal(done.count(payloads), 2, f"how often {payloads} is listed")


def check_lesson(tshark):
    lesson = tshark.run(*tshark.reading(FAULTS / "payloads-cut-by-capture.pcap", 2), "-q", "-z",
                        "ikelog,lesson").stdout
    expect_equal("public value): 66 octets" in lesson, False, "a length that was cut")
    expect_equal("128 octets" in lesson, True, "the length that the payload has")
    expect_equal("the capture cut the message here" in lesson, True, "that it was cut")


def check_stock_left_out(tshark, name):
    """What the stock dissector misreads it is not asked about."""
    done = tshark.run(*tshark.reading(FAULTS / f"{name}.pcap", 2), "-V", "-o",
                      "ikelog.stock_tree:auto", status=None)
    expect_equal("not asked about this message" in done.stdout, True, "the note")
    expect_equal("Malformed" in done.stdout, False, "a complaint of the stock dissector")
    expect_equal("Dissector bug" in done.stderr, False, "a bug of the stock dissector")


def check_hybrid(tshark):
    lesson = tshark.run(*tshark.reading(capture_file("hybrid-xauth.pcap"), 2), "-q", "-z",
                        "ikelog,lesson").stdout
    expect_equal("owner of the pre-shared key" in lesson, False, "a proof of another method")
    expect_equal("only when XAUTH is through" in lesson, True, "who is not authenticated yet")


def cases(tshark):
    for row in ROWS:
        yield Case(name_of(row), claim(check, tshark, FAULTS / f"{row[0]}.pcap", *row[1:]))
    for name, keys, frame, field, texts in WHOLE:
        first = next(text for text in texts if text is not NOT)
        yield Case(f"{name}/{'with' if keys else 'without'} keys/{frame}/{first}",
                   claim(check, tshark, capture_file(f"{name}.pcap"), frame, field, texts, keys))
    yield Case("lists/gdoi-payloads", claim(check_lists, tshark, "gdoi-payloads", "SA, P15, P16"))
    yield Case("lists/notify-with-cut-spi",
               claim(check_lists, tshark, "notify-with-cut-spi", "NOTIFY:NO_PROPOSAL_CHOSEN"))
    yield Case("lesson/length-of-a-cut-payload", claim(check_lesson, tshark))
    for name in ("cert-crl", "ip6-netmask-of-16-octets", "stock-bug-doi-only"):
        yield Case(f"stock-left-out/{name}", claim(check_stock_left_out, tshark, name))
    yield Case("lesson/hybrid-xauth", claim(check_hybrid, tshark))
