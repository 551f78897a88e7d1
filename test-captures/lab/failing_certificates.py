# SPDX-License-Identifier: GPL-2.0-or-later
"""Certificates that are refused, and some that are not."""
import os

from basics import PSK, load_pair
from certificates import SUBJECTS, certified_pair, identified, make_certificates
from charon import RUN, child, connection, swanctl_conf
from failures import (ENDS, FAILED, HEALTHY, attempt, but, failure, libreswan, natted,
                      side_by_side, strongswan, view)
from lab import INITIATOR, RESPONDER
from net import run

IKE = "aes128-sha1-modp1536"
REFUSED = but("refused", "cert-failed", "auth-failed")
LIKELY = "refused,cert-failed"
ANY = "cert-failed,refused,auth-failed"
WHICH = r"certificate"


def renew(files, who, *options, subject=None):
    """Sign the certificate of one side anew, with other options of openssl."""
    certificate, key = files[who][1][1], files[who][2][1]
    base = os.path.join(RUN, "rsa-ca")
    name = subject or SUBJECTS[who]
    extensions = certificate[:-4] + ".ext"
    with open(extensions, "w", encoding="utf-8") as file:
        file.write("subjectAltName=DNS:%s\n" % name)
    run("openssl req -new -key %s -subj '/C=CH/O=Lab/CN=%s' | openssl x509 -req -CA %s-ca.crt"
        " -CAkey %s-ca.pem -CAcreateserial -extfile %s -out %s %s"
        % (key, name, base, base, extensions, certificate, " ".join(options)))


def expired(files, who):
    """A certificate that was valid for one day in 2021."""
    certificate, key = files[who][1][1], files[who][2][1]
    base = os.path.join(RUN, "rsa-ca")
    request, folder = certificate + ".req", os.path.join(RUN, "authority")
    run("rm -rf %s && mkdir %s && touch %s/index && echo 42 > %s/serial && openssl req -new -key %s"
        " -subj '/C=CH/O=Lab/CN=%s' -out %s" % (folder, folder, folder, folder, key,
                                                SUBJECTS[who], request))
    conf = os.path.join(folder, "conf")
    with open(conf, "w", encoding="utf-8") as file:
        file.write("[ca]\ndefault_ca = lab\n[lab]\ndatabase = %s/index\nserial = %s/serial\n"
                   "new_certs_dir = %s\ndefault_md = sha256\npolicy = any\n[any]\n"
                   "countryName = supplied\norganizationName = supplied\ncommonName = supplied\n"
                   % (folder, folder, folder))
    run("openssl ca -batch -notext -config %s -cert %s-ca.crt -keyfile %s-ca.pem -in %s -out %s"
        " -startdate 20210101000000Z -enddate 20210102000000Z -extfile %s"
        % (conf, base, base, request, certificate, certificate[:-4] + ".ext"))


def certified(lab, files, **more):
    """Two strongSwans with certificates, behind NAT or not."""
    if "n" in lab.hosts:
        more.setdefault("ends", ENDS)
    return certified_pair(lab, "rsa", IKE, files=files, fragmentation="no", **more)


@view("-responder", LIKELY, "cert-failed", WHICH, REFUSED, told="expired|2021")
@view("", LIKELY, "cert-failed", WHICH, REFUSED, told="expired|2021")
@failure("The initiator's certificate expired on 2021-01-02.")
def cert_expired_initiator(lab):
    """The initiator shows a certificate that expired long ago. The responder refuses message 5,
    and message 5 does not come again: the initiator could read the refusal."""
    side_by_side(lab, both=True)
    files = make_certificates("rsa")
    expired(files, "initiator")
    left, _ = certified(lab, files)
    attempt(lab, left)


@view("", LIKELY, "cert-failed", WHICH + "|message 6", REFUSED, told="expired|2021")
@failure("The responder's certificate expired on 2021-01-02.")
def cert_expired_responder_nat(lab):
    """Behind a router: the responder shows a certificate that expired long ago. The initiator
    refuses message 6, after which the responder believes that the IKE SA is up."""
    natted(lab)
    files = make_certificates("rsa")
    expired(files, "responder")
    left, _ = certified(lab, files)
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: the initiator's certificate expires tomorrow.")
def ok_cert_expires_soon(lab):
    """The initiator's certificate is valid for one more day."""
    side_by_side(lab)
    files = make_certificates("rsa")
    renew(files, "initiator", "-days 1")
    left, _ = certified(lab, files)
    attempt(lab, left)


@view("", LIKELY, ANY, WHICH + "|message 6", REFUSED)
@failure("The initiator does not know the authority that signed the responder's certificate.")
def cert_untrusted_responder(lab):
    """The responder's certificate comes from an authority that the initiator does not know and did
    not ask for. It refuses message 6."""
    side_by_side(lab)
    files = {"initiator": make_certificates("rsa")["initiator"],
             "responder": make_certificates("rsa", "other")["responder"]}
    files["responder"].append(("x509ca", files["initiator"][0][1]))
    left, _ = certified(lab, files)
    attempt(lab, left)


@view("", LIKELY, ANY, WHICH, REFUSED)
@failure("The responder does not know the authority that signed the initiator's certificate.")
def cert_untrusted_initiator_nat(lab):
    """Behind a router: the initiator's certificate comes from an authority that the responder does
    not know."""
    natted(lab)
    files = {"initiator": make_certificates("rsa", "other")["initiator"],
             "responder": make_certificates("rsa")["responder"]}
    files["initiator"].append(("x509ca", files["responder"][0][1]))
    left, _ = certified(lab, files)
    attempt(lab, left)


@view("", LIKELY, "cert-failed,refused", WHICH + "|message 6", REFUSED,
      told="(no|without|not).*certificate|certificate.*not")
@failure("The responder sends no certificate, and the initiator has none of it.")
def cert_not_sent_responder(lab):
    """The responder is told never to send its certificate. The initiator asked for it, has no copy,
    and cannot verify the signature of message 6."""
    side_by_side(lab)
    files = make_certificates("rsa")
    left, right = certified(lab, files)
    right.load(right.conf.replace("send_cert = always", "send_cert = never"))
    attempt(lab, left)


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails: no certificate is sent, because each side has the other's already.")
def ok_cert_not_sent(lab):
    """Certificates are asked for and not sent, as configured: both sides have a copy of the other's
    certificate. The tunnel comes up."""
    side_by_side(lab)
    files = make_certificates("rsa")
    for side, other in (("initiator", "responder"), ("responder", "initiator")):
        files[side] = files[side] + [("x509", files[other][1][1])]
    left, right = lab.charons()
    left.files, right.files = files["initiator"], files["responder"]
    names = {side: dict(identified(side, files[side][1][1]), send_cert="never",
                        **{"remote-1": {"certs": os.path.basename(files[other][1][1])}})
             for side, other in (("initiator", "responder"), ("responder", "initiator"))}
    load_pair(left, right, IKE, secret=None, auth="pubkey", fragmentation="no", **names)
    attempt(lab, left)


@view("", "refused,cert-failed", "cert-failed,id-mismatch,refused,auth-failed",
      "name|identity|certificate",
      but("refused", "cert-failed", "id-mismatch", "auth-failed"))
@failure("The certificate of the initiator names other.example.com, the responder expects "
         "client.example.com.")
def cert_other_name(lab):
    """The initiator's certificate is valid and trusted, but names another host than the responder
    expects, and shows that name as its identity."""
    side_by_side(lab)
    files = make_certificates("rsa")
    renew(files, "initiator", "-days 30", subject="other.example.com")
    left, _ = certified(lab, files, names={"initiator": {"local_id": "other.example.com"}})
    attempt(lab, left)


@view("", "refused,cert-failed,psk-mismatch", "cert-failed", WHICH, told="name|certificate",
      never=but("refused", "cert-failed", "auth-failed"))
@failure("The initiator's certificate names other.example.com; the identity that it shows is "
         "client.example.com.")
def cert_other_name_libreswan(lab):
    """libreswan shows the identity that strongSwan expects, but its certificate, valid and trusted,
    names another host."""
    side_by_side(lab)
    files = make_certificates("rsa")
    renew(files, "initiator", "-days 30", subject="other.example.com")
    certified_gate(lab, files)
    attempt(lab, certified_libreswan(lab, files))


@view("", LIKELY, ANY, WHICH, REFUSED)
@failure("The initiator's certificate is revoked; the responder has the list.")
def cert_revoked(lab):
    """The responder has a revocation list with the initiator's certificate on it. The certificate
    itself does not tell."""
    side_by_side(lab)
    files = make_certificates("rsa")
    files["responder"].append(("x509crl", revoke(files["initiator"][1][1])))
    left, _ = certified(lab, files)
    attempt(lab, left)


def revoke(certificate):
    """A revocation list of the usual authority with this certificate on it."""
    base, folder = os.path.join(RUN, "rsa-ca"), os.path.join(RUN, "revoked")
    run("rm -rf %s && mkdir %s && touch %s/index && echo 01 > %s/number"
        % (folder, folder, folder, folder))
    conf = os.path.join(folder, "conf")
    with open(conf, "w", encoding="utf-8") as file:
        file.write("[ca]\ndefault_ca = lab\n[lab]\ndatabase = %s/index\ncrlnumber = %s/number\n"
                   "default_md = sha256\ndefault_crl_days = 30\ncrl_extensions = crl\n[crl]\n"
                   "authorityKeyIdentifier = keyid:always\n" % (folder, folder))
    given = "-config %s -cert %s-ca.crt -keyfile %s-ca.pem" % (conf, base, base)
    run("openssl ca %s -revoke %s" % (given, certificate))
    path = os.path.join(folder, "list.crl")
    run("openssl ca %s -gencrl -out %s" % (given, path))
    return path


@view("", "no-answer", reason=r"authentication", never=but("no-answer"))
@failure("The initiator authenticates with a pre-shared key, the responder wants certificates.")
def method_psk_or_certificate_libreswan(lab):
    """strongSwan with a pre-shared key; libreswan has a connection with certificates only, and says
    nothing."""
    side_by_side(lab)
    files = make_certificates("rsa")
    libreswan(lab, "r", authby="rsasig", secrets="", leftcert="lab",
              certificates=certificate_store(files, "responder"),
              leftid="@" + SUBJECTS["responder"], rightid="%any", rightca="%any")
    left = strongswan(lab, "i", IKE)
    lab.psk(PSK)
    attempt(lab, left)


def certificate_store(files, who):
    """What libreswan's database is filled with: key and certificate, and the authority's."""
    (_, authority), (_, certificate), (_, key) = files[who][:3]
    path = os.path.join(RUN, who + ".p12")
    run("openssl pkcs12 -export -in %s -inkey %s -name lab -passout pass:lab -out %s"
        % (certificate, key, path))
    return [("lab", path), ("ca", authority, "CT,C,C")]


def certified_gate(lab, files, more=()):
    """strongSwan as the responder, with a certificate."""
    right = lab.charon("r")
    right.files = files["responder"] + list(more)
    right.load(swanctl_conf({"c": connection(
        RESPONDER, INITIATOR, IKE, {"net": child("10.2.0.0/16", "10.1.0.0/16")}, auth="pubkey",
        fragmentation="no", **identified("responder", files["responder"][1][1]))}))


def certified_libreswan(lab, files):
    """libreswan as the initiator, with a certificate."""
    return libreswan(lab, "i", authby="rsasig", secrets="",
                     certificates=certificate_store(files, "initiator"), leftcert="lab",
                     leftid="@" + SUBJECTS["initiator"], leftsendcert="always",
                     rightid="@" + SUBJECTS["responder"], rightca="%any", fragmentation="no")


@view("", LIKELY + ",half-open", ANY, WHICH + "|message 6",
      but("refused", "cert-failed", "auth-failed", "half-open"))
@failure("libreswan does not know the authority that signed strongSwan's certificate.")
def cert_untrusted_responder_libreswan(lab):
    """libreswan initiates with a certificate and does not trust the one that strongSwan shows. It
    repeats message 5 after each refusal of message 6."""
    side_by_side(lab)
    files = make_certificates("rsa")
    certified_gate(lab, make_certificates("rsa", "other"), files["initiator"][:1])
    attempt(lab, certified_libreswan(lab, files))


@view("", HEALTHY, never=FAILED)
@failure("Nothing fails.")
def ok_cert_libreswan(lab):
    """libreswan and strongSwan with certificates that are as they should be, in messages that are
    not cut."""
    side_by_side(lab)
    files = make_certificates("rsa")
    certified_gate(lab, files)
    attempt(lab, certified_libreswan(lab, files))
