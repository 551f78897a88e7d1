# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual screen with Wireshark's window on it: keys go in, pictures and the text on them come out."""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tshark"))

from harness import NOBODY, ROOT, Failure  # noqa: E402  (the path has to be set first)

PROFILE = "IKE Log"
WIDTH, HEIGHT = 1400, 820
PATIENCE = 60

# What Wireshark remembers of its last window: this one fills the screen and asks nothing.
RECENT = f"""\
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {WIDTH}
gui.geometry_main_height: {HEIGHT}
gui.geometry_main_maximized: FALSE
"""


class Screen:
    """An X server without a monitor. Use as a context manager."""

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

    def keys(self, *names):
        self.tool("xdotool", "key", "--delay", "80", *names)
        time.sleep(2)

    def type(self, text):
        self.tool("xdotool", "type", "--delay", "40", text)

    def picture(self, path):
        self.tool("import", "-window", "root", str(path))
        if not Path(path).exists():
            raise Failure("no picture of the screen could be taken")

    def text(self, path, area=None):
        """The words that are to be seen on the screen, or on WIDTHxHEIGHT+X+Y of it."""
        self.picture(path)
        enlarged = f"{path}.ocr.png"
        crop = ["-crop", area, "+repage"] if area else []
        self.tool("convert", str(path), *crop, "-colorspace", "Gray", "-resize", "300%", enlarged)
        words = self.tool("tesseract", enlarged, "-", "--psm", "6")
        os.remove(enlarged)
        return words


class Wireshark:
    """Wireshark with a capture, the profile of this tree and the module of a build."""

    def __init__(self, screen, tshark, capture, keys=True, options=()):
        profile = {f".config/wireshark/profiles/{PROFILE}/{path.name}":
                   path.read_text(encoding="utf-8") for path in (ROOT / "profile").iterdir()}
        home = tshark.home({".config/wireshark/recent_common": RECENT, **profile})
        home.chmod(0o700)
        environment = {
            **screen.environment,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_RUNTIME_DIR": str(home),
            "WIRESHARK_PLUGIN_DIR": str(tshark.stage / "plugins"),
            "QT_QPA_PLATFORM": "xcb",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
        }
        other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.screen = screen
        self.log = tshark.stage / f"{home.name}.window.log"
        with open(self.log, "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                ["wireshark", "-C", PROFILE, *map(str, tshark.reading(capture, keys=keys)),
                 *options], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=home, **other)
        self._title = capture.name

    def __enter__(self):
        deadline = time.monotonic() + PATIENCE
        while not self.screen.tool("xdotool", "search", "--onlyvisible", "--name", self._title):
            self.require_alive()
            if time.monotonic() > deadline:
                raise Failure("the window did not open:\n" + self.messages())
            time.sleep(0.3)
        # The packet list fills after the window has its title.
        time.sleep(3)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(PATIENCE)

    def messages(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def require_alive(self):
        if self._process.poll() is not None:
            raise Failure(f"Wireshark ended with status {self._process.returncode}:\n"
                          + self.messages())
