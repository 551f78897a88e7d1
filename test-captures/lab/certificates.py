# SPDX-License-Identifier: GPL-2.0-or-later
"""Phase 1 with certificates: RSA and ECDSA, IP fragments and vendor fragments."""
import os
import time

from basics import load_pair, up_and_down
from charon import FAST, RUN
from lab import INITIATOR6, RESPONDER6, scenario
from net import lose, run

SUBJECTS = {"initiator": "client.example.com", "responder": "gate.example.com"}
NAME = "\"C=CH, O=Lab, CN=%s\""
KEYS = {"rsa": "RSA -pkeyopt rsa_keygen_bits:2048", "ecdsa": "EC -pkeyopt ec_paramgen_curve:P-256"}


def make_certificates(kind, authority="ca"):
    """A CA and one certificate for each side; returns (folder, path) of the files of each."""
    base = os.path.join(RUN, "%s-%s" % (kind, authority))
    for name in ("ca", *SUBJECTS):
        run("openssl genpkey -algorithm %s -out %s-%s.pem" % (KEYS[kind], base, name))
    run("openssl req -x509 -new -key %s-ca.pem -days 3650 -out %s-ca.crt -subj '/C=CH/O=Lab/CN=%s'"
        " -addext keyUsage=critical,keyCertSign,cRLSign" % (base, base, authority))
    for name, subject in SUBJECTS.items():
        with open("%s-%s.ext" % (base, name), "w", encoding="utf-8") as file:
            file.write("subjectAltName=DNS:%s\n" % subject)
        run("openssl req -new -key %s-%s.pem -subj '/C=CH/O=Lab/CN=%s' | openssl x509 -req"
            " -CA %s-ca.crt -CAkey %s-ca.pem -CAcreateserial -days 3650 -extfile %s-%s.ext"
            " -out %s-%s.crt" % (base, name, subject, base, base, base, name, base, name))
    return {name: [("x509ca", base + "-ca.crt"), ("x509", "%s-%s.crt" % (base, name)),
                   ("private", "%s-%s.pem" % (base, name))] for name in SUBJECTS}


def identified(side, file, names=None):
    """The settings by which one side names itself, and its peer, with certificates."""
    other = "responder" if side == "initiator" else "initiator"
    return dict({"local_id": SUBJECTS[side], "remote_id": SUBJECTS[other],
                 "local-1": {"certs": os.path.basename(file)}, "send_cert": "always"},
                **(names or {}).get(side, {}))


def certified_pair(lab, kind, ike, options=FAST, files=None, preload=(), names=None,
                   **more):
    """Two daemons that authenticate each other with certificates."""
    files = files or make_certificates(kind)
    left, right = lab.charons(options=options, preload=preload)
    left.files, right.files = files["initiator"], files["responder"]
    load_pair(left, right, ike, secret=None, auth="pubkey",
              initiator=identified("initiator", files["initiator"][1][1], names),
              responder=identified("responder", files["responder"][1][1], names), **more)
    return left, right


@scenario
def mm_rsa(lab):
    """Main mode with RSA signatures and certificates over a path with a small MTU: the messages
    that carry a certificate travel in several IP fragments.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable(mtu=576)
    left, _ = certified_pair(lab, "rsa", "aes256-sha1-modp2048", fragmentation="no")
    up_and_down(lab, left)
    lab.keep_log(left, short=True)


@scenario
def mm_rsa_fragments(lab):
    """Main mode with RSA signatures where the daemons cut their large messages themselves, into
    IKE fragment payloads (payload 132), so that no IP fragment is needed.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = certified_pair(lab, "rsa", "aes128-sha256-modp2048", fragmentation="force",
                             options=FAST + "\n  fragment_size = 576")
    up_and_down(lab, left)


@scenario
def mm_ecdsa(lab):
    """Main mode with ECDSA signatures (P-256, SHA-256) and certificates.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = certified_pair(lab, "ecdsa", "aes128-sha256-ecp256", fragmentation="no")
    up_and_down(lab, left)


@scenario
def ag_rsa(lab):
    """Aggressive mode with RSA signatures and certificates: the responder's certificate travels
    in clear in the second message, the initiator's protected in the third.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1536", aggressive="yes",
                             fragmentation="no")
    up_and_down(lab, left)


@scenario
def mm_rsa_untrusted(lab):
    """Main mode with RSA signatures where the responder does not know the authority that signed
    the initiator's certificate.

    Expected: not established; the responder answers the protected fifth message with
    AUTHENTICATION_FAILED. The initiator is 192.0.2.1."""
    lab.cable()
    files = {"initiator": make_certificates("rsa", "other")["initiator"],
             "responder": make_certificates("rsa")["responder"]}
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1536", files=files, fragmentation="no")
    lab.fact("up: %s" % left.up())


@scenario
def mm_rsa_fragments_crossing(lab):
    """Both sides begin main mode with RSA signatures at the same moment, so that the IKE fragments
    (payload 132) of two IKE SAs mingle. The fragment numbers of both may be the same.

    Expected: two IKE SAs established, one begun by each side."""
    lab.cable()
    left, right = certified_pair(lab, "rsa", "aes128-sha1-modp2048", fragmentation="force",
                                 options=FAST + "\n  fragment_size = 400")
    lab.processes += [left.swanctl_in_background("--initiate", "--child", "net"),
                      right.swanctl_in_background("--initiate", "--child", "net")]
    time.sleep(2.5)
    lab.keep_log(left, short=True)
    left.down()


@scenario
def mm_rsa_fragment_lost(lab):
    """Main mode with RSA signatures in IKE fragments (payload 132). One fragment of the fifth
    message and one of the sixth are lost, so both messages are repeated with all their fragments.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1024", fragmentation="force",
                             options=FAST + "\n  fragment_size = 576")
    lose(lab.hosts["r"], ["input"], "@th,192,8 132 numgen inc mod 7 == 1")
    lose(lab.hosts["i"], ["input"], "@th,192,8 132 numgen inc mod 7 == 1")
    up_and_down(lab, left)


@scenario
def mm_rsa_ipv6(lab):
    """Main mode with RSA signatures between IPv6 addresses over a path with the smallest MTU that
    IPv6 allows: the messages that carry a certificate travel in IPv6 fragments.

    Expected: established, then deleted by the initiator. The initiator is 2001:db8::1."""
    lab.cable(mtu=1280)
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp2048", fragmentation="no",
                             ends=(INITIATOR6, RESPONDER6, INITIATOR6))
    up_and_down(lab, left)


@scenario
def mm_rsa_dn(lab):
    """Main mode with RSA signatures where both identities are the distinguished names of the
    certificates.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    names = {who: {"local_id": NAME % SUBJECTS[who], "remote_id": NAME % SUBJECTS[other]}
             for who, other in zip(SUBJECTS, reversed(SUBJECTS))}
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1536", fragmentation="no", names=names)
    up_and_down(lab, left)


@scenario
def mm_rsa_fragments_dropped(lab):
    """A firewall before the responder drops all IP fragments but the first of a packet: the small
    messages get through, the fifth with its certificate never arrives whole.

    Expected: no answer to the fifth message. The initiator is 192.0.2.1."""
    lab.cable(mtu=576)
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp1536", fragmentation="no")
    lab.hosts["r"].nft("table ip raw {\n  chain early {\n"
                       "    type filter hook prerouting priority -450;\n"
                       "    ip frag-off & 0x1fff != 0 drop\n  }\n}")
    lab.fact("up: %s" % left.up())
