# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures the core without Wireshark: how time and memory of a frame grow with the capture."""

import re
import subprocess
import tempfile
from pathlib import Path

# (what it is, frames of an IKE SA, kind)
CAPTURES = (
    ("keys", 50, "keys"),
    ("keys derived", 50, "secrets"),
    ("short IKE SAs", 10, "keys"),
    ("flood of cookies", 1, "flood"),
)
SIZES = (10_000, 1_000_000)
GOAL = 1.1  # times the cost of a frame of the small capture
TOTAL = re.compile(r"frames +0 to +(\d+): +([\d.]+) µs, +([\d.]+) octets each\n.* IKE SAs")


def feed(build, folder, frames, each, kind):
    """The lines that the meter prints for one generated capture."""
    stem = folder / f"{kind}-{frames}-{each}"
    tools = Path(build) / "tests/bench"
    subprocess.run([tools / "generate", stem, str(frames), str(each), kind], check=True)
    done = subprocess.run([tools / "feed", f"{stem}.pcap", f"{stem}.keys"], check=True,
                          capture_output=True, text=True)
    for path in folder.glob(stem.name + ".*"):
        path.unlink()
    return done.stdout


def measure(build):
    """Print what each capture costs, and how a frame of a large one compares to one of a small."""
    print("core: feeding a session and opening each message, without Wireshark")
    with tempfile.TemporaryDirectory(prefix="ikelog-core.") as folder:
        for name, each, kind in CAPTURES:
            costs = []
            for frames in SIZES:
                said = feed(build, Path(folder), frames, each, kind)
                _, micros, octets = map(float, TOTAL.search(said).groups())
                costs.append(micros)
                print(f"  {name}, {frames} frames: {micros:.2f} µs and {octets:.0f} octets a "
                      "frame")
                for line in said.splitlines():
                    print(f"    {line}", flush=True)
            print(f"  ratio large to small: {costs[1] / costs[0]:.2f} (goal: at most {GOAL})")
