"""Pledges: who delivers how much of what to whom by when. Deliveries are known as totals of whole quarters, no finer.

What a party holds and when it came is nobody's business (design rule 1); a delivery entered by the day is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ceasewatch.agreement.clocks.odds import NEVER, OPEN, SURE, Bounds, outcome
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View, moment, unchecked
from ceasewatch.agreement.clocks.spans import amount, day_start
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.errors import DataError, RefusedError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval


class PledgeRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="pledge"):
    """So much is delivered in all.

    Attributes:
        who: each of them promises the amount for itself.
        to: who receives.
        what: subject of the deliveries.
        total: how much, in all.
        since, by: deliveries between these moments count.
        channel: whose log tells the totals.
    """

    who: tuple[PartyId, ...]
    to: PartyId
    what: str
    total: Number
    since: Moment
    by: Moment
    channel: str = ""


class Delivered(NamedTuple):
    """At least and at most so much; ``most`` is ``None`` where nobody can tell."""

    least: Decimal
    most: Decimal | None


def quarter(day: date, zone: ZoneInfo) -> TimeInterval:
    """The quarter of the year that a day of the zone lies in."""
    month = (day.month - 1) // 3 * 3 + 1
    end = date(day.year + month // 10, (month + 2) % 12 + 1, 1)
    return TimeInterval(start=day_start(date(day.year, month, 1), zone), end=day_start(end, zone))


def pledge(rule: PledgeRule, notices: Iterable[Notice], view: View) -> tuple[DutyResult, ...]:
    """Whether each of those who promised has delivered.

    The total of a quarter that holds the deadline may have come before it or after; a quarter that nobody reported may
    have held anything, unless the log is declared complete.

    Raises:
        RefusedError: a delivery is entered for less than a whole quarter.
        DataError: the total is no number, or the dates are out of order.
    """
    if rule.by.at <= rule.since.at:
        raise DataError("the pledge ends before it begins", where=str(view.clause), todo="correct since or by")
    known = [n for n in view.known(notices, NoticeKind.delivery) if n.subject == rule.what and n.to == rule.to]
    return tuple(_one(rule, party, _totals(party, known, view), view) for party in sorted(rule.who))


def _totals(party: PartyId, known: Sequence[Notice], view: View) -> dict[datetime, Notice]:
    """The last word on each quarter, by its start."""
    out = {}
    for n in (n for n in known if n.by == party):
        whole = n.about and quarter(n.about.start.astimezone(view.zone).date(), view.zone)
        if not n.about or not whole or (n.about.start, n.about.end) != (whole.start, whole.end):
            raise RefusedError(
                f"delivery {n.id} is not the total of a whole quarter",
                where=str(view.clause),
                todo=f"enter quarters of {view.zone.key}; nothing finer is kept",
            )
        out[n.about.start] = n
    return out


def _one(rule: PledgeRule, party: PartyId, totals: dict[datetime, Notice], view: View) -> DutyResult:
    required, due = amount(rule.total, str(view.clause)), rule.by.at.astimezone(UTC)
    given = _delivered(rule, totals, view)
    late, done = view.at > due, given.least >= required
    short = NEVER if done or not late else _short(given, required)
    state = ClockState.met if done else ClockState.late if late else ClockState.running
    return DutyResult(
        clause=view.clause,
        party=party,
        subject=rule.what,
        reading=view.reading,
        outcome=outcome(short),
        state=state,
        p_low_ppm=short.low,
        p_high_ppm=short.high,
        due=due,
        faults=(Fault.short,) if short.high else (),
        notices=tuple(sorted(n.id for n in totals.values())),
        reasons=(
            f"{party} delivered {_between(given)} of {rule.total.value} {rule.total.unit} of {rule.what} to {rule.to}",
            f"due {moment(due, view.zone)}; totals of whole quarters are all that is kept",
        ),
        unverified=tuple(unchecked(total=rule.total, start=rule.since, end=rule.by)),
    )


def _short(given: Delivered, required: Decimal) -> Bounds:
    return SURE if given.most is not None and given.most < required else OPEN


def _delivered(rule: PledgeRule, totals: dict[datetime, Notice], view: View) -> Delivered:
    least, most = Decimal(0), Decimal(0)
    bounded = True
    for q in _quarters(rule, view):
        n = totals.get(q.start)
        inside = rule.since.at <= q.start and q.end <= rule.by.at
        if n is None or n.amount is None or not n.amount.known:
            bounded &= n is None and view.absence(rule.channel, q.start, view.at) == SURE
            continue
        least += Decimal(n.amount.lowest or 0) if inside else 0
        bounded &= n.amount.highest is not None
        most += Decimal(n.amount.highest or 0)
    return Delivered(least, most if bounded else None)


def _quarters(rule: PledgeRule, view: View) -> Iterable[TimeInterval]:
    """From the pledge's start to its end or the view, whichever is earlier."""
    now = quarter(rule.since.at.astimezone(view.zone).date(), view.zone)
    while now.start < min(rule.by.at, view.at):
        yield now
        now = quarter(now.end.astimezone(view.zone).date(), view.zone)


def _between(given: Delivered) -> str:
    if given.most is None:
        return f"at least {given.least}"
    return f"{given.least}" if given.least == given.most else f"{given.least} to {given.most}"
