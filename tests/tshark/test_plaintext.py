# SPDX-License-Identifier: GPL-2.0-or-later
"""What we decrypt is what the daemon that took part says it decrypted, octet for octet."""

from harness import PASSES, Case, Failure, claim, companion, for_each_capture


def expected(path):
    """{frame: plaintext} of a .plain file: one "<frame> TAB <hex>" a line."""
    rows = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            frame, plaintext = line.split("\t")
            rows[int(frame)] = plaintext.lower()
    return rows


def check(tshark, capture, passes):
    wanted = expected(companion(capture, "plain"))
    if not wanted:
        raise Failure("the .plain file names no frame")
    seen = {int(row["frame.number"][0]): row for row in tshark.facts(capture, passes)}
    faults = []
    for frame, plaintext in wanted.items():
        row = seen.get(frame, {})
        actual = "".join(row.get("ikelog.plaintext", [])).replace(":", "").lower()
        if actual != plaintext:
            why = "; ".join(row.get("ikelog.decryption", [])) or "no word on decryption"
            faults.append(f"frame {frame}: {actual or 'no plaintext'}\n"
                          f"     instead of {plaintext}\n     ({why})")
    if faults:
        raise Failure("\n".join(faults[:5]) + f"\n{len(faults)} of {len(wanted)} frames differ")


def cases(tshark):
    for name, capture in for_each_capture("plain"):
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, capture, passes))
