"""What was to be seen in a sector and a period: the detection map, its doubt, and the part that was watched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.coverage.bounds import Z_LIMITS, Seen
from ceasewatch.coverage.maps import Grid, detection_map
from ceasewatch.coverage.watch import Watch
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.sites import Sites

FLOOR: Final = 0.2
"""Below this probability of being seen nothing is said to be quiet: it would very probably have been missed."""

DOUBT: Final = 0.5
"""Standard deviation of the log odds of all detection probabilities together, for what is not known of the observer
models (sound propagation of the day, attention, settings); assumed until calibration shots tell. At p = 0.5 it is
+-0.12; at 0.9, from 0.85 to 0.94."""

LEAST_WATCHED: Final = 0.05
"""A smaller watched part of a sector and period is not spoken of as an observation of the sector."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was to be seen of one kind of event.

    Attributes:
        p, p_low, p_high: (times, cells) probability of being seen, and its one-sided 95% limits.
        weight: (cells,) share of the violations that one expects in each, sums to 1.
        doubt: standard deviation of log odds behind the limits.
    """

    p: Real
    p_low: Real
    p_high: Real
    weight: Real
    doubt: float

    @property
    def watched(self) -> Real:
        """(times, cells) 1 where somebody would have seen it with :data:`FLOOR` at least, by the lower limit."""
        return np.asarray(self.p_low >= FLOOR, np.float64)

    @property
    def watched_share(self) -> float:
        """Share of the sector and period that was watched."""
        return self._mean(self.watched)

    @property
    def p_sector(self) -> tuple[float, float, float]:
        """Over the whole sector and period: mean probability, lower and upper limit."""
        return self._mean(self.p), self._mean(self.p_low), self._mean(self.p_high)

    @property
    def worst(self) -> float:
        """Smallest probability in any cell, averaged over the period."""
        return float(self.p.mean(axis=0).min())

    def seen(self) -> Seen:
        """What the watched part lets one see; the rest does not enter.

        Raises:
            DataError: no part was watched.
        """
        part = self.watched * self.weight / len(self.p)
        whole = float(part.sum())
        if whole <= 0:
            raise DataError("nobody watched any part of it", todo="say `not observed`")
        p = float((part * self.p).sum()) / whole
        return Seen(
            p=p,
            p_low=float((part * self.p_low).sum()) / whole,
            p_high=float((part * self.p_high).sum()) / whole,
            concentration=float((part * self.p**2).sum()) / whole / p,
        )

    def _mean(self, values: Real) -> float:
        return float((values.mean(axis=0) * self.weight).sum())


def look(
    cells: Grid,
    at_us: Int,
    like: Events,
    watch: Watch | Sites,
    conditions: Conditions | None = None,
    *,
    at_least: int = 1,
    doubt: float = DOUBT,
) -> Look:
    """Map of one kind of event, with one-sided 95% limits.

    Args:
        cells: the sector.
        at_us: (t,) moments of the period.
        like: one event: kind, weapon, count, yield, length.
        watch: who watches when.
        conditions: as in :func:`ceasewatch.coverage.maps.detection_map`.
        at_least: independent observers.
        doubt: standard deviation of log odds, 0 or more.
    """
    factor = float(np.exp(Z_LIMITS * doubt))
    p, low, high = (
        detection_map(cells, at_us, like, watch, conditions, at_least=at_least, odds=odds)
        for odds in (1.0, 1.0 / factor, factor)
    )
    return Look(p=p, p_low=low, p_high=high, weight=cells.weight, doubt=doubt)
