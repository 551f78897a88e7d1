# SPDX-License-Identifier: GPL-2.0-or-later
"""Life after the first negotiation: rekeying, several children, both sides at once."""
import time

from basics import IDENTIFIED, PSK, pair
from charon import FAST, child, connection, swanctl_conf
from lab import INITIATOR, RESPONDER, scenario

NETWORKS = {name: ("10.1.%d.0/24" % n, "10.2.%d.0/24" % n)
            for n, name in enumerate(("one", "two", "three", "four"), 1)}


def several(esp="aes128-sha1", names=tuple(NETWORKS), **more):
    """The same children seen from both sides, as settings for load_pair."""
    ours = {n: child(*NETWORKS[n], esp, **more) for n in names}
    theirs = {n: child(*reversed(NETWORKS[n]), esp, **more) for n in names}
    return {"initiator": {"children": ours}, "responder": {"children": theirs}}


def together(lab, *jobs):
    """Start several (daemon, arguments) of swanctl at the same moment and wait for all."""
    running = [daemon.swanctl_in_background(*arguments) for daemon, *arguments in jobs]
    lab.processes += running
    for process in running:
        process.wait(20)


@scenario
def rekey_interleaved(lab):
    """Three children under one IKE SA; then, at the same moment, the IKE SA is replaced by both
    sides and the children are renewed, and the same once more: main modes, Quick Modes with
    perfect forward secrecy and deletes of several IKE SAs mingle. charon remembers the
    initialisation vectors of three exchanges at a time, so a Quick Mode too many is answered
    PAYLOAD_MALFORMED.

    Expected: all established; IKE SAs replaced by reauthentication. The initiator of the first one
    is 192.0.2.1, but either side renews."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp1024", unique="never",
                       **several("aes128-sha1-modp1024"))
    lab.fact("up: %s" % left.up("one"))
    together(lab, (left, "--initiate", "--child", "two"), (right, "--initiate", "--child", "three"))
    for _ in range(2):
        together(lab, (left, "--rekey", "--child", "one"), (right, "--rekey", "--child", "two"),
                 (right, "--rekey", "--ike", "c"), (left, "--rekey", "--child", "three"))
        time.sleep(1)
    left.down()
    lab.keep_log(left, short=True)


@scenario
def quick_modes_interleaved(lab):
    """Under one IKE SA both sides start Quick Modes at the same moment, so that the messages of
    two exchanges with different message IDs alternate.

    Expected: all four children established. The initiator of the IKE SA is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "3des-sha1-modp1024", "aes128-sha1", **several())
    lab.fact("up: %s" % left.up("one"))
    together(lab, *[(d, "--initiate", "--child", n)
                    for d, n in ((left, "two"), (right, "three"), (left, "four"))])
    time.sleep(0.5)
    left.down()


@scenario
def crossing(lab):
    """Both sides begin main mode at the same moment, without having an IKE SA: two negotiations
    cross, and both succeed.

    Expected: two IKE SAs established, one begun by 192.0.2.1 and one by 192.0.2.2."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp2048", unique="never")
    together(lab, (left, "--initiate", "--child", "net"), (right, "--initiate", "--child", "net"))
    time.sleep(0.3)
    left.down()
    lab.keep_log(left, short=True)


def load_users(daemon, users, ends, networks, client):
    """One connection per user, whose identity makes an IKE SA of its own of it."""
    connections = {}
    for name, user in users.items():
        identities = (user, "gate.example.com") if client else ("gate.example.com", user)
        children = {name: child(*[network % name[1:] for network in networks])}
        connections[name] = connection(*ends, "aes128-sha256-ecp256", children,
                                       local_id=identities[0], remote_id=identities[1])
    daemon.load(swanctl_conf(connections, {"ike-1": {"secret": "\"%s\"" % PSK}}))


@scenario
def many_at_once(lab):
    """Eight connections between the same two hosts are started at the same moment: eight IKE SAs
    between the same two addresses. In the responder's log their secrets mingle
    (for which its machine had to be busy).

    Expected: all eight established. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons()
    users = {"c%d" % n: "user%d@example.com" % n for n in range(1, 9)}
    load_users(right, users, (RESPONDER, INITIATOR), ("10.2.%s.0/24", "10.1.%s.0/24"), False)
    load_users(left, users, (INITIATOR, RESPONDER), ("10.1.%s.0/24", "10.2.%s.0/24"), True)
    lab.psk(PSK)
    together(lab, *[(left, "--initiate", "--child", name) for name in users])
    time.sleep(0.5)
    lab.keep_log(right, short=True)


@scenario
def phase2_rekey(lab):
    """A child SA is renewed by a second Quick Mode with perfect forward secrecy, and the old SA
    deleted. The IKE SA stays the same.

    Expected: established, child replaced, all deleted by the initiator (192.0.2.1)."""
    lab.cable()
    left, _ = pair(lab, "aes256-sha256-modp1024", "aes256-sha256-modp1024")
    lab.fact("up: %s" % left.up())
    left.rekey(child="net")
    time.sleep(1)
    left.down()


@scenario
def phase1_reauthentication(lab):
    """The IKE SA is replaced: a second main mode between the same peers, after which the first
    IKE SA is deleted while the child SA lives on under the new one.

    Expected: established, replaced, then deleted by the initiator (192.0.2.1)."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", initiator=IDENTIFIED[0], responder=IDENTIFIED[1])
    lab.fact("up: %s" % left.up())
    left.rekey(ike="c")
    time.sleep(1.2)
    left.down()


@scenario
def dpd_timeout(lab):
    """The responder's program dies without a word. The initiator's dead peer detection asks again
    and again, gets no answer, and gives the peer up. (ICMP errors are suppressed, as by a host
    that lost its power.)

    Expected: established, then the peer is dead. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp1024", dpd_delay="1s", dpd_timeout="4s")
    lab.fact("up: %s" % left.up())
    lab.silence("r")
    right.kill()
    time.sleep(7)


@scenario
def delete_by_peer(lab):
    """The responder ends a connection that the initiator had begun: deletes of the IPsec SA and
    of the IKE SA, sent by the responder.

    Expected: established, then deleted by the responder. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp1024")
    lab.fact("up: %s" % left.up())
    right.down()


@scenario
def initial_contact(lab):
    """The initiator's program dies and comes back with nothing in memory. Its new main mode
    carries INITIAL-CONTACT, by which the responder learns that the old SAs are gone.

    Expected: two IKE SAs; the first is left open and forgotten when the second is established.
    The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", initiator=IDENTIFIED[0], responder=IDENTIFIED[1])
    lab.fact("up: %s" % left.up())
    left.kill()
    time.sleep(0.5)
    again = lab.charon("i", who="initiator-restarted", options=FAST)
    again.load(left.conf)
    lab.fact("up again: %s" % again.up())
    again.down()


@scenario
def peer_restarted(lab):
    """The responder's program dies and comes back with nothing in memory. It does not know the
    cookies of the initiator's dead peer detection and stays silent. After three seconds the
    initiator gives the old SAs up and begins a new main mode at once.

    Expected: established; the peer is dead; established again, then deleted. The initiator is
    192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp1024", initiator={
        "dpd_delay": "1s", "dpd_timeout": "3s",
        "children": {"net": child(dpd_action="restart")}})
    lab.fact("up: %s" % left.up())
    right.kill()
    again = lab.charon("r", who="responder-restarted", options=FAST)
    again.load(right.conf)
    time.sleep(4.5)
    left.down()
