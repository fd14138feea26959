"""The daily report from data. Incidents come through the gate first, so it cannot hold more than the tier may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ceasewatch.model import (
    FIRING,
    IMPEDIMENTS,
    Assessment,
    Clause,
    Count,
    Coverage,
    CoverageState,
    Kind,
    Outcome,
    Release,
    Role,
    TimeInterval,
    to_us,
)
from ceasewatch.model.struct import PPM
from ceasewatch.model.table import ROLES, IncidentTable
from ceasewatch.release import Gate, NoPosition, ReleasedEffort, ReleasedIncident, Screened, pins_of
from ceasewatch.release.fields import day
from ceasewatch.release.policy import CELL_M
from ceasewatch.report import counting, feeds
from ceasewatch.report.daily_report import (
    AreaRow,
    Attention,
    ClauseName,
    Compared,
    Correction,
    DailyReport,
    NotWorking,
    Picture,
    Tally,
    Undetermined,
)
from ceasewatch.report.inputs import DailyInputs
from ceasewatch.report.picture import picture

PRODUCT = "daily report"
ANNEX_ROWS = 300
WIDEST_US = 36 * 3600 * 1_000_000
"""An incident dated no better than this belongs to no single day and is counted in none."""
AGGREGATE = ROLES.index(Role.aggregate)
COUNTED = FIRING | {Kind.violation}
"""Kinds of reported totals that have a figure of ours to stand beside."""


def build(inputs: DailyInputs, gate: Gate, *, annex_rows: int = ANNEX_ROWS) -> DailyReport:
    """The report on ``inputs.period`` for the audience of ``gate``.

    Args:
        inputs: data of the mission.
        gate: tier, moment of issue, outlines, cells already shown.
        annex_rows: longest annex; how many rows are left out is printed.

    Raises:
        RefusedError: the period is not over for long enough at this tier.
    """
    gate = _equipped(gate, inputs)
    now, before = (_screen(inputs, gate, period) for period in (inputs.period, inputs.previous))
    effort, rows, total = _by_area(inputs, gate, now.items, before.items)
    listed = _listed(now.items)
    annex = tuple(listed[:annex_rows])
    assessments = _of(inputs.assessments, now.items)
    return DailyReport(
        mission=inputs.mission.name,
        status=inputs.mission.status,
        tier=gate.tier,
        audience=gate.rule.audience,
        zone=inputs.mission.zone,
        start=inputs.period.start,
        end=inputs.period.end,
        previous_start=inputs.previous.start,
        issued_at=gate.at,
        as_of=inputs.as_of,
        as_reported=inputs.as_reported,
        record_size=inputs.record_size,
        record_root=inputs.record_root,
        code_version=inputs.code_version,
        cell_m=CELL_M.get(gate.rule.resolution, 0),
        delay_s=gate.rule.delay_s,
        areas=rows,
        total=total,
        kinds=counting.by_kind(now.items, before.items),
        reports=sum(i.reports for i in now.items),
        incidents=len(now.items),
        origins=sum(i.origins for i in now.items),
        feeds=feeds.feed_rows(inputs, gate),
        compared=_compared(inputs, gate, rows),
        clauses=tuple(gate.clause_totals(now.items, assessments)),
        clause_names=tuple(map(_clause_name, inputs.clauses)),
        alerts=counting.counted(now.items, before.items, counting.is_alert),
        thermal=counting.counted(now.items, before.items, counting.is_thermal),
        effort=tuple(effort),
        attention=_attention(inputs, gate),
        not_working=_not_working(inputs, gate),
        impediments=tuple(i for i in now.items if i.kind in IMPEDIMENTS),
        undetermined=_undetermined(inputs, listed, assessments),
        killed=now.killed,
        injured=now.injured,
        casualty_incidents=now.casualty_incidents,
        corrections=_corrections(inputs, gate, annex),
        annex=annex,
        annex_left=len(listed) - len(annex),
        picture=_map(inputs, now.items, rows),
        dropped=now.dropped,
    )


def _attention(inputs: DailyInputs, gate: Gate) -> Attention:
    shares = tuple((s.side, round(100 * s.share)) for s in inputs.shares) if gate.rule.observers else ()
    return Attention(unequal=any(s.unequal for s in inputs.shares), shares=shares)


def _listed(items: Iterable[ReleasedIncident]) -> list[ReleasedIncident]:
    """What the annex lists, in its order: everything but alerts and hotspots."""
    found = [i for i in items if not counting.is_alert(i) and not counting.is_thermal(i)]
    return sorted(found, key=lambda i: (i.area == "", i.area, i.from_day, i.id))


def _equipped(gate: Gate, inputs: DailyInputs) -> Gate:
    """The gate with what the inputs know of outlines, clauses and cells already shown, where it has none of its own.

    Raises:
        RefusedError: the period is not over for long enough at its tier.
    """
    gate.period_over(inputs.period.end)
    return replace(
        gate,
        areas=gate.areas or inputs.areas,
        clauses=gate.clauses or tuple(inputs.clauses),
        pins=gate.pins or pins_of(inputs.releases),
    )


def product(inputs: DailyInputs) -> str:
    """Name under which releases of this report are logged; language and form may follow it.

    A replay of history is a product of its own: it corrects no report that was given out on the day.
    """
    name = f"{PRODUCT} {day(inputs.period.end, inputs.mission.zone)}"
    return f"{name} as reported {inputs.as_reported:%Y-%m-%dT%H:%MZ}" if inputs.as_reported else name


def in_period(table: IncidentTable, period: TimeInterval) -> IncidentTable:
    """Incidents whose middle lies in the period and that are dated well enough to belong to one day."""
    middle = feeds.middle_us(table.start_us, table.end_us)
    keep = feeds.within(middle, period) & (table.end_us - table.start_us <= WIDEST_US)
    return table.take(np.flatnonzero(keep))


def _screen(inputs: DailyInputs, gate: Gate, period: TimeInterval) -> Screened:
    return gate.screen(in_period(inputs.incidents, period), inputs.assessments)


def _of(assessments: Iterable[Assessment], items: Sequence[ReleasedIncident]) -> list[Assessment]:
    ids = {i.id for i in items}
    return [a for a in assessments if a.incident in ids]


def _by_area(
    inputs: DailyInputs, gate: Gate, now: Sequence[ReleasedIncident], before: Sequence[ReleasedIncident]
) -> tuple[list[ReleasedEffort], tuple[AreaRow, ...], AreaRow]:
    """Effort of the period, a row for each area, and all areas together."""
    names = inputs.areas.names if inputs.areas else ()
    effort, effort_before = (gate.coverage(inputs.coverage, period) for period in (inputs.period, inputs.previous))
    permitted = counting.allowed(inputs.assessments)
    rows = counting.by_area(now, before, effort, effort_before, names, permitted)
    return effort, rows, counting.whole(rows, now, before, permitted)


def _map(inputs: DailyInputs, items: Sequence[ReleasedIncident], rows: Sequence[AreaRow]) -> Picture | None:
    fighting = [i for i in items if counting.is_fighting(i) and not i.statements_only]
    return picture(inputs, fighting, {r.area: r.effort for r in rows})


def _clause_name(c: Clause) -> ClauseName:
    return ClauseName(pack=c.pack, clause=c.id, number=c.number, summary=c.summary, verified=c.verified)


def _compared(inputs: DailyInputs, gate: Gate, rows: Sequence[AreaRow]) -> tuple[Compared, ...]:
    table = inputs.observations
    middle = feeds.middle_us(table.start_us, table.end_us)
    found = np.flatnonzero((table.role == AGGREGATE) & feeds.within(middle, inputs.period))
    ours = {r.area: r.now for r in rows}
    empty = counting.tally(())
    return tuple(
        Compared(
            feed=t.feed,
            area=t.area,
            kind=t.kind,
            from_day=t.from_day,
            to_day=t.to_day,
            reported=t.count,
            ours=_like(t.kind, ours.get(t.area, empty)),
        )
        for t in gate.totals(table.rows[found])
        if t.kind in COUNTED  # a total of something that this report does not count has nothing beside it
    )


def _like(kind: str, ours: Tally) -> Count:
    return ours.explosions if kind == Kind.explosion else ours.violations


def _not_working(inputs: DailyInputs, gate: Gate) -> tuple[NotWorking, ...]:
    if not gate.rule.observers:
        return ()
    found = [c for c in gate.coverage_entries(inputs.coverage) if _is_down(c) and c.interval.overlaps(inputs.period)]
    return tuple(_outage(c) for c in sorted(found, key=lambda c: (c.area_name, c.observer, c.interval.start)))


def _is_down(entry: Coverage) -> bool:
    return entry.state is not CoverageState.observing


def _outage(entry: Coverage) -> NotWorking:
    return NotWorking(
        observer=entry.observer,
        kind=entry.observer_kind,
        area=entry.area_name,
        start=entry.interval.start,
        end=entry.interval.end,
        state=entry.state,
        degraded_by=entry.degraded_by,
    )


def _undetermined(
    inputs: DailyInputs, items: Sequence[ReleasedIncident], assessments: Sequence[Assessment]
) -> Undetermined:
    table = inputs.incidents
    wide = table.end_us - table.start_us > WIDEST_US
    touches = (table.start_us < to_us(inputs.period.end)) & (table.end_us >= to_us(inputs.period.start))
    seen = inputs.observations
    reports = seen.rows[feeds.within(feeds.middle_us(seen.start_us, seen.end_us), inputs.period)]
    why = [i.no_position for i in items]
    return Undetermined(
        place_unknown=why.count(NoPosition.not_known),
        place_wide=why.count(NoPosition.too_wide),
        place_withheld=why.count(NoPosition.origin_of_fire) + why.count(NoPosition.force),
        area_unknown=sum(1 for i in items if not i.area),
        time_wide=int((wide & touches).sum()),
        kind_unclear=sum(1 for i in items if i.kind_p_ppm < PPM // 2 or i.kind == Kind.other),
        contradicted=sum(1 for i in items if i.contradicted),
        assessments=sum(1 for a in assessments if a.outcome is Outcome.undetermined),
        unread=sum(1 for o in reports if o.unread),
        quarantined=inputs.quarantined,
    )


def _corrections(inputs: DailyInputs, gate: Gate, annex: Sequence[ReleasedIncident]) -> tuple[Correction, ...]:
    name = product(inputs)
    earlier = [r for r in inputs.releases if _of_product(r.product, name) and r.tier is gate.tier]
    return tuple(_correction(r, annex) for r in earlier)


def _of_product(logged: str, name: str) -> bool:
    """Whether a release is logged under ``name``, in whatever language and form, and is no replay of history."""
    return logged.startswith(name) and " as reported " not in logged.removeprefix(name)


def _correction(release: Release, annex: Sequence[ReleasedIncident]) -> Correction:
    then, now = set(release.incidents), {i.id for i in annex}
    cells = dict(release.cells)
    return Correction(
        id=release.id,
        at=release.at,
        content_sha256=release.content_sha256,
        added=len(now - then),
        removed=len(then - now),
        moved=sum(1 for i in annex if i.id in cells and i.cell != cells[i.id]),
    )
