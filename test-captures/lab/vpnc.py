# SPDX-License-Identifier: GPL-2.0-or-later
"""vpnc, a client of Cisco's VPN concentrators, in a namespace."""
import os
import subprocess

from peer import Peer
from vpnclog import VpncLog

OPTIONS = {"--script": "/bin/true", "--debug": "99", "--local-port": "500"}


class Vpnc(Peer):
    """One run of vpnc; its standard output is its log."""

    kind = "vpnc"

    def connect(self, addresses, **options):
        """Start it towards a gateway; `addresses`: its own and the gateway's.  An option without
        a value is given an empty one."""
        self.addresses = addresses
        given = dict(OPTIONS, **{"--gateway": addresses[1], "--ifname": "vpn0",
                                 "--pid-file": os.path.join(self.folder, "pid")})
        given.update(("--" + name.replace("_", "-"), value) for name, value in options.items())
        words = [word for row in given.items() for word in row if word]
        self.conf = "vpnc %s --no-detach --non-inter\n" % " ".join(
            "'%s'" % word if " " in word else word for word in words).replace(
                self.folder, "/run/vpnc")
        self.output.close()
        self.output = open(self.log, "w", encoding="utf-8")
        self.process = self.host.popen(
            ["vpnc", *words, "--no-detach", "--non-inter"], stdin=subprocess.DEVNULL,
            stdout=self.output, stderr=self.output)

    def is_default(self, line):
        """At the default level vpnc says only what goes wrong, and that it is up."""
        return line.startswith(("vpnc: ", "VPNC started"))

    def evidence(self):
        log = VpncLog(self.who, self.addresses).read(self.log_text())
        log.evidence.messages = list(log.rows(self.lab.captures[""].path))
        return log.evidence
