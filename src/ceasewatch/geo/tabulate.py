"""Observations to columns. The common case, points, is vectorised; other places are computed once each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.moments import CHI2_95, HORIZON_M, gaussian
from ceasewatch.model.belief import Belief
from ceasewatch.model.observation import Observation
from ceasewatch.model.place import Area, Line, Place, Point, Sector, UnknownPlace
from ceasewatch.model.table import (
    KINDS,
    NO_TIME,
    OBSERVER_KINDS,
    PLACE_KINDS,
    ROLES,
    SENSES,
    WEAPONS,
    Int,
    Objects,
    ObservationTable,
    Real,
)
from ceasewatch.model.time import to_us
from ceasewatch.model.values import Kind

_PLACE_KIND: Final = {Point: 0, Sector: 1, Area: 2, Line: 3, UnknownPlace: 4}
_POINT: Final = PLACE_KINDS.index("point")
_KIND_INDEX: Final = {str(k): i for i, k in enumerate(KINDS)}
_UNIT_WORDS: Final = {"oblast", "region", "city", "m", "область", "м", "місто"}
_OTHER: Final = KINDS.index(Kind.other)
_OBSERVER_KIND: Final = {k: i for i, k in enumerate(OBSERVER_KINDS)}
_ROLE: Final = {r: i for i, r in enumerate(ROLES)}
_WEAPON: Final = {w: i for i, w in enumerate(WEAPONS)}
_SENSE: Final = {s: i for i, s in enumerate(SENSES)}

_Value = TypeVar("_Value")


def tabulate(
    observations: Iterable[Observation],
    *,
    seq: ArrayLike | None = None,
    recorded_us: ArrayLike | None = None,
    areas: AreaIndex | None = None,
    horizon_m: float = HORIZON_M,
) -> ObservationTable:
    """The columns that the reasoning cores take.

    Args:
        observations: n of them, in the order that the rows will have.
        seq: (n,) position in the record; 0, 1, 2... if not given.
        recorded_us: (n,) when the log had each; ``NO_TIME`` if not given.
        areas: first-level units. With them the ``area`` column holds their canonical names.
        horizon_m: farthest range of a sector without one; an assumption.

    Returns:
        A table whose ``lat`` ... ``var_nn`` are the first two moments of each place (NaN without geometry), whose
        ``area`` is, in this order, the source's own name, the administrative unit that is the place, the unit that
        holds the centre, or ``""``; and whose ``origin`` is the first address that the source names, without scheme,
        ``www.``, fragment and last slash, or else the observer: two reports with one address, or by one observer, are
        not independent.
    """
    rows = list(observations)
    n = len(rows)
    lat, lon, ee, en, nn, place_kind = _moments([o.place for o in rows], horizon_m)
    lowest, best, highest = _counts(rows)
    return ObservationTable(
        ids=_objects([o.id for o in rows]),
        seq=np.arange(n) if seq is None else np.asarray(seq, np.int64),
        recorded_us=np.full(n, NO_TIME) if recorded_us is None else np.asarray(recorded_us, np.int64),
        reported_us=_ints([NO_TIME if o.reported_at is None else to_us(o.reported_at) for o in rows]),
        start_us=_ints([to_us(o.phenomenon.start) for o in rows]),
        end_us=_ints([to_us(o.phenomenon.end) for o in rows]),
        sense=np.array([_SENSE[o.phenomenon.sense] for o in rows], np.int8),
        lat=lat,
        lon=lon,
        var_ee=ee,
        var_en=en,
        var_nn=nn,
        place_kind=place_kind,
        kind_p=_kinds(rows),
        count_lowest=lowest,
        count_best=best,
        count_highest=highest,
        observer_kind=np.array([_OBSERVER_KIND[o.observer_kind] for o in rows], np.int8),
        role=np.array([_ROLE[o.role] for o in rows], np.int8),
        weapon=np.array([_WEAPON.get(o.weapon.classes.best or "", -1) for o in rows], np.int8),
        feed=_objects([o.feed for o in rows]),
        observer=_objects([o.observer for o in rows]),
        area=_areas(rows, lat, lon, areas),
        origin=_objects([origin_of(o) for o in rows]),
        source=_objects([source_key(o) for o in rows]),
        name=_objects([unit_name(o.place) for o in rows]),
        text=_objects([o.text for o in rows]),
        urls=_objects([o.source.urls for o in rows]),
        rows=_objects(rows),
    )


def origin_of(observation: Observation) -> str:
    """Key of what the observation rests on: its stated origin, else its first address, else its observer."""
    if observation.source.origin:
        return observation.source.origin
    urls = observation.source.urls
    if not urls:
        return observation.observer
    address = urls[0].partition("#")[0].rstrip("/")
    return address.partition("://")[2].removeprefix("www.") or address or observation.observer


def source_key(observation: Observation) -> str:
    """Key of the row or paragraph that the observation was read from; empty if its source has neither."""
    ref = observation.source
    if not (ref.line or ref.row_id or ref.span):
        return ""
    paragraph = ref.span.paragraph if ref.span else -1
    return f"{ref.file}\x1f{ref.line}\x1f{ref.row_id}\x1f{paragraph}"


def unit_name(place: Place) -> str:
    """``level:name`` of the administrative unit that ``place`` is, plain; empty if it is none."""
    if isinstance(place, Area) and place.admin is not None:
        return f"{place.admin.level}:{plain(place.admin.name)}"
    return ""


def plain(name: str) -> str:
    """``name`` without case and without the words *oblast*, *region*, *city* around it."""
    words = name.casefold().replace(".", " ").split()
    kept = [w for w in words if w not in _UNIT_WORDS]
    return " ".join(kept or words)


def _objects(values: Sequence[Any]) -> Objects:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _ints(values: Sequence[int]) -> Int:
    return np.array(values, np.int64)


def _distinct(values: Sequence[Hashable], make: Callable[[Any], _Value]) -> tuple[list[_Value], NDArray[np.int64]]:
    """``make`` of each distinct value, and for each value which of them is its own."""
    index: dict[Hashable, int] = {}
    which = np.array([index.setdefault(v, len(index)) for v in values], np.int64)
    return [make(v) for v in index], which


def _moments(places: Sequence[Place], horizon_m: float) -> tuple[Real, Real, Real, Real, Real, NDArray[np.int8]]:
    kinds = np.array([_PLACE_KIND[type(p)] for p in places], np.int8)
    columns = np.full((5, len(places)), np.nan)
    plain = np.flatnonzero(kinds == _POINT)
    _fill_points(columns, plain, [places[i] for i in plain.tolist()])
    hard = [i for i, p in enumerate(places) if not isinstance(p, Point) or p.covariance is not None]
    made, which = _distinct([places[i] for i in hard], lambda p: gaussian(p, horizon_m))
    for i, j in zip(hard, which.tolist(), strict=True):
        g = made[j]
        columns[:, i] = np.nan if g is None else (g.lat, g.lon, g.var_ee, g.var_en, g.var_nn)
    return columns[0], columns[1], columns[2], columns[3], columns[4], kinds


def _fill_points(columns: Real, rows: NDArray[np.int64], points: Sequence[Any]) -> None:
    columns[0, rows] = np.array([p.at.lat_e7 for p in points], np.int64) / 1e7
    columns[1, rows] = np.array([p.at.lon_e7 for p in points], np.int64) / 1e7
    variance = np.array([p.radius_m for p in points], np.float64) ** 2 / CHI2_95
    columns[2, rows] = columns[4, rows] = variance
    columns[3, rows] = 0.0


def _counts(rows: Sequence[Observation]) -> tuple[Real, Real, Real]:
    def number(n: int | None) -> float:
        return np.nan if n is None else float(n)

    made, which = _distinct([o.count for o in rows], lambda c: (number(c.lowest), number(c.best), number(c.highest)))
    table = np.array(made, np.float64).reshape(-1, 3)[which]
    return table[:, 0], table[:, 1], table[:, 2]


def _kinds(rows: Sequence[Observation]) -> Real:
    made, which = _distinct([o.kind for o in rows], kind_row)
    return np.array(made, np.float64).reshape(-1, len(KINDS))[which]


def kind_row(kind: Belief) -> Real:
    """(len(KINDS),) probabilities; a kind that is not in the list counts as ``other``."""
    row = np.zeros(len(KINDS))
    for h in kind.hypotheses:
        row[_KIND_INDEX.get(h.value, _OTHER)] += h.p
    return row


def _areas(rows: Sequence[Observation], lat: Real, lon: Real, areas: AreaIndex | None) -> Objects:
    made, which = _distinct([_named_area(o) for o in rows], lambda names: _canonical(names, areas))
    column = _objects(made)[which] if made else np.empty(0, dtype=object)
    if areas is not None:
        empty = np.flatnonzero((column == "") & np.isfinite(lat))
        column[empty] = areas.areas_at(lat[empty], lon[empty])
    return column


def _named_area(observation: Observation) -> tuple[str, ...]:
    """Names that may be the first-level unit's, the source's own first."""
    if observation.area_name:
        return (observation.area_name,)
    place = observation.place
    if isinstance(place, Area) and place.admin is not None:
        return (place.admin.name, *place.admin.parents)
    return ()


def _canonical(names: tuple[str, ...], areas: AreaIndex | None) -> str:
    if areas is None:
        return names[0] if len(names) == 1 else ""
    known = [found for name in names if (found := areas.find(name))]
    return known[0] if known else (names[0] if len(names) == 1 else "")
