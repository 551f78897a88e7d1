# SPDX-License-Identifier: GPL-2.0-or-later
"""script/log-to-pcap: the packets of a log are those that were captured, and open by its keys."""

import re
import subprocess

from harness import ROOT, Case, Failure, capture_file, claim, expect_equal

TOOL = ROOT / "script" / "log-to-pcap"
SCRAPS = ROOT / "tests" / "scraps"
IKE = "udp.port == 500 || udp.port == 4500"
ENDS = ("ip.src", "ip.dst", "udp.srcport", "udp.dstport")
# Logs whose daemon wrote its packets in the order in which they crossed the wire, and another.
LOGS = ("mm-psk.charon", "libreswan-psk.pluto", "racoon-aggressive.racoon",
        "racoon-answers.racoon", "racoon-psk.racoon", "racoon-gateway.racoon",
        "wrong-psk-key-of-one-side.fortigate")
UNORDERED = ("racoon-base.racoon",)
HEX = re.compile(r"(?:[0-9a-f]{8} ?)+[0-9a-f]*$")


def log_file(name):
    found = capture_file(f"{name}.log")
    return found if found.exists() else SCRAPS / f"{name}.log"


def capture_of(name):
    return capture_file(f"{name.rsplit('.', 1)[0]}.pcap")


def convert(tshark, text, *options, refused=False):
    """(the capture, what the tool said) of a log."""
    home = tshark.home()
    log, out = home / "a.log", home / "out.pcapng"
    log.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = subprocess.run([TOOL, *options, log, out], capture_output=True, text=True, timeout=60,
                          env={"PATH": "/usr/bin:/bin", "TZ": "UTC"})
    if "Traceback" in done.stderr or (done.returncode != 0) != refused:
        raise Failure(f"exit status {done.returncode}: {done.stdout}{done.stderr}")
    if out.exists():
        out.chmod(0o644)
    return out, done.stdout + done.stderr


def packets(tshark, capture, *fields):
    """Fields and octets of the IKE packets, without keepalives."""
    chosen = [word for name in (*fields, "udp.payload") for word in ("-e", name)]
    done = tshark.run("-r", capture, "-Y", IKE, "-T", "fields", *chosen)
    return [line for line in done.stdout.splitlines() if not line.endswith("\tff")]


def expect_round_trip(tshark, name, text, *options, ends=ENDS, order=sorted):
    out, said = convert(tshark, text, *options)
    expect_equal(order(packets(tshark, out, *ends)),
                 order(packets(tshark, tshark.staged(capture_of(name)), *ends)),
                 f"packets ({said})")
    return out, said


def read(name):
    return log_file(name).read_text(encoding="utf-8")


# What other places make of these logs

def openswan(text):
    """libreswan's words as Openswan has them, which names no address of its own."""
    text = re.sub(r" through \S+ from \S+:(\d+) to (\S+) using UDP \(for",
                  r" through eth0:\1 to \2 (using", text)
    text = re.sub(r" on \S+ [\d.]+:(\d+) using UDP", r" on eth0 (port=\1)", text)
    return re.sub(r"(?m)(\| (?:  [0-9a-f]{2}[0-9a-f ]*?))   .*$", r"\1", text)


def routeros(text):
    """racoon's lines with a topic in front of each, rows too."""
    rows = [re.sub(r"^[-\d]+ ([\d:]+): DEBUG2?: ?", r"\1 ipsec,debug,packet ", line)
            for line in text.splitlines()]
    return "\n".join("18:14:13 ipsec,debug,packet " + row if HEX.match(row) else row
                     for row in rows)


def syslog(text):
    """A dump in one line: rsyslog writes line ends as #012."""
    text = re.sub(r"\n(?=(?:[0-9a-f]{8} ?)+[0-9a-f]*\n)", "#012", text)
    return re.sub(r"(?m)^(\S+ \S+): ", r"Nov 21 18:14:13 gate racoon: ", text)


def without_net_dumps(text):
    """Group net at level 1: what is received stands in the dumps of the parser only."""
    kept, dump = [], False
    for line in text.splitlines():
        dump = "[NET] received packet =>" in line or (dump and re.search(r"\[NET\] +\d+: ", line))
        if not dump and not re.search(r"(received|sending) packet: from \S+ to \S+$", line):
            kept.append(line)
    return "\n".join(kept)


def doubled(text):
    """journalctl prints a line once per logger."""
    return "".join(line + line if "[NET]" in line and " packet: " in line else line
                   for line in text.splitlines(True))


def wrapped(text, width=80):
    return "\n".join(line[at:at + width] for line in text.splitlines()
                     for at in range(0, max(len(line), 1), width))


CHANGES = (
    ("racoon-psk.racoon", routeros, ()),
    ("racoon-psk.racoon", syslog, ()),
    ("racoon-psk.racoon", lambda text: text.replace("\n", "\r\n"), ()),
    ("mm-psk.charon", without_net_dumps, ()),
    ("mm-psk.charon", doubled, ()),
    ("mm-psk.charon", lambda text: text.replace(">", "&gt;").replace("<", "&lt;"), ()),
    ("libreswan-psk.pluto", openswan, ("--local", "192.0.2.1")),
    ("wrong-psk-key-of-one-side.fortigate", wrapped, ()),
    ("wrong-psk-key-of-one-side.fortigate", lambda text: text.encode("utf-16"), ()),
)


def check_log(tshark, name, order):
    expect_round_trip(tshark, name, read(name), order=order)


def check_change(tshark, name, change, options):
    expect_round_trip(tshark, name, change(read(name)), *options)


def check_behind_nat(tshark):
    """The addresses are those that the device saw; the messages are the captured ones."""
    _, said = expect_round_trip(tshark, "libreswan-nat.pluto", read("libreswan-nat.pluto"), ends=())
    if "no key is in it" not in said or "no year" not in said:
        raise Failure(said)


def check_opens_itself(tshark, name, count):
    out, _ = convert(tshark, read(name))
    done = tshark.run("-r", out, "-Y", "ikelog.decrypted == 1", "-T", "fields", "-e",
                      "ikelog.key.source")
    expect_equal(len(done.stdout.splitlines()), count, "messages that open")


def first_time(tshark, capture):
    done = tshark.run("-r", capture, "-c", "1", "-T", "fields", "-e", "frame.time_epoch")
    return float(done.stdout)


def check_times(tshark):
    """racoon's log has no fractions of a second."""
    out, _ = convert(tshark, read("racoon-psk.racoon"))
    captured = first_time(tshark, tshark.staged(capture_of("racoon-psk.racoon")))
    if abs(first_time(tshark, out) - captured) > 1.5:
        raise Failure(f"{first_time(tshark, out)} in the log, {captured} in the capture")


def check_without_local(tshark):
    _, said = convert(tshark, openswan(read("libreswan-psk.pluto")))
    if "11 packets lack an address" not in said:
        raise Failure(said)


def check_level_is_said(tshark):
    _, said = convert(tshark, (SCRAPS / "charon-level1.log").read_bytes(), refused=True)
    if "no whole packet is in it" not in said:
        raise Failure(said)


def check_cut_logs(tshark, name):
    """A log that ends anywhere gives its whole packets, or says that there are none."""
    text = log_file(name).read_bytes()
    for part in range(1, 12):
        cut = text[:len(text) * part // 12]
        done = subprocess.run([TOOL, "/dev/stdin", tshark.home() / "out.pcapng"], input=cut,
                              capture_output=True, timeout=60)
        if b"Traceback" in done.stderr:
            raise Failure(done.stderr.decode())


def cases(tshark):
    for name in (*LOGS, *UNORDERED):
        yield Case(f"{name}: packets are the captured ones",
                   claim(check_log, tshark, name, sorted if name in UNORDERED else list))
    for number, (name, change, options) in enumerate(CHANGES):
        words = change.__name__ if change.__name__ != "<lambda>" else f"copy-{number}"
        yield Case(f"{name} {words}: packets are the captured ones",
                   claim(check_change, tshark, name, change, options))
    yield Case("behind NAT messages are the captured ones", claim(check_behind_nat, tshark))
    for name, count in (("mm-psk.charon", 11), ("racoon-psk.racoon", 8)):
        yield Case(f"{name}: the capture opens itself",
                   claim(check_opens_itself, tshark, name, count))
    yield Case("times are those of the log", claim(check_times, tshark))
    yield Case("addresses that the log lacks are told", claim(check_without_local, tshark))
    yield Case("a log without packets is refused", claim(check_level_is_said, tshark))
    for name in LOGS:
        yield Case(f"{name}: cut anywhere, no crash", claim(check_cut_logs, tshark, name))
