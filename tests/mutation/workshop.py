# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of the tree in which edits are built and tested, one at a time.

The core is a shared library there: when a source changes, one object is compiled and one library
linked, and the test programs stay as they are. It stops at undefined behaviour, as the sanitized
tests do.
"""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import time
from pathlib import Path

COPIED = ("CMakeLists.txt", "cmake", "plugin", "tests")
ENDINGS = {".c", ".h", ".inc", ".txt", ".cmake", ".dialect", ".html", ".css"}
FLAGS = "-O1 -fsanitize=undefined -fsanitize-undefined-trap-on-error"
MEMORY = 3 << 30  # octets of address space for a test program: an edit may make it greedy
PATIENCE = 10     # a program that takes so many times as long as without an edit has failed
LEAST_LIMIT = 10  # seconds


class Unusable(Exception):
    """The tests cannot be built, or fail without any edit."""


def sources(root):
    for part in COPIED:
        path = root / part
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file() and file.suffix in ENDINGS and "output" not in file.parts:
                yield file.relative_to(root)


def limits():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def symbols(objects):
    """The object that defines each external symbol, and the symbols that each object uses."""
    listing = subprocess.run(["nm", "-A", "-g", "-P", *objects], check=True, capture_output=True,
                             text=True).stdout
    owners, used = {}, {str(path): set() for path in objects}
    for line in listing.splitlines():
        path, name, kind = line.split()[:3]
        if kind in "Uvw":
            used[path.rstrip(":")].add(name)
        else:
            owners[name] = path.rstrip(":")
    return owners, used


def closure(uses, start):
    seen, due = {start}, [start]
    while due:
        fresh = uses[due.pop()] - seen
        seen |= fresh
        due.extend(fresh)
    return seen


class Workshop:
    def __init__(self, root, folder):
        self.root, self.tree, self.build = root, folder / "tree", folder / "build"
        self.tests = {}      # name: command and environment
        self.durations = {}  # name: seconds without an edit
        self.reached = {}    # name: sources that its program can reach

    def copy(self):
        """Brings the copy up to date. What did not change keeps its time, so that little is built."""
        wanted = set(sources(self.root))
        for file in set(sources(self.tree)) - wanted:
            (self.tree / file).unlink()
        for file in wanted:
            source, target = self.root / file, self.tree / file
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists() or target.read_bytes() != source.read_bytes():
                shutil.copyfile(source, target)

    def configure(self):
        options = ["-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_C_FLAGS_DEBUG={FLAGS}",
                   "-DIKELOG_MODULE=OFF",
                   "-DBUILD_SHARED_LIBS=ON", "-DCMAKE_LINK_DEPENDS_NO_SHARED=ON",
                   f"-DIKELOG_VECTORS={self.root.parent / 'shared/reference/vectors'}"]
        if shutil.which("ccache"):
            options.append("-DCMAKE_C_COMPILER_LAUNCHER=ccache")
        self.call(["cmake", "-S", self.tree, "-B", self.build, *options])

    def call(self, command):
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode != 0:
            raise Unusable(run.stdout[-4000:] + run.stderr[-4000:])
        return run.stdout

    def prepare(self):
        """Copies, builds, and runs the tests without an edit."""
        self.copy()
        self.configure()
        self.call(["cmake", "--build", self.build])
        listed = json.loads(self.call(["ctest", "--test-dir", self.build, "--show-only=json-v1"]))
        for test in listed["tests"]:
            self.tests[test["name"]] = self.program(test)
        self.reached = self.reach()
        failed = self.run(list(self.tests), limit=None)
        if failed:
            raise Unusable(f"{failed} fails without any edit")

    def reach(self):
        """For each test the sources of the core that it can reach, by the symbols that objects use.

        What is never reached cannot make a test fail, and the slowest tests reach little.
        """
        core = self.build / "plugin/CMakeFiles/ikelog_core.dir"
        owners, used = symbols([*core.rglob("*.o"), *(self.build / "tests").glob("CMakeFiles/*/unit/*.o")])
        uses = {file: {owners[name] for name in names if name in owners}
                for file, names in used.items()}
        reached = {}
        for name, (command, _) in self.tests.items():
            program = Path(command[0]).name
            start = str(self.build / f"tests/CMakeFiles/{program}.dir/unit/{program}.c.o")
            reached[name] = {f"plugin/{Path(file).relative_to(core)}"[:-len(".o")]
                             for file in closure(uses, start) - {start}}
        return reached

    def concerned(self, file):
        """The tests that an edit of a file can make fail, the quickest first."""
        names = [name for name in self.tests if file.endswith(".h") or file in self.reached[name]]
        return sorted(names, key=self.durations.get)

    def program(self, test):
        """Command, folder and environment of a test; captures and the like are the checkout's own."""
        properties = {row["name"]: row["value"] for row in test["properties"]}
        given = dict(row.split("=", 1) for row in properties.get("ENVIRONMENT", []))
        given["G_TEST_SRCDIR"] = str(self.root)
        kept = {key: value for key, value in os.environ.items() if key != "IKELOG_BLESS"}
        return test["command"], {**kept, **given}

    def built(self, file):
        """Builds what depends on a file; None if that fails, else a digest of the library."""
        target = [] if file.endswith(".h") else ["--target", "ikelog_core"]
        run = subprocess.run(["cmake", "--build", self.build, *target], capture_output=True,
                             check=False)
        if run.returncode != 0:
            return None
        digest = hashlib.sha256()
        programs = [Path(command[0]) for command, _ in self.tests.values()] if not target else []
        for path in [next((self.build / "plugin").glob("libikelog_core.so")), *programs]:
            digest.update(path.read_bytes())
        return digest.digest()

    def try_edit(self, edit):
        """What became of an edit: "not built", "no effect", "survived", or the test that failed."""
        path = self.tree / edit.file
        text = path.read_text()
        before = self.built(edit.file)
        try:
            path.write_text(edit.apply(text))
            after = self.built(edit.file)
            if after is None:
                return "not built"
            if after == before:
                return "no effect"
            return self.run(self.concerned(edit.file), PATIENCE) or "survived"
        finally:
            path.write_text(text)

    def start(self, name):
        command, environment = self.tests[name]
        return subprocess.Popen(command, env=environment, cwd=self.root, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                preexec_fn=limits)

    def allowed(self, name, limit):
        return 600 if limit is None else max(LEAST_LIMIT, limit * self.durations[name])

    def run(self, names, limit):
        """Runs tests, as many at once as there are processors; the first that fails, or None."""
        due, running, failed = list(reversed(names)), {}, None
        try:
            while (due or running) and not failed:
                while due and len(running) < (os.cpu_count() or 1):
                    name = due.pop()
                    running[name] = self.start(name), time.monotonic()
                failed = self.reap(running, limit)
                time.sleep(0.002)
        finally:
            for process, _ in running.values():
                process.kill()
                process.wait()
        return failed

    def reap(self, running, limit):
        for name, (process, since) in list(running.items()):
            took = time.monotonic() - since
            if process.poll() is None:
                if took > self.allowed(name, limit):
                    return name
                continue
            del running[name]
            if process.returncode != 0:
                return name
            if limit is None:
                self.durations[name] = took
        return None
