"""Incidents along a contact line, as a busy year would make them; drawn, not observed."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ceasewatch.agreement import Pack
from ceasewatch.model.table import KINDS, WEAPONS, IncidentTable, Int, Members, Objects, ObservationTable, Real, Small
from ceasewatch.model.values import Kind

SEED: Final = 20_260_411
NAMED: Final = (Kind.explosion, Kind.burst, Kind.shot, Kind.impact, Kind.weapon, Kind.vehicle, Kind.casualty)
SHARES: Final = (0.45, 0.2, 0.1, 0.1, 0.07, 0.05, 0.03)
SPREAD_DEG: Final = (0.25, 0.35)
"""Of places about the line, in latitude and longitude: some 26 km each way."""
FROM_US, SPAN_US = 1_420_000_000_000_000, 200_000_000_000_000
"""2015 to mid-2021."""


def incidents(n: int, pack: Pack, line: str) -> IncidentTable:
    """``n`` incidents of one report each about the pack's line of that name."""
    rng = np.random.default_rng(SEED)
    version = pack.lines[line].versions[-1]
    leg, share = rng.integers(0, len(version.lat) - 1, n), rng.random(n)
    lat, lon = (c[leg] * (1 - share) + c[leg + 1] * share for c in (version.lat, version.lon))
    lat, lon = lat + rng.normal(0, SPREAD_DEG[0], n), lon + rng.normal(0, SPREAD_DEG[1], n)
    variance = (10 ** rng.uniform(1.5, 3.5, n)) ** 2
    kind_p = np.zeros((n, len(KINDS)))
    kind_p[np.arange(n), rng.choice([KINDS.index(k) for k in NAMED], n, p=SHARES)] = 1.0
    weapon = rng.integers(-1, len(WEAPONS), n).astype(np.int8)
    start = FROM_US + rng.integers(0, SPAN_US, n)
    return _table(lat, lon, variance, kind_p, weapon, start)


def _same(value: object, n: int) -> Objects:
    out: Objects = np.empty(n, dtype=object)
    out.fill(value)
    return out


def _table(lat: Real, lon: Real, variance: Real, kind_p: Real, weapon: Small, start: Int) -> IncidentTable:
    n, nothing, one = len(lat), np.zeros(len(lat)), np.ones(len(lat))
    ids: Objects = np.array([f"i{k}" for k in range(n)], dtype=object)
    shared: dict[str, Any] = {
        "ids": ids, "start_us": start, "end_us": start + 60_000_000, "lat": lat, "lon": lon, "var_ee": variance,
        "var_en": nothing, "var_nn": variance, "kind_p": kind_p, "count_lowest": one, "count_best": one,
        "count_highest": one, "area": _same("", n),
    }  # fmt: skip
    observations = ObservationTable(
        **shared, seq=np.arange(n), recorded_us=start, reported_us=start, sense=np.zeros(n, np.int8),
        place_kind=np.zeros(n, np.int8), observer_kind=np.zeros(n, np.int8), role=np.zeros(n, np.int8), weapon=weapon,
        feed=_same("", n), observer=_same("", n), origin=_same("", n), source=_same("", n), name=_same("", n),
        text=_same("", n), urls=_same((), n), rows=_same(None, n),
    )  # fmt: skip
    members = Members(offsets=np.arange(n + 1), row=np.arange(n), p=one, why=_same("", n))
    none = np.full(n, -1, np.int8)
    return IncidentTable(
        **shared, weapon=np.column_stack([weapon, none, none]),
        weapon_p=np.tile(np.array([1.0, 0.0, 0.0], np.float32), (n, 1)), reports=np.ones(n, np.int64),
        origins=np.ones(n, np.int64), contradictions=_same((), n),
        members=members, observations=observations,
    )  # fmt: skip
