"""Stories and their copies on top of the reports: who wrote what, who repeats whom, and what was entered twice."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, Int, Real
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate import echo, faults
from ceasewatch.simulate.echo import Copies, Flags
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.words import Drafts, drafts
from ceasewatch.simulate.world import World

_BRIEF: Final = OBSERVER_KINDS.index(ObserverKind.social_media)
_COPYING: Final = [OBSERVER_KINDS.index(k) for k in (ObserverKind.press, ObserverKind.social_media)]
_BORROWED: Final = 0.5
"""Share of links that stand instead of an address of one's own; assumed."""
_POPULARITY: Final = 0.7
"""Zipf exponent of how often each outlet and account copies; assumed."""
_SECOND_ENTRY_US: Final = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Told:
    """n reports and what was written about them.

    Attributes:
        reports: n of them.
        place: (n,) settlement that each is said to be near.
        draft: (n,) row of ``drafts``; -1 for what is not written as a story.
        drafts: the stories.
        origin: (n,) row of what it goes back to; its own row for an original.
        linked: (n,) row whose address it names; -1 none.
        borrowed: (n,) whether it names that address only, and none of its own.
    """

    reports: Reports
    place: Int
    draft: Int
    drafts: Drafts
    origin: Int
    linked: Int
    borrowed: Flags

    def __len__(self) -> int:
        return len(self.reports)

    def followed(
        self, r: Reports, place: Int, written: Drafts | None, origin: Int, linked: Int, borrowed: Flags
    ) -> Told:
        """These, and then more; the new ones have one draft each, or none at all."""
        draft = np.full(len(r), -1) if written is None else len(self.drafts) + np.arange(len(r))
        return Told(
            reports=Reports.concat([self.reports, r]),
            place=np.concatenate([self.place, place]),
            draft=np.concatenate([self.draft, draft]),
            drafts=self.drafts if written is None else _stacked(self.drafts, written),
            origin=np.concatenate([self.origin, origin]),
            linked=np.concatenate([self.linked, linked]),
            borrowed=np.concatenate([self.borrowed, borrowed]),
        )


def _stacked(a: Drafts, b: Drafts) -> Drafts:
    return Drafts(*(np.concatenate([getattr(a, f.name), getattr(b, f.name)]) for f in fields(Drafts)))


def originals(world: World, r: Reports, place: Int, sites: Sites, rng: np.random.Generator) -> Told:
    """The reports, those of writers with a story each; none of them copies anything yet."""
    n = len(r)
    writes = np.flatnonzero(faults.WRITERS[sites.kind[r.site]])
    w = r.take(writes)
    middle = (w.start_us + w.end_us) // 2 + int(world.zone_h * faults.HOUR_US)
    count = np.nan_to_num(w.count_best).astype(np.int64)
    brief = sites.kind[w.site] == _BRIEF
    minute = middle // 60_000_000 % 1440
    written = drafts(place[writes], w.kind, count, minute, brief, world.written.cyrillic_share, rng, world.tongues)
    draft = np.full(n, -1)
    draft[writes] = np.arange(len(writes))
    return Told(r, place, draft, written, np.arange(n), np.full(n, -1), np.zeros(n, np.bool_))


@dataclass(frozen=True, slots=True)
class Copiers:
    """Who copies, and where each of them looks places up."""

    world: World
    sites: Sites
    at: Settlements
    gazetteer: Real

    def drawn(self, n: int, rng: np.random.Generator) -> Int:
        """(n,) sites that copy: a few of them most of the time."""
        able = np.flatnonzero(np.isin(self.sites.kind, _COPYING))
        weight = 1.0 / (1.0 + rng.permutation(len(able))) ** _POPULARITY
        return able[rng.choice(len(able), n, p=weight / weight.sum())]

    def changed(self, r: Reports, place: Int, rng: np.random.Generator) -> Reports:
        """Copies with place, time and number as their copiers give them."""
        c, n = self.world.cascades, len(r)
        r = faults.reread(r, rng)
        rows = np.flatnonzero((r.place_kind != faults.UNKNOWN) & (rng.random(n) < c.relocated))
        r = faults.snapped(r, rows, place[rows], self.at, self.gazetteer)
        r = faults.vague(r, np.flatnonzero(rng.random(n) < c.reinterval), self.world.zone_h)
        r = faults.as_written(r, np.arange(n))
        count = echo.recounted(r.count_best, c.recounted, rng)
        same = count == r.count_best
        low, high = (np.where(same, old, count) for old in (r.count_lowest, r.count_highest))
        return replace(r, count_best=count, count_lowest=low, count_highest=high)


def with_copies(story: Told, by: Copiers, rng: np.random.Generator) -> Told:
    """The stories, and behind them all copies, each generation behind the one that it copies."""
    c = by.world.cascades
    if not len(story.drafts):
        return story
    first = np.flatnonzero(story.draft >= 0)
    copies = echo.cascade(echo.sizes(len(first), c, rng), c, rng)
    writer = np.where(copies.own, story.reports.site[first[copies.root]], by.drawn(len(copies), rng))
    row = np.concatenate([first, np.full(len(copies), -1)])
    for part in echo.generations(copies, len(first)):
        row[len(first) + part] = len(story) + np.arange(len(part))
        story = _copied(story, row[copies.of[part]], copies.take(part), writer[part], by, rng)
    return story


def _copied(story: Told, of: Int, copies: Copies, writer: Int, by: Copiers, rng: np.random.Generator) -> Told:
    """``story`` and copies of its rows ``of`` by ``writer``."""
    c, source = by.world.cascades, story.reports.take(of)
    moved = replace(source, site=writer, reported_us=source.reported_us + copies.delay_us)
    written = echo.edited(story.drafts.take(story.draft[of]), source.site, c, rng, by.world.tongues)
    links = rng.random(len(of)) < c.linked
    return story.followed(
        by.changed(moved, story.place[of], rng),
        story.place[of],
        written,
        story.origin[of],
        np.where(links, of, -1),
        links & (rng.random(len(of)) < _BORROWED),
    )


def with_second_entries(story: Told, share: float, rng: np.random.Generator) -> Told:
    """Some reports that nobody wrote a story of, entered again within hours, with the times rounded to a minute."""
    rows = np.flatnonzero((story.draft < 0) & (rng.random(len(story)) < share))
    r = story.reports.take(rows)
    start, end = (np.rint(t / faults.MINUTE_US).astype(np.int64) * faults.MINUTE_US for t in (r.start_us, r.end_us))
    later = rng.exponential(_SECOND_ENTRY_US, len(rows)).astype(np.int64)
    again = replace(r, start_us=start, end_us=end, reported_us=r.reported_us + later)
    none = np.full(len(rows), -1)
    return story.followed(again, story.place[rows], None, story.origin[rows], none, np.zeros(len(rows), np.bool_))
