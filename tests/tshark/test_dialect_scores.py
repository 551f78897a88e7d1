# SPDX-License-Identifier: GPL-2.0-or-later
"""The logs of dialects are those of the daemons: the shares that docs/dialects.md promises."""

import re

import scores
from harness import ROOT, Case, Failure, claim


def check_shares(tshark, daemon):
    total = scores.Total(daemon, [scores.score(tshark, log) for log in scores.logs_of(daemon)])
    said = f"{total.exact:.1f} % exact of {total.lines} lines, {total.false:.1f} % false"
    if total.exact < daemon.exact or total.false > daemon.false:
        raise Failure(f"{said}; at least {daemon.exact} and at most {daemon.false} are promised; "
                      f"script/dialect-score --daemon {daemon.name} --missing --false says more")


def check_alignment():
    """Only lines at the same place are exact."""
    rows = scores.aligned(["a", "b", "c", "d"], ["b", "x", "a", "c"])
    found = {sign: [line for own, line in rows if own == sign] for sign in "=-+"}
    if len(found["="]) != 2 or len(found["-"]) != 2 or len(found["+"]) != 2:
        raise Failure(f"{rows}")


def check_lacking():
    """Only what the daemon says of messages that the capture lacks is left out."""
    log = next(log for log in scores.logs_of(CHARON) if log.name == "cut-after-message-5.responder")
    frames = scores.frames_of(log)
    lines = list(scores.until_the_end(log, frames))
    texts = [CHARON.text(line) for line in lines]
    if scores.captured_texts(log, frames, lines[:18]) != texts[:18]:
        raise Failure("left out lines of messages that the capture has")
    kept = scores.captured_texts(log, frames, lines)
    left_out = [text for text in texts[len(kept):] if re.match(CHARON.packet, text)]
    if kept != texts[:len(kept)] or len(left_out) != 4:
        raise Failure(f"left out {texts[len(kept):]}")


def check_held_back():
    """A frame stands where a daemon with a delay has to do with it; the daemon's log says so."""
    for log in scores.logs_of(CHARON):
        moments = [frame.moment for frame in scores.frames_of(log)]
        held = scores.delays(log)
        if moments != sorted(moments) or ("slow-responder.resp" in log.name and
                                          held != {"receive": held.get("receive")}):
            raise Failure(f"{log.name}: {held}")


def check_left_out(daemon, line, text):
    found = daemon.text(line)
    if found != text:
        raise Failure(f"{line!r} is compared as {found!r}, not as {text!r}")


def check_counted(daemon):
    """What a daemon says of the messages on the wire is always counted."""
    for log in scores.logs_of(daemon):
        for line in log.text().splitlines():
            if re.search(r"\b(received|sent|sending|parsed|generating|established)\b", line):
                text = daemon.text(line)
                if not daemon.counts(text) and not re.search(r"connection 'net' with serial", text):
                    raise Failure(f"not counted: {line}")


CHARON, PLUTO, PLUTO5, RACOON = scores.DAEMONS
LEFT_OUT = (
    (CHARON, "Nov 26 01:35:08.979 15[IKE] <c|1> initiating Main Mode IKE_SA c[12] to 203.0.113.2",
     "[IKE] initiating Main Mode IKE_SA NAME[#] to 203.0.113.2"),
    (CHARON, "01:35:08 [NET] sending packet: from 10.9.0.2[500] to 203.0.113.2[500] (156 bytes)",
     "[NET] sending packet: from 10.9.0.2[500] to 203.0.113.2[500] (156 bytes)"),
    (PLUTO, 'Nov 26 01:39:35.166120: "net"[1] 192.0.2.1 #1: Peer ID is ID_FQDN: \'@a\'',
     '"NAME" #N: Peer ID is ID_FQDN: \'@a\''),
    (PLUTO, 'Nov  6 01:39:28: "net" #2: sent Quick Mode request',
     '"NAME" #N: sent Quick Mode request'),
    (PLUTO5, 'Nov 26 08:38:16.258847: "net" #2: deleting IPsec SA (QUICK_R0) aged 0.001314s',
     '"NAME" #N: deleting IPsec SA (QUICK_R0) aged #s'),
    (RACOON, "2026-11-21 18:14:13: INFO: begin Aggressive mode.", "INFO: begin Aggressive mode."),
)


def cases(tshark):
    yield Case("alignment", check_alignment)
    yield Case("lacking", check_lacking)
    yield Case("held-back", check_held_back)
    for daemon, line, text in LEFT_OUT:
        yield Case(f"left-out/{text}", claim(check_left_out, daemon, line, text))
    for daemon in scores.DAEMONS:
        yield Case(f"counted/{daemon.name}", claim(check_counted, daemon))
        if (ROOT / "plugin/dialects" / f"{daemon.dialect}.dialect").exists():
            yield Case(f"shares/{daemon.dialect}", claim(check_shares, tshark, daemon))
