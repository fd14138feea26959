"""Clauses on what is to be done, against what was told and done until a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ceasewatch.agreement.clocks import (
    AccessRule,
    Activity,
    Cover,
    DutyResult,
    Fire,
    Heard,
    NotificationRule,
    Observed,
    PermissionRule,
    PhasedRule,
    PledgeRule,
    ReportRule,
    RespondRule,
    ReturnFireRule,
    Silence,
    SilenceRule,
    Trigger,
    View,
    access,
    answer,
    as_duty,
    by_reading,
    notification,
    permission,
    pledge,
    results,
    return_fire,
    schedule,
    zone_named,
)
from ceasewatch.agreement.schema import ClauseEntry, PackFile
from ceasewatch.model.ids import ClauseId
from ceasewatch.model.notice import CompleteLog, Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Log:
    """What was told and done, and what duties are about.

    Attributes:
        notices: of all channels, by whoever gave them.
        activities: what was to be announced, or is permitted: exercises, flights, works, movements.
        triggers: what is to be reported or answered.
        fires: return fire, with what went before it.
        conditions: when each condition of a schedule was met; ``None`` while it is not.
        areas: by zone, what may have broken its silence, when it was observed, and since when days count.
        complete: channels whose logs are declared complete, and for when.
        since: entries before it are not of this agreement; if not given, the clause's own first moment.
    """

    notices: tuple[Notice, ...] = ()
    activities: tuple[Activity, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    fires: tuple[Fire, ...] = ()
    conditions: Mapping[str, datetime | None] = field(default_factory=dict)
    areas: Mapping[str, tuple[Heard, Observed, datetime]] = field(default_factory=dict)
    complete: tuple[CompleteLog, ...] = ()
    since: datetime | None = None


def view(pack: PackFile, clause: ClauseEntry, log: Log, at: datetime) -> View:
    """From where the clause's duties are looked at."""
    zone = zone_named(pack.zone, f"{pack.id}/pack.yaml: zone")
    since = log.since or (clause.valid_from.at if clause.valid_from else None)
    return View(at=at, zone=zone, clause=ClauseId(clause.id), since=since, logs=log.complete)


def duties(pack: PackFile, clause: ClauseEntry, log: Log, at: datetime) -> tuple[DutyResult, ...]:
    """What a clause makes of the log as it stood at ``at``; nothing for clauses that owe no act.

    A text that binds nobody yet, or no longer, at that moment owes nothing.
    """
    if not in_force(clause, at):
        return ()
    return tuple(result for result in _duties(pack, clause, log, view(pack, clause, log, at)) if result is not None)


def in_force(clause: ClauseEntry, at: datetime) -> bool:
    """Whether the clause binds at that moment."""
    begun = clause.valid_from is None or clause.valid_from.at <= at
    return begun and (clause.valid_to is None or at < clause.valid_to.at)


def _duties(pack: PackFile, clause: ClauseEntry, log: Log, seen: View) -> Iterator[DutyResult | None]:
    match clause.rule:
        case AccessRule() as rule:
            asked = (n for n in log.notices if n.kind is NoticeKind.access_request)
            yield from (access(rule, request, log.notices, seen) for request in asked)
        case ReportRule() | RespondRule() as rule:
            clock = next(c for c in pack.clocks if c.id == rule.clock)
            yield from (answer(rule, clock, trigger, log.notices, seen) for trigger in log.triggers)
        case NotificationRule() as rule:
            yield from (notification(rule, activity, log.notices, seen) for activity in log.activities)
        case PledgeRule() as rule:
            yield from pledge(rule, log.notices, seen)
        case PhasedRule() as rule:
            yield from results(rule, schedule(rule, log.conditions, log.notices, seen), seen)
        case ReturnFireRule() as rule:
            yield from (as_duty(return_fire(rule, fire, log.notices, seen)) for fire in log.fires)
        case _:
            return


def covers(pack: PackFile, clause: ClauseEntry, log: Log, at: datetime) -> tuple[Cover, ...]:
    """Whether a clause that permits something covers each activity of the log; nothing for other clauses."""
    if not isinstance(clause.rule, PermissionRule):
        return ()
    seen = view(pack, clause, log, at)
    return tuple(permission(clause.rule, activity, log.notices, seen) for activity in log.activities)


def silences(pack: PackFile, clause: ClauseEntry, log: Log, at: datetime) -> tuple[Silence, ...]:
    """The days of silence that a clause asks for, under each reading of a day that nobody observed."""
    rule = clause.rule
    if not isinstance(rule, SilenceRule) or rule.zone not in log.areas:
        return ()
    heard, observed, since = log.areas[rule.zone]
    return by_reading(rule, heard, observed, since, view(pack, clause, log, at))
