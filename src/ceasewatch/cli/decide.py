"""``ceasewatch decide``: a named person merges or splits incidents, or takes such a decision back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.looking import emit_marked
from ceasewatch.cli.options import Format, FormatOption, MissionOption, TierOption, now, open_mission
from ceasewatch.cli.output import inert
from ceasewatch.model.errors import RefusedError
from ceasewatch.model.values import Tier

if TYPE_CHECKING:
    from ceasewatch.model import Decision
    from ceasewatch.pipeline.mission import MissionFolder
    from ceasewatch.store import Decided

decisions = typer.Typer(
    no_args_is_help=True,
    help="What a person decides: reports that are about one happening, or are not. It stands until it is undone.",
)

NamedArgument = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Observations, or incidents: an incident stands for its first report."),
]
ByOption = Annotated[str, typer.Option("--by", help="Who decides: a person's name.")]
BecauseOption = Annotated[str, typer.Option("--because", help="Why, in that person's words.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(decisions, name="decide")


@decisions.command("together")
def together(
    context: typer.Context, named: NamedArgument, by: ByOption, because: BecauseOption, mission: MissionOption = ""
) -> None:
    """Decide that reports are about one happening: their incidents become one, under the oldest id."""
    _decide(open_mission(context, mission), "together", named, by, because)


@decisions.command("apart")
def apart(
    context: typer.Context, named: NamedArgument, by: ByOption, because: BecauseOption, mission: MissionOption = ""
) -> None:
    """Decide that no two of these reports are about one happening; other reports go with the one that they fit."""
    _decide(open_mission(context, mission), "apart", named, by, because)


@decisions.command("undo")
def undo(
    context: typer.Context,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="Id of the decision.")],
    by: ByOption,
    because: BecauseOption,
    mission: MissionOption = "",
) -> None:
    """Take a decision back. Both entries stay in the record."""
    from ceasewatch.pipeline.decisions import also, undo

    folder = open_mission(context, mission)
    undone = undo(folder, decision, by=by, reason=because, at=now())
    typer.echo(f"{decision} is undone, {_seal(folder, by)}")
    for other in also(folder, undone):
        typer.echo(inert(f"  {other.id} still stands and says the same: {other.decided_by}"))
    _where(folder, undone)


def _decide(folder: MissionFolder, kind: str, named: list[str], by: str, because: str) -> None:
    from ceasewatch.model import DecisionKind
    from ceasewatch.pipeline.decisions import decide

    decision = decide(folder, DecisionKind(kind), named, by=by, reason=because, at=now())
    typer.echo(f"{decision.id}: {', '.join(decision.observations)} {decision.kind}, {_seal(folder, by)}")
    _where(folder, decision)


def _seal(folder: MissionFolder, by: str) -> str:
    from ceasewatch.pipeline.decisions import signs

    return f"signed by {by}" if signs(folder, by) else f"attested by the server: no key of {by} is at hand"


def _where(folder: MissionFolder, decision: Decision) -> None:
    """Say which incident each observation is in now."""
    from ceasewatch.model.errors import NotFoundError
    from ceasewatch.model.ids import incident_id
    from ceasewatch.pipeline.project import open_projections

    with open_projections(folder) as store:
        for observation in decision.observations:
            try:
                typer.echo(f"  {observation} is in {store.resolve(incident_id(observation)).id}")
            except NotFoundError:
                typer.echo(f"  {observation} is in no incident")


@decisions.command("list")
def listed(
    context: typer.Context,
    tier: TierOption = Tier.T5,
    mission: MissionOption = "",
    form: FormatOption = Format.table,
) -> None:
    """List decisions, undone ones too; for mission analysts (--tier T1)."""
    from ceasewatch.cli.query import log_use
    from ceasewatch.pipeline.project import open_projections
    from ceasewatch.pipeline.releases import gate_for
    from ceasewatch.pipeline.rulings import standing

    folder = open_mission(context, mission)
    with open_projections(folder) as store:
        gate, known = gate_for(folder, store, tier, now()), store.decisions()
    if not gate.rule.observers:
        raise RefusedError(
            f"decisions name persons and reports: they are not for tier {tier}", todo="mission analysts: --tier T1"
        )
    log_use(folder, gate, "decisions")
    aside = standing(known)[1]
    rows = [(*_row(d), _state(d, [other.id for other in aside.get(d.decision.id, ())])) for d in known]
    columns = ("id", "decided", "observations", "by", "at", "reason", "entry", "state")
    emit_marked(
        folder,
        "Decisions",
        columns,
        rows,
        form,
        note="A decision is no finding: it says what belongs together, not who did what.",
    )


def _row(decided: Decided) -> tuple[str, ...]:
    d = decided.decision
    seal = "signed" if decided.author else "attested"
    return d.id, d.kind, "\n".join(d.observations), d.decided_by, f"{d.decided_at:%Y-%m-%d %H:%MZ}", d.reason, seal


def _state(decided: Decided, against: list[str]) -> str:
    if decided.undone is not None:
        return f"undone by {decided.undone.undone_by}, {decided.undone.undone_at:%Y-%m-%d %H:%MZ}"
    return f"contradicts {', '.join(against)}" if against else "stands"
