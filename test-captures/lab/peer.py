# SPDX-License-Identifier: GPL-2.0-or-later
"""What daemons other than charon have in common: a folder, a process, a log of whole messages."""
import os
import shutil
import struct
import time

import isakmp
import pcap
from charon import RUN
from evidence import Evidence, write_lines
from net import stop_process

ROLES = {"i": "initiator", "r": "responder"}


class Talk:
    """The messages that one daemon logged, octet by octet, in its order."""

    def __init__(self, evidence):
        self.evidence = evidence
        self.heard = []                 # (sent or received, message, plaintext or None)
        self.cookie, self.exchange, self.mid = None, None, None
        self.pieces = {}                # of vendor fragments that are not complete yet

    def sent(self, message, plain=None):
        self.add("sent", message, plain, self.evidence.sent)

    def received(self, message, plain=None):
        self.add("received", message, plain, self.evidence.received)

    def add(self, direction, message, plain, plaintexts):
        """A repeat is the same message: it is listed once."""
        self.cookie, self.exchange, self.mid = isakmp.header(message)
        if plain is not None:
            plaintexts[message[28:]] = plain
        if not any(row[:2] == (direction, message) for row in self.heard):
            self.heard.append((direction, message, plain))

    def whole(self, direction, message):
        """The message itself; of a vendor fragment the message that it completes, or None."""
        piece = isakmp.fragment(message)
        if piece is None:
            return message
        self.add(direction, message, None, {})
        number, last, octets = piece
        pieces = self.pieces.setdefault((direction, message[:16]), {})
        pieces[number] = octets
        if not last:
            return None
        del self.pieces[direction, message[:16]]
        return b"".join(pieces[n] for n in sorted(pieces))

    def in_quick_mode(self):
        return isakmp.EXCHANGES.get(self.exchange) == "QUICK_MODE"

    def rows(self, path):
        """Rows for Evidence.messages, with the capture's clock: these logs have none as fine.
        Like charon, they leave out what the daemon could not read."""
        seen, moment, now = first_seen(path), 0.0, ""
        for direction, message, plain in self.heard:
            moment = seen.get(message, moment)
            names = isakmp.payload_names(message, plain)
            if names is not None:
                _, exchange, mid = isakmp.header(message)
                now = max(now, clock(moment, direction))        # its own order is certain
                yield (now, direction,
                       isakmp.EXCHANGES.get(exchange, "(%d)" % exchange), mid, names)


def clock(moment, direction):
    """A time that sorts among those of charon's log, which end with milliseconds: what is sent
    counts just before its millisecond, what is received within it."""
    seconds, microseconds = divmod(round(moment * 1e6), 1000000)
    if direction == "sent":
        text = "%03d9" % ((microseconds // 1000 - 1) % 1000)
        seconds -= microseconds < 1000
    else:
        text = "%03d5" % (microseconds // 1000)
    return time.strftime("%b %e %T", time.localtime(seconds)) + ".%s%03d" % (
        text, microseconds % 1000)


def frame_times(path):
    """The times of a capture's frames, in seconds."""
    with open(path, "rb") as file:
        data = file.read()
    at, times = 24, []
    while at + 16 <= len(data):
        seconds, fraction, captured = struct.unpack_from("<III", data, at)
        times.append(seconds + fraction / 1e6)
        at += 16 + captured
    return times


def first_seen(path):
    """ISAKMP message -> time of the frame that first carried it."""
    times, seen = frame_times(path), {}
    for frame, _, _, message in pcap.messages(path):
        length, = struct.unpack_from(">I", message, 24)
        seen.setdefault(message[:length], times[frame - 1])
    return seen


class Peer:
    """One daemon in one namespace; `who` names it in the oracles, `log` is its log file."""

    kind = "peer"                       # the middle part of the name of a kept log

    def __init__(self, lab, host="i"):
        self.lab, self.host, self.who = lab, lab.hosts[host], ROLES[host]
        self.folder = os.path.join(RUN, self.who)
        self.log = os.path.join(self.folder, self.kind + ".log")
        self.conf, self.process, self.keep = "", None, False
        self.frozen = None              # characters of the log that count; None: all
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.output = open(os.path.join(self.folder, "output"), "w", encoding="utf-8")
        lab.daemons.append(self)

    def file(self, name, text):
        """Write a configuration file, readable by its owner only, and return its path."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o600)
        return path

    def start(self, arguments, **environment):
        self.process = self.host.popen(arguments, env=dict(os.environ, **environment),
                                       stdout=self.output, stderr=self.output)

    def wait_for(self, condition, seconds=10):
        """Wait until something holds; the daemon must live meanwhile."""
        for _ in range(int(seconds * 20)):
            if condition():
                return True
            if self.process and self.process.poll() is not None:
                raise RuntimeError("%s ended: see %s" % (self.kind, self.folder))
            time.sleep(0.05)
        return False

    def logged(self, text, seconds=10):
        """Wait until the log holds a text."""
        return self.wait_for(lambda: text in self.log_text(), seconds)

    def log_text(self):
        if not os.path.exists(self.log):
            return ""
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self):
        if self.output.closed:
            return                      # a scenario may end a daemon before the lab does
        if self.process:
            stop_process(self.process, seconds=8)
        self.output.close()
        if self.keep:
            name = "%s.%s.log" % (self.lab.name, self.kind)
            write_lines(os.path.join(self.lab.room, name), self.kept_lines())

    def kept_lines(self):
        """The log as it is kept: without paths of this machine."""
        return self.log_text().replace(self.folder, "/etc/" + self.kind).splitlines()

    def freeze(self):
        """The captures end here."""
        self.frozen = len(self.log_text())

    def default_lines(self):
        """What it logs when it is told nothing about logging, while the captures run."""
        return [line for line in self.log_text()[:self.frozen].replace(
            self.folder, "/etc/" + self.kind).splitlines() if self.is_default(line)]

    def is_default(self, line):
        """Whether a line of the complete log is there at the default level, too."""
        return bool(line)

    def talk(self):
        """Read the log into a Talk."""
        return Talk(Evidence(self.who))

    def evidence(self):
        talk = self.talk()
        talk.evidence.messages = list(talk.rows(self.lab.captures[""].path))
        return talk.evidence
