"""Holdings as columns: one row for what stands at a place, one for each sighting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.agreement.holdings.amounts import OPEN, bounds
from ceasewatch.model.forces import covers
from ceasewatch.model.holding import Holding, Sighting, Where
from ceasewatch.model.table import NO_TIME, Columns, Int, Objects, Real
from ceasewatch.model.time import to_us

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class HoldingTable(Columns):
    """n rows.

    Columns:
        owner, class_, site, zone, country: text, empty where not stated.
        at_us: when it was found (NO_TIME if never) or, for a sighting, seen.
        declared_low, declared_high: bounds; 0 and ``OPEN`` if nobody declared.
        declared, declared_us: whether anybody did, and when (NO_TIME if nobody).
        found_low, found_high: bounds of what was found or seen.
        missing_high: of the declared, what may have been absent.
        site_low, site_high: bounds of the probability of having been in a declared site, ``site`` where it is named.
        transit_us: under way since; NO_TIME if not.
        seen: whether the row is a sighting.
        rows: the Holding or the Sighting itself.
    """

    owner: Objects
    class_: Objects
    site: Objects
    zone: Objects
    country: Objects
    at_us: Int
    declared_low: Int
    declared_high: Int
    declared: Flags
    declared_us: Int
    found_low: Int
    found_high: Int
    missing_high: Int
    site_low: Real
    site_high: Real
    transit_us: Int
    seen: Flags
    rows: Objects


Inside = Callable[[HoldingTable, str], tuple[Real, Real]]
"""(table, id of a zone) -> bounds of the probability that each row lies in it, as the vault answers it."""

_DTYPES: Final[Mapping[str, Any]] = {
    "at_us": np.int64, "declared_low": np.int64, "declared_high": np.int64, "declared": np.bool_,
    "declared_us": np.int64, "found_low": np.int64, "found_high": np.int64, "missing_high": np.int64,
    "site_low": np.float64, "site_high": np.float64, "transit_us": np.int64, "seen": np.bool_,
}  # fmt: skip
"""Of the columns that are not objects."""


def tabulate(holdings: Iterable[Holding]) -> HoldingTable:
    """The table of ``holdings`` and of their sightings, in their order."""
    lines = [line for h in holdings for line in _lines(h)]
    columns: dict[str, Any] = {}
    for n, name in enumerate(HoldingTable.__dataclass_fields__):
        if name in _DTYPES:
            columns[name] = np.array([line[n] for line in lines], dtype=_DTYPES[name])
        else:
            columns[name] = np.empty(len(lines), dtype=object)
            columns[name][:] = [line[n] for line in lines]
    return HoldingTable(**columns)


def by_name(table: HoldingTable, zone: str) -> tuple[Real, Real]:
    """As :data:`Inside`, by the zone that the entry names; where it names none, nobody can tell."""
    here, unnamed = table.zone == zone, table.zone == ""
    return here.astype(np.float64), (here | unnamed).astype(np.float64)


def of_class(
    table: HoldingTable, classes: tuple[str, ...], excludes: tuple[str, ...], parents: Mapping[str, str | None]
) -> tuple[Flags, Flags]:
    """Whether each row is surely, and may be, of one of ``classes`` and of none of ``excludes``.

    A row that names a wider class ("artillery") may be of a narrower one. No classes means all.
    """
    names, place = np.unique(table.class_.astype(str), return_inverse=True)
    of = np.array([_belongs(name, classes, excludes, parents) for name in names.tolist()], bool).reshape(-1, 2)
    return of[place, 0], of[place, 1]


def under_way(transit_us: Int, at_us: Int, longest_us: int) -> Flags:
    """Whether each was under way at its ``at_us``, and for no longer than ``longest_us``."""
    return np.asarray(
        (transit_us != NO_TIME) & (at_us - np.maximum(transit_us, 0) <= longest_us) & (transit_us >= 0), dtype=bool
    )


def _belongs(
    name: str, classes: tuple[str, ...], excludes: tuple[str, ...], parents: Mapping[str, str | None]
) -> tuple[bool, bool]:
    if any(covers(x, name, parents) for x in excludes):
        return False, False
    surely = not classes or any(covers(c, name, parents) for c in classes)
    may_be = surely or any(covers(name, c, parents) for c in classes)
    return surely and not any(covers(name, x, parents) for x in excludes), may_be


def _lines(h: Holding) -> Iterator[tuple[object, ...]]:
    if h.declared is not None or h.inspected is not None:
        declared, found = h.declared, h.inspected
        at = to_us(h.inspected_at) if h.inspected_at and found is not None else NO_TIME
        transit = to_us(h.in_transit_since) if h.in_transit_since else NO_TIME
        stated = to_us(h.declared_at) if h.declared_at and declared is not None else NO_TIME
        inside = (1.0, 1.0) if h.site else (0.0, 0.0 if h.in_transit_since else 1.0)
        yield (
            h.owner, h.class_, h.site, h.zone, h.country, at, *(bounds(declared) if declared else (0, OPEN)),
            declared is not None, stated, *(bounds(found) if found else (0, OPEN)), bounds(h.missing)[1],
            *inside, transit, False, h,
        )  # fmt: skip
    for s in h.passes:
        yield _line(s)


def _line(s: Sighting) -> tuple[object, ...]:
    answer = s.where
    low, high = bounds(s.count)
    n = len(s.serials)
    inside = answer.inside
    if answer.answer is Where.unknown and (s.site or s.beyond_sites):
        inside = (0.0, 0.0) if s.beyond_sites else (1.0, 1.0)
    return (
        s.owner, s.class_, answer.site or s.site, s.zone, s.country, to_us(s.at), 0, OPEN, False, NO_TIME, max(low, n),
        max(high, n), 0, *inside, NO_TIME, True, s,
    )  # fmt: skip
