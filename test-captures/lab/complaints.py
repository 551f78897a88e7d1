# SPDX-License-Identifier: GPL-2.0-or-later
"""Situations that the ZyXEL, Nortel and Cisco documents have a message for."""
import os
import tempfile
import time

from basics import IDENTIFIED, PSK, load_pair, pair, up_and_down
from charon import FAST, child, connection, swanctl_conf
from lab import HERE, INITIATOR, RESPONDER, scenario
from lifetime import load_users, together
from net import Capture

SECOND = "192.0.2.3"


@scenario
def slow_responder(lab):
    """The responder takes longer to answer than the initiator waits: each request comes twice
    before the first answer, with the same cookie. Nothing is lost.

    Expected: established after retransmissions, then deleted. The initiator is 192.0.2.1."""
    lab.cable()
    left = lab.charon("i")
    right = lab.charon("r", options=FAST + "\n  receive_delay = 800")
    load_pair(left, right, "3des-sha1-modp1024", "3des-sha1")
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    time.sleep(1)
    left.down()
    time.sleep(1)


@scenario
def multicast_selector(lab):
    """Quick Mode for a network that is none: the initiator's side is 224.0.0.0/4, multicast. The
    responder accepts it; a stricter device would call the range invalid.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    networks = ("224.0.0.0/4", "10.2.0.0/16")
    left, _ = pair(lab, "3des-sha1-modp1024",
                   initiator={"children": {"net": child(*networks, "3des-sha1")}},
                   responder={"children": {"net": child(*networks[::-1], "3des-sha1")}})
    up_and_down(lab, left)


@scenario
def overlapping_clients(lab):
    """Two clients with different addresses both say that 10.1.0.0/16 is behind them. The gateway
    accepts both; other devices refuse the second because its range conflicts with the first.

    Expected: both established. The initiators are 192.0.2.1 and 192.0.2.3."""
    lab.cable()
    lab.hosts["i"]("ip addr add %s/24 dev wan" % SECOND)
    left, right = lab.charons()
    secret = {"ike-1": {"secret": "\"%s\"" % PSK}}
    ours, theirs = ("10.1.0.0/16", "10.2.0.0/16"), ("10.2.0.0/16", "10.1.0.0/16")
    ends = {"first": INITIATOR, "second": SECOND}
    right.load(swanctl_conf({name: connection(
        RESPONDER, address, "aes128-sha1-modp1024", {name: child(*theirs)})
        for name, address in ends.items()}, secret))
    left.load(swanctl_conf({name: connection(
        address, RESPONDER, "aes128-sha1-modp1024", {name: child(*ours)})
        for name, address in ends.items()}, secret))
    lab.psk(PSK)
    for name in ends:
        lab.fact("%s up: %s" % (name, left.up(name)))


@scenario
def phase2_at_once(lab):
    """Three users start Quick Mode at nearly the same moment over a slow path, so that three
    Quick Modes are open at once. The third asks for a network that the gateway does not serve to
    it, and is refused.

    Expected: three IKE SAs and two IPsec SAs established. The initiator is 192.0.2.1."""
    lab.cable()
    left = lab.charon("i")
    right = lab.charon("r", options=FAST.replace("0.6", "2") + "\n  send_delay = 150")
    users = {"c%d" % n: "user%d@example.com" % n for n in range(1, 4)}
    load_users(right, users, (RESPONDER, INITIATOR), ("10.2.%s.0/24", "10.1.%s.0/24"), False)
    right.load(right.conf.replace("10.2.3.0/24", "10.2.8.0/24"))
    load_users(left, users, (INITIATOR, RESPONDER), ("10.1.%s.0/24", "10.2.%s.0/24"), True)
    lab.psk(PSK)
    together(lab, *[(left, "--initiate", "--child", name) for name in users])
    time.sleep(0.5)


@scenario
def address_changed(lab):
    """The initiator's address changes while the connection is up, as when a provider assigns a
    new one. IKEv1 has no word for that, and the old SAs are of no use any more: the initiator
    forgets them and begins anew from its new address, with the same identity.

    Expected: established from 192.0.2.1, then again from 192.0.2.3."""
    lab.cable()
    named = {"local_id": "road@example.com", "remote_id": "gate.example.com"}
    left, _ = pair(lab, "aes128-sha1-modp1024", ends=("%any", RESPONDER, "%any"),
                   initiator=named, responder={"local_id": "gate.example.com",
                                               "remote_id": "road@example.com"})
    lab.fact("up: %s" % left.up())
    time.sleep(0.5)
    lab.hosts["i"]("ip addr del %s/24 dev wan" % INITIATOR)
    lab.hosts["i"]("ip addr add %s/24 dev wan" % SECOND)
    left.swanctl("--terminate", "--ike", "c", "--force", "--timeout", "1")
    lab.fact("up again: %s" % left.up())
    left.down()


@scenario
def esp_replayed(lab):
    """Somebody on the path recorded two pings through the tunnel and sends the packets to the
    responder once more, half a second later. The responder discards them as replays.

    Expected: established, pings answered once, then deleted by the initiator (192.0.2.1)."""
    lab.cable()
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, "aes128-sha1-modp1024", "aes128-sha1",
              initiator=IDENTIFIED[0], responder=IDENTIFIED[1])
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    with tempfile.TemporaryDirectory() as folder:
        record = Capture(lab.hosts["i"], "wan", os.path.join(folder, "esp.pcap"),
                         "src %s and udp port 4500" % INITIATOR)
        lab.fact("replies to two pings through the tunnel: %d" % lab.ping(count=2))
        record.stop()
        time.sleep(0.5)
        lab.hosts["i"]("python3 -B %s %s wan" % (os.path.join(HERE, "resend.py"), record.path))
    time.sleep(0.3)
    left.down()
    time.sleep(0.5)


@scenario
def duplicated(lab):
    """Something on the initiator's host sends each packet twice: every message, and every ESP
    packet, arrives a second time at once. The responder discards the second ESP packet as a replay.

    Expected: established, pings answered, then deleted by the initiator (192.0.2.1)."""
    lab.cable()
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, "aes128-sha1-modp1024", "aes128-sha1",
              initiator=IDENTIFIED[0], responder=IDENTIFIED[1])
    lab.psk(PSK)
    lab.hosts["i"].nft("table ip twice {\n  chain out {\n"
                       "    type filter hook output priority 0;\n"
                       "    ip daddr %s dup to %s device \"wan\"\n  }\n}" % (RESPONDER, RESPONDER))
    lab.fact("up: %s" % left.up())
    lab.fact("replies to two pings through the tunnel: %d" % lab.ping(count=2))
    left.down()
