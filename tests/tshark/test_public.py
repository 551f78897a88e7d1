# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that others published, where a folder with them is at hand.

They are not ours to pass on: IKELOG_CAPTURES names a folder that has `public` and `hostile` in it,
by default ../shared/captures.
"""

import os
from pathlib import Path

from harness import ROOT, Case, Failure, captures, claim, expect_equal

FOLDER = Path(os.environ.get("IKELOG_CAPTURES", ROOT.parent / "shared" / "captures"))
# Without that folder there are no cases, and the runner prints this.
WHEN_EMPTY = "no folder with published captures at hand; IKELOG_CAPTURES can name one"
CERTS = "wireshark__ikev1-certs"


def opened(tshark, path, *arguments, home=None):
    """tshark on a capture that lies outside the tree: it reads a copy."""
    home = home or tshark.home()
    copy = home / path.name
    copy.write_bytes(path.read_bytes())
    copy.chmod(0o644)
    return tshark.run("-r", copy, *arguments, home=home)


def check_survives(tshark, path):
    for passes in ([], ["-2"]):
        done = opened(tshark, path, "-V", *passes)
        for line in (done.stdout + done.stderr).splitlines():
            if "Dissector bug" in line or "CRITICAL" in line:
                raise Failure(line.strip())


def check_stock_key_is_no_trap(tshark, folder):
    """A message shorter than a cipher block crashes the stock dissector that has its key."""
    table = (folder / "public" / "wireshark__ikev1_decryption_table").read_text(encoding="utf-8")
    for passes in ([], ["-2"]):
        home = tshark.home({".config/wireshark/ikev1_decryption_table": table})
        opened(tshark, folder / "hostile" / "stock-null-iv-crash.pcap", "-V", *passes, home=home)


def check_repeat_reads_like_original(tshark, folder):
    """Frame 8 repeats frame 7 octet for octet; Wireshark itself calls it malformed."""
    table = (folder / "wireshark__ikev1_decryption_table").read_text(encoding="utf-8")
    for passes in ([], ["-2"]):
        home = tshark.home({"keys": table})
        done = opened(tshark, folder / f"{CERTS}.pcap", *passes, "-o",
                      f"ikelog.keylog_file:{home / 'keys'}", "-Y", "frame.number in {7, 8}",
                      "-T", "fields", "-e", "ikelog.summary", "-e", "ikelog.plaintext", home=home)
        rows = done.stdout.splitlines()
        if len(rows) != 2 or "?" in rows[0] or not rows[0].split("\t")[1]:
            raise Failure(f"frames 7 and 8 were not decrypted: {rows}")
        expect_equal(rows[1], rows[0], "frame 8")


def cases(tshark):
    if not FOLDER.is_dir():
        return
    for kind in ("public", "hostile"):
        for name, path in captures(FOLDER / kind).items():
            yield Case(f"{kind}/{name}/survives", claim(check_survives, tshark, path))
    yield Case(f"{CERTS}/repeat-reads-like-original",
               claim(check_repeat_reads_like_original, tshark, FOLDER / "public"))
    yield Case("hostile/stock-null-iv-crash/with-stock-key",
               claim(check_stock_key_is_no_trap, tshark, FOLDER))
