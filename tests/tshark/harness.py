# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs tshark with the plugin of a build folder on copies of the captures that everybody may read."""

import difflib
import functools
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

ROOT = Path(__file__).resolve().parents[2]
CAPTURES = ROOT / "test-captures"
GOLDEN = ROOT / "tests" / "golden"
CAPTURE_ENDINGS = (".pcap", ".pcapng", ".pcap.gz", ".pcapng.gz")
PASSES = (1, 2)
NOBODY = 65534
# For subprocess: as root Wireshark would load no module from a folder that it is told of.
AS_USER = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
TIME_LIMIT = 120
# Wireshark 4.4 and later say so what 4.0 says as a number.
FLAGS = {"True": "1", "False": "0"}
PATIENCE = 60


# What most tests want to know of a frame; one run of tshark answers all of them.
FACTS = tuple("ikelog." + name for name in (
    "summary", "message_id", "sa", "phase", "step", "from", "retransmission", "retransmission_of",
    "response_to", "time", "decrypted", "decryption", "plaintext", "log", "description"))


@dataclass(frozen=True)
class Case:
    """One test: `check` returns when the claim in `name` holds, and raises Failure when not."""

    name: str
    check: Callable[[], None]


class Failure(Exception):
    """Why a claim does not hold, for the reader of the test's output."""


@functools.cache
def _capture_files():
    """{name: path} of what stands in the rooms of test-captures/, or beside them."""
    return {path.name: path for pattern in ("*/*", "*") for path in CAPTURES.glob(pattern)}


def capture_file(name):
    """The file of test-captures/ with this name, in whatever room it stands."""
    return _capture_files().get(name, CAPTURES / name)


def capture_files(ending=""):
    """All files of test-captures/ with this ending, by name."""
    return [path for name, path in sorted(_capture_files().items()) if name.endswith(ending)]


def captures(folder=None):
    """The captures of test-captures/, or of another folder, by name, without ending."""
    found = {}
    for path in sorted(folder.glob("*")) if folder else capture_files():
        for ending in CAPTURE_ENDINGS:
            if path.name.endswith(ending):
                found[path.name[: -len(ending)]] = path
                break
    return found


def user_variables(home, plugins):
    """The environment of an ordinary user with this home, and with this folder of modules."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "WIRESHARK_PLUGIN_DIR": str(plugins),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }


def cpu_limit(seconds):
    """For subprocess: ends a child that computes for longer, without leaving its memory behind."""
    def limit():
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return limit


def finished(command, limit=TIME_LIMIT, **options):
    """subprocess.run for tests: when time is up, what the command has started is ended, too."""
    words = [str(word) for word in command]
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, errors="replace",
                          start_new_session=True, **options) as process:
        try:
            said = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            raise Failure(f"still running after {limit} s: {' '.join(words)}") from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(words, process.returncode, *said)


def processes_below(folder):
    """The processes whose home is this folder or stands in it."""
    homes = (f"HOME={folder}".encode(), f"HOME={folder}/".encode())
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            words = environment.read_bytes().split(b"\0")
            if homes[0] in words or any(word.startswith(homes[1]) for word in words):
                found.append(int(environment.parent.name))
        except OSError:
            # Another user's process, or one that has ended.
            pass
    return found


def end_below(folder, how=signal.SIGKILL):
    """Ends these processes: each may write to its home until then. Whether all have ended in time."""
    deadline = time.monotonic() + PATIENCE
    told = set()
    while left := set(processes_below(folder)):
        if time.monotonic() > deadline:
            return False
        for process in left - told:
            try:
                os.kill(process, how)
            except ProcessLookupError:
                pass
        told |= left
        time.sleep(0.05)
    return True


class Tshark:
    """tshark under an ordinary user id, with a home folder that is empty and gone afterwards."""

    def __init__(self, build, sanitized=False):
        self.sanitizers = sanitizers() if sanitized else {}
        self._folder = tempfile.TemporaryDirectory(prefix="ikelog-test.")
        self.stage = Path(self._folder.name)
        self.stage.chmod(0o755)
        shutil.copytree(Path(build) / "plugins", self.stage / "plugins")
        shutil.copytree(CAPTURES, self.stage / "captures")
        self._lock = threading.Lock()
        self._homes = 0
        self._facts = {}
        for path in (self.stage / "plugins", self.stage / "captures"):
            subprocess.run(["chmod", "-R", "a+rX", str(path)], check=True)
        self._require_plugin()

    def close(self):
        """Removes the homes; whatever runs there still is ended first."""
        end_below(self.stage)
        self._folder.cleanup()

    def _require_plugin(self):
        if "ikelog" not in self.run("-G", "protocols").stdout:
            raise Failure("tshark does not load the plugin of this build")

    def home(self, files=None):
        """A new home folder that tshark may write to; `files` maps paths in it to their text."""
        with self._lock:
            self._homes += 1
            home = self.stage / f"home{self._homes}"
        home.mkdir()
        for name, text in (files or {}).items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(home)], check=True)
        return home

    def variables(self, home, environment=None):
        """The environment in which a program loads the module; `environment` adds to it."""
        return {**user_variables(home, self.stage / "plugins"), **self.sanitizers,
                **(environment or {})}

    def run(self, *arguments, home=None, status=0, environment=None):
        """Runs tshark; Failure when it ends with another status than `status` (None: any)."""
        home = home or self.home()
        done = finished(["tshark", *arguments], cwd=home, env=self.variables(home, environment),
                        **AS_USER)
        if status is not None and done.returncode != status:
            raise Failure(f"exit status {done.returncode} instead of {status}: "
                          f"{' '.join(done.args)}\n{done.stderr}")
        return done

    def staged(self, path):
        """Where tshark finds a file of test-captures/."""
        return self.stage / "captures" / Path(path).relative_to(CAPTURES)

    def reading(self, capture, passes=1, keys=True):
        """The arguments that read a capture, with its .keys file when there is one."""
        arguments = ["-r", self.staged(capture)]
        if passes == 2:
            arguments.append("-2")
        key_file = companion(capture, "keys")
        if keys and key_file.exists():
            arguments += ["-o", f"ikelog.keylog_file:{self.staged(key_file)}"]
        more = companion(capture, "arguments")
        if more.exists():
            arguments += more.read_text(encoding="utf-8").split()
        return arguments

    def fields(self, capture, names, passes=1, keys=True, extra=()):
        """One row a frame that ikelog dissected: {field: [values]}, the frame's number included."""
        names = ["frame.number", *names]
        chosen = [word for name in names for word in ("-e", name)]
        done = self.run(*self.reading(capture, passes, keys), *extra, "-Y", "ikelog",
                        "-T", "json", *chosen)
        rows = [packet["_source"]["layers"] for packet in json.loads(done.stdout or "[]")]
        return [{name: [FLAGS.get(value, value) for value in row.get(name, [])] for name in names}
                for row in rows]

    def facts(self, capture, passes=1, keys=True):
        """fields() of FACTS; the answer is remembered and must not be changed."""
        with self._lock:
            lock, answer = self._facts.setdefault((capture, passes, keys), (threading.Lock(), []))
        with lock:
            if not answer:
                answer.append(self.fields(capture, FACTS, passes, keys))
        return answer[0]

    def log(self, capture, dialect, passes=1, keys=True, extra=()):
        """What -z ikelog,log prints of a capture."""
        return self.run(*self.reading(capture, passes, keys), *extra, "-q",
                        "-z", f"ikelog,log,dialect={dialect}").stdout


def sanitizers():
    """The environment in which a program that was built without them loads a module with them."""
    paths = [subprocess.run(["gcc", f"-print-file-name={name}"], capture_output=True, text=True,
                            check=True).stdout.strip() for name in ("libasan.so", "libubsan.so")]
    # What is left at the end is Wireshark's own; leaks are looked for in the unit tests.
    return {"LD_PRELOAD": ":".join(paths), "ASAN_OPTIONS": "detect_leaks=0"}


def companion(capture, ending):
    """The file beside a capture that has the same name and another ending."""
    for known in CAPTURE_ENDINGS:
        if capture.name.endswith(known):
            return capture.with_name(capture.name[: -len(known)] + "." + ending)
    return capture.with_suffix("." + ending)


def for_each_capture(ending=None):
    """(name, path) of each capture that has a companion with this ending.

    Without an ending: of each but those of which one thing is claimed: their .verdict
    (test_failures.py), or what their fault was (the room "faults").
    """
    return [(name, path) for name, path in captures().items()
            if (companion(path, ending).exists() if ending
                else not companion(path, "verdict").exists() and path.parent.name != "faults")]


def claim(function, *arguments, **options):
    """Binds a check to its arguments."""
    return functools.partial(function, *arguments, **options)


def expect_equal(actual, expected, what):
    """Failure with a short difference when two texts or values are not the same."""
    if actual == expected:
        return
    if isinstance(actual, str) and isinstance(expected, str) and "\n" in actual + expected:
        raise Failure(f"{what} differs:\n{difference(expected, actual)}")
    raise Failure(f"{what}: expected {expected!r}, got {actual!r}")


def difference(expected, actual, limit=40):
    """The first lines of a unified difference."""
    lines = list(difflib.unified_diff(expected.splitlines(), actual.splitlines(),
                                      "expected", "actual", lineterm="", n=1))
    if len(lines) > limit:
        lines = lines[:limit] + [f"… and {len(lines) - limit} more lines"]
    return "\n".join(lines)
