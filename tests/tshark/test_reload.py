# SPDX-License-Identifier: GPL-2.0-or-later
"""Settings changed while a capture is open count when it is read again; nothing is left over."""

from harness import Case, Failure, capture_file, captures, claim, companion, difference
from sharkd import Sharkd, heap_told, keys_of, leaks_told
from test_embed import embed

WARM_UP, RELOADS = 10, 100
# sharkd forgets to free frames, and with each a list node for what we keep with it.
NODE = 64
NOISE = 65536

DIALECTS = ".config/wireshark/ikelog/dialects"
OWN_DIALECT = """[dialect]
name=own
product=A product of our own

[packet]
sent=of our own: {exchange}
received=of our own: {exchange}
"""

ZYXEL = {"ikelog.dialect": "zyxel-prestige"}
RESPONDER = {"ikelog.perspective": "responder"}
OTHER_KEYS = {"ikelog.keylog_file": "mm-rsa.keys"}
# name: (capture, settings before, what is changed in them)
CHANGES = {
    "keys-withdrawn": ("mm-psk", {}, {"ikelog.keylog_file": ""}),
    "keys-of-another": ("mm-psk", {}, OTHER_KEYS),
    "dialect": ("mm-psk", {}, ZYXEL),
    "perspective": ("mm-psk", {}, RESPONDER),
    "local": ("duplicated", ZYXEL, {"ikelog.local": "192.0.2.2"}),
    "most-phase-2": ("phase2-at-once", {**ZYXEL, **RESPONDER}, {"ikelog.max_phase2": "2"}),
    "show-keys": ("mm-psk", {}, {"ikelog.show_keys": "TRUE"}),
    "stock-tree": ("mm-psk", {}, {"ikelog.stock_tree": "never"}),
    "decrypt-esp": ("esp-in-udp", {}, {"ikelog.decrypt_esp": "TRUE"}),
    "takeover": ("mm-psk", {}, {"ikelog.takeover": "FALSE"}),
}
DEFAULTS = {
    "ikelog.dialect": "cisco-vpn-client", "ikelog.local": "", "ikelog.perspective": "initiator",
    "ikelog.connection": "Other Connections", "ikelog.max_phase2": "0",
    "ikelog.show_keys": "FALSE", "ikelog.decrypt_esp": "FALSE", "ikelog.stock_tree": "auto",
    "ikelog.takeover": "TRUE",
}


def resolved(tshark, settings):
    """Settings with the key file of the captures' folder that they name."""
    name = settings.get("ikelog.keylog_file")
    if not name:
        return settings
    return {**settings, "ikelog.keylog_file": tshark.staged(capture_file(name))}


def expect_frames(said, expected, when):
    """Failure at the first frame whose text is another one."""
    if len(said) != len(expected):
        raise Failure(f"{when}: {len(said)} frames instead of {len(expected)}")
    for number, (now, wanted) in enumerate(zip(said, expected), 1):
        if now != wanted:
            raise Failure(f"{when}, frame {number}:\n{difference(wanted, now)}")


def anew(tshark, capture, settings):
    """What a new process with these settings says."""
    with Sharkd(tshark) as sharkd:
        sharkd.set(settings)
        sharkd.load(tshark.staged(capture))
        return sharkd.frames()


def check_change(tshark, name, before, change):
    """A capture is open, a setting changes, it is read again; then the same back."""
    capture = captures()[name]
    first = {**DEFAULTS, **keys_of(tshark, capture), **before}
    second = {**first, **resolved(tshark, change)}
    expected = [anew(tshark, capture, settings) for settings in (first, second)]
    if expected[0] == expected[1]:
        raise Failure("the setting makes no difference")
    with Sharkd(tshark) as sharkd:
        for turn in range(4):
            sharkd.set((first, second)[turn % 2])
            if turn:
                sharkd.frames()  # changed, not read again: nothing to rely on but no crash
            sharkd.load(tshark.staged(capture))
            expect_frames(sharkd.frames(), expected[turn % 2], f"turn {turn + 1}")


def check_secrets(tshark, *form):
    """Keys that came inside a capture open that one only."""
    demo = capture_file("mm-psk.pcap")
    copy = tshark.home() / "copy.pcapng"
    embed(demo, companion(demo, "keys"), copy, *form)
    copy.chmod(0o644)
    with Sharkd(tshark) as sharkd:
        for _ in range(2):
            sharkd.load(copy)
            opened = sharkd.frames()
            sharkd.load(tshark.staged(demo))
            expect_frames(sharkd.frames(), anew(tshark, demo, {}), "after one with keys inside")
    if "--dsb" not in form and not any("[Key source: " in text for text in opened):
        raise Failure("the copy does not open itself")


def check_dialect_file(tshark):
    """A dialect file counts as it was at the start, whatever becomes of it meanwhile."""
    demo = capture_file("mm-psk.pcap")
    home = tshark.home({f"{DIALECTS}/own.dialect": OWN_DIALECT})
    file = home / DIALECTS / "own.dialect"
    with Sharkd(tshark, home=home) as sharkd:
        sharkd.set({**keys_of(tshark, demo), "ikelog.dialect": "own"})
        sharkd.load(tshark.staged(demo))
        before = sharkd.frames()
        if "[Log: of our own: " not in before[0]:
            raise Failure(f"the dialect does not count:\n{before[0]}")
        for text in (OWN_DIALECT.replace("of our own", "another"), "[nonsense", None):
            file.unlink()
            if text is not None:
                file.write_text(text, encoding="utf-8")
            sharkd.load(tshark.staged(demo))
            expect_frames(sharkd.frames(), before, f"with {text!r} in the file")


def settings_of_turn(tshark, capture, turn):
    """Now these settings, now those, so that each is changed back and forth."""
    settings = {**DEFAULTS, **keys_of(tshark, capture)}
    changes = [change for _, _, change in CHANGES.values() if "ikelog.takeover" not in change]
    return {**settings, **resolved(tshark, changes[turn % len(changes)]),
            "ikelog.connection": f"Connection {turn}"}


def reload(tshark, sharkd, turns, plugin):
    """Opens captures in turn and looks at all of their frames; how many those were."""
    names = ("mm-psk", "mm-rsa-fragments", "esp-in-udp", "ag-xauth", "no-peer")
    seen = 0
    for turn in turns:
        capture = captures()[names[turn % len(names)]]
        if plugin:
            sharkd.set(settings_of_turn(tshark, capture, turn))
        sharkd.load(tshark.staged(capture))
        seen += len(sharkd.frames())
    return seen


def growth(tshark, plugin):
    """(octets by which reloading lets the heap grow, frames)"""
    with Sharkd(tshark, plugin, heap_told(tshark)) as sharkd:
        reload(tshark, sharkd, range(WARM_UP), plugin)
        before = sharkd.heap()
        frames = reload(tshark, sharkd, range(WARM_UP, WARM_UP + RELOADS), plugin)
        return sharkd.heap() - before, frames


def check_heap(tshark):
    """Against the same without the plugin: sharkd itself closes no capture."""
    (ours, frames), (stock, _) = growth(tshark, True), growth(tshark, False)
    most = frames * NODE + NOISE
    if ours - stock > most:
        raise Failure(f"{RELOADS} reloads take {ours - stock} octets more than without the plugin, "
                      f"{most} at most expected")


def check_leaks(tshark):
    """With the leak sanitizer: nothing that we allocated is left without an owner."""
    environment, leaks = leaks_told(tshark)
    with Sharkd(tshark, True, environment) as sharkd:
        reload(tshark, sharkd, range(2 * len(CHANGES)), True)
    found = leaks()
    if found:
        raise Failure("\n\n".join(found[:5]) + f"\n{len(found)} leaks")


def cases(tshark):
    for name, change in CHANGES.items():
        yield Case(f"changed/{name}", claim(check_change, tshark, *change))
    yield Case("secrets/in-a-comment", claim(check_secrets, tshark))
    yield Case("secrets/in-a-block", claim(check_secrets, tshark, "--dsb"))
    yield Case("dialect-file", claim(check_dialect_file, tshark))
    if tshark.sanitizers:
        yield Case("no-leak", claim(check_leaks, tshark))
    else:
        yield Case("no-growth", claim(check_heap, tshark))
