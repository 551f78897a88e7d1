# SPDX-License-Identifier: GPL-2.0-or-later
"""Each message of the vendors' documents comes where its evidence is, and stays away beside it.

The rows follow the table of docs/dialects.md. What a dialect of the user's own folder does is tested with the
example of that document.
"""

from harness import PASSES, ROOT, Case, Failure, capture_file, claim, expect_equal

RESPONDER = ("-o", "ikelog.perspective:responder")
ZYXEL, NORTEL, CISCO = "zyxel-prestige", "nortel-bsr", "cisco-vpn-client"
IOS, XE, ASA, SONICWALL, FORTIGATE = ("cisco-ios", "cisco-ios-xe", "cisco-asa", "sonicwall",
                                      "fortigate")
EXAMPLE = ROOT / "docs" / "examples" / "draytek-vigor.dialect"
FOLDER = ".config/wireshark/ikelog/dialects"


def rules(*rows):
    """Options that set ikelog_rules; a row is number, gateway and four addresses."""
    options = []
    for row in rows:
        quoted = ",".join(f'"{value}"' for value in row.split())
        options += ["-o", f"uat:ikelog_rules:{quoted}"]
    return tuple(options)


GATEWAY = "1 192.0.2.1 10.2.0.0 10.2.255.255 10.1.0.0 10.1.255.255"
ASKED = "10.2.7.0 10.2.7.255"       # in selector-mismatch
OTHER_REMOTE = f"1 192.0.2.1 {ASKED} 10.9.0.0 10.9.255.255"
SAME_REMOTE = f"1 192.0.2.1 {ASKED} 10.1.0.0 10.1.255.255"
ANYBODY_ASKED = f"2 0.0.0.0 {ASKED} 0.0.0.0 255.255.255.255"
ANYBODY = "2 0.0.0.0 10.2.0.0 10.2.255.255 0.0.0.0 255.255.255.255"
TAKEN = "1 203.0.113.1 10.7.0.0 10.7.0.255 10.1.5.0 10.1.5.255"
FREE = "1 203.0.113.1 10.7.0.0 10.7.0.255 10.8.5.0 10.8.5.255"

# message, dialect, (capture, options) that print it, (capture, options) that do not
ROWS = (
    ("Initiating IKE Phase 1 (IP ADDR=192.0.2.2)", CISCO, ("mm-psk", ()), ("mm-psk", RESPONDER)),
    ("Established IKE SA", CISCO, ("ag-psk", ()), ("wrong-responder-id", ())),
    ("Initiating IKE Phase 2 with Client IDs (message id:", CISCO, ("mm-psk", ()),
     ("mm-psk", RESPONDER)),
    ("Loading IPsec SA (Message ID =", CISCO, ("quick-mode-commit-bit", ()),
     ("no-proposal-phase2", ())),
    ("NOTIFY:STATUS_INITIAL_CONTACT", CISCO, ("mm-psk", ()), ("mm-psk-bare", ())),
    ("NOTIFY:STATUS_RESP_LIFETIME", CISCO, ("quick-mode-commit-bit", ()), ("mm-psk", ())),
    ("NOTIFY:NOTIFY_CONNECTED", CISCO, ("quick-mode-commit-bit", ()), ("mm-psk", ())),
    ("message not received! Retransmitting!", CISCO, ("no-peer", ()), ("quick-mode-refused", ())),
    ("(Retransmission)", CISCO, ("quick-mode-refused", ()), ("mirrored", ())),
    ("Exceeded 3 IKE SA negotiation attempts", CISCO, ("no-peer", ()), ("mm6-lost", ())),
    ("Received NO_PROPOSAL_CHOSEN message", CISCO, ("no-proposal-phase2", ()),
     ("selector-mismatch", ())),
    ("Exceeded retry attempts - deleting IPSec Security Association", CISCO,
     ("quick-mode-refused", ()), ("no-proposal-phase2", ())),
    ("Send Main Mode request to <192.0.2.2>", ZYXEL, ("mm-psk", ()), ("late-start-phase1", ())),
    ("Send Aggressive Mode request to <192.0.2.2>", ZYXEL, ("ag-psk", ()), ("mm-psk", ())),
    ("Recv Main Mode request from <192.0.2.1>", ZYXEL, ("mm-psk", RESPONDER),
     ("late-start-phase1", RESPONDER)),
    ("Recv Aggressive Mode request from <192.0.2.1>", NORTEL, ("ag-psk", RESPONDER),
     ("mm-psk", RESPONDER)),
    ("Phase 1 IKE SA process done", ZYXEL, ("mm-psk", ()), ("wrong-psk-main", ())),
    ("Start Phase 2: Quick Mode", ZYXEL, ("mm-psk", ()), ("wrong-id", ())),
    ("!! IKE Negotiation is in process", ZYXEL, ("crossing", ("-o", "ikelog.local:192.0.2.1")),
     ("phase1-reauthentication", ())),
    ("!! Duplicate requests with the same cookie", ZYXEL, ("slow-responder", RESPONDER),
     ("mm3-silence", RESPONDER)),
    ("!! No proposal chosen", ZYXEL, ("no-proposal-phase1", ()), ("selector-mismatch", ())),
    ("!! No proposal chosen", NORTEL, ("no-proposal-phase2", RESPONDER),
     ("selector-mismatch", RESPONDER)),
    ("!! Verifying Local ID failed", ZYXEL, ("selector-mismatch", RESPONDER + rules(GATEWAY)),
     ("mm-psk", RESPONDER + rules(GATEWAY))),
    ("!! Verifying Local ID failed", NORTEL, ("selector-mismatch", RESPONDER + rules(GATEWAY)),
     ("selector-mismatch", RESPONDER)),
    ("!! Verifying Remote ID failed", ZYXEL, ("selector-mismatch", RESPONDER + rules(OTHER_REMOTE)),
     ("selector-mismatch", RESPONDER + rules(SAME_REMOTE))),
    ("!! Local / remote IPs of incoming request conflict with rule <1>", ZYXEL,
     ("selector-mismatch", RESPONDER + rules(TAKEN, ANYBODY_ASKED)),
     ("mm-psk", RESPONDER + rules(TAKEN, ANYBODY))),
    ("!! Local / remote IPs of incoming request conflict with rule <1>", NORTEL,
     ("selector-mismatch", RESPONDER + rules(TAKEN, ANYBODY_ASKED)),
     ("selector-mismatch", RESPONDER + rules(FREE, ANYBODY_ASKED))),
    ("!! Invalid IP <224.0.0.0>/<239.255.255.255>", ZYXEL,
     ("multicast-selector-refused", RESPONDER), ("multicast-selector", RESPONDER)),
    ("!! Remote IP <10.1.0.0> / <10.1.255.255> conflicts", ZYXEL,
     ("overlapping-clients-refused", RESPONDER + rules(ANYBODY)),
     ("overlapping-clients", RESPONDER + rules(ANYBODY))),
    ("!! Active connection allowed exceeded", ZYXEL,
     ("phase2-at-once", RESPONDER + ("-o", "ikelog.max_phase2:2")),
     ("phase2-at-once", RESPONDER + ("-o", "ikelog.max_phase2:3"))),
    ("!! IKE Packet Retransmit", ZYXEL, ("no-peer", ()), ("mirrored", ())),
    ("!! Failed to send IKE Packet", NORTEL, ("unreachable", ()), ("no-peer", ())),
    ("!! Too many errors! Deleting SA", ZYXEL, ("no-peer", ()), ("mm6-lost", ())),
    ("!! WAN IP changed to <192.0.2.3>", ZYXEL, ("address-changed", ()),
     ("overlapping-clients", ())),
    ("!! Discard REPLAY packet", ZYXEL, ("esp-replayed", ("-o", "ikelog.local:192.0.2.2")),
     ("duplicated", ("-o", "ikelog.local:192.0.2.2"))),
    ("retransmitting phase 1 MM_SA_SETUP...", IOS, ("mm3-silence", ()), ("mm-psk", ())),
    ("processing NOTIFY PROPOSAL_NOT_CHOSEN", IOS, ("no-proposal-phase2", ()),
     ("no-proposal-phase2", RESPONDER)),
    ("error TRUE reason \"QM rejected\"", XE, ("no-proposal-phase2", RESPONDER),
     ("no-proposal-phase2", ())),
    ("No NAT Found for self or peer", XE, ("mm-psk", ()), ("nat-3des-inside", ())),
    ("My hash no match -  this node inside NAT", XE, ("nat-3des-inside", ()), ("mm-psk", ())),
    ("Global (R) MM_SA_SETUP", XE, ("mm-psk", RESPONDER), ("ag-psk", RESPONDER)),
    ("Sending an IKE IPv6 Packet.", XE, ("mm-psk-ipv6", ()), ("mm-psk", ())),
    ("processing SA payload. message ID = 0", XE, ("mm-psk", ()), ("ag-psk", ())),
    ("Input = IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE", XE, ("mm-psk", ()),
     ("late-start-phase2", ())),
    ("%ASA-5-713120", ASA, ("mm-psk", ()), ("no-proposal-phase2", ())),
    ("IKE_DECODE RESENDING Message", ASA, ("mm3-silence", ()), ("mm-psk", ())),
    ("un-encrypted INVALID_COOKIE notify", ASA, ("mm3-invalid-cookie", ()), ("mm3-silence", ())),
    ("LAN-to-LAN Group", ASA, ("mm-psk", ()), ("libreswan-xauth", ())),
    ("Drop duplicate packet", SONICWALL, ("answers-dropped-libreswan", RESPONDER),
     ("mirrored", RESPONDER)),
    ("No response - remote party timeout", SONICWALL, ("answers-dropped-libreswan", RESPONDER),
     ("ag-psk", RESPONDER)),
    ("probable pre-shared secret mismatch", FORTIGATE, ("wrong-psk-main", RESPONDER),
     ("mm-psk", RESPONDER)),
    ("no matching phase2 found", FORTIGATE, ("selector-mismatch", RESPONDER),
     ("no-proposal-phase2", RESPONDER)),
    ("sent IKE msg (P1_RETRANSMIT)", FORTIGATE, ("no-peer", ()), ("mm-psk", ())),
)


def log(tshark, where, dialect, passes):
    capture, options = where
    return tshark.log(capture_file(f"{capture}.pcap"), dialect, passes, extra=options)


def check_printed(tshark, message, dialect, where, passes):
    if message not in log(tshark, where, dialect, passes):
        raise Failure(f"{where[0]} does not print it")


def check_absent(tshark, message, dialect, where, passes):
    if message in log(tshark, where, dialect, passes):
        raise Failure(f"{where[0]} prints it")


# The log of the example, as the product's own log has the same messages.
EXAMPLE_LOG = """\
IKE <==, Next Payload=ISAKMP_NEXT_SA, Exchange Type = 0x2, Message ID = 0x0
Responding to Main Mode from 192.0.2.1
Accept Phase1 proposals : ENCR OAKLEY_AES_CBC, HASH OAKLEY_SHA
IKE ==>, Next Payload=ISAKMP_NEXT_SA, Exchange Type = 0x2, Message ID = 0x0
IKE <==, Next Payload=ISAKMP_NEXT_KE, Exchange Type = 0x2, Message ID = 0x0
NAT-Traversal: Using RFC 3947, no NAT detected
IKE ==>, Next Payload=ISAKMP_NEXT_KE, Exchange Type = 0x2, Message ID = 0x0
IKE <==, Next Payload=ISAKMP_NEXT_ID, Exchange Type = 0x2, Message ID = 0x0
IKE ==>, Next Payload=ISAKMP_NEXT_ID, Exchange Type = 0x2, Message ID = 0x0
IKE <==, Next Payload=ISAKMP_NEXT_HASH, Exchange Type = 0x20, Message ID = 0x1bac9a2e
Receive client L2L remote network setting is 10.1.0.0/16
Parse dial-in phase2 SA proposals failed
IKE ==>, Next Payload=ISAKMP_NEXT_HASH, Exchange Type = 0x5, Message ID = 0x3042982b
"""


def check_user_folder(tshark):
    name = EXAMPLE.stem
    home = tshark.home({f"{FOLDER}/{EXAMPLE.name}": EXAMPLE.read_text(encoding="utf-8")})
    arguments = tshark.reading(capture_file("no-proposal-phase2.pcap"))
    text = tshark.run(*arguments, *RESPONDER, "-q", "-z", f"ikelog,log,dialect={name}",
                      home=home).stdout
    lines = "".join(line.split(" ", 2)[2] for line in text.splitlines(keepends=True))
    expect_equal(lines, EXAMPLE_LOG, "the log of the user's dialect, without times")


def check_user_continuation(tshark):
    """What a file says goes before further lines, whatever it is; nothing else differs."""
    builtin = ROOT / "plugin" / "dialects" / f"{CISCO}.dialect"
    own = builtin.read_text(encoding="utf-8").replace(f"name={CISCO}", "name=own")
    home = tshark.home({f"{FOLDER}/own.dialect": own.replace(r"continuation=\s\s\s",
                                                             "continuation=@@@@")})
    reading = tshark.reading(capture_file("mm-psk.pcap"))
    usual, text = (tshark.run(*reading, "-q", "-z", f"ikelog,log,dialect={name}", home=home).stdout
                   for name in (CISCO, "own"))
    if "\n   MY COOKIE" not in usual:
        raise Failure(f"the log has no further lines:\n{usual}")
    expect_equal(text, usual.replace("\n   ", "\n@@@@"), "the log with another continuation")


def check_unknown_dialect(tshark):
    """Where the chosen dialect is not there, the usual one speaks, whichever others there are."""
    reading = (*tshark.reading(capture_file("no-peer.pcap")), "-q", "-z", "ikelog,log")
    expect_equal(tshark.run(*reading, "-o", "ikelog.dialect:nobody").stdout,
                 tshark.run(*reading).stdout, "the log in a dialect that there is not")


def check_own_product(tshark):
    """With `auto` the settings, the log's option and the field have what the product says."""
    capture = capture_file("mm-psk.pcap")
    auto = ("-o", "ikelog.dialect:auto")
    field = ["ikelog.log", "ikelog.log.product"]
    rows = tshark.fields(capture, field, 2, extra=auto)
    usual = tshark.fields(capture, field[:1], 2, extra=("-o", "ikelog.dialect:strongswan"))
    expect_equal([row["ikelog.log"] for row in rows], [row["ikelog.log"] for row in usual],
                 "what the initiator's product says")
    expect_equal({row["ikelog.log.product"][0].split(":")[0] for row in rows}, {"strongswan"},
                 "who speaks")
    reading = (*tshark.reading(capture), "-q", "-z")
    said = tshark.run(*reading, "ikelog,log,dialect=auto").stdout
    title, log = said.split("\n", 1)
    expect_equal(log, tshark.run(*reading, "ikelog,log,dialect=strongswan").stdout,
                 "the log below the line that tells who speaks")
    if not title.startswith("==== strongswan: "):
        raise Failure(f"nobody tells who speaks: {title}")


def check_broken_file(tshark):
    home = tshark.home({f"{FOLDER}/mine.dialect": "[dialect]\nname=mine\n[packet]\nbohth=x\n"})
    done = tshark.run(*tshark.reading(capture_file("no-peer.pcap")), home=home)
    if "mine.dialect:4: unknown key" not in done.stderr:
        raise Failure(f"nobody was told of the fault in the file:\n{done.stderr}")


def check_rule_is_refused(tshark):
    reversed_range = "1 192.0.2.1 10.2.0.9 10.2.0.0 10.1.0.0 10.1.255.255"
    done = tshark.run(*tshark.reading(capture_file("no-peer.pcap")), *rules(reversed_range),
                      status=None)
    if "backwards" not in done.stderr:
        raise Failure(f"a range that runs backwards was accepted:\n{done.stderr}")


def cases(tshark):
    for message, dialect, printed, absent in ROWS:
        for passes in PASSES:
            name = f"{dialect}/{message}/pass-{passes}"
            yield Case(f"{name}/{printed[0]}-prints",
                       claim(check_printed, tshark, message, dialect, printed, passes))
            yield Case(f"{name}/{absent[0]}-does-not",
                       claim(check_absent, tshark, message, dialect, absent, passes))
    yield Case("user-folder-is-read", claim(check_user_folder, tshark))
    yield Case("user-continuation-is-printed", claim(check_user_continuation, tshark))
    yield Case("unknown-dialect-is-the-usual-one", claim(check_unknown_dialect, tshark))
    yield Case("auto-speaks-as-the-product", claim(check_own_product, tshark))
    yield Case("fault-in-user-file-is-told", claim(check_broken_file, tshark))
    yield Case("senseless-rule-is-refused", claim(check_rule_is_refused, tshark))
