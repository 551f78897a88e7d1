# SPDX-License-Identifier: GPL-2.0-or-later
"""Each secret that opens a capture does so alone, from every place where a user may keep it."""

from harness import PASSES, Case, Failure, capture_file, claim, companion, expect_equal
from test_plaintext import expected

DEMO = capture_file("mm-psk.pcap")
LOG = capture_file("mm-psk.charon.log")

# Records of the demo's key file, each list enough to open it.
ENOUGH = (("KA",), ("SKEYID_E",), ("SKEYID", "SHARED_SECRET"), ("PSK", "SHARED_SECRET"))
TOO_LITTLE = (("PSK",), ("SHARED_SECRET",), ("SKEYID",), ("SKEYID_A", "SHARED_SECRET"))


def records():
    """{record: its line} of the demo's key file."""
    lines = companion(DEMO, "keys").read_text(encoding="utf-8").splitlines()
    return {line.split()[0]: line for line in lines if line and not line.startswith("#")}


def read(tshark, home, passes, *options):
    """{frame: plaintext} and the words on decryption of the demo, opened in some way."""
    two = ["-2"] if passes == 2 else []
    done = tshark.run("-r", tshark.staged(DEMO), *two, *options, "-T", "fields",
                      "-e", "frame.number", "-e", "ikelog.plaintext", "-e", "ikelog.decryption",
                      home=home)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    plain = {int(frame): text.replace(":", "") for frame, text, _ in rows if text}
    return plain, {words for _, _, words in rows if words}, done


def expect_open(plain, words):
    wanted = expected(companion(DEMO, "plain"))
    if plain != wanted:
        raise Failure(f"{len(plain)} of {len(wanted)} frames are open; decryption: {words}")


def with_file(tshark, passes, lines):
    home = tshark.home({"own.keys": "".join(line + "\n" for line in lines)})
    return read(tshark, home, passes, "-o", f"ikelog.keylog_file:{home / 'own.keys'}")


def check_enough(tshark, names, passes):
    plain, words, _ = with_file(tshark, passes, [records()[name] for name in names])
    expect_open(plain, words)


def check_too_little(tshark, names):
    plain, words, _ = with_file(tshark, 1, [records()[name] for name in names])
    expect_equal(plain, {}, "opened frames")
    if not words:
        raise Failure("there is no word on why the messages stay closed")


def check_typed(tshark, passes):
    kind, cookie, value = records()["KA"].split()
    expect_open(*read(tshark, tshark.home(), passes, "-o",
                      f'uat:ikelog_keys:"{kind}","{cookie}","{value}"')[:2])


def check_stock_table(tshark, passes):
    _, cookie, value = records()["KA"].split()
    home = tshark.home({".config/wireshark/ikev1_decryption_table": f"{cookie},{value}\n"})
    expect_open(*read(tshark, home, passes)[:2])


def check_charon_log(tshark, passes):
    expect_open(*read(tshark, tshark.home(), passes, "-o",
                      f"ikelog.keylog_file:{tshark.staged(LOG)}")[:2])


def check_wrong_key(tshark, passes):
    kind, cookie, value = records()["KA"].split()
    wrong = f"{int(value[:2], 16) ^ 0x10:02x}{value[2:]}"
    plain, words, _ = with_file(tshark, passes, [f"{kind} {cookie} {wrong}"])
    expect_equal(plain, {}, "opened frames")
    if not any("wrong key" in text for text in words):
        raise Failure(f"nothing calls the key wrong: {words}")


def check_malformed(tshark):
    """A wrong key is not shown as a broken packet."""
    kind, cookie, value = records()["KA"].split()
    home = tshark.home({"own.keys": f"{kind} {cookie} {value[::-1]}\n"})
    done = tshark.run("-r", tshark.staged(DEMO), "-V", "-o", "ikelog.stock_tree:never", "-o",
                      f"ikelog.keylog_file:{home / 'own.keys'}", home=home)
    if "Malformed" in done.stdout:
        raise Failure("a packet is called malformed")


def check_bad_line(tshark):
    """A line that is no record is named; the lines around it count."""
    lines = ["# a comment", "KA nonsense", records()["KA"], "WHAT 00 00"]
    plain, words, done = with_file(tshark, 1, lines)
    expect_open(plain, words)
    for place in ("own.keys, line 2", "own.keys, line 4"):
        if place not in done.stderr:
            raise Failure(f"no warning names {place}:\n{done.stderr}")


def check_missing_file(tshark):
    home = tshark.home()
    _, _, done = read(tshark, home, 1, "-o", f"ikelog.keylog_file:{home / 'gone.keys'}")
    if "gone.keys" not in done.stderr:
        raise Failure("nothing says that the key file is missing")


def check_missing_keys_reported_once(tshark):
    """Not on each message of the IKE SA, or nothing else would be seen among the expert entries."""
    rows = tshark.run("-r", tshark.staged(DEMO), "-T", "fields", "-e", "frame.number",
                      "-Y", "ikelog.expert.no_keys").stdout.split()
    expect_equal(rows, ["5"], "frames that report it")


def cases(tshark):
    for passes in PASSES:
        for names in ENOUGH:
            yield Case(f"{'+'.join(names)}-opens/pass-{passes}",
                       claim(check_enough, tshark, names, passes))
        for name, check in (("typed", check_typed), ("stock-table", check_stock_table),
                            ("charon-log", check_charon_log), ("wrong-key", check_wrong_key)):
            yield Case(f"{name}/pass-{passes}", claim(check, tshark, passes))
    for names in TOO_LITTLE:
        yield Case(f"{'+'.join(names)}-alone-does-not-open", claim(check_too_little, tshark, names))
    yield Case("wrong-key-is-not-malformed", claim(check_malformed, tshark))
    yield Case("bad-line-is-named", claim(check_bad_line, tshark))
    yield Case("missing-file-is-named", claim(check_missing_file, tshark))
    yield Case("missing-keys-are-reported-once", claim(check_missing_keys_reported_once, tshark))
