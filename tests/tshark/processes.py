# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts programs of Wireshark that a test talks to while they run."""

import subprocess

from harness import AS_USER, PATIENCE, cpu_limit, user_variables

CPU_SECONDS = 300


def start(tshark, command, home, errors, plugin=True, environment=None):
    """A process with pipes for input and output, as an ordinary user, with our module or none."""
    none = home / "no-plugins"
    none.mkdir(exist_ok=True)
    variables = tshark.variables(home) if plugin else user_variables(home, none)
    return subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=errors, cwd=home,
                            env={**variables, "TMPDIR": str(home), **(environment or {})},
                            preexec_fn=cpu_limit(CPU_SECONDS), **AS_USER)


def finish(process):
    """Closes the pipes and waits for the end of the process; its status."""
    process.stdin.close()
    process.stdout.close()
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
