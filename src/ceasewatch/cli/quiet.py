"""``ceasewatch quiet``: what was observed in a sector and, had there been something, who would have seen it.

The public gets a word for a first-level unit and a past day; figures are for analysts (design rule 3), and logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import msgspec
import typer

from ceasewatch.cli.looking import (
    SupposedOption,
    WeaponOption,
    day_asked,
    emit_marked,
    log_shown,
    period_of,
    so_far,
)
from ceasewatch.cli.options import Format, FormatOption, MissionOption, PartyOption, TierOption, now, open_mission
from ceasewatch.cli.output import Row, emit_json
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate
    from ceasewatch.release.statements import ReleasedStatement
    from ceasewatch.store import Projections


MOST_DISPERSION: Final = 1e6
"""No counts are so clustered; our own convention."""


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("quiet")(quiet)


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
    at_least: Annotated[
        int, typer.Option("--observers", help="Independent observers that must see it.", min=1, max=100)
    ] = 1,
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
        last = day_asked(folder, gate, day, "--on")
        _check_dispersion(dispersion)
        asked = [last - timedelta(days=days - 1 - n) for n in range(days)]
        if gate.rule.observers:
            _statements(folder, store, gate, area, asked, (kind, weapon), at_least, dispersion, form)
        else:
            _words(folder, store, gate, area, asked, form)


def _check_dispersion(dispersion: float) -> None:
    if dispersion and not 1.0 <= dispersion <= MOST_DISPERSION:
        raise UsageError(
            f"{dispersion:g} is not between 1 and {MOST_DISPERSION:g}",
            where="--dispersion",
            todo="1 is Poisson; violations come in clusters, so above 1; 0 takes it from history",
        )


def _words(
    folder: MissionFolder, store: Projections, gate: Gate, area: str, asked: Sequence[date], form: Format
) -> None:
    """Outside the mission: the effort of first-level units, as a word."""
    from ceasewatch.pipeline.sectors import sector
    from ceasewatch.pipeline.watching import recorded
    from ceasewatch.release import EffortState

    where = sector(folder, area, period_of(folder, asked[-1]).end)
    if not where.unit:
        raise RefusedError(
            f"{gate.tier} ({gate.rule.audience}) gets effort of first-level units only",
            where=area,
            todo="name a unit; mission analysts may ask for zones with --tier T1",
        )
    rows = []
    for day in asked:
        period = period_of(folder, day)
        found = {e.area: e.state for e in gate.coverage(recorded(store, period), period)}
        rows.append((where.name, f"{day}", found.get(where.name, EffortState.unknown)))
    log_shown(folder, gate, f"effort {where.name} {asked[0]} {asked[-1]}")
    note = f"Tier {gate.tier} ({gate.rule.audience}). What would have been seen is for mission analysts."
    emit_marked(folder, "Effort", ("area", "day", "effort"), rows, form, note)


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
        period = so_far(folder, store, gate, day)
        where = sector(folder, area, period.end)
        q = quiet(folder, store, where, period, like, at_least=at_least, dispersion=stated)
        told.append(
            statement(
                gate, q.statement, sector=q.sector, period=period, what=what, observers=at_least,
                dispersion=q.dispersion, unplaced=q.counted.unplaced,
            )
        )  # fmt: skip
    log_shown(folder, gate, f"quiet {area} {asked[0]} {asked[-1]}", msgspec.json.encode(told))
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
    emit_marked(folder, f"{area}: {what}", columns, rows, form, note)


def _row(day: date, t: ReleasedStatement) -> Row:
    share = f"{t.watched_ppm / 1e4:.0f}%"
    watch = "" if t.watch is None else t.watch
    p = f"{t.p_seen_ppm / 1e6:.2f}"
    return f"{day}", t.outcome, t.seen, watch, p, share, _most(t.high_milli), t.text


def _most(high_milli: int | None) -> str:
    return "" if high_milli is None else f"{high_milli / 1000:.3g}"
