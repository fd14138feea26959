"""Pairs worth a look, by a grid join in DuckDB: what any pair model starts from, and a figure of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from ceasewatch.model.table import Int


@dataclass(frozen=True)
class Gate:
    """Which pairs are candidates. Exact for pairs within one cell and one bucket of each other.

    Attributes:
        cell_km: side of a square of the grid.
        bucket_s: length of a time bucket.
        sigma: pairs farther apart than this many joint standard deviations of their places are left out.
        floor_km: added to the joint standard deviation, for errors that nobody states.
        slack_s: pairs whose intervals lie farther apart than this are left out.
    """

    cell_km: float = 10.0
    bucket_s: float = 3600.0
    sigma: float = 3.5
    floor_km: float = 0.3
    slack_s: float = 1800.0

    @property
    def place(self) -> str:
        """The gate on places, in SQL over rows ``l`` and ``r``."""
        gap = "(l.x - r.x) * (l.x - r.x) + (l.y - r.y) * (l.y - r.y)"
        return f"{gap} <= {self.sigma**2} * (l.sd * l.sd + r.sd * r.sd + {self.floor_km**2})"

    @property
    def time(self) -> str:
        """The gate on intervals."""
        return f"greatest(l.t0, r.t0) - least(l.t1, r.t1) <= {self.slack_s}"


def half_shell() -> list[tuple[int, int, int]]:
    """A cell and one of each two opposite neighbours (dx, dy, dt), so that each pair of cells is joined once."""
    return [step for step in product((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)) if step >= (0, 0, 0)]


def candidates(rows: pa.Table, gate: Gate) -> tuple[Int, Int]:
    """Row numbers of the two sides of each candidate pair, the smaller one left; rows without a place have none."""
    with duckdb.connect() as connection:
        connection.register("flat", rows)
        pairs = connection.sql(join_sql(connection, gate)).fetchnumpy()
    a, b = pairs["a"].astype(np.int64), pairs["b"].astype(np.int64)
    return np.minimum(a, b), np.maximum(a, b)


def join_sql(connection: duckdb.DuckDBPyConnection, gate: Gate) -> str:
    """The join, over tables of cells and steps that are made in ``connection`` first; ``flat`` is registered there."""
    connection.execute(
        f"""create or replace table cells as select unique_id as id, x, y, sd, t0, t1,
        floor(x / {gate.cell_km})::int as cx, floor(y / {gate.cell_km})::int as cy,
        floor((t0 + t1) / 2 / {gate.bucket_s})::int as ct from flat where not isnan(x)"""
    )
    steps = ", ".join(str(step) for step in half_shell())
    connection.execute(f"create or replace table steps as select * from (values {steps}) as s(dx, dy, dt)")
    return f"""select l.id as a, r.id as b from cells l cross join steps s
        join cells r on r.cx = l.cx + s.dx and r.cy = l.cy + s.dy and r.ct = l.ct + s.dt
        where ((s.dx, s.dy, s.dt) <> (0, 0, 0) or l.id < r.id) and {gate.place} and {gate.time}"""
