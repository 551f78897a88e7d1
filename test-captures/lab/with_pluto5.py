# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of Libreswan 5 with strongSwan and with itself."""
import time

from lab import scenario
from pluto import Pluto5
from with_charon import PSK, charon
from with_pluto import ends, finish, shared_key


def pluto5(lab, host, **more):
    daemon = Pluto5(lab, host)
    daemon.load(ends(host, **more), shared_key())
    return daemon


@scenario
def libreswan5_twice(lab):
    """Libreswan 5 on both sides with everything it offers by default, with perfect forward secrecy.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    lab.psk(PSK)
    pluto5(lab, "r")
    left = pluto5(lab, "i")
    finish(lab, left, left.up())


@scenario
def libreswan5_aggressive(lab):
    """Libreswan 5 initiates aggressive mode with a pre-shared key and names for both sides.

    Expected: established, then deleted by the initiator."""
    lab.cable()
    charon(lab, "r", "aes128-sha1-modp1536", aggressive=True, local_id="gate.example.com",
           remote_id="road@example.com")
    lab.psk(PSK)
    left = pluto5(lab, "i", ike="aes128-sha1;modp1536", esp="aes128-sha1", aggressive="yes",
                  pfs="no", leftid="road@example.com", rightid="@gate.example.com")
    finish(lab, left, left.up())


@scenario
def libreswan5_no_proposal_phase2(lab):
    """strongSwan's Quick Mode offers an ESP proposal that Libreswan 5 does not accept.

    Expected: the IKE SA is established, the Quick Mode refused with NO_PROPOSAL_CHOSEN."""
    lab.cable()
    pluto5(lab, "r", ike="aes128-sha1;modp2048", esp="aes256-sha2_256", pfs="no")
    left = charon(lab, "i", "aes128-sha1-modp2048")
    lab.psk(PSK)
    finish(lab, left, left.up(timeout=6))


@scenario
def libreswan5_selector_mismatch(lab):
    """Libreswan 5 asks in Quick Mode for networks that the other one has no connection for.

    Expected: the IKE SA is established, the Quick Mode refused with INVALID_ID_INFORMATION."""
    lab.cable()
    pluto5(lab, "r", pfs="no", leftsubnet="10.9.0.0/16", ike="aes128-sha1;modp2048",
           esp="aes128-sha1")
    left = pluto5(lab, "i", pfs="no", ike="aes128-sha1;modp2048", esp="aes128-sha1")
    lab.psk(PSK)
    left.initiate()
    time.sleep(4)
    finish(lab, left, False)
