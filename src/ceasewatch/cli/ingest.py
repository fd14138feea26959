"""``ceasewatch ingest``: files in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption, MissionOption, open_mission
from ceasewatch.cli.output import console, emit, emit_json

if TYPE_CHECKING:
    from ceasewatch.pipeline.ingest import IngestResult, Progress


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("ingest")(ingest)


def ingest(
    context: typer.Context,
    feed: Annotated[
        str, typer.Argument(metavar="FEED", help="Feed of the mission; `ceasewatch feeds list` lists all.")
    ],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Plain, .gz or .zip.")],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="For `table` and `geojson`: the TOML mapping.")
    ] = None,
    project: Annotated[bool, typer.Option("--project/--no-project", help="Bring the incidents up to date.")] = True,
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Record the rows of files: durable, idempotent; a bad row is quarantined with its reason (exit code 1)."""
    from ceasewatch.pipeline.ingest import ingest as take

    folder = open_mission(context, mission)
    with _progress() as told:
        result = take(folder, feed, files, mapping=mapping, on_progress=told, project=project)
    _report(result, form)
    if result.exit_code:
        raise typer.Exit(result.exit_code)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on standard error, if somebody is there to see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[rows]} rows"))
    with Bar(*columns, TimeRemainingColumn(), console=console(stderr=True)) as bar:
        tasks: dict[str, int] = {}

        def told(step: Progress) -> None:
            if step.file not in tasks:
                tasks[step.file] = bar.add_task(step.file, total=step.total_bytes, rows=0)
            bar.update(tasks[step.file], completed=step.done_bytes, rows=step.rows)  # type: ignore[arg-type]

        yield told


def _report(result: IngestResult, form: Format) -> None:
    if form is Format.json:
        emit_json(result)
        return
    columns = ("file", "rows", "new", "known already", "corrections", "quarantined")
    rows = [(d.file, d.rows, d.new, d.duplicate, d.superseding, d.quarantined) for d in result.deliveries]
    note = f"{result.new + result.superseding} entries recorded in {result.seconds:.1f} s"
    if result.quarantined:
        note += f"; {result.quarantined} rows quarantined: `ceasewatch quarantine --tier T1` names each"
    if not result.projected:
        note += "; incidents were not brought up to date (another process does, or --no-project)"
    emit("Delivered", columns, rows, form, note=note)
    for file, reason in result.stopped:
        console(stderr=True).print(f"{file}: not read to its end: {reason}", markup=False)
    for file in result.not_kept:
        console(stderr=True).print(f"{file}: too large for the media store; its rows are recorded", markup=False)
