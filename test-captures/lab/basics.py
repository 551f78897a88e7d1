# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations that succeed: both modes of phase 1, with keys and with certificates."""
import time

from charon import child, connection, swanctl_conf
from lab import INITIATOR, RESPONDER, scenario

PSK = "correct horse battery staple"
# charon sends INITIAL-CONTACT only when both identities are configured.
IDENTIFIED = ({"local_id": INITIATOR, "remote_id": RESPONDER},
              {"local_id": RESPONDER, "remote_id": INITIATOR})


def pair(lab, ike, esp="aes128-sha1", secret=PSK, initiator=None, responder=None, **more):
    """Two daemons with one connection `c` and one child `net`; returns them.

    initiator, responder: settings of that side only, over those for both (`more`).
    """
    left, right = lab.charons()
    load_pair(left, right, ike, esp, secret, initiator, responder, **more)
    lab.psk(secret)
    return left, right


def load_pair(left, right, ike, esp="aes128-sha1", secret=PSK, initiator=None, responder=None,
              **more):
    """Load the two configurations, the responder's first."""
    secrets = {"ike-1": {"secret": "\"%s\"" % secret}}
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, ike, {"net": child("10.2.0.0/16", "10.1.0.0/16", esp)},
        **dict(more, **(responder or {})))}, secrets))
    left.load(swanctl_conf({"c": connection(
        INITIATOR, RESPONDER, ike, {"net": child(esp=esp)},
        **dict(more, **(initiator or {})))}, secrets))


@scenario
def mm_psk(lab):
    """Main mode with a pre-shared key, Quick Mode, two rounds of dead peer detection, and the
    initiator's deletes of the IPsec SA and the IKE SA. This is the capture to begin with.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "3des-sha1-modp1024", "3des-sha1",
                   initiator=dict(IDENTIFIED[0], dpd_delay="2s"), responder=IDENTIFIED[1])
    lab.fact("up: %s" % left.up())
    time.sleep(4.6)
    left.down()
    lab.keep_log(left)


@scenario
def mm_psk_pfs(lab):
    """Main mode with a pre-shared key, and a Quick Mode with perfect forward secrecy: it carries
    key exchange payloads of its own.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1536", "aes256-sha1-modp1536")
    lab.fact("up: %s" % left.up())
    left.down()
    lab.keep_log(left, short=True)


@scenario
def ag_psk(lab):
    """Aggressive mode with a pre-shared key: three messages, both identities in clear, and the
    responder's proof of the key readable (and guessable offline) by everybody.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", aggressive=True,
                   initiator={"local_id": "road@example.com", "remote_id": "gate.example.com"},
                   responder={"local_id": "gate.example.com", "remote_id": "road@example.com"})
    lab.fact("up: %s" % left.up())
    left.down()
    lab.keep_log(left, short=True)
