# SPDX-License-Identifier: GPL-2.0-or-later
"""The keys that we derive for IPsec SAs are those that the daemons installed."""

from harness import PASSES, Case, Failure, claim, companion, for_each_capture

FIELDS = ["ikelog.esp.spi", "ikelog.esp.cipher_key", "ikelog.esp.auth_key"]

# Captures that lack one of the two nonces of a Quick Mode, or all of it.
UNDETERMINED = ("answers-only", "esp-stale-spi", "late-start-phase2", "one-direction",
                "snap-length")


def installed(path):
    """{SPI: (cipher key, integrity key)} of an .esp file; "-" where there is none."""
    rows = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            spi, _, _, cipher, auth = line.split()
            rows[int(spi, 16)] = cipher, auth
    return rows


def shown(tshark, capture, passes):
    """The SPIs, the cipher keys and the integrity keys that the plugin shows."""
    rows = tshark.fields(capture, FIELDS, passes, extra=["-o", "ikelog.show_keys:TRUE"])
    spis, ciphers, auths = ([value for row in rows for value in row[name]] for name in FIELDS)
    return ({int(spi, 0) for spi in spis}, {key.replace(":", "") for key in ciphers},
            {key.replace(":", "") for key in auths})


def check(tshark, capture, passes):
    spis, ciphers, auths = shown(tshark, capture, passes)
    faults = []
    for spi, (cipher, auth) in installed(companion(capture, "esp")).items():
        if spi not in spis:
            faults.append(f"{spi:08x} is not shown")
        elif cipher not in ciphers | {"-"} or auth not in auths | {"-"}:
            faults.append(f"{spi:08x} does not have the keys {cipher} and {auth}")
    if faults:
        raise Failure("\n".join(faults[:6]) + f"\n{len(faults)} faults")


def check_nothing_wrong(tshark, capture, passes):
    """Where a key cannot be known, none is made up."""
    known = {key for keys in installed(companion(capture, "esp")).values() for key in keys}
    _, ciphers, auths = shown(tshark, capture, passes)
    invented = (ciphers | auths) - known
    if invented:
        raise Failure(f"keys that no daemon has: {sorted(invented)}")


def cases(tshark):
    for name, capture in for_each_capture("esp"):
        fitting = check_nothing_wrong if name in UNDETERMINED else check
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(fitting, tshark, capture, passes))
