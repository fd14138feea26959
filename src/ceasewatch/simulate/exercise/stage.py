"""What happens in an exercise: its scripted happenings and its random activities, as events with a cause."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ceasewatch.model.table import KINDS, WEAPONS, Columns, Objects
from ceasewatch.model.values import Kind
from ceasewatch.observers.events import Events
from ceasewatch.simulate import process as processes
from ceasewatch.simulate.exercise.calendar import DAY_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.scenario import Activity, Fault, Happening, Scenario, matches

MINUTE_US = 60_000_000


@dataclass(frozen=True, slots=True)
class Happened(Columns):
    """n true happenings, in order of time; the truth's part is what no observer can know.

    Columns:
        ids: of the happening.
        cause: why it happened.
        by: party that did it, empty for none.
        title: in words.
        noticed_by: tuple of the kinds of observer that can notice it; empty for all.
    """

    ids: Objects
    cause: Objects
    by: Objects
    title: Objects
    noticed_by: Objects
    events: Events

    @classmethod
    def concat(cls, parts: list[Happened]) -> Happened:
        """All of them, in order of time."""
        whole = {n: np.concatenate([getattr(p, n) for p in parts]) for n in cls._words()}
        columns = {n: np.concatenate([getattr(p.events, n) for p in parts]) for n in Events.__dataclass_fields__}
        order = np.lexsort((whole["ids"], columns["start_us"]))
        events = Events(**{n: column[order] for n, column in columns.items()})
        return cls(**{n: column[order] for n, column in whole.items()}, events=events)

    @classmethod
    def _words(cls) -> tuple[str, ...]:
        return ("ids", "cause", "by", "title", "noticed_by")


def stage(scenario: Scenario, country: Country, calendar: Calendar, rng: np.random.Generator) -> Happened:
    """Everything that happens, by script and by chance."""
    scripted = [_scripted(h, country, calendar) for h in scenario.happenings]
    denials = [_denied(f, n, scenario, country, calendar) for n, f in enumerate(scenario.faults) if f.kind == "denial"]
    random = [_random(a, n, country, calendar, rng) for n, a in enumerate(scenario.activities)]
    return Happened.concat([*scripted, *(d for d in denials if len(d)), *random, _nothing()])


def _nothing() -> Happened:
    empty = np.empty(0, object)
    return Happened(empty, empty, empty, empty, empty, Events.make(0))


def _scripted(one: Happening, country: Country, calendar: Calendar) -> Happened:
    lat, lon = country.position(one.where)
    start = calendar.moment(one.at)
    events = Events.make(
        1,
        start_us=start,
        end_us=start + int(one.minutes * MINUTE_US),
        lat=lat,
        lon=lon,
        kind=KINDS.index(Kind(one.kind)),
        weapon=WEAPONS.index(one.weapon) if one.weapon else -1,
        count=one.count,
        yield_kg=one.yield_kg or np.nan,
    )
    title = _texts(one.title or one.id)
    return Happened(_texts(one.id), _texts(one.cause), _texts(one.by), title, _kinds(one.noticed_by, 1), events)


def _denied(fault: Fault, number: int, scenario: Scenario, country: Country, calendar: Calendar) -> Happened:
    """A patrol that is turned back is a happening of its own."""
    patrols = [s for s in scenario.sites if s.feed == "patrols" and matches(fault, s)]
    if not patrols:
        return _nothing()
    start = calendar.moment(fault.since) if fault.since else calendar.begin_us
    spots = np.array([country.position(s.where) for s in patrols])
    events = Events.make(
        len(patrols), start_us=start, end_us=start, lat=spots[:, 0], lon=spots[:, 1], kind=KINDS.index(Kind.denial)
    )
    return Happened(
        _texts(*(f"denial-{number}-{s.id}" for s in patrols)),
        _texts(*(["impediment"] * len(patrols))),
        _texts(*(s.side for s in patrols)),
        _texts(*(f"{s.id} is denied passage" for s in patrols)),
        _kinds((), len(patrols)),
        events,
    )


def _random(
    activity: Activity, number: int, country: Country, calendar: Calendar, rng: np.random.Generator
) -> Happened:
    """One activity, day by day, so that it can grow; its centres are drawn anew each day, as fighting moves."""
    front = country.front(activity.along)
    last = min(activity.last_day or calendar.days, calendar.days)
    parts = []
    for day in range(activity.first_day, last + 1):
        expected = activity.a_day * activity.growth ** (day - activity.first_day)
        begin = calendar.begin_us + (day - 1) * DAY_US
        at = processes.starts(activity.process, front, expected, 1.0, rng)
        parts.append(processes.events(activity.process, front, at, begin, rng))
    events = Events(**{n: np.concatenate([getattr(p, n) for p in parts]) for n in Events.__dataclass_fields__})
    events = _within(events, calendar)
    n = len(events)
    by = rng.choice(np.array(activity.by, object), n) if activity.by else np.full(n, "", object)
    ids = np.array(
        [f"{activity.process.name}-{number}-{i:04d}" for i in np.argsort(np.argsort(events.start_us))], object
    )
    cause, title = (np.full(n, word, object) for word in (activity.cause, activity.process.name))
    return Happened(ids, cause, by, title, _kinds(activity.process.perceived_by, n), events)


def _within(events: Events, calendar: Calendar) -> Events:
    inside = events.take(np.flatnonzero((events.start_us >= calendar.begin_us) & (events.start_us < calendar.end_us)))
    whole = np.round(inside.lat, 5), np.round(inside.lon, 5)
    second = inside.start_us // 1_000_000 * 1_000_000
    return replace(inside, lat=whole[0], lon=whole[1], start_us=second, end_us=np.maximum(second, inside.end_us))


def _texts(*values: str) -> Objects:
    return np.array(values, object)


def _kinds(kinds: tuple[str, ...], n: int) -> Objects:
    """(n,) times the same tuple."""
    out = np.empty(n, object)
    out[:] = [kinds] * n
    return out
