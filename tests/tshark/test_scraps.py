# SPDX-License-Identifier: GPL-2.0-or-later
"""Scraps of logs (tests/scraps) as key files: each opens its capture, or it is said why not."""

import shutil

from harness import ROOT, Case, Failure, capture_file, claim, expect_equal

SCRAPS = ROOT / "tests" / "scraps"
# Protected messages of mm-psk: all of them are opened.
PROTECTED = 11
LONE = ("racoon-key-without-cookie", "racoon-syslog-new-cookie")
OPEN = ("charon-grep", "charon-without-prefix", "mikrotik-cookie-first",
        "mikrotik-packet-line-first", "mikrotik-trailing-blank", "pluto-collapsed-blanks",
        "pluto-helper", "pluto-icookie", "pluto-repeated-label", "racoon-blank-lines",
        "vpnc-excerpt", *LONE)
SAID = {
    "charon-level1": "recognised as a strongSwan log; no secret in it; raise the level: groups ike",
    "fortigate-nokey": "recognised as a FortiGate log; no secret in it; raise the level: diagnose",
    "racoon-info": "recognised as a racoon log; no secret in it; raise the level: log debug2",
    "mikrotik-info": "recognised as a MikroTik log; no secret in it; raise the level: /system log",
    "fortigate-timestamps-80-columns":
        "1 secret of 1 IKE SA (2f013665b867de80), 4 keys of IPsec SAs; none belongs to an IKE SA "
        "of this capture (9629777173cf6abd)",
}


def with_log(tshark, name, capture, *arguments):
    home = tshark.home()
    shutil.copy(SCRAPS / f"{name}.log", home / f"{name}.log")
    (home / f"{name}.log").chmod(0o644)
    return tshark.run("-r", tshark.staged(capture_file(f"{capture}.pcap")), "-2", "-o",
                      f"ikelog.keylog_file:{home / name}.log", *arguments, home=home)


def check_opens(tshark, name):
    done = with_log(tshark, name, "mm-psk", "-Y", "ikelog.decrypted == 1", "-T", "fields", "-e",
                    "ikelog.key.source")
    sources = done.stdout.splitlines()
    expect_equal((len(sources), done.stderr), (PROTECTED, ""), "messages that open, complaints")
    if ("where no cookie stands" in sources[0]) != (name in LONE) or name not in sources[0]:
        raise Failure(f"the source is not named: {sources[0]}")


def check_said(tshark, name):
    """Once on standard error, below the table, and in the tree of the first closed message."""
    done = with_log(tshark, name, "mm-psk", "-q", "-z", "ikelog,negotiations")
    expect_equal((done.stderr.count(SAID[name]), SAID[name] in done.stdout), (1, True),
                 f"sentence in {done.stderr}")
    fields = with_log(tshark, name, "mm-psk", "-T", "fields", "-e", "ikelog.key.needed").stdout
    told = [line for line in fields.splitlines() if line]
    if len(told) != 1 or "What was given: " + name not in told[0]:
        raise Failure(f"not in the tree of the first closed message: {fields}")


def check_one_sides_key(tshark):
    """The log of one device has its key; the peer's message shows that it has another."""
    done = with_log(tshark, "wrong-psk-key-of-one-side.fortigate", "wrong-psk-key-of-one-side",
                    "-q", "-z", "ikelog,negotiations")
    for words in ("psk-mismatch", "its key of this IKE SA does not fit the message",
                  "the two sides have different pre-shared keys"):
        if words not in done.stdout:
            raise Failure(f"{words!r} is not in:\n{done.stdout}")


def cases(tshark):
    for name in OPEN:
        yield Case(f"{name} opens its capture", claim(check_opens, tshark, name))
    for name in SAID:
        yield Case(f"{name} is told in one sentence", claim(check_said, tshark, name))
    yield Case("the key of one side is told from a wrong one", claim(check_one_sides_key, tshark))
