#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads all captures, whole and damaged, through tshark under valgrind: no error or leak of ours.

Wireshark leaves memory behind itself; only what valgrind finds with our module on the stack counts.
"""

import argparse
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import damage  # noqa: E402  (the path has to be set first)
from harness import AS_USER, Failure, Tshark, captures, companion  # noqa: E402

# Phase 1 with and without XAUTH, vendor fragments and certificates, several proposals.
DAMAGED = ("mm-psk", "xauth-modeconfig", "mm-rsa-fragments", "racoon-bundle")
STEP = 193
TIME_LIMIT = 900
MEMCHECK = ["valgrind", "--quiet", "--leak-check=full", "--show-leak-kinds=definite,possible",
            "--keep-debuginfo=yes", "--num-callers=40", "--xml=yes"]
REPORTS = [word for report in ("log", "negotiations", "negotiations,json", "ladder", "lesson",
                               "keys", "tree") for word in ("-z", f"ikelog,{report}")]
# name: options of tshark
RUNS = {
    "stock-tree/pass-2/reports": ["-2", "-V", "-o", "ikelog.stock_tree:always", *REPORTS,
                                  "-o", "ikelog.decrypt_esp:TRUE", "-o", "ikelog.show_keys:TRUE"],
    "own-tree/pass-2/json": ["-2", "-T", "json", "-o", "ikelog.stock_tree:never"],
    "stock-tree/pass-1/fields": ["-T", "fields", "-e", "ikelog.log", "-e", "ikelog.explanation",
                                 "-o", "ikelog.stock_tree:always"],
    "own-tree/pass-1/nortel": ["-V", "-o", "ikelog.stock_tree:never",
                               "-o", "ikelog.dialect:nortel-bsr"],
}


def all_captures(folder):
    """All captures in one file, and the records for all of them."""
    merged, keys = folder / "all.pcapng", folder / "all.keys"
    found = captures()
    subprocess.run(["mergecap", "-a", "-w", merged, *found.values()], check=True)
    with open(keys, "w", encoding="utf-8") as records:
        for capture in found.values():
            own = companion(capture, "keys")
            if own.exists():
                records.write(own.read_text(encoding="utf-8") + "\n")
    return merged, keys


def jobs(tshark):
    """name: (capture, key file, options). All captures in every run, damaged ones in one each."""
    merged, keys = all_captures(tshark.home())
    for path in (merged, keys):
        path.chmod(0o644)
    found = {f"all/{name}": (merged, keys, options) for name, options in RUNS.items()}
    for name, (run, options) in zip(DAMAGED, RUNS.items()):
        capture = captures()[name]
        for made in damage.write(capture, companion(capture, "keys"), tshark.home(), STEP):
            found[f"damaged-{name}/{run}"] = (made.capture, made.keys, options)
    return found


def ours(error):
    """An error below any call of ours; memory that we asked for, not Wireshark for itself."""
    callers = [frame.findtext("obj") or "" for frame in error.find("stack")]
    if error.findtext("kind", "").startswith("Leak_"):
        asking = [caller for caller in callers if not re.search("vgpreload|libglib|libc[.]", caller)]
        callers = asking[:1]
    return any(caller.endswith("/ikelog.so") for caller in callers)


def describe(error):
    """What it is and where, the innermost frame first."""
    what = error.findtext("xwhat/text") or error.findtext("what") or "?"
    frames = [f"{frame.findtext('fn') or '?'} ({frame.findtext('file') or frame.findtext('obj')}"
              f":{frame.findtext('line') or '?'})" for frame in error.find("stack")]
    return "\n        ".join([what, *frames])


def check(tshark, capture, keys, options):
    """The errors of one run that are ours; Failure when it does not end well."""
    home = tshark.home()
    report = home / "memcheck.xml"
    variables = tshark.variables(home, {"G_SLICE": "always-malloc", "G_DEBUG": "fatal-criticals"})
    command = [*MEMCHECK, f"--xml-file={report}", "tshark", "-n", "-r", str(capture),
               "-o", f"ikelog.keylog_file:{keys}", *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors="replace", env=variables,
                          cwd=home, timeout=TIME_LIMIT, **AS_USER)
    if done.returncode != 0:
        raise Failure(f"tshark ended with {done.returncode}\n{done.stderr[-2000:]}")
    return [describe(error) for error in ElementTree.parse(report).iter("error") if ours(error)]


def outcome(tshark, job):
    try:
        return check(tshark, *job)
    except (Failure, subprocess.SubprocessError, ElementTree.ParseError) as failure:
        return [str(failure)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with plugins/")
    tshark = Tshark(parser.parse_args().build)
    try:
        wanted = jobs(tshark)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = dict(zip(wanted, pool.map(lambda job: outcome(tshark, job), wanted.values())))
    finally:
        tshark.close()
    for name, errors in found.items():
        for error in errors:
            print(f"FAILED valgrind/{name}\n        {error}")
    failed = sum(bool(errors) for errors in found.values())
    print(f"{len(found) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
