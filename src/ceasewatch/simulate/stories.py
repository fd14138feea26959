"""Stories and their copies: words, addresses, and who repeats whom, on top of the reports."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import echo, faults
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.words import Drafts, drafts
from ceasewatch.simulate.world import World

_BRIEF = OBSERVER_KINDS.index("social_media")
_CYRILLIC = 0.45
"""Share of stories that are first written in Cyrillic; assumed."""


@dataclass(frozen=True, slots=True)
class Told:
    """n reports and what was written about them.

    Attributes:
        reports: n of them.
        draft: (n,) row of ``drafts``; -1 for what is not written as a story.
        drafts: the stories.
        place: (n,) settlement that each is said to be near.
        origin: (n,) row of what it goes back to; its own row for an original.
        linked: (n,) row whose address it names beside its own; -1 none.
        borrowed: (n,) whether it names that address only.
    """

    reports: Reports
    draft: Int
    drafts: Drafts
    place: Int
    origin: Int
    linked: Int
    borrowed: echo.Flags


def _drafts(world: World, r: Reports, sites: Sites, place: Int, rng: np.random.Generator) -> Drafts:
    middle = (r.start_us + r.end_us) // 2 + int(world.zone_h * faults.HOUR_US)
    return drafts(
        place,
        r.kind,
        np.nan_to_num(r.count_best).astype(np.int64),
        middle // 60_000_000 % 1440,
        sites.kind[r.site] == _BRIEF,
        _CYRILLIC,
        rng,
    )


def _stack(a: Drafts, b: Drafts) -> Drafts:
    return Drafts(*(np.concatenate([getattr(a, f.name), getattr(b, f.name)]) for f in fields(Drafts)))


def _copiers(sites: Sites, n: int, rng: np.random.Generator) -> Int:
    """(n,) sites that copy, few of them most of the time."""
    able = np.flatnonzero(np.isin(sites.kind, [OBSERVER_KINDS.index(k) for k in ("press", "social_media")]))
    weight = 1.0 / (1.0 + rng.permutation(len(able))) ** 0.7
    return able[rng.choice(len(able), n, p=weight / weight.sum())]


def _relocated(
    world: World, r: Reports, place: Int, at: Settlements, gazetteer: Real, rng: np.random.Generator
) -> Reports:
    """Copies as their copiers give place, time and number."""
    c, n = world.cascades, len(r)
    told = r.place_kind != faults.UNKNOWN
    rows = np.flatnonzero(told & (rng.random(n) < c.relocated))
    r = faults.snapped(r, rows, place[rows], at, gazetteer)
    r = faults.vague(r, np.flatnonzero(rng.random(n) < c.reinterval), world.zone_h)
    count = echo.recounted(r.count_best, c.recounted, rng)
    same = count == r.count_best
    return replace(
        r,
        count_best=count,
        count_lowest=np.where(same, r.count_lowest, count),
        count_highest=np.where(same, r.count_highest, count),
    )


def told(
    world: World, r: Reports, place: Int, sites: Sites, at: Settlements, gazetteer: Real, rng: np.random.Generator
) -> Told:
    """The reports with their stories, and all copies behind them."""
    n = len(r)
    writes = np.flatnonzero(faults.WRITERS[sites.kind[r.site]])
    written = _drafts(world, r.take(writes), sites, place[writes], rng)
    copies = echo.cascade(echo.sizes(len(writes), world.cascades, rng), world.cascades, rng)
    source = np.concatenate([writes, n + np.arange(len(copies))])[copies.of]
    all_r, all_d = r, written
    made_r, made_d, order = [r], [written], []
    site = np.where(copies.own, -1, _copiers(sites, len(copies), rng))
    full_site = np.concatenate([r.site, np.zeros(len(copies), np.int64)])
    full_site[n:] = np.where(copies.own, r.site[writes[copies.root]], site)
    position = np.concatenate([writes, np.full(len(copies), -1)])
    draft_at = np.concatenate([np.arange(len(writes)), np.full(len(copies), -1)])
    for rows in echo.generations(copies, len(writes)):
        before = position[copies.of[rows]]
        part = replace(all_r.take(before), site=full_site[n + rows])
        part = replace(part, reported_us=part.reported_us + copies.delay_us[rows])
        part = _relocated(world, part, place[writes[copies.root[rows]]], at, gazetteer, rng)
        edit = echo.edited(all_d.take(draft_at[copies.of[rows]]), all_r.site[before], world.cascades, rng)
        position[len(writes) + rows] = len(all_r) + np.arange(len(rows))
        draft_at[len(writes) + rows] = len(all_d) + np.arange(len(rows))
        made_r.append(part)
        made_d.append(edit)
        order.append(rows)
        all_r, all_d = Reports.concat([all_r, part]), _stack(all_d, edit)
    rows = np.concatenate(order) if order else np.zeros(0, np.int64)
    before = position[copies.of[rows]]
    names = rng.random(len(rows)) < world.cascades.linked
    draft = np.full(n, -1, np.int64)
    draft[writes] = np.arange(len(writes))
    return Told(
        reports=all_r,
        draft=np.concatenate([draft, len(writes) + np.arange(len(rows))]),
        drafts=all_d,
        place=np.concatenate([place, place[writes[copies.root[rows]]]]),
        origin=np.concatenate([np.arange(n), writes[copies.root[rows]]]),
        linked=np.concatenate([np.full(n, -1), np.where(names, before, -1)]),
        borrowed=np.concatenate([np.zeros(n, bool), names & (rng.random(len(rows)) < 0.5)]),
    )
