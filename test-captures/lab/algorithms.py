# SPDX-License-Identifier: GPL-2.0-or-later
"""One small main mode per algorithm: ciphers, hashes and groups that daemons still speak."""
from basics import pair, up_and_down
from lab import SCENARIOS

# Phase 1 proposal, ESP proposal of Quick Mode; a group in the latter makes it use PFS.
SUITES = (
    ("des-md5-modp768", "des-md5"),
    ("3des-md5-modp1024", "3des-md5-modp768"),
    ("aes192-sha256-modp2048", "aes192-sha256"),
    ("aes256-sha384-modp3072", "aes256-sha384"),
    ("aes256-sha512-modp4096", "aes256-sha512"),
    ("aes128-sha1-modp6144", "null-sha1"),
    ("aes128-sha256-modp8192", "aes128ctr-sha256"),
    ("aes128-sha1-modp1024s160", "aes128gcm16"),
    ("aes128-sha1-modp2048s224", "aes256gcm8"),
    ("aes256-sha256-modp2048s256", "aes192ccm12"),
    ("aes256-sha256-ecp192", "aes256-aesxcbc"),
    ("aes256-sha256-ecp224", "aes128gmac"),
    ("aes128-sha512-ecp256", "aes128gcm16-ecp256"),
    ("aes256-sha384-ecp384", "aes256gcm16-ecp384"),
    ("aes256-sha512-ecp521", "aes256gcm16-ecp521"),
    ("aes128-sha256-ecp224bp", "aes128-sha256"),
    ("aes128-sha256-ecp256bp", "aes128-sha256-ecp256bp"),
    ("aes256-sha384-ecp384bp", "aes256-sha384"),
    ("aes256-sha512-ecp512bp", "aes256-sha512"),
    ("aes128-sha256-curve25519", "aes128-sha256-curve25519"),
    ("aes256-sha512-curve448", "aes256-sha512"),
    ("camellia128-sha1-modp1536", "camellia128-sha1"),
    ("camellia256-sha256-modp1536", "camellia256-sha256"),
    ("blowfish128-sha1-modp1536", "blowfish128-sha1"),
    ("blowfish256-sha256-modp1024", "blowfish256-sha256"),
    ("cast128-sha1-modp1024", "cast128-sha1"),
)

ORIGIN = """Main mode with a pre-shared key, %s in phase 1, and a Quick Mode with %s for ESP.

Expected: established, then deleted by the initiator. The initiator is 192.0.2.1."""


def register(ike, esp):
    def suite(lab):
        lab.cable()
        left, _ = pair(lab, ike, esp)
        up_and_down(lab, left)

    suite.__doc__ = ORIGIN % (ike, esp)
    SCENARIOS["suite-" + ike] = suite


for proposal in SUITES:
    register(*proposal)
