"""How far each kind of observer errs: the closed form of the models' likelihood that fusion uses.

For a report with stated covariance S, of an event of its kind, with I the unit matrix:

* place: stated - true ~ (1 - t) N(0, C) + t N(0, f**2 C), C = scale**2 S + floor**2 I (contaminated normal, Tukey);
* time: middle of the stated interval - middle of the true one = u + e; u uniform over +- slack / 2, slack = how much
  longer the stated interval is; e ~ (1 - t) N(0, s) + t N(0, f s);
* count: ln N = ln n + N(0, s), rounded to a whole number of at least 1;
* kind: the row of :data:`ceasewatch.observers.confusion.CONFUSION`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import OBSERVER_KINDS, Real
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.confusion import confusions


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one kind of observer.

    Attributes:
        place_scale: true standard deviation over the stated one.
        place_floor_m: standard deviation, on each axis, of what no stated accuracy covers (maps, gazetteers).
        place_tail_p, place_tail_factor: share of gross errors of place, and how much wider they are.
        clock_sd_s, clock_tail_p, clock_tail_factor: the same for clocks.
        count_log_sd: standard deviation of the logarithm of a count.
        clutter_p: share of reports with nothing behind them.
        repeats: one observer may report one happening several times.
    """

    place_scale: float
    place_floor_m: float
    place_tail_p: float
    place_tail_factor: float
    clock_sd_s: float
    clock_tail_p: float
    clock_tail_factor: float
    count_log_sd: float
    clutter_p: float
    repeats: bool = False


_PATROL = Errors(1.3, 300, 0.05, 4, 60, 0.05, 10, 0.25, 0.02)

ASSUMED_ERRORS: Final[Mapping[ObserverKind, Errors]] = {
    ObserverKind.patrol: _PATROL,
    ObserverKind.post: _PATROL,
    ObserverKind.camera: Errors(1.2, 150, 0.03, 4, 5, 0.03, 60, 0.15, 0.02),
    ObserverKind.acoustic: Errors(1.2, 100, 0.05, 5, 2, 0.03, 30, 0.2, 0.15),
    ObserverKind.infrasound: Errors(1.3, 1000, 0.05, 4, 30, 0.05, 5, 0.4, 0.3),
    ObserverKind.seismic: Errors(1.2, 500, 0.05, 4, 2, 0.03, 10, 0.3, 0.2),
    ObserverKind.radar: Errors(1.2, 100, 0.03, 4, 2, 0.02, 30, 0.1, 0.05),
    ObserverKind.uav: Errors(1.1, 30, 0.03, 10, 10, 0.03, 30, 0.1, 0.02),
    ObserverKind.satellite_thermal: Errors(1.2, 200, 0.03, 3, 30, 0.01, 10, 0.5, 0.35, repeats=True),
    ObserverKind.satellite_imagery: Errors(1.1, 20, 0.02, 10, 60, 0.01, 10, 0.1, 0.03),
    ObserverKind.ais: Errors(1.0, 30, 0.03, 20, 10, 0.03, 30, 0.05, 0.02),
    ObserverKind.adsb: Errors(1.0, 50, 0.03, 20, 10, 0.03, 30, 0.05, 0.02),
    ObserverKind.press: Errors(1.5, 1500, 0.1, 5, 1800, 0.1, 8, 0.4, 0.08, repeats=True),
    ObserverKind.social_media: Errors(1.5, 1000, 0.15, 6, 900, 0.15, 10, 0.5, 0.2, repeats=True),
    ObserverKind.party: Errors(1.5, 1000, 0.1, 6, 900, 0.1, 10, 0.5, 0.35),
    ObserverKind.researcher: Errors(1.3, 1000, 0.05, 5, 3600, 0.1, 10, 0.3, 0.03),
    ObserverKind.civilian: Errors(1.5, 700, 0.1, 5, 900, 0.1, 6, 0.4, 0.1),
    ObserverKind.monitor: Errors(1.3, 500, 0.05, 4, 600, 0.05, 6, 0.3, 0.02),
}
"""All assumed: round numbers, to be learned from calibration shots and from agreement between observers."""


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """What fusion needs of all observers: arrays by index in ``OBSERVER_KINDS`` (O,), meanings as in :class:`Errors`.

    Attributes:
        confusion: (O, K, K) probability that a report of that observer kind says kind [.., .., j] where the event is of
            kind [.., i, ..]; each row sums to 1.
    """

    place_scale: Real
    place_floor_m: Real
    place_tail_p: Real
    place_tail_factor: Real
    clock_sd_s: Real
    clock_tail_p: Real
    clock_tail_factor: Real
    count_log_sd: Real
    clutter_p: Real
    repeats: NDArray[np.bool_]
    confusion: Real

    @classmethod
    def make(cls, errors: Mapping[ObserverKind, Errors], confusion: Real) -> Self:
        """The table of ``errors``, which has every kind of observer."""
        rows = [errors[kind] for kind in OBSERVER_KINDS]
        columns = {f.name: np.array([getattr(row, f.name) for row in rows]) for f in fields(Errors)}
        for name, column in columns.items():
            columns[name] = column if name == "repeats" else column.astype(np.float64)
        return cls(confusion=confusion, **columns)

    def of(self, kind: ObserverKind) -> Errors:
        """One row of it."""
        i = OBSERVER_KINDS.index(kind)
        return Errors(**{f.name: getattr(self, f.name)[i].item() for f in fields(Errors)})

    def with_changed(self, kind: ObserverKind, **values: float) -> Self:
        """The table with other numbers for one kind of observer."""
        i, changed = OBSERVER_KINDS.index(kind), {}
        for name, value in values.items():
            column: NDArray[Any] = getattr(self, name).copy()
            column[i] = value
            changed[name] = column
        return replace(self, **changed)


ERRORS: Final = ErrorTable.make(ASSUMED_ERRORS, confusions())
"""Of the registry's models (a test holds both to each other)."""
