"""Permissions for activities: agreed exceptions, repair windows, exercises, a foreign force's bases; they only narrow.

A permission has a scope and an end; it may need the consent of some, and it lapses with the mandate that it rests on
(the instrument, whether it is ratified, when it expires).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from ceasewatch.agreement.clocks.notification import Activity
from ceasewatch.agreement.clocks.odds import NEVER, OPEN, SURE, Bounds, all_of, any_of, outcome
from ceasewatch.agreement.clocks.result import DutyResult, View, moment, unchecked
from ceasewatch.model.clause import Moment
from ceasewatch.model.ids import PartyId
from ceasewatch.model.mandate import Mandate
from ceasewatch.model.notice import Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.struct import Noun


class PermissionKind(StrEnum):
    """What is permitted."""

    agreed_exception = "agreed_exception"
    repair_window = "repair_window"
    exercise = "exercise"
    escort = "escort"
    foreign_force = "foreign_force"
    """A force of a third nation at its authorised bases; the pack names them, the vault holds where they are."""
    storage = "storage"


class PermissionRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="permission"):
    """What somebody may do although a clause forbids it.

    Attributes:
        activities: subjects that it covers; empty means any.
        who: who may; empty means every party.
        zones: where; empty means anywhere.
        valid_from, valid_to: from this moment and until this one, exclusive; ``None`` is open.
        consent: who must have agreed before it is used.
        mandate: what it lapses with.
        channel: whose log tells the consent.
    """

    id: str
    kind: PermissionKind
    source: str
    activities: tuple[str, ...] = ()
    who: tuple[PartyId, ...] = ()
    zones: tuple[str, ...] = ()
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    consent: tuple[PartyId, ...] = ()
    mandate: Mandate | None = None
    channel: str = ""
    verified: bool = False


class Cover(Noun, frozen=True, kw_only=True):
    """Whether a permission covers an activity.

    Attributes:
        p_low_ppm, p_high_ppm: bounds of the probability that it does.
        reasons: each condition that does not surely hold, or that all do.
    """

    permission: str
    p_low_ppm: int
    p_high_ppm: int
    notices: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


def permission(rule: PermissionRule, activity: Activity, notices: Iterable[Notice], view: View) -> Cover:
    """Whether a permission covers an activity, whose probability of having happened is of no concern here."""
    consents = [n for n in view.known(notices, NoticeKind.consent) if n.subject == rule.id]
    parts = [
        *_scope(rule, activity),
        *_span("the permission", rule.valid_from, rule.valid_to, activity, view),
        *(_mandate(rule.mandate, activity, view) if rule.mandate else ()),
        *(_consent(rule, party, consents, activity, view) for party in sorted(rule.consent)),
    ]
    held = all_of(bounds for bounds, _ in parts)
    said = tuple(why for bounds, why in parts if bounds != SURE)
    return Cover(
        permission=rule.id,
        p_low_ppm=held.low,
        p_high_ppm=held.high,
        notices=tuple(sorted(n.id for n in consents)),
        reasons=said or (f"permission {rule.id} ({rule.source}) covers it",),
        unverified=tuple(_unverified(rule)),
    )


def narrowed(result: DutyResult, covers: Iterable[Cover]) -> DutyResult:
    """A result with the permissions that may cover what was done: its probability never rises."""
    given = sorted(covers, key=lambda c: c.permission)
    if not given:
        return result
    free = ~any_of(Bounds(c.p_low_ppm, c.p_high_ppm) for c in given)
    breach = all_of([Bounds(result.p_low_ppm, result.p_high_ppm), free])
    return msgspec.structs.replace(
        result,
        outcome=outcome(breach),
        p_low_ppm=breach.low,
        p_high_ppm=breach.high,
        reasons=(*(why for c in given if c.p_high_ppm for why in c.reasons), *result.reasons),
        unverified=tuple(dict.fromkeys((*result.unverified, *(u for c in given for u in c.unverified)))),
    )


def _scope(rule: PermissionRule, activity: Activity) -> Iterable[tuple[Bounds, str]]:
    if rule.activities and activity.subject not in rule.activities:
        yield NEVER, f"permission {rule.id} does not speak of {activity.subject}"
    if rule.who and activity.by not in rule.who:
        yield NEVER, f"permission {rule.id} is not {activity.by}'s"
    if rule.zones and activity.zone not in rule.zones:
        where = activity.zone or "a place that nobody named"
        yield NEVER if activity.zone else OPEN, f"permission {rule.id} does not speak of {where}"


def _span(
    what: str, begin: Moment | None, end: Moment | None, activity: Activity, view: View
) -> Iterable[tuple[Bounds, str]]:
    first, last = activity.interval.start, activity.interval.end
    if begin:
        bounds = SURE if first >= begin.at else NEVER if last < begin.at else OPEN
        yield bounds, f"{what} begins {moment(begin.at, view.zone)} ({begin.source})"
    if end:
        bounds = SURE if last < end.at else NEVER if first >= end.at else OPEN
        yield bounds, f"{what} ended {moment(end.at, view.zone)} ({end.source})"


def _mandate(mandate: Mandate, activity: Activity, view: View) -> Iterable[tuple[Bounds, str]]:
    whose = f"{mandate.instrument} of {mandate.nation}" if mandate.nation else mandate.instrument
    if mandate.ratified is None:
        yield NEVER, f"{whose} is not ratified"
    yield from _span(f"the mandate by {whose}", mandate.ratified, mandate.expires, activity, view)


def _consent(
    rule: PermissionRule, party: PartyId, consents: Iterable[Notice], activity: Activity, view: View
) -> tuple[Bounds, str]:
    """The last word of a party before the activity; one that fell while it may have begun leaves it open."""
    own = [n for n in consents if n.by == party]
    words = [_last(own, t) for t in (activity.interval.start, activity.interval.end)]
    agreed = [w is not None and w.outcome is not NoticeOutcome.refused for w in words]
    if all(agreed):
        return SURE, f"{party} agreed"
    if any(agreed):
        return OPEN, f"{party} agreed to {rule.id} or withdrew while it may have begun"
    if words[0] is not None:
        return NEVER, f"{party} refused {rule.id} {moment(words[0].at, view.zone)}"
    unsaid = view.absence(rule.channel, view.since, activity.interval.end)
    return ~unsaid, f"nobody logged that {party} agreed to {rule.id} before"


def _last(words: Iterable[Notice], at: datetime) -> Notice | None:
    return max((n for n in words if n.at <= at), key=lambda n: (n.at, n.id), default=None)


def _unverified(rule: PermissionRule) -> Iterable[str]:
    if not rule.verified:
        yield f"permission {rule.id} ({rule.source})"
    yield from unchecked(start_of_the_permission=rule.valid_from, end_of_the_permission=rule.valid_to)
    if rule.mandate:
        yield from unchecked(ratification=rule.mandate.ratified, expiry_of_the_mandate=rule.mandate.expires)
