# SPDX-License-Identifier: GPL-2.0-or-later
"""The initiator behind a router that masquerades its address: NAT traversal."""
import time

from basics import PSK, pair
from charon import FAST, child
from lab import BEHIND_NAT, PUBLIC, ROUTER, scenario
from remote_access import PASSWORD, client, gateway

IDENTITIES = {"initiator": {"local_id": "road@example.com", "remote_id": "gate.example.com"},
              "responder": {"local_id": "gate.example.com", "remote_id": "road@example.com"}}
ENDS = (BEHIND_NAT, PUBLIC, ROUTER)


@scenario
def nat(lab):
    """Main mode through a router that masquerades the initiator (10.9.0.2 becomes 203.0.113.1 with
    another source port): both sides notice, and move from port 500 to port 4500 with the fifth
    message. Keepalives and one round of dead peer detection follow. Seen from the responder's side;
    `nat-inside` is the view before the router, and `nat-router` the router's own on all its
    interfaces, where each packet is seen twice, with both addresses.

    Expected: established with NAT traversal, then deleted by the initiator. The initiator is
    10.9.0.2, as the responder sees it 203.0.113.1."""
    lab.nat()
    lab.capture("i", "wan", "-inside", "before the router, at the initiator")
    lab.capture("n", "any", "-router", "on the router, where each packet is seen twice")
    left, _ = pair(lab, "aes128-sha1-modp1024", ends=ENDS, dpd_delay="2s",
                   options=FAST + "\n  keep_alive = 1s", **IDENTITIES)
    lab.fact("up: %s" % left.up())
    time.sleep(2.6)
    left.down()


@scenario
def nat_ag(lab):
    """Aggressive mode through a masquerading router: the initiator moves to port 4500 with its
    third message, which carries the NAT-D payloads.

    Expected: established with NAT traversal, then deleted by the initiator. The initiator is
    10.9.0.2, as the responder sees it 203.0.113.1."""
    lab.nat()
    left, _ = pair(lab, "aes128-sha1-modp1024", ends=ENDS, aggressive="yes", **IDENTITIES)
    lab.fact("up: %s" % left.up())
    left.down()


@scenario
def nat_rebinding(lab):
    """The router gives the established connection another source port, as after a restart of it:
    the responder sees the same IKE SA come from another port and answers there.

    Expected: established, goes on after the change, then deleted by the initiator. The initiator
    is 10.9.0.2, as the responder sees it 203.0.113.1."""
    lab.nat("masquerade to :20000-20100")
    left, _ = pair(lab, "aes128-sha1-modp1024", ends=ENDS, dpd_delay="2s", **IDENTITIES)
    lab.fact("up: %s" % left.up())
    time.sleep(1)
    lab.masquerade("masquerade to :30000-30100")
    lab.forget_connections()
    time.sleep(2.5)
    left.down()


@scenario
def nat_transport(lab):
    """What a telephone or a Windows computer does for L2TP: transport mode for UDP port 1701, from
    behind a router. Quick Mode carries the real addresses in NAT-OA payloads.

    Expected: established with NAT traversal, then deleted by the initiator. The initiator is
    10.9.0.2, as the responder sees it 203.0.113.1."""
    lab.nat()
    esp = "aes256-sha1,aes128-sha1,3des-sha1"
    children = {who: {"l2tp": child(*selectors, esp, mode="transport")} for who, selectors in (
        ("initiator", ("dynamic[udp/1701]", "dynamic[udp/1701]")),
        ("responder", ("dynamic[udp/1701]", "dynamic[udp]")))}
    left, _ = pair(lab, "aes256-sha1-modp2048,aes256-sha1-modp1024,3des-sha1-modp1024", ends=ENDS,
                   **{who: dict(IDENTITIES[who], children=children[who]) for who in children})
    lab.fact("up: %s" % left.up("l2tp"))
    left.down()


@scenario
def nat_ag_xauth(lab):
    """A client of the kind of Cisco's, behind a router: aggressive mode with a group key, the move
    to port 4500, XAUTH, mode config, Quick Mode.

    Expected: established with NAT traversal, then deleted by the initiator. The initiator is
    10.9.0.2, as the responder sees it 203.0.113.1."""
    lab.nat()
    left, right = lab.charons()
    right.load(gateway("3des-sha1-modp1024", ends=(PUBLIC, ROUTER), aggressive="yes",
                       local_id="gate.example.com", remote_id="keyid:sales"))
    left.load(client(PASSWORD, "3des-sha1-modp1024", ends=(BEHIND_NAT, PUBLIC), aggressive="yes",
                     local_id="keyid:sales", remote_id="gate.example.com"))
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    left.down()
