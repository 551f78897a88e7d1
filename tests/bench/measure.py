#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures this plugin against the stock dissector and against plain UDP, alternating, as ratios."""

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path

import core

NOBODY = 65534
AS_USER = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
# (name, plugin loaded, keys, arguments); costs are what a reader adds to "plain".
READERS = (
    ("plain", False, None, ["-d", "udp.port==500,data"]),
    ("stock", False, None, ["-e", "isakmp.messageid"]),
    ("stock, keys", False, "table", ["-e", "isakmp.messageid"]),
    ("ours", True, None, ["-e", "ikelog.message_id"]),
    ("ours, keys", True, "records", ["-e", "ikelog.message_id"]),
    ("ours, secrets, log", True, "secrets", ["-e", "ikelog.message_id", "-e", "ikelog.log",
                                             "-e", "ikelog.hash.verdict"]),
)
GOALS = (("ours", "stock", 0.6), ("ours, keys", "stock, keys", 0.6),
         ("ours, secrets, log", "stock, keys", 1.0))
GROWTH = 1.1  # times the cost of a frame in the smallest capture
KEYS, FLOOD = 100_000, 100_000


class Bench:
    def __init__(self, build, folder):
        self.build, self.folder = Path(build), Path(folder)
        self.empty = self.folder / "no-plugins"
        self.empty.mkdir()

    def generate(self, name, frames, each, kinds=("keys", "secrets")):
        """A capture and its keys, once as cipher keys and once as secrets to derive them from."""
        for stem, kind in zip((name, name + "-secrets"), kinds):
            subprocess.run([self.build / "tests/bench/generate", self.folder / stem, str(frames),
                            str(each), kind], check=True)
        (self.folder / (name + "-secrets.pcap")).unlink(missing_ok=True)
        for path in self.folder.glob(name + "*"):
            path.chmod(0o644)

    def command(self, capture, reader, key_file=None):
        """The command line and the environment of a reader; another key file, if any."""
        _, plugin, keys, arguments = reader
        home = Path(tempfile.mkdtemp(dir=self.folder))
        if keys == "table":
            profile = home / ".config/wireshark"
            profile.mkdir(parents=True)
            table = (self.folder / (capture + ".table")).read_bytes()
            (profile / "ikev1_decryption_table").write_bytes(table)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", home], check=True)
        command = ["tshark", "-n", "-r", self.folder / (capture + ".pcap"), "-T", "fields",
                   "-e", "frame.number", *arguments]
        if plugin:
            command += ["-o", "ikelog.stock_tree:never"]
        if plugin and keys:
            name = key_file or capture + {"records": ".keys", "secrets": "-secrets.keys"}[keys]
            command += ["-o", f"ikelog.keylog_file:{self.folder / name}"]
        variables = {"PATH": os.environ["PATH"], "HOME": str(home),
                     "XDG_CONFIG_HOME": str(home / ".config"), "G_SLICE": "",
                     "WIRESHARK_PLUGIN_DIR": str(self.build / "plugins" if plugin else self.empty)}
        return command, variables

    def run(self, command, variables, before=()):
        """User CPU seconds, octets at the peak and what was printed to standard error."""
        with tempfile.TemporaryFile() as errors:
            child = subprocess.Popen([*before, *command], stdin=subprocess.DEVNULL,
                                     stdout=subprocess.DEVNULL, stderr=errors, env=variables,
                                     cwd=variables["HOME"], **AS_USER)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            errors.seek(0)
            said = errors.read().decode(errors="replace")
        if child.returncode != 0:
            raise SystemExit(f"{child.returncode} from {' '.join(map(str, command))}\n{said}")
        return usage.ru_utime, usage.ru_maxrss * 1024, said

    def cpu(self, capture, rounds, readers=READERS, key_file=None):
        """{reader: (fewest seconds, octets at the peak)}; all readers take turns."""
        found = {}
        for _ in range(rounds):
            for reader in readers:
                seconds, octets, _ = self.run(*self.command(capture, reader, key_file))
                old = found.get(reader[0], (seconds, octets))
                found[reader[0]] = (min(old[0], seconds), min(old[1], octets))
        return found

    def instructions(self, capture, reader):
        command, variables = self.command(capture, reader)
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        said = self.run(command, variables, tool)[2]
        return int(re.search(r"Collected : (\d+)", said).group(1))


def require_decryption(bench, capture, frames):
    """The stock dissector must be able to read what is protected: else nothing is compared."""
    command, variables = bench.command(capture, READERS[2])
    done = subprocess.run([*command, "-Y", "isakmp.hash"], capture_output=True, text=True,
                          env=variables, check=True, **AS_USER)
    # Of 50 frames five are in clear.
    if len(done.stdout.splitlines()) < 0.5 * frames:
        raise SystemExit("the stock dissector does not decrypt the generated capture")


def print_ratios(costs):
    for ours, stock, goal in GOALS:
        ratio = (costs[ours] - costs["plain"]) / max(costs[stock] - costs["plain"], 1e-9)
        print(f"  ratio ({ours}) / ({stock}): {ratio:.2f} (goal: at most {goal})")


def measure_cpu(bench, options):
    """User CPU and memory of each size, without what a capture of one frame takes."""
    bench.generate("start", 1, options.each)
    start, first = bench.cpu("start", options.rounds), None
    for frames in options.frames:
        name = f"scale-{frames}"
        bench.generate(name, frames, options.each)
        found = bench.cpu(name, options.rounds)
        each = {reader: ((seconds - start[reader][0]) / frames * 1e6,
                         (octets - start[reader][1]) / frames)
                for reader, (seconds, octets) in found.items()}
        print(f"tshark, {frames} frames: user CPU and memory of a frame, and above plain UDP")
        for reader, (micros, octets) in each.items():
            grown = f"{micros / first[reader][0]:6.2f} of the smallest's" if first else ""
            print(f"  {reader:20} {micros:8.2f} µs {micros - each['plain'][0]:8.2f} µs "
                  f"{octets:6.0f} octets {octets - each['plain'][1]:6.0f} octets {grown}",
                  flush=True)
        print_ratios({reader: micros for reader, (micros, _) in each.items()})
        if first:
            print(f"  goal for the growth: at most {GROWTH}")
        first = first or each


def measure_keys(bench, rounds):
    """A key file of many records, none of which belongs to the capture."""
    reader = READERS[4]
    bench.generate("many", KEYS * 10, 10)
    bench.generate("few-keys", 1, 10)
    (bench.folder / "none.keys").write_text("")
    none, many = (bench.cpu("few-keys", rounds, [reader], name)[reader[0]]
                  for name in ("none.keys", "many.keys"))
    print(f"key file of {KEYS} records: {many[0] - none[0]:.2f} s, "
          f"{(many[1] - none[1]) / KEYS:.0f} octets a record (goal: less than 1 s)", flush=True)
    for path in bench.folder.glob("many*"):
        path.unlink()


def measure_flood(bench, rounds):
    """First messages, each with a cookie of its own."""
    readers = (READERS[0], READERS[1], READERS[3])
    bench.generate("flood", FLOOD, 1, ["flood"])
    found = bench.cpu("flood", rounds, readers)
    print(f"flood of {FLOOD} cookies: user CPU and memory of a frame above plain UDP")
    for reader in readers[1:]:
        seconds, octets = (a - b for a, b in zip(found[reader[0]], found["plain"]))
        print(f"  {reader[0]:20} {seconds / FLOOD * 1e6:8.2f} µs {octets / FLOOD:8.0f} octets",
              flush=True)


def measure_instructions(bench, small, large, frames):
    """Between two sizes, so that starting up does not count."""
    print(f"callgrind: instructions a frame, from {frames} more frames")
    costs = {}
    for reader in READERS:
        costs[reader[0]] = (bench.instructions(large, reader) -
                            bench.instructions(small, reader)) / frames
        print(f"  {reader[0]:20} {costs[reader[0]]:10.0f} "
              f"(plain + {costs[reader[0]] - costs['plain']:.0f})", flush=True)
    print_ratios(costs)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--frames", type=int, nargs="*", default=[10_000, 100_000],
                        help="sizes of the captures that tshark reads (none: leave that out)")
    parser.add_argument("--each", type=int, default=50, help="frames of an IKE SA")
    parser.add_argument("--rounds", type=int, default=2, help="the lowest of so many counts")
    parser.add_argument("--no-callgrind", action="store_true", help="do not count instructions")
    parser.add_argument("--no-core", action="store_true",
                        help="do not feed the core without Wireshark")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ikelog-bench.") as folder:
        os.chmod(folder, 0o755)
        bench = Bench(options.build, folder)
        if not options.no_callgrind:
            bench.generate("few", 500, options.each)
            bench.generate("more", 2500, options.each)
            require_decryption(bench, "few", 500)
            measure_instructions(bench, "few", "more", 2000)
        if not options.no_core:
            core.measure(options.build)
        if options.frames:
            measure_keys(bench, options.rounds)
            measure_flood(bench, options.rounds)
            measure_cpu(bench, options)


if __name__ == "__main__":
    main()
