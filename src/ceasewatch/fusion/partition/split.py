"""Who owns a row, and who else must see it.

A row is *owned* by the partition of the cell of its place and of the bucket of the middle of its interval; what is
compared by name has its name for a cell. **The border rule:** a row is *sent* to every partition of which it reaches a
cell, with the reach that grouping gives it (:mod:`ceasewatch.fusion.grid`): a box of place and time. Two rows are
compared only if they are no farther apart than their reaches together; then their boxes share a point, the cell of that
point belongs to some partition, and that partition has both. So every link is found, at borders, at the date line and
at midnight too; links that several partitions find are one link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.echo.reading import code
from ceasewatch.fusion.evidence import Evidence
from ceasewatch.fusion.grid import REACH_M, reach_m, reach_s
from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import END, LAT, LON, NAME, START
from ceasewatch.model.compiled import compiled
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int, ObservationTable, Real

_FAR_DEG: Final = 2.0 * float(REACH_M[-1]) / M_PER_DEG
"""No two rows that are compared differ in latitude by more."""
_STEEPEST: Final = 89.9
_SLACK: Final = 1.0
"""Metres and seconds added to reaches: rounding must not lose a pair."""
_MOST: Final = 8
"""A box of more cells than this many times the partitions goes to all of them."""


@dataclass(frozen=True, slots=True)
class Split:
    """How rows are spread.

    Attributes:
        parts: number of partitions, at least 1.
        cell_deg: side of a cell in degrees of latitude, and of longitude; above 0, at most 180.
        bucket_s: length of a bucket of time, seconds, above 0.
    """

    parts: int = 16
    cell_deg: float = 0.5
    bucket_s: float = 86_400.0

    def __post_init__(self) -> None:
        if self.parts < 1 or not 0.0 < self.cell_deg <= 180.0 or not self.bucket_s > 0.0:
            raise DataError(
                f"no split into {self.parts} partitions, cells of {self.cell_deg} deg, buckets of {self.bucket_s} s",
                todo="give at least one partition, cells of up to 180 degrees, buckets longer than 0 s",
            )

    @property
    def columns(self) -> int:
        """Cells around the globe."""
        return max(1, int(np.ceil(360.0 / self.cell_deg)))

    @property
    def lines(self) -> int:
        """Cells from pole to pole."""
        return max(1, int(np.ceil(180.0 / self.cell_deg)))

    def line(self, lat: Real) -> Int:
        """Line of a latitude."""
        return np.clip(np.floor((lat + 90.0) / self.cell_deg), 0, self.lines - 1).astype(np.int64)

    def column(self, lon: Real) -> Int:
        """Column of a longitude, not yet counted round."""
        return np.floor((lon + 180.0) / 360.0 * self.columns).astype(np.int64)

    def piece(self, seconds: Real) -> Int:
        """Bucket of a moment."""
        return np.floor(seconds / self.bucket_s).astype(np.int64)

    def of(self, cell: Int, piece: Int) -> Int:
        """Partition of each (cell, bucket): well-mixed (the finisher of SplitMix64, Steele, Lea and Flood 2014)."""
        with np.errstate(over="ignore"):
            x = cell.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + piece.astype(np.uint64)
            x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            x ^= x >> np.uint64(31)
        return (x % np.uint64(self.parts)).astype(np.int64)


@compiled
def _reaches(real: Real, gate: float) -> Real:
    """(n, 2) metres and seconds."""
    out = np.empty((len(real), 2))
    for i in range(len(real)):
        out[i, 0], out[i, 1] = reach_m(real, i, gate), reach_s(real, i, gate)
    return out


def _named_cells(table: ObservationTable, rows: Int) -> Int:
    """Cells of rows without a place on the ground: by name, else by id."""
    keys = zip(table.name[rows].tolist(), table.ids[rows].tolist(), strict=True)
    return np.array([code(f"name {name}" if name else f"id {own}") for name, own in keys], np.int64)


def home(table: ObservationTable, e: Evidence, split: Split) -> Int:
    """(n,) the partition that owns each row; a function of that row alone.

    Args:
        table: n observations.
        e: of the same rows.
        split: how.
    """
    piece = split.piece(0.5 * (e.real[:, START] + e.real[:, END]))
    cell = np.zeros(len(e), np.int64)
    placed = _placed(e)
    cell[placed] = split.line(e.real[placed, LAT]) * split.columns + split.column(e.real[placed, LON]) % split.columns
    rest = np.flatnonzero(~placed)
    cell[rest] = _named_cells(table, rest)
    return split.of(cell, piece)


def _placed(e: Evidence) -> np.ndarray:
    return np.isfinite(e.real[:, LAT]) & (e.code[:, NAME] < 0)


def sent(table: ObservationTable, e: Evidence, rows: Int, gate: float, split: Split) -> tuple[Int, Int]:
    """Where each of ``rows`` is sent to, by the border rule.

    Args:
        table: observations.
        e: of the same rows.
        rows: those that take part.
        gate: reach in standard deviations.
        split: how.

    Returns:
        Row and partition, each pair once, in order of (row, partition).
    """
    if not len(rows):
        return rows, rows
    first, sizes = _boxes(e, rows, gate, split)
    placed = _placed(e)[rows]
    named = np.zeros(len(rows), np.int64)
    named[~placed] = _named_cells(table, rows[~placed])
    many = sizes.astype(np.float64).prod(axis=0) > _MOST * split.parts
    few, wide = np.flatnonzero(~many), np.flatnonzero(many)
    box, step = _steps(sizes[:, few])
    of = few[box]
    line, column, piece = first[:, of] + step
    cell = np.where(placed[of], line * split.columns + column % split.columns, named[of])
    row = np.concatenate([of, np.repeat(wide, split.parts)])
    part = np.concatenate([split.of(cell, piece), np.tile(np.arange(split.parts), len(wide))])
    pairs = np.unique(row * split.parts + part)
    return rows[pairs // split.parts], pairs % split.parts


def _boxes(e: Evidence, rows: Int, gate: float, split: Split) -> tuple[Int, Int]:
    """(3, k) first line, column and bucket that each of ``rows`` reaches, and how many of each."""
    reach = _reaches(e.real[rows], gate) + _SLACK
    middle = 0.5 * (e.real[rows, START] + e.real[rows, END])
    low, high = np.zeros((3, len(rows)), np.int64), np.zeros((3, len(rows)), np.int64)
    low[2], high[2] = split.piece(middle - reach[:, 1]), split.piece(middle + reach[:, 1])
    at = np.flatnonzero(_placed(e)[rows])
    lat, lon, north = e.real[rows[at], LAT], e.real[rows[at], LON], reach[at, 0] / M_PER_DEG
    east = np.minimum(180.0, north / np.cos(np.radians(np.minimum(_STEEPEST, np.abs(lat) + _FAR_DEG))))
    low[0, at], high[0, at] = split.line(lat - north), split.line(lat + north)
    low[1, at], high[1, at] = split.column(lon - east), split.column(lon + east)
    high[1] = np.minimum(high[1], low[1] + split.columns - 1)
    return low, high - low + 1


def _steps(sizes: Int) -> tuple[Int, Int]:
    """All cells of boxes of (3, k) sizes: which box, and (3, total) steps within it."""
    total = sizes.prod(axis=0)
    box = np.repeat(np.arange(sizes.shape[1]), total)
    rest = np.arange(len(box)) - np.repeat(np.cumsum(total) - total, total)
    rest, third = np.divmod(rest, sizes[2, box])
    return box, np.stack([*np.divmod(rest, sizes[1, box]), third])
