# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames say the same in whatever order they are asked, and captures whatever was open before."""

import random

from harness import Case, Failure, claim, difference
from sharkd import Sharkd, fresh, keys_of, loadable

PROCESSES = 8


def orders(chance, count):
    """Each frame forwards, backwards, shuffled, and some again and again."""
    numbers = list(range(count))
    yield "in order", numbers
    yield "backwards", numbers[::-1]
    yield "shuffled", chance.sample(numbers, count)
    yield "at random", chance.choices(numbers, k=count)


def check_frames(sharkd, chance, capture, expected):
    if sharkd.count() != len(expected):
        raise Failure(f"{capture.name}: {sharkd.count()} frames instead of {len(expected)}")
    for order, numbers in orders(chance, len(expected)):
        for number in numbers:
            said = sharkd.frame(number + 1)
            if said != expected[number]:
                raise Failure(f"{capture.name}, frame {number + 1}, {order}:\n"
                              + difference(expected[number], said))


def check(tshark, part):
    """One process opens captures in any order, each twice and with its own keys."""
    rounds = [capture for _, capture in loadable()[part::PROCESSES]] * 2
    chance = random.Random(part)
    chance.shuffle(rounds)
    with Sharkd(tshark) as sharkd:
        for capture in rounds:
            settings = keys_of(tshark, capture)
            expected = fresh(tshark, capture, settings)
            if not any(expected):
                raise Failure(f"{capture.name}: no frame is ours")
            sharkd.set(settings)
            sharkd.load(tshark.staged(capture))
            check_frames(sharkd, chance, capture, expected)


def cases(tshark):
    for part in range(PROCESSES):
        yield Case(f"captures/{part + 1}-of-{PROCESSES}", claim(check, tshark, part))
