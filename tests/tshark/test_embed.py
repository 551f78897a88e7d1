# SPDX-License-Identifier: GPL-2.0-or-later
"""script/embed-keys: the copy opens itself, is the same capture else, and damage is refused."""

import gzip
import re
import struct
import subprocess

from harness import PASSES, ROOT, Case, Failure, capture_file, claim, companion, expect_equal

TOOL = ROOT / "script" / "embed-keys"
DEMO = capture_file("mm-psk.pcap")
KEYS = companion(DEMO, "keys")
SECRETS_TYPE = 0x494B4531
RECORD = "KA 8f525ab5b0b05c86 00112233445566778899aabbccddeeff\n"


def embed(capture, keys, out, *options, refused=None):
    """Runs the tool; `refused`: words that it has to say when it fails."""
    done = subprocess.run([TOOL, *options, capture, keys, out], capture_output=True, text=True,
                          timeout=60)
    if refused is None:
        if done.returncode != 0:
            raise Failure(done.stderr)
    elif done.returncode == 0 or refused not in done.stderr or "Traceback" in done.stderr:
        raise Failure(f"exit status {done.returncode}, not saying {refused!r}: {done.stderr}")
    elif out.exists():
        raise Failure("a copy was left behind")


def packets_of(path):
    """(byte order, magic, rest of the header, packets) of a classic capture."""
    octets = path.read_bytes()
    order = "<" if octets[0] in (0xD4, 0x4D) else ">"
    at, packets = 24, []
    while at < len(octets):
        seconds, fraction, captured, length = struct.unpack_from(order + "IIII", octets, at)
        packets.append((seconds, fraction, octets[at + 16:at + 16 + captured], length))
        at += 16 + captured
    return packets


def classic(packets, order, digits):
    """The packets of a capture with microseconds, in a classic capture of any form."""
    magic = 0xA1B2C3D4 if digits == 6 else 0xA1B23C4D
    text = struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, 65535, 1)
    for seconds, fraction, data, length in packets:
        fraction *= 10 ** (digits - 6)
        text += struct.pack(order + "IIII", seconds, fraction, len(data), length) + data
    return text


def block(order, kind, body):
    length = len(body) + 12
    return struct.pack(order + "II", kind, length) + body + struct.pack(order + "I", length)


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + bytes(-len(value) % 4)


def modern(packets, order, length=-1):
    """The same as pcapng, each packet with a comment of its own, behind a block of local use."""
    text = block(order, 0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, length))
    text += block(order, 1, struct.pack(order + "HHI", 1, 0, 65535))
    text += block(order, 0x80000001, b"abcd")
    for number, (seconds, fraction, data, length) in enumerate(packets, 1):
        time = seconds * 1000000 + fraction
        body = struct.pack(order + "IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(data), length)
        text += block(order, 6, body + data + bytes(-len(data) % 4)
                      + option(order, 1, b"own comment %d" % number) + option(order, 0, b""))
    return text


def blocks_of(octets, order="<"):
    """(type, body) of each block of a pcapng capture."""
    at = 0
    while at < len(octets):
        kind, length = struct.unpack_from(order + "II", octets, at)
        yield kind, octets[at + 8:at + length - 4]
        at += length


def folder(tshark):
    home = tshark.home()
    home.chmod(0o777)
    return home


def frames(tshark, path, *fields):
    done = tshark.run("-r", path, "-T", "fields", *[word for f in fields for word in ("-e", f)])
    return [line.split("\t") for line in done.stdout.splitlines()]


def plaintexts(tshark, path, passes, *options):
    """The frame number and the decrypted body of each frame that was opened."""
    two = ["-2"] if passes == 2 else []
    done = tshark.run("-r", path, *two, *options, "-Y", "ikelog.plaintext", "-T", "fields",
                      "-e", "frame.number", "-e", "ikelog.plaintext")
    return done.stdout


def check_opens(tshark, capture, passes):
    """The copy shows by itself what the capture shows with its key file."""
    out = folder(tshark) / "copy.pcapng"
    keys = companion(capture, "keys")
    embed(capture, keys, out)
    wanted = plaintexts(tshark, tshark.staged(capture), passes,
                        "-o", f"ikelog.keylog_file:{tshark.staged(keys)}")
    if not wanted:
        raise Failure("the capture stays closed with its key file, too")
    expect_equal(plaintexts(tshark, out, passes), wanted, "plaintexts")
    expect_equal(plaintexts(tshark, tshark.staged(capture), passes), "", "without keys")


def forms():
    packets = packets_of(DEMO)
    for order, name in (("<", "little"), (">", "big")):
        for digits in (6, 9):
            yield f"pcap-{name}-endian-{digits}-digits", classic(packets, order, digits)
        yield f"pcapng-{name}-endian", modern(packets, order)
    yield "pcapng-with-section-length", modern(packets, "<", 12345)
    yield "gzip", gzip.compress(classic(packets, "<", 6))


def check_form(tshark, octets, dsb):
    """Whatever the form of the capture: same packets, same times, own comments kept."""
    home = folder(tshark)
    source, out = home / "source", home / "copy.pcapng"
    source.write_bytes(octets)
    embed(source, KEYS, out, *(["--dsb"] if dsb else []))
    what = ("frame.time_epoch", "frame.len", "udp.payload")
    expect_equal(frames(tshark, out, *what), frames(tshark, source, *what), "packets")
    comments = [row[0] for row in frames(tshark, out, "frame.comment")]
    expect_equal("ikelog-keys:" in comments[0], not dsb, "keys in the first comment")
    own = [row[0].split(",")[-1] for row in frames(tshark, source, "frame.comment")]
    expect_equal([text.split(",")[-1] for text in comments[1:]], own[1:], "other comments")
    if not comments[0].endswith(own[0]):
        raise Failure(f"the first packet lost its own comment: {comments[0]}")


def check_secrets_block(tshark):
    out = folder(tshark) / "copy.pcapng"
    embed(DEMO, KEYS, out, "--dsb")
    found = list(blocks_of(out.read_bytes()))
    kinds = [kind for kind, _ in found]
    expect_equal(kinds.count(10), 1, "secrets blocks")
    if kinds.index(10) > kinds.index(6):
        raise Failure("the secrets come behind the packets that need them")
    body = found[kinds.index(10)][1]
    kind, length = struct.unpack_from("<II", body)
    expect_equal(kind, SECRETS_TYPE, "type of the secrets")
    expect_equal(body[8:8 + length].decode(), KEYS.read_text(encoding="utf-8"), "secrets")


def reads_secrets(tshark):
    """Wireshark lets modules have secrets of their own in pcapng files from 4.4 on."""
    found = re.search(r"\b(\d+)\.(\d+)\.\d+", tshark.run("--version").stdout)
    return (int(found[1]), int(found[2])) >= (4, 4)


def check_secrets_block_opens(tshark, passes):
    """The copy opens itself where Wireshark can, and stays closed where it cannot."""
    out = folder(tshark) / "copy.pcapng"
    embed(DEMO, KEYS, out, "--dsb")
    wanted = plaintexts(tshark, tshark.staged(DEMO), passes,
                        "-o", f"ikelog.keylog_file:{tshark.staged(KEYS)}")
    expect_equal(plaintexts(tshark, out, passes), wanted if reads_secrets(tshark) else "",
                 "plaintexts")


def check_many_keys(tshark):
    """More records than one option holds go into several comments, none cut in two."""
    home = folder(tshark)
    keys, out = home / "own.keys", home / "copy.pcapng"
    keys.write_text(RECORD * 3000 + KEYS.read_text(encoding="utf-8"), encoding="utf-8")
    embed(DEMO, keys, out)
    body = next(body for kind, body in blocks_of(out.read_bytes()) if kind == 6)
    captured = struct.unpack_from("<I", body, 12)[0]
    at, lines = 20 + captured + -captured % 4, []
    while struct.unpack_from("<H", body, at)[0] == 1:
        length = struct.unpack_from("<H", body, at + 2)[0]
        mark, _, text = body[at + 4:at + 4 + length].decode().partition("\n")
        expect_equal(mark, "ikelog-keys:", "first line of a comment")
        lines += text.splitlines()
        at += 4 + length + -length % 4
    expect_equal("\n".join(lines) + "\n", keys.read_text(encoding="utf-8"), "records")


def check_in_place(tshark):
    out = folder(tshark) / "own.pcapng"
    out.write_bytes(DEMO.read_bytes())
    embed(out, KEYS, out)
    expect_equal(len(frames(tshark, out, "frame.number")), len(packets_of(DEMO)), "packets")


def check_cut(tshark):
    """A capture that ends within a packet gives the packets before."""
    home = folder(tshark)
    source, out = home / "source", home / "copy.pcapng"
    source.write_bytes(DEMO.read_bytes()[:-5])
    embed(source, KEYS, out)
    expect_equal(len(frames(tshark, out, "frame.number")), len(packets_of(DEMO)) - 1, "packets")


def damaged():
    packets = packets_of(DEMO)
    good = modern(packets, "<")
    long_packet = classic(packets[:1], "<", 6)[:24] + struct.pack("<IIII", 0, 0, 0xFFFFFFF0, 0)
    lying = block("<", 6, struct.pack("<IIIII", 0, 0, 0, 0xFFFFFFFE, 0) + bytes(8))
    yield "empty", b"", "neither pcap nor pcapng"
    yield "text", b"KA nonsense\n" * 10, "neither pcap nor pcapng"
    yield "header-cut", DEMO.read_bytes()[:20], "neither pcap nor pcapng"
    yield "no-packet", DEMO.read_bytes()[:24], "no packet in it"
    yield "packet-of-4-gigabytes", long_packet, "the capture is damaged"
    yield "block-cut", good[:-3], "does not end where it says"
    yield "block-without-length", good[:28] + bytes(12), "the capture is damaged"
    yield "block-of-4-gigabytes", good[:28] + struct.pack("<II", 6, 0xFFFFFFF0), "is damaged"
    yield "block-with-two-lengths", good[:-4] + bytes(4), "does not end where it says"
    yield "section-without-order", bytes.fromhex("0a0d0d0a") + bytes(24), "without byte order"
    yield "section-too-short", block("<", 0x0A0D0D0A, struct.pack("<I", 0x1A2B3C4D)), "damaged"
    yield "packet-longer-than-its-block", good[:28] + lying, "the capture is damaged"
    yield "packet-block-too-short", good[:28] + block("<", 6, bytes(8)), "the capture is damaged"
    yield "gzip-cut", gzip.compress(DEMO.read_bytes())[:-20], "Compressed file ended"


def check_damaged(tshark, octets, words):
    home = folder(tshark)
    source = home / "source"
    source.write_bytes(octets)
    embed(source, KEYS, home / "copy.pcapng", refused=words)
    expect_equal(sorted(path.name for path in home.iterdir()), ["source"], "files left")


def check_bad_keys(tshark, octets, words):
    home = folder(tshark)
    keys = home / "own.keys"
    keys.write_bytes(octets)
    embed(DEMO, keys, home / "copy.pcapng", refused=words)


def with_comment(tshark, text):
    """The demo with a comment at its first packet, as somebody typed it into Wireshark."""
    out = tshark.home() / "comment.pcapng"
    subprocess.run(["editcap", "-a", f"1:{text}", tshark.staged(DEMO), out], check=True)
    out.chmod(0o644)
    return out


def check_log_in_comment(tshark, name, mark):
    """A log that somebody pasted into a packet comment opens the capture."""
    log = (ROOT / "tests" / "scraps" / f"{name}.log").read_text(encoding="utf-8")
    done = tshark.run("-r", with_comment(tshark, mark + log), "-Y", "ikelog.decrypted == 1",
                      "-T", "fields", "-e", "ikelog.key.source")
    expect_equal(len(done.stdout.splitlines()), 11, f"messages that open ({done.stderr})")


def check_other_comment(tshark):
    """What is no log is nobody's business: nothing is said about it."""
    done = tshark.run("-r", with_comment(tshark, "KA is wrong here, ask the vendor"), "-Y",
                      "ikelog.decrypted == 1", "-T", "fields", "-e", "frame.number")
    expect_equal((done.stdout, done.stderr), ("", ""), "frames that open, complaints")


def cases(tshark):
    for name in ("charon-grep", "racoon-key-without-cookie", "pluto-icookie"):
        yield Case(f"log-in-a-comment/{name}", claim(check_log_in_comment, tshark, name, ""))
    yield Case("log-in-a-marked-comment",
               claim(check_log_in_comment, tshark, "charon-grep", "ikelog-keys:\n"))
    yield Case("other-comment-is-left-alone", claim(check_other_comment, tshark))
    for passes in PASSES:
        for name in ("mm-psk", "racoon-psk", "vpnc-xauth"):
            yield Case(f"{name}-opens-itself/pass-{passes}",
                       claim(check_opens, tshark, capture_file(f"{name}.pcap"), passes))
    for name, octets in forms():
        yield Case(f"{name}-stays-the-same", claim(check_form, tshark, octets, False))
        yield Case(f"{name}-stays-the-same/dsb", claim(check_form, tshark, octets, True))
    yield Case("secrets-block-holds-the-records", claim(check_secrets_block, tshark))
    for passes in PASSES:
        yield Case(f"secrets-block-opens-from-4.4-on/pass-{passes}",
                   claim(check_secrets_block_opens, tshark, passes))
    yield Case("many-keys-take-several-comments", claim(check_many_keys, tshark))
    yield Case("capture-may-be-its-own-copy", claim(check_in_place, tshark))
    yield Case("cut-capture-gives-what-is-there", claim(check_cut, tshark))
    for name, octets, words in damaged():
        yield Case(f"{name}-is-refused", claim(check_damaged, tshark, octets, words))
    yield Case("keys-without-records-are-refused",
               claim(check_bad_keys, tshark, b"# nothing\n", "no key record"))
    yield Case("keys-in-another-encoding-are-refused",
               claim(check_bad_keys, tshark, b'PSK * "\xe4"\n', "not UTF-8"))
    yield Case("missing-keys-are-refused",
               claim(embed, DEMO, ROOT / "gone.keys", tshark.stage / "gone.pcapng",
                     refused="No such file"))
