# SPDX-License-Identifier: GPL-2.0-or-later
"""The packet details: nothing twice, nothing cut off, and all of it there for filters."""

import re
import xml.etree.ElementTree as ElementTree

from harness import Case, Failure, capture_file, claim, expect_equal

PFS = "mm-psk-pfs.pcap"
ITEMS_MOST = 58  # a frame of PFS, lines of long texts counted; 88 when everything was shown
LINE_MOST = 75  # octets of a text's line; a word that is longer stands alone

# {field: a frame of PFS that has it}: hidden where the lines around say the same.
HIDDEN = {
    "ikelog.payload.type == 13": 1,
    "ikelog.payload.reserved == 0": 1,
    "ikelog.flags.encryption == 0": 1,
    "ikelog.flags.commit == 0": 1,
    "ikelog.flags.reserved == 0": 1,
    "ikelog.sa.situation.secrecy == 0": 1,
    "ikelog.transform.reserved == 0": 1,
    "ikelog.transform.number == 1": 1,
    "ikelog.proposal.number == 1": 1,
    "ikelog.proposal.spi_size == 0": 1,
    "ikelog.attribute.format == 1": 1,
    'ikelog.vid.name == "XAUTH"': 1,
    'ikelog.vid.details contains "version"': 1,
    'ikelog.id.text == "10.1.0.0/16"': 7,
    "ikelog.id.port == 0": 7,
    "ikelog.decrypted == 1": 5,
    'ikelog.decryption == "decrypted"': 5,
    "ikelog.plaintext[0:1] == 08": 5,
    "ikelog.event == \"packet\"": 1,
    "ikelog.evidence == \"observed\"": 1,
    'ikelog.end == "deleted"': 1,
    'ikelog.esp.source == "initiator"': 8,
    "ikelog.esp.key_source": 8,
    "ikelog.esp.spi": 8,
    'ikelog.log.zyxel_prestige contains "Send"': 1,
    'ikelog.log.nortel_bsr contains "Send"': 1,
}


def details(tshark, name, *options, passes=2):
    """The lines of our trees in -V, without those of the dissectors beside us."""
    text = tshark.run(*tshark.reading(capture_file(name), passes), "-V", *options).stdout
    lines, ours = [], False
    for line in text.splitlines():
        if line and line[0] != " ":
            ours = line.startswith("IKE Log")
        if ours and line.strip():
            lines.append(line)
    return lines


def visible_items(parent):
    return sum(1 + visible_items(item) for item in parent if item.get("hide") != "yes")


def check_count(tshark):
    text = tshark.run(*tshark.reading(capture_file(PFS), 2), "-T", "pdml").stdout
    counts = [visible_items(proto) for proto in ElementTree.fromstring(text).iter("proto")
              if proto.get("name") == "ikelog"]
    if not counts or sum(counts) > ITEMS_MOST * len(counts):
        raise Failure(f"{sum(counts) / max(1, len(counts)):.1f} items a frame")


def check_filters(tshark):
    for field, frame in HIDDEN.items():
        found = tshark.run(*tshark.reading(capture_file(PFS), 2), "-Y", field, "-T", "fields", "-e",
                           "frame.number").stdout.split()
        if str(frame) not in found:
            raise Failure(f"{field} finds {found}")


def check_attribute(tshark):
    """The line is the field of the value, and opens."""
    lines = details(tshark, PFS, "-Y", "frame.number == 1")
    at = [n for n, line in enumerate(lines) if "Encryption-Algorithm: " in line][0]
    expect_equal([line.strip() for line in lines[at:at + 2]],
                 ["Encryption-Algorithm: AES-CBC (7)",
                  ".000 0000 0000 0001 = Type: Encryption-Algorithm (1)"], "an attribute")
    text = tshark.run(*tshark.reading(capture_file(PFS), 2), "-T", "pdml", "-Y",
                      "frame.number == 1").stdout
    field = next(item for item in ElementTree.fromstring(text).iter("field")
                 if item.get("name") == "ikelog.attribute.encryption")
    expect_equal((field.get("show"), field.get("hide")), ("7", None), "the field of its line")


def check_header(tshark):
    """Its fields stand in our tree itself: the packet diagram draws what stands there."""
    lines = details(tshark, PFS, "-Y", "frame.number == 1")
    for name in ("Initiator cookie", "Responder cookie", "Next payload", "Version",
                 "Exchange type", "Flags", "Message ID", "Length"):
        if not any(line.startswith(f"    {name}: ") for line in lines):
            raise Failure(f"{name} is not at the top of the tree")


def check_zero(tshark):
    """Reserved octets and flags count when they are set."""
    lines = "\n".join(details(tshark, PFS))
    for text in ("Reserved", "Commit", "Encryption: False", "Value in two octets"):
        if text in lines:
            raise Failure(f"{text} is shown")
    if "Encryption: True" not in lines:
        raise Failure("the flag that is set is not shown")


def check_wrapped(tshark):
    for name in (PFS, "no-proposal-phase1.pcap", "wrong-psk-main.pcap"):
        for line in details(tshark, name):
            text = line.strip().strip("[]")
            if "truncated" in line:
                raise Failure(f"cut off: {line}")
            if re.match(r" +\[(Explanation|Reason|Description|Advice)", line) and \
                    len(text) > LINE_MOST:
                raise Failure(f"{len(text)} octets: {line}")


def check_whole(tshark):
    """A field has all of its text, whatever its line shows."""
    capture = capture_file("no-proposal-phase1.pcap")
    for row in tshark.fields(capture, ["ikelog.explanation", "ikelog.verdict.reason"], 2):
        for text in row["ikelog.explanation"] + row["ikelog.verdict.reason"]:
            if "…" in text or "truncated" in text:
                raise Failure(f"cut off: {text}")
    lines = details(tshark, "no-proposal-phase1.pcap", "-Y", "frame.number == 2")
    shown = " ".join(line.strip().strip("[]") for line in lines)
    for text in row_of(tshark, capture, 2)["ikelog.explanation"]:
        if f"Explanation: {text}" not in shown:
            raise Failure(f"the lines do not hold: {text}")


def row_of(tshark, capture, frame):
    rows = tshark.fields(capture, ["ikelog.explanation"], 2)
    return next(row for row in rows if row["frame.number"] == [str(frame)])


def check_dialects(tshark):
    """Only who asks gets what other products say."""
    about = "As each product says it"
    lines = "\n".join(details(tshark, PFS))
    if about in lines or "Log of" in lines:
        raise Failure("other products' lines are shown unasked")
    lines = "\n".join(details(tshark, PFS, "-o", "ikelog.other_dialects:TRUE"))
    for text in (about, "Log of cisco-vpn-client", "Log of nortel-bsr", "Log of zyxel-prestige"):
        if text not in lines:
            raise Failure(f"{text} is missing")


def check_dialect_field(tshark, options):
    """Whatever shows it: an output, a column or a filter."""
    said = tshark.run(*tshark.reading(capture_file(PFS), 1), *options).stdout
    if "Send:<SA>" not in said:
        raise Failure(f"{' '.join(options)} shows {said}")
    if "Log of cisco" in said:
        raise Failure("a product that nobody named speaks, too")


def check_names(tshark):
    """A hash has a check, a negotiation a verdict."""
    lines = "\n".join(details(tshark, PFS))
    if "[Check: verified]" not in lines or "[Verdict: verified]" in lines:
        raise Failure("the check of a HASH")
    if "[Check: " not in lines or "[Verdict: established]" not in lines:
        raise Failure("the verdict on the negotiation")


ASKING = {
    "output": ("-T", "fields", "-e", "ikelog.log.zyxel_prestige"),
    "json": ("-T", "json", "-e", "ikelog.log.zyxel_prestige"),
    "column": ("-o", 'gui.column.format:"Log","%Cus:ikelog.log.zyxel_prestige:0:R"'),
    "filter": ("-V", "-Y", 'ikelog.log.zyxel_prestige contains "Send:<SA>"'),
}


def cases(tshark):
    yield Case("count", claim(check_count, tshark))
    yield Case("hidden-fields-are-found", claim(check_filters, tshark))
    yield Case("attribute-is-one-line", claim(check_attribute, tshark))
    yield Case("header-stands-by-itself", claim(check_header, tshark))
    yield Case("zero-is-quiet", claim(check_zero, tshark))
    yield Case("wrapped", claim(check_wrapped, tshark))
    yield Case("whole", claim(check_whole, tshark))
    yield Case("other-dialects", claim(check_dialects, tshark))
    for how, options in ASKING.items():
        yield Case(f"dialect-field/{how}", claim(check_dialect_field, tshark, options))
    yield Case("names", claim(check_names, tshark))
