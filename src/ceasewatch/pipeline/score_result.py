"""What a score says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.struct import Noun
from ceasewatch.model.table import Real
from ceasewatch.simulate.score import (
    Agreement,
    CountError,
    EchoScore,
    Reliability,
    Spread,
    brier,
    ece,
    reliability,
)

BINS = 10
"""Of the tables that are printed; errors of calibration are over 20."""


class Bin(Noun, frozen=True, kw_only=True):
    """Of ``number`` statements with a probability between ``low`` and ``high``, the share ``so`` was right."""

    low: float
    high: float
    number: int
    said: float
    so: float


class Calibration(Noun, frozen=True, kw_only=True):
    """Whether probabilities mean what they say; ``ece`` and ``brier`` are ``None`` without statements."""

    statements: int
    ece: float | None
    brier: float | None
    table: tuple[Bin, ...] = ()

    @classmethod
    def of(cls, p: Real, right: NDArray[np.bool_]) -> Calibration:
        """From (n,) probabilities and outcomes."""
        if not len(p):
            return cls(statements=0, ece=None, brier=None)
        table = tuple(_bins(reliability(p, right, BINS)))
        return cls(statements=len(p), ece=ece(p, right), brier=brier(p, right), table=table)


def _bins(table: Reliability) -> list[Bin]:
    columns = (table.low, table.high, table.number, table.said, table.so)
    rows = zip(*(c.tolist() for c in columns), strict=True)
    return [Bin(low=a, high=b, number=n, said=said, so=so) for a, b, n, said, so in rows if n]


class Score(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """How well an exercise was understood.

    Attributes:
        status: as CAP has it.
        observations: that were scored: all but parties' statements and totals, which are never grouped.
        unknown: observations that the truth does not know; left out.
        events: that happened or are said to have happened.
        events_reported: of these, that a scored observation is about.
        incidents: that hold a scored observation; one in no incident stands alone.
        incident_error: (incidents - true groups) / true groups; an observation about nothing is a group of its own.
        pairs, bcubed: agreement of the grouping.
        matched: true events that one incident stands for; the errors below are theirs.
        counts: errors of how many.
        place_m, time_s: sizes of the errors.
        place_inside: share of true places within the incident's 95% ellipse.
        memberships: calibration of "this observation is about this incident".
        echo: whether copies were recognised as one origin; ``None`` where origins are not told.
        coverage: calibration of "had it happened, the mission's own observers would have reported it"; ``None``
            without coverage.
    """

    exercise: str
    status: str = "Exercise"
    observations: int
    unknown: int
    events: int
    events_reported: int
    incidents: int
    incident_error: float
    pairs: Agreement
    bcubed: Agreement
    matched: int = 0
    counts: CountError | None = None
    place_m: Spread | None = None
    place_inside: float | None = None
    time_s: Spread | None = None
    memberships: Calibration | None = None
    echo: EchoScore | None = None
    coverage: Calibration | None = None
