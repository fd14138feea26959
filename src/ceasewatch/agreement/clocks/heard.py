"""What a count of silent days rests on: incidents that may have broken the silence, and when the area was observed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import PPM
from ceasewatch.model.table import Int, Objects

NAMED: Final = 5
"""So many incidents of a day are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Heard:
    """n incidents as the clock needs them; the order is of no meaning.

    Columns, each of length n:
        ids: IncidentId.
        start_us, end_us: the happening is one moment in this closed interval.
        low_ppm, high_ppm: bounds of the probability that it lay inside and is of a kind that breaks the silence.
    """

    ids: Objects
    start_us: Int
    end_us: Int
    low_ppm: Int
    high_ppm: Int

    def __post_init__(self) -> None:
        if len({len(getattr(self, f.name)) for f in fields(self)}) != 1:
            raise DataError("columns of different length", where="Heard", todo="give one value for each incident")
        wrong = (self.low_ppm < 0) | (self.low_ppm > self.high_ppm) | (self.high_ppm > PPM)
        if np.any(wrong) or np.any(self.end_us < self.start_us):
            raise DataError("bounds or intervals are out of order", where="Heard", todo="0 <= low <= high <= 1000000")

    def until(self, at_us: int) -> Self:
        """Those that may have happened by then."""
        rows = np.flatnonzero(self.start_us <= at_us)
        return type(self)(*(getattr(self, f.name)[rows] for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Observed:
    """m stretches ``from_us <= t < to_us`` in which the area was observed; they may overlap.

    What observed it well enough is the caller's to say: an observer that would not have heard a shot is none.
    """

    from_us: Int
    to_us: Int


@dataclass(frozen=True, slots=True)
class Book:
    """Incidents by the days on which they may have happened.

    Attributes:
        begun, gone: (days + 1,) sums of ``high_ppm`` over incidents that may first happen before a day, and that are
            over before it.
        first: for each day, incidents that may first happen on it, as (last day, low_ppm).
        names: for each day, (high_ppm, id) of those that may happen on it.
    """

    begun: Int
    gone: Int
    first: tuple[tuple[tuple[int, int], ...], ...]
    names: tuple[tuple[tuple[int, str], ...], ...]

    @classmethod
    def make(cls, heard: Heard, edges: Int) -> Self:
        """Of the days between ``edges``, which are (days + 1,) microseconds, ascending."""
        n = len(edges) - 1
        a = np.searchsorted(edges, heard.start_us, side="right") - 1
        b = np.searchsorted(edges, heard.end_us, side="right") - 1
        rows = np.flatnonzero((heard.high_ppm > 0) & (b >= 0) & (a < n))
        first: list[list[tuple[int, int]]] = [[] for _ in range(n)]
        names: list[list[tuple[int, str]]] = [[] for _ in range(n)]
        begun, gone = np.zeros(n + 1, np.int64), np.zeros(n + 2, np.int64)
        for k in rows.tolist():
            start, end = int(a[k]), int(b[k])
            if start >= 0:
                first[start].append((end, int(heard.low_ppm[k])))
            begun[max(start, 0)] += heard.high_ppm[k]
            gone[min(end, n) + 1] += heard.high_ppm[k]
            for day in range(max(start, 0), min(end, n - 1) + 1):
                names[day].append((int(heard.high_ppm[k]), str(heard.ids[k])))
        return cls(
            np.cumsum(begun),
            np.cumsum(gone),
            tuple(map(tuple, first)),
            tuple(tuple(sorted(d, reverse=True)) for d in names),
        )

    def broken(self, first: int, last: int) -> tuple[int, int]:
        """Bounds of the probability that the silence was broken between two days, both included."""
        surely = [low for day in range(first, last + 1) for end, low in self.first[day] if end <= last]
        return max(surely, default=0), min(PPM, int(self.begun[last] - self.gone[first]))

    def ids(self, day: int) -> tuple[str, ...]:
        """Incidents that may have happened on a day, with their upper bounds, the most probable in words."""
        found = self.names[day]
        said = tuple(f"{name} {high / PPM:.2f}" for high, name in found[:NAMED])
        return said if len(found) <= NAMED else (*said, f"{len(found) - NAMED} more")


def seen(observed: Observed, edges: Int, at_us: int) -> Int:
    """Microseconds of each day, up to ``at_us``, in which the area was observed."""
    out = np.zeros(len(edges) - 1, np.int64)
    reached = int(edges[0])
    for k in np.lexsort((observed.to_us, observed.from_us)).tolist():
        start, end = max(int(observed.from_us[k]), reached), min(int(observed.to_us[k]), at_us, int(edges[-1]))
        if end > start:
            out += np.maximum(0, np.minimum(edges[1:], end) - np.maximum(edges[:-1], start))
            reached = end
    return out
