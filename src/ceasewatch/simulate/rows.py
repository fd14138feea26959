"""From stories to an ObservationTable: words, addresses, names of rows, and the order in which the record had them."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, ROLES, Int, Objects, ObservationTable
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.addresses import addresses, tokens
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.simulated import column, filled
from ceasewatch.simulate.stories import Told
from ceasewatch.simulate.words import texts
from ceasewatch.simulate.world import World

_STATEMENT: Final = ROLES.index("statement")
_PARTY: Final = OBSERVER_KINDS.index("party")
_SOON_US: Final = 60e6
_LATE_US: Final = 3 * 86_400e6
"""Mean time from report to record, usually and for what comes late; assumed."""


def recorded(world: World, r: Reports, rng: np.random.Generator) -> Int:
    """(n,) when the record had each report."""
    n = len(r)
    soon, late = rng.exponential(_SOON_US, n), rng.random(n) < world.faults.late
    delay = soon + np.where(late, rng.exponential(_LATE_US, n), 0.0)
    when: Int = r.reported_us + delay.astype(np.int64)
    return when


def words(
    world: World, story: Told, sites: Sites, at: Settlements, rng: np.random.Generator
) -> tuple[Objects, Objects]:
    """(n,) texts and (n,) tuples of addresses; empty for what is not written as a story."""
    n, r = len(story), story.reports
    text, urls = filled("", n), filled((), n)
    if not world.texts:
        return text, urls
    writes = np.flatnonzero(story.draft >= 0)
    among = np.full(n + 1, -1)
    among[writes] = np.arange(len(writes))
    who, live = r.site[writes], rng.random(len(writes)) < world.faults.live_page
    when, linked = r.reported_us[writes], among[story.linked[writes]]
    made = addresses(sites.ids[who], sites.kind[who], when, live, linked, story.borrowed[writes], rng)
    urls[writes] = column(made)
    drafts = story.drafts.take(story.draft[writes])
    text[writes] = column(texts(drafts, at.names, sites.ids.tolist(), world.tongues))
    return text, urls


def _origins(observer: Objects, urls: Objects) -> Objects:
    """As :func:`ceasewatch.geo.tabulate.origin_of` has it: the first address, else the observer."""
    named = [(u[0].partition("#")[0].rstrip("/").partition("://")[2] if u else "") for u in urls.tolist()]
    return column([name or who for name, who in zip(named, observer.tolist(), strict=True)])


def table(
    r: Reports, recorded_us: Int, text: Objects, urls: Objects, sites: Sites, rng: np.random.Generator
) -> ObservationTable:
    """The reports as a table, in their order; ids are random and say nothing about what a row is about."""
    n, ids = len(r), tokens(len(r), rng)
    observer, kind = sites.ids[r.site], sites.kind[r.site]
    kind_p = np.zeros((n, len(KINDS)))
    kind_p[np.arange(n), r.kind] = 1.0
    nothing = filled("", n)
    return ObservationTable(
        ids=column(ids), seq=np.arange(n), recorded_us=recorded_us, reported_us=r.reported_us, start_us=r.start_us,
        end_us=r.end_us, sense=r.sense, lat=r.lat, lon=r.lon, var_ee=r.var_ee, var_en=r.var_en, var_nn=r.var_nn,
        place_kind=r.place_kind, kind_p=kind_p, count_lowest=r.count_lowest, count_best=r.count_best,
        count_highest=r.count_highest, observer_kind=kind,
        role=np.where(kind == _PARTY, _STATEMENT, 0).astype(np.int8), weapon=r.weapon,
        feed=column([str(k) for k in OBSERVER_KINDS])[kind], observer=observer, area=nothing,
        origin=_origins(observer, urls), source=column([f"\x1f0\x1f{i}\x1f-1" for i in ids]), name=nothing,
        text=text, urls=urls, rows=filled(None, n),
    )  # fmt: skip
