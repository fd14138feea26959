"""What ``coverage`` and ``quiet`` share: the day that is asked for, marked output, and the log of what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ceasewatch.cli.options import Format, moment
from ceasewatch.cli.output import Row, emit
from ceasewatch.cli.query import user
from ceasewatch.model.errors import UsageError
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.model import TimeInterval
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate
    from ceasewatch.store import Projections

YEARS: Final = range(1901, 2101)
"""In which observations may lie, and days before them."""
DayOption = Annotated[
    str,
    typer.Option("--date", help="Local date of the cut-off; else the newest that may be known.", show_default=False),
]
SupposedOption = Annotated[str, typer.Option("--kind", help="Kind of the supposed violation.")]
WeaponOption = Annotated[str, typer.Option("--weapon", help="Its weapon class, as `mortar_120`.", show_default=False)]


def day_asked(folder: MissionFolder, gate: Gate, day: str, option: str = "--date") -> date:
    """The local day that the user named, else the newest that the tier may know of.

    Raises:
        UsageError: it is no time, or out of :data:`YEARS`.
    """
    from ceasewatch.web.effort import newest_day

    asked = moment(day, option) if day else None
    if asked and asked.year not in YEARS:
        raise UsageError(
            f"the year {asked.year} is not between {YEARS[0]} and {YEARS[-1]}", where=option, todo="name another day"
        )
    return asked.date() if asked else newest_day(gate, folder.mission)


def period_of(folder: MissionFolder, day: date) -> TimeInterval:
    """From cut-off to cut-off."""
    from ceasewatch.report.periods import periods

    return periods(day, folder.mission)[0]


def so_far(folder: MissionFolder, store: Projections, gate: Gate, day: date) -> TimeInterval:
    """The period that ends on ``day``, as far as it has come: of the rest nobody can have seen anything yet.

    An exercise may lie in the future: what is recorded of it counts as past.

    Raises:
        UsageError: it has not begun.
    """
    from msgspec.structs import replace

    from ceasewatch.model import Status
    from ceasewatch.pipeline.watching import recorded

    period = period_of(folder, day)
    if gate.newest >= period.end or (folder.mission.status is Status.exercise and recorded(store, period)):
        return period
    if period.start >= gate.newest:
        raise UsageError(
            f"the day from {period.start:%Y-%m-%d %H:%MZ} on has not begun",
            where=f"{day}",
            todo="of what is to come nothing can have been observed, nor not observed: name an earlier day",
        )
    return replace(period, end=gate.newest)


def emit_marked(
    folder: MissionFolder, title: str, columns: Sequence[str], rows: Sequence[Row], form: Format, note: str
) -> None:
    """Print a list that says in every form whether it is of an exercise."""
    from ceasewatch.model import Status

    if form is not Format.table:
        columns, rows = (*columns, "status"), [(*row, folder.mission.status.cap) for row in rows]
    face = "EXERCISE. " if folder.mission.status is Status.exercise else ""
    emit(title, columns, rows, form, note=face + note)


def log_shown(folder: MissionFolder, gate: Gate, product: str, content: bytes = b"[]") -> None:
    """Log what a tier above the public one was shown."""
    if gate.tier is Tier.T5:
        return
    from ceasewatch.pipeline.releases import log

    log(folder, gate.release(product, content, approved_by=user()))
