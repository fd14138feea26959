"""``ceasewatch simulate``: an exercise, with the truth beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import console, emit, emit_json
from ceasewatch.model.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("simulate")(simulate)


def simulate(
    name: Annotated[str, typer.Argument(metavar="EXERCISE", help="One of those that --list names.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", help="A new folder for settings, deliveries and truth.", show_default=False)
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Another than the exercise's own.", min=0, show_default=False)
    ] = None,
    show: Annotated[bool, typer.Option("--list", help="Say which exercises there are.")] = False,
    form: FormatOption = Format.table,
) -> None:
    """Write an exercise: observations as feeds deliver them, and the ground truth. Everything says EXERCISE."""
    if show:
        _list(form)
        return
    if not name or out is None:
        missing = "--out" if name else "EXERCISE"
        raise UsageError(f"{missing} is missing", where="simulate", todo="see `ceasewatch simulate --list`")
    from ceasewatch.pipeline import simulate as simulating

    used = simulating.simulate(name, out, seed=seed)
    if form is Format.json:
        emit_json({"status": "Exercise", "exercise": name, "seed": used, "out": str(out)})
        return
    line = f"EXERCISE {name} written to {out}" + (f", seed {used}" if used else ", scripted")
    console().print(f"{line}: see README.md there; next: ceasewatch score {out}", markup=False)


def _list(form: Format) -> None:
    from ceasewatch.pipeline import catalogue

    found = [catalogue.about(name) for name in catalogue.names()]
    if form is Format.json:
        emit_json(found)
        return
    rows = [(a.name, a.title, a.days or "", a.seed or "scripted") for a in found]
    emit("Exercises", ("exercise", "what it is", "days", "seed"), rows, form)
