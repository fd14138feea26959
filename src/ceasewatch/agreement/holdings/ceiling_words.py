"""Reasons for a count held against a number: what was counted, what may be counted twice, what decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ceasewatch.agreement.holdings.amounts import ABOUT, OPEN
from ceasewatch.agreement.holdings.schema import Basis, CeilingRule
from ceasewatch.agreement.holdings.tally import Tally
from ceasewatch.model.clause import Modality, Number

if TYPE_CHECKING:
    from ceasewatch.agreement.holdings.ceiling import Weighed


def classes(rule: CeilingRule) -> str:
    """What is counted, in words."""
    named = ", ".join(rule.classes) or "holdings"
    return f"{named} without {', '.join(rule.excludes)}" if rule.excludes else named


def counted(rule: CeilingRule, w: Weighed) -> Iterator[str]:
    """What was declared, found and seen."""
    c = w.counted
    if not len(c.rows):
        yield f"nobody declared, inspected or saw any {classes(rule)} there: that is no information, not none"
        return
    places = ~c.rows.seen
    found, stated = places & c.verified, places & ~c.verified
    if found.any():
        low, high = int(c.rows.found_low[found].sum()), int(c.rows.found_high[found].max())
        most = int(c.rows.found_high[found].sum()) if high < OPEN else OPEN
        missing = int(c.rows.missing_high[found].sum())
        more = f"; up to {missing} of the declared were missing there and may stand elsewhere" if missing else ""
        yield f"{_places(int(found.sum()), 'inspected')} held {_range(low, most)} {classes(rule)}{more}"
    if stated.any():
        yield from _stated(rule, w, stated)
    for tally, where in ((w.seen.anywhere, "anywhere"), (w.seen.outside, "outside declared sites")):
        if tally.passes:
            yield from _passes(tally, where, w)


def against(rule: CeilingRule, w: Weighed, low: float, high: float) -> Iterator[str]:
    """How the count stands to the number, and why it is open if it is."""
    n, unit = w.limit, rule.limit.unit
    kind = {Modality.ceiling: "at most", Modality.minimum: "at least", Modality.strength: "a strength of"}
    extra = f", and permissions for up to {w.allowed} more" if w.allowed else ""
    yield f"the text has {kind[rule.modality]} {n} {unit}{extra} ({rule.limit.source}); there are {_range(*w.count)}"
    yield from _open(w)
    if rule.modality is Modality.strength:
        yield "a strength is not a ceiling: being above or below it is reported and is no breach by itself"
    elif len(w.counted.rows):
        what = "fewer" if rule.modality is Modality.minimum else "more"
        yield f"probability of {what} than allowed: between {low:.3f} and {high:.3f}"


def unverified(rule: CeilingRule, w: Weighed) -> Iterator[str]:
    """Numbers that the result rests on and nobody has checked."""
    double = rule.double_counting
    numbers: tuple[tuple[str, Number | None], ...] = (
        ("limit", rule.limit),
        ("age of counts", rule.within),
        ("time in transit", rule.in_transit),
        ("double counting, from", double.low if double else None),
        ("double counting, to", double.high if double else None),
    )
    yield from (f"{name} {n.value} {n.unit} ({n.source})" for name, n in numbers if n and not n.verified)
    held = (r for r in w.counted.rows.rows if hasattr(r, "count"))
    if any(r.count.approximate and r.count.lowest is None for r in held):
        yield f"'about' was taken as one in {ABOUT} either way (assumed)"


def _stated(rule: CeilingRule, w: Weighed, stated: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[str]:
    c = w.counted
    declared = stated & c.rows.declared
    if declared.any():
        low = int(c.rows.declared_low[declared].sum())
        yield f"its owner declared {low} {classes(rule)} at {_places(int(declared.sum()), 'not inspected recently')}"
    if c.late.any():
        yield f"{_places(int(c.late.sum()), 'inspected')} longer ago than the clause lets a count be"
    if rule.basis is Basis.verified:
        yield "what is only declared counts against its owner, and proves nothing for it"


def _passes(t: Tally, where: str, w: Weighed) -> Iterator[str]:
    each = " + ".join(_range(low, high) for low, high in t.sizes)
    total = _range(sum(low for low, _ in t.sizes), sum(high for _, high in t.sizes))
    yield f"{t.passes} passes saw {each} = {total} {where}; {t.read} serial numbers were read"
    if t.passes > 1 and t.least_low < t.most_high:
        least, most = _range(t.least_low, t.least_high), _range(t.most_low, t.most_high)
        yield f"items may have been counted twice: at least {least}, at most {most} different ones"
        if w.double != (0.0, 1.0):
            low, high = w.double
            yield f"a sighting was of an item counted before with a probability between {low:g} and {high:g}"


def _open(w: Weighed) -> Iterator[str]:
    """How much double counting decides; said where that is all that is open."""
    t, limit = w.seen.anywhere, w.limit + w.allowed
    if not w.count[0] <= limit < w.count[1]:
        return
    if w.count == (t.least_low, t.most_low):
        twice, extra = t.most_low - limit - 1, t.most_low - t.least_low
        yield (
            f"more than {limit} only if at most {twice} of {extra} sightings beyond the fewest were of an item counted "
            "before"
        )
    else:
        yield f"the bounds lie on both sides of {limit}"


def _places(n: int, how: str) -> str:
    return f"{n} place{'s' if n != 1 else ''} {how}"


def _range(low: int, high: int) -> str:
    if high >= OPEN:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"
