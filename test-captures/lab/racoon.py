# SPDX-License-Identifier: GPL-2.0-or-later
"""racoon in a namespace, logging all it can, on a kernel that needs to have no PF_KEY.

The program itself is not part of Debian 12: $LAB_RACOON names one.
"""
import os
import re
import shutil

from charon import build
from keykernel import KeyKernel, Policy
from net import run
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


def crypted(password):
    return run(["openssl", "passwd", "-6", password]).strip()


def settings(indent, pairs):
    return "".join("%s%s %s;\n" % (" " * indent, key, value) for key, value in pairs.items())


# Each line names its level; at the default level there are these.
DEFAULT = re.compile(r"^\S+ \S+ (\[\S+\] )?(INFO|NOTIFY|WARNING|ERROR): ")


class Racoon(Peer):
    """One racoon; `acquire` makes it initiate as a packet that needs the tunnel would."""

    kind = "racoon"

    def __init__(self, lab, host="i", options=("-ddd",)):
        super().__init__(lab, host)
        self.options, self.kernel = list(options), None

    def load(self, local, remote, networks, psks, proposal, sainfo, mode="main", more=None,
             tail="", users=None, protocols=(50,)):
        """Configure and start it.  `networks`: ours and the peer's, None for a gateway that learns
        them; `psks`: identity -> key; `users`: name -> password for XAUTH; `protocols`: of the
        tunnel, innermost first (50 ESP, 51 AH)."""
        if not os.path.exists(RACOON):
            raise RuntimeError("no racoon: set LAB_RACOON to one")
        self.file("psk.txt", "".join("%s %s\n" % row for row in psks.items()))
        conf = CONF % {
            "folder": self.folder, "local": local, "remote": remote, "mode": mode, "tail": tail,
            "more": settings(2, more or {}), "proposal": settings(4, proposal),
            "sainfo": settings(2, sainfo)}
        self.conf = conf.replace(self.folder, "/etc/racoon")
        path = self.file("racoon.conf", conf)
        policies = []
        if networks:
            policies = [Policy(networks[0], local, remote, networks[1], protocols)]
        self.kernel = KeyKernel(os.path.join(self.folder, "key"), policies)
        self.start([*self.accounts(users), RACOON, "-F", *self.options, "-f", path, "-l", self.log],
                   LD_PRELOAD=build("afkey.c"), AFKEY_SOCKET=self.kernel.path)
        self.logged("X_SPDDUMP")

    def accounts(self, users):
        """A command that lets the next one see these users (name -> password) as the system's
        only ones beside root."""
        mounts = ""
        for name, first, line in (
                ("passwd", "root:x:0:0::/:/bin/false\n", "%s:x:4711:4711::/:/bin/false\n"),
                ("shadow", "root:*:1::::::\n", "%s:%s:1::::::\n")):
            rows = [line % ((user, crypted(password)) if name == "shadow" else user)
                    for user, password in (users or {}).items()]
            mounts += "mount --bind %s /etc/%s && " % (
                self.file(name, first + "".join(rows)), name)
        return ["sh", "-c", mounts + "exec \"$@\"", "sh"] if users else []

    def acquire(self):
        self.kernel.acquire()

    def up(self, seconds=8):
        """Initiate, and say whether an IPsec SA came up."""
        self.acquire()
        return self.logged("IPsec-SA established", seconds)

    def is_default(self, line):
        """The level of a line stands before its text."""
        return bool(DEFAULT.match(line))

    def stop(self):
        super().stop()
        if self.kernel:
            self.kernel.stop()

    def talk(self):
        talk = read_racoon_log(self.log, self.who)
        talk.evidence.esp = list(dict.fromkeys(self.kernel.installed))
        return talk
