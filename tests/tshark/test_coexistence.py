# SPDX-License-Identifier: GPL-2.0-or-later
"""What is not IKEv1 looks as if the plugin were not there, and Wireshark's own fields stay."""

from frames import datagram, isakmp, payload, write
from harness import PASSES, Case, Failure, capture_file, claim, expect_equal

NON_ESP_MARKER = bytes(4)
VENDOR = payload(b"a vendor of ours")
NONCE = payload(bytes(range(32)))
MAIN_MODE_WITH_VENDOR = isakmp(VENDOR, exchange=2, next_payload=13)
IKEV2 = isakmp(NONCE, exchange=34, next_payload=40, version=0x20, flags=8)

# A proposal ends before the SA does. What follows claims more octets than the packet has: the
# stock dissector gives up there, and shows what it saw before.
CUT_PROPOSAL = isakmp(payload(payload(bytes((1, 1, 0, 0)), next_payload=2) + b"\xaa" * 200,
                              next_payload=34), exchange=34, next_payload=33, version=0x20, flags=8)
SHORT_FRAGMENT = isakmp(payload(bytes(3)), exchange=34, next_payload=132, version=0x20)
TOO_LONG = IKEV2[:24] + bytes((0, 0, 1, 0)) + IKEV2[28:]

FOREIGN = {
    "ikev2-malformed-proposals": datagram(CUT_PROPOSAL),
    "ikev2-malformed-proposals-behind-the-marker":
        datagram(NON_ESP_MARKER + CUT_PROPOSAL, port=4500),
    "ikev2-fragment-too-short-to-be-read": datagram(SHORT_FRAGMENT),
    "ikev2-longer-than-the-packet": datagram(TOO_LONG),
    "ikev2": datagram(IKEV2),
    "ikev2-behind-the-marker": datagram(NON_ESP_MARKER + IKEV2, port=4500),
    "ikev3": datagram(isakmp(NONCE, exchange=34, next_payload=40, version=0x30)),
    "esp-in-udp": datagram(b"\x12\x34\x56\x78" + bytes(60), port=4500),
    "keepalive": datagram(b"\xff", port=4500),
    "one-octet-on-500": datagram(b"\xff"),
    "short-of-a-header": datagram(bytes(20)),
}

DEMO = capture_file("mm-psk.pcap")


def without_plugin(tshark, path, *arguments):
    """tshark with an empty plugin folder."""
    home = tshark.home({"plugins/none": ""})
    return tshark.run("-r", path, *arguments, home=home,
                      environment={"WIRESHARK_PLUGIN_DIR": str(home / "plugins")}).stdout


def check_foreign(tshark, packet, passes):
    path = write(tshark.home() / "foreign.pcap", [packet])
    options = ["-2"] if passes == 2 else []
    for view in ([], ["-V"]):
        expect_equal(tshark.run("-r", path, *options, *view).stdout,
                     without_plugin(tshark, path, *options, *view), "what tshark prints")


def stock_frames(tshark, *arguments):
    done = tshark.run("-r", tshark.staged(DEMO), "-T", "fields", "-e", "frame.number", *arguments)
    return done.stdout.split()


def check_stock_on_demand(tshark):
    """`auto`: the stock fields are there as soon as somebody asks for one."""
    everything = stock_frames(tshark)
    expect_equal(stock_frames(tshark, "-Y", "isakmp.ispi"), everything, "frames with isakmp.ispi")


def check_stock_setting(tshark, setting, wanted):
    text = tshark.run("-r", tshark.staged(DEMO), "-V", "-o", f"ikelog.stock_tree:{setting}").stdout
    there = "Internet Security Association and Key Management Protocol" in text
    if there != wanted:
        raise Failure(f"the stock tree is {'there' if there else 'not there'}")


def check_decode_as(tshark):
    path = write(tshark.home() / "odd-port.pcap", [datagram(MAIN_MODE_WITH_VENDOR, port=1500)])
    command = ["-T", "fields", "-e", "ikelog.summary"]
    expect_equal(tshark.run("-r", path, *command).stdout.strip(), "", "before")
    done = tshark.run("-r", path, "-d", "udp.port==1500,ikelog", *command)
    expect_equal(done.stdout.strip(), "MM (VID)", "after")


def check_marker(tshark):
    path = write(tshark.home() / "marker.pcap",
                 [datagram(NON_ESP_MARKER + MAIN_MODE_WITH_VENDOR, port=4500)])
    done = tshark.run("-r", path, "-T", "fields", "-e", "ikelog.summary")
    expect_equal(done.stdout.strip(), "MM (VID)", "the summary")


def check_protocol_column(tshark):
    done = tshark.run("-r", tshark.staged(DEMO), "-T", "fields", "-e", "_ws.col.Protocol")
    expect_equal(set(done.stdout.split()), {"ISAKMP"}, "the Protocol column")


def cases(tshark):
    for name, packet in FOREIGN.items():
        for passes in PASSES:
            yield Case(f"{name}/pass-{passes}", claim(check_foreign, tshark, packet, passes))
    yield Case("stock-tree/auto-answers-a-filter", claim(check_stock_on_demand, tshark))
    yield Case("stock-tree/never", claim(check_stock_setting, tshark, "never", False))
    yield Case("stock-tree/always", claim(check_stock_setting, tshark, "always", True))
    yield Case("decode-as", claim(check_decode_as, tshark))
    yield Case("marker-on-4500", claim(check_marker, tshark))
    yield Case("protocol-column", claim(check_protocol_column, tshark))
