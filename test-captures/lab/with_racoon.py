# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of racoon with strongSwan and with itself.  racoon logs the DH private value."""
import time

from certificates import SUBJECTS, identified, make_certificates
from charon import FAST, child, connection, swanctl_conf
from lab import BEHIND_NAT, INITIATOR, PUBLIC, RESPONDER, ROUTER, scenario
from racoon import Racoon
from with_charon import NETWORKS, PSK, charon
from with_vpnc import GROUP, PASSWORD, USER, client

ESP = {"encryption_algorithm": "aes 128", "authentication_algorithm": "hmac_sha1"}
IKE = {"encryption_algorithm": "3des", "hash_algorithm": "sha1",
       "authentication_method": "pre_shared_key", "dh_group": "modp1024"}
AES = dict(IKE, encryption_algorithm="aes 256", hash_algorithm="sha256", dh_group="modp2048")


FIVE_TIMES = "timer {\n  counter 5;\n}\n"         # as without any setting
MODE_CONFIG = """mode_cfg {
  auth_source system;
  network4 10.3.0.1;
  netmask4 255.255.255.0;
  pool_size 10;
  dns4 10.2.0.53;
  wins4 10.2.0.54;
  default_domain "example.com";
  split_network include 10.2.0.0/16;
  banner "%(banner)s";
  save_passwd on;
}
"""


def finish(lab, daemon, up):
    """Note how it came out, and let racoon say farewell while the capture still runs."""
    lab.fact("up: %s" % up)
    time.sleep(0.5)
    daemon.stop()
    time.sleep(0.3)


@scenario
def racoon_psk(lab):
    """racoon initiates main mode with a pre-shared key against strongSwan, then a Quick Mode with
    perfect forward secrecy. racoon's log holds the private values of both its Diffie-Hellman
    exchanges, and with the pre-shared key that is all one needs.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    charon(lab, "r", "3des-sha1-modp1024", "aes128-sha1-modp1024")
    lab.psk(PSK)
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, IKE,
              dict(ESP, pfs_group="modp1024"))
    left.keep = True
    finish(lab, left, left.up())


@scenario
def racoon_answers(lab):
    """strongSwan initiates main mode with a pre-shared key, AES-256 and SHA-256, and racoon
    answers.

    Expected: established, then deleted by the responder when it ends."""
    lab.cable()
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, AES, ESP,
               more={"proposal_check": "obey"})
    right.keep = True
    left = charon(lab, "i", "aes256-sha256-modp2048")
    lab.psk(PSK)
    finish(lab, right, left.up())


@scenario
def racoon_aggressive(lab):
    """racoon initiates aggressive mode with a pre-shared key. It sends the third message in clear,
    which leaves the first initialisation vector as the base of everything in phase 2.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    charon(lab, "r", "3des-sha1-modp1024", aggressive=True, local_id="gate.example.com",
           remote_id="road@example.com")
    lab.psk(PSK)
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {"gate.example.com": PSK}, IKE, ESP, "aggressive",
              {"my_identifier": "user_fqdn \"road@example.com\"",
               "peers_identifier": "fqdn \"gate.example.com\""})
    left.keep = True
    finish(lab, left, left.up())


@scenario
def racoon_twice(lab):
    """racoon on both sides: main mode with a pre-shared key and AES-128, and a Quick Mode with
    perfect forward secrecy. Both logs hold their private values, one for each side.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    proposal = dict(AES, encryption_algorithm="aes 128", hash_algorithm="sha1")
    sainfo = dict(ESP, pfs_group="modp1536")
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, proposal, sainfo)
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, proposal, sainfo)
    lab.psk(PSK)
    finish(lab, left, left.up())


@scenario
def racoon_base(lab):
    """racoon on both sides with the base exchange of RFC 2408, which hardly anybody else speaks:
    identities in clear, four messages.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    more = {"dpd_delay": 1, "my_identifier": "fqdn \"road.example.com\""}
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {"road.example.com": PSK}, AES, ESP, "base",
               {"my_identifier": "fqdn \"gate.example.com\""})
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {"gate.example.com": PSK}, AES, ESP, "base", more)
    left.keep = True
    lab.psk(PSK)
    up = left.up()
    time.sleep(2.5)
    finish(lab, left, up)


@scenario
def racoon_bundle(lab):
    """racoon on both sides asks for ESP and AH together: two proposal payloads with the same number
    mean "both", not "either", and one Quick Mode sets up four IPsec SAs.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    sainfo = dict(ESP, authentication_algorithm="hmac_sha256, hmac_sha1")
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, AES, sainfo,
               protocols=(50, 51))
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, AES, sainfo, protocols=(50, 51))
    lab.psk(PSK)
    finish(lab, left, left.up())


@scenario
def racoon_nat(lab):
    """racoon behind a masquerading router initiates main mode, finds the router by the NAT-D
    payloads, and goes on from port 4500. Seen from the responder.

    Expected: established, then deleted by the initiator when it ends."""
    lab.nat()
    charon(lab, "r", "3des-sha1-modp1024", local=PUBLIC, remote="%any", remote_id=BEHIND_NAT)
    lab.psk(PSK)
    left = Racoon(lab)
    left.load(BEHIND_NAT, PUBLIC, NETWORKS, {PUBLIC: PSK}, IKE, ESP,
              more={"nat_traversal": "on"})
    finish(lab, left, left.up())


@scenario
def racoon_nat_answers(lab):
    """racoon behind a masquerading router, and racoon as the gateway: both find the router, and both
    ask from time to time whether the peer is still there. Seen before the router.

    Expected: established, then deleted by the initiator when it ends."""
    lab.nat()
    lab.move_capture("i", "wan")
    more = {"nat_traversal": "on", "dpd_delay": 1, "rekey": "on"}
    right = Racoon(lab, "r")
    right.load(PUBLIC, ROUTER, NETWORKS[::-1], {"road.example.com": PSK}, AES, ESP,
               "aggressive", dict(more, passive="on", my_identifier="fqdn \"gate.example.com\""))
    left = Racoon(lab)
    left.load(BEHIND_NAT, PUBLIC, NETWORKS, {"gate.example.com": PSK}, AES, ESP, "aggressive",
              dict(more, my_identifier="fqdn \"road.example.com\""))
    lab.psk(PSK)
    up = left.up()
    time.sleep(2.5)
    finish(lab, left, up)


@scenario
def racoon_deleted(lab):
    """strongSwan deletes what it agreed on with racoon: first the IPsec SAs, then the IKE SA. Both
    find no router between them, and know dead peer detection.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, AES, ESP,
               more={"proposal_check": "obey", "nat_traversal": "on", "dpd_delay": 1})
    left = charon(lab, "i", "aes256-sha256-modp2048")
    lab.psk(PSK)
    lab.fact("up: %s" % left.up())
    time.sleep(1.5)
    left.down(child="net")
    time.sleep(0.5)
    left.down()
    time.sleep(0.5)


@scenario
def racoon_no_peer(lab):
    """racoon calls a peer that never answers, as often as it does by itself, and gives up.

    Expected: no answer."""
    lab.cable()
    lab.silence("r")
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, IKE, ESP, tail=FIVE_TIMES)
    lab.psk(PSK)
    finish(lab, left, left.up(9))


@scenario
def racoon_wrong_psk_answers(lab):
    """strongSwan initiates main mode with another pre-shared key than racoon has, which answers.

    Expected: never established; the responder cannot read the initiator's identity."""
    lab.cable()
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, AES, ESP,
               more={"proposal_check": "obey"}, tail=FIVE_TIMES)
    left = charon(lab, "i", "aes256-sha256-modp2048", secret="incorrect horse")
    lab.psk(PSK, "responder")
    lab.psk("incorrect horse", "initiator")
    up = left.up(timeout=5)
    time.sleep(2)
    finish(lab, right, up)


@scenario
def racoon_wrong_psk(lab):
    """racoon initiates main mode with another pre-shared key than strongSwan has: the two sides
    encrypt with different keys under one pair of cookies.

    Expected: never established; the responder cannot read the initiator's identity."""
    lab.cable()
    charon(lab, "r", "3des-sha1-modp1024")
    lab.psk(PSK, "responder")
    lab.psk("incorrect horse", "initiator")
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: "incorrect horse"}, IKE, ESP,
              tail=FIVE_TIMES)
    finish(lab, left, left.up(7))


@scenario
def racoon_no_proposal(lab):
    """racoon offers one phase 1 proposal that strongSwan does not accept.

    Expected: refused with NO_PROPOSAL_CHOSEN in clear."""
    lab.cable()
    charon(lab, "r", "aes256-sha256-modp2048")
    lab.psk(PSK)
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, IKE, ESP, tail=FIVE_TIMES)
    finish(lab, left, left.up(7))


@scenario
def racoon_no_proposal_phase2(lab):
    """racoon's Quick Mode offers an ESP proposal that strongSwan does not accept.

    Expected: the IKE SA is established, the Quick Mode refused with NO_PROPOSAL_CHOSEN."""
    lab.cable()
    charon(lab, "r", "3des-sha1-modp1024", "aes256-sha256")
    lab.psk(PSK)
    left = Racoon(lab)
    left.load(INITIATOR, RESPONDER, NETWORKS, {RESPONDER: PSK}, IKE, ESP)
    finish(lab, left, left.up(6))


@scenario
def racoon_refuses_silently(lab):
    """racoon is strict about the lifetime that strongSwan offers, finds no suitable proposal, and
    says so in its log only: on the wire the first message is repeated and never answered.

    Expected: no answer."""
    lab.cable()
    right = Racoon(lab, "r")
    right.load(RESPONDER, INITIATOR, NETWORKS[::-1], {INITIATOR: PSK}, AES, ESP)
    left = charon(lab, "i", "aes256-sha256-modp2048", rekey_time="8h")
    lab.psk(PSK)
    finish(lab, right, left.up())


@scenario
def racoon_rsa(lab):
    """racoon and strongSwan authenticate each other by RSA signatures and certificates. Both cut
    their large messages into IKE fragments. racoon's bear the encryption flag of the message that
    they are a part of, although the fragment payload itself is in clear.

    Expected: established, then deleted by the initiator when it ends."""
    lab.cable()
    files = make_certificates("rsa")
    names = {side: {"local_id": "\"C=CH, O=Lab, CN=%s\"" % SUBJECTS[side],
                    "remote_id": "\"C=CH, O=Lab, CN=%s\"" % SUBJECTS[other]}
             for side, other in (("initiator", "responder"), ("responder", "initiator"))}
    right = lab.charon("r", options=FAST + "\n  fragment_size = 576")
    right.files = files["responder"]
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, "aes256-sha256-modp2048", {"net": child(*NETWORKS[::-1])},
        auth="pubkey", fragmentation="force",
        **identified("responder", files["responder"][1][1], names))}))
    left = Racoon(lab)
    for (_, path), name in zip(files["initiator"], ("ca.crt", "client.crt", "client.pem")):
        with open(path, encoding="ascii") as file:
            left.file(name, file.read())
    left.load(INITIATOR, RESPONDER, NETWORKS, {},
              dict(AES, authentication_method="rsasig"), ESP,
              more={"certificate_type": "x509 \"client.crt\" \"client.pem\"",
                    "ca_type": "x509 \"ca.crt\"", "my_identifier": "asn1dn",
                    "peers_identifier": "asn1dn", "ike_frag": "force"})
    finish(lab, left, left.up())


@scenario
def racoon_gateway(lab):
    """vpnc as the client of a racoon gateway: aggressive mode with a group name and a group key,
    XAUTH, mode config with name servers, a banner and networks for a split tunnel.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    right = Racoon(lab, "r")
    tail = MODE_CONFIG % {"banner": right.file("motd", "Welcome to the lab\n")}
    right.load(RESPONDER, "anonymous", None, {GROUP: PSK},
               dict(IKE, encryption_algorithm="aes 128",
                    authentication_method="xauth_psk_server"), ESP, "aggressive",
               {"generate_policy": "on", "passive": "on", "proposal_check": "obey",
                "my_identifier": "address"}, tail, {USER: PASSWORD})
    right.keep = True
    lab.psk(PSK)
    client(lab, (INITIATOR, RESPONDER))
