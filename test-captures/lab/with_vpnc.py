# SPDX-License-Identifier: GPL-2.0-or-later
"""vpnc as the client of a strongSwan or a libreswan gateway."""
import time

from charon import child, connection, swanctl_conf
from lab import BEHIND_NAT, INITIATOR, PUBLIC, RESPONDER, scenario
from vpnc import Vpnc
from with_charon import PSK

USER, PASSWORD, GROUP = "alice", "s3cret", "sales"
IKE = "aes128-sha1-modp1024,3des-md5-modp1024"
ESP = "aes128-sha1,3des-md5"
POOL = {"net": {"addrs": "10.3.0.0/24", "dns": "10.2.0.53", "28672": "\"Welcome\""}}


def gateway(lab, address=RESPONDER, password=PASSWORD, ike=IKE, esp=ESP, **options):
    """strongSwan as such a concentrator: a group name and key, then a user's name and password."""
    right = lab.charon("r", **options)
    right.load(swanctl_conf(
        {"c": connection(address, "%any", ike, {"net": child("0.0.0.0/0", "dynamic", esp)},
                         aggressive=True, local_id=address, remote_id="keyid:" + GROUP,
                         pools="net", **{"remote-2": {"auth": "xauth"}})},
        {"ike-1": {"secret": "\"%s\"" % PSK},
         "xauth-1": {"id": USER, "secret": "\"%s\"" % password}}, POOL))
    lab.psk(PSK)


def client(lab, addresses, secret=PSK, keep=False, work=lambda: time.sleep(3), **options):
    """Let vpnc connect, do some work meanwhile, and say farewell."""
    left = Vpnc(lab)
    left.keep = keep
    left.connect(addresses, id=GROUP, secret=secret, username=USER, password=PASSWORD, **options)
    work()
    left.stop()
    time.sleep(0.5)
    lab.fact("up: %s" % ("local -> remote spi" in left.log_text()))


@scenario
def vpnc_xauth(lab):
    """vpnc, a client made for Cisco's VPN concentrators, against strongSwan: aggressive mode with a
    group name and a group key, XAUTH, mode config with Cisco's own attributes, Quick Mode.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    gateway(lab)
    client(lab, (INITIATOR, RESPONDER), keep=True)


@scenario
def vpnc_nat(lab):
    """vpnc behind a masquerading router: the third message goes from port 4500 already. Seen from
    the responder.

    Expected: established, then deleted by the initiator."""
    lab.nat()
    gateway(lab, PUBLIC)
    client(lab, (BEHIND_NAT, PUBLIC))


@scenario
def vpnc_wrong_group_key(lab):
    """vpnc with another group key than the gateway's. In aggressive mode the client sees it first,
    from the responder's hash.

    Expected: never established."""
    lab.cable()
    gateway(lab)
    lab.psk("incorrect horse", "initiator")
    client(lab, (INITIATOR, RESPONDER), secret="incorrect horse")


@scenario
def vpnc_wrong_password(lab):
    """vpnc with a password that the gateway does not accept.

    Expected: the IKE SA is established, XAUTH fails."""
    lab.cable()
    gateway(lab, password="another")
    client(lab, (INITIATOR, RESPONDER))


@scenario
def vpnc_no_proposal_phase2(lab):
    """vpnc passes XAUTH and mode config, but none of its ESP proposals suits the gateway.

    Expected: the IKE SA is established, the Quick Mode refused with NO_PROPOSAL_CHOSEN."""
    lab.cable()
    gateway(lab, esp="aes256-sha512")
    client(lab, (INITIATOR, RESPONDER))


@scenario
def vpnc_pfs(lab):
    """vpnc asks for perfect forward secrecy: its Quick Mode has a key exchange of its own.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    gateway(lab, esp="aes128-sha1-modp1024,3des-md5-modp1024")
    client(lab, (INITIATOR, RESPONDER), keep=True, pfs="dh2")


@scenario
def vpnc_esp(lab):
    """vpnc and strongSwan encrypt themselves, without a kernel's help: all on port 4500, with a few
    pings inside ESP. vpnc's log holds the keys of both phases.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    gateway(lab, libipsec=True)

    def work():
        time.sleep(2)
        lab.hosts["i"]("ip addr add 10.3.0.1/32 dev vpn0", check=False)
        lab.hosts["i"]("ip link set vpn0 up", check=False)
        lab.hosts["i"]("ip route add 10.2.0.0/16 dev vpn0 src 10.3.0.1", check=False)
        lab.fact("replies to three pings through the tunnel: %d" % lab.ping(source="10.3.0.1"))
    client(lab, (INITIATOR, RESPONDER), keep=True, work=work, natt_mode="force-natt")
