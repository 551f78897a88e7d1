#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures this plugin against the stock dissector and against plain UDP, as ratios."""

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path

import core
from jobs import (GOALS, GROWTH_GOAL, JOBS, LIST_OCTETS_GOAL, REPORT_OCTETS_GOAL, REPORTS,
                  SYSTEM_CALLS_GOAL, readers)

NOBODY = 65534
AS_USER = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
KEYS, FLOOD = 100_000, 100_000
FEW, MORE = 200, 4_000  # frames: between two sizes of a capture nothing of the start counts


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
        """The command line and the environment of a reader (of jobs.readers); another key file."""
        _, plugin, keys, arguments = reader
        home = Path(tempfile.mkdtemp(dir=self.folder))
        if keys == "table":
            profile = home / ".config/wireshark"
            profile.mkdir(parents=True)
            table = (self.folder / (capture + ".table")).read_bytes()
            (profile / "ikev1_decryption_table").write_bytes(table)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", home], check=True)
        command = ["tshark", "-r", self.folder / (capture + ".pcap"), *arguments]
        if plugin and keys in ("records", "secrets"):
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

    def cpu(self, capture, rounds, who, key_file=None):
        """{reader: (fewest seconds, octets at the peak)}; the readers take turns."""
        found = {}
        for _ in range(rounds):
            for reader in who:
                seconds, octets, _ = self.run(*self.command(capture, reader, key_file))
                old = found.get(reader[0], (seconds, octets))
                found[reader[0]] = (min(old[0], seconds), min(old[1], octets))
        return found

    def instructions(self, capture, rounds, reader):
        """The fewest: Wireshark's own tables differ from run to run in how well they hash."""
        command, variables = self.command(capture, reader)
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        return min(int(re.search(r"Collected : (\d+)", said).group(1))
                   for _, _, said in (self.run(command, variables, tool) for _ in range(rounds)))

    def system_calls(self, capture):
        """How many name the key file or its descriptor, by a packet list of ours."""
        command, variables = self.command(capture, readers(JOBS[0])[2])
        log = self.folder / "system-calls"
        log.touch()
        log.chmod(0o666)
        self.run(command, variables, ["strace", "-f", "-y", "-o", log])
        return log.read_text(errors="replace").count(f"{capture}.keys")


def protected(bench, capture):
    """How many messages the stock dissector decrypts. What is not opened is not compared."""
    command, variables = bench.command(capture, readers(JOBS[0])[1])
    done = subprocess.run([*command, "-Y", "isakmp.hash"], capture_output=True, text=True,
                          env=variables, check=True, **AS_USER)
    count = len(done.stdout.splitlines())
    if count == 0:
        raise SystemExit("the stock dissector does not decrypt the generated capture")
    return count


def measure_instructions(bench, small, large, frames, rounds):
    """Between two sizes, so that starting up does not count."""
    print(f"instructions a frame above plain tshark, of {frames} more frames (callgrind)")
    known = {}
    for job in JOBS:
        costs = {}
        for reader in readers(job):
            key = tuple(map(str, reader))
            if key not in known:
                known[key] = (bench.instructions(large, rounds, reader) -
                              bench.instructions(small, rounds, reader)) / frames
            costs[reader[0]] = known[key]
        ours, stock = (costs[name] - costs["plain"] for name in ("ours", "stock"))
        print(f"  {job[0]:40} {ours / 1000:6.1f} k / {stock / 1000:5.1f} k = {ours / stock:4.2f} "
              f"(goal: at most {GOALS[job[0]]})", flush=True)


def measure_system_calls(bench, small, large):
    calls = bench.system_calls(large) - bench.system_calls(small)
    messages = protected(bench, large) - protected(bench, small)
    print(f"system calls on the key file: {calls} for {messages} protected messages "
          f"(goal: {SYSTEM_CALLS_GOAL})", flush=True)


def measure_memory(bench, frames, rounds):
    """Peaks, above that of a capture of few frames."""
    plain, stock, ours = readers(JOBS[0])
    reports = [(name, True, "records", arguments) for name, arguments in REPORTS]
    who = [plain, stock, ours, *reports]
    start, found = bench.cpu("few", rounds, who), bench.cpu(f"scale-{frames}", rounds, who)
    octets = {name: (found[name][1] - start[name][1]) / frames for name in found}
    above = octets["plain"]
    print(f"peak of memory, octets a frame of {frames}")
    print(f"  packet list above plain: ours {octets['ours'] - above:.0f}, stock "
          f"{octets['stock'] - above:.0f} (goal: at most {LIST_OCTETS_GOAL})")
    for name, *_ in reports:
        print(f"  {name} above the list: {octets[name] - octets['ours']:.0f} "
              f"(goal: at most {REPORT_OCTETS_GOAL})", flush=True)


def measure_growth(bench, sizes, each, rounds):
    """User CPU of a frame in captures of each size, without what it takes to start."""
    who, first = readers(JOBS[0]), None
    for frames in sizes:
        name = f"scale-{frames}"
        bench.generate(name, frames, each)
        start, found = bench.cpu("few", rounds, who), bench.cpu(name, rounds, who)
        micros = {reader: (found[reader][0] - start[reader][0]) / frames * 1e6 for reader in found}
        first = first or micros
        print(f"packet list of {frames} frames, {each} an IKE SA: user CPU of a frame")
        for reader, value in micros.items():
            print(f"  {reader:6} {value:7.2f} µs, {value / first[reader]:.2f} of the smallest's "
                  f"(goal: at most {GROWTH_GOAL})", flush=True)


def measure_keys(bench, rounds):
    """A key file of many records, none of which belongs to the capture."""
    reader = readers(JOBS[0])[2]
    bench.generate("many", KEYS * 10, 10)
    (bench.folder / "none.keys").write_text("")
    none, many = (bench.cpu("few", rounds, [reader], name)[reader[0]]
                  for name in ("none.keys", "many.keys"))
    print(f"key file of {KEYS} records: {many[0] - none[0]:.2f} s, "
          f"{(many[1] - none[1]) / KEYS:.0f} octets a record (goal: less than 1 s)", flush=True)
    for path in bench.folder.glob("many*"):
        path.unlink()


def measure_flood(bench, cookies, rounds):
    """First messages, each with a cookie of its own."""
    plain, stock, ours = readers(JOBS[0])
    who = (plain, (*stock[:2], None, stock[3]), (*ours[:2], None, ours[3]))
    bench.generate("flood", cookies, 1, ["flood"])
    found = bench.cpu("flood", rounds, who)
    print(f"flood of {cookies} cookies: user CPU and memory of a frame above plain tshark")
    for reader in who[1:]:
        seconds, octets = (a - b for a, b in zip(found[reader[0]], found["plain"]))
        print(f"  {reader[0]:6} {seconds / cookies * 1e6:8.2f} µs {octets / cookies:8.0f} octets",
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True)
    parser.add_argument("--frames", type=int, nargs="*", default=[10_000, 100_000],
                        help="sizes of the captures for time and memory (none: leave that out)")
    parser.add_argument("--each", type=int, default=20, help="frames of an IKE SA")
    parser.add_argument("--cookies", type=int, default=FLOOD, help="cookies of the flood")
    parser.add_argument("--rounds", type=int, default=2, help="the lowest of so many counts")
    parser.add_argument("--no-callgrind", action="store_true", help="do not count instructions")
    parser.add_argument("--no-core", action="store_true",
                        help="do not feed the core without Wireshark")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ikelog-bench.") as folder:
        os.chmod(folder, 0o755)
        bench = Bench(options.build, folder)
        bench.generate("few", FEW, options.each)
        bench.generate("more", FEW + MORE, options.each)
        measure_system_calls(bench, "few", "more")
        if not options.no_callgrind:
            measure_instructions(bench, "few", "more", MORE, options.rounds)
        if not options.no_core:
            core.measure(options.build)
        if options.frames:
            measure_growth(bench, options.frames, options.each, options.rounds)
            measure_memory(bench, options.frames[-1], options.rounds)
            measure_keys(bench, options.rounds)
            measure_flood(bench, options.cookies, options.rounds)


if __name__ == "__main__":
    main()
