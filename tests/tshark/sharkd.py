# SPDX-License-Identifier: GPL-2.0-or-later
"""Talks to sharkd, Wireshark without a window: frames in any order, captures one after another.

sharkd takes preferences while a capture is open, but unlike the window it neither calls back for
them nor reads the capture again. Loading the capture once more does what the window does then.
"""

import functools
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from harness import Failure, captures, companion
from processes import PATIENCE, finish, start

INDENT = "    "
OURS = "IKE Log"
# What sharkd always says.
USUAL = ("Hello in child", "load: filename=", "heap: ")
# In stacks of the sanitizers: our sources.
MODULE = re.compile(r"/(epan-glue|plugin)/\w")


def lines_of(nodes, level=0):
    """The lines of a tree as `tshark -V` prints them."""
    for node in nodes:
        yield INDENT * level + (f"[{node['l']}]" if node.get("g") else node["l"])
        yield from lines_of(node.get("n", []), level + 1)


def ours(lines):
    """What a printed frame says from our first tree on; other dissectors' dumps come before it."""
    for number, line in enumerate(lines):
        if line.startswith(OURS):
            return "\n".join(lines[number:]).rstrip()
    return ""


class Sharkd:
    """One process of sharkd; `with` ends it, and complains if it complained.

    `tolerated`: words of complaints that the test does not mind.
    """

    tolerated = None

    def __init__(self, tshark, plugin=True, environment=None, home=None):
        home = home or tshark.home()
        self._said = open(home / "sharkd.errors", "w+b")
        self._process = start(tshark, ["sharkd", "-"], home, self._said, plugin, environment)
        self._asked = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        status = finish(self._process)
        said = self.complaints()
        self._said.close()
        if kind is None and (status != 0 or said):
            raise Failure(f"sharkd ended with {status}:\n{said}")

    def complaints(self):
        """What it wrote to standard error, but for what it always writes."""
        self._said.seek(0)
        lines = self._said.read().decode(errors="replace").splitlines()
        return "\n".join(line for line in lines if not line.startswith(USUAL)
                         and not (self.tolerated and self.tolerated in line))

    def ask(self, method, **parameters):
        """The answer to a request; Failure when there is none or it is a refusal."""
        self._asked += 1
        request = {"jsonrpc": "2.0", "id": self._asked, "method": method}
        if parameters:
            request["params"] = parameters
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer:
            raise Failure(f"sharkd is gone at {request}:\n{self.complaints()}")
        answer = json.loads(answer)
        if "result" not in answer:
            raise Failure(f"{request}: {answer}")
        return answer["result"]

    def load(self, path):
        self.ask("load", file=str(path))

    def set(self, settings):
        for name, value in settings.items():
            self.ask("setconf", name=name, value=str(value))

    def count(self):
        return self.ask("status")["frames"]

    def lines(self, number):
        """A frame as `tshark -V` prints it."""
        return list(lines_of(self.ask("frame", frame=number, proto=True)["tree"]))

    def frame(self, number):
        """What we say of a frame; "": nothing."""
        return ours(self.lines(number))

    def frames(self):
        """The whole text of each frame."""
        return ["\n".join(self.lines(number)) for number in range(1, self.count() + 1)]

    def heap(self):
        """Octets of heap in use; for a process with heap_told()."""
        before = self._said.seek(0, os.SEEK_END)
        self._process.send_signal(signal.SIGUSR1)
        for _ in range(PATIENCE * 100):
            self._said.seek(before)
            told = re.search(rb"^heap: (\d+)$", self._said.read(), re.M)
            if told:
                return int(told[1])
            time.sleep(0.01)
        raise Failure("sharkd does not tell how much heap it uses")


def heap_told(tshark):
    """The environment in which Sharkd.heap() works."""
    module = tshark.home() / "heap.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", module, Path(__file__).with_name("heap.c")],
                   check=True)
    module.chmod(0o755)
    return {"LD_PRELOAD": str(module)}


def leaks_told(tshark):
    """(environment, function): what the leak sanitizer found of ours when sharkd has ended."""
    folder = tshark.home()

    def leaks():
        text = "\n".join(path.read_text(errors="replace") for path in folder.glob("leaks.*"))
        blocks = [block for block in text.split("\n\n") if " leak of " in block]
        # What is kept with a frame hangs on frames, which sharkd forgets to free.
        return [block for block in blocks
                if MODULE.search(block) and "p_add_proto_data" not in block]

    return {"ASAN_OPTIONS": f"detect_leaks=1:fast_unwind_on_malloc=0:log_path={folder}/leaks",
            "LSAN_OPTIONS": "exitcode=0", "G_SLICE": "always-malloc",
            "WIRESHARK_DEBUG_WMEM_OVERRIDE": "simple"}, leaks


def keys_of(tshark, capture):
    """The setting that opens a capture: its key file when it has one, else none."""
    key_file = companion(capture, "keys")
    return {"ikelog.keylog_file": tshark.staged(key_file) if key_file.exists() else ""}


def loadable():
    """(name, path) of each capture, but for those that want arguments: sharkd takes none."""
    return [(name, path) for name, path in captures().items()
            if not companion(path, "arguments").exists()]


@functools.lru_cache(maxsize=None)
def _fresh(tshark, capture, settings):
    options = [word for name, value in settings for word in ("-o", f"{name}:{value}")]
    text = tshark.run("-r", tshark.staged(capture), "-2", "-V", *options).stdout
    frames = [frame for frame in re.split(r"^(?=Frame \d+: )", text, flags=re.M) if frame]
    return [ours(frame.splitlines()) for frame in frames]


def fresh(tshark, capture, settings):
    """What a new tshark says of each frame in two passes with these settings."""
    said = {name: str(value) for name, value in settings.items() if str(value)}
    return _fresh(tshark, capture, tuple(said.items()))
