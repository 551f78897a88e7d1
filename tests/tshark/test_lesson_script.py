# SPDX-License-Identifier: GPL-2.0-or-later
"""script/lesson writes a page, script/course those of the course; they say when they cannot."""

import re

from harness import (ROOT, TIME_LIMIT, Case, Failure, capture_file, claim, expect_equal,
                     finished)
from page_reader import Page
from test_demo import building, expect


COURSE = ROOT / "docs" / "course"
LINK = re.compile(r'href="([^"#]+)"')


def lesson(tshark, *arguments, script="lesson"):
    """Runs in a folder of its own; returns it, too."""
    folder = tshark.home()
    with building:
        done = finished([ROOT / "script" / script, *arguments], limit=5 * TIME_LIMIT, cwd=folder)
    return folder, done


def check_page(tshark):
    """Names of keys and page need not be given."""
    folder, done = lesson(tshark, capture_file("mm-psk.pcap"))
    expect(done, 0, "Wrote mm-psk.html: 15 messages of 1 IKE SA(s)")
    page = Page((folder / "mm-psk.html").read_text(encoding="utf-8"))
    if len(page.messages) != 15 or "data-secrets" in page.attributes:
        raise Failure("it is not the page of the capture, or it holds secrets")


def check_choices(tshark):
    folder, done = lesson(tshark, "--secrets", "--dialect", "nortel-bsr,zyxel-prestige",
                          capture_file("mm-rsa.pcap"), capture_file("mm-rsa.keys"), "mine.html")
    expect(done, 0, "Wrote mine.html", "It holds secrets")
    page = Page((folder / "mine.html").read_text(encoding="utf-8"))
    if "data-secrets" not in page.attributes or not any(m.logs for m in page.messages.values()):
        raise Failure("secrets or log lines are missing")


def check_refusals(tshark):
    """No capture, no keys, no such dialect, nowhere to write to, too many words."""
    good = capture_file("mm-psk.pcap")
    for arguments, status, words in (
            (("no-such-file.pcap",), 1, "there is no capture 'no-such-file.pcap'"),
            ((good, "no-such.keys"), 1, "there is no key file 'no-such.keys'"),
            (("--dialect", "nobody", good), 1, 'there is no dialect "nobody"'),
            ((good, "no-such-folder/x.html"), 1, "there is no folder 'no-such-folder'"),
            ((), 2, "usage: script/lesson"), (("--wrong",), 2, "usage: script/lesson"),
            ((good, "a", "b", "c.html"), 2, "usage: script/lesson")):
        folder, done = lesson(tshark, *arguments)
        expect(done, status, words)
        if list(folder.glob("*.html")):
            raise Failure("a page was written all the same")


def check_course(tshark):
    """Each lab is there, links to the page of its capture, and no link leads nowhere."""
    folder, done = lesson(tshark, "site", script="course")
    expect(done, 0, "Wrote site/index.html")
    labs = {"index" if document.stem == "README" else document.stem
            for document in COURSE.glob("*.md")}
    expect_equal({path.stem for path in folder.glob("site/*.html")}, labs, "labs")
    linked = {path.stem: LINK.findall(path.read_text(encoding="utf-8"))
              for path in folder.glob("site/*.html")}
    missing = [link for links in linked.values() for link in links
               if not (folder / "site" / link).is_file()]
    expect_equal(missing, [], "links that lead nowhere")
    expect_equal([lab for lab in labs - {"index", "quiz"}
                  if not any(link.startswith(f"pages/{lab}-") for link in linked[lab])], [],
                 "labs without the page of their capture")
    for path in folder.glob("site/pages/*.html"):
        if not Page(path.read_text(encoding="utf-8")).messages:
            raise Failure(f"{path.name} has no messages")


def check_course_refusal(tshark):
    for arguments in (("--wrong",), ("a", "b")):
        expect(lesson(tshark, *arguments, script="course")[1], 2, "usage: script/course")


def cases(tshark):
    for check in (check_page, check_choices, check_refusals, check_course, check_course_refusal):
        yield Case(check.__name__[6:], claim(check, tshark))
