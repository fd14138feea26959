"""Products made and logged in one step: what is given out is in the record before it is on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ceasewatch.model import Release, Tier
from ceasewatch.model.errors import UsageError
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.pipeline.detecting import UnitDetectability
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import project
from ceasewatch.pipeline.releases import log
from ceasewatch.pipeline.report_inputs import daily_inputs
from ceasewatch.release import Gate
from ceasewatch.report.daily import build, product
from ceasewatch.report.daily_report import DailyReport

FORMS = ("pdf", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeDaily:
    """A daily report, in the forms asked for.

    Attributes:
        contents: one for each form, in the order asked.
        releases: as logged, likewise.
    """

    report: DailyReport
    contents: tuple[bytes, ...]
    releases: tuple[Release, ...]


def make_daily(
    folder: MissionFolder,
    day: date,
    forms: Sequence[str],
    *,
    at: datetime,
    approved_by: str,
    tier: Tier = Tier.T5,
    party: PartyId = NO_PARTY,
    days: int = 1,
    language: str | None = None,
    as_of: datetime | None = None,
    as_reported: datetime | None = None,
) -> MadeDaily:
    """The report of ``day``, logged.

    Args:
        folder: the mission.
        day: local date of the cut-off.
        forms: ``pdf``, ``html``.
        at: moment of issue.
        approved_by: who lets it go.
        tier: for whom.
        party: at T2, the party that will read it.
        days: length of the period.
        language: of the headings; else the mission's first.
        as_of: only what the record held then.
        as_reported: only what sources had reported by then.

    Raises:
        RefusedError: the tier may not have it yet.
        UsageError: an unknown form, or T2 without a party.
    """
    for form in forms:
        if form not in FORMS:
            raise UsageError(f"{form!r} is no form of a report", where="--out", todo="end the name in .pdf or .html")
    gate = _gate(folder, tier, at, party)
    if as_of is None and as_reported is None:
        project(folder, task="report")
    inputs = daily_inputs(folder, day, days=days, as_of=as_of, as_reported=as_reported)
    report = build(inputs, gate)
    spoken = language or folder.mission.languages[0]
    contents, releases = [], []
    for form in forms:
        content = _rendered(report, form, spoken)
        name = f"{product(inputs)} {spoken} {form}"
        release = gate.release(
            name,
            content,
            approved_by=approved_by,
            items=report.annex,
            dropped=report.dropped,
            corrects=[c.id for c in report.corrections],
        )
        log(folder, release)
        contents.append(content)
        releases.append(release)
    return MadeDaily(report=report, contents=tuple(contents), releases=tuple(releases))


def _gate(folder: MissionFolder, tier: Tier, at: datetime, party: PartyId) -> Gate:
    """What a report knows beyond this, it takes from its inputs."""
    return Gate(
        tier,
        at=at,
        zone=folder.mission.zone,
        status=folder.mission.status,
        party=party,
        detecting=UnitDetectability(folder),
    )


def _rendered(report: DailyReport, form: str, language: str) -> bytes:
    if form == "pdf":
        from ceasewatch.report import pdf

        return pdf.render(report, language)
    from ceasewatch.report import html

    return html.render(report, language).encode()
