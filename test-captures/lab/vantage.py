# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that do not show everything, or show it twice: where and when the capture was made."""
import time

from basics import IDENTIFIED, PSK, pair, up_and_down
from charon import FAST, child, connection, swanctl_conf
from lab import BEHIND_NAT, INITIATOR, PUBLIC, RESPONDER, ROUTER, scenario
from lifetime import several

# Octets of a UDP packet: 8 of its header, then the ISAKMP header.
FIRST_PAYLOAD, EXCHANGE, FLAGS = "udp[24]", "udp[26]", "udp[27]"


@scenario
def one_direction(lab):
    """Only what the initiator sends was captured, as where answers take another way back.

    Expected: as far as one can tell, established. The initiator is 192.0.2.1."""
    lab.cable()
    lab.shown = lambda sender, mid, payloads: sender == "initiator"
    lab.lost = {3: 16, 5: 16}   # both KE payloads, and what Quick Mode's answer ended with
    lab.move_capture("i", "wan", expression="udp and src host 192.0.2.1")
    left, _ = pair(lab, "aes128-sha1-modp1024")
    up_and_down(lab, left)


@scenario
def answers_only(lab):
    """Only what the responder sends was captured.

    Expected: as far as one can tell, established. The initiator is 192.0.2.1."""
    lab.cable()
    lab.shown = lambda sender, mid, payloads: sender == "responder"
    lab.lost = {3: 8, 4: 8}     # what the initiator's messages before these ended with
    lab.move_capture("i", "wan", expression="udp and src host 192.0.2.2")
    left, _ = pair(lab, "3des-sha1-modp1024", "3des-sha1")
    up_and_down(lab, left)


@scenario
def mm6_missing(lab):
    """The capture dropped a packet: the responder's last message of main mode is not there, so
    that the initialisation vector of everything after it cannot be calculated.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    lab.shown = lambda sender, mid, payloads: (sender, payloads) != ("responder", "ID HASH")
    lab.move_capture("i", "wan", expression="udp and not (src host 192.0.2.2 and %s == 2 and"
                     " %s & 1 == 1)" % (EXCHANGE, FLAGS))
    left, _ = pair(lab, "aes128-sha256-modp1024", "aes128-sha256",
                   initiator=dict(IDENTIFIED[0], dpd_delay="1s"), responder=IDENTIFIED[1])
    lab.fact("up: %s" % left.up())
    time.sleep(1.3)
    left.down()


@scenario
def late_start_phase1(lab):
    """The capture begins in the middle of phase 1, with the third message.

    Expected: the beginning is unknown; established. The initiator is 192.0.2.1."""
    lab.cable()
    lab.shown = lambda sender, mid, payloads: not payloads.startswith("SA V")
    lab.move_capture("i", "wan", expression="udp and not (%s == 2 and %s == 1)"
                     % (EXCHANGE, FIRST_PAYLOAD))
    left, _ = pair(lab, "aes128-sha1-modp1024")
    up_and_down(lab, left)


@scenario
def late_start_phase2(lab):
    """The capture begins when the IKE SA is long established: a Quick Mode for another child, dead
    peer detection and deletes, without anything of phase 1.

    Expected: the beginning is unknown; the second child is established. The initiator is
    192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", dpd_delay="1s", **several(names=("one", "two")))
    left.up("one")
    lab.move_capture("i", "wan")
    lab.fact("second child up: %s" % left.up("two"))
    time.sleep(1.3)
    left.down()


@scenario
def snap_length(lab):
    """tcpdump was told to keep no more than 200 octets of each packet: the longer messages are
    cut off, clear ones as well as protected ones.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    lab.shown = lambda sender, mid, payloads: False      # no list of what is cut off
    lab.lost = {5: 16, 9: 16}   # the KE payloads, and the end of Quick Mode's answer
    lab.move_capture("i", "wan", snaplen=200)
    left, _ = pair(lab, "aes128-sha1-modp2048", "aes128-sha1-modp1024",
                   initiator=IDENTIFIED[0], responder=IDENTIFIED[1])
    up_and_down(lab, left)


@scenario
def mirrored(lab):
    """Captured on all interfaces of a router that does not change addresses: each packet is seen
    twice, unchanged but for its TTL. These are no retransmissions of a peer.

    Expected: established, then deleted by the initiator. The initiator is 10.9.0.2."""
    lab.nat("counter")
    lab.hosts["r"]("ip route add 10.9.0.0/24 via %s" % ROUTER)
    lab.captures[""].stop()
    lab.capture("n", "any")
    left, _ = pair(lab, "3des-sha1-modp1024", "3des-sha1", ends=(BEHIND_NAT, PUBLIC, BEHIND_NAT))
    up_and_down(lab, left)


@scenario
def port_4500_at_once(lab):
    """A client that uses port 4500 from its first message on, without waiting for NAT to be found.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", initiator={"remote_port": 4500,
                                                          "local_port": 4500})
    up_and_down(lab, left)


@scenario
def beside_ikev2(lab):
    """The same two hosts negotiate with IKEv1 and with IKEv2 in one capture. The IKEv2 packets are
    none of our business.

    Expected: the IKEv1 connection is established, then deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons()
    both = {"initiator": (INITIATOR, RESPONDER), "responder": (RESPONDER, INITIATOR)}
    for daemon in (right, left):
        ends, networks = both[daemon.who], ("10.1.%d.0/24", "10.2.%d.0/24")
        networks = networks if daemon is left else networks[::-1]
        daemon.load(swanctl_conf(
            {name: connection(*ends, "aes128-sha256-modp2048", version=version, children={
                name: child(networks[0] % version, networks[1] % version)})
             for name, version in (("old", 1), ("new", 2))}, {"ike-1": {"secret": "\"%s\"" % PSK}}))
    lab.psk(PSK)
    lab.fact("IKEv1 up: %s, IKEv2 up: %s" % (left.up("old"), left.up("new")))
    left.down("new")
    left.down("old")


@scenario
def odd_port(lab):
    """Both sides use UDP port 1500, where nothing recognises IKE: this capture needs "Decode As".
    Away from port 500, messages begin with the non-ESP marker.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    lab.arguments = "-d udp.port==1500,ikelog_natt"
    ports = {"local_port": 1500, "remote_port": 1500}
    left, _ = pair(lab, "aes128-sha1-modp1024", initiator=ports, responder=ports,
                   options=FAST + "\n  port = 0\n  port_nat_t = 1500")
    up_and_down(lab, left)
