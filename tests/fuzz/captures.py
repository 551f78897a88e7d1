#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The full matrix of tests/tshark/test_hostile.py: each octet of every message of every capture."""

import argparse
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

import test_hostile  # noqa: E402  (the path has to be set first)
from harness import Failure, Tshark, captures  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with plugins/")
    parser.add_argument("-k", metavar="PATTERN", default="", help="only captures that hold PATTERN")
    parser.add_argument("--step", type=int, default=1, help="only every STEP-th octet")
    options = parser.parse_args()
    names = [name for name in captures() if options.k in name]
    tshark, passed, failed = Tshark(options.build), 0, 0
    try:
        for case in test_hostile.matrix(tshark, names, options.step):
            start = time.monotonic()
            try:
                case.check()
                passed += 1
                print(f"ok     {case.name} ({time.monotonic() - start:.0f} s)", flush=True)
            except Failure as failure:
                failed += 1
                print(f"FAILED {case.name}\n    {failure}", flush=True)
    finally:
        tshark.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
