"""From a world and a seed to what happened, what was reported of it, and who copied whom."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.time import to_us
from ceasewatch.observers.events import Events
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import rows
from ceasewatch.simulate.deploy import sites as deployed
from ceasewatch.simulate.duty import Duty, duty
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.happen import Happenings, concat, happenings
from ceasewatch.simulate.perceive import faulty, reports
from ceasewatch.simulate.places import settlements
from ceasewatch.simulate.simulated import Simulated
from ceasewatch.simulate.stories import Copiers, Told, originals, with_copies, with_second_entries
from ceasewatch.simulate.weather import weather
from ceasewatch.simulate.world import World

__all__ = ["Simulated", "generate"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Watch:
    """Who watched, when, and what they reported before anything went wrong."""

    sites: Sites
    duty: Duty
    reports: Reports


def generate(world: World, *, seed: int, events: int | None = None) -> Simulated:
    """One run of a world.

    Args:
        world: see :func:`ceasewatch.simulate.world.load_world`.
        seed: equal seeds give equal runs.
        events: how many happenings; the world's own number if not given. The front stays as dense: fewer happenings
            are fewer days. Hoaxes that are copied come on top.
    """
    rng = np.random.default_rng([seed, *world.name.encode()])
    front = Front.through(np.array(world.land.path))
    at = settlements(world.land, front)
    true = happenings(world, front, world.events if events is None else events, rng)
    watch = _watched(world, front, true, rng)
    gazetteer = rng.normal(0.0, world.faults.gazetteer_m, (2, len(watch.sites), len(at)))
    r, place = faulty(world, watch.reports, watch.sites, at, gazetteer, rng)
    story = with_copies(originals(world, r, place, watch.sites, rng), Copiers(world, watch.sites, at, gazetteer), rng)
    story = with_second_entries(story, world.faults.twice, rng)
    story, truth, happened = _with_hoaxes(story, true.events, true.happened(world))
    recorded = rows.recorded(world, story.reports, rng)
    order = np.argsort(recorded, kind="stable")
    text, urls = rows.words(world, story, watch.sites, at, rng)
    table = rows.table(story.reports.take(order), recorded[order], text[order], urls[order], watch.sites, rng)
    position = np.argsort(order, kind="stable")
    return Simulated(
        world=world,
        events=truth,
        happened=happened,
        table=table,
        event=story.reports.event[order],
        origin=position[story.origin[order]],
        sites=watch.sites,
        duty=watch.duty,
        settlements=at,
    )


def _watched(world: World, front: Front, true: Happenings, rng: np.random.Generator) -> _Watch:
    days = len(true) / world.events_per_day
    sky = weather(world, int(np.ceil(days)) + 1, rng)
    groups = [deployed(d, front, rng) for d in world.deployments]
    parts, first = [], 0
    for d, group in zip(world.deployments, groups, strict=True):
        made = reports(world, d, group, true, sky, days, rng)
        parts.append(replace(made, site=made.site + first))
        first += len(group)
    sites = Sites(**{f.name: np.concatenate([getattr(g, f.name) for g in groups]) for f in fields(Sites)})
    of = [d for d, group in zip(world.deployments, groups, strict=True) for _ in range(len(group))]
    roster = duty(world, of, sites, to_us(world.start), int(np.ceil(days)), rng)
    r = Reports.concat(parts)
    return _Watch(sites, roster, r.take(roster.at_work(r.site, (r.start_us + r.end_us) // 2)))


def _with_hoaxes(story: Told, events: Events, happened: Flags) -> tuple[Told, Events, Flags]:
    """Reports of nothing that were copied become events that did not happen: the copies are about one thing."""
    r = story.reports
    nothing = r.event < 0
    root, size = np.unique(story.origin[nothing], return_counts=True)
    root = root[size > 1]
    index = np.full(len(r), -1)
    index[root] = len(events) + np.arange(len(root))
    said = r.take(root)
    hoax = Events.make(
        len(root), start_us=said.start_us, end_us=said.end_us, lat=said.lat, lon=said.lon, kind=said.kind,
        weapon=said.weapon, count=np.nan_to_num(said.count_best, nan=1.0),
    )  # fmt: skip
    told = replace(story, reports=replace(r, event=np.where(nothing, index[story.origin], r.event)))
    return told, concat([events, hoax]), np.concatenate([happened, np.zeros(len(root), np.bool_)])
