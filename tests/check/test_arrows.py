#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""script/arrows sees what it is there for: made-up trees with one wrong dependency each."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OBJECTS = {"plugin": "ikelog_core.dir", "epan-glue": "ikelog.dir"}

# A tree without a fault; a case adds files to it, or puts others in their place.
GOOD = {
    "plugin/wire/reader.h": "int reader(void);",
    "plugin/wire/reader.c": '#include "wire/reader.h"\nint reader(void) { return 1; }',
    "plugin/events/event.c": '#include "wire/reader.h"\nint event(void) { return reader(); }',
    "plugin/reports/ladder.c": "int event(void); int ladder(void) { return event(); }",
    "plugin/dialects/line.c": "int event(void); int line(void) { return event(); }",
    "plugin/dialects_builtin.c": "int line(void); int builtin(void) { return line(); }",
    "epan-glue/proto.c": "int proto = 1;",
    "epan-glue/showing/tree.c": "extern int proto; int tree(void) { return proto; }",
    "epan-glue/arriving/dissect.c": "int tree(void); int ladder(void);"
                                    "int dissect(void) { return tree() + ladder(); }",
    "epan-glue/plugin.c": "int dissect(void); int plugin(void) { return dissect(); }",
}

# name: (files of its own, the lines that script/arrows must print)
CASES = {
    "good-tree-is-silent": ({}, []),
    "symbol-of-a-higher-room": (
        {"plugin/wire/reader.c": "int event(void); int reader(void) { return event(); }"},
        ["plugin/wire/reader.c uses event of plugin/events/event.c: wire may not use events"]),
    "reports-may-use-dialects": (
        {"plugin/reports/ladder.c": "int line(void); int ladder(void) { return line(); }"}, []),
    "dialects-do-not-use-reports": (
        {"plugin/dialects/line.c": "int ladder(void); int line(void) { return ladder(); }"},
        ["plugin/dialects/line.c uses ladder of plugin/reports/ladder.c: "
         "dialects may not use reports"]),
    "core-does-not-use-the-glue": (
        {"plugin/dialects/line.c": "int tree(void); int line(void) { return tree(); }"},
        ["plugin/dialects/line.c uses tree of epan-glue/showing/tree.c: "
         "dialects may not use epan-glue/showing"]),
    "header-of-a-higher-room": (
        {"plugin/events/event.h": "struct event;",
         "plugin/wire/reader.c": '#include "events/event.h"\nint reader(void) { return 1; }'},
        ["plugin/wire/reader.c includes events/event.h: wire may not use events"]),
    "header-of-wireshark": (
        {"plugin/events/event.h": '# include <epan/packet.h>\n#include "wsutil/str_util.h"'},
        ["plugin/events/event.h includes epan/packet.h of Wireshark",
         "plugin/events/event.h includes wsutil/str_util.h of Wireshark"]),
    "room-that-nobody-knows": (
        {"plugin/attic/old.c": "int reader(void); int old(void) { return reader(); }"},
        ["plugin/attic is no room that script/arrows knows",
         "plugin/attic/old.c uses reader of plugin/wire/reader.c: attic may not use wire"]),
    "circle-of-rooms": (
        {"epan-glue/showing/tree.c": "int taps(void); int tree(void) { return taps(); }",
         "epan-glue/asking/taps.c": "int dissect(void); int taps(void) { return dissect(); }"},
        ["epan-glue/arriving/dissect.c uses tree of epan-glue/showing/tree.c: "
         "a circle, since epan-glue/showing needs epan-glue/arriving",
         "epan-glue/asking/taps.c uses dissect of epan-glue/arriving/dissect.c: "
         "a circle, since epan-glue/arriving needs epan-glue/asking",
         "epan-glue/showing/tree.c uses taps of epan-glue/asking/taps.c: "
         "a circle, since epan-glue/asking needs epan-glue/showing"]),
    "circle-through-a-file-beside-the-rooms": (
        {"epan-glue/proto.c": "int tree(void); int proto = 1; int all(void) { return tree(); }"},
        ["epan-glue/proto.c uses tree of epan-glue/showing/tree.c: "
         "a circle, since epan-glue/showing needs epan-glue/proto.c",
         "epan-glue/showing/tree.c uses proto of epan-glue/proto.c: "
         "a circle, since epan-glue/proto.c needs epan-glue/showing"]),
    "one-folder-has-no-circles": (
        {"epan-glue/showing/tree.c": None, "epan-glue/arriving/dissect.c": None,
         "epan-glue/tree.c": "int plugin(void); int tree(void) { return plugin(); }",
         "epan-glue/plugin.c": "int tree(void); int plugin(void) { return tree(); }"}, []),
    "object-without-a-source-does-not-count": (
        {"plugin/wire/reader.c": "int reader(void) { return 1; }",
         "build/plugin/CMakeFiles/ikelog_core.dir/wire/gone.c":
             "int event(void); int gone(void) { return event(); }"}, []),
}


def compiled(folder, name):
    """Where the object of a source lies in a build that CMake makes."""
    part, _, source = name.partition("/")
    if part == "build":
        return folder / f"{name}.o"
    return folder / "build" / part / "CMakeFiles" / OBJECTS[part] / f"{source}.o"


def make(folder, files):
    files = {name: text for name, text in files.items() if text is not None}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text + "\n")
    for name in (name for name in files if name.endswith(".c")):
        target = compiled(folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["gcc", "-w", "-c", "-I", folder / "plugin", folder / name, "-o", target],
                       check=True)


def said(folder):
    run = subprocess.run([ROOT / "script/arrows", "--root", folder, folder / "build"],
                         capture_output=True, text=True, check=False)
    if run.returncode != (1 if run.stdout else 0) or run.stderr:
        return [f"status {run.returncode}", run.stderr]
    return run.stdout.splitlines()


def main():
    failed = 0
    for name, (files, expected) in CASES.items():
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), {**GOOD, **files})
            lines = said(Path(folder))
        if lines != expected:
            failed += 1
            print(f"FAILED {name}: expected {expected}, got {lines}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
