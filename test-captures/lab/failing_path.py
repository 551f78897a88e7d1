# SPDX-License-Identifier: GPL-2.0-or-later
"""The path: ports, directions and sizes that do not get through, and captures that show a part."""
import time

from basics import PSK, load_pair, pair
from certificates import certified_pair
from charon import FAST
from failures import (ESP_IN_UDP, FAILED, HEALTHY, IKE, PATIENT, attempt, but, failure,
                      disagree, libreswan, natted, routed, rule, side_by_side,
                      strongswan, strongswans, view)
from lab import INITIATOR, RESPONDER

PORT = r"\b4500\b"
NOT_BACK = r"(do(es)? not|never) (get|come|reach|arrive)|although|return (path|route)|contradict"
FRAGMENTS = r"fragment"
FROM_GATE, TO_GATE = "ip saddr 203.0.113.2", "ip daddr 203.0.113.2"
PATH = but("path-blocked", "half-open")


@view("-router", "path-blocked", reason=PORT, never=but("path-blocked"))
@view("-inside", "path-blocked", reason=PORT, never=but("path-blocked"))
@view("", "path-blocked,in-progress", reason=PORT, never=but("path-blocked"))
@failure("UDP 4500 is dropped on the way to the responder.")
def port_4500_dropped_to(lab):
    """A router drops what goes to the responder's port 4500. Message 5 is the first such packet:
    it is repeated and never arrives."""
    natted(lab, inside=True, on_router=True)
    left, _ = strongswans(lab)
    rule(lab.hosts["n"], "forward", TO_GATE + " udp dport 4500 drop")
    attempt(lab, left)


@view("-inside", "path-blocked", reason=PORT, never=but("path-blocked"))
@view("", "path-blocked,half-open", reason=PORT + "|" + NOT_BACK, never=PATH)
@failure("UDP 4500 is dropped on the way back from the responder.")
def port_4500_dropped_back(lab):
    """A router drops what comes from the responder's port 4500. The responder sees message 5,
    answers with message 6, and sees message 5 again."""
    natted(lab, inside=True)
    left, _ = strongswans(lab)
    rule(lab.hosts["n"], "forward", FROM_GATE + " udp sport 4500 drop")
    attempt(lab, left)


@view("", "path-blocked", reason=PORT, never=but("path-blocked"))
@failure("UDP 4500 is dropped in both directions.")
def port_4500_dropped_libreswan(lab):
    """libreswan on both sides of a router that lets UDP 500 through and not UDP 4500. The keys
    agree. The responder repeats message 4 in clear, because message 5 does not arrive."""
    natted(lab)
    lab.move_capture("i", "wan")
    libreswan(lab, "r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    rule(lab.hosts["n"], "forward", "udp dport 4500 drop; udp sport 4500 drop")
    attempt(lab, left)


@view("-inside", "path-blocked", reason=PORT, never=but("path-blocked"))
@view("", "path-blocked,no-answer,half-open", reason=r"4500|pre-shared|reach|get back",
      never=but("path-blocked", "no-answer", "half-open"))
@failure("UDP 4500 is dropped on the way to the responder.")
def port_4500_dropped_aggressive(lab):
    """Aggressive mode: the third message goes to port 4500, where a router drops it. At the
    responder one sees its second message come again and again; the initiator's NAT-D, which would
    tell of the router, is in the third."""
    natted(lab, inside=True)
    left, _ = strongswans(lab, aggressive="yes")
    rule(lab.hosts["n"], "forward", TO_GATE + " udp dport 4500 drop")
    attempt(lab, left)


@view("", "unreachable", reason=r"ICMP|prohibited|unreachable", never=but("unreachable"))
@failure("A router rejects UDP 4500 and says so by ICMP.")
def port_4500_rejected_libreswan(lab):
    """libreswan behind a router that rejects UDP 4500 by ICMP "communication administratively
    prohibited". Captured before the router."""
    natted(lab)
    lab.move_capture("i", "wan")
    strongswan(lab, "r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    rule(lab.hosts["n"], "forward",
         TO_GATE + " udp dport 4500 reject with icmp type admin-prohibited")
    attempt(lab, left)


@view("", "path-blocked,in-progress", reason=PORT, never=but("path-blocked"))
@failure("Nothing fails: the capture filter was `udp port 500` and leaves out port 4500.")
def filter_without_4500(lab):
    """A tunnel that works, captured with the filter `udp port 500`: what follows on port 4500 is
    not in the capture."""
    natted(lab)
    lab.move_capture("r", "wan", expression="udp port 500")
    left, _ = strongswans(lab, initiator={"dpd_delay": "1s"})
    attempt(lab, left, wait=2)


@view("", "path-blocked,in-progress", reason=PORT, never=but("path-blocked"))
@failure("Nothing fails: the capture filter was `udp port 500` and leaves out port 4500.")
def filter_without_4500_libreswan(lab):
    """A tunnel of two libreswans that works, captured before the router with the filter `udp port
    500`."""
    natted(lab)
    lab.move_capture("i", "wan", expression="udp port 500")
    libreswan(lab, "r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left, wait=2)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the router gives the initiator the port 319, which another protocol has.")
def ok_nat_port_319(lab):
    """Routers keep the ports of IKE below 512 when they change them. This one takes 319, the port
    of PTP, for whatever the initiator sends."""
    natted(lab, router="masquerade to :319")
    left, _ = strongswans(lab)
    attempt(lab, left)


@view("-inside", HEALTHY, never=FAILED)
@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the first two packets to port 4500 were lost.")
def ok_4500_after_repeats(lab):
    """The move to port 4500 takes three attempts, then all is well."""
    natted(lab, inside=True)
    left, _ = strongswans(lab, options=PATIENT)
    rule(lab.hosts["n"], "forward", TO_GATE + " udp dport 4500 numgen inc mod 100 < 2 drop")
    attempt(lab, left, 8)


@view("", "path-blocked", reason=NOT_BACK, never=but("path-blocked"))
@view("-inside", "no-answer", reason=r"did not answer|no answer|nothing", never=but("no-answer"))
@failure("The responder's answers are dropped on their way back.")
def answers_dropped(lab):
    """Every answer of the responder is lost on its way to the initiator, which repeats message 1
    and gives up. At the responder one sees that each was answered."""
    ends = routed(lab)
    left, _ = pair(lab, IKE, ends=ends)
    rule(lab.hosts["n"], "forward", FROM_GATE + " drop")
    attempt(lab, left)


@view("", "path-blocked", reason=NOT_BACK, never=but("path-blocked"))
@failure("The responder's answers are dropped on their way back.")
def answers_dropped_libreswan(lab):
    """libreswan begins aggressive mode with strongSwan; the answers never get back. Captured at the
    responder."""
    side_by_side(lab)
    lab.move_capture("r", "wan")
    strongswan(lab, "r", aggressive=True, local_id="gate.example.com",
               remote_id="road@example.com")
    left = libreswan(lab, "i", aggressive="yes", leftid="road@example.com",
                     rightid="@gate.example.com")
    lab.psk(PSK)
    rule(lab.hosts["i"], "prerouting", "udp sport 500 drop", -300)
    attempt(lab, left)


@view("", "path-blocked,half-open", reason=NOT_BACK, never=PATH)
@failure("From message 6 on the responder's answers are dropped on their way back.")
def mm6_dropped(lab):
    """The path back breaks after message 4. The responder answers message 5 each time it comes and
    believes that the IKE SA is up."""
    side_by_side(lab)
    lab.move_capture("r", "wan")
    left, _ = strongswans(lab)
    rule(lab.hosts["i"], "prerouting", "udp sport 500 numgen inc mod 100 > 1 drop", -300)
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: one answer was lost, so message 1 came twice.")
def ok_answer_lost_once(lab):
    """The first answer of libreswan is lost behind the capture; message 1 comes once more and all
    is well."""
    side_by_side(lab)
    lab.move_capture("r", "wan")
    libreswan(lab, "r")
    left = strongswan(lab, "i")
    lab.psk(PSK)
    rule(lab.hosts["i"], "prerouting", "udp sport 500 numgen inc mod 100 == 0 drop", -300)
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the responder takes longer to answer than the initiator waits.")
def ok_slow_responder(lab):
    """Each request comes three times before the first answer, because the responder takes 1.5
    seconds. Every answer arrives. Seen from the responder."""
    side_by_side(lab)
    lab.move_capture("r", "wan")
    left = lab.charon("i", options=FAST.replace("0.6", "0.7").replace("1.4", "1.0"))
    right = lab.charon("r", options=FAST + "\n  receive_delay = 1500\n"
                       "  receive_delay_request = yes\n  receive_delay_response = no")
    load_pair(left, right, IKE)
    lab.psk(PSK)
    attempt(lab, left, 12, wait=2)


# -- fragments

def certified_through_router(lab, drop):
    """Certificates through a router with a small MTU that drops IP fragments of one direction."""
    ends = routed(lab)
    for host in "inr":
        for device in ("wan", "lan"):
            lab.hosts[host]("ip link set %s mtu 576" % device, check=False)
    rule(lab.hosts["n"], "prerouting", "ip frag-off & 0x1fff != 0 %s drop" % drop, -450)
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1536", fragmentation="no",
                             ends=ends)
    attempt(lab, left)


@view("-inside", "path-blocked,no-answer", reason=FRAGMENTS,
      never=but("path-blocked", "no-answer"))
@view("", "path-blocked", reason=FRAGMENTS, never=but("path-blocked"))
@failure("A router drops IP fragments on the way to the responder.")
def fragments_dropped_to(lab):
    """Message 5 with its certificate is sent in IP fragments, of which a router lets only the first
    through. The responder never gets it whole."""
    certified_through_router(lab, "iifname lan")


@view("-inside", "path-blocked", reason=FRAGMENTS, never=but("path-blocked"))
@view("", "path-blocked,half-open", reason=FRAGMENTS + "|" + NOT_BACK, never=PATH)
@failure("A router drops IP fragments on the way back from the responder.")
def fragments_dropped_back(lab):
    """Message 6 with its certificate is sent in IP fragments, of which a router lets only the first
    through. The initiator repeats message 5; the responder believes that the IKE SA is up."""
    certified_through_router(lab, "iifname wan")


@view("-inside", HEALTHY, never=FAILED)
@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the later fragments of message 5 were lost once.")
def ok_fragments_lost_once(lab):
    """The first message 5 arrives as a first fragment only, the second one whole."""
    certified_through_router(lab, "iifname lan numgen inc mod 100 < 2")


# -- one direction, and captures that end early

@view("", "one-direction", "one-direction,psk-mismatch", r"one (side|direction)|only",
      but("one-direction", "psk-mismatch"))
@failure("The two sides have different pre-shared keys; the capture shows the initiator's messages "
         "only.")
def one_direction_psk_differs(lab):
    """Main mode with pre-shared keys that differ. Only what the initiator sends was captured: that
    it went on to messages 3 and 5 proves that it was answered."""
    side_by_side(lab)
    lab.move_capture("i", "wan", expression="udp and src host " + INITIATOR)
    left, _ = strongswans(lab)
    disagree(lab, left)
    attempt(lab, left)


@view("", "one-direction,established", reason=r"one (side|direction)|only", never=FAILED)
@failure("Nothing fails: the capture shows the responder's messages only.")
def one_direction_answers_nat(lab):
    """A tunnel of libreswan through a router that works. Only what the responder sends was
    captured."""
    natted(lab)
    lab.move_capture("r", "wan", expression="udp and src host 203.0.113.2")
    strongswan(lab, "r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left)


@view("", "no-answer", reason=r"did not answer|no answer|nothing", never=but("no-answer"))
@failure("Nobody is there: the peer's address is dead.")
def nobody_there_libreswan(lab):
    """libreswan repeats message 1 towards a host that drops everything. All frames are the
    initiator's, but none implies an answer: this is no capture of one direction."""
    side_by_side(lab)
    lab.silence("r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left)


@view("", "in-progress", reason=r"wait|end|not (yet )?(answered|complete)", never=FAILED)
@failure("Nothing is known to fail: the capture ends 1.5 seconds after message 1.")
def cut_while_waiting(lab):
    """A peer that does not answer, with the timers that strongSwan has by default (4 seconds), and
    a capture that ends after 1.5 seconds: the initiator is still waiting."""
    side_by_side(lab)
    left, _ = strongswans(lab, options="")
    lab.silence("r")
    lab.processes.append(left.swanctl_in_background("--initiate", "--child", "net"))
    time.sleep(1.5)


@view("", "in-progress", reason=r"wait|end|not (yet )?(answered|complete)", never=FAILED)
@failure("Nothing fails: the capture ends while message 3 waits for a slow responder.")
def cut_slow_responder(lab):
    """A responder that takes 1.2 seconds for each message. The capture ends when message 3 was
    repeated once; the tunnel came up later."""
    side_by_side(lab)
    left = lab.charon("i")
    right = lab.charon("r", options=FAST + "\n  receive_delay = 1200\n"
                       "  receive_delay_request = yes\n  receive_delay_response = no")
    load_pair(left, right, IKE)
    lab.psk(PSK)
    lab.processes.append(left.swanctl_in_background("--initiate", "--child", "net"))
    time.sleep(2.1)


@view("", "in-progress", never=FAILED)
@failure("Nothing fails: the capture ends right after message 5.")
def cut_after_message_5(lab):
    """The capture ends while libreswan waits for message 6."""
    side_by_side(lab)
    lab.captures[""].stop()
    lab.capture("i", "wan", expression="udp and not (src host %s and udp[26] == 2 and"
                " udp[27] & 1 == 1) and not udp[26] == 32 and not udp[26] == 5" % RESPONDER)
    strongswan(lab, "r")
    left = libreswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left, 0.3, wait=0)


# -- versions

@view("", "no-answer", reason=r"IKEv2", never=but("no-answer"))
@failure("The responder is told to drop every IKEv1 packet (ikev1-policy=drop).")
def ikev1_dropped_libreswan(lab):
    """libreswan with ikev1-policy=drop, the default of its current versions: no answer to
    message 1."""
    side_by_side(lab)
    libreswan(lab, "r", setup={"ikev1-policy": "drop"}, ikev2="insist",
              ike="aes128-sha1;modp2048", esp="aes128-sha1")
    left = strongswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left)


@view("", "refused,aborted", reason=r"version|IKEv2", never=but("refused", "aborted"))
@failure("The responder accepts IKEv2 only and says so.")
def ikev2_only_libreswan(lab):
    """libreswan with ikev1-policy=reject and a connection for IKEv2."""
    side_by_side(lab)
    libreswan(lab, "r", setup={"ikev1-policy": "reject"}, ikev2="insist",
              ike="aes128-sha1;modp2048", esp="aes128-sha1")
    left = strongswan(lab, "i")
    lab.psk(PSK)
    attempt(lab, left)


# -- ESP

def tunnel(lab, **more):
    """Two strongSwans that encrypt themselves: ESP in UDP 4500."""
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, IKE, initiator={"dpd_delay": "1s"}, **more)
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())


@view("-inside", HEALTHY, reason=r"ESP", never=FAILED)
@view("", HEALTHY, never=FAILED)
@failure("ESP is dropped on its way back from the responder, IKE is not.")
def esp_dropped_back(lab):
    """The tunnel is up and dead peer detection is answered, but of three pings no answer comes
    back: a router drops the responder's ESP in UDP 4500. At the responder all looks well."""
    ends = routed(lab)
    tunnel(lab, ends=ends)
    rule(lab.hosts["n"], "forward", "%s %s drop" % (FROM_GATE, ESP_IN_UDP))
    lab.fact("replies to three pings: %d" % lab.ping())
    time.sleep(1)


@view("", HEALTHY, reason=r"ESP", never=FAILED)
@failure("ESP is dropped in both directions, IKE is not.")
def esp_dropped_both_ways(lab):
    """The tunnel is up and dead peer detection is answered, but ESP in UDP 4500 does not get
    through. Captured at the initiator, which sends and gets nothing."""
    side_by_side(lab)
    tunnel(lab)
    rule(lab.hosts["r"], "prerouting", ESP_IN_UDP + " drop", -300)
    lab.fact("replies to three pings: %d" % lab.ping())
    time.sleep(1)


@view("", HEALTHY, reason=r"ESP", never=FAILED)
@failure("The path is fine: nobody has the address that was pinged.")
def esp_silent_target(lab):
    """ESP goes one way because the host behind the responder that is pinged does not exist."""
    side_by_side(lab)
    tunnel(lab)
    lab.fact("replies to three pings: %d" % lab.ping(target="10.2.99.1"))
    time.sleep(1)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: ESP goes both ways.")
def ok_esp_nat(lab):
    """Pings through a tunnel of IKEv1 behind a router: ESP in both directions."""
    natted(lab)
    left, _ = lab.charons(libipsec=True)
    load_pair(left, lab.daemons[1], IKE, ends=("10.9.0.2", "203.0.113.2", "203.0.113.1"),
              initiator={"local_id": "road", "remote_id": "gate"},
              responder={"local_id": "gate", "remote_id": "road"})
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    lab.fact("replies to three pings: %d" % lab.ping())


@view("-inside", HEALTHY, never=FAILED, told=r"\bAH\b.*NAT|NAT.*\bAH\b")
@view("", HEALTHY, never=FAILED, told=r"\bAH\b.*NAT|NAT.*\bAH\b")
@failure("Quick Mode agrees on AH, which cannot pass the router that changes addresses.")
def ah_through_nat(lab):
    """AH negotiated through a masquerading router: the negotiation succeeds, traffic cannot."""
    natted(lab, inside=True)
    left, right = strongswans(lab)
    for daemon in (right, left):
        daemon.load(daemon.conf.replace("esp_proposals = aes128-sha1", "ah_proposals = sha256"))
    attempt(lab, left)


@view("", HEALTHY, never=FAILED, told=r"\bAH\b.*NAT|NAT.*\bAH\b")
@failure("libreswan wants AH, which cannot pass the router that changes addresses.")
def ah_through_nat_libreswan(lab):
    """libreswan asks for AH from behind a masquerading router."""
    natted(lab)
    right = strongswan(lab, "r")
    right.load(right.conf.replace("esp_proposals = aes128-sha1", "ah_proposals = sha1"))
    lab.psk(PSK)
    attempt(lab, libreswan(lab, "i", esp=None, phase2="ah", phase2alg="sha1"), 4)
