"""From columns of observations to packed reports: what the likelihood needs of each row, and of nothing but that row.

Codes (of observers, sources, names, patterns of kinds) only tell equal from unequal; a :class:`Codebook` keeps them the
same from one call to the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.kinds import ALERT, CLASS, COUNT_GROUP, FIRE, best_kind
from ceasewatch.fusion.parameters import Parameters
from ceasewatch.fusion.patterns import PRIOR, Patterns
from ceasewatch.fusion.weapons import NO_WEAPON, WEAPON_RATIOS
from ceasewatch.model.table import NO_TIME, OBSERVER_KINDS, PLACE_KINDS, ROLES, SENSES, Int, ObservationTable, Real
from ceasewatch.model.values import ObserverKind, Role

_AREA: Final = PLACE_KINDS.index("area")
_UNKNOWN: Final = PLACE_KINDS.index("unknown")
_THERMAL: Final = OBSERVER_KINDS.index(ObserverKind.satellite_thermal)
_WRITERS: Final = [OBSERVER_KINDS.index(k) for k in (ObserverKind.press, ObserverKind.social_media, ObserverKind.party)]
_SERIES: Final = SENSES.index("series")
_STATEMENT: Final = ROLES.index(Role.statement)
_AGGREGATE: Final = ROLES.index(Role.aggregate)

AREA_KM2: Final = {"country": 600_000.0, "adm1": 24_000.0, "adm2": 1_500.0, "adm3": 150.0, "settlement": 10.0}
"""Typical size of a named unit whose outline is not at hand; assumed."""

_LEAST_COUNT_VAR: Final = 0.05
_WEAKEST_M2: Final = 1.0
_BLOCK: Final = 65_536
"""Rows at a time, so that what is made on the way stays small."""


class Codebook:
    """Codes of what has been met so far."""

    def __init__(self, parameters: Parameters) -> None:
        self.patterns = Patterns(parameters.errors.confusion)
        self._observers: dict[str, int] = {}
        self._sources: dict[str, int] = {}
        self._names: dict[str, int] = {}

    def observers(self, values: Iterable[str | None]) -> list[int]:
        """-1 for none."""
        return _codes(self._observers, values)

    def sources(self, values: Iterable[str | None]) -> list[int]:
        """-1 for none."""
        return _codes(self._sources, values)

    def names(self, values: Iterable[str | None]) -> list[int]:
        """-1 for none."""
        return _codes(self._names, values)


def _codes(known: dict[str, int], values: Iterable[str | None]) -> list[int]:
    return [known.setdefault(v, len(known)) if v else -1 for v in values]


@dataclass(frozen=True, slots=True)
class Evidence:
    """n packed reports, and the tables that their codes point into.

    Attributes:
        real: (n, REALS); code: (n, CODES): see :mod:`ceasewatch.fusion.packed`.
        kinds: (patterns, K) likelihoods; prior: (K,); weapons: (W + 1, W + 1) log ratios.
        numbers: see :func:`numbers`.
    """

    real: Real
    code: Int
    kinds: Real
    numbers: Real
    prior: Real = field(default_factory=lambda: PRIOR)
    weapons: Real = field(default_factory=lambda: WEAPON_RATIOS)

    def __len__(self) -> int:
        return len(self.real)


def numbers(p: Parameters) -> Real:
    """What compiled code needs of the parameters.

    0, 1: mean and variance of the logarithm of counts; 2-4: scales of the starts and ends of alerts, and their gate;
    5-7: mean and variance of the logarithm of the length of a series, and variance of its error; 8: share of vague
    intervals.
    """
    lengths = (p.length_log_mean, p.length_log_sd**2, p.length_error**2, p.vague)
    counts = (p.count_log_mean, p.count_log_sd**2)
    return np.array(
        [*counts, p.alert_start_s, p.alert_end_s, p.alert_gate_s, *lengths, 0.0, p.echo_bonus, p.sense_p, p.echo_cost]
    )


def evidence(table: ObservationTable, parameters: Parameters, book: Codebook) -> Evidence:
    """The packed reports of ``table``, row by row; ``RATE`` is left at 0."""
    n = len(table)
    real, code = np.zeros((n, packed.REALS)), np.full((n, packed.CODES), -1, np.int64)
    for start in range(0, n, _BLOCK):
        some = slice(start, start + _BLOCK)
        _pack(table.take(np.arange(*some.indices(n))), parameters, book, real[some], code[some])
    return Evidence(real, code, book.patterns.table, numbers(parameters))


def _pack(table: ObservationTable, parameters: Parameters, book: Codebook, real: Real, code: Int) -> None:
    best = best_kind(table.kind_p)
    _places(table, parameters, best, real)
    _times(table, parameters, best, real, code)
    _counts(table, parameters, real)
    _names(table, best, book, real, code)
    code[:, packed.PATTERN] = book.patterns.codes(table.observer_kind, table.kind_p, best)
    real[:, packed.KIND_PEAK] = np.log(book.patterns.table.max(axis=1) + 1e-300)[code[:, packed.PATTERN]]
    code[:, packed.WEAPON] = np.where(table.weapon >= 0, table.weapon, NO_WEAPON)
    repeats = parameters.errors.repeats[table.observer_kind]
    observers, sources = table.observer.tolist(), table.source.tolist()
    code[:, packed.OBSERVER] = book.observers(
        o if not r else None for o, r in zip(observers, repeats.tolist(), strict=True)
    )
    thermal = (table.observer_kind == _THERMAL).tolist()
    code[:, packed.SOURCE] = book.sources(s if not t else None for s, t in zip(sources, thermal, strict=True))
    code[:, packed.WRITES] = np.isin(table.observer_kind, _WRITERS)
    code[:, packed.BEST] = best
    code[:, packed.WORDED] = table.text != ""
    code[:, packed.OWN] = code[:, packed.FOES] = 0
    code[:, packed.STATEMENT] = table.role == _STATEMENT
    code[:, packed.CLASS] = np.where(table.observer_kind == _THERMAL, -1, CLASS[best])
    code[:, packed.COUNTED] = COUNT_GROUP[best]
    code[:, packed.JOINS] = joins(table, parameters, best, real, code[:, packed.NAME])


def place_errors(table: ObservationTable, rows: Int | slice, p: Parameters, best: Int, real: Real) -> None:
    """Write the places of ``rows`` and the contaminated normals of their errors into ``real``; ``best`` is theirs."""
    of, errors = table.observer_kind[rows], p.errors
    scale2 = errors.place_scale[of] ** 2
    floor2 = errors.place_floor_m[of] ** 2 + np.where(best == FIRE, p.fire_extent_m**2 / 2, 0.0) + _WEAKEST_M2
    real[:, packed.LAT], real[:, packed.LON] = table.lat[rows], table.lon[rows]
    real[:, packed.COS] = np.cos(np.radians(table.lat[rows]))
    real[:, packed.EE] = scale2 * table.var_ee[rows] + floor2
    real[:, packed.EN] = scale2 * table.var_en[rows]
    real[:, packed.NN] = scale2 * table.var_nn[rows] + floor2
    real[:, packed.TAIL] = errors.place_tail_p[of]
    real[:, packed.FACTOR2] = errors.place_tail_factor[of] ** 2


def _places(table: ObservationTable, p: Parameters, best: Int, real: Real) -> None:
    of, errors = table.observer_kind, p.errors
    place_errors(table, slice(None), p, best, real)
    length = (table.end_us - table.start_us) / 1e6
    clock2 = np.maximum(errors.clock_sd_s[of], p.clock_s) ** 2
    real[:, packed.SPREAD] = np.log(real[:, packed.EE] * real[:, packed.NN]) / 2 + np.log(length**2 + 12 * clock2) / 2
    place = np.log(1e6 / (2 * np.pi)) - np.log(real[:, packed.EE] * real[:, packed.NN] - real[:, packed.EN] ** 2) / 2
    real[:, packed.PEAK] = place + np.log(86_400.0) - np.maximum(np.log(2 * np.pi * clock2) / 2, np.log(length + 1e-9))
    real[np.isnan(table.lat), packed.PEAK] = np.inf


def _times(table: ObservationTable, p: Parameters, best: Int, real: Real, code: Int) -> None:
    of, errors = table.observer_kind, p.errors
    real[:, packed.START], real[:, packed.END] = table.start_us / 1e6, table.end_us / 1e6
    told = np.where(table.reported_us == NO_TIME, table.end_us, table.reported_us)
    real[:, packed.REPORTED], code[:, packed.SENSE] = told / 1e6, table.sense
    clock = np.maximum(errors.clock_sd_s[of], p.clock_s)
    real[:, packed.CLOCK2] = clock**2
    real[:, packed.CLOCK_TAIL] = errors.clock_tail_p[of]
    wide = errors.clock_sd_s[of] * errors.clock_tail_factor[of]
    real[:, packed.CLOCK_FACTOR2] = np.maximum(2.0, wide / clock) ** 2
    series = (table.sense == _SERIES) & (table.end_us - table.start_us <= p.longest_series_s * 1e6)
    lasting = np.where(series, packed.SERIES, 0)
    code[:, packed.LASTING] = np.where(best == ALERT, packed.ALERT, lasting)


def _counts(table: ObservationTable, p: Parameters, real: Real) -> None:
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = np.fmax(table.count_lowest, 1.0), np.fmax(table.count_highest, 1.0)
        best = np.where(np.isnan(table.count_best), np.sqrt(low * high), np.fmax(table.count_best, 1.0))
        spread = np.log(high / low) / 4.0
        real[:, packed.COUNT] = np.log(best)
    spread = np.where(np.isnan(spread), 0.5, spread)
    real[:, packed.COUNT_VAR] = p.errors.count_log_sd[table.observer_kind] ** 2 + spread**2 + _LEAST_COUNT_VAR


def _names(table: ObservationTable, best: Int, book: Codebook, real: Real, code: Int) -> None:
    """Named units without outline, and alerts: compared by name."""
    named = np.flatnonzero(((table.place_kind == _AREA) & np.isnan(table.lat)) | (best == ALERT))
    keys = table.name[named].tolist()
    code[named, packed.NAME] = book.names(keys)
    sizes = [AREA_KM2.get(key.partition(":")[0], AREA_KM2["adm1"]) for key in keys]
    real[named, packed.AREA] = np.log(sizes)


def joins(table: ObservationTable, p: Parameters, best: Int, real: Real, name: Int) -> Int:
    """(n,) 1 where a row may be joined to another: it has a place and a time that tell happenings apart."""
    wide = np.maximum(table.var_ee, table.var_nn)
    placed = np.where(name >= 0, True, np.isfinite(table.lat) & (best != ALERT) & (wide <= p.widest_m**2))
    short = real[:, packed.END] - real[:, packed.START] <= p.longest_d * 86_400
    result: Int = (placed & short & (table.role != _AGGREGATE) & (table.place_kind != _UNKNOWN)).astype(np.int64)
    return result
