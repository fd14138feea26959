"""The first page's context: the public tier, whoever asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from ceasewatch.model import Status, Tier
from ceasewatch.pipeline.health import feed_states
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.queries import listed, view
from ceasewatch.pipeline.releases import gate_for
from ceasewatch.release import FeedHealth, Gate, ReleasedIncident
from ceasewatch.release.render import count_text, outcome_text
from ceasewatch.store import Filter, Order, Projections
from ceasewatch.web.effort import effort_lines, newest_day
from ceasewatch.web.page import FeedLine, FrontPage, IncidentLine, ReportLine
from ceasewatch.web.reports import published

NEWEST = 25
"""Incidents on the page."""

_NAME = re.compile(r"(?P<exercise>EXERCISE-)?daily-(?P<day>\d{4}-\d\d-\d\d)-t5-(?P<language>[a-z]{2})")

REPORTS = 8
"""Reports on the page."""

WITHHELD = (
    "Positions, names of observers and anything younger than a day are not shown:"
    " what could help to aim or to find a gap is withheld from everyone alike."
)


def front_page(folder: MissionFolder, at: datetime) -> FrontPage:
    """What the public may know at ``at``.

    Raises:
        EnvironmentProblem: there are no projections yet and another process is making them.
    """
    with view(folder) as store:
        gate = gate_for(folder, store, Tier.T5, at)
        found = listed(store, Filter(end=gate.newest, order=Order.newest, limit=NEWEST))
        feeds = _feeds(folder, store, gate)
        day = newest_day(gate, folder.mission)
        effort = effort_lines(folder, store, gate, day)
    items = gate.incidents(found.incidents, found.assessments, found.observations)
    return FrontPage(
        mission=folder.mission.name,
        exercise=folder.mission.status is Status.exercise,
        at=at,
        cutoff=gate.newest,
        feeds=feeds,
        incidents=tuple(_incident(i) for i in reversed(items)),
        reports=_reports(folder),
        effort=effort,
        effort_day=day.isoformat(),
        alarms=tuple(f.title for f in feeds if f.state == "silent"),
        withheld=WITHHELD,
    )


def _feeds(folder: MissionFolder, store: Projections, gate: Gate) -> tuple[FeedLine, ...]:
    states = [
        FeedHealth(
            feed=s.feed,
            title=s.title,
            reports=s.observations,
            last=s.last if s.last and s.last <= gate.newest else None,
            expected_every_s=s.expected_every_s,
            silent=s.silent,
        )
        for s in feed_states(folder, store, gate.at)
    ]
    return tuple(_feed(folder, h) for h in gate.health(states))


def _feed(folder: MissionFolder, told: FeedHealth) -> FeedLine:
    manifest = folder.manifest(told.feed)
    state = ("silent" if told.silent else "delivering") if told.expected_every_s else "no rhythm expected"
    last = told.last.astimezone(ZoneInfo(folder.mission.zone)).date().isoformat() if told.last else ""
    return FeedLine(id=told.feed, title=manifest.title, state=state, covers=manifest.covers, last_day=last)


def _incident(item: ReleasedIncident) -> IncidentLine:
    days = item.from_day if item.from_day == item.to_day else f"{item.from_day} to {item.to_day}"
    return IncidentLine(
        id=item.id,
        days=days,
        area=item.area,
        kind=item.kind.replace("_", " "),
        count=count_text(item.count),
        reports=item.reports,
        origins=item.origins,
        remarks=_remarks(item),
    )


def _remarks(item: ReleasedIncident) -> str:
    """What a reader must know before believing the line; outcomes only where the gate tells them by incident."""
    told = [line.replace("_", " ").replace(" *", " (rests on unverified numbers)") for line in outcome_text(item)]
    if item.statements_only:
        told.append("rests on statements of parties alone")
    if item.contradicted:
        told.append("its reports contradict each other")
    return "; ".join(told)


def _reports(folder: MissionFolder) -> tuple[ReportLine, ...]:
    """One line a report, the newest first, with the forms in which it was published."""
    forms: dict[str, list[tuple[str, str]]] = {}
    for name in published(folder):
        stem, _, form = name.rpartition(".")
        forms.setdefault(stem, []).append((form.upper(), f"/reports/{name}"))
    return tuple(_report(stem, sorted(files)) for stem, files in list(forms.items())[:REPORTS])


def _report(stem: str, files: Sequence[tuple[str, str]]) -> ReportLine:
    """``daily-2022-03-16-t5-en`` is the one of 16 March, in English; other names are told as they are."""
    found = _NAME.fullmatch(stem)
    title = f"Daily report of {found['day']}{' (EXERCISE)' if found['exercise'] else ''}" if found else stem
    return ReportLine(title=title, language=found["language"] if found else "en", files=tuple(files))
