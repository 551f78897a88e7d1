#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes seeds and dictionaries for the fuzzers from test-captures/ and from the words in the sources.

usage: seeds.py FOLDER    writes FOLDER/<fuzzer>/seed-* and FOLDER/<fuzzer>.dict
"""

import re
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tshark"))
from harness import capture_files  # noqa: E402

LINK_HEADERS = {1: 14, 101: 0, 113: 16, 276: 20}
RESPONDER, ENCRYPTED, HASHED = 1, 2, 4
NONCE, NOTIFY, FRAGMENT = 10, 11, 132
FLOATED_SESSION = 16
KINDS = {32: 0, 5: 1, 6: 2}
MOST = 16384  # octets of a seed


def packets(path):
    """The IPv4 or IPv6 packets of a little-endian pcap."""
    data = path.read_bytes()
    if len(data) < 24 or struct.unpack_from("<I", data)[0] != 0xA1B2C3D4:
        return
    skip = LINK_HEADERS.get(struct.unpack_from("<I", data, 20)[0])
    at = 24
    while skip is not None and at + 16 <= len(data):
        size = struct.unpack_from("<I", data, at + 8)[0]
        yield data[at + 16 + skip:at + 16 + size]
        at += 16 + size


def messages(path):
    """(frame number, source address, whether on UDP 4500, ISAKMP message)."""
    for number, packet in enumerate(packets(path), 1):
        if len(packet) < 48:
            continue
        head = (packet[0] & 15) * 4 if packet[0] >> 4 == 4 else 40
        protocol = packet[9] if packet[0] >> 4 == 4 else packet[6]
        source = packet[12:16] if packet[0] >> 4 == 4 else packet[8:24]
        udp = packet[head:]
        if protocol != 17 or len(udp) < 12:
            continue
        floated = 4500 in struct.unpack_from(">HH", udp)
        if floated and udp[8:12] != bytes(4):
            continue
        message = udp[12 if floated else 8:]
        if len(message) >= 28 and message[17] >> 4 == 1:
            yield number, source, floated, message


def plaintexts(path):
    """{frame number: decrypted body} from the .plain file beside a capture."""
    plain = path.with_suffix(".plain")
    found = {}
    for line in plain.read_text().splitlines() if plain.exists() else ():
        fields = line.split("\t")
        if len(fields) >= 2 and re.fullmatch(r"([0-9a-f]{2})+", fields[1]):
            found[int(fields[0])] = bytes.fromhex(fields[1])
    return found


def session_seed(path):
    seed, first = b"", None
    for _, source, floated, message in messages(path):
        first = first or source
        control = (source != first) | (FLOATED_SESSION if floated else 0)
        seed += struct.pack(">BH", control, len(message)) + message
    return seed


def conversation_seed(path, choice):
    """What was said behind encryption, to be said again under the fuzzer's own keys."""
    plain, ids, first = plaintexts(path), {0: 0}, None
    aggressive, seed = 0, b""
    for number, source, _, message in messages(path):
        first = first or source
        aggressive |= message[18] == 4
        if number not in plain:
            continue
        message_id = struct.unpack_from(">I", message, 20)[0]
        place = ids.setdefault(message_id, 1 + (len(ids) - 1) % 7)
        body = plain[number][:1023]
        kind = KINDS.get(message[18], 3) << 6 | (len(body) % 4) << 3 | place
        seed += bytes([ENCRYPTED | (source != first), kind, message[16], len(body) // 4]) + body
    return bytes([choice, aggressive]) + seed if seed else b""


def said(control, kind, first, body):
    """A message of a conversation; `kind` holds exchange type and number."""
    return bytes([control, kind | (len(body) % 4) << 3, first, len(body) // 4]) + body


def conversation_of_fragments():
    """Two Quick Modes, one of which is a vendor fragment only, and a refusal."""
    nonce = struct.pack(">BBH", 5, 0, 20) + bytes(range(16))
    ids = b"".join(struct.pack(">BBHBBHII", following, 0, 16, 4, 0, 0, 0xC0A80100, 0xFFFFFF00)
                   for following in (5, 0))
    fragment = struct.pack(">BBHHBBI", 0, 0, 12, 1, 1, 0, 0)
    refusal = struct.pack(">BBHIBBH", 0, 0, 12, 1, 3, 0, 14)
    return (bytes(2) + said(ENCRYPTED | HASHED, 1, NONCE, nonce + ids) +
            said(0, 2, FRAGMENT, fragment) +
            said(RESPONDER | ENCRYPTED | HASHED, 0x40 | 3, NOTIFY, refusal))


def message_seeds(path):
    plain = plaintexts(path)
    for number, _, _, message in messages(path):
        if number in plain:
            yield bytes([message[18] != 32]) + message[:19] + b"\0" + message[20:28] + plain[number]
        elif not message[19] & 1:
            yield b"\1" + message


def write(folder, name, seeds):
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(sorted({seed[:MOST] for seed in seeds if seed})):
        (target / f"seed-{number:04}").write_bytes(seed)


def words(*patterns):
    """The words in quotes of sources and the lines of dialect files."""
    found = set()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            found.update(re.findall(r'"((?:[^"\\\n]|\\["\\])+)"', text))
            if path.suffix == ".dialect":
                found.update(re.findall(r"\{[^}\s]+\}|\[[^\]\s]+\]|^[a-z0-9.-]+=", text, re.M))
    return sorted(word for word in found if 1 < len(word) <= 64)


def write_dictionary(folder, name, entries):
    lines = []
    for entry in entries:
        data = entry if isinstance(entry, bytes) else re.sub(r"\\(.)", r"\1", entry).encode()
        lines.append('"' + "".join(f"\\x{octet:02x}" for octet in data) + '"\n')
    (folder / f"{name}.dict").write_text("".join(lines))


def numbers():
    """Types and lengths that mean something to a parser of ISAKMP."""
    lengths = [struct.pack(">H", n) for n in (0, 1, 3, 4, 5, 8, 12, 28, 255, 256, 32767, 65535)]
    notifies = (7, 9, 14, 18, 23, 24, 24576, 24577, 24578, 36136, 36137, 40001)
    attributes = [struct.pack(">H", a | 0x8000) for a in (*range(1, 18), 20, 16520, 16521, 16527)]
    return lengths + attributes + [struct.pack(">H", n) for n in notifies]


def main():
    folder = Path(sys.argv[1])
    captures = capture_files(".pcap")
    scraps = sorted((ROOT / "tests" / "scraps").glob("*.log"))
    logs = capture_files(".keys") + capture_files(".log") + scraps
    write(folder, "fuzz_session", map(session_seed, captures))
    write(folder, "fuzz_conversation",
          [conversation_of_fragments(),
           *(conversation_seed(path, n % 256) for n, path in enumerate(captures))])
    write(folder, "fuzz_message", (seed for path in captures for seed in message_seeds(path)))
    write(folder, "fuzz_keyfile", (b"\0" + path.read_bytes() for path in logs))
    write(folder, "fuzz_dialect",
          (path.read_bytes() for path in ROOT.glob("plugin/dialects/*.dialect")))
    for name in ("fuzz_session", "fuzz_conversation", "fuzz_message"):
        write_dictionary(folder, name, numbers())
    write_dictionary(folder, "fuzz_keyfile", words(
        "plugin/crypto/import_*.c", "plugin/crypto/key*.c", "plugin/crypto/log_*.c",
        "plugin/crypto/keyring.h"))
    write_dictionary(folder, "fuzz_dialect", words(
        "plugin/dialects/*.c", "plugin/dialects/*.dialect", "plugin/events/catalogue.h",
        "plugin/events/values.h", "plugin/events/values.c"))


if __name__ == "__main__":
    main()
