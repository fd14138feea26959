"""What observers of each kind write down (interim form: errors of the models' closed form, detection by distance)."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Int, Real, Small
from ceasewatch.model.values import Kind
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.front import moved, offset_m


class Spec(NamedTuple):
    """Assumed numbers of one kind of observer."""

    p: float
    reach_m: float
    sd_m: float
    width_s: float
    delay_s: float
    clutter_day: float
    sees: frozenset[str]


_LOUD: Final = frozenset({"explosion", "impact", "launch", "casualty"})
_ALL: Final = frozenset(str(k) for k in KINDS)
_SEEN: Final = _ALL - {"jamming", "spoofing"}
_HEARD: Final = _LOUD | {"burst", "shot"}
SPECS: Final = {
    "patrol": Spec(0.6, 6000, 800, 300, 3 * 3600, 0.15, _HEARD | {"overflight"}),
    "post": Spec(0.5, 5000, 900, 300, 3 * 3600, 0.15, _HEARD | {"overflight"}),
    "camera": Spec(0.6, 4500, 300, 10, 3600, 0.25, _SEEN),
    "uav": Spec(0.5, 6000, 100, 120, 3600, 0.1, _SEEN),
    "acoustic": Spec(0.8, 7000, 500, 6, 60, 3.0, _HEARD),
    "satellite_thermal": Spec(0.03, 1e9, 350, 1200, 3 * 3600, 20.0, frozenset({"fire", "impact", "explosion"})),
    "satellite_imagery": Spec(0.01, 1e9, 50, 43200, 12 * 3600, 1.0, frozenset({"impact", "fire"})),
    "press": Spec(0.0030, 1e9, 2500, 7200, 4 * 3600, 0.6, _SEEN),
    "social_media": Spec(0.0015, 1e9, 1500, 1800, 1800, 0.4, _SEEN),
    "party": Spec(0.08, 1e9, 1500, 3600, 8 * 3600, 30.0, _ALL),
    "civilian": Spec(0.25, 5000, 1000, 1800, 8 * 3600, 0.3, _HEARD),
}
SERIES_US: Final = 120_000_000


def perceived(kind: str, sites: Sites, events: Events, keep: float, rng: np.random.Generator) -> tuple[Int, Int]:
    """(event, site) pairs of which a report is made."""
    spec = SPECS[kind]
    rows = np.flatnonzero(np.array([str(k) in spec.sees for k in KINDS])[events.kind])
    reach = np.where(np.isnan(sites.reach_m), spec.reach_m, sites.reach_m)
    loud = keep * np.minimum(1.6, 0.6 + 0.2 * np.log1p(events.count))
    found: list[tuple[Int, Int]] = []
    for block in np.array_split(rows, max(1, len(rows) // 8192)):
        east, north = offset_m(sites.lat[None, :], sites.lon[None, :], events.lat[block, None], events.lon[block, None])
        p = np.minimum(1.0, spec.p * loud[block, None] * np.exp(-((east**2 + north**2) / reach**2)))
        e, s = np.nonzero(rng.random(p.shape) < p)
        found.append((block[e], s))
    return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])


def _said(kind: str, true: Small, rng: np.random.Generator) -> Small:
    table = ERRORS.confusion[OBSERVER_KINDS.index(kind)].cumsum(axis=1)
    return (rng.random(len(true))[:, None] > table[true]).sum(axis=1).clip(max=len(KINDS) - 1).astype(np.int8)


def _contaminated(n: int, share: float, factor: float, rng: np.random.Generator) -> Real:
    return np.where(rng.random(n) < share, factor, 1.0)


def written(kind: str, event: Int, site: Int, events: Events, scale: float, rng: np.random.Generator) -> Reports:
    """Reports about ``events[event]`` by ``site``, in the closed form of ``observers.errors``; errors times ``scale``."""
    spec, e, n = SPECS[kind], ERRORS.of(OBSERVER_KINDS[OBSERVER_KINDS.index(kind)]), len(event)
    stated = spec.sd_m * np.exp(rng.normal(0.0, 0.4, n))
    sd = scale * np.hypot(e.place_scale * stated, e.place_floor_m)
    sd *= _contaminated(n, e.place_tail_p * scale, e.place_tail_factor, rng)
    lat, lon = moved(events.lat[event], events.lon[event], rng.normal(0, sd), rng.normal(0, sd))
    clock = scale * e.clock_sd_s * rng.normal(0.0, 1.0, n)
    clock *= _contaminated(n, e.clock_tail_p * scale, e.clock_tail_factor, rng)
    slack = spec.width_s * np.exp(rng.normal(0.0, 0.5, n))
    shift = clock + rng.uniform(-0.5, 0.5, n) * slack
    start = events.start_us[event] + ((shift - slack / 2) * 1e6).astype(np.int64)
    end = events.end_us[event] + ((shift + slack / 2) * 1e6).astype(np.int64)
    series = events.end_us[event] - events.start_us[event] > SERIES_US
    count = np.maximum(1.0, np.round(events.count[event] * np.exp(rng.normal(0, e.count_log_sd * scale, n))))
    delay = spec.delay_s * np.exp(rng.normal(0, 0.6, n))
    return Reports(
        event=event, site=site, start_us=start, end_us=end, sense=series.astype(np.int8),
        lat=lat, lon=lon, var_ee=stated**2, var_en=np.zeros(n), var_nn=stated**2, place_kind=np.zeros(n, np.int8),
        kind=_said(kind, events.kind[event], rng),
        weapon=np.where(rng.random(n) < 0.3, events.weapon[event], -1).astype(np.int8),
        count_lowest=np.floor(count * 0.8), count_best=count, count_highest=np.ceil(count * 1.25),
        reported_us=end + (delay * 1e6).astype(np.int64),
    )  # fmt: skip


def invented(kind: str, sites: Sites, like: Events, days: float, factor: float, rng: np.random.Generator) -> Reports:
    """Reports of nothing: as of happenings near where things do happen, at any time."""
    spec = SPECS[kind]
    n = int(rng.poisson(spec.clutter_day * len(sites) * days * factor)) if len(like) else 0
    twin = like.take(rng.integers(0, max(len(like), 1), n))
    lat, lon = moved(twin.lat, twin.lon, rng.normal(0, 3000, n), rng.normal(0, 3000, n))
    span = int(days * 86_400e6)
    start = int(like.start_us.min()) + (rng.random(n) * span).astype(np.int64) if n else np.zeros(0, np.int64)
    kinds = sorted(KINDS.index(Kind(k)) for k in spec.sees & {"explosion", "burst", "shot", "fire", "impact"})
    nothing = Events.make(n, start_us=start, lat=lat, lon=lon, kind=rng.choice(np.array(kinds), n), count=twin.count)
    made = written(kind, np.arange(n), rng.integers(0, len(sites), n), nothing, 1.0, rng)
    made.event[:] = -1
    return made
