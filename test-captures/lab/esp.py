# SPDX-License-Identifier: GPL-2.0-or-later
"""Real ESP inside UDP, by strongSwan's kernel-libipsec; and AH as it is negotiated."""
import time

from basics import PSK, load_pair, pair, up_and_down
from charon import child
from lab import scenario


def tunnel_with_ping(lab, ike, esp, **more):
    """A tunnel through which three pings go. The key file holds the exponents, too."""
    lab.cable()
    left, right = lab.charons(libipsec=True, preload=["dhhook.c"])
    load_pair(left, right, ike, esp, **more)
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    lab.fact("replies to three pings through the tunnel: %d" % lab.ping())
    left.down()
    return left


@scenario
def esp_in_udp(lab):
    """Main mode, Quick Mode, and three pings through the tunnel as ESP in UDP 4500: whoever has
    the secrets of phase 1 can read the ICMP inside.

    Expected: established, pings answered, then deleted by the initiator (192.0.2.1)."""
    lab.keep_log(tunnel_with_ping(lab, "aes128-sha1-modp1024", "aes128-sha1"), short=True)


@scenario
def esp_in_udp_pfs(lab):
    """As `esp-in-udp`, with perfect forward secrecy: the keys of ESP need the shared secret of the
    Quick Mode, too.

    Expected: established, pings answered, then deleted by the initiator (192.0.2.1)."""
    lab.keep_log(tunnel_with_ping(lab, "aes256-sha256-modp2048", "aes256-sha256-modp1536"),
                 short=True)


@scenario
def esp_in_udp_gcm(lab):
    """As `esp-in-udp`, with AES-GCM, whose key is followed by a salt.

    Expected: established, pings answered, then deleted by the initiator (192.0.2.1)."""
    tunnel_with_ping(lab, "aes128-sha256-ecp256", "aes128gcm16-ecp256")


@scenario
def esp_in_udp_rekey(lab):
    """ESP before and after a child SA is renewed by a second Quick Mode.

    Expected: established, replaced, then deleted by the initiator (192.0.2.1)."""
    lab.cable()
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, "3des-sha1-modp1024", "3des-sha1")
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    lab.fact("replies before: %d" % lab.ping(count=1))
    left.rekey(child="net")
    time.sleep(0.5)
    lab.fact("replies after: %d" % lab.ping(count=1))
    left.down()


@scenario
def ah(lab):
    """Quick Mode that negotiates AH in place of ESP. There is no AH traffic.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    networks = ("10.1.0.0/16", "10.2.0.0/16")
    children = {who: {"children": {"net": child(*selectors, esp=None, ah_proposals="sha256")}}
                for who, selectors in (("initiator", networks), ("responder", networks[::-1]))}
    left, _ = pair(lab, "aes128-sha1-modp1024", **children)
    up_and_down(lab, left)


@scenario
def esp_unknown_spi(lab):
    """The responder's program dies and comes back with nothing in memory, while the initiator goes
    on sending ESP with an SPI that nobody knows any more. Nobody tells it.

    Expected: established; then ESP in one direction only, without an answer. The initiator is
    192.0.2.1."""
    lab.cable()
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, "aes128-sha1-modp1024", "aes128-sha1")
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    lab.fact("replies before: %d" % lab.ping(count=1))
    right.kill()
    lab.charon("r", who="responder-restarted", libipsec=True)
    lab.fact("replies after: %d" % lab.ping(count=2))


@scenario
def esp_stale_spi(lab):
    """The responder's program has just come back with nothing in memory. The initiator still sends
    ESP with the SPI of before, which is not in this capture either; then the user reconnects.

    Expected: ESP with an unknown SPI, then established, pings answered, deleted by the initiator.
    The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons(libipsec=True)
    load_pair(left, right, "aes128-sha1-modp1024", "aes128-sha1")
    lab.psk(PSK)
    lab.fact("up before the capture: %s" % left.up())
    right.kill()
    again = lab.charon("r", who="responder-restarted", libipsec=True)
    again.load(right.conf)
    lab.move_capture("i", "wan")
    lab.fact("replies before: %d" % lab.ping(count=2))
    left.swanctl("--terminate", "--ike", "c", "--force", "--timeout", "1")
    lab.fact("up again: %s" % left.up())
    lab.fact("replies after: %d" % lab.ping(count=2))
    left.down()
