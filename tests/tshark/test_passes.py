# SPDX-License-Identifier: GPL-2.0-or-later
"""One pass and two passes give the same answers, but for what only later frames can tell."""

from harness import FACTS, Case, Failure, claim, for_each_capture

# What later frames tell: a line is added ("Exceeded 3 …"), or one that the order of messages
# suggested is withdrawn ("Established IKE SA", when the peer's identity was then refused). And
# whether a device could read a message shows by what it sends after it.
REVISED = "ikelog.log"
NOT_YET_READ = "?)"


def completed(line, lines):
    """The line of the second pass that has in full what the first pass could not know as read."""
    full = [longer for longer in lines if line.endswith(NOT_YET_READ)
            and longer.startswith(line[:-len(NOT_YET_READ)])]
    return full[0] if full else line


def same(name, first, second):
    if name != REVISED:
        return first == second
    first = [completed(line, second) for line in first]
    shorter, longer = sorted((first, second), key=len)
    return [line for line in longer if line in shorter] == shorter


def check(tshark, capture, keys):
    once, twice = (tshark.facts(capture, passes, keys) for passes in (1, 2))
    if len(once) != len(twice) or not once:
        raise Failure(f"{len(once)} frames in one pass, {len(twice)} in two")
    faults = [f"frame {first['frame.number'][0]}: {name} is {first[name]}, then {second[name]}"
              for first, second in zip(once, twice) for name in FACTS
              if not same(name, first[name], second[name])]
    if faults:
        raise Failure("\n".join(faults[:10]) + f"\n{len(faults)} differences")


def cases(tshark):
    for name, capture in for_each_capture():
        yield Case(f"{name}/with-keys", claim(check, tshark, capture, True))
        yield Case(f"{name}/without-keys", claim(check, tshark, capture, False))
