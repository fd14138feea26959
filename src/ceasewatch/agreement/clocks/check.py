"""See when a pack is loaded that its clocks, ladders and duties can be used: spans, dates, references, order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ceasewatch.agreement.clocks.access import AccessRule
from ceasewatch.agreement.clocks.answer import ReportRule, RespondRule
from ceasewatch.agreement.clocks.countdown import ClockEntry
from ceasewatch.agreement.clocks.ladder import LadderEntry
from ceasewatch.agreement.clocks.notification import NotificationRule
from ceasewatch.agreement.clocks.permission import PermissionRule
from ceasewatch.agreement.clocks.plan import PhasedRule, planned
from ceasewatch.agreement.clocks.pledge import PledgeRule
from ceasewatch.agreement.clocks.return_fire import ReturnFireRule
from ceasewatch.agreement.clocks.silence import SilenceRule, numbers
from ceasewatch.agreement.clocks.spans import after, amount, elapsed
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.errors import DataError

DutyRule = (
    AccessRule
    | NotificationRule
    | PermissionRule
    | PhasedRule
    | PledgeRule
    | ReportRule
    | RespondRule
    | ReturnFireRule
    | SilenceRule
)
"""Rules on what is to be done, and by when."""

_ANY: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ZERO: Final = ZoneInfo("UTC")


def check_clocks(clocks: Iterable[ClockEntry], ladders: Iterable[LadderEntry], where: str) -> None:
    """See that clocks and ladders can be evaluated.

    Raises:
        DataError: a span is none, two have one id, or a step goes after one that does not stand before it.
        LimitError: a span is longer than a hundred years.
    """
    clocks, ladders = tuple(clocks), tuple(ladders)
    _once([c.id for c in clocks], "clocks", where)
    _once([ladder.id for ladder in ladders], "ladders", where)
    for c in clocks:
        _span(c.within, f"{where}: clock {c.id}: within")
    for ladder in ladders:
        at = f"{where}: ladder {ladder.id}"
        _once([s.id for s in ladder.steps], "steps", at)
        passed: set[str] = set()
        for s in ladder.steps:
            _span(s.within, f"{at}: {s.id}: within")
            if s.after and s.after not in passed:
                raise DataError(f"no step {s.after!r} before {s.id}", where=at, todo="list it before")
            if not s.who:
                raise DataError(f"nobody takes {s.id}", where=at, todo="add who")
            passed.add(s.id)


def check_duty(rule: DutyRule, clocks: Collection[str], zones: Collection[str], where: str) -> None:
    """See that a rule can be evaluated.

    Args:
        rule: as the pack has it.
        clocks: ids of the pack's clocks.
        zones: ids of the pack's zones.
        where: file and clause.

    Raises:
        DataError: a number is none of its kind, something is not known, a span ends before it begins, a duty is owed
            to nobody.
        LimitError: a span is longer than a hundred years.
    """
    for name, number in _spans(rule):
        _span(number, f"{where}: {name}")
    match rule:
        case ReportRule() | RespondRule():
            _known([rule.clock], clocks, "clock", where)
        case NotificationRule():
            _notification(rule, where)
        case PermissionRule():
            _known(rule.zones, zones, "zone", where)
            _dates(rule.valid_from, rule.valid_to, where)
            if rule.mandate:
                _dates(rule.mandate.ratified, rule.mandate.expires, f"{where}: mandate")
        case PledgeRule():
            amount(rule.total, f"{where}: total")
            _dates(rule.since, rule.by, where)
        case PhasedRule():
            _schedule(rule, where)
        case SilenceRule():
            _known([rule.zone], zones, "zone", where)
            numbers(rule, where)
        case AccessRule() | ReturnFireRule():
            return


def _spans(rule: DutyRule) -> Iterator[tuple[str, Number | None]]:
    for name in ("within", "lead", "attempt_within", "inform_within"):
        yield name, getattr(rule, name, None)


def _span(span: Number | None, where: str) -> None:
    if span is not None:
        after(_ANY, span, _ZERO, where=where)


def _notification(rule: NotificationRule, where: str) -> None:
    if not rule.to:
        raise DataError("nobody is to be told", where=where, todo="add to")
    if not rule.activities:
        raise DataError("nothing is to be announced", where=where, todo="add activities")
    if rule.at_least:
        amount(rule.at_least, f"{where}: at_least")


def _schedule(rule: PhasedRule, where: str) -> None:
    _once([s.id for s in rule.stages], "stages", where)
    if not rule.parties:
        raise DataError("nobody takes the steps", where=where, todo="add parties")
    if rule.mirror:
        elapsed(rule.mirror, f"{where}: mirror")
    for s in rule.stages:
        at = f"{where}: stage {s.id}"
        _once(s.steps, "steps", at)
        for name, span in (("lasts", s.lasts), ("begin_within", s.begin_within), ("delay", s.starts.delay)):
            _span(span, f"{at}: {name}")
        if not s.steps:
            raise DataError("a stage without steps", where=at, todo="leave steps out, or name one")
    planned(rule, {}, _ZERO, where)


def _dates(begin: Moment | None, end: Moment | None, where: str) -> None:
    if begin and end and end.at <= begin.at:
        raise DataError("it ends before it begins", where=where, todo="correct one of the dates")


def _known(names: Iterable[str], given: Collection[str], what: str, where: str) -> None:
    for name in names:
        if name not in given:
            listed = ", ".join(sorted(given)) or "none"
            raise DataError(f"the pack has no {what} {name!r}", where=where, todo=f"{what}s: {listed}")


def _once(names: Iterable[str], what: str, where: str) -> None:
    names = list(names)
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise DataError(f"{twice!r} occurs twice among {what}", where=where, todo="give each a name of its own")
