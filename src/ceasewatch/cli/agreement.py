"""``ceasewatch agreement``: which packs there are and what they say, with the mark of every unchecked number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import console, emit, emit_json

if TYPE_CHECKING:
    from ceasewatch.agreement import Pack

agreement = typer.Typer(no_args_is_help=True, help="Agreements as data: packs, clauses, readings.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(agreement, name="agreement")


@agreement.command("list")
def list_packs(form: FormatOption = Format.table) -> None:
    """List the packs that ship with Ceasewatch."""
    from ceasewatch.agreement import load_pack, pack_ids

    packs = [load_pack(pack_id) for pack_id in pack_ids()]
    rows = [(p.id, p.title, p.file.status, len(p.clauses), len(p.unverified), p.sha256[:16]) for p in packs]
    note = "Unverified: numbers, dates and outlines that nobody has compared with the signed text."
    emit("Packs", ("id", "agreement", "status", "clauses", "unverified", "sha256"), rows, form, note=note)


@agreement.command("show")
def show_pack(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="Id, or a folder (./my-pack).")],
    clause: Annotated[str, typer.Argument(metavar="[CLAUSE]", help="One clause only.")] = "",
    form: FormatOption = Format.table,
) -> None:
    """Show a pack as a readable document: clauses, dates, readings, exceptions, what is left out."""
    from ceasewatch.agreement import load_pack

    found = load_pack(pack)
    if form is Format.json:
        emit_json(found.clause(clause) if clause else found.file)
        return
    out = console()
    if clause:
        out.print(found.explain(clause), markup=False)
        return
    _document(found)


def _document(pack: Pack) -> None:
    out = console()
    file = pack.file
    out.print(f"{file.title} ({file.status})", style="bold", markup=False)
    out.print(file.summary, markup=False)
    parties = ", ".join(f"{p.id} ({p.accepted})" for p in file.parties)
    out.print(f"Parties: {parties}. Days begin in {file.zone}. SHA-256 of the pack: {pack.sha256}\n", markup=False)
    for clause in pack.clauses:
        out.print(pack.explain(clause.id), markup=False)
        out.print()
    for left in pack.not_modelled:
        out.print(f"Not modelled: {left.number}: {left.summary} ({left.why})", markup=False)


@agreement.command("check")
def check_pack(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="Id, or a folder (./my-pack).")],
) -> None:
    """Read a pack strictly; exit code 3 names the file and the key that is wrong."""
    from ceasewatch.agreement import load_pack

    found = load_pack(pack)
    marks = len(found.unverified)
    console().print(f"{found.id}: {len(found.clauses)} clauses, well-formed; {marks} unverified values", markup=False)
