#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds things in Wireshark's window by their names, as a screen reader does, and uses them.

Runs on the desktop of the window and as its user; window.py calls it. Debian's own Python has the
bindings of the accessibility bus (python3-gi, gir1.2-atspi-2.0).

  press NAME…         chooses an entry of the menu: press Tools "IKE Log" "View Log"
  popup NAME          prints where an entry is of the menu that is open beside the mouse
  button WINDOW NAME  presses a button of a window
  text WINDOW         prints the text that a window holds
  cells WINDOW [TREE] prints place, size, role and name of each cell of a table, or of the tree named so
  place WINDOW NAME   prints where on the screen the first is whose name begins so
  focus WINDOW LABEL  leads the keys to what a label stands before, or to what has that name;
                      prints whether that is a list
  status              prints what the parts of the status line say of themselves
"""

import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (the version has to be chosen first)

PATIENCE = 20

MENU_ROLES = ("menu item", "menu", "check menu item")
# What AT-SPI called a push button is a button since 2.56.
CELL_ROLES = {"table column header": "header", "table cell": "cell"}
BUTTON_ROLES = ("push button", "button", "push button menu", "toggle button", "menu button")


def children(node):
    """Those that can be had: windows come and go while one looks."""
    try:
        return [child for n in range(node.get_child_count())
                if (child := node.get_child_at_index(n)) is not None]
    except GLib.Error:
        return []


def descendants(node, depth=30, closed=()):
    """All in a node, but what is in things of the closed roles."""
    for child in children(node):
        yield child
        if depth and role_of(child) not in closed:
            yield from descendants(child, depth - 1, closed)


def of(node, question):
    """What a node answers; nothing when it has gone while one looked."""
    try:
        return question(node) or ""
    except GLib.Error:
        return ""


def role_of(node):
    return of(node, Atspi.Accessible.get_role_name)


def name_of(node):
    return of(node, Atspi.Accessible.get_name).replace("&", "")


def entry_of(node):
    """What an entry of a menu is called; a key or a field may stand behind it."""
    return plain(name_of(node).split("\t")[0])


def plain(entry):
    """Without what differs between versions: From Zip File..., from zip file."""
    return entry.casefold().rstrip(".…")


def windows():
    desktop = Atspi.get_desktop(0)
    return [window for application in children(desktop)
            if application.get_name() == "Wireshark" for window in children(application)]


def eventually(question, complaint):
    """The first answer that is true. What goes away while it is asked is asked for again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = question()
        except GLib.Error:
            answer = None
        if answer:
            return answer
        if time.monotonic() > deadline:
            sys.exit(f"names.py: {complaint}")
        time.sleep(0.2)


def window_named(title):
    """The newest window that has the words in its title."""
    return eventually(
        lambda: next((window for window in reversed(windows()) if title in name_of(window)), None),
        f"no window has the title {title}; there are {[name_of(one) for one in windows()]}")


def main_window():
    return eventually(lambda: next((one for one in windows() for child in children(one)
                                    if role_of(child) == "menu bar"), None),
                      "no window has a menu bar")


def child_named(node, name):
    for child in descendants(node, 2):
        if entry_of(child) == plain(name) and role_of(child) in MENU_ROLES:
            return child
    return None


def is_shown(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def act(node):
    action = node.get_action_iface()
    if action is None or not action.do_action(0):
        sys.exit(f"names.py: {name_of(node)} cannot be pressed")


def press(path):
    """Opens one menu after the other, as a person does: Wireshark fills some of them only then."""
    bar = next(child for child in children(main_window()) if role_of(child) == "menu bar")
    node = bar
    for name in path:
        node = eventually(lambda node=node, name=name: child_named(node, name),
                          f"the menu has no {name}: "
                          f"{[name_of(one) for one in descendants(node, 1)]}")
        act(node)
        time.sleep(0.3)


def popup_menu():
    """The menu beside the mouse: no window has it as a child, but the entry that a key leads to tells
    of itself, and of the menu that it is in."""
    found, loop = [], GLib.MainLoop()

    def told(event):
        if event.detail1 and role_of(event.source) in MENU_ROLES:
            found.append(event.source.get_parent())
            loop.quit()

    listener = Atspi.EventListener.new(told)
    listener.register("object:state-changed:focused")
    GLib.timeout_add(200, lambda: subprocess.run(["xdotool", "key", "Down"], check=True) and False)
    GLib.timeout_add_seconds(PATIENCE, loop.quit)
    loop.run()
    if not found:
        sys.exit("names.py: no menu is open")
    return found[0]


def popup(name):
    """To be clicked at: an entry that opens a dialog says nothing until the dialog is closed."""
    menu = popup_menu()
    print_middle(eventually(lambda: child_named(menu, name),
                            f"the menu has no {name}: {[name_of(one) for one in children(menu)]}"))


def print_middle(node):
    box = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
    print(box.x + min(box.width // 2, 40), box.y + box.height // 2)


def button(title, name):
    window = window_named(title)
    act(eventually(lambda: next((node for node in descendants(window, closed=("tree", "table"))
                                 if name_of(node) == name and
                                 role_of(node) in BUTTON_ROLES and is_shown(node)), None),
                   f"{title} has no button {name}"))


def place(title, name):
    window = window_named(title)
    node = eventually(lambda: next((one for one in descendants(window)
                                    if name_of(one).startswith(name) and is_shown(one)), None),
                      f"{title} shows no {name}")
    print_middle(node)


def focus(title, label):
    """Wireshark makes the label first, then the setting."""
    def behind():
        inside = descendants(window_named(title), closed=("tree", "table", "list"))
        nodes = (one for one in inside if is_shown(one))
        for node in nodes:
            if name_of(node).rstrip(":") == label:
                return next(nodes, None) if role_of(node) == "label" else node
        return None

    node = eventually(behind, f"{title} has no setting {label}")
    if role_of(node) == "combo box":
        act(node)  # it takes keys when its list is open
        print("list")
    elif not Atspi.Component.grab_focus(node):
        sys.exit(f"names.py: {label} takes no keys")


def text(title):
    window = window_named(title)
    node = eventually(lambda: next((one for one in descendants(window)
                                    if role_of(one) == "text"), None),
                      f"{title} holds no text")
    print(Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node)), end="")


def tree_named(title, tree):
    """None, or the tree of the newest such window that has it: a dialog has the capture's name, too."""
    return next((one for window in reversed(windows()) if title in name_of(window)
                 for one in descendants(window) if name_of(one) == tree and
                 role_of(one) == "tree"), None)


def cells(title, tree=None):
    node = window_named(title)
    if tree:
        node = eventually(lambda: tree_named(title, tree), f"{title} has no {tree}")
    print("\n".join(eventually(lambda: cell_lines(node), f"{title} does not stand still")))


def cell_lines(node):
    """None when a cell is gone before it is asked."""
    found = []
    try:
        for one in descendants(node):
            role = CELL_ROLES.get(one.get_role_name())
            if role:
                box = Atspi.Component.get_extents(one, Atspi.CoordType.SCREEN)
                text = (one.get_name() or "").replace("\n", " ")
                found.append(f"{box.x}\t{box.y}\t{box.width}\t{box.height}\t{role}\t{text}")
    except GLib.Error:
        return None
    return found


def status():
    bar = eventually(lambda: next((node for node in children(main_window())
                                   if role_of(node) == "status bar"), None),
                     "there is no status line")
    for node in descendants(bar):
        words = f"{name_of(node)}\t{node.get_description() or ''}".strip()
        if words:
            print(words)


def main():
    commands = {
        "press": lambda: press(sys.argv[2:]),
        "popup": lambda: popup(sys.argv[2]),
        "button": lambda: button(*sys.argv[2:4]),
        "text": lambda: text(sys.argv[2]),
        "cells": lambda: cells(*sys.argv[2:4]),
        "place": lambda: place(*sys.argv[2:4]),
        "focus": lambda: focus(*sys.argv[2:4]),
        "status": status,
    }
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()


if __name__ == "__main__":
    main()
