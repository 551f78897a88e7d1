# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures whose key files hold the private Diffie-Hellman exponents of both sides."""
from basics import PSK, load_pair, up_and_down
from certificates import certified_pair
from lab import scenario

HOOK = {"preload": ["dhhook.c"]}


def watched_pair(lab, ike, esp, **more):
    left, right = lab.charons(**HOOK)
    load_pair(left, right, ike, esp, **more)
    lab.psk(PSK)
    return left


@scenario
def dh_private_modp(lab):
    """Main mode with a pre-shared key and group 14. The key file holds both sides' exponents.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    up_and_down(lab, watched_pair(lab, "aes128-sha1-modp2048", "aes128-sha1"))


@scenario
def dh_private_pfs(lab):
    """Main mode with group 2 and a Quick Mode with perfect forward secrecy by group 5. The key
    file holds both sides' exponents of both exchanges, the latter with their message ID.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    up_and_down(lab, watched_pair(lab, "3des-sha1-modp1024", "aes128-sha1-modp1536"))


@scenario
def dh_private_ecp(lab):
    """Main mode and Quick Mode with elliptic curves over prime fields: P-256 in phase 1, P-384 for
    perfect forward secrecy. The key file holds both sides' exponents.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    up_and_down(lab, watched_pair(lab, "aes128-sha256-ecp256", "aes256-sha256-ecp384"))


@scenario
def dh_private_curve25519(lab):
    """Main mode and Quick Mode with curve25519. The key file holds both sides' private values, as
    the 32 octets of RFC 7748, not as a number.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    up_and_down(lab, watched_pair(lab, "aes128-sha256-curve25519", "aes128-sha256-curve25519"))


@scenario
def dh_private_aggressive(lab):
    """Aggressive mode with a pre-shared key and group 5. The key file holds both sides' exponents.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    up_and_down(lab, watched_pair(lab, "aes256-sha256-modp1536", "aes128-sha1", aggressive="yes"))


@scenario
def dh_private_rsa(lab):
    """Main mode with RSA signatures and group 14: without a pre-shared key one exponent alone
    opens the capture. The key file holds both sides' exponents.

    Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = certified_pair(lab, "rsa", "aes128-sha1-modp2048", fragmentation="no",
                             preload=["dhhook.c"])
    up_and_down(lab, left)
