"""Ceilings, minima and strengths: how probably a count exceeds a number, between bounds, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ceasewatch.agreement.holdings import ceiling_words as words
from ceasewatch.agreement.holdings.amounts import OPEN, whole
from ceasewatch.agreement.holdings.counting import Counted, counted, parties_of
from ceasewatch.agreement.holdings.permissions import Room, applicable, rooms
from ceasewatch.agreement.holdings.results import (
    Ask,
    AskKind,
    Frame,
    HoldingAssessment,
    Standing,
    outcome_of,
    ppm,
)
from ceasewatch.agreement.holdings.schema import CeilingRule
from ceasewatch.agreement.holdings.table import HoldingTable, Inside, by_name
from ceasewatch.agreement.holdings.total import Seen, Side, exceeding, extremes, seen
from ceasewatch.agreement.limits import LIKELY, REMOTE
from ceasewatch.agreement.quantity import probability
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Modality
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import PartyId


@dataclass(frozen=True, slots=True)
class Weighed:
    """A count held against a limit.

    Attributes:
        counted: the rows.
        count: the fewest and the most that there may be.
        limit, allowed: the number of the text, and what permissions add at most.
        more, fewer: bounds of the probability of more than the limit, and of fewer.
        seen: the passes.
        double: bounds of the probability of double counting.
    """

    counted: Counted
    count: tuple[int, int]
    limit: int
    allowed: int
    more: tuple[float, float]
    fewer: tuple[float, float]
    seen: Seen
    double: tuple[float, float]

    @property
    def standing(self) -> Standing:
        """Of the count to the number."""
        if not len(self.counted.rows):
            return Standing.none
        if self.more[0] >= LIKELY:
            return Standing.above
        return Standing.below if self.more[1] < REMOTE else Standing.undetermined


def assess_ceiling(
    rule: CeilingRule, frame: Frame, table: HoldingTable, at: datetime, inside: Inside = by_name
) -> tuple[HoldingAssessment, ...]:
    """One result for each party, or one for all together where the limit is common.

    Args:
        rule: the rule under one reading.
        frame: the clause around it.
        table: the state at ``at``.
        at: the date asked for.
        inside: whether rows lie in a zone; by the zone's name unless the vault is asked.

    Raises:
        DataError: a number, class or permission of the rule cannot be used.
    """
    parties = parties_of(rule, table)
    groups = [tuple(sorted(parties))] if rule.together and parties else [(p,) for p in sorted(parties)]
    return tuple(_assess(rule, frame, counted(rule, frame, table, at, g, inside), at, g) for g in groups)


def _assess(rule: CeilingRule, frame: Frame, c: Counted, at: datetime, group: tuple[str, ...]) -> HoldingAssessment:
    permitted = applicable(rule, group, at)
    room = rooms(permitted.held, frame)
    w = _weigh(rule, frame, c, room)
    low, high = w.fewer if rule.modality is Modality.minimum else w.more
    party = "+".join(group)
    return frame.result(
        party,
        at,
        _outcome(rule, w, low, high),
        zone=rule.zone,
        standing=w.standing,
        count_low=w.count[0],
        count_high=w.count[1] if w.count[1] < OPEN else None,
        limit=w.limit,
        allowed=w.allowed,
        p_low_ppm=ppm(low),
        p_high_ppm=ppm(high),
        permissions=tuple(p.id for p in permitted.held),
        asks=tuple(_asks(rule, w, party, low, high)),
        reasons=(*words.counted(rule, w), *permitted.reasons, *words.against(rule, w, low, high)),
        unverified=(*words.unverified(rule, w), *permitted.unverified),
    )


def _weigh(rule: CeilingRule, frame: Frame, c: Counted, room: Sequence[Room]) -> Weighed:
    limit = whole(rule.limit, f"{frame.where}: limit")
    allowed = sum(r.allowed for r in room)
    double = _double(rule, frame.where)
    cap = limit + allowed + 1
    low = exceeding(c, room, frame.parents, Side(up=False, new=1.0 - double[1], cap=cap))
    high = exceeding(c, room, frame.parents, Side(up=True, new=1.0 - double[0], cap=cap))
    more, fewer = (low.above(limit), high.above(limit)), (high.below(limit), low.below(limit))
    if not len(c.rows):
        more = fewer = (0.0, 1.0)
    count = extremes(c, frame.parents) if len(c.rows) else (0, OPEN)
    return Weighed(c, count, limit, allowed, more, fewer, seen(c, np.ones(len(c.rows), bool)), double)


def _double(rule: CeilingRule, where: str) -> tuple[float, float]:
    if rule.double_counting is None:
        return 0.0, 1.0
    low = probability(rule.double_counting.low, f"{where}: double_counting")
    high = probability(rule.double_counting.high, f"{where}: double_counting")
    if low > high:
        raise DataError("double counting: low is more than high", where=where, todo="swap them")
    return low, high


def _outcome(rule: CeilingRule, w: Weighed, low: float, high: float) -> Outcome:
    if rule.modality is Modality.strength:
        return Outcome.not_applicable
    return outcome_of(low, high) if len(w.counted.rows) else Outcome.undetermined


def _asks(rule: CeilingRule, w: Weighed, party: str, low: float, high: float) -> Iterator[Ask]:
    """What would settle it, if it is open."""
    if low >= LIKELY or high < REMOTE:
        return
    c, what = w.counted, words.classes(rule)
    place = f" in {rule.zone}" if rule.zone else ""
    if not len(c.rows) or not c.verified.all():
        text = f"inspect {what}{place} of {party}: not all that counts was inspected recently"
        yield Ask(kind=AskKind.inspect, owner=PartyId(party), zone=rule.zone, text=text)
    if (c.p_low < c.p_high).any() or ((c.p_low > 0) & (c.p_low < 1)).any():
        text = f"establish which {what} of {party} are of that class and stand{place or ' where the clause applies'}"
        yield Ask(kind=AskKind.locate, owner=PartyId(party), zone=rule.zone, text=text)
    if c.verified.any():
        text = f"count {what}{place} of {party} again, in one pass or with serial numbers"
        yield Ask(kind=AskKind.recheck, owner=PartyId(party), zone=rule.zone, text=text)
