# SPDX-License-Identifier: GPL-2.0-or-later
"""Whatever another dissector throws while it helps us, our log, fields and columns stand."""

import struct

from frames import datagram, isakmp, payload, write
from harness import PASSES, Case, Failure, claim, expect_equal

ID, CERT, NOTIFY = 5, 6, 11
AGGRESSIVE, INFO = 4, 5
INITIATOR, RESPONDER = b"C" * 8, b"R" * 8
NO_PROPOSAL_CHOSEN = payload(struct.pack(">IBBH", 1, 1, 0, 14))
REFUSAL = datagram(isakmp(NO_PROPOSAL_CHOSEN, INFO, NOTIFY, cookies=(INITIATOR, RESPONDER)),
                   back=True)
# Each attribute of a name is a layer of the frame, and Wireshark has room for 500.
CERTIFICATES, ATTRIBUTES = 30, 20


def der(tag, *parts):
    """An ASN.1 value in DER."""
    content = b"".join(parts)
    return struct.pack(">BBH", tag, 0x82, len(content)) + content


def certificate():
    """An X.509 certificate whose issuer has many common names, in a CERT payload's encoding."""
    sequence, integer, oid = 0x30, 2, 6
    algorithm = der(sequence, der(oid, bytes.fromhex("2a864886f70d01010b")), bytes((5, 0)))
    attribute = der(sequence, der(oid, bytes((0x55, 4, 3))), der(0x0C, b"lab"))
    name = der(sequence, *[der(0x31, attribute)] * ATTRIBUTES)
    validity = der(sequence, *[der(0x17, b"261121164641Z")] * 2)
    body = der(sequence, der(0xA0, der(integer, b"\2")), der(integer, b"\1"), algorithm, name,
               validity, name, der(sequence, algorithm, der(3, bytes(9))))
    return b"\4" + der(sequence, body, algorithm, der(3, bytes(9)))


def begun_with(body, first):
    return datagram(isakmp(body, AGGRESSIVE, first, cookies=(INITIATOR, bytes(8))))


# An identity without octets fails an assertion of the stock dissector; the certificates fill the
# frame's list of layers.
CAPTURES = {
    "stock-assertion": begun_with(payload(bytes((13, 17, 0, 12))), ID),
    "many-certificates": begun_with(
        payload(certificate(), CERT) * (CERTIFICATES - 1) + payload(certificate()), CERT),
}


def check(tshark, packet, passes, tree):
    path = write(tshark.home() / "throws.pcap", [packet, REFUSAL])
    options = ["-r", path, "-o", f"ikelog.stock_tree:{tree}"] + (["-2"] if passes == 2 else [])
    quiet = tshark.run("-r", path, "-o", "ikelog.stock_tree:never", "-q", "-z", "ikelog,log").stdout
    if quiet.count("ISAKMP OAK") != 2:
        raise Failure(f"the log has not both messages:\n{quiet}")
    loud = tshark.run(*options, "-V", "-z", "ikelog,log")
    expect_equal(loud.stdout[-len(quiet):], quiet, "the log behind the details")
    if "Dissector bug" in loud.stdout + loud.stderr:
        raise Failure("an exception of another dissector got through")
    info = tshark.run(*options, "-T", "fields", "-e", "_ws.col.Info").stdout
    expect_equal([line.split(" [")[0] for line in info.splitlines()],
                 [line.split(" - ")[1] for line in quiet.splitlines() if "ISAKMP OAK" in line],
                 "the Info column")
    fields = tshark.run(*options, "-T", "fields", "-e", "ikelog.summary", "-e", "ikelog.sa",
                        "-e", "x509af.version", "-e", "isakmp.ispi").stdout
    expect_equal([line.split("\t")[1] for line in fields.splitlines()], ["0", "0"], "the IKE SAs")


def cases(tshark):
    for name, packet in CAPTURES.items():
        for passes in PASSES:
            for tree in ("never", "always"):
                yield Case(f"{name}/pass-{passes}/stock-tree-{tree}",
                           claim(check, tshark, packet, passes, tree))
