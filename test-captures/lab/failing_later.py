# SPDX-License-Identifier: GPL-2.0-or-later
"""What goes wrong, or seems to, after the tunnel was up: lifetimes, dead peers, restarts."""
import time

from basics import IDENTIFIED, PSK, pair
from charon import FAST, child
from failures import (FAILED, HEALTHY, IKE, attempt, but, failure, libreswan, natted, repair, rule,
                      side_by_side, strongswan, strongswans, view)
from lifetime import several, together

AGAIN = r"\btimes\b|lifetime"


@view("", HEALTHY, "established+end.deleted", AGAIN, FAILED)
@failure("The responder ends the connection every second and a half; the initiator comes again.")
def flapping_nat(lab):
    """Behind a router: the gateway is told to end the connection each time after 1.5 seconds. The
    client begins anew each time."""
    natted(lab)
    left, right = strongswans(lab)
    for _ in range(4):
        lab.fact("up: %s" % left.up(timeout=4))
        time.sleep(1.5)
        right.down()
        time.sleep(0.2)


@view("", HEALTHY, "established+end.deleted", AGAIN, FAILED)
@failure("libreswan ends the connection after a second; strongSwan comes again.")
def flapping_libreswan(lab):
    """A libreswan gateway ends the connection again and again, as an impatient monitor would; the
    client begins anew each time."""
    side_by_side(lab)
    right = libreswan(lab, "r")
    left = strongswan(lab, "i")
    lab.psk(PSK)
    for _ in range(4):
        lab.fact("up: %s" % left.up(timeout=4))
        time.sleep(1)
        right.down()
        time.sleep(0.3)


@view("", HEALTHY, HEALTHY, AGAIN, FAILED)
@failure("The responder's lifetimes are three seconds and it does not renew.")
def flapping_lifetime_libreswan(lab):
    """libreswan with lifetimes of three seconds and without renewal deletes an IPsec SA that has
    expired; strongSwan negotiates it anew at once, as configured, under the same IKE SA."""
    side_by_side(lab)
    libreswan(lab, "r", ikelifetime="3s", salifetime="3s", rekey="no", rekeymargin="1s",
              rekeyfuzz="0%")
    left = strongswan(lab, "i")
    left.load(left.conf.replace("local_ts", "close_action = start\n        local_ts"))
    lab.psk(PSK)
    attempt(lab, left, wait=10)


@view("", HEALTHY, "established+end.deleted", never=FAILED)
@failure("Nothing fails: the user disconnects and connects once more.")
def ok_connected_twice(lab):
    """Two IKE SAs of one pair after another, the first ended by the initiator."""
    side_by_side(lab)
    left, _ = strongswans(lab)
    for _ in range(2):
        attempt(lab, left)
        left.down()
        time.sleep(0.5)


@view("", HEALTHY, never=FAILED)
@failure("Both sides renew the same child at the same moment.")
def rekey_collision(lab):
    """Two renewals of one child at once: two new IPsec SAs where one would do. It works, and one of
    them is of no use."""
    side_by_side(lab)
    left, right = pair(lab, IKE, initiator=IDENTIFIED[0], responder=IDENTIFIED[1],
                       options=FAST.replace("0.6", "2") + "\n  send_delay = 200")
    attempt(lab, left)
    together(lab, (left, "--rekey", "--child", "net"), (right, "--rekey", "--child", "net"))
    time.sleep(1)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: two children are negotiated at once, one by each side.")
def ok_two_children_at_once(lab):
    """Two Quick Modes of one IKE SA cross; they are for different networks."""
    side_by_side(lab)
    left, right = pair(lab, IKE, **several(names=("one", "two", "three")))
    lab.fact("up: %s" % left.up("one"))
    together(lab, (left, "--initiate", "--child", "two"), (right, "--initiate", "--child", "three"))
    time.sleep(0.5)


@view("", HEALTHY, HEALTHY + "+end.peer-dead", never=FAILED)
@failure("The path breaks after the tunnel is up: nothing of port 4500 gets through any more.")
def path_dies_nat(lab):
    """Behind a router that forgets the connection. The responder's dead peer detection is not
    answered any more. Seen from the responder."""
    natted(lab)
    left, _ = strongswans(lab, responder={"dpd_delay": "1s", "dpd_timeout": "6s"})
    attempt(lab, left, wait=1.5)
    rule(lab.hosts["n"], "forward", "udp dport 4500 drop; udp sport 4500 drop")
    time.sleep(8)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: two questions of dead peer detection were lost.")
def ok_dpd_lost_twice(lab):
    """The path breaks for two seconds; then dead peer detection is answered again."""
    natted(lab)
    left, _ = strongswans(lab, responder={"dpd_delay": "1s", "dpd_timeout": "20s"})
    attempt(lab, left, wait=1.2)
    rule(lab.hosts["n"], "forward", "udp dport 4500 drop; udp sport 4500 drop")
    time.sleep(2.2)
    repair(lab.hosts["n"])
    time.sleep(2.5)


@view("", HEALTHY, HEALTHY + "+end.peer-dead," + HEALTHY + "+end.deleted", never=FAILED)
@failure("The responder restarted and has forgotten the IKE SA.")
def responder_restarted_libreswan(lab):
    """strongSwan restarts without a word. libreswan's dead peer detection is not answered, and it
    begins anew."""
    side_by_side(lab)
    right = strongswan(lab, "r")
    left = libreswan(lab, "i", dpddelay="1", dpdtimeout="3", dpdaction="restart")
    lab.psk(PSK)
    attempt(lab, left, wait=1)
    right.kill()
    again = lab.charon("r", who="responder-restarted", options=FAST)
    again.load(right.conf)
    time.sleep(6)


@view("", HEALTHY + "+unreachable", reason=r"unreachable|ICMP", never=but("unreachable"))
@failure("The responder's program was stopped; the initiator wants to renew and finds nobody.")
def renewal_finds_nobody(lab):
    """The tunnel is up, the responder's program dies, and the renewal of the IKE SA is not answered
    but by ICMP."""
    side_by_side(lab)
    left, right = strongswans(lab)
    attempt(lab, left)
    right.kill()
    left.rekey(ike="c")
    time.sleep(3.5)


@view("", "established+quick.unreachable", reason=r"ICMP|unreachable",
      never=but("unreachable"))
@failure("The responder's program was stopped after phase 1; nobody listens any more.")
def quick_mode_finds_nobody(lab):
    """Phase 1 succeeds, the responder's program dies, and the first message of Quick Mode is
    answered by ICMP port unreachable."""
    side_by_side(lab)
    left, right = strongswans(lab, initiator={"children": {"net": child()}})
    left.swanctl("--initiate", "--ike", "c", "--timeout", "5")
    right.kill()
    attempt(lab, left, 4)


@view("", HEALTHY, HEALTHY + "+end.replaced," + HEALTHY + "+end.deleted", never=FAILED)
@failure("Nothing fails: libreswan renews the IKE SA in good time.")
def ok_renewal_libreswan(lab):
    """libreswan with short lifetimes renews the IKE SA and the IPsec SA before they end."""
    side_by_side(lab)
    strongswan(lab, "r")
    left = libreswan(lab, "i", ikelifetime="8s", salifetime="20s", rekeymargin="2s",
                     rekeyfuzz="0%")
    lab.psk(PSK)
    attempt(lab, left, wait=8)
