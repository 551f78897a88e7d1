# SPDX-License-Identifier: GPL-2.0-or-later
"""Probes of ike-scan, which asks a gateway for its proposals and never goes on."""
import os
import re

from charon import RUN
from lab import RESPONDER, scenario
from net import run
from peer import Peer
from with_charon import PSK, charon

WEAK = "letmein"


class IkeScan(Peer):
    """One run of ike-scan to its end.  It keeps no list of messages: the gateway does."""

    kind = "ike-scan"

    def scan(self, options):
        command = "ike-scan %s %s" % (options, RESPONDER)
        self.conf = command.replace(RUN + "/", "")
        printed = self.host(command, timeout=60)
        for line in printed.splitlines():
            if re.search(r"returned|HDR=|Ending", line):
                self.lab.fact(line.split(":")[0] if "Ending" in line else line.strip())
        return printed

    def talk(self):
        talk = super().talk()
        talk.evidence.version = run("ike-scan --version 2>&1").splitlines()[0]
        return talk


def probe(lab, options, ike, secret=PSK, **more):
    """A strongSwan gateway, and one probe of it."""
    lab.cable()
    charon(lab, "r", ike, secret=secret, **more)
    lab.psk(secret)
    return IkeScan(lab).scan("--retry=2 --timeout=400 " + options)


@scenario
def ikescan_main(lab):
    """ike-scan probes a gateway by the first message of main mode with its usual eight transforms.
    The gateway chooses one; nobody goes on.

    Expected: unfinished after two messages."""
    probe(lab, "--multiline", "3des-sha1-modp1024")


@scenario
def ikescan_no_proposal(lab):
    """ike-scan probes a gateway whose algorithms are none of the usual eight transforms.

    Expected: refused with NO_PROPOSAL_CHOSEN in clear."""
    probe(lab, "", "aes256-sha512-modp4096")


@scenario
def ikescan_aggressive(lab):
    """ike-scan probes a gateway by aggressive mode. The answer holds the gateway's HASH_R, from
    which a weak pre-shared key can be guessed offline, as psk-crack then does with a short list.

    Expected: unfinished after two messages."""
    parameters = os.path.join(RUN, "psk.parameters")
    probe(lab, "--aggressive --id=road@example.com --idtype=3 --dhgroup=2 --pskcrack=%s"
          % parameters, "3des-sha1-modp1024", WEAK, aggressive=True,
          local_id="gate.example.com", remote_id="road@example.com")
    words = os.path.join(RUN, "words")
    with open(words, "w", encoding="ascii") as file:
        file.write("password\n%s\nqwerty\n" % WEAK)
    cracked = run(["psk-crack", "--dictionary=" + words, parameters], check=False)
    for line in cracked.splitlines():
        if "matches" in line:
            lab.fact("psk-crack: " + re.sub(r" in [0-9.]+ seconds.*", "", line))


@scenario
def ikescan_no_answer(lab):
    """ike-scan probes a host where nothing is: three attempts, each longer after the last.

    Expected: no answer."""
    lab.cable()
    lab.hosts["r"].nft("table inet silent {\n  chain in {\n    type filter hook input priority 0;\n"
                       "    udp dport 500 drop\n  }\n}")
    IkeScan(lab).scan("--retry=3 --timeout=500")
