"""``ceasewatch report daily``: the report of one day, as HTML or PDF, logged in the record."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import (
    AsOfOption,
    AsReportedOption,
    Language,
    MissionOption,
    PartyOption,
    TierOption,
    moment,
    now,
    open_mission,
)
from ceasewatch.cli.output import console
from ceasewatch.cli.query import user
from ceasewatch.model.errors import EnvironmentProblem, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.report.daily_report import DailyReport

report = typer.Typer(no_args_is_help=True, help="Products: the daily report.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(report, name="report")


@report.callback()
def reports() -> None:
    """Products: the daily report."""


@report.command("daily")
def daily(
    context: typer.Context,
    day: Annotated[str, typer.Option("--date", help="Local date of the cut-off at which the day ends.")],
    out: Annotated[Path | None, typer.Option("--out", help=".pdf or .html; else into out/ of the mission.")] = None,
    days: Annotated[int, typer.Option("--days", help="Length of the period.", min=1, max=31)] = 1,
    language: Annotated[Language | None, typer.Option("--language", help="Else the mission's first.")] = None,
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    as_of: AsOfOption = "",
    as_reported: AsReportedOption = "",
    mission: MissionOption = "",
) -> None:
    """Make the report of one day for one audience, and log that it was made."""
    from ceasewatch.pipeline.products import make_daily

    folder = open_mission(context, mission)
    files = [out] if out else _default_files(folder, _day(day), tier, language)
    made = make_daily(
        folder,
        _day(day),
        [file.suffix.removeprefix(".").lower() for file in files],
        at=_issued(as_reported),
        tier=tier,
        party=PartyId(party),
        days=days,
        language=language,
        as_of=moment(as_of, "--as-of"),
        as_reported=moment(as_reported, "--as-reported"),
        approved_by=user(),
    )
    for file, content in zip(files, made.contents, strict=True):
        _write(file, content)
        console().print(f"{file}: {_summary(made.report)}", markup=False)


def _issued(as_reported: str) -> datetime:
    """History is issued at the moment of which it speaks, everything else now.

    Raises:
        UsageError: that moment has not come, so the public's delay would be skipped.
    """
    at, present = moment(as_reported, "--as-reported"), now()
    if at is not None and at > present:
        raise UsageError(
            f"{at:%Y-%m-%d %H:%MZ} has not come yet", where="--as-reported", todo="name a moment of the past"
        )
    return at or present


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date", where="--date", todo="write it as 2022-03-16") from error


def _default_files(folder: MissionFolder, day: date, tier: Tier, language: Language | None) -> list[Path]:
    from ceasewatch.model import Status
    from ceasewatch.web.reports import public_folder

    place = public_folder(folder) if tier is Tier.T5 else folder.out / tier.lower()
    face = "EXERCISE-" if folder.mission.status is Status.exercise else ""
    name = f"{face}daily-{day}-{tier.lower()}-{language or folder.mission.languages[0]}"
    return [place / f"{name}.pdf", place / f"{name}.html"]


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.tmp")
        draft.write_bytes(content)
        draft.replace(file)
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot be written ({error.strerror})", where=str(file), todo="check the folder and the space"
        ) from error


def _summary(made: DailyReport) -> str:
    silent = [f.health.feed for f in made.feeds if f.health.silent]
    heard = f"; silent: {', '.join(silent)}" if silent else ""
    return f"{made.incidents} incidents from {made.reports} reports, tier {made.tier}{heard}"
