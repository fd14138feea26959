"""The form of a schedule: its stages, what starts each of them, and what they make if every one takes all its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ceasewatch.agreement.clocks.spans import DayRule, after
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.struct import Noun


class Point(StrEnum):
    """Which point of another stage starts this one."""

    begun = "begun"
    completed = "completed"
    due = "due"
    """When its time is over, done or not."""


class StartEntry(Noun, frozen=True, kw_only=True):
    """What starts a stage: exactly one of a date, another stage or a condition.

    Attributes:
        stage: id of another stage of the schedule, at ``point``.
        condition: name of a condition that the caller knows, as a precondition clock that was met.
        delay: how long after it.
    """

    date: Moment | None = None
    stage: str = ""
    point: Point = Point.completed
    condition: str = ""
    delay: Number | None = None


class StageEntry(Noun, frozen=True, kw_only=True):
    """A stage of a schedule in ``pack.yaml``.

    Attributes:
        begin_within: until when the first step is to be taken, counted from the start.
        lasts: until when the last is to be taken.
        steps: in the order in which they are to be taken; a stage without any has the one step ``done``.
    """

    id: str
    title: str
    source: str
    starts: StartEntry
    lasts: Number
    begin_within: Number | None = None
    steps: tuple[str, ...] = ("done",)
    days: DayRule = DayRule.end_of_day
    verified: bool = False


class PhasedRule(Noun, frozen=True, kw_only=True, tag_field="primitive", tag="phased_steps"):
    """A schedule.

    Attributes:
        parties: each of them takes every step.
        mirror: how far apart in time the sides may take the same step (hours); ``None``: no mirror condition.
        confirmed: a step counts as completed only once each party has confirmed those of the others.
        channel: whose log tells what was done.
    """

    id: str
    parties: tuple[PartyId, ...]
    stages: tuple[StageEntry, ...]
    mirror: Number | None = None
    confirmed: bool = False
    channel: str = ""


class Course(NamedTuple):
    """When a stage begins, is due and is completed; ``None`` where that has not come about."""

    begun: datetime | None
    due: datetime | None
    completed: datetime | None


def in_turn(rule: PhasedRule, where: str = "") -> Iterator[StageEntry]:
    """The stages, each after the one that starts it.

    Raises:
        DataError: stages start each other in a circle, or by one that the schedule does not have.
    """
    passed: set[str] = set()
    waiting = list(rule.stages)
    while waiting:
        ready = [s for s in waiting if not s.starts.stage or s.starts.stage in passed]
        if not ready:
            names = ", ".join(s.id for s in waiting)
            raise DataError(
                f"nothing starts {names}", where=where or rule.id, todo="start one of them by a date or a condition"
            )
        yield from ready
        passed.update(s.id for s in ready)
        waiting = [s for s in waiting if s.id not in passed]


def start(
    entry: StageEntry,
    courses: Mapping[str, Course],
    conditions: Mapping[str, datetime | None],
    zone: ZoneInfo,
    where: str = "",
) -> datetime | None:
    """When a stage begins; ``None`` where what starts it has not come about.

    Raises:
        DataError: it starts by nothing, or by several things; its delay is no span.
    """
    by, at_stage = entry.starts, f"{where}: stage {entry.id}"
    if sum((by.date is not None, bool(by.stage), bool(by.condition))) != 1:
        raise DataError("a start is a date, a stage or a condition", where=at_stage, todo="give exactly one")
    if by.date:
        at: datetime | None = by.date.at.astimezone(UTC)
    elif by.stage:
        at = getattr(courses[by.stage], by.point)
    else:
        at = conditions.get(by.condition)
    return after(at, by.delay, zone, entry.days, at_stage) if at is not None and by.delay else at


def planned(
    rule: PhasedRule, conditions: Mapping[str, datetime | None], zone: ZoneInfo, where: str = ""
) -> tuple[tuple[str, Course], ...]:
    """The course of each stage, in the pack's order, if every one takes all the time that it has.

    Args:
        rule: as the pack has it.
        conditions: when each was met.
        zone: the agreement's own.
        where: file and clause, for errors.

    Raises:
        DataError, LimitError: as :func:`in_turn`, :func:`start` and :func:`ceasewatch.agreement.clocks.spans.after`.
    """
    out: dict[str, Course] = {}
    for entry in in_turn(rule, where):
        begun = start(entry, out, conditions, zone, where)
        end = after(begun, entry.lasts, zone, entry.days, f"{where}: stage {entry.id}") if begun else None
        out[entry.id] = Course(begun, end, end)
    return tuple((s.id, out[s.id]) for s in rule.stages)
