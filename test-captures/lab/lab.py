# SPDX-License-Identifier: GPL-2.0-or-later
"""One scenario: its hosts, daemons and captures, from set-up to the files it leaves."""
import glob
import os
import re
import shutil
from datetime import datetime

from charon import RUN, Charon
from evidence import write_files, write_lines
from net import Capture, Namespace, connect, lose, stop_process

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.environ.get("LAB_OUT") or os.path.dirname(HERE)
DEFAULT_LOGS = os.path.join(OUT, "default-logs")

INITIATOR, RESPONDER = "192.0.2.1", "192.0.2.2"
INITIATOR6, RESPONDER6 = "2001:db8::1", "2001:db8::2"
ROUTER = "203.0.113.1"
BEHIND_NAT, PUBLIC = "10.9.0.2", "203.0.113.2"

LOG_TIME = "%b %e %H:%M:%S.%f"         # as charon writes it, but for the last three digits

SCENARIOS = {}


def scenario(function):
    """Register a scenario.  Its name is the function's with `-`, its docstring the origin text:
    what the capture shows, then a paragraph that begins with `Expected:`."""
    SCENARIOS[function.__name__.replace("_", "-")] = function
    return function


def room_of(name):
    """The folder that holds the capture already; a new one stands in no room yet."""
    known = glob.glob(os.path.join(OUT, "*", name + ".txt"))
    return os.path.dirname(known[0]) if known else OUT


class Lab:
    """Two hosts joined by a cable, or by a router that hides the first one (`nat`).

    Use it as a context manager: leaving it ends every process and removes every namespace.
    """

    def __init__(self, name, origin=""):
        self.name, self.origin, self.room = name, origin, room_of(name)
        self.hosts, self.captures, self.daemons, self.processes = {}, {}, [], []
        self.psks, self.facts, self.logs, self.views = [], [], [], {}
        self.shown = lambda sender, mid, payloads: True     # what the capture could see
        self.since = ""                                     # log time when the capture began
        self.lost = {}                                      # see evidence.write_files
        self.arguments = ""                                 # that tshark needs to read it

    def __enter__(self):
        os.makedirs(OUT, exist_ok=True)
        os.makedirs(RUN, exist_ok=True)
        return self

    def __exit__(self, kind, value, trace):
        try:
            for capture in self.captures.values():
                capture.stop()
            for daemon in self.daemons:
                if hasattr(daemon, "freeze"):
                    daemon.freeze()
        finally:
            self.clear()
        if kind is None:
            self.write()

    def clear(self):
        """End what still runs, and remove the hosts."""
        for process in self.processes:
            stop_process(process)
        for daemon in self.daemons:
            daemon.stop()
        for host in self.hosts.values():
            host.remove()

    # -- hosts and captures

    def host(self, name):
        self.hosts[name] = Namespace(name)
        return self.hosts[name]

    def cable(self, mtu=1500):
        """The initiator and the responder side by side; captured at the initiator."""
        left, right = self.host("i"), self.host("r")
        connect(left, "wan", [INITIATOR + "/24", INITIATOR6 + "/64"],
                right, "wan", [RESPONDER + "/24", RESPONDER6 + "/64"], mtu)
        self.networks()
        self.capture("i", "wan")

    def nat(self, rule="masquerade random"):
        """The initiator behind a masquerading router; captured at the responder."""
        inner, router, outer = self.host("i"), self.host("n"), self.host("r")
        connect(inner, "wan", [BEHIND_NAT + "/24"], router, "lan", ["10.9.0.1/24"])
        connect(router, "wan", [ROUTER + "/24"], outer, "wan", [PUBLIC + "/24"])
        inner("ip route add default via 10.9.0.1")
        router("sysctl -q -w net.ipv4.ip_forward=1")
        self.masquerade(rule)
        self.networks()
        self.capture("r", "wan")

    def masquerade(self, rule):
        self.hosts["n"].nft(
            "table ip nat\ndelete table ip nat\ntable ip nat {\n  chain post {\n"
            "    type nat hook postrouting priority 100;\n"
            "    oifname \"wan\" meta l4proto udp %s\n  }\n}" % rule)

    def forget_connections(self):
        """Make the router forget what it masquerades: it does when the device goes down."""
        self.hosts["n"]("ip link set wan down")
        self.hosts["n"]("ip link set wan up")

    def silence(self, host):
        """Let a host drop every UDP packet that comes in, without an ICMP error."""
        lose(self.hosts[host], ["input"], "")

    def networks(self):
        """Addresses inside the private networks 10.1.0.0/16 and 10.2.0.0/16."""
        for host, network in ((self.hosts["i"], "10.1"), (self.hosts["r"], "10.2")):
            for k in range(9):
                host("ip addr add %s.%d.1/32 dev lo" % (network, k))

    def capture(self, host, device, suffix="", view="", **options):
        """Capture into NAME<suffix>.pcap; `view` says from where, if it is not the only one."""
        self.views[suffix] = view
        path = os.path.join(RUN, self.name + suffix + ".pcap")
        self.captures[suffix] = Capture(self.hosts[host], device, path, **options)

    def move_capture(self, host, device, **options):
        """Capture somewhere else from now on; what was seen so far is dropped."""
        self.captures[""].stop()
        self.capture(host, device, **options)
        self.since = datetime.now().strftime(LOG_TIME)[:-3]

    # -- daemons

    def charon(self, host="i", who=None, **options):
        who = who or {"i": "initiator", "r": "responder"}[host]
        daemon = Charon(self.hosts[host], who, **options)
        self.daemons.append(daemon)
        return daemon

    def charons(self, **options):
        """The initiator's and the responder's daemon, with the same options."""
        return self.charon("i", **options), self.charon("r", **options)

    def psk(self, secret, holder="", identity="*"):
        """A pre-shared key for the key file."""
        self.psks.append((holder, identity, secret))

    def keep_log(self, daemon, short=False, prefix=""):
        """Keep a daemon's log for the tests of the log importer."""
        self.logs.append((daemon, short, prefix))

    def fact(self, text):
        """A line for NAME.txt about what happened in this run."""
        self.facts.append(text)
        print("   " + text, flush=True)

    def ping(self, count=3, source="10.1.0.1", target="10.2.0.1"):
        """Ping through the tunnel and return how many answers came."""
        printed = self.hosts["i"]("ping -c %d -i 0.2 -W 1 -I %s %s || true"
                                  % (count, source, target))
        if "transmitted" not in printed:
            raise RuntimeError("ping: " + printed.strip())
        return printed.count("bytes from")

    # -- results

    def write(self):
        witnesses = [daemon.evidence() for daemon in self.daemons]
        for witness in witnesses:
            witness.messages = [row for row in witness.messages if row[0] >= self.since]
        for suffix, capture in self.captures.items():
            shutil.move(capture.path, os.path.join(self.room, self.name + suffix + ".pcap"))
            write_files(self.room, self.name + suffix, witnesses, self.psks,
                        self.shown, self.lost)
            write_lines(os.path.join(self.room, self.name + suffix + ".arguments"), [self.arguments])
            write_lines(os.path.join(self.room, self.name + suffix + ".txt"),
                        self.origin_lines(witnesses, suffix))
        for daemon, short, prefix in self.logs:
            self.write_log(daemon, short, prefix)
        self.write_default_logs()

    def write_default_logs(self):
        """What each daemon logs when it is told nothing about logging."""
        os.makedirs(DEFAULT_LOGS, exist_ok=True)
        for daemon in self.daemons:
            path = "%s.%s.%s.default-log" % (self.name, daemon.who,
                                             getattr(daemon, "kind", "charon"))
            write_lines(os.path.join(DEFAULT_LOGS, path), daemon.default_lines())

    def origin_lines(self, witnesses, suffix):
        yield from re.sub(r"\n +", "\n", self.origin.strip()).splitlines()
        if suffix:
            yield ""
            yield "This is another view of the same run as %s.pcap: %s." % (self.name,
                                                                            self.views[suffix])
        if self.facts:
            yield ""
            yield from self.facts
        for daemon, witness in zip(self.daemons, witnesses):
            yield ""
            yield "%s: %s%s" % (witness.who, witness.version, self.kernel(daemon))
            yield from daemon.conf.rstrip().splitlines()

    @staticmethod
    def kernel(daemon):
        if not hasattr(daemon, "libipsec"):
            return ""
        return ", ESP by kernel-libipsec" if daemon.libipsec else ", no ESP in the kernel"

    def write_log(self, daemon, short, prefix):
        """A log without machine paths, from the first line about IKE on."""
        lines = daemon.log_text(short).replace(daemon.folder, "/etc/lab").splitlines()
        first = [n for n, line in enumerate(lines) if re.search(r"\[IKE\]|<\d+>|\|\d+>", line)]
        start = [line for line in lines if "Starting IKE charon" in line]
        write_lines(os.path.join(self.room, self.name + prefix + ".charon.log"),
                    start + lines[first[0] if first else 0:])


def run_scenario(name):
    """Run one scenario; the function may name another kind of lab than the usual one."""
    print("== " + name, flush=True)
    function = SCENARIOS[name]
    with getattr(function, "lab", Lab)(name, function.__doc__ or "") as lab:
        function(lab)


def clean_up():
    shutil.rmtree(RUN, ignore_errors=True)
