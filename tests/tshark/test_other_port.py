# SPDX-License-Identifier: GPL-2.0-or-later
"""NAT may give a peer a port that belongs to another protocol: what is plainly IKEv1 is still ours."""

from frames import HERE, THERE, ipv4, isakmp, payload, udp, write
from harness import PASSES, Case, Failure, capture_file, claim, expect_equal
from test_coexistence import NON_ESP_MARKER, without_plugin

PTP, DNS, TFTP = 319, 53, 69
MESSAGE = isakmp(payload(b"a vendor of ours"), exchange=2, next_payload=13)
ANSWER = isakmp(payload(b"a vendor of ours"), exchange=2, next_payload=13, cookies=(b"I" * 8, b"R" * 8))

# What only looks like IKE stays with the owner of the port.
FOREIGN = {
    "length-of-another": MESSAGE + b"\x00",
    "version-2": MESSAGE[:17] + b"\x20" + MESSAGE[18:],
    "version-1.1": MESSAGE[:17] + b"\x11" + MESSAGE[18:],
    "exchange-unknown": MESSAGE[:18] + b"\x63" + MESSAGE[19:],
    "flags-unknown": MESSAGE[:19] + b"\x80" + MESSAGE[20:],
    "no-initiator-cookie": bytes(8) + MESSAGE[8:],
    "short-of-a-header": MESSAGE[:20],
    "marker-on-500": NON_ESP_MARKER + MESSAGE,
}


def summaries(tshark, path, passes):
    options = ["-2"] if passes == 2 else []
    done = tshark.run("-r", path, *options, "-T", "fields", "-e", "ikelog.summary")
    return done.stdout.split("\n")[:-1]


def check_ours(tshark, port, own, passes):
    marker = NON_ESP_MARKER if own == 4500 else b""
    path = write(tshark.home() / "other-port.pcap",
                 [ipv4(HERE, THERE, udp(port, own, marker + MESSAGE)),
                  ipv4(THERE, HERE, udp(own, port, marker + ANSWER))])
    expect_equal(summaries(tshark, path, passes), ["MM (VID)"] * 2, "the summaries")


def check_capture(tshark, passes):
    found = summaries(tshark, tshark.staged(capture_file("ok-nat-port-319.pcap")), passes)
    if len(found) != 9 or not all(found):
        raise Failure(f"not all nine messages are ours: {found}")


def check_foreign(tshark, data):
    path = write(tshark.home() / "foreign.pcap", [ipv4(HERE, THERE, udp(PTP, 500, data))])
    for view in ([], ["-V"]):
        expect_equal(tshark.run("-r", path, *view).stdout,
                     without_plugin(tshark, path, *view), "what tshark prints")


def check_takeover_off(tshark):
    path = write(tshark.home() / "off.pcap", [ipv4(HERE, THERE, udp(PTP, 500, MESSAGE))])
    done = tshark.run("-r", path, "-o", "ikelog.takeover:FALSE", "-Y", "ikelog")
    expect_equal(done.stdout, "", "frames that are ours")


def cases(tshark):
    for passes in PASSES:
        for port in (PTP, DNS, TFTP):
            for own in (500, 4500):
                yield Case(f"ours/{port}-{own}/pass-{passes}",
                           claim(check_ours, tshark, port, own, passes))
        yield Case(f"ours/capture/pass-{passes}", claim(check_capture, tshark, passes))
    for name, data in FOREIGN.items():
        yield Case(f"not-ours/{name}", claim(check_foreign, tshark, data))
    yield Case("takeover-off", claim(check_takeover_off, tshark))
