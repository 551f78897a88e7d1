#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""script/lib.sh shows where a long command is, hides neither its end nor its failure, and counts right."""

import os
import pty
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = "for i in 1 2 3; do echo [$i/3] step; done"


def script(text, shell=("bash", "-euo", "pipefail")):
    return [*shell, "-c", f". {ROOT}/script/lib.sh; log=$1; {text}", "test"]


def in_pipe(text, **how):
    """(status, what is printed, what the log holds) when nobody watches."""
    with tempfile.NamedTemporaryFile() as log:
        done = subprocess.run([*script(text, **how), log.name], capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout + done.stderr, Path(log.name).read_text("utf-8")


def on_terminal(text):
    """What a terminal gets."""
    with tempfile.NamedTemporaryFile() as log:
        screen, terminal = pty.openpty()
        process = subprocess.Popen([*script(text), log.name], stdout=terminal, stderr=terminal,
                                   stdin=subprocess.DEVNULL)
        os.close(terminal)
        seen = b""
        try:
            while more := os.read(screen, 4096):
                seen += more
        except OSError:  # the other end is closed
            pass
        process.wait()
        return seen.decode()


def terminal_shows_each_step():
    seen = on_terminal(f"visibly $log sh -c '{STEPS}'")
    return all(f"[{i}/3] step" in seen for i in (1, 2, 3)) and seen.endswith("\r\x1b[K")


def pipe_is_quiet_for_what_ends_soon():
    return in_pipe(f"visibly $log sh -c '{STEPS}'")[:2] == (0, "")


def log_holds_all_lines():
    return in_pipe(f"visibly $log sh -c '{STEPS}'")[2].count("step") == 3


def failure_is_shown_and_returned():
    status, seen, _ = in_pipe("rc=0; visibly $log sh -c 'echo why; exit 7' || rc=$?; exit $rc")
    return status == 7 and "why" in seen


def steps(*commands, **how):
    """(status, last line) of a script that runs these as steps."""
    status, seen, _ = in_pipe("".join(f"step a $log sh -c '{command}'; " for command in commands)
                              + "result", **how)
    return status, seen.splitlines()[-1]


def steps_are_added_up():
    return steps("echo why; echo 3 passed, 0 failed", "echo 2 passed, 1 failed; exit 1",
                 "echo good") == (1, "6 passed, 1 failed") and steps("") == (0, "1 passed, 0 failed")


def step_that_fails_has_failed_whatever_it_says():
    return steps("echo 3 passed, 0 failed; exit 9") == (1, "3 passed, 1 failed") and \
        steps("echo 3 passed, 0 failed; echo and then; exit 9") == (1, "0 passed, 1 failed")


def failure_is_seen_without_pipefail():
    return steps("echo why; exit 7", shell=("bash",)) == (1, "0 passed, 1 failed") and \
        in_pipe("visibly $log false", shell=("bash",))[0] == 1


def main():
    tests = (terminal_shows_each_step, pipe_is_quiet_for_what_ends_soon, log_holds_all_lines,
             failure_is_shown_and_returned, steps_are_added_up,
             step_that_fails_has_failed_whatever_it_says, failure_is_seen_without_pipefail)
    failed = [test.__name__ for test in tests if not test()]
    for name in failed:
        print(f"FAILED {name}")
    print(f"{len(tests) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
