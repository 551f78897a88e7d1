# SPDX-License-Identifier: GPL-2.0-or-later
"""racoon in a namespace, logging all it can, on a kernel that needs to have no PF_KEY.

The program itself is not part of Debian 12: $LAB_RACOON names one.
"""
import os
import shutil

from charon import build
from keykernel import KeyKernel, Policy
from peer import Peer
from racoonlog import read_racoon_log

RACOON = os.environ.get("LAB_RACOON") or shutil.which("racoon") or "/usr/sbin/racoon"

CONF = """path pre_shared_key "%(folder)s/psk.txt";
path certificate "%(folder)s";
listen {
  isakmp %(local)s [500];
  isakmp_natt %(local)s [4500];
  adminsock disabled;
}
timer {
  counter 3;
  interval 1 sec;
  phase1 8 sec;
  phase2 8 sec;
}
remote %(remote)s {
  exchange_mode %(mode)s;
  lifetime time 1 hour;
%(more)s  proposal {
%(proposal)s  }
}
sainfo anonymous {
  lifetime time 30 min;
%(sainfo)s  compression_algorithm deflate;
}
%(tail)s"""


def settings(indent, pairs):
    return "".join("%s%s %s;\n" % (" " * indent, key, value) for key, value in pairs.items())


class Racoon(Peer):
    """One racoon; `acquire` makes it initiate as a packet that needs the tunnel would."""

    kind = "racoon"

    def __init__(self, lab, host="i", options=("-ddd",)):
        super().__init__(lab, host)
        self.options, self.kernel = list(options), None

    def load(self, local, remote, networks, psks, proposal, sainfo, mode="main", more=None,
             tail=""):
        """Configure and start it.  `networks`: ours and the peer's; `psks`: identity -> key."""
        if not os.path.exists(RACOON):
            raise RuntimeError("no racoon: set LAB_RACOON to one")
        self.file("psk.txt", "".join("%s %s\n" % row for row in psks.items()))
        conf = CONF % {
            "folder": self.folder, "local": local, "remote": remote, "mode": mode, "tail": tail,
            "more": settings(2, more or {}), "proposal": settings(4, proposal),
            "sainfo": settings(2, sainfo)}
        self.conf = conf.replace(self.folder, "/etc/racoon")
        path = self.file("racoon.conf", conf)
        self.kernel = KeyKernel(os.path.join(self.folder, "key"),
                                [Policy(networks[0], local, remote, networks[1])])
        self.start([RACOON, "-F", *self.options, "-f", path, "-l", self.log],
                   LD_PRELOAD=build("afkey.c"), AFKEY_SOCKET=self.kernel.path)
        self.logged("X_SPDDUMP")

    def acquire(self):
        self.kernel.acquire()

    def up(self, seconds=8):
        """Initiate, and say whether an IPsec SA came up."""
        self.acquire()
        return self.logged("IPsec-SA established", seconds)

    def stop(self):
        super().stop()
        if self.kernel:
            self.kernel.stop()

    def talk(self):
        talk = read_racoon_log(self.log, self.who)
        talk.evidence.esp = list(dict.fromkeys(self.kernel.installed))
        return talk
