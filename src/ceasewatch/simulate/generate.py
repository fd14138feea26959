"""From a world and a seed to what happened, what was reported of it, and who copied whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, ROLES, Int, Objects, ObservationTable
from ceasewatch.model.time import to_us
from ceasewatch.observers.events import Events
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import faults
from ceasewatch.simulate.addresses import addresses, tokens
from ceasewatch.simulate.deploy import sites as deployed
from ceasewatch.simulate.duty import duty
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.happen import concat, happenings
from ceasewatch.simulate.perceive import faulty, reports
from ceasewatch.simulate.places import Settlements, settlements
from ceasewatch.simulate.stories import Copiers, Told, originals, with_copies, with_second_entries
from ceasewatch.simulate.weather import weather
from ceasewatch.simulate.words import texts
from ceasewatch.simulate.world import World

_STATEMENT: Final = ROLES.index("statement")
_PARTY: Final = OBSERVER_KINDS.index("party")
_LATE_US: Final = 3 * 86_400_000_000


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was made.

    Attributes:
        world: of which world.
        events: the truth; also what was only said to have happened.
        happened: (E,) false for what did not happen (false claims, planted evidence, thunder, hoaxes that were copied).
        table: n observations in order of ``recorded_us``; its ``rows`` are all ``None``.
        event: (n,) index of the event that each is about; -1: about nothing.
        origin: (n,) equal for reports that go back to one report: copies, and second entries of one report.
        coverage: who was looking when.
        sites: the observers.
        settlements: the places that are named.
    """

    world: World
    events: Events
    happened: NDArray[np.bool_]
    table: ObservationTable
    event: Int
    origin: Int
    coverage: tuple[Coverage, ...]
    sites: Sites
    settlements: Settlements

    def hidden_words(self) -> Simulated:
        """The same without words, addresses and anything made from them: ``origin`` of each row is its observer."""
        n = len(self.table)
        bare = replace(self.table, text=_same("", n), urls=_same((), n), origin=self.table.observer)
        return replace(self, table=bare)


def _same(value: object, n: int) -> Objects:
    column = np.empty(n, dtype=object)
    for i in range(n) if isinstance(value, tuple) else ():
        column[i] = value
    if not isinstance(value, tuple):
        column[:] = value
    return column


def _column(values: list[object] | list[str] | list[tuple[str, ...]]) -> Objects:
    column = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        column[i] = value
    return column


def generate(world: World, *, seed: int, events: int | None = None) -> Simulated:
    """One run of a world.

    Args:
        world: see :func:`ceasewatch.simulate.world.load_world`.
        seed: equal seeds give equal runs.
        events: how many happenings; the world's own number if not given. The front stays as dense: fewer happenings
            are fewer days.
    """
    rng = np.random.default_rng([seed, *world.name.encode()])
    front = Front.through(np.array(world.land.path))
    at = settlements(world.land, front)
    true = happenings(world, front, world.events if events is None else events, rng)
    days = len(true) / world.events_per_day
    sky = weather(world, int(np.ceil(days)) + 1, rng)
    groups = [deployed(d, front, rng) for d in world.deployments]
    first = np.cumsum([0, *map(len, groups)])
    made = [
        _numbered(reports(world, d, s, true, sky, days, rng), int(f))
        for d, s, f in zip(world.deployments, groups, first, strict=False)
    ]
    all_sites = _joined(groups)
    of = [d for d, g in zip(world.deployments, groups, strict=True) for _ in range(len(g))]
    roster = duty(world, of, all_sites, to_us(world.start), int(np.ceil(days)), rng)
    gazetteer = rng.normal(0.0, world.faults.gazetteer_m, (2, len(all_sites), len(at)))
    r = Reports.concat(made)
    r = r.take(roster.at_work(r.site, (r.start_us + r.end_us) // 2))
    r, place = faulty(world, r, all_sites, at, gazetteer, rng)
    story = originals(world, r, place, all_sites, rng)
    story = with_copies(story, Copiers(world, all_sites, at, gazetteer), rng)
    story = with_second_entries(story, world.faults.twice, rng)
    story, truth, happened = _with_hoaxes(story, true.events, true.happened(world))
    return _simulated(world, story, truth, happened, all_sites, at, rng)


def _numbered(r: Reports, first_site: int) -> Reports:
    return replace(r, site=r.site + first_site)


def _joined(groups: list[Sites]) -> Sites:
    return Sites(**{f: np.concatenate([getattr(g, f) for g in groups]) for f in Sites.__dataclass_fields__})


def _with_hoaxes(story: Told, events: Events, happened: NDArray[np.bool_]) -> tuple[Told, Events, NDArray[np.bool_]]:
    """Reports of nothing that were copied become events that did not happen: the copies are about one thing."""
    r = story.reports
    nothing = r.event < 0
    root, size = np.unique(story.origin[nothing], return_counts=True)
    root = root[size > 1]
    index = np.full(len(r), -1, np.int64)
    index[root] = len(events) + np.arange(len(root))
    event = np.where(nothing, index[story.origin], r.event)
    said = r.take(root)
    hoax = Events.make(
        len(root), start_us=said.start_us, end_us=said.end_us, lat=said.lat, lon=said.lon, kind=said.kind,
        weapon=said.weapon, count=np.nan_to_num(said.count_best, nan=1.0),
    )  # fmt: skip
    truth = concat([events, hoax])
    return (
        replace(story, reports=replace(r, event=event)),
        truth,
        np.concatenate([happened, np.zeros(len(root), bool)]),
    )


def _simulated(
    world: World, story: Told, events: Events, happened: NDArray[np.bool_], sites: Sites, at: Settlements,
    rng: np.random.Generator,
) -> Simulated:  # fmt: skip
    r, n = story.reports, len(story.reports)
    delay = rng.exponential(60e6, n) + np.where(rng.random(n) < world.faults.late, rng.exponential(_LATE_US, n), 0.0)
    recorded = r.reported_us + delay.astype(np.int64)
    order = np.argsort(recorded, kind="stable")
    words, urls = _words(world, story, sites, at, rng) if world.texts else (_same("", n), _same((), n))
    table = _table(r.take(order), recorded[order], words[order], urls[order], sites, rng)
    origin = np.empty(n, np.int64)
    origin[order] = np.arange(n)
    return Simulated(
        world=world, events=events, happened=happened, table=table, event=r.event[order],
        origin=origin[story.origin[order]], coverage=(), sites=sites, settlements=at,
    )  # fmt: skip


def _words(
    world: World, story: Told, sites: Sites, at: Settlements, rng: np.random.Generator
) -> tuple[Objects, Objects]:
    r, n = story.reports, len(story.reports)
    writes = np.flatnonzero(story.draft >= 0)
    back = np.full(n + 1, -1, np.int64)
    back[writes] = np.arange(len(writes))
    who = r.site[writes]
    urls, words = _same((), n), _same("", n)
    made = addresses(
        sites.ids[who], sites.kind[who], r.reported_us[writes], rng.random(len(writes)) < world.faults.live_page,
        back[story.linked[writes]], story.borrowed[writes], rng,
    )  # fmt: skip
    urls[writes] = _column(made)
    words[writes] = _column(texts(story.drafts.take(story.draft[writes]), at.names, sites.ids.tolist()))
    return words, urls


def _table(
    r: Reports, recorded: Int, text: Objects, urls: Objects, sites: Sites, rng: np.random.Generator
) -> ObservationTable:
    n = len(r)
    ids = tokens(n, rng)
    observer, kind = sites.ids[r.site], sites.kind[r.site]
    kind_p = np.zeros((n, len(KINDS)))
    kind_p[np.arange(n), r.kind] = 1.0
    origin = observer.copy()
    for i in np.flatnonzero([bool(u) for u in urls]).tolist():
        origin[i] = urls[i][0].partition("#")[0].partition("://")[2].rstrip("/")
    return ObservationTable(
        ids=_column(ids), seq=np.arange(n), recorded_us=recorded, reported_us=r.reported_us, start_us=r.start_us,
        end_us=r.end_us, sense=r.sense, lat=r.lat, lon=r.lon, var_ee=r.var_ee, var_en=r.var_en, var_nn=r.var_nn,
        place_kind=r.place_kind, kind_p=kind_p, count_lowest=r.count_lowest, count_best=r.count_best,
        count_highest=r.count_highest, observer_kind=kind,
        role=np.where(kind == _PARTY, _STATEMENT, 0).astype(np.int8), weapon=r.weapon,
        feed=np.array([f"{k}" for k in OBSERVER_KINDS], dtype=object)[kind], observer=observer,
        area=_same("", n), origin=origin, source=_column([f"\x1f0\x1f{i}\x1f-1" for i in ids]), name=_same("", n),
        text=text, urls=urls, rows=np.full(n, None, dtype=object),
    )  # fmt: skip


__all__ = ["Simulated", "faults", "generate"]
