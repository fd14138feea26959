"""Families from links, the oldest report first.

Reports are gone through from the oldest to the youngest. Each joins the family of older reports that it fits best, and
becomes the head of a new one where it fits none. How well it fits is a weighted mean of the log odds of two links: that
to the nearest member, for a copy of a copy resembles that copy, and the mean over all members that it has a link to
(log odds of 0 or more). What contradicts the oldest member by more than ``doubt`` loses as much as goes beyond, so that
a chain of small changes cannot drift from one story to the next. The result depends on the set of reports alone. (With
one member a family this is the pivot algorithm of correlation clustering, N. Ailon, M. Charikar, A. Newman,
"Aggregating inconsistent information", 2008, with age for the random order.)

A change is followed forwards in age: a report whose family changes concerns only the younger ones that have a link
to it.
"""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.echo.buckets import Buckets, bucket_of, place_of, timed
from ceasewatch.fusion.echo.facts import Flags
from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.link import Numbers, log_odds, older
from ceasewatch.fusion.echo.packed import ALIVE, KEYS
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int


@inner
def put(values: Int, count: Int, value: int) -> Int:
    """``values`` with ``value`` behind the ``count[0]`` that it has, longer if need be; counts it."""
    if count[0] == len(values):
        wide = np.empty(2 * len(values), np.int64)
        for n in range(len(values)):
            wide[n] = values[n]
        values = wide
    values[count[0]] = value
    count[0] += 1
    return values


@compiled
def met(b: Buckets, h: Held, card: int, window_us: float, seen: Int, mark: int) -> Int:
    """Cards alive that share a key with ``card`` in its own or an adjacent bucket of time; each once."""
    found, count = np.empty(16, np.int64), np.zeros(1, np.int64)
    seen[card] = mark
    middle = bucket_of(h, card, window_us)
    for k in range(h.code[card, KEYS], h.code[card, KEYS] + h.code[card, KEYS + 1]):
        for bucket in range(middle - 1, middle + 2):
            key = timed(h.pool[k], bucket)
            at = place_of(b, key)
            entry = b.head[at] if b.key[at] == key else -1
            while entry >= 0:
                other = b.card[entry]
                if seen[other] != mark and h.code[other, ALIVE] == 1:
                    seen[other] = mark
                    found = put(found, count, other)
                entry = b.before[entry]
    return found[: count[0]]


@inner
def push(h: Held, queue: Int, count: Int, card: int) -> Int:
    """``queue``, a binary heap of ``count[0]`` cards with the oldest first, with one more."""
    queue = put(queue, count, card)
    at = count[0] - 1
    while at > 0 and older(h, queue[at], queue[(at - 1) // 2]):
        queue[at], queue[(at - 1) // 2] = queue[(at - 1) // 2], queue[at]
        at = (at - 1) // 2
    return queue


@inner
def pop(h: Held, queue: Int, count: Int) -> int:
    """The oldest of the ``count[0]`` cards of ``queue``, which then holds one less."""
    top = queue[0]
    count[0] -= 1
    queue[0] = queue[count[0]]
    at = count[0] - count[0]
    while True:
        least = at
        for child in range(2 * at + 1, min(2 * at + 3, count[0])):
            if older(h, queue[child], queue[least]):
                least = child
        if least == at:
            return int(top)
        queue[at], queue[least] = queue[least], queue[at]
        at = least


@inner
def family(h: Held, p: Numbers, card: int, others: Int, head: Int) -> int:
    """Head of the family that ``card`` belongs to, given the heads of all older cards; ``card`` where it has none."""
    heads, most = np.empty(len(others), np.int64), np.empty(len(others))
    total, members = np.empty(len(others)), np.zeros(len(others))
    known = 0
    for other in others:
        if not older(h, other, card):
            continue
        odds = min(p.limit, log_odds(h, other, card, p))
        if odds < 0.0:
            continue
        at = 0
        while at < known and heads[at] != head[other]:
            at += 1
        if at == known:
            heads[at], most[at], total[at], members[at] = head[other], odds, odds, 1.0
            known += 1
        else:
            most[at], total[at], members[at] = max(most[at], odds), total[at] + odds, members[at] + 1.0
    best, highest = card, 0.0
    for at in range(known):
        score = p.closest * most[at] + (1.0 - p.closest) * total[at] / members[at]
        if score > 0.0:
            score += min(0.0, p.doubt + log_odds(h, heads[at], card, p))
        if score > highest or (score == highest and best != card and older(h, heads[at], best)):
            best, highest = heads[at], score
    return best


@compiled
def younger(h: Held, p: Numbers, card: int, others: Int, pending: Flags) -> Int:
    """Those of ``others`` that are younger than ``card``, have a link to it and are not pending."""
    found = np.empty(len(others), np.int64)
    n = 0
    for other in others:
        if not pending[other] and older(h, card, other) and log_odds(h, card, other, p) >= 0.0:
            found[n] = other
            n += 1
    return found[:n]


@compiled
def settle(
    h: Held, b: Buckets, p: Numbers, dirty: Int, head: Int, seen: Int, pending: Flags, mark: int
) -> tuple[Int, int]:
    """Set the heads of ``dirty`` and of all that follows from it.

    Args:
        h: facts.
        b: buckets that hold all cards.
        p: parameters.
        dirty: cards whose head is not known (new ones, -1), or may have ended.
        head: (cards,) head of each card, changed in place; -1 of new ones.
        seen: (cards,) scratch, with no value above ``mark``.
        pending: (cards,) scratch, all false before and after.
        mark: see ``seen``.

    Returns:
        The cards whose head changed; and the mark to go on with.
    """
    queue, waiting = np.empty(16, np.int64), np.zeros(1, np.int64)
    changed, done = np.empty(16, np.int64), np.zeros(1, np.int64)
    for card in dirty:
        pending[card] = True
        queue = push(h, queue, waiting, card)
    while waiting[0] > 0:
        card = pop(h, queue, waiting)
        pending[card] = False
        mark += 1
        others = met(b, h, card, p.window_us, seen, mark)
        was, now = head[card], family(h, p, card, others, head)
        head[card] = now
        if was != now:
            changed = put(changed, done, card)
            for other in younger(h, p, card, others, pending):
                pending[other] = True
                queue = push(h, queue, waiting, other)
    return changed[: done[0]], mark
