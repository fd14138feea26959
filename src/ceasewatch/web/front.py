"""The first page's context: the public tier, whoever asks."""

from __future__ import annotations

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
from ceasewatch.web.page import FeedLine, FrontPage, IncidentLine, ReportLine
from ceasewatch.web.reports import published

NEWEST = 25
"""Incidents on the page."""

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
    items = gate.incidents(found.incidents, found.assessments, found.observations)
    return FrontPage(
        mission=folder.mission.name,
        exercise=folder.mission.status is Status.exercise,
        at=at,
        cutoff=gate.newest,
        feeds=feeds,
        incidents=tuple(_incident(i) for i in reversed(items)),
        reports=_reports(folder),
        withheld=WITHHELD,
    )


def _feeds(folder: MissionFolder, store: Projections, gate: Gate) -> tuple[FeedLine, ...]:
    states = [
        FeedHealth(
            feed=s.feed,
            title=s.title,
            reports=s.observations,
            last=s.last_delivery,
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
        outcome=_outcome(outcome_text(item)),
    )


def _outcome(lines: Sequence[str]) -> str:
    text = "; ".join(lines).replace("_", " ")
    return text.replace(" *", " (rests on unverified numbers)") or "no clause speaks of it"


def _reports(folder: MissionFolder) -> tuple[ReportLine, ...]:
    names = list(published(folder))[:REPORTS]
    return tuple(ReportLine(name=n, language=_language(n), url=f"/reports/{n}") for n in names)


def _language(name: str) -> str:
    """``daily-2022-03-16-t5-en.pdf`` is in English."""
    found = name.rpartition(".")[0].rpartition("-")[2]
    return found if len(found) == 2 else "en"
