# SPDX-License-Identifier: GPL-2.0-or-later
"""How much of a daemon's own log `-z ikelog,log` writes from a capture, line by line and in order.

A daemon's log at its default level (test-captures/default-logs/) is held against the log that the
daemon's dialect writes from the capture, with keys.  A line is exact when both have it, octet for
octet but for what stands below, at the same place: the longest common subsequence of the two logs.
What only the daemon has is missing, what only we have is false.

Left out of both sides, as no capture has it:
- the time before a line, and the number of the thread that wrote it;
- names that a configuration gives: connections, children;
- numbers by which the daemon counts: IKE SAs, IPsec SAs, states, octets that a kernel carried;
- how long a state lived by the daemon's own clock;
- behind a router, where the capture was made on its other side: the address and the port that the
  router changes.

Not counted are lines that speak of no negotiation; a daemon's `outside` says which. And who says
that a message was sent or received more than half a second after the last packet of the capture
shows that the capture had ended: from there on nothing counts.

Not counted are messages that the capture demonstrably lacks: the daemon names ends and length of
a message that it sent or received, and within half a second no frame has them (behind a router:
the length and the direction). Left out are that line, the line before it that announces a message
sent, and what the daemon says about one received until it turns to something else. What it decided
before it sent a message that is not there counts.

A daemon that the lab made hold its messages back (`using receive delay`, `using send delay`) tells
of what it received later than the wire has it, and of what it sent earlier. Its log is held against
the capture with the frames of that direction moved by the time that the daemon itself names;
those that it still held after its last line are not there.

Nothing else is left out.  A line about a negotiation counts as missing, also when no capture can
have it: lifetimes drawn at random, what a configuration holds, why the operator asked.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path

from harness import capture_file, capture_files
from wire import read_frames, write_frames

DEFAULT_LOG = ".default-log"
# The lab's addresses of each side; those of the initiator behind a router come last.
INSIDE, ROUTER = "10.9.0.2", "203.0.113.1"
LOCAL = {"initiator": ("192.0.2.1", "192.0.2.3", "2001:db8::1", INSIDE, ROUTER),
         "responder": ("192.0.2.2", "2001:db8::2", "203.0.113.2")}
NEAREST = {"initiator": ("-inside", ""), "responder": ("-responder", "")}
TRANSLATED = re.compile(r"\b(?:%s|%s)\b(?:\[\d+\]|:\d+)?"
                        % (re.escape(INSIDE), re.escape(ROUTER)))


@dataclass(frozen=True)
class Daemon:
    """A daemon that writes logs in the lab, and what its dialect promises."""

    name: str           # in the names of its logs
    dialect: str
    product: str
    exact: float        # at least this share of its lines, in percent
    false: float        # at most this many lines for a hundred of its own
    prefix: str         # what stands before a line's text
    outside: tuple      # lines that speak of no negotiation
    message: str        # lines that say that a message was sent or received
    leave_out: tuple    # (pattern, what stands for it)
    packet: str = r"(?!)"       # a message with its ends and length
    announces: str = r"(?!)"    # the line before one that was sent
    turns: str = r"(?!)"        # lines that begin something else than the message received
    joined: str = r"(?!)"       # the message that follows came in fragments
    delay: str = r"(?!)"        # the lab made the daemon hold its messages back

    def text(self, line):
        """A line as it is compared, whoever wrote it."""
        line = re.sub(self.prefix, "", line)
        for pattern, sign in self.leave_out:
            line = re.sub(pattern, sign, line)
        return line

    def counts(self, text):
        return not any(re.match(pattern, text) for pattern in self.outside)


PLUTO = Daemon(
    "pluto", "libreswan", "libreswan 4.10", 85.0, 1.0,
    r"^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(\.\d+)?: ",
    (r'"NAME": ',                                           # a connection: no state, no packet
     r'"NAME" #N: ESP traffic information:'),               # counters of the kernel, and no more
    r'"NAME" #N: (initiating|sent|responding)',
    ((r'"[^"]*"(\[\d+\] [0-9a-f.:]+)?(?=:| #\d| from )', '"NAME"'),
     (r"#\d+\b", "#N"),
     (r"\baged [\d.]+s", "aged #s"),
     (r"\b(in|out)=\d+[KMG]?B", r"\1=#B")))

DAEMONS = (
    Daemon("charon", "strongswan", "strongSwan 5.9.8", 92.0, 0.5,
           r"^(?:(?!\d\d\[[A-Z]{3}\]|\[[A-Z]{3}\]).)*?(?:\d\d)?(?=\[[A-Z]{3}\] )",
           (r"\[KNL\]",                                     # interfaces, and a kernel without ESP
            r"\[CFG\] (vici|loaded|updated|replaced|removed|added) ",   # the operator
            r"\[NET\] using (send|receive) delay"),         # the lab's
           r"\[NET\] (sending|received) packet",
           ((r"(?<=\] )<\S+> ", ""),
            (r"(IKE_SA) \S+\[\d+\]", r"\1 NAME[#]"),
            (r"(CHILD_SA) \S+\{\d+\}", r"\1 NAME{#}"),
            (r'(selected peer config) "[^"]*"', r'\1 "NAME"'),
            (r"(?<=[0-9a-f]_[io]) \(\d+ bytes\)", " (# bytes)")),
           packet=r"\[NET\] (?P<way>sending|received) packet: "
                  r"from (?P<source>\S+)\[(?P<port>\d+)\] "
                  r"to (?P<target>\S+)\[(?P<to>\d+)\] \((?P<length>\d+) bytes\)",
           announces=r"\[ENC\] generating |\[IKE\] sending retransmit ",
           turns=r"\[ENC\] generating |\[IKE\] (sending|initiating|giving up|deleting) ",
           joined=r"\[ENC\] received fragment #\d+, reassembled ",
           delay=r"\[NET\] using (?P<way>send|receive) delay: (?P<milliseconds>\d+)ms"),
    PLUTO,
    replace(PLUTO, name="pluto5", dialect="libreswan-5", product="Libreswan 5.2"),
    Daemon("racoon", "racoon", "racoon 0.9.1", 90.0, 1.0,
           r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: ",
           (r"INFO: (racoon: MLS support|Loaded OpenSSL|@\(#\)|Reading configuration|"
            r"\S+ used (for NAT-T|as isakmp port)|caught signal|racoon process)",
            r"ERROR: pfkey "),                              # a kernel without ESP
           r"INFO: (initiate|respond) new",
           ()),
)


@dataclass
class Score:
    """One log of a daemon beside what we write: [(sign, line)], sign as in a difference."""

    name: str
    rows: list = field(default_factory=list)

    def lines(self, sign):
        return [line for own, line in self.rows if own == sign]


@dataclass(frozen=True)
class DefaultLog:
    """What a daemon logged during a run, and the capture that shows most of what it saw."""

    name: str
    daemon: Daemon
    side: str
    paths: tuple
    capture: Path

    def text(self):
        return "".join(path.read_text(encoding="utf-8") for path in self.paths)


def capture_of(run, side):
    """The capture of a run that was made nearest to one side."""
    paths = [capture_file(f"{run}{place}.pcap") for place in NEAREST[side]]
    return next(path for path in paths if path.exists())


def logs_of(daemon):
    """The default logs of a daemon; one that was started anew goes on in the same log."""
    found = {}
    for path in capture_files(f".{daemon.name}{DEFAULT_LOG}"):
        run, side, _ = path.name.removesuffix(DEFAULT_LOG).rsplit(".", 2)
        found.setdefault((run, side.partition("-")[0]), []).append(path)
    for (run, side), paths in sorted(found.items()):
        paths.sort(key=lambda path: len(path.name))
        yield DefaultLog(f"{run}.{side}", daemon, side, tuple(paths), capture_of(run, side))


WHEN = re.compile(r"^(?:(?P<day>\d{4}-\d\d-\d\d)|(?P<month>[A-Z][a-z]{2} [ \d]\d)) "
                  r"(?P<time>\d\d:\d\d:\d\d)(?P<part>\.\d+)?")
PATIENCE = 0.5
JITTER = 0.1


def seconds_of(line, year):
    """When a line was written, in seconds; None when it does not say."""
    found = WHEN.match(line)
    if not found:
        return None
    day = found["day"] or f"{year} {found['month']}"
    form = "%Y-%m-%d %H:%M:%S" if found["day"] else "%Y %b %d %H:%M:%S"
    moment = datetime.strptime(f"{day} {found['time']}", form).replace(tzinfo=timezone.utc)
    return moment.timestamp() + float(found["part"] or 0)


def delays(log):
    """{direction: seconds} by which the daemon held its messages back."""
    found = re.finditer(log.daemon.delay, log.text())
    return {match["way"]: int(match["milliseconds"]) / 1000 for match in found}


def is_sent(log, frame):
    return frame.addresses()[0] in LOCAL[log.side]


def year_of(frames):
    return datetime.fromtimestamp(frames[-1].moment, timezone.utc).year


def frames_of(log):
    """The frames of the capture, each at the time when the daemon has to do with it."""
    held, frames = delays(log), read_frames(log.capture)
    if not held:
        return frames
    end = seconds_of(log.text().splitlines()[-1], year_of(frames)) + JITTER
    moved = [replace(frame, moment=frame.moment - held.get("send", 0) if is_sent(log, frame)
                     else frame.moment + held.get("receive", 0)) for frame in frames]
    return sorted((frame for frame in moved if frame.moment <= end),
                  key=lambda frame: frame.moment)


def until_the_end(log, frames):
    """The lines that the daemon wrote while the capture went on."""
    for line in log.text().splitlines():
        if re.match(log.daemon.message, log.daemon.text(line)):
            if (seconds_of(line, year_of(frames)) or 0) > frames[-1].moment + PATIENCE:
                return
        if line:
            yield line


def is_message(log, frame, told):
    """The frame carries the message of which the daemon tells."""
    message = frame.message()
    if not message or is_sent(log, frame) != (told["way"] == "sending"):
        return False
    if message[2] != int(told["length"]):
        return False
    return is_translated(log) or (frame.addresses() == (told["source"], told["target"])
                                  and message[:2] == (int(told["port"]), int(told["to"])))


def is_captured(log, frames, line, told):
    moment = seconds_of(line, year_of(frames))
    return moment is None or any(abs(frame.moment - moment) <= PATIENCE
                                 and is_message(log, frame, told) for frame in frames)


def captured_texts(log, frames, lines):
    """The lines, as they are compared, without those about messages that the capture lacks."""
    kept, lacking, text = [], False, ""
    for line in lines:
        before, text = text, log.daemon.text(line)
        told = re.match(log.daemon.packet, text)
        if told:
            lacking = not (re.match(log.daemon.joined, before)
                           or is_captured(log, frames, line, told))
            if lacking and told["way"] == "sending":
                lacking = False
                if kept and kept[-1] == before and re.match(log.daemon.announces, before):
                    kept.pop()
                continue
        elif re.match(log.daemon.turns, text):
            lacking = False
        if not lacking:
            kept.append(text)
    return kept


def daemon_lines(log):
    """The lines of a daemon's log that count, as they are compared."""
    frames = frames_of(log)
    texts = captured_texts(log, frames, until_the_end(log, frames))
    return [text for text in texts if log.daemon.counts(text)]


def packed(address):
    return bytes(int(part) for part in address.split("."))


def is_translated(log):
    """A router between the daemon and the capture gives the initiator another address."""
    octets, text, far = log.capture.read_bytes(), log.text(), packed(LOCAL["responder"][2])
    for address in (INSIDE, ROUTER):
        pair = (packed(address) + far, far + packed(address))
        if re.search(rf"\b{re.escape(address)}\b", text) and not any(p in octets for p in pair):
            return True
    return False


def reading(tshark, log):
    """The arguments that read the capture as the daemon saw it."""
    arguments = tshark.reading(log.capture)
    if delays(log):
        path = tshark.stage / f"{log.name}.held.pcap"
        write_frames(path, frames_of(log))
        path.chmod(0o644)
        arguments[arguments.index("-r") + 1] = path
    return arguments


def our_lines(tshark, log, dialect, home):
    """What we write in the place of the daemon, as it is compared."""
    done = tshark.run(*reading(tshark, log), "-q", "-o",
                      f"ikelog.local:{','.join(LOCAL[log.side])}",
                      "-z", f"ikelog,log,dialect={dialect}", home=home)
    return [log.daemon.text(line) for line in done.stdout.splitlines()
            if line and not line.startswith("==== ")]   # says whose log it is


def aligned(theirs, ours):
    """[(sign, line)]: "=" both, "-" only theirs, "+" only ours; as many of "=" as possible."""
    rows, columns = len(theirs), len(ours)
    length = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            length[i][j] = (length[i + 1][j + 1] + 1 if theirs[i] == ours[j]
                            else max(length[i + 1][j], length[i][j + 1]))
    found, i, j = [], 0, 0
    while i < rows or j < columns:
        if i < rows and j < columns and theirs[i] == ours[j]:
            found.append(("=", theirs[i]))
            i, j = i + 1, j + 1
        elif j == columns or (i < rows and length[i + 1][j] >= length[i][j + 1]):
            found.append(("-", theirs[i]))
            i += 1
        else:
            found.append(("+", ours[j]))
            j += 1
    return found


def score(tshark, log, dialect=None, home=None):
    """`home` may have dialects of its own."""
    theirs, ours = daemon_lines(log), our_lines(tshark, log, dialect or log.daemon.dialect, home)
    if is_translated(log):
        theirs, ours = ([TRANSLATED.sub("ADDRESS", line) for line in lines]
                        for lines in (theirs, ours))
    return Score(log.name, aligned(theirs, ours))


@dataclass
class Total:
    """The scores of a daemon's logs together."""

    daemon: Daemon
    scores: list

    def count(self, *signs):
        return sum(len(one.lines(sign)) for one in self.scores for sign in signs)

    @property
    def lines(self):
        return self.count("=", "-")

    @property
    def exact(self):
        """In percent of the daemon's lines, as is `false`."""
        return 100 * self.count("=") / max(self.lines, 1)

    @property
    def false(self):
        return 100 * self.count("+") / max(self.lines, 1)


def kind(line):
    """A line without what differs from one capture to the next."""
    line = re.sub(r"\b[0-9a-f]*\d[0-9a-f]{6,}\b", "N", line)
    line = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", line)
    return re.sub(r"\d+(?:\.\d+)*", "N", line)


def kinds(scores, sign):
    """[(count, kind, log's name, line)] of the lines with this sign, the most frequent first."""
    counted, example = Counter(), {}
    for one in scores:
        for line in one.lines(sign):
            counted[kind(line)] += 1
            example.setdefault(kind(line), (one.name, line))
    return [(count, name, *example[name]) for name, count in counted.most_common()]
