# SPDX-License-Identifier: GPL-2.0-or-later
"""Pre-shared keys that differ, and identities that are refused although the keys agree."""
import time

from basics import PSK
from charon import child, connection, swanctl_conf
from failures import (HEALTHY, IKE, FAILED, WRONG, attempt, but, disagree, failure, libreswan,
                      natted, side_by_side, strongswan, strongswans, view)
from lab import INITIATOR, INITIATOR6, PUBLIC, RESPONDER, RESPONDER6
from net import lose

AGREE = r"keys? agree|could read|same pre-shared key|key is right|not the (pre-shared )?key"
KEY = r"pre-shared key|keys? (of the two sides )?differ"
SECOND = "192.0.2.3"


@view("-router", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@view("-inside", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@view("", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_nat(lab):
    """Main mode through a masquerading router with pre-shared keys that differ. Message 5 comes
    from port 4500, is answered by a protected PAYLOAD_MALFORMED, and comes again."""
    natted(lab, inside=True, on_router=True)
    left, _ = strongswans(lab)
    disagree(lab, left)
    attempt(lab, left)


@view("", "psk-mismatch", "psk-mismatch", KEY, but("psk-mismatch", "no-answer"))
@failure("The two sides have different pre-shared keys; only the initiator's log is at hand.")
def psk_differs_one_log(lab):
    """Main mode with pre-shared keys that differ. The key file holds what the initiator logged
    only: its own message 5 reads well, the answers to it do not."""
    side_by_side(lab)
    left, _ = strongswans(lab, "aes256-sha256-modp1536")
    disagree(lab, left)
    lab.holders = ("initiator",)
    attempt(lab, left)


@view("-responder", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@view("", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_libreswan_initiates(lab):
    """libreswan initiates main mode with another pre-shared key than strongSwan has."""
    side_by_side(lab, both=True)
    strongswan(lab, "r")
    left = libreswan(lab, "i", secret=WRONG)
    lab.psk(WRONG, "initiator")
    lab.psk(PSK, "responder")
    attempt(lab, left)


@view("-responder", "psk-mismatch", "psk-mismatch", KEY, but("psk-mismatch"))
@view("", "psk-mismatch,no-answer", "psk-mismatch", KEY, but("psk-mismatch", "no-answer"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_libreswan_answers(lab):
    """strongSwan initiates main mode with another pre-shared key than libreswan has. libreswan says
    nothing about message 5 and repeats message 4 in clear."""
    side_by_side(lab, both=True)
    libreswan(lab, "r")
    left = strongswan(lab, "i")
    disagree(lab, left)
    attempt(lab, left)


@view("-inside", "path-blocked,psk-mismatch", "psk-mismatch,path-blocked", KEY,
      but("path-blocked", "psk-mismatch"))
@view("", "psk-mismatch,path-blocked", "psk-mismatch,path-blocked", KEY,
      but("path-blocked", "psk-mismatch"))
@failure("The two sides have different pre-shared keys, and the responder stays silent about it.")
def psk_differs_libreswan_nat(lab):
    """libreswan on both sides of a router, with different pre-shared keys. Nothing ever comes from
    the responder's port 4500: as far as the wire tells, the port may be blocked as well."""
    natted(lab, inside=True)
    libreswan(lab, "r")
    left = libreswan(lab, "i", secret=WRONG)
    lab.psk(WRONG, "initiator")
    lab.psk(PSK, "responder")
    attempt(lab, left)


@view("", "psk-mismatch,auth-failed,refused", "psk-mismatch", KEY,
      but("psk-mismatch", "auth-failed", "refused"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_aggressive_nat(lab):
    """Aggressive mode through a router: the initiator finds the HASH of message 2 wrong and says
    so, without a third message."""
    natted(lab)
    left, _ = strongswans(lab, aggressive="yes")
    disagree(lab, left)
    attempt(lab, left)


@view("", "psk-mismatch,auth-failed,refused,no-answer", "psk-mismatch,auth-failed", KEY,
      but("psk-mismatch", "auth-failed", "refused", "no-answer"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_aggressive_libreswan(lab):
    """libreswan initiates aggressive mode with another pre-shared key than strongSwan has."""
    side_by_side(lab)
    strongswan(lab, "r", aggressive=True, local_id="gate.example.com",
               remote_id="road@example.com")
    left = libreswan(lab, "i", secret=WRONG, aggressive="yes", leftid="road@example.com",
                     rightid="@gate.example.com")
    lab.psk(WRONG, "initiator")
    lab.psk(PSK, "responder")
    attempt(lab, left)


@view("-inside", "refused,psk-mismatch", "id-mismatch,refused,auth-failed", r"identit",
      but("refused", "id-mismatch", "auth-failed", "psk-mismatch"))
@view("", "refused,psk-mismatch", "id-mismatch,refused,auth-failed", r"identit|10\.9\.0\.2",
      but("refused", "id-mismatch", "auth-failed", "psk-mismatch"))
@failure("The initiator shows its private address 10.9.0.2 as identity; the responder expects "
         "203.0.113.1.")
def id_private_address(lab):
    """libreswan behind a router has no identity configured and shows the address that it has
    inside; strongSwan expects the address that it sees. The keys agree. libreswan repeats message 5
    although it could read the one answer to it, so without keys the trace is that of pre-shared
    keys that differ."""
    natted(lab, inside=True)
    strongswan(lab, "r", local_id=PUBLIC, remote_id="203.0.113.1")
    lab.psk(PSK)
    left = libreswan(lab, "i", leftid=None, rightid=None)
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the responder expects the private address that the initiator shows.")
def ok_private_address_as_id(lab):
    """libreswan behind a router shows the address that it has inside, and strongSwan is configured
    for just that."""
    natted(lab)
    strongswan(lab, "r", local_id=PUBLIC, remote_id="10.9.0.2")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", leftid=None, rightid=None))


@view("", "psk-mismatch", reason=KEY, never=but("psk-mismatch"))
@failure("The two sides have different pre-shared keys.")
def psk_differs_ipv6(lab):
    """Main mode between IPv6 addresses with pre-shared keys that differ."""
    side_by_side(lab)
    left, _ = strongswans(lab, "aes128-sha256-modp2048", ends=(INITIATOR6, RESPONDER6, INITIATOR6))
    disagree(lab, left)
    attempt(lab, left)


@view("-responder", "refused,psk-mismatch", "id-mismatch,refused,auth-failed", r"identit",
      but("refused", "id-mismatch", "auth-failed", "psk-mismatch"))
@view("", "refused,psk-mismatch", "id-mismatch,refused,auth-failed", r"identit",
      but("refused", "id-mismatch", "auth-failed", "psk-mismatch"))
@failure("The responder expects the identity alice@example.com, the initiator shows "
         "mallory@example.com.")
def id_wrong_libreswan(lab):
    """libreswan expects another identity than strongSwan shows. The keys agree, but strongSwan
    takes libreswan's notification for malformed and repeats message 5."""
    side_by_side(lab, both=True)
    libreswan(lab, "r", rightid="alice@example.com")
    left = strongswan(lab, "i", local_id="mallory@example.com", remote_id=RESPONDER)
    lab.psk(PSK)
    attempt(lab, left)


@view("-inside", "refused", "id-mismatch,refused,auth-failed", r"message 6|identity",
      but("refused", "id-mismatch", "auth-failed"))
@view("", "refused", "id-mismatch,refused,auth-failed", r"message 6|identity",
      but("refused", "id-mismatch", "auth-failed"))
@failure("The responder shows other.example.com, the initiator expects gate.example.com.")
def id_of_responder_wrong_nat(lab):
    """Through a router: message 6 shows another identity than the initiator expects. It refuses it
    and says so; the responder had taken the IKE SA for established."""
    natted(lab, inside=True)
    left, _ = strongswans(lab, responder={"local_id": "other.example.com"})
    attempt(lab, left)


@view("", "refused,half-open", "id-mismatch,refused,auth-failed,half-open",
      r"message 6|identity", but("refused", "id-mismatch", "auth-failed", "half-open"))
@failure("The responder shows other.example.com, the initiator expects gate.example.com.")
def id_of_responder_wrong_libreswan(lab):
    """libreswan does not find the identity in message 6 that it expects of strongSwan."""
    side_by_side(lab)
    strongswan(lab, "r", local_id="fqdn:other.example.com", remote_id=INITIATOR)
    lab.psk(PSK)
    left = libreswan(lab, "i", rightid="@gate.example.com")
    attempt(lab, left)


@view("", "established", never=FAILED)
@failure("Nothing fails: only phase 1 was asked for, and dead peer detection follows it.")
def ok_phase1_only(lab):
    """An IKE SA without a Quick Mode. The first protected message after message 6 is the
    initiator's, in an informational exchange: it asks whether the peer is alive, and the peer
    answers. Nothing is refused."""
    side_by_side(lab)
    left, _ = strongswans(lab, initiator={"dpd_delay": "1s"})
    left.swanctl("--initiate", "--ike", "c", "--timeout", "6")
    time.sleep(2.5)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: message 6 was lost once, so message 5 came twice.")
def ok_mm6_lost_once_nat(lab):
    """Through a router: the first message 6 is lost behind the capture, message 5 comes again, and
    the second message 6 arrives."""
    natted(lab)
    left, _ = strongswans(lab)
    lose(lab.hosts["n"], ["forward"], "iifname wan udp sport 4500 numgen inc mod 100 == 0")
    attempt(lab, left)


def two_clients(lab, unique):
    """A gateway and two clients of one address each; returns the clients' daemon."""
    side_by_side(lab)
    lab.hosts["i"]("ip addr add %s/24 dev wan" % SECOND)
    left, right = lab.charons()
    secret = {"ike-1": {"secret": "\"%s\"" % PSK}}
    right.load(swanctl_conf({"c": connection(
        RESPONDER, "%any", IKE, {"net": child("10.2.0.0/16", "dynamic")}, unique=unique,
        local_id="gate.example.com", remote_id="road@example.com")}, secret))
    left.load(swanctl_conf({name: connection(
        address, RESPONDER, IKE, {name: child("dynamic", "10.2.0.0/16")}, unique="never",
        local_id="road@example.com", remote_id="gate.example.com")
        for name, address in (("first", INITIATOR), ("second", SECOND))}, secret))
    lab.psk(PSK)
    for name in ("first", "second"):
        lab.fact("%s up: %s" % (name, left.up(name, timeout=6)))
        time.sleep(0.5)
    return left


@view("", "established+refused", "established+refused,established+auth-failed,"
      "established+id-mismatch", AGREE + r"|unique|alive|once|another IKE SA",
      but("refused", "auth-failed", "id-mismatch"))
@failure("The gateway keeps the first IKE SA of an identity and refuses a second one: uniqueness.")
def same_id_kept(lab):
    """Two clients with the same identity and the right key. The gateway allows an identity once and
    keeps the first, so it refuses the second with AUTHENTICATION_FAILED."""
    two_clients(lab, "keep")


@view("", "established", "established+end.deleted", never=FAILED,
      told="once|same identity|replaced|deleted")
@failure("The gateway allows an identity once and drops the first client when the second comes.")
def same_id_replaced(lab):
    """Two clients with the same identity and the right key. The gateway deletes the first one's SAs
    as soon as the second is there."""
    two_clients(lab, "replace")


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the gateway lets two clients have the same identity.")
def ok_same_id_twice(lab):
    """Two clients with the same identity and the right key, and a gateway that does not mind. No
    IKE SA is deleted."""
    two_clients(lab, "never")


@view("", "no-answer", reason=r"\bmode\b", never=but("no-answer"))
@failure("The responder is configured for main mode only, the initiator speaks aggressive mode.")
def mode_differs_libreswan(lab):
    """strongSwan begins with aggressive mode; libreswan has a connection for main mode only."""
    side_by_side(lab)
    libreswan(lab, "r")
    left = strongswan(lab, "i", aggressive=True)
    lab.psk(PSK)
    attempt(lab, left)
