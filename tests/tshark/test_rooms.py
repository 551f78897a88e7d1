# SPDX-License-Identifier: GPL-2.0-or-later
"""Each capture stands in one room of test-captures/, and the index there says what it shows."""

import re
import subprocess

from harness import CAPTURES, ROOT, Case, Failure, claim, expect_equal

SCRIPT = ROOT / "script" / "capture-index"
PATH = re.compile(r"test-captures/[\w/-]+\.(?:pcap|keys|txt)\b")
ORIGIN = "A tunnel. More of it.\n\nExpected: established. The initiator is 192.0.2.1.\n"
ROW = "| [a](basics/a.txt) | A tunnel | established |\n"
WELL = {"basics/a.pcap": "", "basics/a.keys": "", "basics/a.charon.log": "", "basics/a.txt": ORIGIN}

# What is wrong: the files besides WELL, and what the check says of them.
WRONG = {
    "beside-the-rooms": ({"b.pcap": ""}, "/b.pcap stands in no room"),
    "unknown-room": ({"attic/b.pcap": ""}, "/attic/ is no room"),
    "keys-in-another-room": ({"nat/a.keys": ""}, "a stands in more than one room"),
    "same-name-twice": ({"nat/a.pcap": "", "nat/a.txt": ORIGIN}, "a stands in more than one room"),
    "no-origin": ({"nat/b.pcap": ""}, "/nat/b.pcap has no origin"),
    "new-origin": ({"nat/b.pcap": "", "nat/b.txt": ORIGIN}, "README.md is not current"),
}


def run(*arguments):
    return subprocess.run([str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def fill(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def check_ours():
    done = run("--check", CAPTURES)
    if done.returncode or done.stderr:
        raise Failure(done.stderr)


def check_index(tshark):
    folder = tshark.home()
    fill(folder, WELL)
    expect_equal((run(folder).stderr, run("--check", folder).returncode), ("", 0), "a fresh index")
    if ROW not in (folder / "README.md").read_text(encoding="utf-8"):
        raise Failure("the index does not say what the capture shows")


def check_cause(tshark):
    """Without an expectation the cause stands in the index, and --check knows when it changed."""
    folder = tshark.home()
    fill(folder, {**WELL, "basics/a.txt": "A tunnel.", "basics/a.verdict": "cause=It breaks.\n"})
    run(folder)
    if "| A tunnel | It breaks |" not in (folder / "README.md").read_text(encoding="utf-8"):
        raise Failure("the index does not name the cause")
    fill(folder, {"basics/a.verdict": "cause=It bends.\n"})
    expect_equal(run("--check", folder).returncode, 1, "the status when the cause has changed")


def check_wrong(tshark, files, said):
    folder = tshark.home()
    fill(folder, WELL)
    run(folder)
    fill(folder, files)
    done = run("--check", folder)
    if done.returncode != 1 or said not in done.stderr:
        raise Failure(f"exit status {done.returncode}, '{said}' is not in:\n{done.stderr}")


def check_documents():
    """The files that documents name are there."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    gone = [f"{path.relative_to(ROOT)}: {name}" for path in documents
            for name in PATH.findall(path.read_text(encoding="utf-8"))
            if "NAME" not in name and not (ROOT / name).exists()]
    expect_equal(gone, [], "files that a document names and that are not there")


def cases(tshark):
    yield Case("each file in its room, index current", check_ours)
    yield Case("index", claim(check_index, tshark))
    yield Case("index names the cause", claim(check_cause, tshark))
    yield Case("documents name files that are there", check_documents)
    for name, (files, said) in WRONG.items():
        yield Case(f"wrong/{name}", claim(check_wrong, tshark, files, said))
