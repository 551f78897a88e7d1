# SPDX-License-Identifier: GPL-2.0-or-later
"""What stands in the tree is found by its own filter alone, when nobody sees the tree."""

import re

from harness import Case, Failure, capture_file, claim
from sharkd import OURS, Sharkd, keys_of

# Between them they have nearly every field: certificates, fragments, XAUTH, refusals, unread frames.
CHOSEN = ("ah", "esp-unknown-spi", "mm-rsa-fragments", "no-proposal-phase1", "selector-mismatch",
          "snap-length", "wrong-psk-main", "xauth-modeconfig")
FIELD = re.compile(r"[a-z_][\w.-]*")
MOST = 512  # octets of a filter that sharkd takes with ease


def nodes_of(nodes):
    for node in nodes:
        yield node
        yield from nodes_of(node.get("n", []))


def filters_of(sharkd, number):
    """{field: the filter that its first item offers}, for all below our trees of a frame."""
    found = {}
    for top in sharkd.ask("frame", frame=number, proto=True).get("tree", []):
        if not top["l"].startswith(OURS):
            continue
        for node in nodes_of([top]):
            name = FIELD.match(node.get("f", ""))
            # Octets without a name of their own are offered as a slice of the frame.
            if name and not node["f"].startswith("frame["):
                found.setdefault(name.group(), node["f"])
    return found


def check(tshark, name):
    capture = capture_file(f"{name}.pcap")
    lost, asked = [], set()
    with Sharkd(tshark) as sharkd:
        sharkd.set(keys_of(tshark, capture))
        sharkd.load(tshark.staged(capture))
        for number in range(1, sharkd.count() + 1):
            for field, text in filters_of(sharkd, number).items():
                if field in asked:
                    continue
                asked.add(field)
                text = text if len(text) <= MOST else field
                frames = [row["num"] for row in sharkd.ask("frames", filter=text)]
                if number not in frames:
                    lost.append(f"frame {number}: {text}")
    if len(asked) < 50:
        raise Failure(f"only {len(asked)} fields were met")
    if lost:
        raise Failure("not found by their own filters:\n" + "\n".join(lost))


def cases(tshark):
    for name in CHOSEN:
        yield Case(f"alone/{name}", claim(check, tshark, name))
