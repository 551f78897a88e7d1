# SPDX-License-Identifier: GPL-2.0-or-later
"""A daemon's log alone opens the capture it belongs to, and so do one side's private values."""

from harness import Case, Failure, capture_file, capture_files, claim, companion, expect_equal
from test_plaintext import expected

SILENT = "pluto"        # its log has no key of phase 1


def logs():
    """(capture, kind of log, path) of each log that is kept."""
    for path in capture_files(".log"):
        name, kind, _ = path.name.rsplit(".", 2)
        yield capture_file(name + ".pcap"), kind, path


def opened(tshark, capture, key_file, *options, home=None):
    """{frame: plaintext}, what the plugin says of those that stay closed, and tshark's warnings."""
    done = tshark.run("-r", tshark.staged(capture), "-o", f"ikelog.keylog_file:{key_file}",
                      *options, "-T", "fields", "-e", "frame.number", "-e", "ikelog.plaintext",
                      "-e", "ikelog.decryption", home=home)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    plain = {int(frame): text.replace(":", "") for frame, text, _ in rows if text}
    closed = {words for _, text, words in rows if words and not text}
    return plain, closed, done.stderr


def expect_open(capture, plain, closed):
    wanted = expected(companion(capture, "plain"))
    missing = [frame for frame, text in wanted.items() if plain.get(frame) != text]
    if missing:
        raise Failure(f"frames {missing} of {len(wanted)} do not read as the daemon says; {closed}")


def check_log(tshark, capture, path):
    expect_open(capture, *opened(tshark, capture, tshark.staged(path))[:2])


def check_silent_log(tshark, capture, path):
    """The user is told that this log cannot do it, where the log is read and where it shows."""
    plain, closed, warnings = opened(tshark, capture, tshark.staged(path))
    expect_equal(plain, {}, "opened frames")
    if not closed:
        raise Failure("nothing says why the messages stay closed")
    if "no key of phase 1" not in warnings:
        raise Failure(f"nothing says what the log lacks: {warnings}")


def exponents(capture):
    """The pre-shared key and one side's private values: one for each exchange."""
    lines = companion(capture, "keys").read_text(encoding="utf-8").splitlines()
    first = {}
    for line in lines:
        if line.startswith("DH_PRIVATE "):
            first.setdefault(line.split()[1], line)
    return [line for line in lines if line.startswith("PSK ")], list(first.values())


def check_exponents(tshark, capture):
    shared_keys, private_values = exponents(capture)
    home = tshark.home({"own.keys": "".join(line + "\n" for line in shared_keys + private_values)})
    expect_open(capture, *opened(tshark, capture, home / "own.keys", home=home)[:2])


def check_esp(tshark, capture, path):
    """The log's keys reach the stock ESP dissector: the pings inside can be read."""
    done = tshark.run("-r", tshark.staged(capture), "-o", "ikelog.decrypt_esp:TRUE",
                      "-o", f"ikelog.keylog_file:{tshark.staged(path)}", "-Y", "icmp.type",
                      "-T", "fields", "-e", "icmp.type")
    expect_equal(done.stdout.split(), ["8", "0"] * 3, "echo requests and replies")


def cases(tshark):
    for capture, kind, path in logs():
        check = check_silent_log if kind == SILENT else check_log
        yield Case(path.name, claim(check, tshark, capture, path))
        if capture.stem == "vpnc-esp":
            yield Case(f"{path.name}/esp", claim(check_esp, tshark, capture, path))
    for path in capture_files(".keys"):
        capture = path.with_suffix(".pcap")
        if companion(capture, "plain").exists() and len(exponents(capture)[0]) == 1 \
                and exponents(capture)[1]:
            yield Case(f"{path.stem}/private-value", claim(check_exponents, tshark, capture))
