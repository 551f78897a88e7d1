#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The harness of the tests through tshark leaves nothing behind: no process, no folder."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

from harness import Failure, end_below, finished, processes_below  # noqa: E402

# Writes to its home without end, as services of a bus do that outlive who has asked for them.
WRITER = 'while :; do mkdir -p "$HOME/a" && : >"$HOME/a/$((n += 1))"; done'


def time_limit_ends_what_was_started(home):
    environment = {**os.environ, "HOME": str(home)}
    try:
        finished(["sh", "-c", f"({WRITER}) & wait"], limit=1, env=environment)
    except Failure as failure:
        for _ in range(100):
            if not processes_below(home):
                return "still running" in str(failure)
            time.sleep(0.1)
    return False


def home_is_removed_while_somebody_writes(home):
    writers = []
    for name in ("one", "two"):
        (home / name).mkdir()
        writers.append(subprocess.Popen(["sh", "-c", WRITER], start_new_session=True,
                                        env={**os.environ, "HOME": str(home / name)}))
    while not all((home / name / "a").exists() for name in ("one", "two")):
        time.sleep(0.1)
    return end_below(home) and all(writer.wait() == -signal.SIGKILL for writer in writers)


TESTS = (time_limit_ends_what_was_started, home_is_removed_while_somebody_writes)


def main():
    failed = 0
    for test in TESTS:
        with tempfile.TemporaryDirectory() as folder:
            if not test(Path(folder)):
                print("FAILED harness/" + test.__name__.replace("_", "-"))
                failed += 1
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
