"""Options that several commands share, said once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.model.errors import UsageError
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.pipeline.mission import MissionFolder


@dataclass(frozen=True, slots=True)
class Settings:
    """What stood before the command's name."""

    mission: str = ""


class Format(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"
    geojson = "geojson"
    csv = "csv"


class Language(StrEnum):
    """Languages of the headings."""

    en = "en"
    fr = "fr"
    uk = "uk"
    ru = "ru"


MissionOption = Annotated[
    str, typer.Option("--mission", help="The mission folder; else CEASEWATCH_MISSION, else here.", show_default=False)
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print it.")]
TierOption = Annotated[
    Tier,
    typer.Option("--tier", help="For which audience: T5 is the public; a higher tier is explicit and logged."),
]
AsOfOption = Annotated[
    str, typer.Option("--as-of", help="What the record held at this time (UTC unless it says).", show_default=False)
]
AsReportedOption = Annotated[
    str,
    typer.Option("--as-reported", help="Back-filled history as sources had reported it by then.", show_default=False),
]
PartyOption = Annotated[
    str, typer.Option("--party", help="With --tier T2: the party that will read it.", show_default=False)
]


def mission_dir(context: typer.Context, option: str) -> Path:
    """The mission folder that is meant: the command's option, the general one, else the current folder.

    Raises:
        UsageError: none of them is a mission folder.
    """
    named = option or (context.obj.mission if isinstance(context.obj, Settings) else "")
    path = Path(named) if named else Path.cwd()
    if not (path / "mission.toml").is_file():
        raise UsageError(
            "not a mission folder: it has no mission.toml",
            where=str(path),
            todo="name one with --mission DIR, or make one with `ceasewatch init DIR`",
        )
    return path


def open_mission(context: typer.Context, option: str) -> MissionFolder:
    """Open the mission that is meant."""
    from ceasewatch.pipeline.mission import MissionFolder

    return MissionFolder.open(mission_dir(context, option))


def moment(text: str, option: str) -> datetime | None:
    """A time as a user types it; a date alone is its first moment, no zone is UTC; empty is ``None``.

    Raises:
        UsageError: it is no time.
    """
    if not text:
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is not a time", where=option, todo="write it as 2031-03-04T19:30Z or 2031-03-04"
        ) from error
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """The one place where a command reads the clock."""
    return datetime.now(UTC)
