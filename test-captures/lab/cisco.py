# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of the shape of the transcripts in Cisco's VPN client document 14127.

Main mode is the capture `mm-psk`, aggressive mode `ag-psk`, no answer `no-peer`.
"""
from basics import pair
from charon import child
from lab import scenario
from net import lose


@scenario
def quick_mode_refused(lab):
    """Each time that the initiator sends the first message of Quick Mode, the responder answers
    NO_PROPOSAL_CHOSEN. The initiator does not act on it, because its host drops the answer behind
    the place of the capture, and repeats the message three times before it gives up.

    Expected: IKE SA established, refused in phase 2. The initiator is 192.0.2.1."""
    lab.cable()
    left, _ = pair(lab, "3des-sha1-modp1024",
                   initiator={"children": {"net": child(esp="3des-md5")}},
                   responder={"children": {"net": child("10.2.0.0/16", "10.1.0.0/16", "aes256-sha1")}})
    lose(lab.hosts["i"], ["input"], "@th,208,8 5")
    lab.fact("up: %s" % left.up())
