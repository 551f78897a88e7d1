# SPDX-License-Identifier: GPL-2.0-or-later
"""-z follow,ikelog: the messages of one IKE SA, as far as they could be opened, side by side."""

from harness import PASSES, Case, capture_file, claim, expect_equal

DEMO = capture_file("mm-psk.pcap")
TWO_SAS = capture_file("phase1-reauthentication.pcap")


def followed(tshark, capture, sa, passes=1, keys=True):
    """(what was sent in hex, whether by the responder) of each message."""
    text = tshark.run(*tshark.reading(capture, passes, keys), "-q", "-z",
                      f"follow,ikelog,raw,{sa}").stdout
    lines = text.split("Node 1:")[1].splitlines()[1:-1]
    return [(line.strip(), line.startswith("\t")) for line in lines]


def wanted(tshark, capture, sa, passes=1, keys=True):
    rows = tshark.fields(capture, ["ikelog.sa", "ikelog.from", "ikelog.plaintext", "udp.payload"],
                         passes, keys)
    return [((row["ikelog.plaintext"] or row["udp.payload"])[0].replace(":", ""),
             row["ikelog.from"] == ["responder"])
            for row in rows if row["ikelog.sa"] == [str(sa)]]


def check(tshark, capture, sa, passes, keys):
    expect_equal(followed(tshark, capture, sa, passes, keys),
                 wanted(tshark, capture, sa, passes, keys), f"the messages of IKE SA {sa}")


def check_nobody(tshark):
    """There is no IKE SA 7: nothing is followed, and nothing complains."""
    expect_equal(followed(tshark, DEMO, 7), [], "the messages of no IKE SA")


def cases(tshark):
    for passes in PASSES:
        yield Case(f"open/pass-{passes}", claim(check, tshark, DEMO, 0, passes, True))
    yield Case("closed", claim(check, tshark, DEMO, 0, 1, False))
    yield Case("one-of-two", claim(check, tshark, TWO_SAS, 1, 2, True))
    yield Case("nobody", claim(check_nobody, tshark))
