"""Inspections that are owed: every fortnight, twice a month, within 48 hours of a request (handbook 3.2, 3.3).

An overdue inspection is a result of its own. Whoever has to inspect answers for it, unless access was denied meanwhile:
then the side inspected does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ceasewatch.agreement.holdings.amounts import duration, whole
from ceasewatch.agreement.holdings.corrections import standing
from ceasewatch.agreement.holdings.results import Frame, HoldingAssessment, day
from ceasewatch.agreement.holdings.schema import InspectionRule
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError
from ceasewatch.model.holding import Access, Inspection, InspectionRequest, LedgerEntry
from ceasewatch.model.time import utc


@dataclass(frozen=True, slots=True)
class Visits:
    """Inspections of one owner that the rule speaks of.

    Attributes:
        done: those with enough access, by date.
        refused: dates of those without.
    """

    done: tuple[Inspection, ...]
    refused: tuple[datetime, ...]

    @property
    def dates(self) -> list[datetime]:
        """Of those with enough access, each once."""
        return sorted({i.at for i in self.done})


def assess_inspections(
    rule: InspectionRule,
    frame: Frame,
    entries: Iterable[LedgerEntry],
    at: datetime,
    *,
    requests: Iterable[InspectionRequest] = (),
) -> tuple[HoldingAssessment, ...]:
    """Everything that was overdue or not yet due by ``at``, for each owner inspected.

    Args:
        rule: the rule under one reading.
        frame: the clause around it; the count of days and months begins when it binds.
        entries: the ledger.
        at: the date asked for.
        requests: for inspections on request.

    Raises:
        DataError: a number cannot be used, or the duty has no beginning to count from.
    """
    inspections = [e for e in standing(entries) if isinstance(e, Inspection) and e.at <= at]
    asked = sorted((r for r in requests if r.at <= at), key=lambda r: (r.at, r.id))
    owners = rule.of or tuple(sorted({i.owner for i in inspections} | {r.owner for r in asked}))
    out: list[HoldingAssessment] = []
    for owner in sorted(owners):
        visits = _visits(rule, [i for i in inspections if i.owner == owner])
        if rule.every:
            out += _every(rule, frame, visits, at, owner, rule.every)
        if rule.per_month:
            out += _per_month(rule, frame, visits, at, owner, rule.per_month)
        if rule.on_request:
            mine = [r for r in asked if r.owner == owner and rule.zone in ("", r.zone)]
            out += [_on_request(rule, frame, visits, at, r, rule.on_request) for r in mine]
    return tuple(out)


def _visits(rule: InspectionRule, inspections: Sequence[Inspection]) -> Visits:
    enough = {Access.full, Access.managed} if rule.managed_access else {Access.full}
    mine = [i for i in inspections if i.verifier == rule.by and rule.zone in ("", i.zone)]
    return Visits(
        tuple(i for i in mine if i.access in enough), tuple(i.at for i in mine if i.access not in enough)
    )  # fmt: skip


def _every(
    rule: InspectionRule, frame: Frame, v: Visits, at: datetime, owner: str, every: Number
) -> Iterator[HoldingAssessment]:
    gap, last = duration(every, frame.where), _begin(frame)
    for done in [d for d in v.dates if d >= last]:
        if done > last + gap:
            yield _late(rule, frame, v, owner, (last, last + gap, done), every)
        last = done
    end = min(at, frame.valid_to.at) if frame.valid_to else at
    if end > last + gap:
        yield _late(rule, frame, v, owner, (last, last + gap, end), every, still_open=True)
    else:
        yield _kept(rule, frame, owner, end, last + gap, f"the last was {day(last)}", every)


def _per_month(
    rule: InspectionRule, frame: Frame, v: Visits, at: datetime, owner: str, per_month: Number
) -> Iterator[HoldingAssessment]:
    """Months that the clause binds in full; the current one is not overdue before it ends. A day counts once."""
    wanted, zone = whole(per_month, frame.where), ZoneInfo(frame.time_zone)
    end = min(at, frame.valid_to.at) if frame.valid_to else at
    for start, stop in _months(_begin(frame), end, zone):
        done = {d.astimezone(zone).date() for d in v.dates if start <= d < stop}
        said = f"{len(done)} of {wanted} in the month from {day(start)}"
        if stop > at or len(done) >= wanted:
            yield _kept(rule, frame, owner, min(stop, at), stop, said, per_month)
        else:
            refused = [d for d in v.refused if start <= d < stop]
            yield _overdue(rule, frame, owner, stop, (said, *_refusals(refused)), bool(refused), per_month)


def _on_request(
    rule: InspectionRule, frame: Frame, v: Visits, at: datetime, r: InspectionRequest, within: Number
) -> HoldingAssessment:
    due = r.at + duration(within, frame.where)
    answered = [i.at for i in v.done if i.request == r.id or (not i.request and r.site in ("", i.site))]
    done = min((d for d in answered if d >= r.at), default=None)
    said = f"{r.by} asked {day(r.at)} for an inspection" + (f", made {day(done)}" if done else ", none was made")
    if (done or at) <= due:
        return _kept(rule, frame, r.owner, done or at, due, said, within, r.id)
    refused = [d for d in v.refused if r.at <= d <= (done or at)]
    reasons = (said, *_refusals(refused))
    return _overdue(rule, frame, r.owner, due, reasons, bool(refused), within, r.id)


def _late(
    rule: InspectionRule,
    frame: Frame,
    v: Visits,
    owner: str,
    span: tuple[datetime, datetime, datetime],
    every: Number,
    *,
    still_open: bool = False,
) -> HoldingAssessment:
    last, due, done = span
    refused = [d for d in v.refused if last < d <= done]
    by = (done - due).total_seconds() / 86_400
    told = f"by {day(done)} none had been made" if still_open else f"the next was made {day(done)}"
    said = f"after {day(last)} an inspection was due {day(due)}; {told}, {by:.1f} days overdue"
    return _overdue(rule, frame, owner, due, (said, *_refusals(refused)), bool(refused), every)


def _overdue(
    rule: InspectionRule,
    frame: Frame,
    owner: str,
    due: datetime,
    reasons: Sequence[str],
    refused: bool,
    number: Number,
    subject: str = "",
) -> HoldingAssessment:
    return frame.result(
        owner if refused else rule.by, due - timedelta.resolution, Outcome.breach_likely, subject=subject,
        zone=rule.zone, due_at=due, p_low_ppm=1_000_000, p_high_ppm=1_000_000,
        reasons=(*reasons, _source(number)), unverified=_unverified(number),
    )  # fmt: skip


def _kept(
    rule: InspectionRule,
    frame: Frame,
    owner: str,
    at: datetime,
    due: datetime,
    said: str,
    number: Number,
    subject: str = "",
) -> HoldingAssessment:
    reasons = (f"inspection of {owner}: {said}", f"due by {day(due)}: not overdue", _source(number))
    return frame.result(
        rule.by, at, Outcome.no_breach, subject=subject, zone=rule.zone, due_at=due, reasons=reasons,
        unverified=_unverified(number),
    )  # fmt: skip


def _refusals(refused: Sequence[datetime]) -> tuple[str, ...]:
    if not refused:
        return ()
    return (f"access was not given on {', '.join(day(d) for d in refused)}, so the side inspected answers for it",)


def _source(n: Number) -> str:
    return f"the text: {n.value} {n.unit} ({n.source})"


def _unverified(n: Number) -> tuple[str, ...]:
    return () if n.verified else (f"{n.value} {n.unit} ({n.source})",)


def _begin(frame: Frame) -> datetime:
    if frame.valid_from is None:
        raise DataError("nothing says when inspections begin", where=frame.where, todo="add valid_from to the clause")
    return utc(frame.valid_from.at)


def _months(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Calendar months of ``zone`` that begin no earlier than ``begin`` and before ``end``, in UTC."""
    first = begin.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = first if utc(first) >= begin else _next(first)
    while utc(start) < end:
        yield utc(start), utc(_next(start))
        start = _next(start)


def _next(month: datetime) -> datetime:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
