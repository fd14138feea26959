"""Pairs worth a look, by a grid join in DuckDB: what any pair model starts from, and a figure of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.peers.rows import BITS
from ceasewatch.model.table import Int


@dataclass(frozen=True)
class Gate:
    """Which pairs are candidates. Exact for places within a cell of each other and for intervals of up to a day.

    Attributes:
        cell_km: side of a square of the grid.
        bucket_s: length of a time bucket for two short intervals; those of up to ``bucket_s - slack_s`` are short.
        long_bucket_s: the same for pairs with a longer interval.
        sigma: pairs farther apart than this many joint standard deviations of their places are left out.
        floor_km: added to the joint standard deviation, for errors that nobody states.
        slack_s: pairs whose intervals lie farther apart than this are left out.
        story_s: pairs with like texts or a common address are kept where their middles are within this of each other.
    """

    cell_km: float = 15.0
    bucket_s: float = 7200.0
    long_bucket_s: float = 90_000.0
    sigma: float = 3.5
    floor_km: float = 1.0
    slack_s: float = 1800.0
    story_s: float = 1.5 * 86_400.0

    @property
    def short(self) -> str:
        """Whether a row's interval is short, in SQL."""
        return f"t1 - t0 <= {self.bucket_s - self.slack_s}"

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
    return [step for step in whole_shell() if step >= (0, 0, 0)]


def whole_shell() -> list[tuple[int, int, int]]:
    """A cell and all its neighbours."""
    return list(product((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)))


def candidates(rows: pa.Table, gate: Gate, *, words: bool = False) -> tuple[Int, Int]:
    """Row numbers of the two sides of each candidate pair, the smaller one left.

    Args:
        rows: as :func:`benchmarks.peers.rows.flat` makes them; those without a place have no near ones.
        gate: what counts as near.
        words: whether rows with like texts or a common address are candidates too.
    """
    with duckdb.connect() as connection:
        connection.register("flat", rows)
        sql = join_sql(connection, gate)
        if words:
            sql = f"select distinct least(a, b) as a, greatest(a, b) as b from ({sql} union all {words_sql(gate)})"
        pairs = connection.sql(sql).fetchnumpy()
    a, b = pairs["a"].astype(np.int64), pairs["b"].astype(np.int64)
    return np.minimum(a, b), np.maximum(a, b)


def join_sql(connection: duckdb.DuckDBPyConnection, gate: Gate) -> str:
    """The join, over tables of cells and steps that are made in ``connection`` first; ``flat`` is registered there."""
    connection.execute(
        f"""create or replace table cells as select unique_id as id, x, y, sd, t0, t1, {gate.short} as short,
        floor(x / {gate.cell_km})::int as cx, floor(y / {gate.cell_km})::int as cy,
        floor((t0 + t1) / 2 / {gate.bucket_s})::int as bucket,
        floor((t0 + t1) / 2 / {gate.long_bucket_s})::int as long_bucket from flat where not isnan(x)"""
    )
    for name, steps in (("half", half_shell()), ("whole", whole_shell())):
        values = ", ".join(str(step) for step in steps)
        connection.execute(f"create or replace table {name} as select * from (values {values}) as s(dx, dy, dt)")
    near = "r.cx = l.cx + s.dx and r.cy = l.cy + s.dy"
    once = "((s.dx, s.dy, s.dt) <> (0, 0, 0) or l.id < r.id)"
    return f"""
        select l.id as a, r.id as b from cells l cross join half s
        join cells r on {near} and r.bucket = l.bucket + s.dt
        where l.short and r.short and {once} and {gate.place} and {gate.time}
        union all
        select l.id, r.id from cells l cross join whole s
        join cells r on {near} and r.long_bucket = l.long_bucket + s.dt
        where not l.short and (r.short or l.id < r.id) and {gate.place} and {gate.time}"""


def words_sql(gate: Gate) -> str:
    """Pairs that share a band of their texts and are half alike, or share an address, within the days of a story."""
    same = " + ".join(f"bit_count(xor(l.words{k}, r.words{k}))::int" for k in range(BITS // 64))
    soon = f"abs(l.t0 + l.t1 - r.t0 - r.t1) <= {2 * gate.story_s}"
    return f"""
        select l.unique_id as a, r.unique_id as b from (select *, unnest(bands) as band from flat) l
        join (select *, unnest(bands) as band from flat) r
        on l.band = r.band and l.unique_id < r.unique_id where {soon} and {same} <= {BITS * 0.25}
        union all
        select l.unique_id, r.unique_id from (select *, unnest(urls) as url from flat) l
        join (select *, unnest(urls) as url from flat) r
        on l.url = r.url and l.unique_id < r.unique_id where {soon}"""
