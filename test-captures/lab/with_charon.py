# SPDX-License-Identifier: GPL-2.0-or-later
"""strongSwan as the other side of another daemon."""
from charon import child, connection, swanctl_conf
from lab import INITIATOR, RESPONDER

PSK = "correct horse battery staple"
NETWORKS = ("10.1.0.0/16", "10.2.0.0/16")


def charon(lab, host, ike, esp="aes128-sha1", local=None, remote=None, secret=PSK, **more):
    """strongSwan with one connection `c` and one child `net`, on either side."""
    daemon = lab.charon(host)
    ours, theirs = NETWORKS if host == "i" else NETWORKS[::-1]
    addresses = (INITIATOR, RESPONDER) if host == "i" else (RESPONDER, INITIATOR)
    daemon.load(swanctl_conf(
        {"c": connection(local or addresses[0], remote or addresses[1], ike,
                         {"net": child(ours, theirs, esp)}, **more)},
        {"ike-1": {"secret": "\"%s\"" % secret}}))
    return daemon
