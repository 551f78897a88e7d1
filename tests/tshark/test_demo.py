# SPDX-License-Identifier: GPL-2.0-or-later
"""script/demo says what a newcomer needs, also when something is wrong."""

import struct
import threading

from harness import ROOT, TIME_LIMIT, Case, Failure, capture_file, claim, finished

EMPTY_PCAP = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)

# The demo builds in the tree: one at a time.
building = threading.Lock()


def demo(*arguments):
    with building:
        return finished([ROOT / "script" / "demo", *arguments], limit=5 * TIME_LIMIT)


def expect(done, status, *texts):
    output = done.stdout + done.stderr
    missing = [text for text in texts if text not in output]
    if done.returncode != status or missing:
        raise Failure(f"exit status {done.returncode} (expected {status}), "
                      f"missing {missing} in:\n{output}")


def check_default(tshark):
    log = tshark.log(capture_file("mm-psk.pcap"), "cisco-vpn-client")
    done = demo()
    expect(done, 0, log, "ISAKMP OAK QM *(HASH", "wireshark -C 'IKE Log' -o ikelog.keylog_file:")
    if "?" in log:
        raise Failure("something stayed closed in the demo:\n" + log)


def check_missing(tshark):
    expect(demo("no-such-file.pcap"), 1, "there is no capture 'no-such-file.pcap'")


def check_missing_keys(tshark):
    expect(demo(capture_file("mm-psk.pcap"), "no-such.keys"), 1,
           "there is no key file 'no-such.keys'")


def check_folder(tshark):
    expect(demo(ROOT), 1, "is not a file")


def check_other_file(tshark):
    expect(demo(ROOT / "README.md"), 1, "could not be read as a capture")


def check_without_ike(tshark):
    path = tshark.home() / "empty.pcap"
    path.write_bytes(EMPTY_PCAP)
    expect(demo(path), 1, "holds no IKEv1 message")


def check_misspelt_option(tshark):
    expect(demo("--colour"), 2, "usage: script/demo")


def check_bad_key_line(tshark):
    keys = tshark.home() / "own.keys"
    good = (capture_file("mm-psk.keys")).read_text(encoding="utf-8")
    keys.write_text("KA nonsense\n" + good, encoding="utf-8")
    expect(demo(capture_file("mm-psk.pcap"), keys), 0, "own.keys", "ISAKMP OAK QM *(HASH")


def check_without_keys(tshark):
    path = tshark.home() / "alone.pcap"
    path.write_bytes((capture_file("mm-psk.pcap")).read_bytes())
    expect(demo(path), 0, "Keys:    none", "ISAKMP OAK MM *(ID, ?)")


def check_failure(tshark):
    """Who comes with a broken tunnel reads the cause and what to check."""
    path = tshark.home() / "broken.pcap"
    path.write_bytes((capture_file("wrong-psk-main.pcap")).read_bytes())
    expect(demo(path), 0, "psk-mismatch", "Reason: probably the two sides have different pre-",
           "Advice: Enter the pre-shared key anew", "SA 0 stayed closed")


def check_cut_short(tshark):
    """A capture whose end is missing still tells what it holds."""
    path = tshark.home() / "cut.pcap"
    path.write_bytes((capture_file("mm-psk.pcap")).read_bytes()[:1500])
    expect(demo(path), 0, "cut short in the middle of a packet", "is damaged", "ISAKMP OAK MM (SA",
           "Reason: ")


def check_odd_name(tshark):
    path = tshark.home() / "a name with 'quotes' $x.pcap"
    path.write_bytes((capture_file("mm-psk.pcap")).read_bytes())
    expect(demo(path), 0, "ISAKMP OAK MM (SA")


CLAIMS = {
    "shows-the-log-decrypted": check_default,
    "names-a-missing-capture": check_missing,
    "names-a-missing-key-file": check_missing_keys,
    "refuses-a-folder": check_folder,
    "refuses-what-is-no-capture": check_other_file,
    "says-that-there-is-no-ikev1": check_without_ike,
    "answers-a-misspelt-option": check_misspelt_option,
    "warns-of-a-bad-key-line": check_bad_key_line,
    "works-without-keys": check_without_keys,
    "names-the-cause-of-a-failure": check_failure,
    "reads-a-capture-that-was-cut-short": check_cut_short,
    "copes-with-odd-file-names": check_odd_name,
}


def cases(tshark):
    for name, check in CLAIMS.items():
        yield Case(name, claim(check, tshark))
