# SPDX-License-Identifier: GPL-2.0-or-later
"""Negotiations of Libreswan 5 with strongSwan and with itself."""
import time

from lab import scenario
from pluto import Pluto5
from with_charon import PSK, charon
from with_pluto import aggressive, finish, started, twice


def pluto5(lab, host, **more):
    return started(Pluto5, lab, host, **more)


@scenario
def libreswan5_twice(lab):
    """Libreswan 5 on both sides with everything it offers by default, with perfect forward secrecy.

    Expected: established, then deleted by the initiator."""
    twice(lab, Pluto5)


@scenario
def libreswan5_aggressive(lab):
    """Libreswan 5 initiates aggressive mode with a pre-shared key and names for both sides.

    Expected: established, then deleted by the initiator."""
    aggressive(lab, Pluto5)


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
