# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the commands of a document: each ```sh block, in order; ```text behind it is its output."""

import re
import threading
from dataclasses import dataclass

from harness import (AS_USER, ROOT, Case, Failure, claim, expect_equal, finished,
                     user_variables)

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@dataclass
class Command:
    """One block of commands: where it stands, and what it has to print (None: anything)."""

    heading: str
    text: str
    output: str | None = None


def commands_of(document):
    """The commands of a document, in order."""
    text = document.read_text(encoding="utf-8")
    headings = [(match.start(), match.group(1)) for match in HEADING.finditer(text)]
    found = []
    for block in BLOCK.finditer(text):
        language, body = block.groups()
        heading = [name for start, name in headings if start < block.start()][-1]
        if language == "sh":
            found.append(Command(heading, body))
        elif language == "text" and found and found[-1].output is None:
            found[-1].output = body
    return found


class Reader:
    """Somebody who reads a document and types each command, in one folder, as an ordinary user."""

    def __init__(self, tshark, document):
        self._tshark = tshark
        self.commands = commands_of(document)
        self._lock = threading.Lock()
        self._done = []
        self.home = None

    def _prepare(self):
        self.home = self._tshark.home()
        (self.home / "test-captures").symlink_to(self._tshark.stage / "captures")
        (self.home / "script").symlink_to(ROOT / "script")

    def _type(self, command):
        environment = {**user_variables(self.home, self._tshark.stage / "plugins"),
                       "TMPDIR": str(self.home)}
        return finished(["bash", "-euo", "pipefail", "-c", command.text], env=environment,
                        cwd=self.home, **AS_USER)

    def outcome(self, number):
        """What command `number` printed; those before it have been typed by then."""
        with self._lock:
            if self.home is None:
                self._prepare()
            while len(self._done) <= number:
                self._done.append(self._type(self.commands[len(self._done)]))
        return self._done[number]

    def check(self, number):
        command, done = self.commands[number], self.outcome(number)
        if done.returncode != 0:
            raise Failure(f"exit status {done.returncode}:\n{command.text}{done.stderr}")
        if command.output is not None:
            expect_equal(done.stdout.replace(str(self.home) + "/", ""), command.output,
                         f"the output of\n{command.text}")

    def cases(self):
        for number, command in enumerate(self.commands):
            yield Case(f"{command.heading}, command {number + 1}", claim(self.check, number))
