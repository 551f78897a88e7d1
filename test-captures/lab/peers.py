# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios with other daemons than strongSwan; racoon's and Libreswan 5's are offered where
there is one."""
import importlib
import os

from pluto import PLUTO5
from racoon import RACOON

MODULES = ["with_pluto", "with_vpnc", "with_ikescan"]
if os.path.exists(RACOON):
    MODULES += ["with_racoon", "cisco"]
if os.path.exists(PLUTO5):
    MODULES.append("with_pluto5")
for module in MODULES:
    importlib.import_module(module)
