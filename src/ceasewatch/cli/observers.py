"""``ceasewatch observers``: the numbers that observer models rest on, and learning them. Never from findings.

What the program assumes is public. What a mission learned of its own sensors tells how well they hear: mission analysts
only (design rule 3), and logged.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from ceasewatch.cli.options import Format, FormatOption, MissionOption, TierOption, moment, now, open_mission
from ceasewatch.cli.output import Row, emit, emit_json
from ceasewatch.cli.query import user
from ceasewatch.model.errors import UsageError
from ceasewatch.model.values import CapStatus, Tier

if TYPE_CHECKING:
    from ceasewatch.pipeline.learned import LearnedObservers


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("observers")(observers)


def observers(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="MODEL", help="One model, as `acoustic-node`; else all.")] = "",
    learn: Annotated[
        bool, typer.Option("--learn", help="Learn from the mission's record, without labels (T1).")
    ] = False,
    shots: Annotated[
        Path | None,
        typer.Option("--from", help="With --learn: CSV of calibration shots instead.", show_default=False),
    ] = None,
    since: Annotated[str, typer.Option("--since", help="With --learn: from this time on.", show_default=False)] = "",
    until: Annotated[str, typer.Option("--until", help="With --learn: up to this time.", show_default=False)] = "",
    seed: Annotated[int, typer.Option("--seed", help="With --learn: of samples and intervals.", min=0)] = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="With --learn: write a file that mission.toml can name.", show_default=False),
    ] = None,
    tier: TierOption = Tier.T5,
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List the numbers of the observer models with unit and source, or learn a mission's own. Never from findings."""
    if not learn and (shots or out or since or until):
        raise UsageError("--from, --since, --until and --out go with --learn", where="observers", todo="add --learn")
    if not learn:
        _list(name, form)
        return
    from ceasewatch.pipeline import learned, learning
    from ceasewatch.pipeline.queries import view
    from ceasewatch.pipeline.releases import gate_for, log

    folder = open_mission(context, mission)
    with view(folder) as store:
        gate = gate_for(folder, store, tier, now())
        gate.analysts_only("what was learned of the mission's sensors")
        period = learning.whole(store, moment(since, "--since"), moment(until, "--until"))
        found = learning.learn(folder, store, period, seed, shots)
    log(folder, gate.release(f"learned observers {found.short}", msgspec.json.encode(found), approved_by=user()))
    if out:
        learned.write(out, found)
    if form is Format.json:
        emit_json(found)
    else:
        _show(found, out, form)


def _list(name: str, form: Format) -> None:
    from ceasewatch.observers.registry import model, models

    chosen = (model(name),) if name else models()
    rows = [(m.name, p.name, f"{p.value:g}", p.unit, p.source, p.help) for m in chosen for p in m.parameters]
    note = "`assumed`: nobody measured it here. A mission may learn its own: ceasewatch observers --learn --tier T1."
    emit("Observer models", ("model", "parameter", "value", "unit", "source", "meaning"), rows, form, note=note)


def _show(found: LearnedObservers, out: Path | None, form: Format) -> None:
    from ceasewatch.pipeline.learning import span

    columns: tuple[str, ...] = ("observer", "number", "given", "learned", "95% from", "to", "support")
    rows: list[Row] = [
        (n.of, n.name, f"{n.given:g}", f"{n.learned:g}", f"{n.low:g}", f"{n.high:g}", f"{n.support:.0f}")
        for n in found.numbers
    ]
    if form is not Format.table:
        columns, rows = (*columns, "status"), [(*row, found.status.value) for row in rows]
    what = "shots" if found.method == "shots" else "pairs of reports, unlabelled"
    face = "EXERCISE. " if found.status is CapStatus.exercise else ""
    written = f' Written to {out}: name it in mission.toml, learned = "{out.name}".' if out else ""
    note = (
        f"{face}For mission analysts. From {found.used} {what}, {found.observations} observations of {span(found)},"
        f" seed {found.seed}, {found.record_size} entries of the record; digest {found.digest[:16]}.{written}"
        " Intervals speak of chance among pairs, not of what the models leave out."
    )
    emit("Learned observers", columns, rows, form, note=note)
