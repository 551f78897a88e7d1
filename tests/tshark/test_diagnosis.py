# SPDX-License-Identifier: GPL-2.0-or-later
"""The cause of a failing tunnel: verdict, reason and advice, with keys and without."""

import json
import re
from dataclasses import dataclass

from harness import PASSES, Case, Failure, capture_file, claim, companion


@dataclass(frozen=True)
class Row:
    """What is said of one negotiation: an IKE SA, or with `quick` the Quick Mode of that number."""

    capture: str
    closed: str          # the verdict without keys
    opened: str          # with keys; "": there are none
    reason: str | tuple  # parts of it, divided by "|"; a pair: without keys, with keys
    advice: str | tuple  # likewise of the advice
    sa: int = 0
    quick: int = -1


ROWS = (
    Row("p4500-dropped-mm", "path-blocked", "path-blocked",
        "everything on UDP 500 was answered, nothing on UDP 4500|frame 5|wrong pre-shared key",
        "Open UDP 4500 in both directions"),
    Row("p4500-rejected-mm", "unreachable", "unreachable",
        "ICMP reports administratively prohibited (4 times, first in frame 6)|frame 5|UDP 4500",
        "sends the ICMP errors"),
    Row("p4500-dropped-am", "path-blocked", "path-blocked",
        "nothing on UDP 4500|frame 3",
        "Open UDP 4500 in both directions"),
    Row("p4500-dropped-am", "path-blocked", "path-blocked",
        "nothing on UDP 4500",
        "UDP 4500", quick=0),
    Row("p4500-dropped-am", "path-blocked", "path-blocked",
        "nothing on UDP 4500",
        "UDP 4500", sa=1),
    Row("l2tp-windows-ok-cut", "in-progress", "in-progress",
        "message 5 has to come on UDP 4500",
        "capture filter includes UDP 4500"),
    Row("return-path-blocked", "path-blocked", "path-blocked",
        "192.0.2.1 repeats frame 1 (message 1) although it was answered in frame 2|return route",
        "the way back to 192.0.2.1"),
    Row("fragments-responder-view", "path-blocked", "path-blocked",
        "message 5 of 192.0.2.1 began to arrive 4 times (frames 5 to 8), never whole",
        "IP fragments"),
    Row("fragments-mm6", "half-open", "half-open",
        "repeats frame 7 (message 5) although it was answered in frame 10|3 IP fragments",
        "the way from 192.0.2.2 to 192.0.2.1"),
    Row("mm-rsa-fragments-dropped", "no-answer", "no-answer",
        "sent in 3 IP fragments",
        "IP fragments"),
    Row("esp-one-way", "established", "established",
        "ESP goes one way: 192.0.2.1 sent 5 packets (frames 12 to 16), none came back",
        "ESP (IP protocol 50", quick=0),
    Row("nat-id-type", "refused", "id-mismatch",
        ("did not repeat message 5 after frame 6|the keys agree",
         "shown was 10.9.0.2, an address behind a NAT"),
        ("log of 203.0.113.2",
         "Set the identity of 10.9.0.2")),
    Row("xauth-not-offered", "refused", "refused",
        ("did not repeat message 5 after frame 6|the keys agree",
         "the packet's own address, so no connection fits: XAUTH on or off"),
        "XAUTH on or off"),
    Row("cert-expired-responder", "refused", "cert-failed",
        ("192.0.2.1 probably refused message 6|frame 7",
         "the certificate shown expired on 2021-01-01"),
        "certificate"),
    Row("cert-not-sent", "refused", "cert-failed",
        ("message 5 has 396 octets: it hardly holds the certificate",
         "no certificate was sent in frame 5, though one was asked for"),
        "certificate"),
    Row("cert-wrong-name", "refused", "id-mismatch",
        ("192.0.2.1 probably refused message 6",
         "the identity shown was gate.example.com|its certificate is in its dates and holds this"
         " identity"),
        "identity"),
    Row("mm-rsa-untrusted", "refused", "cert-failed",
        ("did not repeat message 5",
         "the issuer of the certificate shown (C=CH, O=Lab, CN=other)"),
        "certificate"),
    Row("xauth-wrong-password-vpnc-nat", "established", "xauth-failed",
        ("",
         "refused in frame 6"),
        ("",
         "on the client, 203.0.113.1|user's entry on 203.0.113.2")),
    Row("id-private-address", "psk-mismatch", "id-mismatch",
        ("repeated that message after it (last in frame 10)",
         "refused with AUTHENTICATION_FAILED in frame 6|shown was 10.9.0.2, an address behind"),
        ("Enter the pre-shared key",
         "Set the identity of 203.0.113.1")),
    Row("cert-revoked", "refused", "auth-failed",
        ("did not repeat message 5",
         "the proof itself holds|the certificate is revoked"),
        ("log of 192.0.2.2",
         "whose proof holds|revocation list")),
    Row("transport-or-tunnel-libreswan", "refused", "selector-mismatch",
        ("frame 8",
         "INVALID_ID_INFORMATION in frame 8"),
        ("address ranges",
         "tunnel or both transport mode"), quick=0),
    Row("version-mismatch", "no-proposal", "",
        "NO_PROPOSAL_CHOSEN in frame 2",
        "one of IKEv1"),
    Row("xauth-lost", "path-blocked", "path-blocked",
        "repeats frame 7 (message 1) although it was answered in frame 8",
        "way back to 192.0.2.2"),
    Row("modecfg-unanswered-pluto", "config-failed", "config-failed",
        "192.0.2.2 never answered the request of mode config in frame 7",
        "on 192.0.2.2"),
    Row("modecfg-no-pool", "established", "config-failed",
        ("frame 6",
         "the reply of mode config in frame 12 carried no address"),
        ("",
         "address pool on 192.0.2.2")),
    Row("pool-exhausted", "established", "config-failed",
        ("frame 21",
         "the reply of mode config in frame 27 carried no address|exhausted"),
        ("",
         "address pool on 192.0.2.2"), sa=1),
    Row("pool-exhausted", "refused", "config-failed",
        ("could not be read (frame 29)",
         "the pool is missing or exhausted"),
        ("address ranges",
         "address pool"), sa=1, quick=0),
    Row("ts-swapped", "refused", "selector-mismatch",
        ("frame 8",
         "asked for 10.2.0.0/16 on its own side"),
        "address ranges", quick=0),
    Row("ts-swapped-8frames", "refused", "selector-mismatch",
        ("frame 8",
         "INVALID_ID_INFORMATION in frame 8"),
        "address ranges", quick=0),
    Row("ts-wide", "established", "established",
        ("frame 9",
         "asked for were 10.1.0.0/16 and 10.0.0.0/8, agreed are 10.1.0.0/16 and 10.2.0.0/16"),
        ("",
         "same ranges on both sides"), quick=0),
    Row("ah-nat", "established", "established",
        ("frame 9",
         "AH cannot pass a NAT"),
        ("",
         "ESP instead of AH"), quick=0),
    Row("qm3-lost", "half-open", "half-open",
        "192.0.2.2 repeats frame 8 (message 2)|message 2 was repeated after message 3",
        "the way from 192.0.2.1 to 192.0.2.2", quick=0),
    Row("flapping", "established", "established",
        "6 times in 15 s|ended 5 times by 192.0.2.2 after about 2.7 s",
        "log of 192.0.2.2"),
    Row("flapping", "aborted", "aborted",
        ("a new attempt began in frame 13",
         "after the responder had deleted the IKE SA in frame 11"),
        "log of", quick=1),
    Row("lifetime-short", "established", "established",
        "5 times in 15 s|ended 4 times by 192.0.2.2",
        "lifetime"),
    Row("same-id-twice", "established", "established",
        ("frame 6",
         "the same identity (branch) comes from two addresses|frame 16"),
        ("",
         "an identity of its own")),
    Row("same-id-replaced", "established", "established",
        ("frame 6",
         "the same identity (road@example.com) comes from two addresses|frame 16"),
        ("",
         "an identity of its own")),
    Row("unknown-peer", "no-proposal", "no-proposal",
        "AES-128/SHA-1/DHG2 was accepted from 192.0.2.1 in frame 2|no connection for 192.0.2.3",
        "a connection is configured for the address of 192.0.2.3", sa=1),
    Row("slow-cut", "in-progress", "",
        "it has waited 0.6 s for an answer",
        ""),
    Row("psk-trailing-blank-ionly", "one-direction", "one-direction",
        "only what 192.0.2.1 sent was captured|message 5 (frame 3)",
        "both directions"),
    Row("psk-trailing-blank-ronly", "one-direction", "one-direction",
        "only what 192.0.2.2 sent was captured",
        "both directions"),
    Row("silence-then-other-traffic", "no-answer", "",
        "sent 1 time within 85.7 s",
        "UDP 500"),
    Row("other-side-begins-later", "no-answer", "",
        "did not answer message 1 of frame 1",
        "IKEv1"),
    Row("other-side-begins-later", "established", "",
        "frame 7",
        "", sa=1),
    Row("wrong-psk-main", "psk-mismatch", "psk-mismatch",
        ("repeated that message after it (last in frame 11)",
         "open with different keys"),
        "Enter the pre-shared key anew on both sides"),
    Row("libreswan-wrong-psk", "psk-mismatch", "psk-mismatch",
        "repeats message 4 (frame 4)|did not arrive",
        "pre-shared key anew"),
    Row("mode-mismatch", "refused", "refused",
        "aggressive mode may not be allowed",
        "only allow main mode"),
    Row("no-peer", "no-answer", "no-answer",
        "it accepts only IKEv2",
        "IKEv1"),
    Row("no-psk-for-peer", "auth-failed", "auth-failed",
        "it has no pre-shared key for this peer",
        "Enter a pre-shared key for 192.0.2.1 on 192.0.2.2"),
    Row("phase1-reauthentication", "established", "established",
        ("frame 9",
         "deleted by the initiator in frame 16, under IKE SA 1"),
        "", quick=0),
)


def negotiations(tshark, capture, passes, keys):
    done = tshark.run(*tshark.reading(capture, passes, keys), "-q", "-z",
                      "ikelog,negotiations,json")
    return json.loads(done.stdout[:done.stdout.rindex("]") + 1])


def parts_of(text, keys):
    """The parts of `text`, one for both or a pair (without keys, with keys), that are wanted."""
    side = text if isinstance(text, str) else text[keys]
    return [part for part in side.split("|") if part]


def check(tshark, row, passes, keys):
    sa = negotiations(tshark, capture_file(f"{row.capture}.pcap"), passes, keys)[row.sa]
    said = sa if row.quick < 0 else sa["quick_modes"][row.quick]
    verdict = row.opened if keys else row.closed
    if said["verdict"] != verdict:
        raise Failure(f"{said['verdict']}, not {verdict}: {said['reason']}")
    for name in ("reason", "advice"):
        for part in parts_of(getattr(row, name), keys):
            if part not in (said[name] or ""):
                raise Failure(f"the {name} does not say \"{part}\": {said[name]}")
    sentences = re.findall(r"[.?!](?: |$)", said["advice"] or "")
    if len(sentences) > 2:
        raise Failure(f"more than two sentences of advice: {said['advice']}")


def check_fields(tshark):
    """The fields of each frame say what the table says."""
    frames = tshark.fields(capture_file("p4500-dropped-mm.pcap"),
                           ("ikelog.verdict", "ikelog.verdict.reason", "ikelog.verdict.advice"), 2)
    for frame in frames:
        if frame["ikelog.verdict"] != ["path-blocked"]:
            raise Failure(f"frame {frame['frame.number']}: {frame['ikelog.verdict']}")
        if not frame["ikelog.verdict.advice"][0].startswith("Open UDP 4500"):
            raise Failure(f"{frame['ikelog.verdict.advice']}")


# These came about: nothing may warn of them, in one pass or in two, with keys or without.
HEALTHY = ("mm-psk", "ag-psk", "mm-rsa", "mm-rsa-fragments", "nat", "nat-ag", "many-at-once",
           "crossing", "phase1-reauthentication", "racoon-psk", "racoon-twice", "libreswan-psk",
           "libreswan-nat", "vpnc-nat", "xauth-modeconfig", "modeconfig-push", "port-4500-at-once",
           "lossy", "mm6-lost", "repeats-seen", "slow-responder", "mirrored", "late-start-phase2",
           "libreswan-rekey", "initial-contact", "l2tp-windows-ok-cut")


def check_healthy(tshark, name, passes, keys):
    done = tshark.run(*tshark.reading(capture_file(f"{name}.pcap"), passes, keys), "-Y",
                      'ikelog && (_ws.expert.severity == "Warning" || '
                      '_ws.expert.severity == "Error")',
                      "-T", "fields", "-e", "frame.number", "-e", "_ws.expert.message")
    if done.stdout:
        raise Failure(done.stdout)


def cases(tshark):
    for row in ROWS:
        name = f"{row.capture}.{row.sa}" + (f".{row.quick}" if row.quick >= 0 else "")
        for passes in PASSES:
            yield Case(f"{name}/closed/pass-{passes}", claim(check, tshark, row, passes, False))
            if row.opened and companion(capture_file(f"{row.capture}.pcap"), "keys").exists():
                yield Case(f"{name}/opened/pass-{passes}", claim(check, tshark, row, passes, True))
    yield Case("fields", claim(check_fields, tshark))
    for name in HEALTHY:
        for passes in PASSES:
            yield Case(f"healthy/{name}/pass-{passes}",
                       claim(check_healthy, tshark, name, passes, False))
            if companion(capture_file(f"{name}.pcap"), "keys").exists():
                yield Case(f"healthy/{name}/opened/pass-{passes}",
                           claim(check_healthy, tshark, name, passes, True))
