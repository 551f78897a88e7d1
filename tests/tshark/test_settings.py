# SPDX-License-Identifier: GPL-2.0-or-later
"""What the user sets wrong is said in plain words, and what is set right takes effect."""

import os
import socket

from harness import Case, Failure, capture_file, claim, expect_equal

DEMO = capture_file("mm-psk.pcap")
RULE = '"{}","{}","{}","{}","{}","{}"'
GOOD_RULE = RULE.format(1, "192.0.2.9", "10.0.0.1", "10.0.0.9", "10.1.0.0", "10.1.0.9")

# name: (arguments, words that the message must hold); tshark refuses to start
REFUSED = {
    "tap-option-unknown": (["-z", "ikelog,log,dilect=x"], ["dilect", "dialect=", "local=", "filter="]),
    "tap-dialect-unknown": (["-z", "ikelog,log,dialect=x"], ["\"x\"", "cisco-vpn-client"]),
    "tap-address-bad": (["-z", "ikelog,log,local=192.0.2.1,house"], ["house", "192.0.2.1"]),
    "tap-filter-bad": (["-z", "ikelog,log,filter=ike=="], ["ike=="]),
    "key-bad": (["-o", 'uat:ikelog_keys:"KA","12","00"'], ["16 hex digits"]),
    "rule-reversed": (["-o", "uat:ikelog_rules:" + RULE.format(
        1, "", "10.0.0.9", "10.0.0.1", "10.1.0.0", "10.1.0.9")], ["Rule 1", "backwards"]),
    "rule-address-bad": (["-o", "uat:ikelog_rules:" + RULE.format(
        1, "gate", "10.0.0.1", "10.0.0.9", "10.1.0.0", "10.1.0.9")], ["secure gateway", "gate"]),
    "rules-overlap": (["-o", f"uat:ikelog_rules:{GOOD_RULE}", "-o", "uat:ikelog_rules:" + RULE.format(
        2, "192.0.2.8", "10.0.0.5", "10.0.0.7", "10.1.0.0", "10.1.0.9")], ["Rule 2", "rule 1"]),
    "connection-bad": (["-o", 'uat:ikelog_connections:"peer","Demo"'], ["192.0.2.1"]),
}

# name: (arguments, words that the warning must hold); tshark goes on without
WARNED = {
    "dialect-unknown": (["-o", "ikelog.dialect:x"], ["\"x\"", "zyxel-prestige"]),
    "address-bad": (["-o", "ikelog.local:192.0.2.1,house"], ["house", "10.0.0.0/8"]),
    "key-file-missing": (["-o", "ikelog.keylog_file:/nowhere/keys"], ["/nowhere/keys"]),
}

# What a path may lead to that is no file: how to make it, and what it is called.
NO_FILES = {
    "pipe": (os.mkfifo, "a pipe"),
    "directory": (os.mkdir, "a directory"),
    "socket": (lambda path: socket.socket(socket.AF_UNIX).bind(str(path)), "a socket"),
}


def expect_words(text, words):
    missing = [word for word in words if word not in text]
    if missing:
        raise Failure(f"{missing} not in: {text or 'no message'}")


def check_refused(tshark, arguments, words):
    done = tshark.run("-r", tshark.staged(DEMO), "-q", *arguments, status=None)
    if done.returncode == 0:
        raise Failure("tshark ends with status 0")
    expect_words(done.stderr, words)


def check_warned(tshark, arguments, words):
    done = tshark.run("-r", tshark.staged(DEMO), *arguments)
    expect_words(done.stderr, words)
    expect_equal(len(done.stdout.splitlines()), 15, "lines printed all the same")


def check_bad_key_line(tshark):
    """The bad line is named, the others still count."""
    good = DEMO.with_suffix(".keys").read_text(encoding="utf-8")
    home = tshark.home({"some.keys": "KA 12 00\n" + good})
    done = tshark.run("-r", tshark.staged(DEMO), "-o", f"ikelog.keylog_file:{home}/some.keys",
                      "-Y", "ikelog.decrypted == 1", "-T", "fields", "-e", "frame.number")
    expect_words(done.stderr, ["some.keys, line 1", "16 hex digits"])
    expect_equal(done.stdout.split()[:3], ["5", "6", "7"], "the frames that were decrypted")


def check_no_file(tshark, path, kind):
    """It is named, and nobody waits for it: a pipe without a writer would never end."""
    check_warned(tshark, ["-o", f"ikelog.keylog_file:{path}"], [str(path), kind])


def check_made_no_file(tshark, make, kind):
    path = tshark.home() / "secrets"
    make(path)
    path.chmod(0o777)
    check_no_file(tshark, path, kind)


def check_no_dialect_file(tshark, make, kind):
    home = tshark.home({".config/wireshark/ikelog/dialects/README": ""})
    path = home / ".config/wireshark/ikelog/dialects/mine.dialect"
    make(path)
    path.chmod(0o777)
    done = tshark.run("-r", tshark.staged(DEMO), home=home)
    expect_words(done.stderr, [str(path), kind])


def cases(tshark):
    yield Case("key-file-is-no-file/device", claim(check_no_file, tshark, "/dev/zero", "a device"))
    for name, (make, kind) in NO_FILES.items():
        yield Case(f"key-file-is-no-file/{name}", claim(check_made_no_file, tshark, make, kind))
        yield Case(f"dialect-file-is-no-file/{name}",
                   claim(check_no_dialect_file, tshark, make, kind))
    for name, (arguments, words) in REFUSED.items():
        yield Case(name, claim(check_refused, tshark, arguments, words))
    for name, (arguments, words) in WARNED.items():
        yield Case(name, claim(check_warned, tshark, arguments, words))
    yield Case("bad-key-line", claim(check_bad_key_line, tshark))
