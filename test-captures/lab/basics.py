# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations that succeed: both modes of phase 1, with keys and with certificates."""
import time

from charon import FAST, child, connection, swanctl_conf
from lab import INITIATOR, INITIATOR6, RESPONDER, RESPONDER6, scenario

PSK = "correct horse battery staple"
# charon sends INITIAL-CONTACT only when both identities are configured.
IDENTIFIED = ({"local_id": INITIATOR, "remote_id": RESPONDER},
              {"local_id": RESPONDER, "remote_id": INITIATOR})


def pair(lab, ike, esp="aes128-sha1", secret=PSK, options=FAST, **more):
    """Two daemons with one connection `c` and one child `net`; returns them.

    options: of strongswan.conf; more: of load_pair."""
    left, right = lab.charons(options=options)
    load_pair(left, right, ike, esp, secret, **more)
    lab.psk(secret)
    return left, right


def load_pair(left, right, ike, esp="aes128-sha1", secret=PSK, initiator=None, responder=None,
              ends=(INITIATOR, RESPONDER, INITIATOR), **more):
    """Load the two configurations, the responder's first.

    initiator, responder: settings of that side only, over those for both (`more`).
    ends: the initiator's and the responder's address, and the initiator's as the other sees it."""
    secrets = {"ike-1": {"secret": "\"%s\"" % secret}} if secret else None
    ours, theirs, seen = ends
    right.load(swanctl_conf({"c": connection(theirs, seen, **dict(
        dict(more, ike=ike, children={"net": child("10.2.0.0/16", "10.1.0.0/16", esp)}),
        **(responder or {})))}, secrets))
    left.load(swanctl_conf({"c": connection(ours, theirs, **dict(
        dict(more, ike=ike, children={"net": child(esp=esp)}), **(initiator or {})))}, secrets))


def up_and_down(lab, daemon):
    """Bring the tunnel up, say whether it came up, and take it down again."""
    lab.fact("up: %s" % daemon.up())
    daemon.down()


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
    up_and_down(lab, left)
    lab.keep_log(left, short=True)


@scenario
def ag_psk(lab):
    """Aggressive mode with a pre-shared key: three messages, both identities in clear, and the
    responder's proof of the key readable (and guessable offline) by everybody.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", aggressive="yes",
                   initiator={"local_id": "road@example.com", "remote_id": "gate.example.com"},
                   responder={"local_id": "gate.example.com", "remote_id": "road@example.com"})
    up_and_down(lab, left)
    lab.keep_log(left, short=True)


@scenario
def mm_psk_ipv6(lab):
    """Main mode with a pre-shared key between two IPv6 addresses, for networks of IPv6.

    Expected: established, then deleted by the initiator. The initiator is 2001:db8::1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha256-modp2048", "aes128-sha256",
                   ends=(INITIATOR6, RESPONDER6, INITIATOR6),
                   initiator={"children": {"net": child("fd01::/64", "fd02::/64")}},
                   responder={"children": {"net": child("fd02::/64", "fd01::/64")}})
    up_and_down(lab, left)


@scenario
def mm_psk_ports(lab):
    """Quick Mode identities that name a protocol and a port, single hosts, a range of addresses,
    and networks with IPComp beside ESP: four children of one IKE SA, one after the other.

    Expected: all four established. The initiator is 192.0.2.1."""
    lab.cable()
    children = {
        "web": ("10.1.0.1/32[tcp/1025]", "10.2.0.1/32[tcp/80]", {}),
        "host": ("10.1.1.1/32[icmp]", "10.2.1.1/32[icmp]", {}),
        "range": ("10.1.3.10-10.1.3.99", "10.2.3.1-10.2.3.200", {}),
        "packed": ("10.1.2.0/24", "10.2.2.0/24", {"ipcomp": "yes"}),
    }
    left, _ = pair(
        lab, "aes256-sha1-modp1536",
        initiator={"children": {n: child(a, b, **m) for n, (a, b, m) in children.items()}},
        responder={"children": {n: child(b, a, **m) for n, (a, b, m) in children.items()}})
    for name in children:
        lab.fact("%s up: %s" % (name, left.up(name)))
    left.down()
