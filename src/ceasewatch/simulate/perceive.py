"""Who reports what: the observer models of each deployment, with this world's errors instead of the models' own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, PLACE_KINDS, Int, Real
from ceasewatch.model.time import to_us
from ceasewatch.observers.errors import Errors
from ceasewatch.observers.model import Model
from ceasewatch.observers.protocol import Box
from ceasewatch.observers.registry import model
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import faults
from ceasewatch.simulate.happen import Happenings
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.weather import Weather
from ceasewatch.simulate.world import Deployment, World

SENSING: Final = np.array([k in {"patrol", "post", "camera", "uav", "acoustic", "civilian"} for k in OBSERVER_KINDS])
"""By observer kind: whether it finds places itself, with an instrument that may be off for a day."""
_MACHINES: Final = np.array([k in {"camera", "uav", "acoustic", "infrasound", "seismic"} for k in OBSERVER_KINDS])
"""By observer kind: whether an instrument tells how long something lasted."""
_SCALED: Final = ("place_scale", "place_floor_m", "place_tail_p", "clock_sd_s", "clock_tail_p", "count_log_sd")
_TAILS: Final = ("place_tail_p", "place_tail_factor", "clock_tail_p", "clock_tail_factor")
_SHARES: Final = ("place_tail_p", "clock_tail_p")
_BLOCK: Final = 20_000
_BESIDE_DEG: Final = 0.2
"""Reports of nothing are looked for within about this distance of the line."""


def errors_here(errors: Errors, scale: float, tail_scale: float, factors: dict[str, float]) -> Errors:
    """A model's errors times ``scale``, their tails times another, and times a factor for each that is named.

    Shares stay below a half.
    """
    values = {name: getattr(errors, name) for name in (*_SCALED, *_TAILS)}
    for names, by in ((_SCALED, scale), (_TAILS, tail_scale)):
        values |= {name: values[name] * by for name in names}
    values |= {name: values.get(name, getattr(errors, name)) * f for name, f in factors.items()}
    return replace(errors, **{k: min(v, 0.5) if k in _SHARES else v for k, v in values.items()})


def model_here(world: World, d: Deployment) -> Model:
    """The model as it is in this world."""
    known = model(d.model)
    if not isinstance(known, Model):
        raise TypeError(f"{d.model} has no numbers that a world could change")
    here = known.with_errors(
        f"world {world.name}", errors_here(known.errors, world.error_scale, world.tail_scale, d.errors)
    )
    noise = d.clutter * world.clutter
    changed = {name: value * noise for name, value in known.numbers.items() if name.startswith("clutter")}
    changed["top_p"] = known.numbers["top_p"] * d.keep
    return here.with_values(f"world {world.name}", **changed)


def reports(
    world: World, d: Deployment, sites: Sites, at: Happenings, sky: Weather, days: float, rng: np.random.Generator
) -> Reports:
    """What one deployment reports, of what happened and of nothing; ``site`` counts within the deployment."""
    here = model_here(world, d)
    kind = OBSERVER_KINDS.index(d.kind)
    rows = np.flatnonzero(at.perceptible(world)[:, kind])
    parts = []
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        events = at.events.take(block)
        true = here.simulate(events, sites, sky.at(events), rng)
        parts.append(replace(true, event=block[true.event]))
    made = Reports.concat([*parts, *(_nothing(world, here, sites, box, sky, days, rng) for box in _boxes(world))])
    return replace(made, place_kind=np.full(len(made), PLACE_KINDS.index("point"), np.int8))


def _nothing(
    world: World, here: Model, sites: Sites, box: Box, sky: Weather, days: float, rng: np.random.Generator
) -> Reports:
    begin = to_us(world.start)
    return here.simulate_clutter(sites, box, (begin, begin + int(days * DAY_US)), rng, sky.mean())


def _boxes(world: World) -> list[Box]:
    """Around each stretch between two vertices of the line."""
    path = np.array(world.land.path)
    low, high = np.minimum(path[:-1], path[1:]) - _BESIDE_DEG, np.maximum(path[:-1], path[1:]) + _BESIDE_DEG
    return [Box(south=a, west=b, north=c, east=d) for (a, b), (c, d) in zip(low.tolist(), high.tolist(), strict=True)]


def day_of(world: World, r: Reports) -> Int:
    """(n,) local day since the beginning; 0 for what is said to have been before it."""
    day: Int = (r.start_us - to_us(world.start)) // DAY_US
    return np.clip(day, 0, None)


def faulty(
    world: World, r: Reports, sites: Sites, at: Settlements, gazetteer: Real, rng: np.random.Generator
) -> tuple[Reports, Int]:
    """The reports with everything that goes wrong, and the settlement that each is said to be near."""
    f, day = world.faults, day_of(world, r)
    observer = sites.kind[r.site]
    r = faults.daily_bias(r, day, len(sites), f, SENSING[observer], rng)
    r = faults.clocks(r, day, len(sites), f, rng)
    r = faults.lengths(r, _MACHINES[observer], f, rng.spawn(1)[0])
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
    r = faults.as_written(r, np.flatnonzero(writes))
    return faults.placeless(r, np.flatnonzero(writes & (rng.random(len(r)) < f.placeless))), place
