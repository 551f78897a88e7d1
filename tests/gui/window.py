# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark's window as a person uses it: menus, dialogs, and what stands in them."""

import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from itertools import groupby
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

PACKETS, DETAILS = "Packet list", "Packet details"


@dataclass(frozen=True)
class Cell:
    """A cell of a table or a tree, or the header of a column: where on the screen it is, what it says."""

    x: int
    y: int
    width: int
    height: int
    role: str
    text: str

    @classmethod
    def read(cls, line):
        *numbers, role, text = line.split("\t")
        return cls(*map(int, numbers), role, text)


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

    def popup(self, title, name, *path, button=3):
        """Chooses, by its names, an entry of the menu beside the first thing whose name begins so."""
        self.click(title, name, button)
        for entry in path:
            self.screen.click_at(*self.named("popup", entry).split())

    def enter(self, title, label, text):
        """Types into what stands behind a label: a text, or a list from which one entry is chosen."""
        if self.named("focus", title, label).strip() == "list":
            self.screen.type(text)
            self.screen.keys("Return")
        else:
            self.screen.keys("ctrl+a")
            self.screen.type(text)

    def cells(self, title, *tree):
        """All cells of a window, or of one of its trees; those without a width are hidden."""
        return [Cell.read(line) for line in self.named("cells", title, *tree).splitlines()]

    def profile(self):
        """The profile in use, as the status line says it."""
        said = re.search("Profile: (.*)", self.named("status"))
        return said and said[1].strip()

    def choose(self, *path):
        """Chooses an entry of the menus by its names."""
        self.named("press", *path)

    def open_report(self, entry, displayed=False):
        """Tools > IKE Log > entry; its window, title and text."""
        self.choose("Tools", "IKE Log", entry + (" of Displayed Packets" if displayed else ""))
        title = "Wireshark · IKE Log" + ("" if entry == "View Log" else f": {entry}")
        window = self.screen.window(title)
        return window, title, eventually(lambda: self.text_of(title), f"{title} stays empty")

    def packets(self):
        """The rows of the packet list: one {column title: Cell} each, of the columns that are shown."""
        cells = [cell for cell in self.cells(self._name, PACKETS) if cell.width]
        titles = {cell.x: cell.text for cell in cells if cell.role == "header"}
        rows = groupby((cell for cell in cells if cell.role == "cell"), key=lambda cell: cell.y)
        return [{titles[cell.x]: cell for cell in row} for _, row in rows]

    def titles(self):
        """The titles of the columns of the packet list that are shown."""
        return [cell for cell in self.cells(self._name, PACKETS)
                if cell.role == "header" and cell.width]

    def rows(self):
        """What the packet list shows: one {column title: text} a row."""
        return [{title: cell.text for title, cell in row.items()} for row in self.packets()]

    def rows_when(self, fits):
        """The rows as soon as they fit; otherwise the last ones that were seen."""
        rows = self.rows()
        for _ in range(5):
            if fits(rows):
                break
            time.sleep(1)
            rows = self.rows()
        return rows

    def select(self, number):
        """Selects the packet with this number, which is in sight."""
        cell = next(row["Log"] for row in self.packets() if row["No."].text == str(number))
        self.screen.click_at(cell.x + 40, cell.y + cell.height // 2)

    def details(self, number):
        """The lines of the packet details for a packet, with our tree opened."""
        self.select(number)
        self.click(self._name, "IKE Log, ")
        self.screen.keys("Right")
        time.sleep(0.5)
        return [cell.text for cell in self.cells(self._name, DETAILS) if cell.role == "cell"]

    def filter(self, text):
        self.screen.focus(self._main)
        self.enter(self._name, "Display filter entry", text)
        self.screen.keys("Return")
        time.sleep(1)

    def press_filter_button(self, name):
        self.named("button", self._name, name)
        time.sleep(1)

    def text_of(self, title):
        """All text of a window that holds a text."""
        return self.named("text", title)

    def open_preferences(self):
        """Edit > Preferences > Protocols > IKELOG; the window. What is typed chooses a line by name."""
        self.choose("Edit", "Preferences…")
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
        self.enter(title, name, value)
        if picture:
            self.screen.picture(picture, window)
        self.named("button", title, "OK")
        self.screen.gone(title)

    def import_profile(self, archive):
        """Edit > Configuration Profiles > Import > from zip file; the new profile is chosen."""
        title = "Wireshark · Configuration Profiles"
        self.choose("Edit", "Configuration Profiles…")
        self.screen.window(title)
        self.popup(title, "Import", "from zip file", button=1)
        self.choose_file("Select zip file for import", archive, "Open")
        self.screen.window("Importing profiles")
        self.named("button", "Importing profiles", "OK")
        self.screen.gone("Importing profiles")
        self.named("button", title, "OK")
        self.screen.gone(title)

    def choose_file(self, title, path, button):
        """Enters a path into a dialog that asks for a file."""
        self.screen.window(title)
        self.enter(title, "File name", str(path))
        self.named("button", title, button)
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
        self.enter("Save All Objects In", "Directory", str(folder))
        self.named("button", "Save All Objects In", "Choose")
        self.screen.gone("Save All Objects In")
        eventually(lambda: any(folder.iterdir()), "no objects were written")
        time.sleep(1)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def expert_menu(self, name, *path):
        """Chooses from the menu of an entry."""
        self.popup("Wireshark · Expert Information", name, *path)

    def copy_entry(self, name):
        """What Copy in the menu of an entry copies."""
        return self.screen.copied(lambda: self.expert_menu(name, "Copy")).strip()

    def filter_entry(self, name):
        """Apply as Filter > Selected in the menu of an entry; closes the dialog."""
        self.expert_menu(name, "Apply as Filter", "Selected")
        self.named("button", "Wireshark · Expert Information", "Close")

    def ungroup_entries(self, name):
        """Takes the tick off Group by summary and opens what is grouped still."""
        self.click("Wireshark · Expert Information", "Group by summary")
        self.expert_menu(name, "Expand All")

    def expert_rows(self):
        """What the entries say, row after row."""
        cells = (cell for cell in self.cells("Wireshark · Expert Information")
                 if cell.role == "cell")
        return [tuple(cell.text for cell in row)
                for _, row in groupby(cells, key=lambda cell: cell.y)]

    def follow(self, shape):
        """Analyze > Follow > IKELOG Stream, shown in a shape such as Raw; window and text."""
        title = "Wireshark · Follow IKELOG Stream"
        self.choose("Analyze", "Follow", "IKELOG Stream")
        window = self.screen.window(title)
        self.enter(title, "Show as", shape)
        time.sleep(1)
        return window, eventually(lambda: self.text_of(title), f"{title} stays empty")

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
        self.enter("Wireshark · Flow", "Flow type", "IKE Log")
        time.sleep(1)
        return window

    def export_flow(self, path):
        """Writes the open flow graph to a text file."""
        title = "Wireshark · Save Graph As"
        self.click("Wireshark · Flow", "Export")
        self.screen.window(title)
        self.enter(title, "Files of type", "ASCII (*.txt)")
        self.choose_file(title, path, "Save")
        return eventually(lambda: path.exists() and path.read_text(encoding="utf-8"),
                          "no flow graph was written")
