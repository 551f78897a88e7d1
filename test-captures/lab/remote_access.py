# SPDX-License-Identifier: GPL-2.0-or-later
"""Road warriors: XAUTH (a user name and password after phase 1) and mode config."""
from basics import PSK, up_and_down
from certificates import identified, make_certificates
from charon import FAST, child, connection, swanctl_conf
from lab import INITIATOR, RESPONDER, scenario

USER, PASSWORD = "alice", "s3cret"
POOL = {"net": {"addrs": "10.3.0.0/24", "dns": "10.2.0.53", "nbns": "10.2.0.54"}}


def road_warrior(lab, ike, password=PASSWORD, options=FAST, **more):
    """A gateway with an address pool, and a client that asks for an address and a DNS server."""
    left, right = lab.charons(options=options)
    right.load(gateway(ike, **more))
    left.load(client(password, ike, **more))
    lab.psk(PSK)
    return left, right


def gateway(ike, ends=(RESPONDER, INITIATOR), networks="10.2.0.0/16", **more):
    return swanctl_conf(
        {"c": connection(*ends, ike, {"net": child(networks, "dynamic")}, pools="net",
                         **{"remote-2": {"auth": "xauth"}}, **more)},
        {"ike-1": {"secret": "\"%s\"" % PSK},
         "xauth-1": {"id": USER, "secret": "\"%s\"" % PASSWORD}}, POOL)


def client(password, ike, ends=(INITIATOR, RESPONDER), **more):
    return swanctl_conf(
        {"c": connection(*ends, ike, {"net": child("dynamic", "0.0.0.0/0")},
                         vips="0.0.0.0", **{"local-2": {"auth": "xauth", "xauth_id": USER}},
                         **more)},
        {"ike-1": {"secret": "\"%s\"" % PSK},
         "xauth-1": {"id": USER, "secret": "\"%s\"" % password}})


@scenario
def xauth_modeconfig(lab):
    """Main mode with a pre-shared key, then XAUTH (the gateway asks for a user name and a
    password), then mode config: the client asks for an address and name servers and gets them.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = road_warrior(lab, "aes128-sha1-modp1024")
    up_and_down(lab, left)
    lab.keep_log(left, short=True)


@scenario
def modeconfig_push(lab):
    """XAUTH, then mode config in push mode: the gateway does not wait to be asked and sets the
    client's address.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = road_warrior(lab, "aes128-sha1-modp1024", pull="no")
    up_and_down(lab, left)


@scenario
def ag_xauth(lab):
    """Aggressive mode with a group name and a group key, then XAUTH and mode config: what clients
    of Cisco's VPN concentrators do.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons()
    right.load(gateway("3des-md5-modp1024", aggressive="yes", local_id="gate.example.com",
                       remote_id="keyid:sales"))
    left.load(client(PASSWORD, "3des-md5-modp1024", aggressive="yes", local_id="keyid:sales",
                     remote_id="gate.example.com"))
    lab.psk(PSK)
    up_and_down(lab, left)


@scenario
def xauth_failed(lab):
    """XAUTH with a wrong password: the gateway's final status is FAIL, and both sides forget the
    IKE SA that phase 1 had established.

    Expected: the IKE SA is established, XAUTH fails, no Quick Mode. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = road_warrior(lab, "aes128-sha1-modp1024", password="wrong")
    lab.fact("up: %s" % left.up())


@scenario
def hybrid_xauth(lab):
    """Hybrid authentication: the gateway proves itself with a certificate, the client sends none
    and proves itself by XAUTH only.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons()
    files = make_certificates("rsa")
    left.files, right.files = files["initiator"][:1], files["responder"]
    ends = {"initiator": identified("initiator", "none"),
            "responder": identified("responder", files["responder"][1][1])}
    user = {"xauth-1": {"id": USER, "secret": "\"%s\"" % PASSWORD}}
    ends["initiator"].pop("local-1")
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, "aes128-sha1-modp1536", {"net": child("10.2.0.0/16", "dynamic")},
        auth="pubkey", pools="net", fragmentation="no", **dict(
            ends["responder"], **{"remote-1": {"auth": "xauth"}}))}, user, POOL))
    left.load(swanctl_conf({"c": connection(
        INITIATOR, RESPONDER, "aes128-sha1-modp1536", {"net": child("dynamic", "10.2.0.0/16")},
        auth="pubkey", vips="0.0.0.0", fragmentation="no", **dict(
            ends["initiator"], **{"local-1": {"auth": "xauth", "xauth_id": USER}}))}, user))
    up_and_down(lab, left)


@scenario
def unity_split_tunnel(lab):
    """XAUTH and mode config with Cisco's Unity extensions: the gateway tells the client by
    UNITY_SPLIT_INCLUDE which networks to reach through the tunnel.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = lab.charons(options=FAST + "\n  cisco_unity = yes", plugins="unity")
    right.load(gateway("aes128-sha1-modp1024", networks="10.2.0.0/16,10.4.0.0/16"))
    left.load(client(PASSWORD, "aes128-sha1-modp1024"))
    lab.psk(PSK)
    up_and_down(lab, left)
