# SPDX-License-Identifier: GPL-2.0-or-later
"""A flood of made-up cookies costs a bounded number of octets each and slows nothing down."""

import os
import random
import struct
import subprocess

import frames
from harness import AS_USER, Case, Failure, claim
from test_hostile_stock import MAIN, SA, offer

FEW, MANY = 20_000, 100_000
# What Wireshark itself keeps of a frame is in it; a record, an exchange and an IKE SA are ours.
OCTETS_EACH = 3000
# Processor time is noisy on a busy machine; a table that is searched would be off by far more.
SLOWER = 1.6


def flood(path, count):
    """First messages of main mode, each with a cookie of its own."""
    chance, body = random.Random(count), frames.payload(offer())
    with open(path, "wb") as out:
        out.write(frames.PCAP_HEADER)
        for number in range(count):
            message = frames.isakmp(body, MAIN, SA, cookies=(chance.randbytes(8), bytes(8)))
            packet = frames.datagram(message)
            out.write(struct.pack("<IIII", frames.START + number // 1000, number % 1000 * 1000,
                                  len(packet), len(packet)) + packet)
    path.chmod(0o644)
    return path


def cost(tshark, capture):
    """User CPU seconds, octets at the peak and rows printed."""
    home = tshark.home()
    command = ["tshark", "-n", "-r", capture, "-o", "ikelog.stock_tree:never",
               "-T", "fields", "-e", "ikelog.sa"]
    with open(home / "rows", "w+b") as rows:
        reader = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=rows, cwd=home,
                                  env=tshark.variables(home), **AS_USER)
        _, status, usage = os.wait4(reader.pid, 0)
        reader.returncode = os.waitstatus_to_exitcode(status)
        rows.seek(0)
        numbers = rows.read().split()
    if reader.returncode != 0:
        raise Failure(f"tshark ended with {reader.returncode}")
    return usage.ru_utime, usage.ru_maxrss * 1024, numbers


def check(tshark):
    folder = tshark.home()
    one = cost(tshark, flood(folder / "one.pcap", 1))
    few = cost(tshark, flood(folder / "few.pcap", FEW))
    many = cost(tshark, flood(folder / "many.pcap", MANY))
    if many[2] != [b"%d" % number for number in range(MANY)]:
        raise Failure("not every cookie became an IKE SA of its own")
    each = (many[1] - one[1]) / MANY
    if each > OCTETS_EACH:
        raise Failure(f"{each:.0f} octets for each cookie, more than {OCTETS_EACH}")
    early = (few[0] - one[0]) / FEW
    late = (many[0] - few[0]) / (MANY - FEW)
    if late > early * SLOWER:
        raise Failure(f"{late * 1e6:.1f} µs for each of the later frames, {early * 1e6:.1f} µs for "
                      "the first ones")


def cases(tshark):
    yield Case(f"flood-of-{MANY}-cookies", claim(check, tshark))
