"""Effort: observer-hours by area, side and kind of observer, by state, and the share of them that was at night."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal

import numpy as np

from ceasewatch.coverage.ledger import STATES, UNKNOWN, Ledger
from ceasewatch.model.table import OBSERVER_KINDS, Columns, Int, Objects, Real
from ceasewatch.observers.conditions import night_at

By = Literal["area", "side", "kind", "nation"]

NIGHT_STEP_US: Final = 600_000_000
"""The sun is looked at every ten minutes."""


@dataclass(frozen=True, slots=True)
class Effort(Columns):
    """g groups of observers.

    Columns, each of length g:
        area, side, kind, nation: what the groups are told apart by; empty where they are not.
        observers: how many different ones.
        hours: (g, states) observer-hours by state, in the order of ``STATES``; time nobody wrote down is *unknown*.
        night: share of the seeing hours that were dark, 0 to 1; NaN where nobody saw anything or no place is known.
    """

    area: Objects
    side: Objects
    kind: Objects
    nation: Objects
    observers: Int
    hours: Real
    night: Real

    @property
    def seeing_h(self) -> Real:
        """(g,) observer-hours in which something was perceived: observing and degraded."""
        return np.asarray(self.hours[:, :UNKNOWN][:, [0, 1]].sum(axis=1))

    @property
    def expected_h(self) -> Real:
        """(g,) observer-hours of the period, whatever became of them."""
        return np.asarray(self.hours.sum(axis=1))


def effort(book: Ledger, by: tuple[By, ...] = ("area",)) -> Effort:
    """Effort by group, in order of the groups' names.

    Whoever has no post of their own (press, parties, accounts: ``NO_WATCHERS``) is left out: that they write does not
    mean that they looked, on either side.

    Args:
        book: filled (:func:`ceasewatch.coverage.overlaps.filled`), so that unwritten time counts as unknown.
        by: what the groups are told apart by; empty is one group.
    """
    book = book.take(np.flatnonzero(book.posted))
    names = _names(book)
    keys = np.array(["\x1f".join(str(names[b][i]) for b in by) for i in range(len(book))], dtype=object)
    groups, code = np.unique(keys.astype(str), return_inverse=True)
    first = np.searchsorted(np.sort(code), np.arange(len(groups)))
    like = np.argsort(code, kind="stable")[first] if len(book) else np.zeros(0, np.int64)
    hours = np.zeros((len(groups), len(STATES)))
    np.add.at(hours, (code, book.state), book.hours)
    told = {b: (names[b][like] if b in by else np.full(len(groups), "", dtype=object)) for b in _BY}
    who = [len(set(book.observer[code == g])) for g in range(len(groups))]
    return Effort(**told, observers=np.array(who, dtype=np.int64), hours=hours, night=_night(book, code, len(groups)))


_BY: Final[tuple[By, ...]] = ("area", "side", "kind", "nation")


def _names(book: Ledger) -> dict[str, Objects]:
    kinds = np.array([str(k) for k in OBSERVER_KINDS], dtype=object)[book.kind]
    return {"area": book.area, "side": book.side, "kind": kinds, "nation": book.nation}


def _night(book: Ledger, code: Int, groups: int) -> Real:
    sees = book.take(np.flatnonzero(book.seeing & np.isfinite(book.lat)))
    of = code[np.flatnonzero(book.seeing & np.isfinite(book.lat))]
    if not len(sees):
        return np.full(groups, np.nan)
    steps = np.maximum(1, -(-(sees.end_us - sees.start_us) // NIGHT_STEP_US))
    row = np.repeat(np.arange(len(sees)), steps)
    within = np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    width = (sees.end_us - sees.start_us)[row] / steps[row]
    at = (sees.start_us[row] + (within + 0.5) * width).astype(np.int64)
    dark = night_at(sees.lat[row], sees.lon[row], at)
    total = np.bincount(of[row], weights=width, minlength=groups)
    part = np.bincount(of[row], weights=width * dark, minlength=groups)
    return np.where(total > 0, part / np.where(total > 0, total, 1.0), np.nan)


def totals(found: Effort) -> dict[str, float]:
    """Hours by state over all groups."""
    return {str(state): float(found.hours[:, i].sum()) for i, state in enumerate(STATES)}


def columns() -> tuple[str, ...]:
    """Names of the columns, for faces that print them."""
    return tuple(f.name for f in fields(Effort))
