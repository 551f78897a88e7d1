# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes README.md of test-captures and of its failures: what each capture shows."""
import glob
import os
import re

HEAD = """# Captures

Made by real IKE daemons in the [lab](lab/README.md), which also says what the files beside each
capture are: `.txt` origin and settings, `.keys` secrets, `.messages` and `.plain` what the daemons
themselves said about the messages, `.esp` keys of IPsec SAs, `logs/` the daemons' logs. Failures of many kinds, each with the truth about
it, are in [failures](failures/README.md).

Open one with its secrets:

    tshark -r mm-psk.pcap -o ikelog.keylog_file:mm-psk.keys

This table is written by `lab/make --index` from the `.txt` files.

| capture | shows | expected |
| --- | --- | --- |
"""

FAILURES_HEAD = """# Captures of failures

Real failures, and some near misses that work (`ok-…`), made by real IKE daemons in the
[lab](../lab/README.md). `NAME.verdict` is the truth about each: the lab wrote it from what it had
configured. `logs/` holds what the daemons log by default about the same runs.

This table is written by `lab/make --index`.

| capture | cause | without keys | with keys |
| --- | --- | --- | --- |
"""


VIEW = "This is another view of the same run"


def paragraphs(path):
    with open(path, encoding="utf-8") as file:
        return [re.sub(r"\s+", " ", part).strip() for part in file.read().split("\n\n")]


def row(path):
    """A line of the table: the first sentence, and what is expected but not of whom."""
    parts = paragraphs(path)
    shows = re.split(r"(?<=\.) ", parts[0])[0].rstrip(".")
    view = [part for part in parts if part.startswith(VIEW)]
    expected = [part for part in parts if part.startswith("Expected: ")]
    outcome = re.split(r"(?<=\.) (?:The|As|One) ", expected[0][10:])[0] if expected else ""
    if view:
        shows = view[0][len("This is "):].rstrip(".")
    name = os.path.basename(path)[:-4]
    cells = (cell.replace("|", "\\|") for cell in (shows, outcome.rstrip(".")))
    return "| [%s](%s.txt) | %s | %s |\n" % (name, name, *cells)


def failure_row(path):
    """A line of the table of failures: the truth about one capture."""
    with open(path, encoding="utf-8") as file:
        truth = dict(line.rstrip("\n").split("=", 1) for line in file)
    name = os.path.basename(path)[:-8]
    verdicts = (truth[key].replace(",", ", ") for key in ("verdict", "keys"))
    return "| [%s](%s.txt) | %s | %s | %s |\n" % (name, name, truth["cause"].rstrip("."), *verdicts)


def write_failures_index(folder):
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write(FAILURES_HEAD)
        file.writelines(map(failure_row, sorted(glob.glob(os.path.join(folder, "*.verdict")))))


def write_index(folder):
    write_failures_index(os.path.join(folder, "failures"))
    rows = [row(path) for path in sorted(glob.glob(os.path.join(folder, "*.txt")))
            if os.path.exists(path[:-4] + ".pcap")]
    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(rows))
