"""The incidents as Structs, for the edges."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from ceasewatch.model.belief import NOT_KNOWN, Belief, Hypothesis
from ceasewatch.model.count import Count
from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.ids import IncidentId
from ceasewatch.model.incident import Alternative, Incident, Member
from ceasewatch.model.observation import Observation, Weapon
from ceasewatch.model.place import E7, Area, Covariance, Place, Point, Position
from ceasewatch.model.struct import PPM
from ceasewatch.model.table import KINDS, SENSES, WEAPONS, IncidentTable, Int
from ceasewatch.model.time import TimeInterval, TimeSense, from_us

_CHI2_95: Final = 5.991464547107979
"""Quantile 0.95 of chi-squared with two degrees of freedom."""


def to_incidents(table: IncidentTable) -> list[Incident]:
    """One Struct for each row of ``table``, in order.

    A place with geometry becomes a Point with covariance, whose radius holds the happening with probability 0.95; one
    without is the named area that its first member gives, else unknown.
    """
    rows = table.observations.rows
    ids = table.observations.ids
    members = table.members
    lone = np.diff(members.offsets) == 1
    senses = _senses(table)
    ppm = [None if p != p else round(p * PPM) for p in members.p.tolist()]
    which, bounds, why = members.row.tolist(), members.offsets.tolist(), members.why.tolist()
    deciders = members.decided_by
    contradictions = table.contradictions.tolist()
    kinds = _kinds(table)
    places = _places(table)
    others = _alternatives(table)
    arms = _arms(table)
    counts = zip(
        *(_whole(c) for c in (table.count_lowest, table.count_best, table.count_highest)),
        strict=True,
    )
    out = []
    for n, (start, end, count) in enumerate(zip(table.start_us.tolist(), table.end_us.tolist(), counts, strict=True)):
        span = range(bounds[n], bounds[n + 1])
        first: Observation = rows[which[span[0]]]
        out.append(
            Incident(
                id=IncidentId(table.ids[n]),
                members=tuple(
                    Member(observation=ids[which[m]], p_ppm=ppm[m], why=why[m], decided_by=deciders.get(m, ""))
                    for m in span
                ),
                when=first.phenomenon
                if lone[n]
                else TimeInterval(start=from_us(start), end=from_us(end), sense=senses[n]),
                place=places[n] or _named([rows[which[m]] for m in span]),
                kind=kinds[n],
                count=first.count if lone[n] else _count(*count),
                weapon=first.weapon if lone[n] else _weapon([rows[which[m]] for m in span], arms[n]),
                said_of=first.said_of if lone[n] else _said_of([rows[which[m]] for m in span]),
                area_name=table.area[n],
                reports=int(table.reports[n]),
                origins=int(table.origins[n]),
                contradictions=contradictions[n],
                alternatives=others.get(n, ()),
            )
        )
    return out


def resolve(table: IncidentTable, incident: str) -> IncidentId:
    """The incident that ``incident`` is now part of: itself, or the one that its anchor was merged into.

    Raises:
        NotFoundError: no observation of the table ever anchored such an incident.
    """
    anchor = incident.removeprefix("inc-")
    entries = np.flatnonzero(table.observations.ids[table.members.row] == anchor)
    if not len(entries):
        raise NotFoundError(f"no incident {incident!r}", todo="list them with: ceasewatch incidents")
    return IncidentId(table.ids[np.searchsorted(table.members.offsets, entries[0], side="right") - 1])


def _alternatives(table: IncidentTable) -> dict[int, tuple[Alternative, ...]]:
    ids, found = table.observations.ids, table.alternatives
    out: dict[int, list[Alternative]] = {}
    for row, incident, p in zip(found.row.tolist(), found.incident.tolist(), found.p.tolist(), strict=True):
        out.setdefault(incident, []).append(Alternative(observation=ids[row], p_ppm=round(p * PPM)))
    return {n: tuple(sorted(some, key=lambda a: (-a.p_ppm, a.observation))) for n, some in out.items()}


def _whole(column: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[int | None]:
    return [None if x != x else int(x) for x in column.tolist()]


@lru_cache(maxsize=4096)
def _count(lowest: int | None, best: int | None, highest: int | None) -> Count:
    return Count(lowest=lowest, best=best, highest=highest)


def _senses(table: IncidentTable) -> list[TimeSense]:
    """Of each incident: a series or lasting state if any member is one."""
    widest = np.maximum.reduceat(table.observations.sense[table.members.row], table.members.offsets[:-1])
    return [TimeSense(SENSES[s]) for s in widest.tolist()] if len(table) else []


def _kinds(table: IncidentTable) -> list[Belief]:
    known: dict[bytes, Belief] = {}
    out = []
    for row in table.kind_p:
        key = row.tobytes()
        if key not in known:
            known[key] = _belief(row)
        out.append(known[key])
    return out


def _belief(row: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Belief:
    ppm: Int = np.rint(row * PPM).astype(np.int64)
    best = sorted((k for k in np.flatnonzero(ppm).tolist()), key=lambda k: (-ppm[k], k))
    excess = max(0, int(ppm.sum()) - PPM)  # of rounding, a few millionths
    shares = [int(ppm[k]) - (excess if n == 0 else 0) for n, k in enumerate(best)]
    return Belief(hypotheses=tuple(Hypothesis(value=str(KINDS[k]), p_ppm=s) for k, s in zip(best, shares, strict=True)))


def _places(table: IncidentTable) -> list[Place | None]:
    with np.errstate(invalid="ignore"):
        half = (table.var_ee + table.var_nn) / 2
        spread = np.sqrt(((table.var_ee - table.var_nn) / 2) ** 2 + table.var_en**2)
        radius = np.ceil(np.sqrt(_CHI2_95 * (half + spread)))
    out: list[Place | None] = [None] * len(table)
    placed = np.flatnonzero(np.isfinite(table.lat))
    at = [np.rint(c[placed] * E7).astype(np.int64).tolist() for c in (table.lat, table.lon)]
    cov = [np.ceil(table.var_ee[placed]), np.trunc(table.var_en[placed]), np.ceil(table.var_nn[placed])]
    numbers = [c.astype(np.int64).tolist() for c in (*cov, radius[placed])]
    for n, lat, lon, ee, en, nn, r in zip(placed.tolist(), *at, *numbers, strict=True):
        out[n] = Point(
            at=Position(lat_e7=lat, lon_e7=lon), radius_m=r, covariance=Covariance(ee_m2=ee, en_m2=en, nn_m2=nn)
        )
    return out


def _named(members: list[Observation]) -> Place:
    """The first named area among the members, else the first place: without geometry there is nothing to average."""
    return next((o.place for o in members if isinstance(o.place, Area)), members[0].place)


def _arms(table: IncidentTable) -> list[tuple[Hypothesis, ...]]:
    """Of each incident: the classes of the columns, most probable first."""
    ppm = np.rint(table.weapon_p.astype(np.float64) * PPM).astype(np.int64).tolist()
    return [
        tuple(Hypothesis(value=WEAPONS[k], p_ppm=p) for k, p in zip(which, shares, strict=True) if k >= 0)
        for which, shares in zip(table.weapon.tolist(), ppm, strict=True)
    ]


def _weapon(members: list[Observation], classes: tuple[Hypothesis, ...]) -> Weapon:
    """``classes``, with model and calibre from the first member that names a class and knows one."""
    told = [o.weapon for o in members if o.weapon.classes.hypotheses]
    if not classes or not told:
        return (told or [members[0].weapon])[0]
    model = next((w for w in told if w.model or w.calibre_mm), told[0])
    return Weapon(classes=Belief(hypotheses=classes), model=model.model, calibre_mm=model.calibre_mm)


def _said_of(members: list[Observation]) -> Belief:
    told = [o.said_of for o in members if o.said_of.hypotheses]
    return _mean(told) if told else NOT_KNOWN


def _mean(beliefs: list[Belief]) -> Belief:
    total: dict[str, int] = {}
    for belief in beliefs:
        for h in belief.hypotheses:
            total[h.value] = total.get(h.value, 0) + h.p_ppm
    order = sorted(total, key=lambda v: (-total[v], v))
    return Belief(hypotheses=tuple(Hypothesis(value=v, p_ppm=total[v] // len(beliefs)) for v in order))
