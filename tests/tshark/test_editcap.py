# SPDX-License-Identifier: GPL-2.0-or-later
"""Octets changed at random and packets cut at any length by editcap: no crash, bug or hang.

Here a sample; `script/fuzz --captures` takes all captures, also published ones at hand.
"""

import subprocess
import zlib

from harness import CAPTURES, Case, Failure, captures, claim
from sharkd import Sharkd, keys_of, ours
from test_hostile import SAMPLE
from test_public import FOLDER

# Chance of an octet to be changed, and where in the packet that may begin: behind UDP of Ethernet
# and IPv4, so that the damage meets us, and anywhere.
DAMAGES = (("0.002", 42), ("0.02", 42), ("0.2", 42), ("0.01", 0))
SEEDS, ALL_SEEDS = 2, 15
# Every length up to this one, then at a distance.
EVERY, STEP = 0, 67
ALL_EVERY, ALL_STEP = 140, 5
LONGEST = 1600
TREES = ("always", "never")
# Said of every bug in a frame; whether it is one of ours, the frame tells.
STOCK_BUG = "Dissector bug, protocol ISAKMP, in packet"
# sharkd does not close what it opened.
LOADS_PER_PROCESS = 60


def edited(folder, source, *options):
    """A copy of a capture with editcap's options."""
    target = folder / "edited.pcap"
    done = subprocess.run(["editcap", "-F", "pcap", *map(str, options), source, target],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failure(f"editcap {options}: {done.stderr}")
    target.chmod(0o644)
    return target


def give_keys(tshark, sharkd, capture):
    """Its own; for published captures those that came with them, to the stock dissector, too."""
    if capture.is_relative_to(CAPTURES):
        sharkd.set(keys_of(tshark, capture))
        return
    table = (FOLDER / "public" / "wireshark__ikev1_decryption_table").read_text(encoding="utf-8")
    home = tshark.home({"published.keys": table})
    sharkd.set({"ikelog.keylog_file": home / "published.keys"})
    for row in table.splitlines():
        if not row.startswith("#"):
            sharkd.set({"uat:ikev1_decryption_table": row})


def look(sharkd, path):
    """Opens a capture and looks at all frames, without the stock tree and with it.

    What is not IKEv1 is dissected as without us, and so are the bugs of who dissects it.
    """
    for tree in TREES:
        sharkd.set({"ikelog.stock_tree": tree})
        sharkd.load(path)
        for number, text in enumerate(sharkd.frames(), 1):
            if "Dissector bug" in text and ours(text.splitlines()):
                raise Failure(f"frame {number}, stock tree {tree}:\n{text}")


def check(tshark, capture, variants):
    """Opens each variant, which is the options that editcap makes it with."""
    folder = tshark.home()
    for first in range(0, len(variants), LOADS_PER_PROCESS // len(TREES)):
        with Sharkd(tshark) as sharkd:
            sharkd.tolerated = STOCK_BUG
            give_keys(tshark, sharkd, capture)
            for options in variants[first:first + LOADS_PER_PROCESS // len(TREES)]:
                try:
                    look(sharkd, edited(folder, capture, *options))
                except Failure as failure:
                    raise Failure(f"editcap {options} {capture}\n{failure}") from None


def random_damage(name, seeds):
    """Options for damage that is the same in every run."""
    return [("-E", chance, "-o", begin, "--seed", zlib.crc32(name.encode()) % 10000 + seed)
            for seed in range(seeds) for chance, begin in DAMAGES]


def longest(capture):
    """An upper bound for the length of its packets."""
    return min(LONGEST, capture.stat().st_size)


def snap_lengths(capture, every, step):
    lengths = [*range(1, every), *range(max(every, 1), longest(capture), step)]
    return [("-s", length) for length in lengths]


def matrix(tshark, found, seeds, every, step):
    """Cases for captures by name."""
    for name, capture in found.items():
        yield Case(f"random/{name}", claim(check, tshark, capture, random_damage(name, seeds)))
        yield Case(f"snap/{name}",
                   claim(check, tshark, capture, snap_lengths(capture, every, step)))


def whole_matrix(tshark, pattern):
    """Much damage of all captures, those that others published included."""
    found = captures()
    for kind in ("public", "hostile"):
        found.update(captures(FOLDER / kind) if FOLDER.is_dir() else {})
    chosen = {name: path for name, path in found.items() if pattern in name}
    yield from matrix(tshark, chosen, ALL_SEEDS, ALL_EVERY, ALL_STEP)


def cases(tshark):
    sample = {name: path for name, path in captures().items() if name in SAMPLE}
    yield from matrix(tshark, sample, SEEDS, EVERY, STEP)
