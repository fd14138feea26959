"""Duties to report and to respond, each with a clock of the pack."""

from __future__ import annotations

from collections.abc import Iterable

from ceasewatch.agreement.clocks.countdown import ClockEntry, Pause, between
from ceasewatch.agreement.clocks.odds import Bounds
from ceasewatch.agreement.clocks.result import DutyResult, View
from ceasewatch.agreement.clocks.told import Due, judged, telling
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.model.notice import Notice, NoticeKind
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import TimeInterval


class _Answer(Noun, frozen=True, kw_only=True):
    """What both duties say.

    Attributes:
        clock: id of one of the pack's clocks.
        to: who is to be told; empty means that any entry of the channel will do.
        who: who is bound; empty means every party.
        everyone: each recipient is to be told, else any of them.
        channel: whose log tells what was said.
    """

    clock: str
    to: tuple[PartyId, ...] = ()
    who: tuple[PartyId, ...] = ()
    everyone: bool = True
    channel: str = ""


class ReportRule(_Answer, frozen=True, kw_only=True, tag_field="primitive", tag="report_duty"):
    """Something is to be reported, as disciplinary action for a breach; attributes as told by the base.

    Attributes:
        says: kinds of notice that are such a report.
    """

    says: tuple[NoticeKind, ...] = (NoticeKind.report,)


class RespondRule(_Answer, frozen=True, kw_only=True, tag_field="primitive", tag="respond_duty"):
    """A request or an allegation is to be answered; attributes as told by the base.

    Attributes:
        says: kinds of notice that are such an answer.
    """

    says: tuple[NoticeKind, ...] = (NoticeKind.response, NoticeKind.acknowledgement)


class Trigger(Noun, frozen=True, kw_only=True):
    """What a report or an answer is owed for.

    Attributes:
        id: of the incident, request or allegation; the notices that answer name it as their subject.
        party: who is bound.
        began: when the clock starts; its ends differ where that is known as an interval only.
        p_low_ppm, p_high_ppm: bounds of the probability that the duty arose, as that the incident was a breach.
    """

    id: str
    party: PartyId
    began: TimeInterval
    p_low_ppm: int = PPM
    p_high_ppm: int = PPM


def answer(
    rule: ReportRule | RespondRule,
    clock: ClockEntry,
    trigger: Trigger,
    notices: Iterable[Notice],
    view: View,
    pauses: Iterable[Pause] = (),
) -> DutyResult | None:
    """Whether a party reported or answered in time; ``None`` where it is not bound or nothing has happened yet.

    Raises:
        DataError, LimitError: the clock's span is no span.
    """
    counted = between(clock, trigger.began, view, pauses=pauses)
    if (rule.who and trigger.party not in rule.who) or counted.due is None:
        return None
    due = Due(counted.due, counted.due_latest or counted.due)
    given = [n for n in view.known(notices, *rule.says) if n.by == trigger.party and n.subject == trigger.id]
    absent = view.absence(rule.channel, trigger.began.start, due.last)
    return judged(
        trigger.party,
        trigger.id,
        [telling(recipient, given, due, absent, view) for recipient in sorted(rule.to) or [NO_PARTY]],
        due,
        view,
        everyone=rule.everyone,
        applies=(Bounds(trigger.p_low_ppm, trigger.p_high_ppm),),
        reasons=counted.reasons,
        unverified=counted.unverified,
    )
