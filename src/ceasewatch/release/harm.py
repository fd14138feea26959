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


def told(counts: Sequence[Count], least: int) -> Count:
    """Sum over incidents as an audience may know it whose small numbers are ranges.

    What the small numbers add up to is told exactly only if it is ``least`` or more: a total less the numbers that are
    told must not give back one that is not.
    """
    small = [c for c in counts if is_small(c, least)]
    rest = [c for c in counts if not is_small(c, least)]
    hidden = suppressed(added(small), least)
    if not small or hidden.best is not None:
        return suppressed(added(counts), least)
    whole = added(rest)
    if not whole.known:
        return hidden
    lowest = (whole.lowest or 0) + (hidden.lowest or 0)
    highest = None if whole.highest is None or hidden.highest is None else whole.highest + hidden.highest
    return Count(lowest=lowest, best=None, highest=highest, approximate=True)


def is_small(count: Count, least: int) -> bool:
    """Whether a count is above zero and below ``least``."""
    given = [n for n in (count.lowest, count.best, count.highest) if n is not None]
    return bool(least and given and 0 < max(given) < least)


def suppressed(count: Count, least: int) -> Count:
    """Numbers above zero and below ``least`` become "1 to least - 1"; the source's words are never passed on."""
    if is_small(count, least):
        given = [n for n in (count.lowest, count.best, count.highest) if n is not None]
        return Count(lowest=min(*given, 1), best=None, highest=least - 1, approximate=True)
    return Count(lowest=count.lowest, best=count.best, highest=count.highest, approximate=count.approximate)
