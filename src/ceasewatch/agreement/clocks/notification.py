"""The duty to announce an activity: who, to whom, how long before it begins."""

from __future__ import annotations

from collections.abc import Iterable

from ceasewatch.agreement.clocks.odds import NEVER, OPEN, SURE, Bounds
from ceasewatch.agreement.clocks.result import DutyResult, View, unchecked
from ceasewatch.agreement.clocks.spans import DayRule, amount, before, says
from ceasewatch.agreement.clocks.told import Due, judged, telling
from ceasewatch.model.clause import Number
from ceasewatch.model.count import Count
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import TimeInterval


class NotificationRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="notification_duty"):
    """Activities of a kind are announced.

    Attributes:
        activities: subjects that it speaks of, as ``exercise``.
        to: who is to be told.
        lead: how long before the activity begins.
        who: who is bound; empty means every party.
        everyone: each recipient is to be told, else any of them.
        days: how a lead time in days is counted.
        channel: whose log tells what was announced.
        at_least: only activities of this size or more.
    """

    activities: tuple[str, ...]
    to: tuple[PartyId, ...]
    lead: Number
    who: tuple[PartyId, ...] = ()
    everyone: bool = True
    days: DayRule = DayRule.end_of_day
    channel: str = ""
    at_least: Number | None = None


class Activity(Noun, frozen=True, kw_only=True):
    """Something that somebody did or began.

    Attributes:
        subject: what kind of activity.
        interval: ``start`` and ``end`` bound the moment when it began.
        size: in persons or items; ``None`` where nobody could tell.
        p_low_ppm, p_high_ppm: bounds of the probability that it took place and was ``by``'s.
    """

    id: str
    by: PartyId
    subject: str
    interval: TimeInterval
    zone: str = ""
    size: Count | None = None
    p_low_ppm: int = PPM
    p_high_ppm: int = PPM


def notification(
    rule: NotificationRule, activity: Activity, notices: Iterable[Notice], view: View
) -> DutyResult | None:
    """Whether an activity was announced in time; ``None`` where the duty does not speak of it.

    A notice is about the activity if it names its id, or is of its party, subject and zone and speaks of a time that
    its beginning may lie in. One that names no time announces nothing in particular.

    Raises:
        DataError, LimitError: the lead time is no span, or nobody is to be told.
    """
    first, last = activity.interval.start, activity.interval.end
    size = _large_enough(rule, activity)
    bound = not rule.who or activity.by in rule.who
    if activity.subject not in rule.activities or not bound or size == NEVER or first > view.at:
        return None
    if not rule.to:
        raise DataError("nobody is to be told", where=str(view.clause), todo="add to")
    due = Due(*(before(t, rule.lead, view.zone, rule.days, str(view.clause)) for t in (first, last)))
    given = [n for n in view.known(notices, NoticeKind.notification) if _about(n, activity)]
    absent = view.absence(rule.channel, view.since, last)
    return judged(
        activity.by,
        activity.id,
        [telling(recipient, given, due, absent, view) for recipient in sorted(rule.to)],
        due,
        view,
        everyone=rule.everyone,
        applies=(Bounds(activity.p_low_ppm, activity.p_high_ppm), size),
        reasons=[f"{activity.subject} is to be announced {says(rule.lead, view.zone, rule.days)} ahead"],
        unverified=list(unchecked(lead_time=rule.lead, threshold=rule.at_least)),
    )


def _about(notice: Notice, activity: Activity) -> bool:
    if notice.by != activity.by:
        return False
    if notice.subject == activity.id:
        return True
    place = not (notice.zone and activity.zone) or notice.zone == activity.zone
    time = notice.about is not None and notice.about.overlaps(activity.interval)
    return notice.subject == activity.subject and place and time


def _large_enough(rule: NotificationRule, activity: Activity) -> Bounds:
    if rule.at_least is None:
        return SURE
    if activity.size is None or not activity.size.known:
        return OPEN
    threshold = amount(rule.at_least, "at_least")
    least, most = activity.size.lowest or 0, activity.size.highest
    if least >= threshold:
        return SURE
    return NEVER if most is not None and most < threshold else OPEN
