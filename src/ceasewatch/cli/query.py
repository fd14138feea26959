"""``ceasewatch incidents``, ``assessments``, ``quarantine``, ``show``: lists, and why.

Everything passes the gate: the public tier unless a higher one is named, and a higher one is logged in the record.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from ceasewatch.cli.explained import print_explanation, reasons, screened
from ceasewatch.cli.options import (
    AsOfOption,
    AsReportedOption,
    Format,
    FormatOption,
    MissionOption,
    PartyOption,
    TierOption,
    moment,
    now,
    open_mission,
)
from ceasewatch.cli.output import Row, console, emit, emit_json
from ceasewatch.model.ids import PartyId
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.release import Gate, ReleasedIncident
    from ceasewatch.store import Filter

AreaOption = Annotated[str, typer.Option("--area", help="First-level unit.", show_default=False)]
KindOption = Annotated[str, typer.Option("--kind", help="Kind, as `explosion`.", show_default=False)]
SinceOption = Annotated[str, typer.Option("--since", help="Not before this time.", show_default=False)]
UntilOption = Annotated[str, typer.Option("--until", help="Not after this time.", show_default=False)]
LimitOption = Annotated[int, typer.Option("--limit", help="The newest so many.", min=1, max=1_000_000)]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("incidents")(incidents)
    app.command("assessments")(assessments)
    app.command("quarantine")(quarantine)
    app.command("show")(show)


def incidents(
    context: typer.Context,
    area: AreaOption = "",
    kind: KindOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    limit: LimitOption = 50,
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    as_of: AsOfOption = "",
    as_reported: AsReportedOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List incidents. An incident is what a set of reports is about; it is not a violation."""
    from ceasewatch.pipeline.queries import listed, view
    from ceasewatch.pipeline.releases import gate_for
    from ceasewatch.release import render

    folder = open_mission(context, mission)
    with view(folder, as_of=moment(as_of, "--as-of"), as_reported=moment(as_reported, "--as-reported")) as store:
        gate = gate_for(folder, store, tier, now(), party=PartyId(party))
        found = listed(store, _filter(gate, area, kind, since, until, limit))
    items = gate.incidents(found.incidents, found.assessments, found.observations)
    log_use(folder, gate, "incidents", items)
    if form is Format.geojson:
        typer.echo(render.geojson(items).decode())
    elif form is Format.json:
        typer.echo(msgspec.json.format(render.json(items), indent=2).decode())
    elif form is Format.csv:
        typer.echo(render.csv_text(items), nl=False)
    else:
        _table(folder, gate, items)


def _filter(gate: Gate, area: str, kind: str, since: str, until: str, limit: int) -> Filter:
    """The newest incidents that the tier may know of, so that young ones do not use up the limit."""
    from ceasewatch.store import Filter, Order

    end = moment(until, "--until")
    newest = gate.at - timedelta(seconds=gate.rule.delay_s)
    return Filter(
        start=moment(since, "--since"),
        end=min(end, newest) if end else newest,
        area=area,
        kind=kind,
        order=Order.newest,
        limit=limit,
    )


def _table(folder: MissionFolder, gate: Gate, items: Sequence[ReleasedIncident]) -> None:
    from ceasewatch.release.render import count_text, outcome_text, position_text

    rows = [
        (
            i.id,
            _when(i),
            i.area or "not known",
            f"cell {i.cell}" if i.cell else position_text(i),
            i.kind,
            count_text(i.count),
            f"{i.reports} / {i.origins}",
            "\n".join(outcome_text(i)),
        )
        for i in items
    ]
    note = (
        f"{_face(folder)}Tier {gate.tier} ({gate.rule.audience}). Reports are raw; origins are those that did not copy"
        " one another; count is what they amount to once merged. Where nothing is listed, either nothing happened or"
        " nobody was looking: `ceasewatch coverage`. * rests on numbers that nobody has checked against the text."
    )
    columns = ("id", "when", "area", "where", "kind", "count", "reports / origins", "what the agreement says")
    emit("Incidents", columns, rows, Format.table, note=note)


def _when(item: ReleasedIncident) -> str:
    """Its beginning where it is dated to the day, else the span: a start alone would look like a date."""
    if item.start and item.end and item.end - item.start <= timedelta(days=1):
        return f"{item.start:%Y-%m-%d %H:%MZ}"
    return item.from_day if item.from_day == item.to_day else f"{item.from_day} to {item.to_day}"


def _face(folder: MissionFolder) -> str:
    from ceasewatch.model import Status

    return "EXERCISE. " if folder.mission.status is Status.exercise else ""


def _emit(
    folder: MissionFolder, title: str, columns: Sequence[str], rows: Sequence[Row], form: Format, note: str
) -> None:
    """Print a list that says in every form whether it is of an exercise."""
    if form is not Format.table:
        columns, rows = (*columns, "status"), [(*row, folder.mission.status.cap) for row in rows]
    emit(title, columns, rows, form, note=_face(folder) + note)


def log_use(folder: MissionFolder, gate: Gate, product: str, items: Sequence[ReleasedIncident] = ()) -> None:
    """Log what a tier above the public one was shown; the public may know what it likes, as often as it likes."""
    if gate.tier is Tier.T5:
        return
    from ceasewatch.pipeline.releases import log
    from ceasewatch.release import render

    log(folder, gate.release(product, render.json(items), approved_by=user(), items=items))


def user() -> str:
    """Who runs the command, as the log of releases names it."""
    try:
        return f"user {getpass.getuser()}"
    except (KeyError, OSError):
        return "user not known"


def assessments(
    context: typer.Context,
    clause: Annotated[str, typer.Option("--clause", help="Id of one clause.", show_default=False)] = "",
    area: AreaOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    limit: LimitOption = 50,
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    as_of: AsOfOption = "",
    as_reported: AsReportedOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List what the clauses say of incidents. A machine's result; a named person makes a finding."""
    from ceasewatch.pipeline.queries import listed, view
    from ceasewatch.pipeline.releases import gate_for

    folder = open_mission(context, mission)
    with view(folder, as_of=moment(as_of, "--as-of"), as_reported=moment(as_reported, "--as-reported")) as store:
        gate = gate_for(folder, store, tier, now(), party=PartyId(party))
        found = listed(store, _filter(gate, area, "", since, until, limit))
    items = gate.incidents(found.incidents, found.assessments, found.observations)
    log_use(folder, gate, "assessments", items)
    rows = [
        (i.id, i.from_day, i.area, a.clause, a.reading, a.outcome, a.likelihood, "; ".join(a.unverified))
        for i in items
        for a in i.assessments
        if not clause or a.clause == clause
    ]
    columns = ("incident", "day", "area", "clause", "as read by", "outcome", "breach is", "unverified")
    _emit(folder, "Assessments", columns, rows, form, _assessments_note(gate))


def _assessments_note(gate: Gate) -> str:
    """What the words mean, and why a clause may be missing."""
    from ceasewatch.release import MEANING

    cells = (
        ""
        if gate.rule.resolution == 0
        else " A clause with a zone or a distance is not told beside a cell, because the two together could tell where"
        " it was: the daily report counts by clause."
    )
    words = "; ".join(text for text in MEANING.values())
    return (
        f"Tier {gate.tier} ({gate.rule.audience}). A machine proposes; a named person signs a finding.{cells}"
        f" Probability of a breach in words: {words}."
    )


def quarantine(
    context: typer.Context,
    limit: LimitOption = 200,
    tier: TierOption = Tier.T5,
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List rows that could not be accepted. What was in them is for mission analysts (--tier T1)."""
    from ceasewatch.pipeline.queries import quarantined, view
    from ceasewatch.pipeline.releases import gate_for

    folder = open_mission(context, mission)
    found = quarantined(folder, limit=limit)
    with view(folder) as store:
        gate = gate_for(folder, store, tier, now())
    log_use(folder, gate, "quarantine")
    inside = gate.rule.observers
    rows = [
        (r.feed, r.file, r.line or "whole file", r.field, *((r.reason, r.excerpt) if inside else ())) for r in found
    ]
    columns = ("feed", "file", "line", "field", *(("reason", "excerpt") if inside else ()))
    hint = "" if inside else " Reasons quote the row: --tier T1 shows them."
    note = f"Mend the row and deliver the file again: rows that are known already are not recorded twice.{hint}"
    _emit(folder, "Quarantine", columns, rows, form, note)


def show(
    context: typer.Context,
    incident: Annotated[str, typer.Argument(metavar="ID", help="Id of an incident, also of one merged since.")],
    tier: TierOption = Tier.T5,
    party: PartyOption = "",
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """Explain an incident: members, how they were joined, what contradicts, why each clause applies or not."""
    from ceasewatch.pipeline.queries import explain, view
    from ceasewatch.pipeline.releases import gate_for
    from ceasewatch.release import explain_withheld

    folder = open_mission(context, mission)
    why = explain(folder, incident)
    with view(folder) as store:
        gate = gate_for(folder, store, tier, now(), party=PartyId(party))
    members = [m.observation for m in why.members]
    items = gate.incidents([why.incident], [c.assessment for c in why.clauses], members)
    log_use(folder, gate, f"explanation of {why.incident.id}", items)
    withheld = explain_withheld(gate, why.incident, members)
    told = gate.observations(members) if gate.rule.observers else []
    others = gate.observations([a.observation for a in why.alternatives]) if gate.rule.observers else []
    why = screened(why, items, [*told, *others])
    if form is not Format.table:
        explained = {
            "incident": items,
            "withheld": withheld,
            "members": told,
            "explanation": reasons(why) if told else None,
        }
        emit_json({"status": folder.mission.status.cap, **explained})
        return
    print_explanation(console(), why, items, withheld, told, face=_face(folder))
