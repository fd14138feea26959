"""``ceasewatch coverage`` and ``ceasewatch quiet``: who was looking, and what their seeing nothing is worth.

The public gets a word an area, of past days. Figures, maps and tasking tell where nobody looks: mission analysts only,
asked for with ``--tier T1`` and logged in the record (design rule 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from ceasewatch.cli.options import (
    Format,
    FormatOption,
    MissionOption,
    PartyOption,
    TierOption,
    moment,
    now,
    open_mission,
)
from ceasewatch.cli.output import Row, emit, emit_json
from ceasewatch.cli.query import user
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.model import TimeInterval
    from ceasewatch.observers.events import Events
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate
    from ceasewatch.release.statements import ReleasedStatement
    from ceasewatch.store import Projections

DayOption = Annotated[
    str,
    typer.Option("--date", help="Local date of the cut-off; else the newest that may be known.", show_default=False),
]
SupposedOption = Annotated[str, typer.Option("--kind", help="Kind of the supposed violation.")]
WeaponOption = Annotated[str, typer.Option("--weapon", help="Its weapon class, as `mortar_120`.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("coverage")(coverage)
    app.command("quiet")(quiet)


def coverage(
    context: typer.Context,
    day: DayOption = "",
    map_: Annotated[
        str,
        typer.Option(
            "--map", help="Sector: probability of being seen and smallest yield, by cell (T1).", show_default=False
        ),
    ] = "",
    tasking: Annotated[
        Path | None,
        typer.Option(
            "--tasking", help="File of candidates, as of the coverage feed: which to send (T1).", show_default=False
        ),
    ] = None,
    missed: Annotated[
        str,
        typer.Option("--missed", help="Sector: how many nobody saw, by several models (T1).", show_default=False),
    ] = "",
    days: Annotated[int, typer.Option("--days", help="With --missed: days that end there.", min=1, max=92)] = 28,
    area: Annotated[str, typer.Option("--area", help="Sector of the tasking.", show_default=False)] = "",
    hours: Annotated[float, typer.Option("--hours", help="Effort to give out; 0 is all of it.", min=0.0)] = 0.0,
    kind: SupposedOption = "explosion",
    weapon: WeaponOption = "",
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Say who was looking, by area: to the public adequate, partial, none or unknown, and of past days only."""
    from ceasewatch.pipeline.queries import view
    from ceasewatch.pipeline.releases import gate_for
    from ceasewatch.pipeline.watching import question

    folder = open_mission(context, mission)
    with view(folder) as store:
        gate = gate_for(folder, store, tier, now(), party=PartyId(party))
        if map_:
            gate.analysts_only("maps of what would be seen")
            _map(folder, store, gate, map_, _day(folder, gate, day), question(kind, weapon), form)
        elif missed:
            gate.analysts_only("estimates of what was missed")
            _missed(folder, store, gate, missed, (_day(folder, gate, day), days), question(kind, weapon), form)
        elif tasking:
            gate.analysts_only("tasking")
            _tasking(folder, store, gate, tasking, area, question(kind, weapon), hours, form)
        else:
            _list(folder, store, gate, _day(folder, gate, day), form)


def _day(folder: MissionFolder, gate: Gate, day: str) -> date:
    from ceasewatch.web.effort import newest_day

    asked = moment(day, "--date")
    return asked.date() if asked else newest_day(gate, folder.mission)


def _period(folder: MissionFolder, day: date) -> TimeInterval:
    from ceasewatch.report.periods import periods

    return periods(day, folder.mission)[0]


def _list(folder: MissionFolder, store: Projections, gate: Gate, day: date, form: Format) -> None:
    from ceasewatch.pipeline.watching import recorded
    from ceasewatch.release import EffortState

    period = _period(folder, day)
    effort = gate.coverage(recorded(store, period), period)
    _log(folder, gate, f"coverage {day}")
    rows = [(e.area or "not known", e.state, *_hours(gate, e.observers, e.expected_h, e.hours)) for e in effort]
    told = {e.area for e in effort}
    names = folder.areas.names if folder.areas else ()
    rows += [(a, EffortState.unknown, *_hours(gate, 0, 0, ())) for a in names if a not in told]
    columns = ("area", "effort", *(("observers", "hours expected", "hours by state") if gate.rule.observers else ()))
    span = f"{period.start:%Y-%m-%d %H:%MZ} to {period.end:%Y-%m-%d %H:%MZ}"
    note = f"{span}. Of an area that is unknown or not listed, nobody knows whether anyone was looking."
    _emit(folder, "Effort", columns, rows, form, note + _parity(folder, store, gate, period))


def _parity(folder: MissionFolder, store: Projections, gate: Gate, period: TimeInterval) -> str:
    """The caveat of the parity audit, for analysts; the report carries it for the others."""
    if not gate.rule.observers:
        return ""
    from ceasewatch.pipeline.watching import parity

    found = parity(folder, store, period)
    return f" {found.caveat}" if found and found.caveat else ""


def _hours(gate: Gate, observers: int, expected_h: int, hours: Sequence[tuple[str, int]]) -> tuple[object, ...]:
    if not gate.rule.observers:
        return ()
    return observers, expected_h, ", ".join(f"{state} {n}" for state, n in hours)


def _map(
    folder: MissionFolder, store: Projections, gate: Gate, name: str, day: date, like: Events, form: Format
) -> None:
    from ceasewatch.coverage import moments, smallest_yield, watching
    from ceasewatch.model import to_us
    from ceasewatch.pipeline.sectors import sector
    from ceasewatch.pipeline.watching import FEW_MOMENTS, book, looked, recorded

    period = _period(folder, day)
    where = sector(folder, name, period.end)
    cells, watch = where.cells(), watching(book(folder, recorded(store, period), period))
    p = looked(cells, watch, period, like).p
    least = smallest_yield(cells, moments(to_us(period.start), to_us(period.end), FEW_MOMENTS), like, watch)
    found = zip(cells.lat, cells.lon, p.mean(axis=0), p.min(axis=0), least, strict=True)
    rows = [
        (round(float(lat), 4), round(float(lon), 4), round(float(mean), 3), round(float(worst), 3), _kg(float(kg)))
        for lat, lon, mean, worst, kg in found
    ]
    columns = ("lat", "lon", "p_seen", "p_seen_worst_hour", "smallest_yield_kg")
    _log(folder, gate, f"coverage map {where.name} {day}", msgspec.json.encode(rows))
    note = (
        "For mission analysts: it tells where nobody looks. p_seen: mean probability over the day that such a violation"
        " would have been seen. smallest_yield_kg: of TNT, seen with 90%; empty: none is."
    )
    if form is Format.geojson:
        emit_json(_features(columns, rows, folder.mission.status.cap))
    else:
        _emit(folder, f"What would have been seen in {where.name}", columns, rows, form, note)


def _missed(
    folder: MissionFolder,
    store: Projections,
    gate: Gate,
    name: str,
    asked: tuple[date, int],
    like: Events,
    form: Format,
) -> None:
    from ceasewatch.cli.missed import COLUMNS, note, rows
    from ceasewatch.model import TimeInterval
    from ceasewatch.pipeline.missing import missing
    from ceasewatch.pipeline.sectors import sector

    day, days = asked
    end = _period(folder, day).end
    where = sector(folder, name, end)
    period = TimeInterval(start=_period(folder, day - timedelta(days=days - 1)).start, end=end)
    found = missing(store, where, period, like)
    _log(folder, gate, f"missed {where.name} {day} {days}", msgspec.json.encode(rows(found)))
    _emit(folder, f"Seen and missed in {where.name}", COLUMNS, rows(found), form, note(found))


def _kg(value: float) -> float | None:
    return None if value == float("inf") else float(f"{value:.3g}")


def _features(columns: Sequence[str], rows: Sequence[Row], status: str) -> dict[str, object]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row[1], row[0]]},
                "properties": {**dict(zip(columns[2:], row[2:], strict=True)), "status": status},
            }
            for row in rows
        ],
    }


def _tasking(
    folder: MissionFolder,
    store: Projections,
    gate: Gate,
    path: Path,
    area: str,
    like: Events,
    hours: float,
    form: Format,
) -> None:
    from ceasewatch.pipeline.sectors import sector
    from ceasewatch.pipeline.tasking import plan, planned

    if not area:
        raise UsageError("for which sector?", where="--tasking", todo="name it with --area")
    entries = planned(path)
    where = sector(folder, area, max(c.interval.end for c in entries))
    found = plan(folder, store, where, entries, like, hours)
    rows = [(n + 1, t.id, t.side, round(t.hours, 1), round(t.gain_bits, 4)) for n, t in enumerate(found.tasking.tasks)]
    _log(folder, gate, f"tasking {where.name} {found.period.start:%Y-%m-%d}", msgspec.json.encode(rows))
    sides = ", ".join(f"{side} {h:.0f} h" for side, h in found.tasking.hours_by_side)
    left = ", ".join(found.tasking.left_for_parity)
    note = (
        f"For mission analysts. Effort with what stands: {sides}; imbalance {found.tasking.imbalance:.2f}."
        f" Left out so that neither side is watched more: {left or 'none'}. Gain: what each adds to those above it."
    )
    _emit(folder, f"Tasking for {where.name}", ("rank", "candidate", "side", "hours", "gain_bits"), rows, form, note)


def quiet(
    context: typer.Context,
    area: Annotated[str, typer.Argument(metavar="AREA", help="First-level unit, or id of a zone of a pack.")],
    day: Annotated[
        str,
        typer.Option("--on", help="Local date of the cut-off; else the newest that may be known.", show_default=False),
    ] = "",
    days: Annotated[int, typer.Option("--days", help="So many days that end there, a line each.", min=1, max=92)] = 1,
    kind: SupposedOption = "explosion",
    weapon: WeaponOption = "",
    at_least: Annotated[int, typer.Option("--observers", help="Independent observers that must see it.", min=1)] = 1,
    dispersion: Annotated[
        float,
        typer.Option("--dispersion", help="Variance / mean of counts, where history does not tell; 0: from history."),
    ] = 0.0,
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Quiet or unseen? What was observed in a sector and, had there been something, who would have seen it."""
    from ceasewatch.pipeline.queries import view
    from ceasewatch.pipeline.releases import gate_for

    folder = open_mission(context, mission)
    with view(folder) as store:
        gate = gate_for(folder, store, tier, now(), party=PartyId(party))
        last = _day(folder, gate, day)
        asked = [last - timedelta(days=days - 1 - n) for n in range(days)]
        if gate.rule.observers:
            _statements(folder, store, gate, area, asked, (kind, weapon), at_least, dispersion, form)
        else:
            _words(folder, store, gate, area, asked, form)


def _words(
    folder: MissionFolder, store: Projections, gate: Gate, area: str, asked: Sequence[date], form: Format
) -> None:
    """Outside the mission: the effort of first-level units, as a word."""
    from ceasewatch.pipeline.sectors import sector
    from ceasewatch.pipeline.watching import recorded
    from ceasewatch.release import EffortState

    where = sector(folder, area, _period(folder, asked[-1]).end)
    if not where.unit:
        raise RefusedError(
            f"{gate.tier} ({gate.rule.audience}) gets effort of first-level units only",
            where=area,
            todo="name a unit; mission analysts may ask for zones with --tier T1",
        )
    rows = []
    for day in asked:
        period = _period(folder, day)
        found = {e.area: e.state for e in gate.coverage(recorded(store, period), period)}
        rows.append((where.name, f"{day}", found.get(where.name, EffortState.unknown)))
    _log(folder, gate, f"effort {where.name} {asked[0]} {asked[-1]}")
    note = f"Tier {gate.tier} ({gate.rule.audience}). What would have been seen is for mission analysts."
    _emit(folder, "Effort", ("area", "day", "effort"), rows, form, note)


def _statements(
    folder: MissionFolder,
    store: Projections,
    gate: Gate,
    area: str,
    asked: Sequence[date],
    supposed: tuple[str, str],
    at_least: int,
    dispersion: float,
    form: Format,
) -> None:
    from ceasewatch.coverage import assumed
    from ceasewatch.coverage.look import DOUBT
    from ceasewatch.pipeline.sectors import sector
    from ceasewatch.pipeline.watching import question, quiet
    from ceasewatch.release.statements import statement

    like = question(*supposed)
    what = f"{supposed[0]} of {supposed[1]}" if supposed[1] else supposed[0]
    stated = assumed(dispersion, "stated on the command line") if dispersion else None
    told = []
    for day in asked:
        period = _period(folder, day)
        where = sector(folder, area, period.end)
        q = quiet(folder, store, where, period, like, at_least=at_least, dispersion=stated)
        told.append(
            statement(
                gate, q.statement, sector=q.sector, period=period, what=what, observers=at_least,
                dispersion=q.dispersion, unplaced=q.counted.unplaced,
            )
        )  # fmt: skip
    _log(folder, gate, f"quiet {area} {asked[0]} {asked[-1]}", msgspec.json.encode(told))
    if form is Format.json:
        emit_json(told)
        return
    columns = ("day", "outcome", "seen", "by watch", "p_seen", "watched", "at most", "statement")
    rows = [_row(day, t) for day, t in zip(asked, told, strict=True)]
    note = (
        "For mission analysts: it tells where nobody looks. Limits of p take the log odds of all observer models to be"
        f" off together by +-{DOUBT:g} (assumed, one standard deviation). Bounds hold whatever the clusters, so they"
        " are wide: on simulated worlds eleven times the truth (median); they are limits, not estimates."
    )
    _emit(folder, f"{area}: {what}", columns, rows, form, note)


def _row(day: date, t: ReleasedStatement) -> Row:
    share = f"{t.watched_ppm / 1e4:.0f}%"
    watch = "" if t.watch is None else t.watch
    p = f"{t.p_seen_ppm / 1e6:.2f}"
    return f"{day}", t.outcome, t.seen, watch, p, share, _most(t.high_milli), t.text


def _most(high_milli: int | None) -> str:
    return "" if high_milli is None else f"{high_milli / 1000:.3g}"


def _emit(
    folder: MissionFolder, title: str, columns: Sequence[str], rows: Sequence[Row], form: Format, note: str
) -> None:
    """Print a list that says in every form whether it is of an exercise."""
    from ceasewatch.model import Status

    if form is not Format.table:
        columns, rows = (*columns, "status"), [(*row, folder.mission.status.cap) for row in rows]
    face = "EXERCISE. " if folder.mission.status is Status.exercise else ""
    emit(title, columns, rows, form, note=face + note)


def _log(folder: MissionFolder, gate: Gate, product: str, content: bytes = b"[]") -> None:
    """Log what a tier above the public one was shown."""
    if gate.tier is Tier.T5:
        return
    from ceasewatch.pipeline.releases import log

    log(folder, gate.release(product, content, approved_by=user()))
