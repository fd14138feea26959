"""``ceasewatch record``: audit it, sign a checkpoint, prove that an entry is in it."""

from __future__ import annotations

import base64
from typing import Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption, MissionOption, mission_dir, open_mission
from ceasewatch.cli.output import console, emit, emit_json
from ceasewatch.model.errors import VerificationError

record = typer.Typer(no_args_is_help=True, help="The append-only log: audit, checkpoint, proofs.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(record, name="record")


@record.command("audit")
def audit(context: typer.Context, mission: MissionOption = "", form: FormatOption = Format.table) -> None:
    """Recompute every leaf, ciphertext, link and root; exit code 3 if anything does not hold."""
    with open_mission(context, mission).open_record() as log:
        found = log.verify()
    facts = [
        ("entries", str(found.size)),
        ("root", base64.b64encode(found.root).decode()),
        ("payloads opened", str(found.opened)),
        ("payloads sealed to these keys", str(found.sealed)),
        ("problems", str(len(found.problems))),
    ]
    if form is Format.json:
        emit_json({**dict(facts), "problems": [{"seq": p.seq, "what": p.what} for p in found.problems]})
    else:
        emit("Audit", ("what", "value"), facts, form)
        if found.problems:
            emit("Problems", ("entry", "what"), [(p.seq or "log", p.what) for p in found.problems], form)
    if not found.sound:
        raise VerificationError(
            f"{len(found.problems)} things in the record do not hold",
            where=str(mission_dir(context, mission) / "record"),
            todo="keep this copy as evidence and compare it with a mirror or a backup",
        )


@record.command("checkpoint")
def checkpoint(context: typer.Context, mission: MissionOption = "") -> None:
    """Sign the record as it is and print the note."""
    with open_mission(context, mission).open_record() as log:
        typer.echo(log.checkpoint(), nl=False)


@record.command("prove")
def prove(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ENTRY", help="Id of the entry.")],
    mission: MissionOption = "",
) -> None:
    """Print leaf, inclusion proof and signed checkpoint of one entry as JSON."""
    with open_mission(context, mission).open_record() as log:
        entry = log.get(entry_id)
        note = log.checkpoint()
        size = int(note.split("\n")[1])
        path = log.inclusion_proof(entry.seq, size)
    emit_json(
        {
            "index": entry.seq - 1,
            "envelope": entry.envelope,
            "proof": [base64.b64encode(h).decode() for h in path],
            "checkpoint": note,
        }
    )


@record.command("show")
def show(
    context: typer.Context,
    entry_id: Annotated[str, typer.Argument(metavar="ENTRY", help="Id of any version.")],
    mission: MissionOption = "",
) -> None:
    """List the versions of an entry: what superseded what, and when."""
    with open_mission(context, mission).open_record() as log:
        versions = log.versions(log.get(entry_id).root_id)
    rows = [(v.seq, v.envelope.id, v.envelope.kind, v.envelope.recorded_at, v.envelope.supersedes) for v in versions]
    emit("Versions", ("entry", "id", "kind", "recorded at", "supersedes"), rows, Format.table)
    console().print("payloads are read through `ceasewatch incidents show`, at the tier that you may know", style="dim")
