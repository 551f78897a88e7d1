# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of the shape of transcripts in the documents of Cisco's VPN client and ZyXEL's
routers.

Cisco's aggressive mode is the capture `ag-psk`, no answer `no-peer`. These need racoon: no other
daemon can do without vendor IDs, knows the commit bit, or refuses a Quick Mode whenever it comes.
"""
import time

from basics import PSK
from lab import INITIATOR, RESPONDER, scenario
from racoon import Racoon

BARE = {"dpd": "off", "initial_contact": "off", "nat_traversal": "off"}
NETWORKS = ("10.1.0.0/16", "10.2.0.0/16")
IKE = {"encryption_algorithm": "3des", "hash_algorithm": "sha1",
       "authentication_method": "pre_shared_key", "dh_group": "modp1024"}
ESP = {"encryption_algorithm": "3des", "authentication_algorithm": "hmac_sha1"}

# The commit bit for protected Quick Mode messages; a checksum of 0 is none.
SET_COMMIT_BIT = """table ip rewrite {
  chain out {
    type filter hook output priority 0;
    udp dport 500 @th,208,16 0x2001 @th,208,16 set 0x2003 udp checksum set 0
  }
}"""


def stop(*daemons):
    """Let them say farewell while the capture still runs."""
    for daemon in daemons:
        daemon.stop()
    time.sleep(0.3)


def racoons(lab, initiator_esp, responder_esp, **more):
    """racoon on both sides with no more than is needed; a message is repeated three times.

    more: further settings of the responder's `remote` section."""
    right, left = Racoon(lab, "r"), Racoon(lab)
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, IKE, responder_esp,
               more=dict(BARE, **more))
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, IKE, initiator_esp,
              more=BARE, tail="timer {\n  counter 4;\n}\n")
    lab.psk(PSK)
    return left, right


@scenario
def quick_mode_commit_bit(lab):
    """Main mode, and a Quick Mode of four messages: the responder sets the commit bit, so the
    initiator waits for the fourth message, the notification CONNECTED. racoon obeys the commit bit
    but never asks for it, so the bit of its second message is set on its way out (the ISAKMP header
    is not authenticated); the bits after it and the notification are racoon's own. The notification
    claims an SPI of eight octets and carries four. The responder announces a shorter lifetime than
    the initiator proposed.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = racoons(lab, ESP, dict(ESP, **{"lifetime time": "10 min"}),
                          proposal_check="claim")
    lab.hosts["r"].nft(SET_COMMIT_BIT)
    lab.fact("up: %s" % left.up())
    stop(left, right)


@scenario
def quick_mode_refused(lab):
    """The responder accepts no ESP proposal and answers the first message of Quick Mode with
    NO_PROPOSAL_CHOSEN. The initiator repeats the message three times before it gives up, and is
    refused each time.

    Expected: IKE SA established, refused in phase 2, IKE SA deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = racoons(lab, ESP, dict(ESP, encryption_algorithm="aes 256"))
    lab.fact("up: %s" % left.up(9))
    stop(left, right)


@scenario
def mm_psk_bare(lab):
    """Main mode with a pre-shared key and Quick Mode with no more payloads than RFC 2409 demands:
    no vendor IDs, no NAT-D, no notifications. So plain were the devices of 2001.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = racoons(lab, ESP, ESP)
    lab.fact("up: %s" % left.up())
    stop(left, right)
