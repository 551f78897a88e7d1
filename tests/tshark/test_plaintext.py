# SPDX-License-Identifier: GPL-2.0-or-later
"""What we decrypt is what the daemon that took part says it decrypted, octet for octet."""

from harness import (PASSES, Case, Failure, capture_file, claim, companion, expect_equal,
                     for_each_capture)


FIRST_BLOCK_UNKNOWN = "except for the first cipher block"


def rows(path):
    """(frame, plaintext, octets lost) of a .plain file: "<frame> TAB <hex> [TAB <lost>]" a line.

    Lost are octets at the beginning that depend on packets which the capture lacks.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            frame, plaintext, *lost = line.split("\t")
            yield int(frame), plaintext.lower(), int(lost[0]) if lost else 0


def expected(path):
    """{frame: plaintext} of a .plain file."""
    return {frame: plaintext for frame, plaintext, _ in rows(path)}


def right(actual, plaintext, lost, why):
    """Whether it is all there; what is lost may be zeros, if the plugin says so."""
    shown = "00" * lost + plaintext[2 * lost:]
    return actual == plaintext or (lost and actual == shown and FIRST_BLOCK_UNKNOWN in why)


def check(tshark, capture, passes):
    wanted = list(rows(companion(capture, "plain")))
    if not wanted:
        raise Failure("the .plain file names no frame")
    seen = {int(row["frame.number"][0]): row for row in tshark.facts(capture, passes)}
    faults = []
    for frame, plaintext, lost in wanted:
        row = seen.get(frame, {})
        actual = "".join(row.get("ikelog.plaintext", [])).replace(":", "").lower()
        why = "; ".join(row.get("ikelog.decryption", [])) or "no word on decryption"
        if not right(actual, plaintext, lost, why):
            faults.append(f"frame {frame}: {actual or 'no plaintext'}\n"
                          f"     instead of {plaintext}\n     ({why})")
    if faults:
        raise Failure("\n".join(faults[:5]) + f"\n{len(faults)} of {len(wanted)} frames differ")


def check_dump(tshark, passes):
    """tshark -x makes no tree, and shows the octets of each opened message all the same."""
    capture = capture_file("mm-psk-pfs.pcap")
    dumped = tshark.run(*tshark.reading(capture, passes), "-x").stdout.count("\nDecrypted IKE (")
    expect_equal(dumped, len(list(rows(companion(capture, "plain")))), "dumps of opened messages")


def cases(tshark):
    for passes in PASSES:
        yield Case(f"dumped-without-a-tree/pass-{passes}", claim(check_dump, tshark, passes))
    for name, capture in for_each_capture("plain"):
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, capture, passes))
