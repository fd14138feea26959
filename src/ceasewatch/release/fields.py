"""Times, counts and sums of a released incident, as fine as the rule allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ceasewatch.model import Assessment, Kind, Observation, Outcome, Status, from_us
from ceasewatch.model.struct import PPM
from ceasewatch.release import cells, harm
from ceasewatch.release.candidates import Candidate, only_statements
from ceasewatch.release.policy import CELL_M, PERSONAL, Grain, Rule
from ceasewatch.release.position import Placed
from ceasewatch.release.released import ClauseTotal, ReleasedAssessment, ReleasedIncident, ReportedTotal
from ceasewatch.release.words import Likelihood, likelihood


def released(
    c: Candidate,
    rule: Rule,
    placed: Placed,
    zone: str,
    status: Status,
    assessments: tuple[ReleasedAssessment, ...],
) -> ReleasedIncident:
    """A candidate as ``rule`` lets it be told, at the place that was found for it."""
    start, end = from_us(c.start_us), from_us(c.end_us)
    told_start, told_end = moments(start, end, rule.grain)
    personal = c.kind in PERSONAL
    return ReleasedIncident(
        id=c.id,
        tier=rule.tier,
        from_day=day(start, zone),
        to_day=day(end, zone),
        start=told_start,
        end=told_end,
        kind=c.kind,
        kind_p_ppm=round(c.kind_p * 100) * (PPM // 100),
        area=placed.area,
        cell=cells.text(placed.cell) if placed.cell else "",
        cell_m=CELL_M[cells.resolution_of(placed.cell)] if placed.cell else 0,
        lat_e7=placed.lat_e7,
        lon_e7=placed.lon_e7,
        radius_m=placed.radius_m,
        no_position=placed.why_not,
        count=harm.suppressed(c.count, rule.least_count if personal else 0),
        killed=harm.suppressed(harm.killed(c.members), rule.least_count),
        injured=harm.suppressed(harm.injured(c.members), rule.least_count),
        reports=c.reports,
        origins=c.origins,
        observer_kinds=tuple(sorted({o.observer_kind.value for o in c.members})),
        statements_only=only_statements(c.members),
        assessments=assessments,
        contradicted=bool(c.contradictions),
        contradictions=c.contradictions if rule.reasons else (),
        status=status.cap,
    )


def day(moment: datetime, zone: str) -> str:
    """ISO date in ``zone``."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def moments(start: datetime, end: datetime, grain: Grain) -> tuple[datetime | None, datetime | None]:
    """Start and end widened to the grain; ``None`` where only days are told."""
    if grain is Grain.day:
        return None, None
    if grain is Grain.exact:
        return start, end
    floor = start.replace(minute=0, second=0, microsecond=0)
    ceiling = end.replace(minute=0, second=0, microsecond=0)
    return floor, ceiling if ceiling == end and end > start else ceiling + timedelta(hours=1)


def reported_total(observation: Observation, zone: str) -> ReportedTotal:
    """A reported total, dated by days."""
    return ReportedTotal(
        feed=observation.feed,
        area=observation.area_name,
        kind=observation.kind.best or Kind.other.value,
        from_day=day(observation.phenomenon.start, zone),
        to_day=day(observation.phenomenon.end, zone),
        count=harm.suppressed(observation.count, 0),
    )


def clause_totals(assessments: Sequence[Assessment]) -> list[ClauseTotal]:
    """Number of incidents by pack, clause, reading and outcome, in that order."""
    groups: dict[tuple[str, str, str, str], list[Assessment]] = defaultdict(list)
    for a in assessments:
        groups[(a.pack, a.clause, a.reading, a.outcome.value)].append(a)
    order = {o.value: n for n, o in enumerate(Outcome)}
    keys = sorted(groups, key=lambda k: (*k[:3], order[k[3]]))
    return [_total(groups[key]) for key in keys]


def _total(found: Sequence[Assessment]) -> ClauseTotal:
    words = Counter(likelihood(a.p_breach_ppm) for a in found)
    return ClauseTotal(
        pack=found[0].pack,
        clause=found[0].clause,
        reading=found[0].reading,
        outcome=found[0].outcome,
        incidents=len({a.incident for a in found}),
        likelihoods=tuple((w, words[w]) for w in reversed(Likelihood) if w in words),
        unverified=tuple(sorted({u for a in found for u in a.unverified})),
    )
