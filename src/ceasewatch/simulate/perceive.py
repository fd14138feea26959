"""Who reports what: each deployment's observers, when they are on duty, with the world's faults on top."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.model.time import to_us
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import faults
from ceasewatch.simulate.happen import Happenings
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.reporting import invented, perceived, written
from ceasewatch.simulate.world import Deployment, World

_SENSING = [str(k) for k in OBSERVER_KINDS if str(k) in {"patrol", "post", "camera", "uav", "acoustic", "civilian"}]


def reports(
    world: World, d: Deployment, sites: Sites, at: Happenings, days: float, rng: np.random.Generator
) -> Reports:
    """What one deployment reports, of what happened and of nothing; ``site`` counts within the deployment."""
    kind = OBSERVER_KINDS.index(d.kind)
    rows = np.flatnonzero(at.perceptible(world)[:, kind])
    events = at.events.take(rows)
    event, site = perceived(d.kind, sites, events, d.keep, rng)
    true = written(d.kind, event, site, events, world.error_scale, rng)
    true = replace(true, event=rows[true.event])
    nothing = invented(d.kind, sites, at.events, days, world.clutter, rng)
    return Reports.concat([true, nothing])


def day_of(world: World, r: Reports) -> Int:
    """(n,) local day since the beginning."""
    day: Int = (r.start_us - to_us(world.start)) // DAY_US
    return np.clip(day, 0, None)


def faulty(
    world: World, r: Reports, sites: Sites, at: Settlements, gazetteer: Real, rng: np.random.Generator
) -> tuple[Reports, Int]:
    """The reports with everything that goes wrong, and the settlement that each is said to be near."""
    f, day = world.faults, day_of(world, r)
    observer = sites.kind[r.site]
    senses = np.isin(observer, [[str(k) for k in OBSERVER_KINDS].index(k) for k in _SENSING])
    r = faults.daily_bias(r, day, len(sites), f, senses, rng)
    r = faults.clocks(r, day, len(sites), f, rng)
    r = faults.misdated(r, f.day_share, rng)
    r = faults.misplaced(r, f.gross_share, rng)
    r = faults.miscounted(r, f.overcount, rng)
    r = faults.strange_kinds(r, f.other_kind, rng)
    r = faults.overstated(r, len(sites), f.overstated, rng)
    place = at.nearest(r.lat, r.lon)
    writes = faults.WRITERS[observer]
    chosen = np.flatnonzero(writes & (rng.random(len(r)) < f.snapped))
    r = faults.snapped(r, chosen, place[chosen], at, gazetteer)
    r = faults.vague(r, np.flatnonzero(writes & (rng.random(len(r)) < f.vague)), world.zone_h)
    return faults.placeless(r, np.flatnonzero(writes & (rng.random(len(r)) < f.placeless))), place
