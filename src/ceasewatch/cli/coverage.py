"""``ceasewatch coverage``: who was looking, what they would have seen, what all missed, and where to look next.

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

from ceasewatch.cli.looking import (
    DayOption,
    SupposedOption,
    WeaponOption,
    day_asked,
    emit_marked,
    log_shown,
    period_of,
    so_far,
)
from ceasewatch.cli.options import (
    Format,
    FormatOption,
    MissionOption,
    PartyOption,
    TierOption,
    now,
    open_mission,
)
from ceasewatch.cli.output import Row, emit_json
from ceasewatch.model.errors import UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.model import TimeInterval
    from ceasewatch.observers.events import Events
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate
    from ceasewatch.store import Projections


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("coverage")(coverage)


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
            _map(folder, store, gate, map_, day_asked(folder, gate, day), question(kind, weapon), form)
        elif missed:
            gate.analysts_only("estimates of what was missed")
            _missed(folder, store, gate, missed, (day_asked(folder, gate, day), days), question(kind, weapon), form)
        elif tasking:
            gate.analysts_only("tasking")
            _tasking(folder, store, gate, tasking, area, question(kind, weapon), hours, form)
        else:
            _list(folder, store, gate, day_asked(folder, gate, day), form)


def _list(folder: MissionFolder, store: Projections, gate: Gate, day: date, form: Format) -> None:
    from ceasewatch.pipeline.watching import recorded
    from ceasewatch.release import EffortState

    period = so_far(folder, store, gate, day) if gate.rule.observers else period_of(folder, day)
    effort = gate.coverage(recorded(store, period), period)
    log_shown(folder, gate, f"coverage {day}")
    rows = [(e.area or "not known", e.state, *_hours(gate, e.observers, e.expected_h, e.hours)) for e in effort]
    told = {e.area for e in effort}
    names = folder.areas.names if folder.areas else ()
    rows += [(a, EffortState.unknown, *_hours(gate, 0, 0, ())) for a in names if a not in told]
    columns = ("area", "effort", *(("observers", "hours expected", "hours by state") if gate.rule.observers else ()))
    span = f"{period.start:%Y-%m-%d %H:%MZ} to {period.end:%Y-%m-%d %H:%MZ}"
    note = f"{span}. Of an area that is unknown or not listed, nobody knows whether anyone was looking."
    emit_marked(folder, "Effort", columns, rows, form, note + _parity(folder, store, gate, period))


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

    period = so_far(folder, store, gate, day)
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
    log_shown(folder, gate, f"coverage map {where.name} {day}", msgspec.json.encode(rows))
    note = (
        "For mission analysts: it tells where nobody looks. p_seen: mean probability over the day that such a violation"
        " would have been seen. smallest_yield_kg: of TNT, seen with 90%; empty: none is."
    )
    if form is Format.geojson:
        emit_json(_features(columns, rows, folder.mission.status.cap))
    else:
        emit_marked(folder, f"What would have been seen in {where.name}", columns, rows, form, note)


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
    end = so_far(folder, store, gate, day).end
    where = sector(folder, name, end)
    period = TimeInterval(start=period_of(folder, day - timedelta(days=days - 1)).start, end=end)
    found = missing(store, where, period, like)
    log_shown(folder, gate, f"missed {where.name} {day} {days}", msgspec.json.encode(rows(found)))
    emit_marked(folder, f"Seen and missed in {where.name}", COLUMNS, rows(found), form, note(found))


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
    log_shown(folder, gate, f"tasking {where.name} {found.period.start:%Y-%m-%d}", msgspec.json.encode(rows))
    sides = ", ".join(f"{side} {h:.0f} h" for side, h in found.tasking.hours_by_side)
    left = ", ".join(found.tasking.left_for_parity)
    note = (
        f"For mission analysts. Effort with what stands: {sides}; imbalance {found.tasking.imbalance:.2f}."
        f" Left out so that neither side is watched more: {left or 'none'}. Gain: what each adds to those above it."
    )
    emit_marked(
        folder, f"Tasking for {where.name}", ("rank", "candidate", "side", "hours", "gain_bits"), rows, form, note
    )
