# SPDX-License-Identifier: GPL-2.0-or-later
"""The scenarios with other daemons than strongSwan; racoon's are offered where there is one."""
import importlib
import os

from racoon import RACOON

if os.path.exists(RACOON):
    importlib.import_module("with_racoon")
