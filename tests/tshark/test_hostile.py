# SPDX-License-Identifier: GPL-2.0-or-later
"""Conversations in which one message is cut or changed at one octet: no crash, bug or hang.

Here a sample of octets of some captures; `script/fuzz --captures` takes all of all of them.
"""

import re
import subprocess

import damage
from harness import AS_USER, Case, Failure, captures, claim, companion, cpu_limit

# What covers the branches: phase 1 of each kind, XAUTH, NAT-T, vendor fragments, certificates.
SAMPLE = ("mm-psk", "ag-xauth", "xauth-modeconfig", "esp-in-udp", "dh-private-pfs",
          "mm-rsa-fragments", "hybrid-xauth", "racoon-bundle", "nat-ag-xauth", "ikescan-main")
STEP = 61
BAD = re.compile(r"Dissector bug|CRITICAL|assertion|WARNING|ERROR|Segmentation", re.IGNORECASE)
# User CPU that may pass: for starting, and for each frame (real ones take a fiftieth of it).
START_SECONDS, FRAME_SECONDS, SANITIZED = 8, 0.01, 4


def run(tshark, arguments, frames):
    """Reads a capture with its whole tree; Failure when tshark complains, dies or takes too long."""
    home = tshark.home()
    limit = int(START_SECONDS + FRAME_SECONDS * frames) * (SANITIZED if tshark.sanitizers else 1)
    command = ["tshark", *map(str, arguments), "-V"]
    with open(home / "errors", "w+b") as errors:
        reader = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=errors, env=tshark.variables(home), cwd=home,
                                  preexec_fn=cpu_limit(limit), **AS_USER)
        found = subprocess.run(["grep", "-a", "-m3", "Dissector bug"], stdin=reader.stdout,
                               capture_output=True, text=True, errors="replace")
        reader.stdout.close()
        status = reader.wait()
        errors.seek(0)
        said = errors.read().decode(errors="replace")
    if found.stdout:
        raise Failure(found.stdout.strip())
    if status != 0:
        raise Failure(f"ended with {status} (limit: {limit} s of CPU): {' '.join(command)}\n"
                      + said[-2000:])
    complaint = BAD.search(said)
    if complaint:
        raise Failure(said[-2000:])


def check(tshark, capture, step, passes, tree):
    folder = tshark.home()
    options = ["-o", f"ikelog.stock_tree:{tree}"] + (["-2"] if passes == 2 else [])
    written = 0
    for made in damage.write(capture, companion(capture, "keys"), folder, step):
        written += made.frames
        run(tshark, ["-r", made.capture, "-o", f"ikelog.keylog_file:{made.keys}", *options],
            made.frames)
        made.capture.unlink()
    if written == 0:
        raise Failure("nothing was damaged: the capture holds no message that this test can change")


def matrix(tshark, names, step):
    """Every capture of `names`, in one pass without the stock tree and in two with it."""
    for name, capture in captures().items():
        found = damage.read(capture) if name in names else None
        if found and any(packet.isakmp for packet in found[1]):
            for passes, tree in ((1, "always"), (2, "never")):
                yield Case(f"damaged/{name}/pass-{passes}/stock-tree-{tree}",
                           claim(check, tshark, capture, step, passes, tree))


def cases(tshark):
    missing = set(SAMPLE) - set(captures())
    if missing:
        raise Failure(f"captures of the sample are gone: {missing}")
    yield from matrix(tshark, SAMPLE, STEP)
