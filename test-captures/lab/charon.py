# SPDX-License-Identifier: GPL-2.0-or-later
"""strongSwan's charon in a namespace, with everything logged, and its configuration."""
import os
import re
import shutil
import subprocess
import tempfile
import time

from charonlog import CharonLog
from net import PREFIX, run, stop_process

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.environ.get("LAB_RUN") or os.path.join(tempfile.gettempdir(), PREFIX + "run")
CHARON = os.environ.get("LAB_CHARON") or "/usr/lib/ipsec/charon"
# `gmp` before `openssl` would take the MODP groups; the order says whose DH a hook has to watch.
PLUGINS = ("random nonce openssl gcrypt aes sha1 sha2 md5 hmac kdf x509 revocation constraints "
           "pubkey pkcs1 pkcs8 pem gmp xcbc cmac curve25519 %s kernel-netlink socket-default vici "
           "updown attr xauth-generic %s counters")
FAST = "retransmit_tries = 3\n  retransmit_timeout = 0.6\n  retransmit_base = 1.4"
# Beside the complete log: all secrets, but not every octet of every payload; and a log of the
# level that a daemon has by default.
LAST_TIME = re.compile(rb"(?m)^\w{3} +\d+ \d\d:\d\d:\d\d\.\d{3}")
SHORT_LOG = "default = 1\n      ike = 4\n      chd = 4\n      mgr = 2"

# Where the kernel has no ESP an SPI stays one that is only asked for, which it would soon take back.
CONF = """charon {
  load = %(plugins)s
  install_routes = %(routes)s
  i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  start-scripts { }
  %(options)s
  filelog {
    all {
      path = %(folder)s/charon.log
      default = 4
      flush_line = yes
      ike_name = yes
      time_format = %%b %%e %%T
      time_add_ms = yes
    }
    short {
      path = %(folder)s/short.log
      %(short)s
      flush_line = yes
      ike_name = yes
      time_format = %%b %%e %%T
      time_add_ms = yes
    }
    default {
      path = %(folder)s/default.log
      default = 1
      flush_line = yes
      time_format = %%b %%e %%T
      time_add_ms = yes
    }
  }
  syslog { daemon { default = -1 } }
  plugins {
    vici { socket = unix://%(folder)s/vici }
    kernel-netlink { xfrm_acq_expires = 3600 }
  }
}
"""


def build(source):
    """Compile a preload library of this folder when it is older than its source."""
    os.makedirs(RUN, exist_ok=True)
    target = os.path.join(RUN, source.replace(".c", ".so"))
    path = os.path.join(HERE, source)
    if not os.path.exists(target) or os.path.getmtime(target) < os.path.getmtime(path):
        run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-o", target, path, "-ldl"])
    return target


class Charon:
    """One IKE daemon in one namespace.

    who     its name in the oracles
    conf    its swanctl.conf, once loaded
    files   (folder, path) of the certificates and keys that it loads with it
    """

    def __init__(self, host, who, libipsec=False, options=FAST, plugins="", preload=()):
        self.who, self.libipsec, self.conf, self.files = who, libipsec, "", ()
        self.folder = os.path.join(RUN, who)
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.environment = dict(os.environ, SWANCTL_DIR=self.folder, LAB_FOLDER=self.folder,
                                STRONGSWAN_CONF=os.path.join(self.folder, "strongswan.conf"))
        with open(self.environment["STRONGSWAN_CONF"], "w", encoding="utf-8") as file:
            file.write(CONF % {
                "plugins": PLUGINS % ("kernel-libipsec" if libipsec else "", plugins),
                "routes": "yes" if libipsec else "no", "options": options, "short": SHORT_LOG,
                "folder": self.folder})
        libraries = [] if libipsec else [build("nlshim.c")]
        libraries += [build(source) for source in preload]
        self.frozen = -1                # octets of the log that count; -1: all
        self.start(host, ":".join(libraries))

    def start(self, host, preload):
        self.output = open(os.path.join(self.folder, "output"), "w", encoding="utf-8")
        # A /run of its own, so that two daemons do not meet at one pid file.
        self.process = host.popen(
            ["sh", "-c", "mount -t tmpfs tmpfs /run && exec env LD_PRELOAD=%s %s"
             % (preload, CHARON)], env=self.environment, stdout=self.output, stderr=self.output)
        for _ in range(100):
            if os.path.exists(os.path.join(self.folder, "vici")):
                break
            if self.process.poll() is not None:
                raise RuntimeError("charon ended at once: see %s/output" % self.folder)
            time.sleep(0.05)
        else:
            self.stop()
            raise RuntimeError("charon does not listen: see %s/output" % self.folder)
        time.sleep(0.1)

    def arguments(self, *arguments):
        return ["swanctl", *arguments, "--uri", "unix://%s/vici" % self.folder]

    def swanctl(self, *arguments, timeout=40):
        """Run swanctl to its end and return what it printed; a refusal is no error here."""
        result = subprocess.run(self.arguments(*arguments), capture_output=True, text=True,
                                timeout=timeout, env=self.environment)
        return result.stdout + result.stderr

    def swanctl_in_background(self, *arguments):
        return subprocess.Popen(self.arguments(*arguments), stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env=self.environment)

    def load(self, conf):
        """Give the daemon a swanctl.conf, and its `files`."""
        for folder, path in self.files:
            os.makedirs(os.path.join(self.folder, folder), exist_ok=True)
            shutil.copy(path, os.path.join(self.folder, folder))
        self.conf = conf
        with open(self.conf_path(), "w", encoding="utf-8") as file:
            file.write(conf)
        printed = self.swanctl("--load-all", "--clear", "--file", self.conf_path())
        if re.search(r"loading .* failed|failed to (?!open|load credential)", printed):
            print("   load:", printed.strip())

    def conf_path(self):
        return os.path.join(self.folder, "swanctl.conf")

    def up(self, child="net", timeout=15):
        """Initiate a child SA (and its IKE SA) and say whether it came up."""
        printed = self.swanctl("--initiate", "--child", child, "--timeout", str(timeout))
        return "completed successfully" in printed

    def down(self, ike="c", child=None, timeout=8):
        what = ["--child", child] if child else ["--ike", ike]
        return self.swanctl("--terminate", *what, "--timeout", str(timeout))

    def rekey(self, ike=None, child=None, reauth=False):
        what = ["--child", child] if child else ["--ike", ike]
        return self.swanctl("--rekey", *what, *(["--reauth"] if reauth else []))

    def log_path(self, name="charon"):
        return os.path.join(self.folder, name + ".log")

    def freeze(self):
        """The captures end here: what is logged later is no evidence about them."""
        self.frozen = os.path.getsize(self.log_path())

    def log_text(self, short=False):
        """The log up to the end of the captures."""
        with open(self.log_path(), "rb") as file:
            text = file.read(self.frozen)
        return self.cut("short", text) if short else text.decode("utf-8", "replace")

    def cut(self, name, complete):
        """Another of the logs, as far as the complete one goes."""
        last = LAST_TIME.findall(complete)
        with open(self.log_path(name), "rb") as file:
            lines = file.read().splitlines(keepends=True)
        text = b"".join(line for line in lines if not last or line[:len(last[-1])] <= last[-1])
        return text.decode("utf-8", "replace")

    def default_lines(self):
        """What it logs when it is told nothing about logging, from the first word about IKE on."""
        with open(self.log_path(), "rb") as file:
            lines = self.cut("default", file.read(self.frozen)).splitlines()
        first = [n for n, line in enumerate(lines) if re.search(r"\d\[(IKE|NET|ENC)\]", line)]
        return lines[first[0]:] if first else []

    def stop(self):
        stop_process(self.process, seconds=10)
        self.output.close()

    def kill(self):
        """End the daemon without a farewell to its peer."""
        self.process.kill()
        self.process.wait()

    def evidence(self):
        evidence = CharonLog(self.who).read(self.log_text())
        path = os.path.join(self.folder, "exponents")
        if os.path.exists(path):
            with open(path, encoding="ascii") as file:
                evidence.exponents = list(dict.fromkeys(tuple(line.split()) for line in file))
        return evidence


def block(name, settings, indent):
    """A swanctl.conf section from a dictionary; a dictionary inside is a section inside."""
    space = "  " * indent
    text = "%s%s {\n" % (space, name)
    for key, value in settings.items():
        if isinstance(value, dict):
            text += block(key, value, indent + 1)
        elif value is not None:
            text += "%s  %s = %s\n" % (space, key, value)
    return text + "%s}\n" % space


def child(local="10.1.0.0/16", remote="10.2.0.0/16", esp="aes128-sha1", **more):
    return dict(local_ts=local, remote_ts=remote, esp_proposals=esp, **more)


def connection(local, remote, ike, children, auth="psk", local_id=None, remote_id=None, **more):
    """An IKEv1 connection: addresses, phase 1 proposal, children, identities.

    more: further settings; `local-1`, `remote-1` add to those sections or replace in them."""
    ends = {section: dict({"auth": auth, "id": identity}, **more.pop(section, {}))
            for section, identity in (("local-1", local_id), ("remote-1", remote_id))}
    return dict({"version": 1, "local_addrs": local, "remote_addrs": remote, "proposals": ike,
                 "children": children}, **ends, **more)


def swanctl_conf(connections, secrets=None, pools=None):
    text = block("connections", connections, 0)
    if secrets:
        text += block("secrets", secrets, 0)
    if pools:
        text += block("pools", pools, 0)
    return text
