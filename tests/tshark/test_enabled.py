# SPDX-License-Identifier: GPL-2.0-or-later
"""Enabled Protocols: where one of ours is switched off, the stock dissector is back."""

from harness import PASSES, Case, Failure, capture_file, claim, expect_equal
from test_coexistence import without_plugin

OFF = ("--disable-protocol", "ikelog")
NATT_OFF = ("--disable-protocol", "ikelog_natt")
STOCK_OFF = ("--disable-protocol", "isakmp")
# Ports 500 and 4500, ESP in both, IKEv2 between, ICMP that quotes, vendor fragments.
SAMPLE = ("mm-psk", "nat", "esp-in-udp", "beside-ikev2", "unreachable", "mm-rsa-fragments")


def path_of(tshark, name):
    return tshark.staged(capture_file(f"{name}.pcap"))


def check_off(tshark, name, passes):
    """Everything that tshark prints is as if the plugin were not there."""
    path, options = path_of(tshark, name), ["-2"] if passes == 2 else []
    for view in ((), ("-V",), ("-T", "fields", "-e", "isakmp.ispi", "-e", "udp.srcport")):
        expect_equal(tshark.run("-r", path, *options, *OFF, *view).stdout,
                     without_plugin(tshark, path, *options, *view), "what tshark prints")


def frames(tshark, name, *arguments):
    return tshark.run("-r", path_of(tshark, name), *arguments, "-T", "fields",
                      "-e", "frame.number").stdout.split()


def check_natt_off(tshark):
    """On port 4500 the stock dissectors are back, on port 500 nothing has changed."""
    before = frames(tshark, "nat", "-Y", "ikelog && udp.port == 500")
    expect_equal(frames(tshark, "nat", *NATT_OFF, "-Y", "ikelog"), before, "our frames")
    moved = frames(tshark, "nat", "-Y", "ikelog && udp.port == 4500")
    if not before or not moved:
        raise Failure("the capture does not use both ports")
    expect_equal(frames(tshark, "nat", *NATT_OFF, "-Y", "udp.port == 4500 && isakmp.exchangetype"),
                 moved, "frames on port 4500")


def check_stock_off(tshark):
    """Without the stock dissector there is no stock tree, but ours."""
    before = frames(tshark, "mm-psk", "-Y", "ikelog")
    expect_equal(frames(tshark, "mm-psk", *STOCK_OFF, "-Y", "ikelog"), before, "our frames")
    expect_equal(frames(tshark, "mm-psk", *STOCK_OFF, "-Y", "isakmp"), [], "stock frames")


def check_taps(tshark, tap):
    """Who asks a protocol that is off for a report gets an empty one."""
    done = tshark.run("-r", path_of(tshark, "mm-psk"), *OFF, "-q", "-z", tap)
    if "192.0.2" in done.stdout:
        raise Failure(f"a report of what was not dissected:\n{done.stdout}")


def cases(tshark):
    for name in SAMPLE:
        for passes in PASSES:
            yield Case(f"off/{name}/pass-{passes}", claim(check_off, tshark, name, passes))
    yield Case("natt-off", claim(check_natt_off, tshark))
    yield Case("stock-off", claim(check_stock_off, tshark))
    for tap in ("log", "negotiations", "ladder", "lesson", "keys", "tree"):
        yield Case(f"off/tap-{tap}", claim(check_taps, tshark, f"ikelog,{tap}"))
