"""The facts of all reports held, in columns that grow, for the compiled loops."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.echo.facts import Facts, Flags, Keys, Ragged
from ceasewatch.model.table import Int, Real


class Held(NamedTuple):
    """Columns by card; see :class:`~ceasewatch.fusion.echo.facts.Facts`.

    Of each ragged column, ``*_at`` is where a card's values begin in the pool of that name, ``*_n`` how many there are.
    """

    made_us: Int
    seq: Int
    ident: Keys
    start_us: Int
    end_us: Int
    lat: Real
    lon: Real
    var_m2: Real
    area: Keys
    kind: Int
    best: Int
    alert: Flags
    low: Real
    high: Real
    observer: Keys
    writer: Flags
    update: Flags
    origin: Keys
    voice: Keys
    single: Int
    alive: Flags
    words_at: Int
    words_n: Int
    names_at: Int
    names_n: Int
    numbers_at: Int
    numbers_n: Int
    minutes_at: Int
    minutes_n: Int
    pages_at: Int
    pages_n: Int
    tickers_at: Int
    tickers_n: Int
    quoted_at: Int
    quoted_n: Int
    keys_at: Int
    keys_n: Int
    words: Keys
    names: Keys
    numbers: Keys
    minutes: Keys
    pages: Keys
    tickers: Keys
    quoted: Keys
    keys: Keys


POOLS: Final = ("words", "names", "numbers", "minutes", "pages", "tickers", "quoted", "keys")
_PLAIN: Final = tuple(n for n in Held._fields if n not in POOLS and not n.endswith(("_at", "_n")) and n != "alive")


class Cards:
    """Cards are numbered as they come and never renumbered."""

    def __init__(self) -> None:
        types: dict[str, Any] = dict.fromkeys(Held._fields, np.int64)
        types |= dict.fromkeys(("ident", "area", "observer", "origin", "voice", *POOLS), np.uint64)
        types |= dict.fromkeys(("lat", "lon", "var_m2", "low", "high"), np.float64)
        types |= dict.fromkeys(("alert", "writer", "update", "alive"), np.bool_)
        self.held = Held(**{name: np.zeros(64, types[name]) for name in Held._fields})
        self._filled = dict.fromkeys(POOLS, 0)
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def append(self, f: Facts) -> Int:
        """Hold ``f``; its cards."""
        first, after = self._n, self._n + len(f)
        self._reserve(f)
        columns = self.held._asdict()
        for name in _PLAIN:
            columns[name][first:after] = getattr(f, name)
        columns["alive"][first:after] = True
        for name in POOLS:
            self._pour(columns, name, getattr(f, name), first)
        self._n = after
        return np.arange(first, after)

    def _reserve(self, f: Facts) -> None:
        need = {name: self._n + len(f) for name in Held._fields}
        need |= {name: self._filled[name] + len(getattr(f, name).values) for name in POOLS}
        small = {name: n for name, n in need.items() if n > len(getattr(self.held, name))}
        if small:
            self.held = self.held._replace(**{name: _grown(getattr(self.held, name), n) for name, n in small.items()})

    def _pour(self, columns: dict[str, NDArray[Any]], name: str, values: Ragged, first: int) -> None:
        at, rows = self._filled[name], len(values.offsets) - 1
        columns[name][at : at + len(values.values)] = values.values
        columns[f"{name}_at"][first : first + rows] = at + values.offsets[:-1]
        columns[f"{name}_n"][first : first + rows] = np.diff(values.offsets)
        self._filled[name] = at + len(values.values)


def _grown(column: NDArray[Any], least: int) -> NDArray[Any]:
    """``column`` with room for at least ``least`` values, and half as much again."""
    wide = np.zeros(max(least + least // 2, 64), column.dtype)
    wide[: len(column)] = column
    return wide
