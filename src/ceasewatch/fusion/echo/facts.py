"""What the copy model needs of each report, as columns of plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from ceasewatch.fusion.echo import packed
from ceasewatch.fusion.echo.addresses import page, ticker
from ceasewatch.fusion.echo.lexicon import folded, plain_word
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.fusion.echo.reading import code, read, voice
from ceasewatch.fusion.kinds import ALERT, CLASS, COUNT_GROUP, best_kind
from ceasewatch.model.table import NO_TIME, OBSERVER_KINDS, Int, ObservationTable, Real
from ceasewatch.model.values import ObserverKind

Flags = NDArray[np.bool_]

WRITERS: Final = tuple(
    OBSERVER_KINDS.index(kind)
    for kind in (
        ObserverKind.press,
        ObserverKind.social_media,
        ObserverKind.party,
        ObserverKind.researcher,
        ObserverKind.civilian,
        ObserverKind.monitor,
    )
)
"""Observers that may repeat what others wrote. The rest perceive: two of them with the same words saw the same."""

DAY_US: Final = 86_400_000_000
SHARP_US: Final = 900_000_000
"""Hours and quarters of hours are what anybody may name."""
_PAIR: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Ragged:
    """n rows of various lengths: row i is ``values[offsets[i]:offsets[i + 1]]``."""

    offsets: Int
    values: Int

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """From sequences."""
        offsets = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(r) for r in rows], out=offsets[1:])
        return cls(offsets, np.array([v for r in rows for v in r], np.int64))

    @property
    def row(self) -> Int:
        """Row of each value."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    def sets(self) -> Ragged:
        """Each row sorted, each value once."""
        row = self.row
        order = np.lexsort((self.values, row))
        row, values = row[order], self.values[order]
        new = np.ones(len(row), bool)
        new[1:] = (row[1:] != row[:-1]) | (values[1:] != values[:-1])
        offsets = np.zeros_like(self.offsets)
        np.cumsum(np.bincount(row[new], minlength=len(offsets) - 1), out=offsets[1:])
        return Ragged(offsets, values[new])

    def beside(self, *others: Ragged) -> Ragged:
        """Row by row the values of all."""
        parts = [self, *others]
        row = np.concatenate([p.row for p in parts])
        order = np.argsort(row, kind="stable")
        offsets = np.sum([p.offsets for p in parts], axis=0)
        return Ragged(offsets, np.concatenate([p.values for p in parts])[order])


@dataclass(frozen=True, slots=True)
class Facts:
    """m reports that may be or have copies; columns as in :mod:`ceasewatch.fusion.echo.packed`.

    Attributes:
        row: (m,) row of the table.
        real: (m, REALS).
        code: (m, WIDTH); where the runs begin counts from the first value of each of ``sets``.
        sets: the runs, in the order of ``POOLS``.
    """

    row: Int
    real: Real
    code: Int
    sets: tuple[Ragged, ...]

    def __len__(self) -> int:
        return len(self.row)


def telling(table: ObservationTable) -> Int:
    """Rows that have a text, an address or an origin other than their observer: the only ones that can be copies."""
    rows = zip(table.text.tolist(), table.urls.tolist(), table.origin.tolist(), table.observer.tolist(), strict=True)
    told = [bool(text or urls or (origin and origin != observer)) for text, urls, origin, observer in rows]
    return np.flatnonzero(np.array(told, dtype=bool))


def facts(table: ObservationTable, parameters: EchoParameters) -> Facts:
    """The facts of those rows of ``table`` that :func:`telling` names; a function of each row alone."""
    rows = telling(table)
    t = table.take(rows)
    readings = [read(text) for text in t.text.tolist()]
    pages, tickers, origin = _sources(t)
    voices = np.array([voice(o.rpartition(":")[2]) for o in t.observer.tolist()], np.int64)
    single = Ragged.of([r.words for r in readings])
    once = single.sets()
    quoted = Ragged.of([r.quoted for r in readings]).sets()
    names = Ragged.of([r.names for r in readings]).sets()
    count = np.diff(once.offsets)
    sets = (
        once.beside(_neighbours(single)).sets(),
        names,
        Ragged.of([r.numbers for r in readings]).sets(),
        Ragged.of([r.minutes for r in readings]).sets(),
        pages,
        tickers,
        quoted,
        _bands(once, count, parameters).beside(
            pages, tickers, quoted, *map(_single, (origin, voices)), _edges(t), *_days(names, t)
        ),
    )
    code = np.zeros((len(rows), packed.WIDTH), np.int64)
    _told(t, code)
    code[:, packed.ORIGIN], code[:, packed.VOICE], code[:, packed.SINGLE] = origin, voices, count
    code[:, packed.UPDATE] = [r.update for r in readings]
    code[:, packed.LANGUAGE] = [r.language for r in readings]
    for at, runs in enumerate(sets):
        code[:, packed.CODES + 2 * at], code[:, packed.CODES + 2 * at + 1] = runs.offsets[:-1], np.diff(runs.offsets)
    half, slant = (t.var_ee + t.var_nn) / 2, np.sqrt(((t.var_ee - t.var_nn) / 2) ** 2 + t.var_en**2)
    real = np.stack([t.lat, t.lon, half + slant, _counts(t)], axis=1)
    return Facts(rows, real, code, sets)


def _told(t: ObservationTable, code: Int) -> None:
    """Fill in the columns that the table has."""
    best = best_kind(t.kind_p)
    columns = {
        packed.MADE: np.where(t.reported_us == NO_TIME, t.start_us, t.reported_us),
        packed.SEQ: t.seq,
        packed.IDENT: _keys(t.ids),
        packed.START: t.start_us,
        packed.END: t.end_us,
        packed.AREA: _keys(t.name),
        packed.KIND: CLASS[best],
        packed.BEST: best,
        packed.ALERT: best == ALERT,
        packed.OBSERVER: _keys(t.observer),
        packed.WRITER: np.isin(t.observer_kind, WRITERS),
        packed.ALIVE: np.ones(len(t), np.int64),
        packed.WEAPON: t.weapon,
        packed.SENSE: t.sense,
        packed.COUNTED: COUNT_GROUP[best],
    }
    for at, column in columns.items():
        code[:, at] = column


def _counts(t: ObservationTable) -> Real:
    """(n,) natural logarithm of the number told, or of the middle of its bounds."""
    with np.errstate(invalid="ignore"):
        middle = np.sqrt(np.fmax(t.count_lowest, 1.0) * np.fmax(t.count_highest, 1.0))
        told: Real = np.log(np.fmax(np.where(np.isnan(t.count_best), middle, t.count_best), 1.0))
    return np.where(np.isnan(t.count_lowest) & np.isnan(t.count_best) & np.isnan(t.count_highest), np.nan, told)


def _signed(keys: NDArray[np.uint64]) -> Int:
    """Keys of 63 bits, so that they fit beside other whole numbers."""
    return (keys >> np.uint64(1)).astype(np.int64)


def _keys(texts: NDArray[Any]) -> Int:
    return np.array([code(text) if text else 0 for text in texts.tolist()], np.int64)


def _sources(t: ObservationTable) -> tuple[Ragged, Ragged, Int]:
    """Addresses of stories and of tickers of each row, and key of the origin that it states, where that is none."""
    pages, tickers, origins = [], [], []
    for urls, origin, observer in zip(t.urls.tolist(), t.origin.tolist(), t.observer.tolist(), strict=True):
        stated = origin if origin != observer else ""
        own = {found for address in (*urls, stated) if (found := page(address))}
        pages.append(sorted(code("page " + p) for p in own if not ticker(p)))
        tickers.append(sorted(code("page " + p) for p in own if ticker(p)))
        named = bool(stated) and not page(stated)
        origins.append(code("origin " + " ".join(folded(plain_word(w)) for w in stated.split())) if named else 0)
    return Ragged.of(pages), Ragged.of(tickers), np.array(origins, np.int64)


def _neighbours(words: Ragged) -> Ragged:
    """A key for each two neighbouring words."""
    row = words.row
    both = row[1:] == row[:-1]
    left, right = words.values[:-1][both], words.values[1:][both]
    pairs = _signed((left.view(np.uint64) * _PAIR) ^ (right.view(np.uint64) << np.uint64(31)))
    offsets = np.zeros_like(words.offsets)
    np.cumsum(np.maximum(np.diff(words.offsets) - 1, 0), out=offsets[1:])
    return Ragged(offsets, pairs)


def _single(values: Int) -> Ragged:
    """Rows of one value, or of none where it is 0."""
    told = values != 0
    return Ragged(np.concatenate([[0], np.cumsum(told)]).astype(np.int64), values[told])


def _edges(t: ObservationTable) -> Ragged:
    """A key for each end of an interval that lies off the grid :data:`SHARP_US`: who copies it copies the second."""
    ends = np.stack([t.start_us, t.end_us], axis=1)
    sharp = ends % SHARP_US != 0
    keys = _signed((ends.astype(np.uint64) * _PAIR) ^ np.arange(2, dtype=np.uint64))
    return Ragged(np.concatenate([[0], np.cumsum(sharp.sum(axis=1))]).astype(np.int64), keys[sharp])


def _days(names: Ragged, t: ObservationTable) -> tuple[Ragged, Ragged]:
    """A key for each name on the first and on the last day: what a translation keeps."""
    days = np.stack([t.start_us, t.end_us]) // DAY_US
    spread = np.diff(names.offsets)
    first, last = (_signed(names.values.view(np.uint64) * _PAIR + np.repeat(d, spread).view(np.uint64)) for d in days)
    other = np.repeat(days[0] != days[1], spread)
    fewer = np.concatenate([[0], np.cumsum(np.where(days[0] != days[1], spread, 0))]).astype(np.int64)
    return Ragged(names.offsets, first), Ragged(fewer, last[other])


def _bands(words: Ragged, count: Int, p: EchoParameters) -> Ragged:
    """Bands of the MinHash signature of each set of words; none where there are too few words.

    A. Broder, "On the resemblance and containment of documents", 1997; bands: J. Leskovec, A. Rajaraman, J. Ullman,
    "Mining of Massive Datasets", section 3.4.
    """
    long = count >= p.least_words
    offsets = np.zeros(len(count) + 1, np.int64)
    np.cumsum(np.where(long, p.bands, 0), out=offsets[1:])
    if not long.any():
        return Ragged(offsets, np.zeros(0, np.int64))
    taken = np.concatenate([[0], np.cumsum(count[long])]).astype(np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        words.values[np.repeat(long, count)].view(np.uint64), taken, p.bands * p.rows, p.seed
    )
    signature = np.array(matrix.to_rows(), np.uint64).reshape(-1, p.bands, p.rows)
    band = np.tile(np.arange(1, p.bands + 1, dtype=np.uint64), (len(signature), 1))
    for n in range(p.rows):
        band = (band ^ signature[:, :, n]) * _PAIR
        band ^= band >> np.uint64(29)
    return Ragged(offsets, _signed(band.ravel()))
