"""Casualties of one incident from several reports of it: they speak of the same people, so they are not added."""

from __future__ import annotations

from collections.abc import Sequence

from ceasewatch.model import Count, Observation


def killed(members: Sequence[Observation]) -> Count:
    """Killed as reported: least of the lowest, most of the highest, and the first report's number as the best."""
    return together([o.harm.killed for o in members if o.harm is not None])


def injured(members: Sequence[Observation]) -> Count:
    """Injured as reported, in the same way."""
    return together([o.harm.injured for o in members if o.harm is not None])


def together(counts: Sequence[Count]) -> Count:
    """One count for several reports of the same thing."""
    known = [c for c in counts if c.known]
    if not known:
        return Count()
    lowest = [n for c in known if (n := _first(c.lowest, c.best)) is not None]
    highest = [n for c in known if (n := _first(c.highest, c.best)) is not None]
    best = next((c.best for c in known if c.best is not None), None)
    return Count(lowest=min(lowest, default=None), best=best, highest=max(highest, default=None))


def added(counts: Sequence[Count]) -> Count:
    """Sum over different incidents; those that name no number add nothing. Unknown if none names one."""
    known = [c for c in counts if c.known]
    if not known:
        return Count()
    lowest = sum(_first(c.lowest, c.best) or 0 for c in known)
    best = max(lowest, sum(_first(c.best, c.lowest) or 0 for c in known))
    tops = [_first(c.highest, c.best) for c in known]
    highest = None if None in tops else max(best, sum(t or 0 for t in tops))
    return Count(lowest=lowest, best=best, highest=highest)


def _first(*values: int | None) -> int | None:
    return next((v for v in values if v is not None), None)
