"""``ceasewatch agreement simulate`` and ``coverage``: a text against a mission, whether or not it binds anyone."""

from __future__ import annotations

from datetime import UTC, datetime
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
from ceasewatch.cli.output import emit
from ceasewatch.cli.query import user
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.model import Status, TimeInterval
    from ceasewatch.model.table import IncidentTable
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate

PackArgument = Annotated[str, typer.Argument(metavar="PACK", help="Id, or a folder (./my-pack); drafts too.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("simulate")(simulate)
    app.command("coverage")(coverage)


def simulate(
    context: typer.Context,
    pack: PackArgument,
    exercise: Annotated[
        Path | None,
        typer.Option("--exercise", help="What `ceasewatch simulate` wrote, not a mission.", show_default=False),
    ] = None,
    begin: Annotated[str, typer.Option("--from", help="Not before this time.", show_default=False)] = "",
    end: Annotated[str, typer.Option("--to", help="Before this time.", show_default=False)] = "",
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Say what a text would have flagged, were it in force; it binds nobody, and no result is recorded."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.tools.supposed import NOTICE, chosen, supposed
    from ceasewatch.model import Status

    found = load_pack(pack)
    period = _period(begin, end)
    if exercise is not None and mission:
        raise UsageError("an exercise or a mission, not both", where="--exercise", todo="leave one out")
    if exercise is not None:
        from ceasewatch.pipeline.supposing import exercise_incidents

        incidents, status = exercise_incidents(exercise), Status.exercise
    else:
        incidents, status = _of_mission(open_mission(context, mission), tier, party, f"simulated {found.id}")
    rows = [
        (s.clause, s.reading, s.outcome, s.agreed, s.incidents, ", ".join(s.differs), s.notice, status.cap)
        for s in supposed(found, chosen(incidents, period))
    ]
    others = sum(c.primitive is None for c in found.file.clauses)
    note = (
        f"{NOTICE}. {found.title}, {found.file.status}, against {len(incidents)} incidents; no result was recorded."
        f" Left out: {others} clauses on holdings and duties, which notices and inspections decide."
    )
    columns = ("clause", "reading", "outcome", "all readings", "incidents", "what decides", "notice", "status")
    emit(f"{found.id}: {NOTICE}", columns, rows, form, note=_face(status) + note)


def _period(begin: str, end: str) -> TimeInterval | None:
    from ceasewatch.model import TimeInterval

    if not begin and not end:
        return None
    first = moment(begin, "--from") or datetime(1900, 1, 1, tzinfo=UTC)
    last = moment(end, "--to") or datetime(2999, 1, 1, tzinfo=UTC)
    if last <= first:
        raise UsageError("the period ends before it begins", where="--to", todo="correct --from or --to")
    return TimeInterval(start=first, end=last)


def _of_mission(folder: MissionFolder, tier: Tier, party: str, product: str) -> tuple[IncidentTable, Status]:
    """The incidents that stand, for those who may hold them against any zone and distance."""
    from ceasewatch.pipeline.supposing import incidents

    gate = _gate(folder, tier, party)
    if not gate.rule.observers:
        raise RefusedError(
            f"{gate.tier} ({gate.rule.audience}) does not get incidents held against a text of the asker's own: its"
            " zones and distances would tell places",
            where=f"--tier {gate.tier}",
            todo="ask with --tier T1 if it is for mission analysts, or take an exercise with --exercise",
        )
    _log(folder, gate, product)
    return incidents(folder), folder.mission.status


def coverage(
    context: typer.Context,
    pack: PackArgument,
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Say which clauses nobody could verify with the observers at hand (T1: it tells where nobody looks)."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.tools.verifiable import verifiable
    from ceasewatch.pipeline.supposing import observers_at_hand

    found, folder = load_pack(pack), open_mission(context, mission)
    gate = _gate(folder, tier, party)
    gate.analysts_only("which clauses nobody could verify")
    at_hand = observers_at_hand(folder)
    status = folder.mission.status
    rows = [
        (v.clause, v.means, ", ".join(v.seen_by), ", ".join(v.missed), v.needs, status.cap)
        for v in verifiable(found, at_hand)
    ]
    _log(folder, gate, f"agreement coverage {found.id}", msgspec.json.encode(rows))
    note = (
        f"{_face(status)}For mission analysts: it tells where nobody looks. Observers at hand:"
        f" {', '.join(sorted(at_hand))}."
        " By their models, next to what happens in calm weather; whether one stands near enough: `ceasewatch coverage`."
    )
    columns = ("clause", "verified by", "seen by", "kinds that nobody perceives", "needs", "status")
    emit(f"{found.id}: what could be verified", columns, rows, form, note=note)


def _face(status: Status) -> str:
    return "EXERCISE. " if status.cap == "Exercise" else ""


def _gate(folder: MissionFolder, tier: Tier, party: str) -> Gate:
    from ceasewatch.pipeline.queries import view
    from ceasewatch.pipeline.releases import gate_for

    with view(folder) as store:
        return gate_for(folder, store, tier, now(), party=PartyId(party))


def _log(folder: MissionFolder, gate: Gate, product: str, content: bytes = b"[]") -> None:
    from ceasewatch.pipeline.releases import log

    log(folder, gate.release(product, content, approved_by=user()))
