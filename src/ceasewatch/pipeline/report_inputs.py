"""What a daily report is made from: out of the projections, or of a fold where the reader asks what was known then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ceasewatch.agreement.places import Figure, Version
from ceasewatch.model import Coverage, Incident, Line, Position, TimeInterval, to_us
from ceasewatch.model.ids import FeedId, ObservationId, PartyId
from ceasewatch.model.table import IncidentTable
from ceasewatch.pipeline.fold import Cut, fold, tabulated
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections
from ceasewatch.pipeline.tables import incident_table
from ceasewatch.report.inputs import DailyInputs, NamedLine, SideShare, Town
from ceasewatch.report.periods import periods
from ceasewatch.store import AssessmentFilter, Filter, Logged, Projections, QuarantinedRow

TOWNS = 12
"""The map names at most so many settlements, the largest first."""


def daily_inputs(
    folder: MissionFolder,
    day: date,
    *,
    days: int = 1,
    as_of: datetime | None = None,
    as_reported: datetime | None = None,
) -> DailyInputs:
    """Everything that the report of ``day`` rests on.

    Args:
        folder: the mission.
        day: local date of the cut-off at which the period ends.
        days: length of the period.
        as_of: only what the record held at this moment.
        as_reported: only what sources had reported by this moment, for back-filled history. A rejected row has no
            time of its own and the day of its delivery says nothing then, so all that were rejected count.

    Raises:
        EnvironmentProblem: projections are being made by another process, or keys are not at hand.
    """
    period, previous = periods(day, folder.mission, days)
    if as_of is None and as_reported is None:
        with open_projections(folder) as store:
            return _from_projections(folder, store, period, previous)
    return _from_fold(folder, period, previous, Cut(until_time=as_of, as_reported=as_reported))


def _from_projections(
    folder: MissionFolder, store: Projections, period: TimeInterval, previous: TimeInterval
) -> DailyInputs:
    """Only what touches the two periods is read."""
    both = Filter(start=previous.start, end=period.end)
    incidents = store.incidents(both)
    rows = _observations(store, both, incidents)
    table = tabulated(rows, folder.areas)
    mark = store.watermark()
    coverage = store.coverage(both)
    return DailyInputs(
        mission=folder.mission,
        period=period,
        previous=previous,
        observations=table,
        incidents=incident_table(incidents, table),
        assessments=store.assessments(AssessmentFilter(incidents=both)),
        coverage=coverage,
        shares=_shares(folder, coverage, period),
        manifests=folder.manifests,
        clauses=tuple(clause for pack in folder.packs for clause in pack.clauses),
        areas=folder.areas,
        lines=_lines(folder, period.end),
        towns=_towns(folder),
        releases=store.releases(),
        last_reports=_last_reports(store, period.end),
        quarantined=_rejected(store.quarantined(Filter(recorded_from=period.start)), period),
        record_size=mark.size,
        record_root=mark.root,
        code_version=mark.code_version,
    )


def _shares(folder: MissionFolder, coverage: Sequence[Coverage], period: TimeInterval) -> tuple[SideShare, ...]:
    """How the effort was shared by two parties' sides; empty unless that is known for most of it."""
    if len(folder.mission.parties) != 2:
        return ()
    from ceasewatch.coverage import Parity, audit, effort
    from ceasewatch.pipeline.watching import book

    first, second = (p.id for p in folder.mission.parties)
    found = audit(effort(book(folder, coverage, period), ("side",)), (first, second))
    if found.parity is Parity.not_known:
        return ()
    equal = found.parity is Parity.equal
    return tuple(SideShare(side=PartyId(s.side), share=s.share, unequal=not equal) for s in found.sides)


def _observations(store: Projections, both: Filter, incidents: Sequence[Incident]) -> list[Logged]:
    """What happened or was reported in the periods, and all members of their incidents."""
    reported = Filter(reported_from=both.start, reported_to=both.end)
    found = {row.observation.id: row for query in (both, reported) for row in store.observations(query)}
    members: Iterable[ObservationId] = (m.observation for i in incidents for m in i.members)
    missing = sorted({m for m in members if m not in found})
    found |= {row.observation.id: row for row in store.observations_by_id(missing)}
    return sorted(found.values(), key=lambda row: row.seq)


def _last_reports(store: Projections, before: datetime) -> dict[FeedId, datetime]:
    """When each feed, and each of its voices under its own id, last reported: perhaps long before the periods."""
    last: dict[FeedId, datetime] = {}
    for told in store.last_reports(before):
        for name in (told.feed, FeedId(told.observer)):
            last[name] = max(told.at, last.get(name, told.at))
    return last


def _from_fold(folder: MissionFolder, period: TimeInterval, previous: TimeInterval, cut: Cut) -> DailyInputs:
    with folder.open_record(fresh_keys=True) as record:
        folded = fold(record, judging(folder), cut)
    return DailyInputs(
        mission=folder.mission,
        period=period,
        previous=previous,
        observations=folded.observations,
        incidents=_touching(folded.incident_table, previous.start, period.end),
        assessments=folded.assessments,
        coverage=folded.coverage,
        shares=_shares(folder, folded.coverage, period),
        manifests=folder.manifests,
        clauses=tuple(clause for pack in folder.packs for clause in pack.clauses),
        areas=folder.areas,
        lines=_lines(folder, period.end),
        towns=_towns(folder),
        releases=folded.releases,
        quarantined=len(folded.quarantined) if cut.as_reported else _rejected(folded.quarantined, period),
        record_size=folded.mark.size,
        record_root=folded.mark.root,
        code_version=folded.mark.code_version,
        as_of=cut.until_time,
        as_reported=cut.as_reported,
    )


def _touching(table: IncidentTable, start: datetime, end: datetime) -> IncidentTable:
    return table.take((table.start_us <= to_us(end)) & (table.end_us >= to_us(start)))


def _rejected(rows: Iterable[QuarantinedRow], period: TimeInterval) -> int:
    return sum(1 for row in rows if row.recorded_at and period.start <= row.recorded_at < period.end)


def _lines(folder: MissionFolder, at: datetime) -> tuple[NamedLine, ...]:
    """The lines of the packs that are in force at ``at``."""
    drawn = (_in_force(figure, to_us(at)) for pack in folder.packs for figure in pack.lines.values())
    return tuple(NamedLine(name=v.note.name, line=_line(v)) for v in drawn if v is not None)


def _in_force(figure: Figure, at_us: int) -> Version | None:
    return next((v for v in figure.versions if v.from_us <= at_us < v.to_us), None)


def _line(version: Version) -> Line:
    path = tuple(Position.of(lat, lon) for lat, lon in zip(version.lat.tolist(), version.lon.tolist(), strict=True))
    return Line(path=path, buffer_m=round(version.sigma_m * 1.96))


def _towns(folder: MissionFolder) -> tuple[Town, ...]:
    entries = folder.gazetteer.entries if folder.gazetteer else ()
    largest = sorted(entries, key=lambda e: (-e.population, e.name))[:TOWNS]
    return tuple(Town(name=e.name, lat=e.lat, lon=e.lon) for e in largest)
