"""``ceasewatch demo``: "72 hours of a ceasefire", an exercise that runs through the whole sentence."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

from ceasewatch.model.errors import ConflictError

EXERCISE = "seventy_two_hours"
_MARK = ".ceasewatch-demo"


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the mission and its products; made anew.")] = Path(
        "out/demo"
    ),
) -> None:
    """Run the exercise "72 hours of a ceasefire" from raw reports to a daily report. It needs no network."""
    from ceasewatch.cli import story
    from ceasewatch.pipeline import exercise

    began = time.perf_counter()
    _fresh(out)
    folder = exercise.prepare(EXERCISE, out / "mission", out / "keys")
    teller = story.Story(EXERCISE, folder, out)
    teller.deliver(exercise.deliveries(EXERCISE, out / "deliveries"))
    teller.chief_of_operations()
    teller.analyst()
    teller.lawyer()
    teller.security_officer()
    teller.researcher()
    teller.journalist()
    teller.end(time.perf_counter() - began)


def _fresh(out: Path) -> None:
    """An empty folder with our mark; a folder that somebody else filled is not touched."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).is_file():
            raise ConflictError(
                "the folder is not empty and was not made by the demo", where=str(out), todo="use --out"
            )
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("made by `ceasewatch demo`; made anew each time\n")
