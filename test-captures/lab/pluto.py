# SPDX-License-Identifier: GPL-2.0-or-later
"""libreswan's pluto in a namespace, with everything logged.

The package cannot be installed beside strongSwan, so it is only unpacked: $LAB_LIBRESWAN names
a folder where that was done, else it is fetched.
"""
import os
import re

from charon import RUN, build
from net import run
from peer import Peer
from plutolog import read_pluto_log

# Without helper threads no two of them write into each other's hex dumps.
SETUP = {"ikev1-policy": "accept", "plutodebug": "all,tmi,private,crypt", "uniqueids": "yes",
         "nhelpers": "0"}
FAST = {"retransmit-interval": "400", "retransmit-timeout": "4s", "keyingtries": "1"}
LIB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../script/lib.sh")
# A Debian with Libreswan 5: that of script/tree, unless another one is named.
TREE5 = os.environ.get("LAB_LIBRESWAN5") or os.path.join(
    run(["bash", "-c", '. "$1" && printf %s "$trees"', "bash", LIB]), "trixie")
PLUTO5 = os.path.join(TREE5, "usr/libexec/ipsec/pluto")
# Counters, lists and timers fill nine tenths of the log and say nothing about a negotiation.
NOISE = re.compile(r"^\S+ +\d+ \S+: \| +(out_struct:|next payload chain:|last substructure:|"
                   r"(newref|addref|delref|freeref|newalloc|alloc) |.*hash_table_entries|spent |"
                   r"event_|.*hash table|FOR_EACH_|  matches:|unpack_|.*: (delref|addref) )")

# The default log of a negotiation; not what a kernel without ESP cannot answer.
TALK = re.compile(r'^\S+ +\d+ \S+: ("net"(\[\d+\] \S+)?( #\d+)?: (?!failed to pull)|packet from )')


def unpack():
    """The folder that holds pluto and its helpers."""
    root = os.environ.get("LAB_LIBRESWAN") or os.path.join(RUN, "libreswan")
    if not os.path.exists(os.path.join(root, "usr/libexec/ipsec/pluto")):
        os.makedirs(root, exist_ok=True)
        run("cd %s && apt-get -q download libreswan && dpkg -x libreswan_*.deb ." % root,
            timeout=120)
    return os.path.join(root, "usr/libexec")


def section(kind, settings):
    return kind + "\n" + "".join("  %s=%s\n" % row for row in settings.items())


class Pluto(Peer):
    """One pluto with one connection, `net`."""

    kind = "pluto"
    libexec = staticmethod(unpack)

    def __init__(self, lab, host="i", **setup):
        super().__init__(lab, host)
        self.setup, self.notes = setup, os.path.join(self.folder, "nss.keys")

    def load(self, connection, secrets, certificates=()):
        """Start it with an ipsec.conf connection and the lines of ipsec.secrets.
        `certificates`: (password, PKCS#12 file) or (nickname, PEM file, trust)."""
        libexec = self.libexec()
        self.conf = section("config setup", dict(SETUP, **self.setup)) + section(
            "conn net", dict({"ikev2": "no", "auto": "add", "leftupdown": "/bin/true"},
                             **FAST, **connection))
        conf = self.file("ipsec.conf", self.conf)
        secrets = self.file("ipsec.secrets", secrets)
        for name in ("nss", "ipsec.d"):
            os.makedirs(os.path.join(self.folder, name))
        run(["certutil", "-N", "-d", "sql:%s/nss" % self.folder, "--empty-password"])
        for certificate in certificates:
            self.import_certificate(*certificate)
        # /run and the helpers' folder are this daemon's own, by a mount that nobody else sees.
        self.start(["sh", "-c", "mount -t tmpfs tmpfs /run && mkdir /run/pluto && "
                    "mount --bind %s /usr/libexec && "
                    "exec env LD_PRELOAD=%s:%s /usr/libexec/ipsec/pluto --config %s --nofork "
                    "--logfile %s --nssdir %s/nss --ipsecdir %s/ipsec.d --secretsfile %s"
                    % (libexec, build("nlshim.c"), build("nsshook.c"), conf, self.log,
                       self.folder, self.folder, secrets)], NSSHOOK_OUT=self.notes)
        self.wait_for(lambda: os.path.exists("/proc/%d/root/run/pluto/pluto.ctl"
                                             % self.process.pid))
        self.logged("reaped addconn helper")
        self.inside("whack --listen")
        self.inside("addconn --config %s net" % conf)

    def import_certificate(self, nickname, path, trust=None):
        database = "sql:%s/nss" % self.folder
        if trust:
            run(["certutil", "-A", "-d", database, "-n", nickname, "-t", trust, "-i", path])
        else:
            run(["pk12util", "-i", path, "-d", database, "-W", nickname, "-K", ""])

    def inside(self, command, timeout=30):
        """Run one of libreswan's helpers where it meets this daemon's control socket."""
        return run("nsenter -t %d -m -n /usr/libexec/ipsec/%s" % (self.process.pid, command),
                   check=False, timeout=timeout)

    def up(self, more=""):
        """Initiate, and say whether an IPsec SA came up."""
        return "IPsec SA established" in self.inside("whack --initiate --name net " + more)

    def initiate(self):
        """Initiate without waiting for the outcome."""
        self.inside("whack --initiate --asynchronous --name net")

    def down(self):
        self.inside("whack --terminate --name net")

    def kept_lines(self):
        """From the first message on, without the daemon's bookkeeping."""
        lines = [line for line in super().kept_lines() if not NOISE.match(line)]
        first = [n for n, line in enumerate(lines)
                 if "initiating IKEv1" in line or "| *received" in line]
        start = [line for line in lines if "Starting Pluto" in line]
        return start + lines[first[0] if first else 0:]

    def is_default(self, line):
        """Without `plutodebug` it logs the same, but for the lines that begin with a bar."""
        return bool(TALK.match(line))

    def talk(self):
        return read_pluto_log(self.log, self.notes, self.who)


def wrap():
    """The folder of the tree's helpers, each as a script that runs it with the tree's libraries."""
    folder = os.path.join(RUN, "libreswan5", "ipsec")
    os.makedirs(folder, exist_ok=True)
    for name in ("pluto", "addconn", "whack"):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nexec %s/lib64/ld-linux-x86-64.so.2 --argv0 "$0" --library-path '
                       '%s/usr/lib/x86_64-linux-gnu %s/usr/libexec/ipsec/%s "$@"\n'
                       % (TREE5, TREE5, TREE5, name))
        os.chmod(path, 0o755)
    return os.path.dirname(folder)


class Pluto5(Pluto):
    """One pluto of Libreswan 5, out of a Debian tree."""

    kind = "pluto5"
    libexec = staticmethod(wrap)
