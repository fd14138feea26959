"""Notice: what somebody told somebody else through a channel that is kept; and how whole the channel's log is.

Duties of an agreement are met by telling, asking, answering and delivering. What nobody logged did not for that reason
not happen: only a log that its keeper declared complete for a stretch of time turns absence into a fact.
"""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.count import Count
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval, Utc


class NoticeKind(StrEnum):
    """What the telling does."""

    notification = "notification"
    """Of an activity to come, or of a fact that the agreement wants told."""
    report = "report"
    response = "response"
    """An answer, or a step of a response that was taken."""
    coordination_attempt = "coordination_attempt"
    """Somebody asked the mechanism to stop what the other side does."""
    order = "order"
    discipline = "discipline"
    """Disciplinary action that was taken for a breach."""
    access_request = "access_request"
    access_answer = "access_answer"
    """How access went; ``about`` is the stretch that the outcome lasted."""
    delivery = "delivery"
    """``amount`` of ``subject`` in the whole quarter ``about``: nothing finer is kept."""
    step_done = "step_done"
    """``by`` has taken the step ``subject`` of a schedule."""
    acknowledgement = "acknowledgement"
    """``by`` confirms what ``to`` did or asked under ``subject``."""
    consent = "consent"
    """``by`` agrees to the permission ``subject``; with outcome ``refused`` it does not."""
    clock_expired = "clock_expired"
    """A countdown ran out; made by the fold, dated by the moment when it did."""


class NoticeOutcome(StrEnum):
    """What came of it."""

    not_known = ""
    """Nobody wrote it down."""
    accepted = "accepted"
    refused = "refused"
    granted = "granted"
    denied = "denied"
    delayed = "delayed"
    conditional = "conditional"
    succeeded = "succeeded"
    failed = "failed"
    unanswered = "unanswered"


class Notice(Noun, frozen=True, kw_only=True):
    """One act of telling.

    Attributes:
        by, to: codes of parties, of the mission or of a body that the agreement names; empty where nobody said.
        at: when it was given.
        about: stretch of time that it speaks of, as the planned activity; ``None`` where it names none.
        zone: id of the pack's zone that it speaks of; empty where it names none.
        subject: what it speaks of: a kind of activity, an incident, a clock, a step, a good.
        outcome: what came of it.
        outcome_at: when that was known; ``None`` where nobody wrote it down.
        channel: the kept log that it stands in; empty where it is known from ``by`` alone.
        amount: of a delivery.
        text: in its own words.
    """

    id: str
    kind: NoticeKind
    by: PartyId
    to: PartyId = NO_PARTY
    at: Utc
    about: TimeInterval | None = None
    zone: str = ""
    subject: str = ""
    outcome: NoticeOutcome = NoticeOutcome.not_known
    outcome_at: Utc | None = None
    channel: str = ""
    amount: Count | None = None
    text: str = ""


class CompleteLog(Noun, frozen=True, kw_only=True):
    """A declaration that nothing is missing from a channel's log between two moments.

    Attributes:
        declared_by: who keeps the log and answers for it.
        source: where the declaration stands.
    """

    channel: str
    interval: TimeInterval
    declared_by: str
    source: str = ""
