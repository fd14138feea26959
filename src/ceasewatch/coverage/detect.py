"""The probability that somebody would have seen it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from ceasewatch.coverage.independent import seen_by_at_least
from ceasewatch.coverage.watch import Watch, always
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.conditions import Conditions, night_at
from ceasewatch.observers.events import Events
from ceasewatch.observers.registry import model
from ceasewatch.observers.sites import Sites

PAIRS: Final = 1 << 20
"""Event-stretch pairs that are evaluated at a time: eight megabytes."""

FOG_VISIBILITY_M: Final = 1_000.0
"""Visibility in what operators call fog (WMO definition: below 1 km)."""

STRONG_WIND_MS: Final = 10.0
"""Wind that operators log as a hindrance; assumed."""


def detectability(
    events: Events,
    watch: Watch | Sites,
    conditions: Conditions | None = None,
    *,
    at_least: int = 1,
    odds: float = 1.0,
) -> Real:
    """Probability that each event would be seen by at least so many independent observers.

    Each pair of an event and an observer has the probability that the observer's model gives
    (:mod:`ceasewatch.observers`); how they combine is in :mod:`ceasewatch.coverage.independent`. An event that lasts is
    taken to happen at one moment within its interval: an observer that watched half of it has half the probability.

    Args:
        events: n events, happened or supposed.
        watch: who watches when (:func:`ceasewatch.coverage.watch.watching`), or observers that watch all the time.
        conditions: scalars or (n,); by default a calm clear day or night, by the sun at the event.
        at_least: k >= 1; observers of one group count once.
        odds: factor on the odds of each single probability, for what is not known of the models.

    Returns:
        (n,) probabilities.

    Raises:
        DataError: ``at_least`` is below 1, or ``odds`` is not positive.
    """
    if at_least < 1 or not odds > 0:
        raise DataError(f"at_least = {at_least}, odds = {odds}: the first is 1 or more, the second positive")
    w = always(watch) if isinstance(watch, Sites) else watch
    at_hand = conditions or by_the_sun(events)
    seen = np.zeros(len(events))
    laws = _Laws(w)
    for rows, columns in _blocks(events, w):
        part, e = w.take(columns), events.take(rows)
        p, at = laws.pairs(columns, e, part.sites, at_hand.take(rows))
        block = np.empty(len(rows))
        seen_by_at_least(
            p, at, e.start_us, e.end_us, part.from_us, part.to_us, part.works, part.observer, part.group, part.shared,
            float(odds), int(at_least), block,
        )  # fmt: skip
        seen[rows] = block
    return seen


def by_the_sun(events: Events) -> Conditions:
    """A calm and clear day or night, by the sun at each event's start."""
    return replace(Conditions.calm(), night=night_at(events.lat, events.lon, events.start_us))


def _blocks(events: Events, w: Watch) -> Iterator[tuple[Int, Int]]:
    """Rows of events that are near in time, and the stretches that touch that time."""
    order = np.argsort(events.start_us, kind="stable")
    if not len(w):
        return
    size = max(1, PAIRS // len(w))
    for at in range(0, len(order), size):
        rows = order[at : at + size]
        first, last = events.start_us[rows[0]], events.end_us[rows].max()
        columns = np.flatnonzero((w.from_us <= last) & (w.to_us > first))
        if len(columns):
            yield rows, columns


class _Laws:
    """Which stretches follow which model under which hindrance, so that each model is asked once a block."""

    def __init__(self, w: Watch) -> None:
        sets = list(zip(w.sites.model, w.hindered, strict=True))
        self._kinds = list(dict.fromkeys(sets))
        index = {kind: i for i, kind in enumerate(self._kinds)}
        self._of = np.array([index[s] for s in sets], dtype=np.int64)

    def pairs(self, columns: Int, e: Events, sites: Sites, conditions: Conditions) -> tuple[Real, Int]:
        """(n, m) probability that each stretch's observer reports each event, and (m,) the column of each stretch."""
        of = self._of[columns]
        order = np.argsort(of, kind="stable")
        kinds, starts = np.unique(of[order], return_index=True)
        parts = [
            np.asarray(self._ask(int(kind), e, sites.take(mine), conditions))
            for kind, mine in zip(kinds, np.split(order, starts[1:]), strict=True)
        ]
        at = np.empty(len(order), np.int64)
        at[order] = np.arange(len(order))
        return np.concatenate(parts, axis=1), at

    def _ask(self, kind: int, e: Events, sites: Sites, conditions: Conditions) -> Real:
        name, reasons = self._kinds[kind]
        return model(name).detection_probability(e, sites, hindering(conditions, reasons))


def hindering(conditions: Conditions, reasons: tuple[str, ...]) -> Conditions:
    """Conditions at an observer whose log names reasons that the models know."""
    changes: dict[str, Real | float] = {}
    if "fog" in reasons:
        changes["visibility_m"] = np.minimum(conditions.visibility_m, FOG_VISIBILITY_M)
    if "cloud" in reasons:
        changes["cloud"] = 1.0
    if "jamming" in reasons:
        changes["jammed"] = 1.0
    if "night" in reasons:
        changes["night"] = 1.0
    if "wind" in reasons:
        changes["wind_ms"] = np.maximum(conditions.wind_ms, STRONG_WIND_MS)
    return replace(conditions, **changes) if changes else conditions
