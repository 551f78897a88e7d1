# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual screen: keys and clicks go in; window titles, copied text and pictures come out."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

from harness import PATIENCE, Failure  # noqa: E402  (the path has to be set first)

WIDTH, HEIGHT = 1366, 768

# What the clipboard holds until somebody copies something: no program copies this.
NOTHING_COPIED = "(nothing copied yet)"


def eventually(question, complaint, patience=PATIENCE):
    """The first answer to question() that is true; Failure when none comes in time."""
    deadline = time.monotonic() + patience
    while True:
        answer = question()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failure(complaint() if callable(complaint) else complaint)
        time.sleep(0.2)


class Screen:
    """An X server without a monitor and without a window manager. Use as a context manager.

    last_look  where to leave a picture when a test fails
    """

    def __init__(self, last_look):
        self.last_look = last_look

    def __enter__(self):
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-nolisten", "tcp", "-ac"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Failure("the virtual screen did not start")
        self.environment = {**os.environ, "DISPLAY": f":{number}"}
        return self

    def __exit__(self, *_):
        self._server.terminate()
        self._server.wait()

    def tool(self, *command):
        """What an X client printed; empty when it found nothing."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=PATIENCE).stdout

    def windows(self, title):
        """The visible windows whose title fits a regular expression."""
        return self.tool("xdotool", "search", "--onlyvisible", "--name", title).split()

    def window(self, title):
        """Waits for a window; the keys go to it from here on."""
        found = eventually(lambda: self.windows(title), f"no window has the title {title}")[0]
        self.focus(found)
        return found

    def gone(self, title):
        """Waits until no window has this title."""
        eventually(lambda: not self.windows(title), f"the window {title} stays open")

    def focus(self, window):
        self.tool("xdotool", "windowfocus", window)
        time.sleep(0.4)

    def keys(self, *names):
        self.tool("xdotool", "key", "--delay", "90", *names)
        time.sleep(0.3)

    def type(self, text):
        self.tool("xdotool", "type", "--delay", "25", text)
        time.sleep(0.3)

    def click(self, window, x, y, button=1):
        """Clicks at a place of a window, counted from its upper left corner."""
        self.tool("xdotool", "mousemove", "--window", window, str(x), str(y), "click",
                  str(button))
        time.sleep(0.5)

    def click_at(self, x, y, button=1):
        """Clicks at a place of the screen."""
        self.tool("xdotool", "mousemove", str(x), str(y), "click", str(button))
        time.sleep(0.5)

    def resize(self, window, width, height):
        """Makes a window fit on the screen with this size, in the upper left corner."""
        self.tool("xdotool", "windowmove", window, "0", "0", "windowsize", window, str(width),
                  str(height))
        time.sleep(0.6)

    def copied(self, copy):
        """The text that copy() puts into the clipboard."""
        self._forget_copied()
        copy()
        return eventually(self._clipboard, "nothing was copied", patience=15)

    def _forget_copied(self):
        subprocess.run(["xclip", "-i", "-selection", "clipboard"], input=NOTHING_COPIED, text=True,
                       env=self.environment, stdout=subprocess.DEVNULL, timeout=PATIENCE,
                       stderr=subprocess.DEVNULL, check=True)

    def _clipboard(self):
        text = self.tool("xclip", "-o", "-selection", "clipboard", "-t", "UTF8_STRING")
        return text if text != NOTHING_COPIED else ""

    def picture(self, path, window="root"):
        self.tool("import", "-window", window, "-strip", str(path))
        if not Path(path).exists():
            raise Failure("no picture of the screen could be taken")

    def rest(self):
        """Leads the mouse to where it marks nothing."""
        self.tool("xdotool", "mousemove", str(WIDTH - 1), str(HEIGHT - 1))
        time.sleep(0.4)

    def dots(self, path):
        """A picture of the screen that can be looked into; it is kept."""
        self.rest()
        self.picture(path)
        done = subprocess.run(["convert", str(path), "-alpha", "off", "-depth", "8", "rgb:-"],
                              env=self.environment, capture_output=True, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, check=True)
        return Dots(done.stdout)


class Dots:
    """The dots of a picture of the screen. A place is anything with x, y, width and height."""

    def __init__(self, octets):
        if len(octets) != 3 * WIDTH * HEIGHT:
            raise Failure(f"a picture of the screen has {len(octets)} octets")
        self._octets = octets

    def _column(self, place, x):
        """The colours of one column of a place, from top to bottom; its borders are left out."""
        return [self._octets[at:at + 3] for y in range(place.y + 1, place.y + place.height - 1)
                for at in (3 * (y * WIDTH + x),)]

    def background(self, place):
        """The colour that most dots of a place have: FFCCCC."""
        dots = Counter(dot for x in range(place.x + 2, min(place.x + place.width - 2, WIDTH))
                       for dot in self._column(place, x))
        return dots.most_common(1)[0][0].hex().upper()

    def is_cut(self, place):
        """Whether the text in a place ends with an ellipsis, or behind the edge of the screen.

        Of an ellipsis, and of nothing else that has six dots side by side, the upper half is empty.
        """
        if place.x + place.width > WIDTH:
            return True
        ground = bytes.fromhex(self.background(place))
        inked = [[far(dot, ground) for dot in self._column(place, x)]
                 for x in range(place.x + 2, place.x + place.width - 2)]
        ends = [n for n, column in enumerate(inked) if any(column)]
        last = inked[max(0, ends[-1] - 5):ends[-1] + 1] if ends else []
        return bool(last) and not any(any(column[:len(column) * 2 // 3]) for column in last)


def far(one, other):
    """Whether two colours differ by more than the edge of a letter."""
    return sum(abs(a - b) for a, b in zip(one, other)) > 90
