# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures of failures, and of what only looks like one: each with the truth about it.

A scenario is a function as elsewhere, below `@failure(cause)` and one `@view(...)` for each of its
captures.  What is true comes from what the scenario configures, never from what a program prints.
"""
import os
import shutil
import time

from basics import PSK, pair
from charon import FAST
from evidence import key_lines, write_lines
from lab import OUT, SCENARIOS, Lab
from nat import ENDS
from with_charon import charon
from with_pluto import ends, shared_key
from pluto import Pluto

FOLDER = os.path.join(OUT, "failures")
WRONG = "incorrect horse"
IKE = "aes128-sha1-modp1024"
PLUTO_IKE = "aes128-sha1;modp1536"
CHARON_IKE = PLUTO_IKE.replace(";", "-")

# What would be a false accusation of a negotiation that succeeds.
FAILED = ("no-answer", "unreachable", "no-proposal", "psk-mismatch", "auth-failed", "id-mismatch",
          "selector-mismatch", "xauth-failed", "malformed", "aborted", "path-blocked", "half-open",
          "refused", "cert-failed", "config-failed")
HEALTHY = "established+quick.established"


class FailureLab(Lab):
    """A lab whose captures go to their own folder, with keys, the truth and the usual logs."""

    def __init__(self, name, origin):
        super().__init__(name, origin)
        self.truth = SCENARIOS[name]
        self.holders = None             # daemons whose secrets are in the key file; None: all

    def write(self):
        witnesses = [daemon.evidence() for daemon in self.daemons]
        for suffix, capture in self.captures.items():
            base = os.path.join(FOLDER, self.name + suffix)
            shutil.move(capture.path, base + ".pcap")
            write_lines(base + ".keys", key_lines(self.trusted(witnesses), self.trusted_psks()))
            write_lines(base + ".txt", self.origin_lines(witnesses, suffix))
            write_lines(base + ".verdict", verdict_lines(self.truth, suffix))
        self.write_default_logs()

    def trusted(self, witnesses):
        return [w for w in witnesses if not self.holders or w.who in self.holders]

    def trusted_psks(self):
        return [psk for psk in self.psks if not self.holders or psk[0] in self.holders]


def verdict_lines(function, suffix):
    """The lines of NAME<suffix>.verdict."""
    yield "cause=" + function.cause
    for key in ("verdict", "reason", "keys", "keys-reason", "never"):
        yield "%s=%s" % (key, function.views[suffix][key])


def write_verdicts():
    """Write the truth about the captures that are there, without making them anew."""
    for name, function in SCENARIOS.items():
        for suffix in getattr(function, "views", ()):
            base = os.path.join(FOLDER, name + suffix)
            if os.path.exists(base + ".pcap"):
                write_lines(base + ".verdict", verdict_lines(function, suffix))


def failure(cause):
    """Register a scenario whose tunnel fails for this cause (or works in spite of it)."""
    def register(function):
        function.cause, function.lab = cause, FailureLab
        SCENARIOS[function.__name__.replace("_", "-")] = function
        return function
    return register


def view(suffix, verdict, keys=None, reason="", never=(), told=None):
    """What is true of the capture NAME<suffix>.pcap; see README.md for the fields.

    keys, told: verdict and reason with keys; the same as without unless given."""
    def add(function):
        views = vars(function).setdefault("views", {})
        views[suffix] = {"verdict": verdict, "keys": keys or verdict, "reason": reason,
                         "keys-reason": reason if told is None else told,
                         "never": never if isinstance(never, str) else ",".join(never)}
        return function
    return add


def but(*tokens):
    """All failures but these."""
    return tuple(token for token in FAILED if token not in tokens)


# -- the two sides

def natted(lab, inside=False, router="masquerade to :20000-29999", on_router=False):
    """The initiator behind a router; captured at the responder, before the router, and on it."""
    lab.nat(router)
    lab.hosts["r"]("ip route add 10.9.0.0/24 via 203.0.113.1")
    if inside:
        lab.capture("i", "wan", "-inside", "before the router, at the initiator")
    if on_router:
        lab.capture("n", "any", "-router", "on the router, where each packet is seen twice")


def routed(lab):
    """As `natted`, with both captures, but the router leaves the addresses alone."""
    natted(lab, True, "counter")
    return "10.9.0.2", "203.0.113.2", "10.9.0.2"


def side_by_side(lab, both=False):
    """Captured at the initiator, and at the responder."""
    lab.cable()
    if both:
        lab.capture("r", "wan", "-responder", "at the responder")


def is_natted(lab):
    return "n" in lab.hosts


def strongswans(lab, ike=IKE, **more):
    """Two strongSwans with the same key; behind NAT they name themselves."""
    if is_natted(lab):
        more.setdefault("ends", ENDS)
        for who, names in (("initiator", ("road@example.com", "gate.example.com")),
                           ("responder", ("gate.example.com", "road@example.com"))):
            more[who] = dict({"local_id": names[0], "remote_id": names[1]}, **more.get(who, {}))
    return pair(lab, ike, **more)


def libreswan(lab, host, secret=PSK, setup=None, certificates=(), secrets=None, **more):
    """One pluto with one connection; behind NAT it names itself."""
    settings = {"ike": PLUTO_IKE, "esp": "aes128-sha1", "pfs": "no"}
    if is_natted(lab):
        settings.update(
            {"left": ENDS[0], "right": ENDS[1], "leftid": "@road", "rightid": "@gate"}
            if host == "i" else
            {"left": ENDS[1], "right": ENDS[2], "leftid": "@gate", "rightid": "@road"})
    settings.update(more)
    daemon = Pluto(lab, host, **(setup or {}))
    daemon.load({key: value for key, value in ends(host, **settings).items() if value is not None},
                shared_key(secret) if secrets is None else secrets, certificates)
    return daemon


def strongswan(lab, host, ike=CHARON_IKE, **more):
    """One strongSwan beside a libreswan."""
    if is_natted(lab):
        addresses = (ENDS[0], ENDS[1]) if host == "i" else (ENDS[1], ENDS[2])
        names = ("road", "gate") if host == "i" else ("gate", "road")
        more = dict({"local": addresses[0], "remote": addresses[1],
                     "local_id": "fqdn:" + names[0], "remote_id": "fqdn:" + names[1]}, **more)
    return charon(lab, host, ike, **more)


def disagree(lab, left):
    """Give the initiator, a strongSwan, another pre-shared key than the responder's."""
    left.load(left.conf.replace(PSK, WRONG))
    lab.psks[:] = [("initiator", "*", WRONG), ("responder", "*", PSK)]


def attempt(lab, left, seconds=5, wait=0.5):
    """Initiate, and note whether the tunnel came up."""
    if hasattr(left, "swanctl"):
        up = left.up(timeout=seconds)
    else:
        left.initiate()
        up = left.logged("IPsec SA established", seconds)
    lab.fact("up: %s" % up)
    time.sleep(wait)


def rule(host, hook, text, priority=0, name="fault"):
    """An nftables rule on the path through a host."""
    host.nft("table inet %s {\n  chain %s {\n    type filter hook %s priority %d;\n    %s\n  }\n}"
             % (name, hook, hook, priority, text))


def repair(host, name="fault"):
    host.nft("delete table inet %s" % name)


ESP_IN_UDP = "udp dport 4500 @th,64,32 != 0"       # no marker of IKE in front
PATIENT = FAST.replace("tries = 3", "tries = 5")
