#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""CMakeLists.txt and CHANGELOG.md name the same version, and no script names a host of packages."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Not this file: it has to name what it looks for.
HOST = re.compile(r"\b(deb|ftp|security|archive|snapshot|mirrors?)\.[a-z0-9.-]*(debian|ubuntu)\.org|"
                  r"https?://[^\s\"']*/debian\b")


def version():
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\(ikelog VERSION ([0-9.]+)", text, re.MULTILINE).group(1)


def newest_change():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.search(r"^## ([0-9.]+)", text, re.MULTILINE).group(1)


def named_hosts():
    """"file: host" of each host of packages that a script, a test or a document names."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT,
                                capture_output=True, check=True).stdout.decode().split("\0")
        names = [name for name in listed if name]
    else:  # a copy, such as in a tree of script/tree
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
    for name in names:
        path = ROOT / name
        if path == Path(__file__).resolve() or name.startswith(("build/", "test-captures/")):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        yield from (f"{name}: {match.group(0)}" for match in HOST.finditer(text))


def main():
    faults = {"versions": [], "hosts": [f"{host} is named; apt's own configuration says where "
                                        "packages are" for host in named_hosts()]}
    if version() != newest_change():
        faults["versions"].append(f"CMakeLists.txt says {version()}, CHANGELOG.md {newest_change()}")
    for fault in sum(faults.values(), []):
        print("FAILED " + fault)
    failed = sum(map(bool, faults.values()))
    print(f"{len(faults) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
