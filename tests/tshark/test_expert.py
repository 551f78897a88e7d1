# SPDX-License-Identifier: GPL-2.0-or-later
"""Expert information: one failure is one error, in words that are the same in every capture."""

from harness import Case, capture_file, claim, expect_equal

# {capture: what its only error says}
ERRORS = {
    "wrong-psk-main": "The pre-shared keys probably differ",
    "no-proposal-phase1": "No phase 1 proposal was chosen",
    "no-peer": "The first message got no answer",
    "unreachable": "The peer is unreachable, says ICMP",
}
SEVERITY_COLUMN = 'gui.column.format:"Number","%m","Expert","%a"'


def errors(text):
    """(frequency, summary) of each line of the errors that -z expert prints."""
    section, found = None, []
    for line in text.splitlines():
        if line.endswith(")") and line[0].isalpha():
            section = line.split()[0]
        elif section == "Errors" and line.startswith(" ") and "Frequency" not in line:
            words = line.split()
            found.append((int(words[0]), " ".join(words[3:])))
    return found


def check_one_error(tshark, name):
    done = tshark.run("-r", tshark.staged(capture_file(f"{name}.pcap")), "-2", "-q", "-z", "expert")
    expect_equal(errors(done.stdout), [(1, ERRORS[name])], "the errors")


def check_light(tshark, name):
    """Nobody collects experts and there is no tree: the column has them all the same."""
    done = tshark.run("-r", tshark.staged(capture_file(f"{name}.pcap")), "-2",
                      "-o", SEVERITY_COLUMN)
    lights = [line.split()[1:] for line in done.stdout.splitlines()]
    expect_equal([light for light in lights if light == ["Error"]], [["Error"]],
                 "the frames with errors")


def check_light_of_payloads(tshark):
    """What only the decoding of payloads finds counts, too; the worst stays in the column."""
    done = tshark.run("-r", tshark.staged(capture_file("id-dn-cut.pcap")), "-o", SEVERITY_COLUMN)
    expect_equal(done.stdout.split(), ["1", "Error"], "the severity of the frame")


def check_light_in_one_pass(tshark):
    done = tshark.run("-r", tshark.staged(capture_file("no-proposal-phase1.pcap")),
                      "-o", SEVERITY_COLUMN)
    expect_equal([line.split() for line in done.stdout.splitlines()],
                 [["1", "Chat"], ["2", "Error"]], "the severities of the frames")


def check_consequence(tshark):
    """The refusal is what the error was concluded from."""
    done = tshark.run("-r", tshark.staged(capture_file("no-proposal-phase1.pcap")), "-2", "-Y",
                      "ikelog.expert.event.no_proposal_chosen.consequence", "-T", "fields",
                      "-e", "frame.number")
    expect_equal(done.stdout.split(), ["2"], "frames with the consequence")


def cases(tshark):
    for name in ERRORS:
        yield Case(f"one-error/{name}", claim(check_one_error, tshark, name))
        yield Case(f"light/{name}", claim(check_light, tshark, name))
    yield Case("light-of-payloads", claim(check_light_of_payloads, tshark))
    yield Case("light-in-one-pass", claim(check_light_in_one_pass, tshark))
    yield Case("consequence", claim(check_consequence, tshark))
