# SPDX-License-Identifier: GPL-2.0-or-later
"""Packets that do not arrive: lossy paths, nobody there, refused by ICMP."""
import time

from basics import pair
from charon import FAST
from lab import BEHIND_NAT, INITIATOR6, PUBLIC, RESPONDER6, scenario
from net import lose, stop_process


@scenario
def lossy(lab):
    """A path that loses packets in both directions: both sides repeat messages, in phase 1 and in
    Quick Mode, and get through in the end. Captured at the initiator, which does not see what is
    lost on the way to it.

    Expected: established after retransmissions, then deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "3des-sha1-modp1024", "3des-sha1-modp1024",
                   options=FAST.replace("tries = 3", "tries = 7"))
    lose(lab.hosts["r"], ["input", "output"], "numgen inc mod 3 == 1")
    lab.fact("up: %s" % left.up(timeout=30))
    time.sleep(1)
    left.down()


@scenario
def mm6_lost(lab):
    """The responder's last message of main mode is lost once: the initiator repeats the fifth
    message, protected by the same initialisation vector, and gets the sixth again.

    Expected: established after a retransmission, then deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024")
    lose(lab.hosts["r"], ["output"], "numgen inc mod 100 == 2")
    lab.fact("up: %s" % left.up())
    left.down()


@scenario
def repeats_seen(lab):
    """Every second packet to the initiator is lost behind the place of the capture: the same
    answer is seen twice, because the initiator repeats its request.

    Expected: established after retransmissions, then deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha256-modp1024", "aes128-sha256",
                   options=FAST.replace("tries = 3", "tries = 6"))
    lab.move_capture("r", "wan")
    lose(lab.hosts["i"], ["input"], "numgen inc mod 2 == 0")
    lab.fact("up: %s" % left.up(timeout=30))
    time.sleep(1)
    left.down()


@scenario
def no_peer(lab):
    """Nobody answers: the initiator sends its first message, repeats it three times and gives up.

    Expected: no answer. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "3des-sha1-modp1024")
    stop_process(right.process)
    lab.silence("r")
    lab.fact("up: %s" % left.up())
    time.sleep(0.5)


@scenario
def unreachable(lab):
    """The peer's host is there but runs no IKE: each attempt is answered by an ICMP port
    unreachable message that quotes the packet.

    Expected: unreachable. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "3des-sha1-modp1024")
    stop_process(right.process)
    lab.fact("up: %s" % left.up())
    time.sleep(0.5)


@scenario
def unreachable_ipv6(lab):
    """As `unreachable`, with IPv6 and ICMPv6.

    Expected: unreachable. The initiator is 2001:db8::1."""
    lab.cable()
    left, right = pair(lab, "3des-sha1-modp1024", ends=(INITIATOR6, RESPONDER6, INITIATOR6))
    stop_process(right.process)
    lab.fact("up: %s" % left.up())
    time.sleep(0.5)


@scenario
def mm3_silence(lab):
    """The responder answers the first message and then falls silent: the initiator repeats the
    third message three times and gives up.

    Expected: no answer to the third message. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024")
    lose(lab.hosts["r"], ["input"], "numgen inc mod 100 > 0")
    lab.fact("up: %s" % left.up())


@scenario
def quick_mode_no_answer(lab):
    """Phase 1 succeeds, then the path breaks: the first message of Quick Mode is repeated three
    times without an answer, the initiator gives up and begins main mode anew.

    Expected: IKE SA established, no answer in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024")
    lose(lab.hosts["r"], ["input"], "numgen inc mod 100 > 2")
    lab.fact("up: %s" % left.up())


@scenario
def firewall_rejects(lab):
    """A router on the way does not let UDP 500 through and says so: ICMP "communication
    administratively prohibited" comes from the router, not from the peer.

    Expected: unreachable. The initiator is 10.9.0.2."""
    lab.nat("counter")
    lab.captures[""].stop()
    lab.capture("i", "wan")
    lab.hosts["n"].nft("table ip filter {\n  chain forward {\n"
                       "    type filter hook forward priority 0;\n"
                       "    udp dport 500 reject with icmp type admin-prohibited\n  }\n}")
    left, _ = pair(lab, "3des-sha1-modp1024", ends=(BEHIND_NAT, PUBLIC, BEHIND_NAT))
    lab.fact("up: %s" % left.up())
