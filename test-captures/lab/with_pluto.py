# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of libreswan with strongSwan and with itself."""
import time

from certificates import SUBJECTS, identified, make_certificates
from charon import FAST, child, connection, swanctl_conf
from lab import BEHIND_NAT, INITIATOR, PUBLIC, RESPONDER, scenario
from net import run
from pluto import Pluto
from with_charon import NETWORKS, PSK, charon

USER, PASSWORD = "alice", "s3cret"


def shared_key(secret=PSK):
    return ": PSK \"%s\"\n" % secret


def ends(host, **more):
    """The addresses and networks of a connection, seen from one side."""
    ours, theirs = (INITIATOR, RESPONDER) if host == "i" else (RESPONDER, INITIATOR)
    left, right = NETWORKS if host == "i" else NETWORKS[::-1]
    return dict({"left": ours, "right": theirs, "leftsubnet": left, "rightsubnet": right,
                 "authby": "secret"}, **more)


def started(kind, lab, host, secrets=shared_key(), **more):
    """A daemon of this kind of pluto that has loaded its connection."""
    daemon = kind(lab, host)
    daemon.load(ends(host, **more), secrets)
    return daemon


def pluto(lab, host, ike="aes128-sha1;modp2048", esp="aes128-sha1", **more):
    return started(Pluto, lab, host, ike=ike, esp=esp, **more)


def finish(lab, daemon, up):
    """Note how it came out, and end the connection while the capture still runs."""
    lab.fact("up: %s" % up)
    time.sleep(0.5)
    daemon.down()
    time.sleep(0.5)


def twice(lab, kind):
    """Both sides of one kind, with everything that it offers by default."""
    lab.cable()
    lab.psk(PSK)
    for host in "ri":
        last = started(kind, lab, host)
    finish(lab, last, last.up())


def aggressive(lab, kind):
    """It meets strongSwan by a pre-shared key and names for both sides."""
    lab.cable()
    charon(lab, "r", "aes128-sha1-modp1536", aggressive=True, local_id="gate.example.com",
           remote_id="road@example.com")
    lab.psk(PSK)
    left = started(kind, lab, "i", ike="aes128-sha1;modp1536", esp="aes128-sha1", aggressive="yes",
                   pfs="no", leftid="road@example.com", rightid="@gate.example.com")
    finish(lab, left, left.up())


@scenario
def libreswan_psk(lab):
    """libreswan initiates main mode with a pre-shared key against strongSwan, then a Quick Mode
    with perfect forward secrecy. pluto's log holds messages, plaintexts and the keys of the IPsec
    SAs, but no key of phase 1: pluto's own in the key file were taken from its crypto library.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    charon(lab, "r", "aes128-sha1-modp2048", "aes128-sha1-modp2048")
    lab.psk(PSK)
    left = pluto(lab, "i")
    left.keep = True
    finish(lab, left, left.up())


@scenario
def libreswan_answers(lab):
    """strongSwan initiates main mode with a pre-shared key, AES-256 and SHA-512; libreswan answers.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    pluto(lab, "r", "aes256-sha2_512;modp3072", "aes256-sha2_256", pfs="no")
    left = charon(lab, "i", "aes256-sha512-modp3072", "aes256-sha256")
    lab.psk(PSK)
    finish(lab, left, left.up())


@scenario
def libreswan_twice(lab):
    """libreswan on both sides with everything it offers by default: a long list of transforms.

    Expected: established, then deleted by the initiator."""
    twice(lab, Pluto)


@scenario
def libreswan_aggressive(lab):
    """libreswan initiates aggressive mode with a pre-shared key and names for both sides.

    Expected: established, then deleted by the initiator."""
    aggressive(lab, Pluto)


@scenario
def libreswan_rsa(lab):
    """libreswan and strongSwan authenticate each other by RSA signatures and certificates;
    libreswan cuts its large messages into IKE fragments.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    files = make_certificates("rsa")
    right = lab.charon("r", options=FAST + "\n  fragment_size = 576")
    right.files = files["responder"]
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, "aes128-sha1-modp2048", {"net": child(*NETWORKS[::-1])},
        auth="pubkey", fragmentation="force",
        **identified("responder", files["responder"][1][1]))}))
    (_, authority), (_, certificate), (_, key) = files["initiator"]
    run("openssl pkcs12 -export -in %s -inkey %s -certfile %s -name client -passout pass:lab "
        "-out %s.p12" % (certificate, key, authority, key))
    left = Pluto(lab)
    left.load(ends("i", ike="aes128-sha1;modp2048", esp="aes128-sha1", pfs="no", authby="rsasig",
                   leftcert="client", leftid="@" + SUBJECTS["initiator"], leftsendcert="always",
                   rightid="@" + SUBJECTS["responder"], rightca="%any", fragmentation="force",
                   sendca="none"),
              "", [("lab", key + ".p12"), ("ca", authority, "CT,C,C")])
    finish(lab, left, left.up())


@scenario
def libreswan_nat(lab):
    """libreswan behind a masquerading router, against strongSwan. Seen from the responder.

    Expected: established on port 4500, then deleted by the initiator."""
    lab.nat()
    charon(lab, "r", "aes128-sha1-modp2048", local=PUBLIC, remote="%any", remote_id=BEHIND_NAT)
    lab.psk(PSK)
    left = pluto(lab, "i", left=BEHIND_NAT, right=PUBLIC, pfs="no")
    left.keep = True
    finish(lab, left, left.up())


@scenario
def libreswan_rekey(lab):
    """Short lifetimes: libreswan replaces the IPsec SA and the IKE SA by negotiating anew, while
    strongSwan answers. Quick Modes go on under the old and the new IKE SA of the same peers.

    Expected: established and replaced, more than once; at the end deleted by the initiator."""
    lab.cable()
    charon(lab, "r", "aes128-sha1-modp1536")
    lab.psk(PSK)
    left = pluto(lab, "i", "aes128-sha1;modp1536", pfs="no", ikelifetime="11s", salifetime="7s",
                 rekeymargin="2s", rekeyfuzz="0%")
    up = left.up()
    time.sleep(15)
    finish(lab, left, up)


@scenario
def libreswan_transport(lab):
    """libreswan on both sides: Camellia-256 with SHA-256 in main mode, the 4096 bit group there and
    in Quick Mode, and AES-GCM, which needs no integrity algorithm, in transport mode. Dead peer
    detection runs.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    lab.psk(PSK)
    both = {"ike": "camellia256-sha2_256;dh16", "esp": "aes_gcm256-null;dh16", "type": "transport",
            "authby": "secret", "dpddelay": "1", "dpdtimeout": "6", "dpdaction": "clear"}
    for host in "ri":
        last = Pluto(lab, host)
        settings = ends(host, **both)
        last.load({key: value for key, value in settings.items() if "subnet" not in key},
                  shared_key())
    up = last.up()
    time.sleep(3)
    finish(lab, last, up)


@scenario
def libreswan_xauth(lab):
    """strongSwan as a road warrior of a libreswan gateway: main mode with a pre-shared key, XAUTH,
    mode config with an address, name servers, domains and a banner.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    gateway(lab, xauthby="alwaysok")
    left = road_warrior(lab)
    finish(lab, left, left.up())


@scenario
def libreswan_xauth_failed(lab):
    """As libreswan-xauth, but the gateway knows no such user. Its final status is FAIL, which ends
    it for the client; the gateway goes on asking and deletes the IKE SA in the end.

    Expected: the IKE SA is established, XAUTH fails."""
    lab.cable()
    gateway(lab, xauthby="file")
    left = road_warrior(lab)
    finish(lab, left, left.up())


def gateway(lab, **more):
    return pluto(lab, "r", "aes128-sha1;modp2048", "aes128-sha1", pfs="no", leftxauthserver="yes",
                 rightxauthclient="yes", leftmodecfgserver="yes", rightmodecfgclient="yes",
                 modecfgpull="yes", rightaddresspool="10.3.0.10-10.3.0.20", rightsubnet="0.0.0.0/0",
                 modecfgdns="10.2.0.53,10.2.0.54", modecfgdomains="example.com",
                 modecfgbanner="\"Welcome\"", right="%any", **more)


def road_warrior(lab):
    left = lab.charon("i")
    left.load(swanctl_conf(
        {"c": connection(INITIATOR, RESPONDER, "aes128-sha1-modp2048",
                         {"net": child("dynamic", "10.2.0.0/16")}, vips="0.0.0.0",
                         **{"local-2": {"auth": "xauth", "xauth_id": USER}})},
        {"ike-1": {"secret": "\"%s\"" % PSK},
         "xauth-1": {"id": USER, "secret": "\"%s\"" % PASSWORD}}))
    lab.psk(PSK)
    return left


@scenario
def libreswan_wrong_psk(lab):
    """libreswan on both sides, with different pre-shared keys. The responder cannot read the fifth
    message and stays silent; the initiator repeats it, and the responder its fourth message.

    Expected: never established."""
    lab.cable()
    pluto(lab, "r")
    left = pluto(lab, "i", secrets=shared_key("incorrect horse"))
    lab.psk(PSK, "responder")
    lab.psk("incorrect horse", "initiator")
    left.initiate()
    time.sleep(4.5)
    lab.fact("up: False")


@scenario
def libreswan_no_proposal(lab):
    """strongSwan offers one phase 1 proposal that libreswan does not accept.

    Expected: refused with NO_PROPOSAL_CHOSEN in clear."""
    lab.cable()
    pluto(lab, "r", "aes256-sha2_256;modp2048")
    left = charon(lab, "i", "3des-sha1-modp1536")
    lab.psk(PSK)
    lab.fact("up: %s" % left.up(timeout=6))


@scenario
def libreswan_no_proposal_phase2(lab):
    """strongSwan's Quick Mode offers an ESP proposal that libreswan does not accept.

    Expected: the IKE SA is established, the Quick Mode refused with NO_PROPOSAL_CHOSEN."""
    lab.cable()
    pluto(lab, "r", pfs="no", esp="aes256-sha2_256")
    left = charon(lab, "i", "aes128-sha1-modp2048")
    lab.psk(PSK)
    finish(lab, left, left.up(timeout=6))


@scenario
def libreswan_selector_mismatch(lab):
    """libreswan asks in Quick Mode for networks that the other libreswan has no connection for.

    Expected: the IKE SA is established, the Quick Mode refused with INVALID_ID_INFORMATION."""
    lab.cable()
    pluto(lab, "r", pfs="no", leftsubnet="10.9.0.0/16")
    left = pluto(lab, "i", pfs="no")
    lab.psk(PSK)
    left.initiate()
    time.sleep(4)
    finish(lab, left, False)


@scenario
def libreswan_unreachable(lab):
    """libreswan initiates towards a host where nobody listens: each message is answered by an ICMP
    "port unreachable".

    Expected: unreachable."""
    lab.cable()
    left = pluto(lab, "i")
    lab.psk(PSK)
    left.initiate()
    time.sleep(3.5)
    lab.fact("up: False")
