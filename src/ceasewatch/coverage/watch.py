"""Who watches when, as detectability needs it: deployed observers, their stretches of time, and which share a cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from ceasewatch.coverage.ledger import DEGRADED, Ledger
from ceasewatch.model.table import OBSERVER_KINDS, Columns, Int, Objects, Real
from ceasewatch.observers.registry import models_of
from ceasewatch.observers.sites import Sites

WEATHER: Final = frozenset({"night", "fog", "jamming", "cloud", "wind"})
"""Reasons for a degraded state that the observer models know as conditions."""

HINDERED: Final = 0.5
"""Factor on the probability where an observer was degraded for a reason that its model does not know; assumed."""

ALWAYS: Final = (np.iinfo(np.int64).min // 4, np.iinfo(np.int64).max // 4)
"""A stretch that covers every time."""

FULL: Final = 1.0
"""Members of a declared group are taken to depend on each other fully, unless somebody says less."""


@dataclass(frozen=True, slots=True)
class Watch(Columns):
    """m stretches in which observers watch.

    Columns, each of length m:
        sites: not a column but m deployed observers, one for each stretch and each means (a patrol hears and sees).
        from_us, to_us: half-open.
        works: factor on the probability of a report.
        observer: code; stretches of one observer exclude each other in time; each of its means has a code of its own.
        group: code; groups are independent of each other and count once.
        shared: dependence c within the group (and between an observer's means), 0 to 1: see
            :mod:`ceasewatch.coverage.independent`.
        hindered: tuple of reasons that the models know as conditions, as ``fog``.

    Rows are in order of (group, observer): the functions below see to it.
    """

    from_us: Int
    to_us: Int
    works: Real
    observer: Int
    group: Int
    shared: Real
    hindered: Objects
    sites: Sites = field(metadata={"row": False})

    def without(self, nation: str) -> Self:
        """What is left if a nation withdraws its observers."""
        return self.take(np.flatnonzero(self.sites.nation != nation))

    def take(self, rows: NDArray[Any]) -> Self:
        """The stretches ``rows`` (ascending indices or a Boolean mask)."""
        cut = {name: getattr(self, name)[rows] for name in self._row_columns()}
        return replace(self, **cut, sites=self.sites.take(rows))


def always(sites: Sites, groups: Mapping[str, str] | None = None, *, shared: float = FULL) -> Watch:
    """Observers that watch all the time.

    Args:
        sites: m deployed observers.
        groups: name of the group by the observer's id; observers that it does not name are independent.
        shared: dependence within a group.
    """
    m = len(sites)
    first, last = np.full(m, ALWAYS[0]), np.full(m, ALWAYS[1])
    origin = np.array([(groups or {}).get(i, i) for i in sites.ids], dtype=object)
    return _ordered(sites, first, last, np.ones(m), origin, shared, _nothing(m))


def watching(book: Ledger, groups: Mapping[str, str] | None = None, *, shared: float = FULL) -> Watch:
    """The stretches of a resolved ledger in which somebody with a known position saw something.

    A stretch without a position is left out: where nobody knows what was looked at, nothing was seen for sure. Degraded
    by something that the models know (night, fog, jamming, cloud): they tell how much is left. Degraded by anything
    else, or by nothing that was written down: :data:`HINDERED`.

    An observer with several means (:func:`ceasewatch.observers.registry.models_of`: a patrol hears and sees) has a row
    for each. They are members of one group: the same people attend with both, so they count once, and together see no
    better than the better one.

    Args:
        book: resolved (:func:`ceasewatch.coverage.overlaps.resolved`).
        groups: name of the group by the observer's id, above what the ledger declares in ``origin``.
        shared: dependence within a group.
    """
    usable = book.seeing & np.isfinite(book.lat) & book.posted
    b, models = _by_means(book.take(np.flatnonzero(usable)))
    known = [WEATHER.issuperset(reasons) and bool(reasons) for reasons in b.hindered]
    works = np.where((b.state == DEGRADED) & ~np.array(known, bool), HINDERED, 1.0)
    reasons = _nothing(len(b))
    reasons[:] = [tuple(sorted(WEATHER.intersection(r))) for r in b.hindered]
    origin = np.array([(groups or {}).get(o, of) for o, of in zip(b.observer, b.origin, strict=True)], dtype=object)
    return _ordered(_sites(b, models), b.start_us, b.end_us, works, origin, shared, reasons)


def _by_means(b: Ledger) -> tuple[Ledger, list[str]]:
    """A stretch for each means of its observer, and the model of each."""
    means = [models_of(OBSERVER_KINDS[k]) for k in b.kind]
    rows = np.repeat(np.arange(len(b)), [len(m) for m in means])
    return b.take(rows), [name for names in means for name in names]


def _sites(b: Ledger, models: list[str]) -> Sites:
    return Sites.make(
        len(b),
        ids=b.observer,
        kind=b.kind,
        model=models,
        lat=b.lat,
        lon=b.lon,
        reach_m=b.reach_m,
        side=b.side,
        nation=b.nation,
    )


def _ordered(
    sites: Sites, first: Int, last: Int, works: Real, origin: Objects, shared: float, hindered: Objects
) -> Watch:
    means = [f"{who}\x1f{model}" for who, model in zip(sites.ids, sites.model, strict=True)]
    observer, group = _codes(np.array(means, dtype=object)), _codes(origin)
    order = np.lexsort((first, observer, group))
    return Watch(
        from_us=first[order],
        to_us=last[order],
        works=works[order],
        observer=observer[order],
        group=group[order],
        shared=np.full(len(order), float(shared)),
        hindered=hindered[order],
        sites=sites.take(order),
    )


def _nothing(m: int) -> Objects:
    out = np.empty(m, dtype=object)
    out[:] = [()] * m
    return out


def _codes(values: Objects) -> Int:
    return np.unique(values.astype(str), return_inverse=True)[1].astype(np.int64)
