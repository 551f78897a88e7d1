# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations that one side refuses, and settings that do not match."""
from basics import pair
from charon import FAST, child, connection, swanctl_conf
from lab import INITIATOR, RESPONDER, scenario


@scenario
def no_proposal_phase1(lab):
    """The responder accepts no phase 1 proposal of the initiator and says so in clear:
    NO_PROPOSAL_CHOSEN.

    Expected: refused in phase 1. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "", initiator={"ike": "3des-md5-modp1024,aes128-sha1-modp1024"},
                   responder={"ike": "aes256-sha256-modp2048"})
    lab.fact("up: %s" % left.up())


@scenario
def no_proposal_phase2(lab):
    """Phase 1 succeeds; the responder accepts none of the ESP proposals of Quick Mode and answers
    with a protected NO_PROPOSAL_CHOSEN.

    Expected: IKE SA established, refused in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024",
                   initiator={"children": {"net": child(esp="3des-md5,aes128-sha1")}},
                   responder={"children": {"net": child("10.2.0.0/16", "10.1.0.0/16",
                                                        "aes256-sha256")}})
    lab.fact("up: %s" % left.up())


def different_keys(lab, **more):
    """Two daemons whose pre-shared keys differ."""
    keys = {"initiator": "the key of the initiator", "responder": "another key"}
    left, right = lab.charons(options=FAST)
    for daemon, ours, theirs in ((right, RESPONDER, INITIATOR), (left, INITIATOR, RESPONDER)):
        networks = ("10.1.0.0/16", "10.2.0.0/16")
        daemon.load(swanctl_conf(
            {"c": connection(ours, theirs, "aes128-sha1-modp1024",
                             {"net": child(*(networks if daemon is left else networks[::-1]))},
                             **more)},
            {"ike-1": {"secret": "\"%s\"" % keys[daemon.who]}}))
    for holder, key in keys.items():
        lab.psk(key, holder)
    return left, right


@scenario
def wrong_psk_main(lab):
    """Main mode with pre-shared keys that differ: each side derives other keys, the responder
    cannot read the fifth message and answers PAYLOAD_MALFORMED, protected with its own keys,
    which the initiator in turn cannot read.

    Expected: not established; the pre-shared keys differ. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = different_keys(lab)
    lab.fact("up: %s" % left.up())


@scenario
def wrong_psk_aggressive(lab):
    """Aggressive mode with pre-shared keys that differ: the initiator finds the HASH of the second
    message wrong and says so in clear, or protected with its own key.

    Expected: not established; the pre-shared keys differ. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = different_keys(lab, aggressive="yes")
    lab.fact("up: %s" % left.up())


@scenario
def wrong_id(lab):
    """Main mode with the right pre-shared key, but the initiator's identity is not the one that
    the responder expects.

    Expected: not established; the responder refuses the identity. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024",
                   initiator={"local_id": "mallory@example.com", "remote_id": RESPONDER},
                   responder={"local_id": RESPONDER, "remote_id": "alice@example.com"})
    lab.fact("up: %s" % left.up())


@scenario
def wrong_responder_id(lab):
    """Main mode where the responder's identity is not the one that the initiator expects: the
    responder thinks that all is well until the initiator refuses the sixth message.

    Expected: not established; the initiator refuses the identity. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024",
                   initiator={"local_id": INITIATOR, "remote_id": "gate.example.com"},
                   responder={"local_id": "other.example.com", "remote_id": INITIATOR})
    lab.fact("up: %s" % left.up())


@scenario
def selector_mismatch(lab):
    """Phase 1 succeeds; the networks that the initiator asks for in Quick Mode are not those that
    the responder is configured with: INVALID_ID_INFORMATION.

    Expected: IKE SA established, refused in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024",
                   initiator={"children": {"net": child("10.1.0.0/16", "10.2.7.0/24")}},
                   responder={"children": {"net": child("10.2.9.0/24", "10.1.0.0/16")}})
    lab.fact("up: %s" % left.up())


@scenario
def pfs_mismatch(lab):
    """Phase 1 succeeds; the responder insists on perfect forward secrecy, which the initiator's
    Quick Mode does not offer.

    Expected: IKE SA established, refused in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024",
                   responder={"children": {"net": child("10.2.0.0/16", "10.1.0.0/16",
                                                        "aes128-sha1-modp1024")}})
    lab.fact("up: %s" % left.up())


@scenario
def mode_mismatch(lab):
    """The initiator speaks aggressive mode, the responder is configured for main mode only.

    Expected: not established. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", initiator={"aggressive": "yes"})
    lab.fact("up: %s" % left.up())


@scenario
def version_mismatch(lab):
    """The initiator speaks IKEv1, the responder only IKEv2.

    Expected: not established. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", responder={"version": 2})
    lab.fact("up: %s" % left.up())


@scenario
def wrong_group_name(lab):
    """Aggressive mode with a group name that the gateway does not know: it finds no connection
    for the identity and refuses in clear.

    Expected: not established; the identity is refused. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", aggressive="yes",
                   initiator={"local_id": "keyid:markting", "remote_id": "gate.example.com"},
                   responder={"local_id": "gate.example.com", "remote_id": "keyid:marketing"})
    lab.fact("up: %s" % left.up())


@scenario
def pfs_group_mismatch(lab):
    """Phase 1 succeeds; both sides want perfect forward secrecy, but in different groups.

    Expected: IKE SA established, refused in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "aes128-sha1-modp1024", "aes128-sha1-modp1024",
                   responder={"children": {"net": child("10.2.0.0/16", "10.1.0.0/16",
                                                        "aes128-sha1-modp2048")}})
    lab.fact("up: %s" % left.up())


@scenario
def no_psk_for_peer(lab):
    """The responder has no pre-shared key for this initiator, so it cannot go on after the third
    message of main mode and says so in clear.

    Expected: not established. The initiator is 192.0.2.1."""
    lab.cable()
    left, right = pair(lab, "aes128-sha1-modp1024")
    right.load(right.conf.replace("secret =", "id-1 = 192.0.2.99\n    secret ="))
    lab.fact("up: %s" % left.up())
