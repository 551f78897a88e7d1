# SPDX-License-Identifier: GPL-2.0-or-later
"""Road warriors: XAUTH and mode config that fail, and some that do not."""
from basics import PSK
from certificates import identified, make_certificates
from charon import child, connection, swanctl_conf
from failures import (FAILED, HEALTHY, IKE, attempt, but, failure, libreswan, natted, rule,
                      side_by_side, view)
from lab import BEHIND_NAT, INITIATOR, PUBLIC, RESPONDER
from remote_access import PASSWORD, POOL, USER, client, gateway
from with_pluto import shared_key
from with_vpnc import GROUP
from with_vpnc import client as vpnc_client
from with_vpnc import gateway as vpnc_gateway

# Octets of a UDP packet behind its header: exchange type 6 is the transaction exchange.
TRANSACTION = "@th,208,8 6"
CONFIG = but("config-failed", "no-answer", "path-blocked")


def remote(lab, ends=(INITIATOR, RESPONDER), password=PASSWORD, ours=None, theirs=None, **both):
    """A strongSwan client and its gateway; `ours`, `theirs`: settings of one side only."""
    left, right = lab.charons()
    right.load(gateway(IKE, ends=(ends[1], "%any"), **dict(both, **(theirs or {}))))
    left.load(client(password, IKE, ends=ends, **dict(both, **(ours or {}))))
    lab.psk(PSK)
    return left, right


@view("", "xauth-failed,refused,in-progress,established", "xauth-failed",
      never=but("xauth-failed", "refused"))
@failure("XAUTH: the password is wrong.")
def xauth_wrong_password_vpnc_nat(lab):
    """vpnc behind a router with a password that the gateway does not accept."""
    natted(lab)
    vpnc_gateway(lab, PUBLIC, password="another")
    vpnc_client(lab, (BEHIND_NAT, PUBLIC))


@view("", "xauth-failed,refused,config-failed", "xauth-failed", r"XAUTH|refuse",
      but("xauth-failed", "refused", "config-failed"), "XAUTH|password|user")
@failure("XAUTH: the password is wrong.")
def xauth_wrong_password_libreswan(lab):
    """A libreswan client with a password that the strongSwan gateway does not accept."""
    side_by_side(lab)
    gate(lab)
    left = warrior(lab, "wrong")
    attempt(lab, left, 4)


@view("", "established+quick.established", "established+quick.established+xauth-failed",
      never=but("xauth-failed", "refused"))
@failure("XAUTH: the password of the first attempt is wrong, that of the second is right.")
def xauth_second_try(lab):
    """The user mistypes the password and tries again: the first IKE SA fails, the second brings the
    tunnel up."""
    side_by_side(lab)
    left, _ = remote(lab, password="wrong")
    attempt(lab, left)
    left.load(left.conf.replace("wrong", PASSWORD))
    attempt(lab, left)


@view("", "refused", "refused,auth-failed,id-mismatch,xauth-failed", r"XAUTH",
      but("refused", "auth-failed", "id-mismatch", "xauth-failed"))
@failure("The client wants XAUTH, the gateway is not configured for it.")
def xauth_only_at_client(lab):
    """A client that offers XAUTH with a pre-shared key; the gateway has a connection with the
    pre-shared key alone. The keys agree."""
    side_by_side(lab)
    left, right = remote(lab)
    right.load(swanctl_conf({"c": connection(RESPONDER, INITIATOR, IKE,
                                             {"net": child("10.2.0.0/16", "dynamic")})},
                            {"ike-1": {"secret": "\"%s\"" % PSK}}))
    attempt(lab, left)


@view("", "no-answer", reason=r"authentication method|XAUTH", never=but("no-answer"))
@failure("The client wants XAUTH, the gateway is not configured for it.")
def xauth_only_at_client_libreswan(lab):
    """A strongSwan client that offers XAUTH with a pre-shared key; libreswan has a connection with
    the pre-shared key alone."""
    side_by_side(lab)
    libreswan(lab, "r", ike="aes128-sha1;modp1024,aes128-sha1;modp1536")
    left = lab.charon("i")
    left.load(client(PASSWORD, "aes128-sha1-modp1536"))
    lab.psk(PSK)
    attempt(lab, left)


@view("-inside", "path-blocked", reason=r"although|repeat|get back",
      never=but("path-blocked"))
@view("", "no-answer,path-blocked,config-failed", reason=r"answer", never=CONFIG)
@failure("The client's XAUTH answers are dropped on their way to the gateway.")
def xauth_answer_dropped(lab):
    """Behind a router: the gateway's XAUTH request arrives, the answer to it does not get through,
    and the request comes again. Phase 1 is established, but nothing follows."""
    natted(lab, inside=True)
    left, _ = remote(lab, (BEHIND_NAT, PUBLIC), local_id=None,
                     ours={"local_id": "road", "remote_id": "gate"},
                     theirs={"local_id": "gate", "remote_id": "road"})
    rule(lab.hosts["n"], "forward", "ip daddr %s udp dport 4500 @th,240,8 6 drop" % PUBLIC)
    attempt(lab, left, 6)


@view("", "config-failed,in-progress", "config-failed", never=but("config-failed"),
      told="push|pull|neither|mode config|configuration")
@failure("The client waits for the gateway to push an address, the gateway to be asked for one.")
def modeconfig_push_or_pull(lab):
    """XAUTH succeeds. The client has mode config in push mode, the gateway in pull mode: both
    wait, and nothing follows but dead peer detection."""
    side_by_side(lab)
    left, _ = remote(lab, ours={"pull": "no", "dpd_delay": "1s"})
    attempt(lab, left, 5)


@view("", "config-failed,in-progress", "config-failed", never=but("config-failed"),
      told="push|pull|neither|mode config|configuration")
@failure("The client waits for the gateway to push an address, the gateway to be asked for one.")
def modeconfig_push_or_pull_libreswan(lab):
    """As modeconfig-push-or-pull, with a libreswan gateway in pull mode."""
    side_by_side(lab)
    libreswan_gate(lab)
    left = lab.charon("i")
    left.load(client(PASSWORD, "aes128-sha1-modp1536", pull="no", dpd_delay="1s"))
    lab.psk(PSK)
    attempt(lab, left, 5)


@view("", "config-failed,refused,no-answer", "config-failed,malformed",
      never=but("config-failed", "refused", "no-answer", "malformed"),
      told="config|attribute|PAYLOAD_MALFORMED")
@failure("The client takes the gateway's mode config reply for malformed.")
def modeconfig_reply_malformed_libreswan(lab):
    """A libreswan gateway that is given an address pool and no name servers sends a reply to the
    mode config request that strongSwan calls malformed; strongSwan repeats the request."""
    side_by_side(lab)
    libreswan_gate(lab)
    left = lab.charon("i")
    left.load(client(PASSWORD, "aes128-sha1-modp1536"))
    lab.psk(PSK)
    attempt(lab, left, 3.5)


def visitor(lab, network):
    """A strongSwan client of a libreswan gateway that is told everything."""
    side_by_side(lab)
    libreswan_gate(lab, modecfgdns="10.2.0.53", modecfgdomains="example.com",
                   modecfgbanner="\"Welcome\"")
    left = lab.charon("i")
    left.load(client(PASSWORD, "aes128-sha1-modp1536").replace("0.0.0.0/0", network))
    lab.psk(PSK)
    attempt(lab, left, 4)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails.")
def ok_libreswan_gate(lab):
    """A strongSwan client of a libreswan gateway: XAUTH, mode config in pull mode with name
    servers, Quick Mode."""
    visitor(lab, "10.2.0.0/16")


@view("", "quick.refused", "quick.selector-mismatch", r"network|0\.0\.0\.0|refused",
      but("refused", "selector-mismatch"))
@failure("The client asks for 0.0.0.0/0; the gateway serves 10.2.0.0/16 only.")
def selectors_too_wide_libreswan_gate(lab):
    """A strongSwan client asks a libreswan gateway for everything. XAUTH and mode config succeed,
    the client gets an address, and the Quick Mode is refused."""
    visitor(lab, "0.0.0.0/0")


NO_ADDRESS = r"pool|address"


@view("", "quick.refused,config-failed", "config-failed,quick.config-failed",
      never=but("config-failed", "refused"), told=NO_ADDRESS)
@failure("The gateway has no address pool.")
def modeconfig_no_pool_nat(lab):
    """Behind a router: the gateway has no pool, so its mode config reply brings no address."""
    natted(lab)
    left, right = remote(lab, (BEHIND_NAT, PUBLIC), ours={"local_id": "road", "remote_id": "gate"},
                         theirs={"local_id": "gate", "remote_id": "road"})
    right.load(right.conf.replace("    pools = net\n", ""))
    attempt(lab, left)


@view("", "config-failed,refused", "config-failed", never=but("config-failed", "refused"),
      told=NO_ADDRESS)
@failure("The gateway has no address pool.")
def modeconfig_no_pool_vpnc(lab):
    """vpnc asks a gateway without a pool for an address."""
    side_by_side(lab)
    vpnc_gateway(lab)
    right = lab.daemons[0]
    right.load(right.conf.replace("    pools = net\n", ""))
    vpnc_client(lab, (INITIATOR, RESPONDER))


@view("", "quick.established+quick.refused,quick.established+config-failed",
      "quick.established+config-failed,quick.established+quick.config-failed",
      never=but("config-failed", "refused"), told=NO_ADDRESS)
@failure("The gateway's address pool has one address, which another client has.")
def pool_exhausted(lab):
    """Two strongSwan clients with the same user name, and a strongSwan gateway with a pool of one
    address. The second client gets none."""
    side_by_side(lab)
    lab.hosts["i"]("ip addr add 192.0.2.3/24 dev wan")
    left, right = lab.charons()
    right.load(gateway(IKE, ends=(RESPONDER, "%any"), unique="never").replace(
        "10.3.0.0/24", "10.3.0.7-10.3.0.7"))
    first = client(PASSWORD, IKE, unique="never")
    second = client(PASSWORD, IKE, ends=("192.0.2.3", RESPONDER), unique="never")
    inner = second[second.index("  c {"):second.index("secrets {")].rstrip()[:-1]
    left.load(first.replace("connections {\n", "connections {\n" + inner.replace(
        "  c {", "  d {").replace("net {", "other {"), 1))
    lab.psk(PSK)
    for name in ("net", "other"):
        lab.fact("%s up: %s" % (name, left.up(name, timeout=5)))


@view("", "established+quick.established", never=FAILED)
@failure("Nothing fails: the gateway pushes an address and the client takes it.")
def ok_modeconfig_push_nat(lab):
    """Behind a router: XAUTH, then mode config in push mode on both sides."""
    natted(lab)
    left, _ = remote(lab, (BEHIND_NAT, PUBLIC), pull="no",
                     ours={"local_id": "road", "remote_id": "gate"},
                     theirs={"local_id": "gate", "remote_id": "road"})
    attempt(lab, left)


@view("", "refused", "refused,cert-failed,auth-failed",
      r"certificate|message 6|identity", but("refused", "cert-failed", "auth-failed"))
@failure("The client does not know the authority that signed the gateway's certificate.")
def hybrid_untrusted_gateway(lab):
    """Hybrid authentication: only the gateway has a certificate, and the client does not trust
    it."""
    side_by_side(lab)
    left, right = lab.charons()
    files, other = make_certificates("rsa"), make_certificates("rsa", "other")
    left.files, right.files = other["initiator"][:1], files["responder"]
    ends = {"initiator": identified("initiator", "none"),
            "responder": identified("responder", files["responder"][1][1])}
    ends["initiator"].pop("local-1")
    user = {"xauth-1": {"id": USER, "secret": "\"%s\"" % PASSWORD}}
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, IKE, {"net": child("10.2.0.0/16", "dynamic")}, auth="pubkey",
        pools="net", fragmentation="no",
        **dict(ends["responder"], **{"remote-1": {"auth": "xauth"}}))}, user, POOL))
    left.load(swanctl_conf({"c": connection(
        INITIATOR, RESPONDER, IKE, {"net": child("dynamic", "10.2.0.0/16")}, auth="pubkey",
        vips="0.0.0.0", fragmentation="no",
        **dict(ends["initiator"], **{"local-1": {"auth": "xauth", "xauth_id": USER}}))}, user))
    attempt(lab, left)


# -- libreswan as gateway and as client

def libreswan_gate(lab, **more):
    return libreswan(lab, "r", right="%any", rightsubnet="0.0.0.0/0", leftxauthserver="yes",
                     rightxauthclient="yes", leftmodecfgserver="yes", rightmodecfgclient="yes",
                     modecfgpull="yes", rightaddresspool="10.3.0.10-10.3.0.20", xauthby="alwaysok",
                     **more)


def gate(lab):
    """A strongSwan gateway for a libreswan client."""
    right = lab.charon("r")
    right.load(gateway("aes128-sha1-modp1536"))
    lab.psk(PSK)
    return right


def warrior(lab, password):
    """A libreswan client."""
    return libreswan(lab, "i", leftsubnet=None, rightsubnet="10.2.0.0/16", leftxauthclient="yes",
                     rightxauthserver="yes", leftmodecfgclient="yes", rightmodecfgserver="yes",
                     modecfgpull="yes", leftusername=USER, **{"remote-peer-type": None},
                     secrets=shared_key() + "@%s : XAUTH \"%s\"\n" % (USER, password))


# -- vpnc with a libreswan gateway

WEAK = {"dh": "dh5", "enable_weak_encryption": ""}      # 3DES is weak for vpnc


def concentrator(lab, ike="3des-sha1;modp1536", **more):
    """libreswan as the gateway of a group of Cisco's clients."""
    libreswan_gate(lab, aggressive="yes", ike=ike, rightid="@[%s]" % GROUP,
                   secrets="@[%s] %%any : PSK \"%s\"\n" % (GROUP, PSK) + shared_key(),
                   modecfgdns="10.2.0.53", **more)
    lab.psk(PSK)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails.")
def ok_vpnc_libreswan(lab):
    """vpnc and a libreswan gateway: aggressive mode with a group key, XAUTH, mode config."""
    side_by_side(lab)
    concentrator(lab, leftsubnet="0.0.0.0/0")
    vpnc_client(lab, (INITIATOR, RESPONDER), **WEAK)


@view("", "quick.refused", "quick.selector-mismatch", r"network|refused|0\.0\.0\.0",
      but("refused", "selector-mismatch"))
@failure("vpnc asks for 0.0.0.0/0; the gateway serves 10.2.0.0/16 only.")
def selectors_too_wide_vpnc_libreswan(lab):
    """vpnc always asks for everything; the libreswan gateway has one network for it."""
    side_by_side(lab)
    concentrator(lab)
    vpnc_client(lab, (INITIATOR, RESPONDER), **WEAK)


@view("", "in-progress", "psk-mismatch,in-progress", never=but("psk-mismatch"))
@failure("vpnc has another group key than the gateway.")
def psk_differs_vpnc_libreswan(lab):
    """vpnc finds the gateway's HASH wrong and ends without a word to the gateway: the capture ends
    with the second message."""
    side_by_side(lab)
    concentrator(lab)
    lab.psks[:] = [("responder", "*", PSK), ("initiator", "*", "incorrect horse")]
    vpnc_client(lab, (INITIATOR, RESPONDER), secret="incorrect horse",
                **WEAK)


@view("", "no-proposal", reason=r"AES|key length|offer", never=but("no-proposal"))
@failure("The gateway accepts AES only, and takes none of vpnc's AES transforms, because vpnc "
         "writes the key length before the cipher.")
def key_length_first_vpnc_libreswan(lab):
    """vpnc offers AES-128, SHA-1 and group 5 among others, just what libreswan accepts; but
    libreswan refuses a key length that comes before the cipher which it belongs to."""
    side_by_side(lab)
    concentrator(lab, ike="aes128-sha1;modp1536")
    vpnc_client(lab, (INITIATOR, RESPONDER), **WEAK)
