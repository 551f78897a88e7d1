#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""All damage of all captures: what test_editcap.py and test_hostile.py take samples of."""

import argparse
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

import damage  # noqa: E402  (the path has to be set first)
import test_editcap  # noqa: E402
import test_hostile  # noqa: E402
from harness import Failure, Tshark, captures  # noqa: E402


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="build folder with plugins/")
    parser.add_argument("--sanitized", action="store_true",
                        help="the module was built by gcc with IKELOG_SANITIZE")
    parser.add_argument("-k", metavar="PATTERN", default="", help="only captures that hold PATTERN")
    parser.add_argument("--step", type=int, default=1, help="only every STEP-th octet")
    parser.add_argument("--minutes", type=float, help="begin nothing new after this time")
    return parser.parse_args()


def cheapest_first(pattern):
    """Names of captures, by the packets that stand in all their damaged conversations."""
    costs = {name: damage.cost(path) for name, path in captures().items() if pattern in name}
    return sorted(costs, key=costs.get)


def all_cases(tshark, options):
    yield from test_editcap.whole_matrix(tshark, options.k)
    for name in cheapest_first(options.k):
        yield from test_hostile.matrix(tshark, [name], options.step)


def run(case):
    """Whether it passed; says so."""
    start = time.monotonic()
    try:
        case.check()
    except Failure as failure:
        print(f"FAILED {case.name}\n    {failure}", flush=True)
        return False
    print(f"ok     {case.name} ({time.monotonic() - start:.0f} s)", flush=True)
    return True


def main():
    options = arguments()
    tshark = Tshark(options.build, options.sanitized)
    end = time.monotonic() + options.minutes * 60 if options.minutes else None
    passed = failed = left = 0
    try:
        for case in all_cases(tshark, options):
            if end and time.monotonic() > end:
                left += 1
            elif run(case):
                passed += 1
            else:
                failed += 1
    finally:
        tshark.close()
    if left:
        print(f"{left} not begun: the time was over")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
