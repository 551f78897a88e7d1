# SPDX-License-Identifier: GPL-2.0-or-later
"""Network namespaces, the cables between them, and packet captures."""
import os
import signal
import subprocess
import time

PREFIX = os.environ.get("LAB_PREFIX", "ikl") + "-"

# IKE, ESP and the ICMP errors about them; not the neighbour discovery of IPv6.
DEFAULT_FILTER = "udp or esp or ah or icmp or (icmp6 and ip6[40] < 128)"


def run(command, check=True, timeout=30, stdin=None):
    """Run a command (string: through the shell) and return what it printed."""
    result = subprocess.run(command, shell=isinstance(command, str), capture_output=True,
                            text=True, timeout=timeout, input=stdin)
    if check and result.returncode:
        raise RuntimeError("%s: exit status %d\n%s%s"
                           % (command, result.returncode, result.stdout, result.stderr))
    return result.stdout + result.stderr


class Namespace:
    """A host of its own: calling it runs a shell command inside."""

    def __init__(self, name):
        self.name = PREFIX + name
        self.remove()
        run(["ip", "netns", "add", self.name])
        self("ip link set lo up")
        for key in ("ipv4.conf.all.rp_filter", "ipv4.conf.default.rp_filter",
                    "ipv6.conf.all.accept_dad", "ipv6.conf.default.accept_dad",
                    "ipv6.conf.all.router_solicitations",
                    "ipv6.conf.default.router_solicitations"):
            self("sysctl -q -w net.%s=0" % key, check=False)

    def __call__(self, command, check=True, timeout=30):
        return run("ip netns exec %s %s" % (self.name, command), check, timeout)

    def popen(self, arguments, **options):
        """Start a program; its process id is the program's own (`ip netns exec` execs)."""
        return subprocess.Popen(["ip", "netns", "exec", self.name] + arguments, **options)

    def nft(self, rules):
        """Load nftables rules; used for NAT and for losing packets."""
        run(["ip", "netns", "exec", self.name, "nft", "-f", "-"], stdin=rules + "\n")

    def remove(self):
        run(["ip", "netns", "del", self.name], check=False)


def connect(left, left_device, left_addresses, right, right_device, right_addresses, mtu=1500):
    """Plug a cable between two namespaces; checksums are real, nothing is coalesced."""
    run("ip link add %s netns %s type veth peer name %s netns %s"
        % (left_device, left.name, right_device, right.name))
    for host, device, addresses in ((left, left_device, left_addresses),
                                    (right, right_device, right_addresses)):
        for address in addresses:
            host("ip addr add %s dev %s %s" % (address, device, "nodad" if ":" in address else ""))
        host("ethtool -K %s tx off rx off sg off tso off gso off gro off" % device, check=False)
        host("ip link set %s mtu %d up" % (device, mtu))


def lose(host, directions, expression):
    """Drop UDP packets that match an nftables expression, e.g. `numgen inc mod 4 == 1`."""
    chains = "".join(
        "  chain %s { type filter hook %s priority 0;\n    meta l4proto udp %s drop\n  }\n"
        % (direction, direction, expression) for direction in directions)
    host.nft("table inet lossy {\n%s}" % chains)


def stop_process(process, seconds=5, how=signal.SIGTERM):
    """End a process that we started: ask, wait, then insist."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Capture:
    """tcpdump on one device (`any`: all of them, each forwarded packet seen twice)."""

    def __init__(self, host, device, path, expression=DEFAULT_FILTER, snaplen=0):
        self.path = path
        self.process = host.popen(
            ["tcpdump", "-i", device, "-U", "--immediate-mode", "-B", "4096", "-s", str(snaplen),
             "-Z", "root", "-w", path, expression],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        self.process.stderr.readline()      # "listening on ...": from now on nothing is missed
        time.sleep(0.2)

    def stop(self):
        time.sleep(0.3)
        stop_process(self.process, how=signal.SIGINT)
        self.process.stderr.close()
