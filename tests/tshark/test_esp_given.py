# SPDX-License-Identifier: GPL-2.0-or-later
"""Keys of IPsec SAs that a daemon logged by SPI open ESP, though the IKE SA stays closed."""

import struct

from frames import PCAP_HEADER
from harness import PASSES, Case, capture_file, claim, companion, expect_equal

PINGS = [8, 0, 8, 0, 8, 0]
ON = ("-o", "ikelog.decrypt_esp:TRUE")
ETHERNET, IP, UDP = 14, 20, 8


def records(capture):
    """The rows of the .esp file as records of a key file."""
    lines = []
    for line in companion(capture, "esp").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            spi, _, _, cipher, auth = line.split()
            lines.append(f"ESP_ENC {spi} {cipher}")
            if auth != "-":
                lines.append(f"ESP_AUTH {spi} {auth}")
    return lines


def pings(tshark, path, lines, passes, *options):
    """The ICMP types that can be seen with these key records."""
    home = tshark.home({"own.keys": "".join(line + "\n" for line in lines)})
    two = ["-2"] if passes == 2 else []
    done = tshark.run("-r", path, *two, *options, "-o", f"ikelog.keylog_file:{home / 'own.keys'}",
                      "-Y", "icmp", "-T", "fields", "-e", "icmp.type", home=home)
    return [int(line) for line in done.stdout.split()]


def check_opens(tshark, name, passes):
    capture = capture_file(f"{name}.pcap")
    expect_equal(pings(tshark, tshark.staged(capture), records(capture), passes, *ON), PINGS,
                 "ICMP inside")


def check_log_opens(tshark, passes):
    """vpnc's own log, with nothing taken out of it."""
    log = tshark.staged(capture_file("vpnc-esp.vpnc.log"))
    two = ["-2"] if passes == 2 else []
    done = tshark.run("-r", tshark.staged(capture_file("vpnc-esp.pcap")), *two, *ON,
                      "-o", f"ikelog.keylog_file:{log}", "-Y", "icmp", "-T", "fields",
                      "-e", "icmp.type")
    types = [int(line) for line in done.stdout.split()]
    expect_equal(types, [8, 0] * (len(types) // 2), "ICMP inside")
    expect_equal(len(types) > 0, True, "some ICMP inside")


def check_stays_closed(tshark, change, options):
    capture = capture_file("esp-in-udp.pcap")
    lines = [change(line) for line in records(capture)]
    expect_equal(pings(tshark, tshark.staged(capture), lines, 1, *options), [], "ICMP inside")


def ip_header(old, length):
    """The same IPv4 header for `length` octets of ESP."""
    words = list(struct.unpack(">10H", old))
    words[1] = IP + length
    words[4] = words[4] & 0xFF00 | 50
    words[5] = 0
    total = sum(words)
    total = (total & 0xFFFF) + (total >> 16)
    words[5] = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    return struct.pack(">10H", *words)


def bare_esp(source, target):
    """A copy of a capture where the ESP packets are in IP directly, and nothing else is."""
    data = source.read_bytes()
    out, at = PCAP_HEADER[:20] + data[20:24], 24
    while at < len(data):
        seconds, micros, size, _ = struct.unpack_from("<IIII", data, at)
        packet = data[at + 16:at + 16 + size]
        at += 16 + size
        esp = packet[ETHERNET + IP + UDP:]
        if struct.unpack_from(">H", packet, ETHERNET + IP)[0] != 4500 or esp[:4] == bytes(4):
            continue
        packet = packet[:ETHERNET] + ip_header(packet[ETHERNET:ETHERNET + IP], len(esp)) + esp
        out += struct.pack("<IIII", seconds, micros, len(packet), len(packet)) + packet
    target.write_bytes(out)
    target.chmod(0o644)
    return target


def check_bare(tshark, passes, expected):
    """Without UDP, the first packet of an SPI comes before its keys in a single pass."""
    capture = capture_file("esp-in-udp.pcap")
    copy = bare_esp(capture, tshark.home() / "bare.pcap")
    expect_equal(pings(tshark, copy, records(capture), passes, *ON), expected, "ICMP inside")


def wrong(line):
    """The key of a record with its last digit changed."""
    return line[:-1] + ("0" if line[-1] != "0" else "1") if line.startswith("ESP_ENC") else line


def other_spi(line):
    word, spi, key = line.split()
    return f"{word} {int(spi, 16) ^ 1:08x} {key}"


def cases(tshark):
    for passes in PASSES:
        for name in ("esp-in-udp", "esp-in-udp-gcm", "esp-in-udp-pfs"):
            yield Case(f"{name}-opens/pass-{passes}", claim(check_opens, tshark, name, passes))
        yield Case(f"vpnc-log-opens/pass-{passes}", claim(check_log_opens, tshark, passes))
    yield Case("wrong-key-opens-nothing", claim(check_stays_closed, tshark, wrong, ON))
    yield Case("key-of-another-spi-opens-nothing", claim(check_stays_closed, tshark, other_spi, ON))
    yield Case("preference-off-opens-nothing", claim(check_stays_closed, tshark, str, ()))
    yield Case("bare-esp-opens/pass-1", claim(check_bare, tshark, 1, PINGS[2:]))
    yield Case("bare-esp-opens/pass-2", claim(check_bare, tshark, 2, PINGS))
