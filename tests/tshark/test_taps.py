# SPDX-License-Identifier: GPL-2.0-or-later
"""The taps: valid, stable, final, escaped; and what they print can be fed back."""

import json
import os
import pty
import re
import struct
import subprocess
import termios

from frames import datagram, isakmp, payload, write
from harness import (AS_USER, TIME_LIMIT, Case, Failure, capture_file, claim, expect_equal,
                     for_each_capture)

REPORTS = ("log", "negotiations", "negotiations,json", "keys", "ladder", "lesson")
OPTIONS = {
    "log": ("dialect=", "local=", "filter="),
    "negotiations": ("json", "filter="),
    "keys": ("records", "ikev1_decryption_table", "esp_sa", "filter="),
    "ladder": ("filter=",),
    "lesson": ("filter=",),
}
SA_MEMBERS = ["sa", "initiator", "responder", "cookies", "initiator_id", "responder_id", "mode",
              "authentication", "offered", "proposal", "first_frame", "last_frame", "start",
              "duration", "time_to_establish", "messages", "retransmissions", "verdict", "reason",
              "advice", "end", "decisive_frame", "needed_keys", "quick_modes"]
QUICK_MEMBERS = ["message_id", "first_frame", "begun_by", "local", "remote", "offered", "proposal",
                 "pfs_group", "spis", "verdict", "reason", "advice", "end", "decisive_frame"]
BESIDE_MEMBERS = ["ikev2_messages", "cut_messages", "other_datagrams", "messages_beyond_bounds",
                  "cookies_of_keys_not_captured", "notes"]
VERDICTS = {"established", "in-progress", "no-answer", "unreachable", "no-proposal",
            "psk-mismatch", "auth-failed", "id-mismatch", "selector-mismatch", "xauth-failed",
            "malformed", "aborted", "path-blocked", "half-open", "refused", "cert-failed",
            "config-failed", "one-direction", "unknown"}
ENDS = {None, "deleted", "replaced", "peer-dead", "open"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def report(tshark, capture, name, *extra, passes=1):
    return tshark.run(*tshark.reading(capture, passes), *extra, "-q", "-z", f"ikelog,{name}").stdout


def negotiations(tshark, capture, passes=1):
    return json.loads(report(tshark, capture, "negotiations,json", passes=passes))


# The terminal

def on_terminal(tshark, columns, *arguments):
    """What tshark prints to a terminal with so many columns."""
    controller, terminal = pty.openpty()
    home = tshark.home()
    termios.tcsetwinsize(terminal, (24, columns))
    process = subprocess.Popen(["tshark", *map(str, arguments)], stdin=subprocess.DEVNULL,
                               stdout=terminal, stderr=subprocess.DEVNULL, cwd=home,
                               env=tshark.variables(home, None), **AS_USER)
    os.close(terminal)
    text = b""
    try:
        while part := os.read(controller, 65536):
            text += part
    except OSError:  # so Linux says that nobody writes any more
        pass
    os.close(controller)
    process.wait(TIME_LIMIT)
    return text.decode().replace("\r\n", "\n")


def check_folded(tshark):
    """Sentences are folded at the terminal's width; in a file they stay in one line."""
    capture = capture_file("wrong-psk-main.pcap")
    whole = report(tshark, capture, "negotiations")
    lines = on_terminal(tshark, 80, *tshark.reading(capture), "-q", "-z",
                        "ikelog,negotiations").splitlines()
    sentences = lines[2:]
    if max(map(len, sentences)) > 80 or len(sentences) <= len(whole.splitlines()) - 2:
        raise Failure("\n".join(lines))
    expect_equal(" ".join(" ".join(lines).split()), " ".join(whole.split()), "the same words")


# Options

def check_wrong_option(tshark, name):
    done = tshark.run("-r", tshark.staged(capture_file("mm-psk.pcap")), "-q", "-z",
                      f"ikelog,{name},colour=red", status=None)
    missing = [option for option in OPTIONS[name] if option not in done.stderr]
    if done.returncode == 0 or missing or "colour=red" not in done.stderr:
        raise Failure(f"exit status {done.returncode}, {missing} not listed:\n{done.stderr}")


def check_wrong_filter(tshark, name):
    done = tshark.run("-r", tshark.staged(capture_file("mm-psk.pcap")), "-q", "-z",
                      f"ikelog,{name},filter=no.such.field == 1", status=None)
    if done.returncode == 0 or "no.such.field" not in done.stderr:
        raise Failure(f"exit status {done.returncode}:\n{done.stderr}")


def check_filter(tshark):
    capture = capture_file("initial-contact.pcap")
    all_of_them = negotiations(tshark, capture)
    chosen = json.loads(report(tshark, capture, "negotiations,json,filter=ikelog.sa == 1"))
    expect_equal((len(all_of_them) > 1, [row["sa"] for row in chosen]), (True, [1]), "IKE SAs")


# Negotiations

TOGETHER = ("negotiations,json", "negotiations", "ladder", "lesson")
JSON_PART = re.compile(r"^\[\n.*?^\]$", re.MULTILINE | re.DOTALL)


def everything(tshark, capture, passes):
    """What the reports print of a capture, all in one run."""
    taps = [word for name in TOGETHER for word in ("-z", f"ikelog,{name}")]
    return tshark.run(*tshark.reading(capture, passes), "-q", *taps).stdout


def check_members(tshark, capture, text):
    rows = json.loads(JSON_PART.search(text).group())
    if rows and rows[-1]["sa"] is None:
        beside = rows.pop()
        expect_equal((list(beside), list(beside["not_annotated"])),
                     (["sa", "not_annotated", "quick_modes"], BESIDE_MEMBERS),
                     "members of the rest")
    facts = tshark.facts(capture, passes=1)
    expected = sorted({int(sa) for row in facts for sa in row["ikelog.sa"]})
    expect_equal([row["sa"] for row in rows], expected, "numbers of the IKE SAs")
    for row in rows:
        expect_equal(list(row), SA_MEMBERS, "members")
        for quick in row["quick_modes"]:
            expect_equal(list(quick), QUICK_MEMBERS, "members of a Quick Mode")
        for one in [row, *row["quick_modes"]]:
            if one["verdict"] not in VERDICTS or one["end"] not in ENDS or not one["reason"]:
                raise Failure(f"verdict {one['verdict']}, {one['end']}, {one['reason']}")


def check_capture(tshark, capture):
    """Members are there, no control character is, and one pass says as much as two."""
    text = everything(tshark, capture, 1)
    check_members(tshark, capture, text)
    found = CONTROL.search(text)
    if found:
        raise Failure(f"{found.group()!r} gets through")
    expect_equal(text, everything(tshark, capture, 2), "after one pass and after two")


def check_counts(tshark):
    row = negotiations(tshark, capture_file("lossy.pcap"))[0]
    facts = tshark.facts(capture_file("lossy.pcap"), passes=1)
    repeats = sum("1" in fact["ikelog.retransmission"] for fact in facts)
    expect_equal((row["messages"], row["retransmissions"]), (len(facts) - repeats, repeats),
                 "messages and repeats")


def check_needed_keys(tshark):
    capture = capture_file("mm-psk.pcap")
    closed = json.loads(tshark.run(*tshark.reading(capture, keys=False), "-q", "-z",
                                   "ikelog,negotiations,json").stdout)[0]
    opened = negotiations(tshark, capture)[0]
    if not closed["needed_keys"] or closed["cookies"][:16] not in closed["needed_keys"]:
        raise Failure(f"the keys that are missing are not named: {closed['needed_keys']}")
    expect_equal(opened["needed_keys"], None, "keys needed when all is open")


# What is not annotated

ALL_REPORTS = (*REPORTS, "tree")
REFUSAL = struct.pack(">BBH", 1, 0, 14)  # NO_PROPOSAL_CHOSEN of an IKE SA


def ikev2(body, next_payload, flags=0x08):
    return datagram(isakmp(body, 34, next_payload, version=0x20, flags=flags), back=flags == 0x20)


def ikev2_capture(tshark):
    return write(tshark.home() / "ikev2.pcap",
                 [ikev2(payload(b"offer"), 33), ikev2(payload(REFUSAL), 41, flags=0x20)])


def beside_ikev2(tshark):
    return write(tshark.home() / "beside.pcap",
                 [datagram(isakmp(payload(b"offer"), 2, 1)), ikev2(payload(b"offer"), 33),
                  ikev2(payload(REFUSAL), 41, flags=0x20)])


def cut_capture(tshark):
    """Packets of which the capture kept the first 20 octets behind UDP."""
    whole = [datagram(isakmp(payload(b"offer"), 2, 1))] * 3
    path = write(tshark.home() / "cut.pcap", [])
    with open(path, "ab") as out:
        for packet in whole:
            out.write(struct.pack("<IIII", 0, 0, 48, len(packet)) + packet[:48])
    return path


def check_ikev2_is_named(tshark, name):
    """Two IKEv2 messages, one of which refuses in clear: each report says so."""
    text = tshark.run("-r", ikev2_capture(tshark), "-q", "-z", f"ikelog,{name}").stdout
    if name == "tree":
        expect_equal(bool(re.search(r"^ IKEv2 +2 ", text, re.MULTILINE)), True, text)
        return
    done = tshark.run("-r", beside_ikev2(tshark), "-q", "-z", f"ikelog,{name}")
    beside = done.stderr if name == "log" else done.stdout  # no product prints it
    if "2 IKEv2 messages between" not in beside or "2 IKEv2" in done.stdout and name == "log":
        raise Failure(f"not named beside an IKE SA:\n{beside}")
    for words in ("2 IKEv2 messages between 192.0.2.1 and 192.0.2.2",
                  "192.0.2.2 refused with NO_PROPOSAL_CHOSEN in frame 2"):
        if words not in text.replace("\\_", "_"):
            raise Failure(f"{words!r} is not in:\n{text}")
    if name == "negotiations,json":
        expect_equal(json.loads(text)[0]["not_annotated"]["ikev2_messages"], 2, "IKEv2 messages")


def check_cut_is_counted(tshark, name):
    text = tshark.run("-r", cut_capture(tshark), "-q", "-z", f"ikelog,{name}").stdout
    words = (r"^ cut inside the ISAKMP header +3 " if name == "tree" else
             r"3 messages that the capture cut inside the ISAKMP header")
    if not re.search(words, text, re.MULTILINE):
        raise Failure(text)


def check_no_ike_is_said(tshark, name):
    """A capture with a packet of another protocol."""
    other = write(tshark.home() / "other.pcap", [datagram(b"hello", port=9)])
    text = tshark.run("-r", other, "-q", "-z", f"ikelog,{name}").stdout
    if "No IKE version 1 message was found in this capture" not in text.replace("\\_", "_"):
        raise Failure(f"nothing is said: {text!r}")


def check_filter_that_fits_nothing(tshark, name):
    text = report(tshark, capture_file("mm-psk.pcap"), f"{name},filter=ikelog.sa == 7")
    if "No message of an IKE SA passed the filter" not in text:
        raise Failure(f"nothing is said: {text!r}")


# Keys, fed to Wireshark without ikelog

def stock(tshark, *arguments):
    return tshark.run(*arguments, environment={"WIRESHARK_PLUGIN_DIR": "/nonexistent"}).stdout


def check_esp_rows(tshark, name):
    capture = capture_file(f"{name}.pcap")
    rows = report(tshark, capture, "keys,esp_sa").splitlines()
    options = [word for row in rows for word in ("-o", f"uat:esp_sa:{row}")]
    arguments = ["-r", tshark.staged(capture), "-o", "esp.enable_encryption_decode:TRUE",
                 "-Y", "icmp.type == 8 || icmp.type == 0", "-T", "fields", "-e", "icmp.type"]
    expect_equal(stock(tshark, *arguments), "", "pings without keys")
    pings = stock(tshark, *options, *arguments).split()
    if "8" not in pings or "0" not in pings:
        raise Failure(f"the stock dissector reads no pings with these rows: {rows}")


def check_esp_file(tshark):
    capture = capture_file("esp-in-udp.pcap")
    home = tshark.home({".config/wireshark/esp_sa": report(tshark, capture, "keys,esp_sa")})
    done = tshark.run("-r", tshark.staged(capture), "-o", "esp.enable_encryption_decode:TRUE",
                      "-Y", "icmp", home=home,
                      environment={"WIRESHARK_PLUGIN_DIR": "/nonexistent"})
    if "Echo (ping) request" not in done.stdout:
        raise Failure(f"the file esp_sa opens nothing: {done.stdout}{done.stderr}")


def check_ikev1_rows(tshark, name):
    capture = capture_file(f"{name}.pcap")
    rows = report(tshark, capture, "keys,ikev1_decryption_table").splitlines()
    options = [word for row in rows for word in ("-o", f"uat:ikev1_decryption_table:{row}")]
    arguments = ["-r", tshark.staged(capture), "-Y", "isakmp.flag_e == 1 && isakmp.hash",
                 "-T", "fields", "-e", "frame.number"]
    expect_equal(stock(tshark, *arguments), "", "frames that open without keys")
    if not stock(tshark, *options, *arguments):
        raise Failure(f"the stock dissector opens nothing with these rows: {rows}")


def check_records(tshark, capture):
    """The printed records, and nothing else, open what the capture's own keys open."""
    home = tshark.home({"again.keys": report(tshark, capture, "keys,records")})
    plain = ["-T", "fields", "-e", "frame.number", "-e", "ikelog.plaintext"]
    expected = tshark.run(*tshark.reading(capture), *plain).stdout
    actual = tshark.run(*tshark.reading(capture, keys=False), "-o",
                        f"ikelog.keylog_file:{home}/again.keys", *plain, home=home)
    expect_equal(actual.stdout, expected, "plaintexts")
    expect_equal(actual.stderr, "", "complaints about the records")


# Statistics, graphs, objects

def check_tree(tshark):
    text = report(tshark, capture_file("lossy.pcap"), "tree")
    row = negotiations(tshark, capture_file("lossy.pcap"))[0]
    counts = dict(re.findall(r"^ *(Messages|Repeats|Quick Mode|phase1-established) +(\d+)", text,
                             re.MULTILINE))
    expect_equal(counts, {"Messages": str(row["messages"] + row["retransmissions"]),
                          "Repeats": str(row["retransmissions"]), "Quick Mode": "4",
                          "phase1-established": "1"}, "counts")


def check_flow(tshark):
    done = tshark.run(*tshark.reading(capture_file("ag-psk.pcap")), "-q", "-z",
                      "flow,ikelog,standard").stdout
    for text in ("AG (SA, KE", "QM *(HASH", "Aggressive mode 1 of 3", "192.0.2.2"):
        if text not in done:
            raise Failure(f"{text} is not in the graph:\n{done}")
    expect_equal(done.count("-->") + done.count("<--"),
                 len(tshark.facts(capture_file("ag-psk.pcap"))), "arrows")


def check_conversations(tshark):
    """Both ports of a peer that floats; each message counted once."""
    facts = tshark.facts(capture_file("nat.pcap"))
    done = tshark.run(*tshark.reading(capture_file("nat.pcap")), "-q", "-z", "conv,ikelog").stdout
    frames = [int(row[-4]) for row in (line.replace("bytes", "").split()
                                       for line in done.splitlines() if "<->" in line)]
    expect_equal((len(frames), sum(frames)), (2, len(facts)), f"rows and messages of\n{done}")
    done = tshark.run(*tshark.reading(capture_file("mm-psk.pcap")), "-q", "-z", "endpoints,ikelog")
    if not re.search(r"^192\.0\.2\.1 +15 ", done.stdout, re.MULTILINE):
        raise Failure(done.stdout + done.stderr)


def exported(tshark, capture):
    home = tshark.home()
    tshark.run(*tshark.reading(capture, passes=2), "-q", "--export-objects",
               f"ikelog,{home}/out", home=home)
    return {path.name: path.read_bytes() for path in (home / "out").iterdir()}


def check_exported_logs(tshark, name):
    capture = capture_file(f"{name}.pcap")
    files = exported(tshark, capture)
    logs = {file: text for file, text in files.items() if file.endswith(".log")}
    expect_equal(sorted(logs), ["192.0.2.1.log", "192.0.2.2.log"], "logs")
    for file, text in logs.items():
        local = file.removesuffix(".log")
        expect_equal(text.decode(), report(tshark, capture, f"log,local={local}", passes=2),
                     f"the log of {local}")


def check_exported_certificates(tshark):
    files = exported(tshark, capture_file("mm-rsa.pcap"))
    certificates = [text for file, text in files.items() if file.endswith(".der")]
    expect_equal(len(certificates), 2, "certificates")
    for text in certificates:
        # a DER sequence that is as long as it says
        if text[:2] != b"\x30\x82" or int.from_bytes(text[2:4], "big") + 4 != len(text):
            raise Failure(f"no certificate: {text[:16].hex()}")


# Hostile text

def hostile_capture(tshark):
    name = b"\x1b[31m<script>alert(1)</script>|*x*\n# [a](b)\xe2\x80\xae\x07@example.org"
    identity = payload(b"\x03\x11\x01\xf4" + name)
    first = isakmp(identity, 4, 5, cookies=(b"HOSTILE!", bytes(8)))
    notice = isakmp(payload(b"\x00\x00\x00\x01\x01\x00\x00\x0e" + name), 5, 11,
                    cookies=(b"HOSTILE!", b"RESPONSE"))
    return write(tshark.home() / "hostile.pcap", [datagram(first), datagram(notice, back=True)])


def check_hostile(tshark, name):
    text = tshark.run("-r", hostile_capture(tshark), "-q", "-z", f"ikelog,{name}").stdout
    found = CONTROL.search(text)
    if found:
        raise Failure(f"{found.group()!r} gets through: {text[max(0, found.start() - 40):][:80]!r}")
    if name == "lesson" and ("<script>" in text.replace("\\<", "") or "\n# [" in text):
        raise Failure(f"text from the wire is markup:\n{text}")
    if name == "negotiations,json":
        json.loads(text)


def cases(tshark):
    for name in OPTIONS:
        yield Case(f"{name}: a wrong option lists the right ones",
                   claim(check_wrong_option, tshark, name))
        yield Case(f"{name}: a wrong filter is refused", claim(check_wrong_filter, tshark, name))
    yield Case("sentences are folded at the terminal's width", claim(check_folded, tshark))
    yield Case("a filter chooses IKE SAs", claim(check_filter, tshark))
    for name, path in for_each_capture():
        yield Case(f"{name}: complete, final, clean", claim(check_capture, tshark, path))
    for name in ALL_REPORTS:
        yield Case(f"{name}: IKEv2 is counted and named", claim(check_ikev2_is_named, tshark, name))
        yield Case(f"{name}: messages cut inside the header are counted",
                   claim(check_cut_is_counted, tshark, name))
    for name in REPORTS:
        yield Case(f"{name}: a capture without IKE says so",
                   claim(check_no_ike_is_said, tshark, name))
        yield Case(f"{name}: a filter that fits nothing says so",
                   claim(check_filter_that_fits_nothing, tshark, name))
    yield Case("repeats are counted apart", claim(check_counts, tshark))
    yield Case("missing keys are named", claim(check_needed_keys, tshark))
    for name in ("esp-in-udp", "esp-in-udp-gcm", "esp-in-udp-pfs", "esp-in-udp-rekey"):
        yield Case(f"{name}: rows open ESP without ikelog", claim(check_esp_rows, tshark, name))
    yield Case("the file esp_sa is read by Wireshark", claim(check_esp_file, tshark))
    for name in ("mm-psk", "mm-rsa", "ag-psk"):
        yield Case(f"{name}: rows open IKE without ikelog", claim(check_ikev1_rows, tshark, name))
    for name in ("mm-psk", "dh-private-pfs", "ag-xauth", "mm-rsa", "wrong-psk-main"):
        yield Case(f"{name}: printed records open it again",
                   claim(check_records, tshark, capture_file(f"{name}.pcap")))
    yield Case("the tree counts", claim(check_tree, tshark))
    yield Case("the flow graph has an arrow a message", claim(check_flow, tshark))
    yield Case("conversations and endpoints", claim(check_conversations, tshark))
    for name in ("mm-psk", "no-peer"):
        yield Case(f"{name}: exported logs are those of the tap",
                   claim(check_exported_logs, tshark, name))
    yield Case("certificates are exported", claim(check_exported_certificates, tshark))
    for name in REPORTS:
        yield Case(f"{name}: hostile text stays text", claim(check_hostile, tshark, name))
