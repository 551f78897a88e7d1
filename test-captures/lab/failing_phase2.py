# SPDX-License-Identifier: GPL-2.0-or-later
"""Proposals and Quick Modes that are refused, and some that are not."""
import time

from basics import PSK, load_pair, pair
from charon import FAST, child, connection, swanctl_conf
from failures import (FAILED, HEALTHY, IKE, attempt, but, failure, libreswan, natted, routed, rule,
                      side_by_side, strongswan, strongswans, view)
from lab import INITIATOR, RESPONDER
from lifetime import NETWORKS as CHILDREN

NO_PROPOSAL = but("no-proposal")
OFFERED = r"AES|3DES|DH ?G|group|offer"
PHASE2 = but("refused", "no-proposal")
SECOND = "192.0.2.3"


@view("", "no-proposal", reason=OFFERED, never=NO_PROPOSAL)
@failure("Phase 1: the initiator offers group 2, the responder accepts group 14 only.")
def phase1_group_differs_libreswan(lab):
    """strongSwan offers MODP-1024 only, libreswan accepts MODP-2048 only."""
    side_by_side(lab)
    libreswan(lab, "r", ike="aes128-sha1;modp2048")
    attempt(lab, strongswan(lab, "i", IKE))
    lab.psk(PSK)


@view("", "no-proposal", reason=OFFERED, never=NO_PROPOSAL)
@failure("Phase 1: the initiator offers 3DES and AES-256, the responder accepts AES-128 only.")
def phase1_cipher_differs_nat(lab):
    """libreswan behind a router offers ciphers that strongSwan does not accept."""
    natted(lab)
    strongswan(lab, "r", "aes128-sha256-modp2048")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", ike="3des-sha1;modp1536,aes256-sha1;modp1536"))


@view("", "no-proposal", reason=OFFERED, never=NO_PROPOSAL)
@failure("Phase 1: the initiator offers SHA-1 only, the responder accepts SHA-256 only.")
def phase1_hash_differs_aggressive(lab):
    """Aggressive mode, where the initiator has to guess the group and cannot offer much."""
    side_by_side(lab)
    left, _ = strongswans(lab, aggressive="yes", responder={"ike": "aes128-sha256-modp1024"})
    attempt(lab, left)


@view("", HEALTHY + "+no-proposal", reason=OFFERED, never=but("no-proposal"))
@failure("Phase 1: the first attempt offers a cipher that the responder does not accept; then the "
         "setting is mended.")
def no_proposal_then_mended(lab):
    """A refused offer, and half a second later another offer of the same initiator, which is
    accepted. It is not the refused one: that the responder knows this peer is no contradiction."""
    side_by_side(lab)
    left, _ = pair(lab, IKE, initiator={"ike": "3des-md5-modp1024"})
    attempt(lab, left, 3)
    left.load(left.conf.replace("3des-md5-modp1024", IKE))
    attempt(lab, left)


@view("", HEALTHY + "+no-proposal", reason=r"192\.0\.2\.3|connection", never=but("no-proposal"))
@failure("The responder has no connection for the address 192.0.2.3.")
def unknown_peer_beside_known(lab):
    """The same offer is accepted from 192.0.2.1 and refused from 192.0.2.3: it is not the offer
    that is wrong."""
    side_by_side(lab)
    lab.hosts["i"]("ip addr add %s/24 dev wan" % SECOND)
    left, right = lab.charons()
    secret = {"ike-1": {"secret": "\"%s\"" % PSK}}
    right.load(swanctl_conf({"c": connection(RESPONDER, INITIATOR, IKE, {
        "net": child("10.2.0.0/16", "10.1.0.0/16")})}, secret))
    left.load(swanctl_conf({name: connection(address, RESPONDER, IKE, {name: child()})
                            for name, address in (("known", INITIATOR), ("unknown", SECOND))},
                           secret))
    lab.psk(PSK)
    for name in ("known", "unknown"):
        lab.fact("%s up: %s" % (name, left.up(name, timeout=4)))


@view("", HEALTHY + "+no-answer", reason=r"192\.0\.2\.3|connection|configur",
      never=but("no-answer", "no-proposal", "refused"))
@failure("The responder has no connection for the address 192.0.2.3.")
def unknown_peer_beside_known_libreswan(lab):
    """As unknown-peer-beside-known, with libreswan, which does not answer the unknown peer."""
    side_by_side(lab)
    lab.hosts["i"]("ip addr add %s/24 dev wan" % SECOND)
    libreswan(lab, "r")
    left = lab.charon("i")
    left.load(swanctl_conf(
        {name: connection(address, RESPONDER, "aes128-sha1-modp1536", {name: child()})
         for name, address in (("known", INITIATOR), ("unknown", SECOND))},
        {"ike-1": {"secret": "\"%s\"" % PSK}}))
    lab.psk(PSK)
    for name in ("known", "unknown"):
        lab.fact("%s up: %s" % (name, left.up(name, timeout=4)))


@view("", "quick.refused", "quick.no-proposal", OFFERED + "|refused", PHASE2)
@failure("Phase 2: the initiator offers AES-128, the responder accepts AES-256 only.")
def phase2_cipher_differs_nat(lab):
    """Behind a router: libreswan offers an ESP proposal that strongSwan does not accept."""
    natted(lab)
    strongswan(lab, "r", esp="aes256-sha256")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i"), 3)


@view("", "quick.refused", "quick.no-proposal", r"PFS|group|secrecy|refused", PHASE2)
@failure("Phase 2: the initiator offers no perfect forward secrecy, the responder insists on it.")
def pfs_missing_libreswan(lab):
    """libreswan with pfs=no, strongSwan with a group for Quick Mode."""
    side_by_side(lab)
    strongswan(lab, "r", esp="aes128-sha1-modp1536")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i"), 3)


@view("", "quick.refused", "quick.no-proposal", r"PFS|group|secrecy|refused", PHASE2)
@failure("Phase 2: the initiator offers no perfect forward secrecy, the responder insists on it.")
def pfs_missing_libreswan_answers(lab):
    """strongSwan without a group for Quick Mode, libreswan with pfs=yes."""
    side_by_side(lab)
    libreswan(lab, "r", pfs="yes")
    left = strongswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: both want perfect forward secrecy with the same group.")
def ok_pfs_libreswan(lab):
    """libreswan with pfs=yes and strongSwan with the same group for Quick Mode."""
    side_by_side(lab)
    strongswan(lab, "r", esp="aes128-sha1-modp1536")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", pfs="yes"))


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the responder asks whether the initiator is alive before it answers.")
def ok_question_before_answer(lab):
    """A responder that takes 1.2 seconds for each message. The first message of Quick Mode is still
    waiting when dead peer detection of the responder has its turn: a protected informational message
    of the answering side comes before its answer, and refuses nothing."""
    side_by_side(lab)
    left = lab.charon("i", options=FAST.replace("0.6", "4"))
    right = lab.charon("r", options=FAST + "\n  receive_delay = 1200")
    load_pair(left, right, IKE, responder={"dpd_delay": "1s"})
    lab.psk(PSK)
    left.swanctl("--initiate", "--ike", "c", "--timeout", "9")
    attempt(lab, left, 6, wait=1.5)


SELECTORS = r"network|selector|10\.|refused"
REFUSED = but("refused", "selector-mismatch")


@view("", "quick.refused", "quick.selector-mismatch", SELECTORS, REFUSED)
@failure("Phase 2: the networks are swapped: the initiator says that 10.2.0.0/16 is its own.")
def selectors_swapped_libreswan(lab):
    """libreswan has its own and the peer's network the wrong way round."""
    side_by_side(lab)
    strongswan(lab, "r")
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", leftsubnet="10.2.0.0/16", rightsubnet="10.1.0.0/16"), 3)


@view("", HEALTHY, never=FAILED, told=r"10\.2\.0\.0/16")
@failure("Nothing fails: the responder narrows 10.0.0.0/8 to the network that it has.")
def ok_selectors_narrowed_nat(lab):
    """Behind a router: the initiator asks for 10.0.0.0/8, strongSwan answers with 10.2.0.0/16."""
    natted(lab)
    left, _ = strongswans(lab, initiator={"children": {"net": child("10.1.0.0/16", "10.0.0.0/8")}})
    attempt(lab, left)


@view("", "quick.refused", "quick.selector-mismatch", SELECTORS, REFUSED)
@failure("Phase 2: the initiator asks for 10.0.0.0/8, the responder has 10.2.0.0/16.")
def selectors_wider_libreswan(lab):
    """libreswan does not narrow what strongSwan asks for."""
    side_by_side(lab)
    libreswan(lab, "r")
    left = lab.charon("i")
    left.load(swanctl_conf({"c": connection(INITIATOR, RESPONDER, "aes128-sha1-modp1536", {
        "net": child("10.1.0.0/16", "10.0.0.0/8")})}, {"ike-1": {"secret": "\"%s\"" % PSK}}))
    lab.psk(PSK)
    attempt(lab, left, 3)


def host_to_host(lab, mode):
    """libreswan in transport mode with strongSwan in this mode, without networks behind them."""
    side_by_side(lab)
    right = lab.charon("r")
    right.load(swanctl_conf({"c": connection(RESPONDER, INITIATOR, "aes128-sha1-modp1536", {
        "net": child("dynamic", "dynamic", mode=mode)})}, {"ike-1": {"secret": "\"%s\"" % PSK}}))
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", type="transport", leftsubnet=None, rightsubnet=None), 3)


@view("", "quick.refused", "quick.no-proposal,quick.refused,quick.selector-mismatch",
      r"mode|transport|refused", but("refused", "no-proposal", "selector-mismatch"))
@failure("Phase 2: the initiator wants transport mode, the responder tunnel mode.")
def transport_or_tunnel_libreswan(lab):
    """libreswan wants transport mode between the hosts, strongSwan's connection is a tunnel between
    them."""
    host_to_host(lab, "tunnel")


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: both want transport mode.")
def ok_transport_libreswan(lab):
    """libreswan and strongSwan in transport mode between the hosts."""
    host_to_host(lab, "transport")


@view("", "established+quick.established+quick.refused",
      "established+quick.established+quick.selector-mismatch", SELECTORS, REFUSED)
@failure("Phase 2: the second of two networks is not configured at the responder.")
def second_network_unknown(lab):
    """Two children of one IKE SA. The first comes up, the second is refused."""
    side_by_side(lab)
    one, two = CHILDREN["one"], CHILDREN["two"]
    left, _ = strongswans(
        lab, initiator={"children": {"one": child(*one), "two": child(*two)}, "dpd_delay": "1s"},
        responder={"children": {"one": child(*one[::-1])}})
    for name in ("one", "two"):
        lab.fact("%s up: %s" % (name, left.up(name, timeout=4)))
    time.sleep(1.5)


@view("-inside", "quick.path-blocked,quick.half-open", reason=r"although|repeat|message 3",
      never=but("path-blocked", "half-open"))
@view("", "quick.half-open,quick.path-blocked,quick.no-answer", reason=r"message [23]|repeat",
      never=but("path-blocked", "half-open", "no-answer"))
@failure("The third message of Quick Mode is dropped on its way to the responder.")
def qm3_dropped(lab):
    """The responder repeats the second message of Quick Mode. The initiator believes that the
    tunnel is up. A message of 60 octets is what the router drops."""
    ends = routed(lab)
    left, _ = pair(lab, IKE, ends=ends)
    rule(lab.hosts["n"], "forward", "iifname lan @th,208,8 32 udp length < 80 drop")
    attempt(lab, left, wait=4)


@view("", "quick.path-blocked,quick.half-open", reason=r"although|repeat",
      never=but("path-blocked", "half-open"))
@failure("The second message of Quick Mode is dropped on its way to the initiator.")
def qm2_dropped(lab):
    """The initiator repeats the first message of Quick Mode, and the responder its answer. Seen
    from the responder."""
    ends = routed(lab)
    lab.captures.pop("-inside").stop()
    left, _ = pair(lab, IKE, ends=ends)
    rule(lab.hosts["n"], "forward", "iifname wan @th,208,8 32 drop")
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the third message of Quick Mode was lost once.")
def ok_qm3_lost_once(lab):
    """The responder repeats the second message of Quick Mode once, and the third comes again."""
    ends = routed(lab)
    lab.captures.pop("-inside").stop()
    left = lab.charon("i")
    right = lab.charon("r")
    load_pair(left, right, IKE, ends=ends)
    lab.psk(PSK)
    rule(lab.hosts["n"], "forward",
         "iifname lan @th,208,8 32 udp length < 80 numgen inc mod 100 == 0 drop")
    attempt(lab, left, wait=1.5)
