# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios with other daemons than strongSwan; racoon's are offered where there is one."""
import importlib
import os

from racoon import RACOON

MODULES = ["with_pluto", "with_vpnc", "with_ikescan"]
if os.path.exists(RACOON):
    MODULES += ["with_racoon", "cisco"]
for module in MODULES:
    importlib.import_module(module)
