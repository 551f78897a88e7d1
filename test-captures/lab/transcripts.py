# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of the shape of published transcripts, of products whose daemons cannot run here:
Cisco's IOS and ASA, Fortinet's FortiGate. Other captures have the shape of further ones already.
"""
import os
import threading
import time

from basics import IDENTIFIED, PSK, load_pair, pair
from charon import FAST
from lab import BEHIND_NAT, HERE, PUBLIC, RESPONDER, ROUTER, scenario
from net import lose


def lifetime(seconds):
    """Settings that let charon announce a lifetime of phase 1: it announces the sum of both."""
    return {"reauth_time": "%ds" % (seconds - 60), "over_time": "60s", "rand_time": "0"}


@scenario
def nat_3des(lab):
    """As two routers negotiate through one that masquerades: main mode with 3DES, SHA and group 2,
    INITIAL-CONTACT in the fifth message, which goes to port 4500, and a Quick Mode for ESP in UDP
    without PFS.

    Expected: established. The initiator is 203.0.113.1."""
    lab.nat("masquerade")
    lab.capture("i", "wan", "-inside", "at the initiator, whose address is 10.9.0.2")
    left, right = lab.charons(options=FAST)
    load_pair(left, right, "3des-sha1-modp1024", "3des-sha1", ends=(BEHIND_NAT, PUBLIC, ROUTER),
              initiator=dict(lifetime(6000), local_id=BEHIND_NAT, remote_id=PUBLIC),
              responder=dict(lifetime(6000), local_id=PUBLIC, remote_id=BEHIND_NAT))
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    time.sleep(0.3)


@scenario
def mm_psk_many_proposals(lab):
    """Both sides offer much: four transforms for phase 1, and four for ESP with PFS. The
    first of each is chosen. The fifth message carries INITIAL-CONTACT.

    Expected: established. The initiator is 192.0.2.1."""
    lab.cable()
    ike = ", ".join("aes%d-sha256-modp%d" % (size, group)
                    for group in (2048, 1536) for size in (128, 256))
    esp = ", ".join("aes%d-%s-modp2048" % (size, sign)
                    for sign in ("sha1", "sha256") for size in (128, 256))
    left, _ = pair(lab, ike, esp, initiator=dict(lifetime(86400), **IDENTIFIED[0]),
                   responder=dict(lifetime(86400), **IDENTIFIED[1]))
    lab.fact("up: %s" % left.up())
    time.sleep(0.3)


@scenario
def mm3_invalid_cookie(lab):
    """The responder loses its memory after the second message: it does not hear the third, and
    answers its repeat with INVALID-COOKIE in clear, twice. The notifications come from a few lines
    of Python (invalid_cookie.py), because none of the daemons here says so.

    Expected: the responder does not know the IKE SA. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "3des-sha1-modp1024")
    lose(lab.hosts["r"], ["input"], "numgen inc mod 100 > 0")
    attempt = threading.Thread(target=left.up)
    attempt.start()
    time.sleep(0.4)
    right.kill()
    lab.hosts["r"].nft("flush ruleset")
    lab.processes.append(lab.hosts["r"].popen(
        ["python3", "-B", os.path.join(HERE, "invalid_cookie.py"), RESPONDER]))
    attempt.join()
