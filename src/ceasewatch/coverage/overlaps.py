"""One observer, one state at a time: overlapping stretches resolved by one rule, gaps filled with *unknown*.

The rule, for each moment: of the stretches that speak of it
1. the one in which the observer sees least holds (denied, down, unknown, degraded, observing): where two logs differ,
   time counts as watched only if nobody says otherwise;
2. among those, one with a position before one without;
3. then the shortest, for it is the most specific; then the one that starts later; then by content, so that the result
   does not depend on the order of the entries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Final

import numpy as np

from ceasewatch.coverage.ledger import STATES, UNKNOWN, Ledger, absent
from ceasewatch.model import CoverageState, Observer
from ceasewatch.model.table import Int, Objects

LEAST_SEEING_FIRST: Final = (
    CoverageState.denied,
    CoverageState.down,
    CoverageState.unknown,
    CoverageState.degraded,
    CoverageState.observing,
)
_RANK: Final = np.array([LEAST_SEEING_FIRST.index(s) for s in STATES])


def resolved(written: Ledger) -> Ledger:
    """Stretches in order of (observer, start) that do not overlap; see the rule at the top of this module."""
    ranked = written.take(_order(written))
    observers = np.array(sorted(set(ranked.observer)), dtype=object)
    parts = [_resolved_one(ranked, np.flatnonzero(ranked.observer == o)) for o in observers]
    rows = np.concatenate([p[0] for p in parts]) if parts else np.zeros(0, np.int64)
    out = ranked.take(rows)
    if not parts:
        return out
    start, end = (np.concatenate([p[i] for p in parts]) for i in (1, 2))
    return replace(out, start_us=start, end_us=end)


def _order(written: Ledger) -> Int:
    """Rows, those first that hold where several speak."""
    keys = [_content(written)]
    keys += [-written.start_us, written.end_us - written.start_us, np.isnan(written.lat), _RANK[written.state]]
    return np.lexsort(tuple(keys))


def _content(written: Ledger) -> Int:
    """A rank of each row by what it says, so that equal claims on a moment are settled without regard to order."""
    columns = [getattr(written, f.name) for f in fields(written)]
    said = [repr(row) for row in zip(*columns, strict=True)]
    found = {text: i for i, text in enumerate(sorted(set(said)))}
    return np.array([found[text] for text in said], dtype=np.int64)


def _resolved_one(ranked: Ledger, mine: Int) -> tuple[Int, Int, Int]:
    """(row, start, end) of one observer's stretches; ``mine`` lists its rows, those first that hold."""
    start, end = ranked.start_us[mine], ranked.end_us[mine]
    cuts = np.unique(np.concatenate([start, end]))
    holder = np.full(len(cuts) - 1, -1, dtype=np.int64)
    for k in range(len(mine) - 1, -1, -1):
        holder[np.searchsorted(cuts, start[k]) : np.searchsorted(cuts, end[k])] = k
    first = np.flatnonzero(np.append(True, holder[1:] != holder[:-1]))
    last = np.append(first[1:], len(holder))
    spoken = holder[first] >= 0
    first, last = first[spoken], last[spoken]
    return mine[holder[first]], cuts[first], cuts[last]


def filled(written: Ledger, start_us: int, end_us: int, roster: Iterable[Observer] = ()) -> Ledger:
    """The resolved ledger of a period in which each observer has each moment accounted for.

    Time that nobody wrote down is *unknown*, in the area where the observer was last before (else first after). An
    observer of the roster that the ledger does not name is unknown throughout.
    """
    whole = resolved(written)
    inside = whole.within(start_us, end_us)
    names = set(whole.observer)
    gaps = [_gaps(whole, inside, o, start_us, end_us) for o in sorted(names)]
    missing = absent([o for o in roster if o.id not in names], start_us, end_us)
    together = _joined([inside, *gaps, missing])
    return together.take(np.lexsort((together.start_us, _codes(together.observer))))


def _gaps(whole: Ledger, inside: Ledger, observer: str, start_us: int, end_us: int) -> Ledger:
    mine = np.flatnonzero(inside.observer == observer)
    starts = np.append(start_us, inside.end_us[mine])
    ends = np.append(inside.start_us[mine], end_us)
    empty = ends > starts
    starts, ends = starts[empty], ends[empty]
    all_of = np.flatnonzero(whole.observer == observer)
    before = np.searchsorted(whole.start_us[all_of], starts, side="left") - 1
    like = whole.take(all_of[np.maximum(before, 0)])
    nobody = np.empty(len(starts), dtype=object)
    nobody[:] = [()] * len(starts)
    state = np.full(len(starts), UNKNOWN, dtype=np.int8)
    return replace(like, start_us=starts, end_us=ends, state=state, hindered=nobody)


def _joined(parts: list[Ledger]) -> Ledger:
    columns = {f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Ledger)}
    return Ledger(**columns)


def _codes(values: Objects) -> Int:
    return np.unique(values.astype(str), return_inverse=True)[1]
