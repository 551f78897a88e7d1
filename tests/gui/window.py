# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's window as a person uses it: menus, dialogs, and what can be copied out of them."""

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from screen import HEIGHT, WIDTH, eventually
from harness import AS_USER, PATIENCE, ROOT, Failure, end_below, processes_below

PROFILE = "IKE Log"

# What Wireshark remembers of its last window: this one fills the screen and asks nothing.
RECENT = f"""\
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: {WIDTH}
gui.geometry_main_height: {HEIGHT}
gui.geometry_main_maximized: FALSE
"""

# The shell tells us the address of the bus that dbus-run-session made, and becomes Wireshark. What
# the bus says of itself is not wanted.
TELL_BUS = 'printf %s "$DBUS_SESSION_BUS_ADDRESS" >"$HOME/bus"; exec wireshark "$@" 2>&1'

# A place in the packet list of a window of this size: the text windows, which open in the middle,
# do not hide it.
FIRST_PACKET = (200, 124)


def profile_files():
    """The files of the profile."""
    return sorted((ROOT / "profile").iterdir())


class Wireshark:
    """Wireshark with a capture, the module of a build and, if wanted, the profile of this tree."""

    def __init__(self, screen, tshark, capture, keys=True, profiled=True, chosen=True):
        profile = {f".config/wireshark/profiles/{PROFILE}/{path.name}":
                   path.read_text(encoding="utf-8")
                   for path in profile_files() if profiled}
        choice = ["-C", PROFILE] if profiled and chosen else []
        self.home = tshark.home({".config/wireshark/recent_common": RECENT, **profile})
        self.home.chmod(0o700)
        # A bus of its own, on which the window tells the names of what is in it.
        self._environment = {
            **screen.environment,
            **tshark.variables(self.home),
            "XDG_RUNTIME_DIR": str(self.home),
            "TMPDIR": str(self.home),
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        self._names = tshark.stage / "names.py"
        shutil.copy(Path(__file__).with_name("names.py"), self._names)
        self._names.chmod(0o644)
        self.screen = screen
        self.log = tshark.stage / f"{self.home.name}.window.log"
        with open(self.log, "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                ["dbus-run-session", "--", "sh", "-c", TELL_BUS, "wireshark", *choice,
                 *map(str, tshark.reading(capture, keys=keys))],
                env=self._environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.DEVNULL, cwd=self.home, start_new_session=True, **AS_USER)
        self._name = capture.name
        self._title = f"^{re.escape(capture.name)}$"

    def __enter__(self):
        try:
            def opened():
                self.require_alive()
                return self.screen.windows(self._title)

            self._main = eventually(opened, lambda: "no window opened:\n" + self.messages())[0]
            # The packet list fills after the window has its title.
            time.sleep(2)
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind=None, *_):
        if kind:
            self.screen.picture(self.screen.last_look)
        # Wireshark, its bus, and what the bus has started.
        if not (end_below(self.home, signal.SIGTERM) or end_below(self.home)):
            raise Failure(f"processes {processes_below(self.home)} do not end")
        self._process.wait()

    def messages(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def require_alive(self):
        if self._process.poll() is not None:
            raise Failure(f"Wireshark ended with status {self._process.returncode}:\n"
                          + self.messages())

    def require_quiet(self):
        """Nothing in the profile or the module makes Wireshark complain."""
        self.require_alive()
        for line in self.messages().splitlines():
            if re.search(r"IKELOG|ikelog|colorfilters|CRITICAL|Dissector bug", line):
                raise Failure(f"Wireshark says: {line}")

    def named(self, *command):
        """What names.py says: it finds things by their names, wherever a version has them."""
        done = subprocess.run(
            ["/usr/bin/python3", str(self._names), *command], capture_output=True, text=True,
            env={**self._environment,
                 "DBUS_SESSION_BUS_ADDRESS": (self.home / "bus").read_text(encoding="utf-8")},
            stdin=subprocess.DEVNULL, timeout=2 * PATIENCE, cwd=self.home, **AS_USER)
        if done.returncode:
            raise Failure(done.stderr)
        return done.stdout

    def click(self, title, name, button=1):
        """Clicks on the first thing in a window whose name begins so."""
        self.screen.click_at(*self.named("place", title, name).split(), button)

    def profile(self):
        """The profile in use, as the status line says it."""
        said = re.search("Profile: (.*)", self.named("status"))
        return said and said[1].strip()

    def choose(self, *path):
        """Chooses an entry of the menus by its names."""
        self.named("press", *path)

    def open_report(self, entry, displayed=False):
        """Tools > IKE Log > entry; the text of its window."""
        self.choose("Tools", "IKE Log", entry + (" of Displayed Packets" if displayed else ""))
        title = "Wireshark · IKE Log" + ("" if entry == "View Log" else f": {entry}")
        window = self.screen.window(title)
        return window, eventually(lambda: self.named("text", title), f"{title} stays empty")

    def menu(self, *keys):
        """Chooses from the menu bar with keys, such as alt+t, Down, Return."""
        self.screen.focus(self._main)
        self.screen.keys(*keys)

    def rows(self):
        """What the packet list shows: one {column title: text} a row."""
        def copy():
            self.screen.focus(self._main)
            self.screen.click(self._main, *FIRST_PACKET)
            self.screen.keys("ctrl+a")
            self.screen.keys("alt+e", "Return", "c")

        rows = list(csv.DictReader(io.StringIO(self.screen.copied(copy))))
        self.screen.click(self._main, *FIRST_PACKET)
        return rows

    def rows_when(self, fits):
        """The rows as soon as they fit; otherwise the last ones that were seen."""
        rows = self.rows()
        for _ in range(5):
            if fits(rows):
                break
            time.sleep(1)
            rows = self.rows()
        return rows

    def details_of_last(self):
        """The lines of the packet details for the last packet, with our tree opened."""
        self.screen.click(self._main, *FIRST_PACKET)
        self.screen.keys("End")
        self.click(self._name, "IKE Log, ")
        self.screen.keys("Right")
        text = self.screen.copied(lambda: self.screen.keys("ctrl+alt+shift+a"))
        return [line.strip() for line in text.splitlines()]

    def filter(self, text):
        self.screen.focus(self._main)
        self.screen.keys("ctrl+slash", "ctrl+a")
        self.screen.type(text)
        self.screen.keys("Return")
        time.sleep(1)

    def press_filter_button(self, name):
        self.named("button", self._name, name)
        time.sleep(1)

    def open_log(self, displayed=False):
        """Tools > IKE Log > View Log, or View Log of Displayed Packets; the window."""
        return self.open_report("View Log", displayed)[0]

    def text_of(self, window):
        """All text of a window that holds nothing but text."""
        self.screen.focus(window)
        return self.screen.copied(lambda: self.screen.keys("ctrl+a", "ctrl+c"))

    def is_blank(self, window):
        """Whether a window that holds nothing but text has none."""
        self.screen.focus(window)
        return self.screen.copies_nothing(lambda: self.screen.keys("ctrl+a", "ctrl+c"))

    def open_preferences(self):
        """Edit > Preferences > Protocols > IKELOG; the window."""
        self.menu("ctrl+shift+p")
        window = self.screen.window("Wireshark · Preferences")
        self.screen.keys("Home")
        self.screen.type("Protocols")
        self.screen.keys("Right")
        # The list fills, and what is typed next counts as a new word only after a pause.
        time.sleep(1.5)
        self.screen.type("IKELOG")
        time.sleep(0.5)
        return window

    def set_preference(self, name, value, picture=None):
        """Types a value into a setting of ours and chooses OK."""
        title = "Wireshark · Preferences"
        window = self.open_preferences()
        if self.named("focus", title, name).strip() == "list":
            self.screen.type(value)
            self.screen.keys("Return")
        else:
            self.screen.keys("ctrl+a")
            self.screen.type(value)
        if picture:
            self.screen.picture(picture, window)
        self.named("button", title, "OK")
        self.screen.gone(title)

    def import_profile(self, archive):
        """Edit > Configuration Profiles > Import > from zip file; the new profile is chosen."""
        title = "Wireshark · Configuration Profiles"
        self.choose("Edit", "Configuration Profiles…")
        self.screen.window(title)
        self.click(title, "Import")
        self.screen.keys("Down", "Return")
        self.screen.window("Select zip file for import")
        self.screen.type(str(archive))
        self.screen.keys("Return")
        self.screen.window("Importing profiles")
        self.screen.keys("Return")
        self.screen.gone("Importing profiles")
        self.named("button", title, "OK")
        self.screen.gone(title)

    def open_expert(self):
        self.choose("Analyze", "Expert Information")
        return self.screen.window("Wireshark · Expert Information")

    def export_objects(self, folder):
        """File > Export Objects > IKELOG > Save All, into a folder; the files in it."""
        self.choose("File", "Export Objects", "IKELOG…")
        title = "Wireshark · Export · IKELOG object list"
        self.screen.window(title)
        self.named("button", title, "Save All")
        self.screen.window("Save All Objects In")
        self.screen.keys("ctrl+a")
        self.screen.type(str(folder))
        self.screen.keys("Return")
        self.screen.gone("Save All Objects In")
        eventually(lambda: any(folder.iterdir()), "no objects were written")
        time.sleep(1)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def expert_menu(self, name, *keys):
        """Chooses from the menu of an entry by keys: menus beside the mouse tell no names."""
        self.click("Wireshark · Expert Information", name, button=3)
        self.screen.keys(*keys)

    def copy_entry(self, name):
        """What Copy in the menu of an entry copies."""
        return self.screen.copied(
            lambda: self.expert_menu(name, "Up", "Up", "Up", "Return")).strip()

    def filter_entry(self, name):
        """Apply as Filter > Selected in the menu of an entry; closes the dialog."""
        self.expert_menu(name, "Down", "Right", "Return")
        self.named("button", "Wireshark · Expert Information", "Close")

    def ungroup_entries(self, name):
        """Takes the tick off Group by summary and opens what is grouped still."""
        self.click("Wireshark · Expert Information", "Group by summary")
        self.expert_menu(name, "Up", "Return")

    def expert_cells(self):
        """What the entries say, cell after cell."""
        return self.named("names", "Wireshark · Expert Information", "table cell").splitlines()

    def follow(self):
        """Analyze > Follow > IKELOG Stream; the text of its window."""
        title = "Wireshark · Follow IKELOG Stream"
        self.choose("Analyze", "Follow", "IKELOG Stream")
        window = self.screen.window(title)
        return window, eventually(lambda: self.named("text", title), f"{title} stays empty")

    def open_statistics(self):
        """Statistics > IKE Log; what its button Copy copies."""
        self.choose("Statistics", "IKE Log")
        title = "Wireshark · IKE Log"
        self.screen.resize(self.screen.window(title), 800, 460)
        return self.screen.copied(lambda: self.named("button", title, "Copy"))

    def open_flow(self):
        """Statistics > Flow Graph, with the flow type IKE Log; the window."""
        self.choose("Statistics", "Flow Graph")
        window = self.screen.window("Wireshark · Flow")
        self.screen.keys("Tab", "Tab", "alt+Down")
        self.screen.type("IKE")
        self.screen.keys("Return")
        time.sleep(1)
        return window

    def export_flow(self, path):
        """Writes the open flow graph to a text file."""
        self.screen.keys("alt+e")
        window = self.screen.window("Wireshark · Save Graph As")
        self.screen.type(str(path))
        self.screen.click(window, 310, 392)
        self.screen.keys("A", "Return", "Return")
        self.screen.gone("Wireshark · Save Graph As")
        return eventually(lambda: path.exists() and path.read_text(encoding="utf-8"),
                          "no flow graph was written")
