# SPDX-License-Identifier: GPL-2.0-or-later
"""Every command of docs/scripting.md and README.md does what it says; script/batch survives bad captures."""

import csv
import json
import os
import shutil
import struct
import subprocess

from documents import Reader
from frames import PCAP_HEADER, isakmp, payload, udp, write
from harness import NOBODY, ROOT, Case, Failure, capture_file, claim, expect_equal, finished

DOCUMENT = ROOT / "docs" / "scripting.md"
README = ROOT / "README.md"
PAIRS = 24

# Instead of ssh: notes the host and runs the command here.
SSH = """#!/bin/bash
while [[ $1 = -* ]]; do [ "$1" != -l ] || shift; shift; done
echo "$1" >> {used}
shift
[ "$1" != -- ] || shift
export SHELL=/bin/bash  # as sshd does
exec bash -c "$*"
"""


def check_failures_are_shown(reader):
    """The CSV of failures holds those stories that fail, and no other."""
    number = next(n for n, command in enumerate(reader.commands) if "@csv" in command.text)
    rows = list(csv.reader(reader.outcome(number).stdout.splitlines()))
    expect_equal(sorted(row[3] for row in rows),
                 ["config-failed", "no-answer", "no-proposal", "no-proposal", "psk-mismatch"],
                 "verdicts")
    if not all(len(row) == 5 and row[4] for row in rows):
        raise Failure(f"a reason is missing: {rows}")


def check_pages(reader):
    number = next(n for n, command in enumerate(reader.commands) if "pandoc" in command.text)
    reader.check(number)
    html = (reader.home / "lesson.html").read_text(encoding="utf-8")
    if "<h1" not in html or "<table" not in html or "<pre" not in html:
        raise Failure("the page has no heading, table or formula")
    if not (reader.home / "lesson.pdf").read_bytes().startswith(b"%PDF"):
        raise Failure("lesson.pdf is no PDF")


def check_shown_verdict(reader):
    """The reason and the advice that README.md shows are today's, but for the folding."""
    shown = " ".join(README.read_text(encoding="utf-8").split())
    for line in reader.outcome(0).stdout.splitlines():
        if line.startswith(("    Reason: ", "    Advice: ")) and " ".join(line.split()) not in shown:
            raise Failure(f"README.md does not show {line}")


# script/batch

def tshark_command(tshark, home):
    command = (f"env HOME={home} WIRESHARK_PLUGIN_DIR={tshark.stage}/plugins TZ=UTC "
               "LC_ALL=C.UTF-8 tshark")
    if os.geteuid() == 0:
        command = f"setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups {command}"
    return command


def batch(tshark, home, *arguments, environment=None):
    return finished([ROOT / "script" / "batch", "--tshark", tshark_command(tshark, home),
                     "--out", home / "out", *arguments], cwd=home,
                    env={**os.environ, "HOME": str(home), **(environment or {})})


def lines_of(home):
    text = (home / "out" / "captures.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def folder_of(home, *names):
    folder = home / "captures with blanks"
    folder.mkdir()
    for name in names:
        for path in capture_file(f"{name}.pcap").parent.glob(f"{name}.*"):
            shutil.copy(path, folder)
    subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
    return folder


def check_bad_captures(tshark):
    home = tshark.home()
    folder = folder_of(home, "mm-psk", "no-peer")
    whole = (capture_file("mm-rsa.pcap")).read_bytes()
    (folder / "a cut one.pcap").write_bytes(whole[:700])
    (folder / "b$(touch pwned)'`\".pcap").write_bytes(whole)
    (folder / "c.pcap").write_bytes(PCAP_HEADER[:20])
    done = batch(tshark, home, folder)
    found = {os.path.basename(line["capture"]): line["status"] for line in lines_of(home)}
    expect_equal(found, {"a cut one.pcap": "damaged", "b$(touch pwned)'`\".pcap": "ok",
                         "c.pcap": found.get("c.pcap"), "mm-psk.pcap": "ok",
                         "no-peer.pcap": "ok"}, "status of each capture")
    if found["c.pcap"] == "ok" or done.returncode != 1 or "a cut one.pcap" not in done.stderr:
        raise Failure(f"bad captures are not reported: {done.returncode}\n{done.stderr}")
    if list(home.rglob("pwned")):
        raise Failure("a file name was run as a command")


def check_keys_beside(tshark):
    home = tshark.home()
    batch(tshark, home, folder_of(home, "mm-psk"))
    quick = lines_of(home)[0]["negotiations"][0]["quick_modes"][0]
    expect_equal(quick["proposal"], "ESP/3DES/SHA-1", "the proposal behind encryption")


def check_resumes(tshark):
    home = tshark.home()
    folder = folder_of(home, "mm-psk", "no-peer", "lossy")
    batch(tshark, home, folder)
    log = home / "out" / "joblog"
    runs = log.read_text().splitlines()
    expect_equal(len(runs), 4, "lines of the joblog")
    log.write_text("\n".join(runs[:-1]) + "\n")  # as if it had been interrupted in the last
    done = batch(tshark, home, folder)
    again = log.read_text().splitlines()
    expect_equal((again[:3], len(again)), (runs[:3], 4), "the joblog after going on")
    expect_equal((done.returncode, len(lines_of(home))), (0, 3), "exit status and lines")


def check_other_machines(tshark):
    """With a stand-in for ssh that runs the command here: what parallel sends is complete."""
    home = tshark.home()
    folder = folder_of(home, "mm-psk", "no-peer")
    stand_in = home / "ssh"
    stand_in.write_text(SSH.format(used=home / "hosts-used"))
    stand_in.chmod(0o755)
    (home / "hosts").write_text("1/gw@far.example.org\n1/:\n")
    done = batch(tshark, home, "--hosts", home / "hosts", folder,
                 environment={"PARALLEL_SSH": str(stand_in)})
    expect_equal((done.returncode, [line["status"] for line in lines_of(home)]),
                 (0, ["ok", "ok"]), f"exit status and captures ({done.stderr})")
    if "far.example.org" not in (home / "hosts-used").read_text():
        raise Failure("the other machine was not asked")


def check_other_folder(tshark):
    home = tshark.home()
    batch(tshark, home, folder_of(home, "mm-psk"))
    (home / "other").mkdir()
    done = batch(tshark, home, home / "other")
    if done.returncode != 1 or "belongs to the folder" not in done.stderr:
        raise Failure(f"results of two folders were mixed: {done.stderr}")


# One capture in pieces

def packet(source, target, port, number):
    cookies = (b"PAIR" + struct.pack(">I", number), bytes(8))
    message = isakmp(payload(bytes(8)), 2, 1, cookies=cookies)
    marker = bytes(4) if port == 4500 else b""
    data = udp(port, port, marker + message)
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 0, 0, 64, 17, 0,
                       bytes(source), bytes(target)) + data


def many_pairs():
    for number in range(PAIRS):
        here, there = (10, 0, number, 7 * number % 250), (172, 16, 5 * number % 250, 1)
        for port in (500, 4500):
            yield packet(here, there, port, number)
            yield packet(there, here, port, number)


def check_pieces(tshark, reader):
    """No pair of peers is in two pieces, nothing is lost, and more than one piece holds some."""
    command = next(c for c in reader.commands if "tcpdump" in c.text)
    home = tshark.home()
    write(home / "all.pcap", list(many_pairs()))
    done = finished(["bash", "-euc", command.text], cwd=home)
    expect_equal(done.returncode, 0, "exit status")
    seen, filled = {}, 0
    for piece in sorted(home.glob("piece-*.pcap")):
        piece.chmod(0o644)
        rows = tshark.run("-r", piece, "-T", "fields", "-e", "ikelog.icookie").stdout.split()
        filled += bool(rows)
        for cookie in rows:
            seen.setdefault(cookie, []).append(piece.name)
    expect_equal(len(seen), PAIRS, "pairs found")
    for cookie, places in seen.items():
        expect_equal((len(places), len(set(places))), (4, 1), f"packets and pieces of {cookie}")
    if filled < 2:
        raise Failure("everything is in one piece")


def cases(tshark):
    reader = Reader(tshark, DOCUMENT)
    yield from reader.cases()
    first_page = Reader(tshark, README)
    yield from first_page.cases()
    yield Case("README shows today's verdict", claim(check_shown_verdict, first_page))
    yield Case("failed negotiations as CSV", claim(check_failures_are_shown, reader))
    yield Case("a lesson becomes a page and a PDF", claim(check_pages, reader))
    yield Case("batch reports bad captures and goes on", claim(check_bad_captures, tshark))
    yield Case("batch takes the keys beside a capture", claim(check_keys_beside, tshark))
    yield Case("batch goes on after a break", claim(check_resumes, tshark))
    yield Case("batch asks other machines", claim(check_other_machines, tshark))
    yield Case("batch keeps folders apart", claim(check_other_folder, tshark))
    yield Case("pieces keep peers together", claim(check_pieces, tshark, reader))
