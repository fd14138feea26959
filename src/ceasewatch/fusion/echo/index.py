"""Families of copies, kept up to date while reports come and go. The result equals that of all at once."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.echo.buckets import Buckets, buckets, insert
from ceasewatch.fusion.echo.facts import Flags, facts
from ceasewatch.fusion.echo.held import Cards, grown
from ceasewatch.fusion.echo.link import numbers
from ceasewatch.fusion.echo.packed import ALIVE, KEYS
from ceasewatch.fusion.echo.parameters import DEFAULT, EchoParameters
from ceasewatch.fusion.echo.settle import met, settle, younger
from ceasewatch.model.table import Int, ObservationTable


class EchoIndex:
    """Holds reports by slot: a number that a report gets when it comes, and that no other gets afterwards.

    Args:
        parameters: numbers of the copy model.
    """

    def __init__(self, parameters: EchoParameters = DEFAULT) -> None:
        self._parameters = parameters
        self._numbers = numbers(parameters)
        self._cards = Cards()
        self._buckets: Buckets = buckets(0)
        self._head: Int = np.zeros(0, np.int64)
        self._seen: Int = np.zeros(0, np.int64)
        self._pending: Flags = np.zeros(0, bool)
        self._mark = 0
        self._slot: Int = np.zeros(0, np.int64)
        self._card: Int = np.zeros(0, np.int64)
        self._slots = 0

    def add(self, table: ObservationTable) -> tuple[Int, Int]:
        """Hold the rows of ``table``.

        Returns:
            The slot of each row, and the slots, sorted, whose family is new or another one than before.
        """
        f = facts(table, self._parameters)
        slots = np.arange(self._slots, self._slots + len(table))
        self._slots += len(table)
        self._card = grown(self._card, self._slots, -1)
        self._card[slots] = -1
        if not len(f):
            return slots, slots
        cards = self._cards.append(f)
        total = len(self._cards)
        self._head, self._slot = grown(self._head, total, -1), grown(self._slot, total, -1)
        self._seen, self._pending = grown(self._seen, total, 0), grown(self._pending, total, 0)
        self._card[slots[f.row]] = cards
        self._slot[cards] = slots[f.row]
        self._enter(cards)
        return slots, np.union1d(slots, self._settle(cards))

    def remove(self, slots: Int) -> Int:
        """Forget the reports in ``slots``; the other slots, sorted, whose family is another one than before."""
        cards = self._card[slots]
        cards = cards[cards >= 0]
        if not len(cards):
            return np.zeros(0, np.int64)
        held, dirty = self._cards.held, [np.zeros(0, np.int64)]
        for card in cards.tolist():
            self._mark += 1
            others = met(self._buckets, held, card, self._numbers.window_us, self._seen, self._mark)
            dirty.append(younger(held, self._numbers, card, others, self._pending))
        self._cards.forget(cards)
        self._head[cards] = -1
        self._card[slots] = -1
        left = np.unique(np.concatenate(dirty))
        return self._settle(left[held.code[left, ALIVE] == 1])

    def family(self, slots: Int) -> Int:
        """Slot of the oldest member of the family of each of ``slots``, which are held."""
        cards = self._card[slots]
        own = np.where(cards >= 0, cards, 0)
        return np.where(cards >= 0, self._slot[self._head[own]] if len(self._slot) else -1, slots)

    def _enter(self, cards: Int) -> None:
        """Put ``cards`` into the buckets, larger ones without what is gone if they do not fit."""
        held = self._cards.held
        more = int(held.code[cards, KEYS + 1].sum())
        if self._buckets.used[1] + more > len(self._buckets.card):
            stay = np.flatnonzero(held.code[: int(cards[0]), ALIVE] == 1)
            self._buckets = buckets(2 * (int(held.code[stay, KEYS + 1].sum()) + more))
            insert(self._buckets, held, stay, self._numbers.window_us)
        insert(self._buckets, held, cards, self._numbers.window_us)

    def _settle(self, cards: Int) -> Int:
        scratch = self._seen, self._pending, self._mark
        changed, self._mark = settle(self._cards.held, self._buckets, self._numbers, cards, self._head, *scratch)
        return np.unique(self._slot[changed])
