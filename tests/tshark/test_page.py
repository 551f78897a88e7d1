# SPDX-License-Identifier: GPL-2.0-or-later
"""-z ikelog,lesson,html: each octet labelled once, each command right, nothing from the wire runs."""

import re
import struct
import subprocess
import threading

import frames
from frames import datagram, isakmp, payload
from harness import (AS_USER, TIME_LIMIT, Case, Failure, capture_file, claim, expect_equal,
                     finished)
from page_reader import ATTRIBUTES, TAGS, Page
from test_hostile_stock import ID, INITIATOR, KE, NONCE, RESPONDER, SA, offer, phase1
from test_hostile_text import AGGRESSIVE, TEXTS, messages

# Each way to negotiate, and each failure of the course.
CAPTURES = ("mm-psk", "mm-psk-pfs", "mm-rsa", "mm-ecdsa", "mm-rsa-fragments", "ag-psk", "ag-rsa",
            "xauth-modeconfig", "hybrid-xauth", "ag-xauth", "nat", "phase2-rekey", "ah",
            "racoon-psk", "racoon-base", "dh-private-pfs", "dh-private-ecp",
            "dh-private-curve25519", "late-start-phase2", "no-proposal-phase1",
            "wrong-psk-main", "wrong-psk-aggressive", "no-peer", "unreachable",
            "lossy")
TIDY = ["tidy", "-e", "-q"]
# Debian's tidy does not know the links of SVG; it knows all else that the page is made of.
SVG_LINK = re.compile(r'Warning: <a> proprietary attribute "(class|href)"$')
MEGABYTE = 1 << 20
LEAST_CONTRAST = 4.5
IN_DARK = "@media (prefers-color-scheme:dark)"

NOTIFY, INFORMATIONAL = 11, 5
SIG, BASE, RSA_SIGNATURE = 9, 1, 3
R_U_THERE, R_U_THERE_ACK = 36136, 36137

pages = {}
lock = threading.Lock()


def page_of(tshark, name, *more, keys=True, secrets=False, words=""):
    """The page of a capture, taken apart; written once for each way."""
    with lock:
        mine, answer = pages.setdefault((name, more, keys, secrets, words),
                                        (threading.Lock(), []))
    with mine:
        if not answer:
            if secrets:
                more += ("-o", "ikelog.show_keys:TRUE")
            text = tshark.run(*tshark.reading(capture_file(f"{name}.pcap"), keys=keys), *more,
                              "-q", "-z", f"ikelog,lesson,html{words}").stdout
            answer.append(Page(text))
    return answer[0]


def expect_covered(table, octets, what):
    """The rows follow each other from the first octet to the last, and show what was captured."""
    at = 0
    for row in table.rows:
        expect_equal(row.at, at, f"{what}: where the label {row.text!r} begins")
        shown = row.hex.replace(" ", "")
        if not row.hidden:
            expect_equal(len(shown), 2 * row.count, f"{what}: digits of {row.text!r}")
            if octets is not None:
                expect_equal(shown, octets[2 * at:2 * (at + row.count)],
                             f"{what}: octets of {row.text!r}")
        at += row.count
    expect_equal(at, table.octets, f"{what}: octets with a label")


def messages_of(tshark, name):
    """{frame: (octets of the message, plaintext or None)}, by what tshark says."""
    rows = tshark.fields(capture_file(f"{name}.pcap"),
                         ("udp.payload", "ikelog.plaintext", "ikelog.icookie", "ikelog.length"))
    found = {}
    for row in rows:
        carried, cookie = row["udp.payload"], row["ikelog.icookie"]
        if len(carried) == 1 and len(cookie) == 1:
            octets = carried[0].replace(":", "")
            if octets.startswith("00000000") and not cookie[0].startswith("00000000"):
                octets = octets[8:]  # the non-ESP marker
            plain = row["ikelog.plaintext"]
            found[int(row["frame.number"][0])] = (octets, plain[0].replace(":", "")
                                                  if plain else None)
    return found


def check_octets(tshark, name):
    page, messages = page_of(tshark, name), messages_of(tshark, name)
    if not page.messages:
        raise Failure("the page has no messages")
    for frame, message in page.all_messages:
        what = f"frame {frame}"
        if message.repeats:
            expect_equal(message.tables, [], f"{what}, a repeat: its tables")
            if frame in messages and message.repeats in messages:
                expect_equal(messages[frame][0], messages[message.repeats][0], what)
        for table in message.tables:
            known = messages.get(frame)
            whole = known and table.octets * 2 == len(known[table.kind == "plain"] or "")
            expect_covered(table, known[table.kind == "plain"] if whole else None, what)
        if message.repeats is None and "ICMP" not in message.title and not message.tables:
            raise Failure(f"{what}: no octets are shown")


def type_in(tshark, command):
    done = finished(["bash", "-euo", "pipefail", "-c", command], cwd=tshark.stage, **AS_USER)
    if done.returncode:
        raise Failure(f"exit status {done.returncode}:\n{command}\n{done.stderr}")
    return "".join(done.stdout.split())


def check_commands(tshark, name):
    page = page_of(tshark, name, secrets=True)
    for derivation in page.derivations:
        if derivation.command:
            expect_equal(type_in(tshark, derivation.command), derivation.value.replace(" ", ""),
                         f"what computes {derivation.name}:\n{derivation.command}\n")


# Which values a page derives with a command, at least.
DERIVED = {
    "mm-psk": {"SKEYID", "SKEYID_d", "SKEYID_a", "SKEYID_e", "Ka", "IV", "plaintext", "HASH_I",
               "HASH_R", "HASH(1)", "HASH(2)", "HASH(3)", "KEYMAT", "NAT-D"},
    "mm-psk-pfs": {"KEYMAT", "SKEYID_d"},
    "dh-private-pfs": {"g^xi", "g^xy", "g(qm)^xi", "g(qm)^xy", "KEYMAT", "HASH_I"},
    "dh-private-ecp": {"g^xi", "g^xy"},
    "dh-private-curve25519": {"g^xi", "g^xy", "g(qm)^xi", "g(qm)^xy"},
    "mm-rsa": {"SKEYID", "HASH_I", "HASH_R", "KEYMAT"},
    "ag-psk": {"SKEYID", "HASH_I", "HASH_R", "KEYMAT"},
    "racoon-base": {"SKEYID", "HASH_I", "HASH_R", "KEYMAT"},
    "xauth-modeconfig": {"HASH(1)", "KEYMAT"},
    "ah": {"KEYMAT"},
    "nat": {"NAT-D"},
}


def check_derived(tshark, name):
    with_command = {d.name for d in page_of(tshark, name, secrets=True).derivations if d.command}
    if DERIVED[name] - with_command:
        raise Failure(f"no command for {DERIVED[name] - with_command}")


def check_exponents(tshark):
    """Each side's random number is raised with the generator and the other side's public value."""
    for name, expected in (("racoon-answers", [("g", "xr"), ("g^xi", "xr")]),
                           ("dh-private-pfs", [("g", "xi"), ("g^xr", "xi"), ("g", "xi"),
                                               ("g(qm)^xr", "xi")])):
        source = page_of(tshark, name, secrets=True).source
        expect_equal(re.findall(r"<li><b[^>]*>([^<]*)</b>[^<]*<code>[^<]*</code></li>"
                                r"<li><b[^>]*>(x[ir])</b>", re.sub(r">\s+<", "><", source)),
                     expected, f"inputs of the secrets of {name}")


def check_fragments(tshark):
    """A fragment says that it is one."""
    titles = [message.title for _, message in page_of(tshark, "mm-rsa-fragments").all_messages]
    expect_equal(titles.count("A fragment of a message"), 6, f"fragments in {titles}")


def check_base_signature(tshark):
    """A signature of a base exchange is not checked, and the page says so."""
    home, both = tshark.home(), (INITIATOR, RESPONDER)
    opening = payload(offer(method=RSA_SIGNATURE), NONCE) + payload(b"n" * 16, ID) + \
        payload(b"\1\0\0\0" + b"\xc0\0\2\1")
    proof = payload(b"\x55" * 128, SIG) + payload(b"s" * 128)
    packets = [datagram(isakmp(body, BASE, first, cookies=cookies), back=back)
               for body, first, cookies, back in ((opening, SA, (INITIATOR, bytes(8)), False),
                                                  (opening, SA, both, True),
                                                  (proof, KE, both, False), (proof, KE, both, True))]
    path = frames.write(home / "base.pcap", packets)
    page = Page(tshark.run("-r", path, "-q", "-z", "ikelog,lesson,html", home=home).stdout)
    sentence = "not checked: a base exchange signs another hash than RFC 2409's"
    expect_equal([frame for frame, message in page.messages.items() if sentence in message.text],
                 [3, 4], "messages whose proof is not checked")
    expect_equal([d.name for d in page.derivations if d.name.startswith("HASH")], [],
                 "proofs that are explained by another formula")


def check_signature(tshark):
    """What a signature signed comes out of it with the certificate's key alone, without a secret."""
    page = page_of(tshark, "mm-rsa", keys=True)
    opened = [d for d in page.derivations if "pkeyutl" in d.command]
    expect_equal([d.name for d in opened], ["HASH_I", "HASH_R"], "signatures that are opened")
    for derivation in opened:
        expect_equal(type_in(tshark, derivation.command), derivation.value.replace(" ", ""),
                     f"what {derivation.command} prints")


def check_valid(tshark, name, secrets=True):
    page = page_of(tshark, name, secrets=secrets)
    done = subprocess.run(TIDY, input=page.source, capture_output=True, text=True,
                          timeout=TIME_LIMIT)
    expect_equal([line for line in done.stderr.splitlines() if not SVG_LINK.search(line)], [],
                 "what tidy complains of")


def expect_harmless(page):
    """Nothing runs, nothing is fetched, no link leads out of the page, and all links lead somewhere."""
    expect_equal(page.tags - TAGS, set(), "elements that no page is made of")
    expect_equal(page.attributes - ATTRIBUTES, set(), "attributes that no page has")
    expect_equal(page.policy(), {"default-src": ["'none'"], "style-src": [page.style_digest()],
                                 "base-uri": ["'none'"], "form-action": ["'none'"]},
                 "the content security policy")
    if "url(" in page.style or "@import" in page.style:
        raise Failure("the style fetches something")
    expect_equal(len(page.ids), len(set(page.ids)), "identifiers that are unique")
    expect_equal([link for link in page.links if link[0] != "#" or link[1:] not in page.ids], [],
                 "links that lead nowhere")


def check_structure(tshark, name):
    """One first heading, and no level left out."""
    page = page_of(tshark, name)
    expect_harmless(page)
    expect_equal(page.headings.count(1), 1, "headings of the first level")
    for before, after in zip(page.headings, page.headings[1:]):
        if after > before + 1:
            raise Failure(f"a heading of level {after} follows one of level {before}")


ATTACKS = {
    **TEXTS,
    "script": b"</title></style></code><script>alert(1)</script>",
    "attribute": b"\" onmouseover=\"alert(1)\" x='",
    "svg": b"<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
    "image": b"<img src=x onerror=alert(1)>",
    "meta": b"<meta http-equiv=refresh content=0;url=http://192.0.2.9/>",
    "entity": b"&lt;script&gt;&#60;b&#62;&amp;",
    "template": b"{{{style}}} [[x]] {{digest}} === page",
    "commands": b"'); import os; os.system('x'); $(touch /tmp/x) `x` \"; x",
}


def hostile(path, text):
    """The text wherever a message carries text."""
    packets = []
    for exchange, (first, body) in messages(text):
        number = len(packets)
        cookies = (b"hostile" + bytes((number,)), b"answers" + bytes((number,)))
        mid = 0 if exchange == AGGRESSIVE else 0x1B5B3331 + number
        packets.append(datagram(isakmp(body, exchange, first, mid=mid, cookies=cookies)))
    return frames.write(path, packets)


def check_hostile(tshark, name):
    home = tshark.home()
    path = hostile(home / "hostile.pcap", b"before" + ATTACKS[name] + b"after")
    page = Page(tshark.run("-r", path, "-o", "ikelog.show_keys:TRUE", "-q", "-z",
                           "ikelog,lesson,html", home=home).stdout)
    expect_harmless(page)
    if "before" not in page.text or not page.messages:
        raise Failure("the text is not there")


def secrets_of(tshark, name):
    text = tshark.run(*tshark.reading(capture_file(f"{name}.pcap")), "-q", "-z",
                      "ikelog,keys,records").stdout
    return [line.split()[2] for line in text.splitlines()
            if re.match(r"(KA|SKEYID\w*|SHARED_SECRET|DH_PRIVATE|PSK|ESP_\w+) ", line)]


def check_secrets(tshark, name):
    """No secret, not even in part, unless it was asked for; then they are there, and a warning."""
    hidden, shown = page_of(tshark, name), page_of(tshark, name, secrets=True)
    secrets = [secret for secret in secrets_of(tshark, name) if re.fullmatch("[0-9a-f]{16,}", secret)]
    if not secrets:
        raise Failure("the capture has no secrets")
    bare = hidden.source.replace(" ", "")
    expect_equal([secret for secret in secrets if secret[:16] in bare], [], "secrets that are shown")
    if "data-secrets" in hidden.attributes or "data-secrets" not in shown.attributes:
        raise Failure("the warning is not where it belongs")
    if not any(secret in shown.source.replace(" ", "") for secret in secrets):
        raise Failure("no secret is shown to who asks")


def check_password(tshark):
    hidden = page_of(tshark, "xauth-modeconfig")
    shown = page_of(tshark, "xauth-modeconfig", secrets=True)
    rows = [[row for message in page.messages.values() for table in message.tables
             for row in table.rows if "password or passcode" in row.text] for page in (hidden, shown)]
    if not rows[0] or not all(row.hidden and not row.hex for row in rows[0]):
        raise Failure("a password is shown")
    if any(row.hidden for row in rows[1]):
        raise Failure("a password is hidden from who asks")


def check_closed(tshark):
    """Without keys: header and ciphertext have labels, formulas have no values, and it says why."""
    page = page_of(tshark, "mm-psk", keys=False)
    message = page.messages[5]
    expect_equal([table.kind for table in message.tables], ["wire"], "the tables of frame 5")
    expect_covered(message.tables[0], messages_of(tshark, "mm-psk")[5][0], "frame 5")
    if "Closed here" not in message.text:
        raise Failure("it does not say why it stays closed")
    expect_equal([d.name for d in page.derivations if d.value and d.name not in ("IV", "NAT-D")], [],
                 "values that nobody can know")
    if not [d for d in page.derivations if d.name == "SKEYID_e"]:
        raise Failure("the formula of SKEYID_e is missing")


def check_dialects(tshark):
    """The log lines of both sides, each in its own words, are those of -z ikelog,log."""
    page = page_of(tshark, "mm-psk", words=",dialect=cisco-vpn-client,zyxel-prestige")
    lines = ["\n".join(message.logs[side].strip() for message in page.messages.values()
                       if len(message.logs) > side) for side in (0, 1)]
    for side, dialect in enumerate(("cisco-vpn-client", "zyxel-prestige")):
        log = tshark.log(capture_file("mm-psk.pcap"), dialect,
                         extra=("-o", f"ikelog.perspective:{('initiator', 'responder')[side]}"))
        missing = [line for line in lines[side].splitlines()
                   if line.split(" ", 2)[-1].strip() not in log]
        if not lines[side] or missing:
            raise Failure(f"{dialect} does not say {missing}")


def check_unknown_dialect(tshark):
    done = tshark.run("-r", tshark.staged(capture_file("mm-psk.pcap")), "-q", "-z",
                      "ikelog,lesson,html,dialect=nobody", status=None)
    if done.returncode == 0 or 'no dialect "nobody"' not in done.stderr:
        raise Failure(done.stderr)


def check_ladder(tshark):
    """A long ladder has places where paper may break it, and misses no message."""
    page = page_of(tshark, "quick-modes-interleaved")
    drawings = re.findall(r'<svg class="ladder" viewBox="0 0 520 (\d+)">(.*?)</svg>', page.source,
                          re.S)
    arrows = [len(re.findall(r'<a href="#[^"]*" class="arrow', drawing)) for _, drawing in drawings]
    expect_equal(arrows, [6, 6, 6, 5], "arrows of each drawing")
    expect_equal([int(height) for height, _ in drawings], [46 * count for count in arrows],
                 "heights of the drawings")
    expect_equal(sum(arrows), len(page.all_messages), "arrows of all messages")


def check_subjects(tshark):
    """An informational message is called by what it is about."""
    titles = [message.title for _, message in page_of(tshark, "mm-psk").all_messages]
    expect_equal(titles[9:], ["Are you still there?", "Still here", "This SA is no more",
                              "Are you still there?", "Still here", "This SA is no more"],
                 "titles of informational messages")
    closed = [message.title for _, message in page_of(tshark, "mm-psk", keys=False).all_messages]
    expect_equal(set(closed[9:]), {"An informational message"}, "titles of closed ones")


def check_fold(tshark):
    """The questions whether the peer is alive are one section, which holds each of them."""
    home = tshark.home()
    packets = [datagram(message, back=back) for message, back in phase1()]
    for number in range(30):
        for back, kind in ((False, R_U_THERE), (True, R_U_THERE_ACK)):
            body = payload(struct.pack(">IBBH", 1, 1, 0, kind) + struct.pack(">I", number))
            packets.append(datagram(isakmp(body, INFORMATIONAL, NOTIFY, mid=2 * number + back + 1,
                                           cookies=(INITIATOR, RESPONDER)), back=back))
    path = frames.write(home / "questions.pcap", packets)
    page = Page(tshark.run("-r", path, "-q", "-z", "ikelog,lesson,html", home=home).stdout)
    expect_equal(page.folds, [60], "messages of each folded section")
    expect_equal(len(page.messages), 64, "messages of the page")


def check_size(tshark):
    """A page of 40 messages is under a megabyte, with keys and commands."""
    sizes = {name: (len(page_of(tshark, name, secrets=True).messages),
                    len(page_of(tshark, name, secrets=True).source)) for name in CAPTURES}
    for name, (messages, size) in sizes.items():
        if size > MEGABYTE * max(messages, 40) / 40:
            raise Failure(f"{name}: {size} octets for {messages} messages")


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [(front, back) for back in ("bg", "card", "head") for front in ("fg", "soft", "link")] + \
        [("bad", "bad-bg"), ("warn", "warn-bg"), ("good", "good-bg"), ("fg", "bad-bg"),
         ("fg", "warn-bg"), ("fg", "good-bg"), ("bad", "card"), ("soft", "good-bg")]


def check_contrast(tshark):
    """In light, in dark and on paper."""
    style = page_of(tshark, "mm-psk").style
    blocks = re.findall(r":root\{([^}]*)\}", style)
    light = dict(re.findall(r"--([\w-]+):(#\w+)", blocks[0]))
    expect_equal(len(blocks), 3, "sets of colours")
    for block in blocks:
        colours = {**light, **dict(re.findall(r"--([\w-]+):(#\w+)", block))}
        for front, back in PAIRS:
            ratio = contrast(colours[front], colours[back])
            if ratio < LEAST_CONTRAST:
                raise Failure(f"{front} on {back}: {ratio:.2f} in {block}")


def check_keyboard(tshark):
    """All that opens is a summary, all that leads somewhere a link: both take the focus."""
    page = page_of(tshark, "mm-psk")
    expect_equal({"onclick", "onkeydown", "onload"} & page.attributes, set(), "handlers")
    if "focus-visible" not in page.style or "#main" not in page.links:
        raise Failure("the focus is not shown, or the head cannot be skipped")


def cases(tshark):
    for name in CAPTURES:
        yield Case(f"{name}: each octet has one label", claim(check_octets, tshark, name))
        yield Case(f"{name}: each command prints the value", claim(check_commands, tshark, name))
        yield Case(f"{name}: valid HTML", claim(check_valid, tshark, name))
        yield Case(f"{name}: headings and links", claim(check_structure, tshark, name))
    for name in DERIVED:
        yield Case(f"{name}: what can be computed has a command", claim(check_derived, tshark, name))
    for name in ("mm-psk", "mm-psk-pfs", "mm-rsa", "ag-psk", "xauth-modeconfig", "dh-private-pfs"):
        yield Case(f"{name}: secrets only on demand", claim(check_secrets, tshark, name))
    for name in ATTACKS:
        yield Case(f"hostile text runs nothing: {name}", claim(check_hostile, tshark, name))
    for check in (check_exponents, check_fragments, check_base_signature, check_password,
                  check_signature, check_closed, check_dialects, check_unknown_dialect, check_ladder,
                  check_subjects, check_fold, check_size, check_contrast, check_keyboard):
        yield Case((check.__doc__ or check.__name__[6:]).split("\n")[0].rstrip("."),
                   claim(check, tshark))
