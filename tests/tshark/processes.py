# SPDX-License-Identifier: GPL-2.0-or-later
"""Starts programs of Wireshark that a test talks to while they run."""

import os
import resource
import subprocess

from harness import NOBODY

CPU_SECONDS = 300
PATIENCE = 60


def _limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def start(tshark, command, home, errors, plugin=True, environment=None):
    """A process with pipes for input and output, as an ordinary user, with our module or none."""
    folder = tshark.stage / "plugins" if plugin else home / "no-plugins"
    folder.mkdir(exist_ok=True)
    variables = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(home),
                 "XDG_CONFIG_HOME": str(home / ".config"), "TMPDIR": str(home), "TZ": "UTC",
                 "LC_ALL": "C.UTF-8", "WIRESHARK_PLUGIN_DIR": str(folder),
                 **(tshark.sanitizers if plugin else {}), **(environment or {})}
    return subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=errors, env=variables, cwd=home,
                            preexec_fn=_limit)


def finish(process):
    """Closes the pipes and waits for the end of the process; its status."""
    process.stdin.close()
    process.stdout.close()
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
