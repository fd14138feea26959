"""``ceasewatch agreement``: which packs there are, what they say, and whether they say it soundly."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from ceasewatch.cli import agreement_mission, agreement_texts
from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import console, emit, emit_json
from ceasewatch.model.errors import DataError, EnvironmentProblem, LimitError

if TYPE_CHECKING:
    from ceasewatch.agreement import Pack
    from ceasewatch.agreement.tools.checking import Checked

agreement = typer.Typer(no_args_is_help=True, help="Agreements as data: packs, clauses, readings.")
PackArgument = Annotated[str, typer.Argument(metavar="PACK", help="Id, or a folder (./my-pack).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module and of those beside it."""
    agreement_texts.register(agreement)
    agreement_mission.register(agreement)
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
    pack: PackArgument,
    clause: Annotated[str, typer.Argument(metavar="[CLAUSE]", help="One clause only.")] = "",
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="Write lines and zones to this GeoJSON file.", show_default=False),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Show a pack as a readable document: clauses, conditions, rules, clocks, readings, lines, what is left out."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.tools import document

    found = load_pack(pack)
    if map_ is not None:
        _map(found, map_)
    elif form is Format.json:
        emit_json(found.clause(clause) if clause else found.file)
    elif form is Format.geojson:
        from ceasewatch.agreement.tools.mapped import mapped

        emit_json(mapped(found))
    else:
        said = _clause(found, clause) if clause else "\n\n".join(document.document(found))
        console().print(said, markup=False)


def _clause(pack: Pack, clause: str) -> str:
    from ceasewatch.agreement.tools import document

    pack.clause(clause)
    return document.clause(pack, next(c for c in pack.file.clauses if c.id == clause))


def _map(pack: Pack, path: Path) -> None:
    from ceasewatch.agreement.tools.mapped import mapped

    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(mapped(pack)), indent=1) + b"\n")
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot write: {error.strerror}", where=str(path), todo="name another file"
        ) from error
    console().print(f"{pack.id}: lines and zones written to {path}; sites are no part of it", markup=False)


@agreement.command("check")
def check_pack(pack: PackArgument, form: FormatOption = Format.table) -> None:
    """Read a pack strictly and look for what it cannot mean: exit code 3 if it is refused or has errors."""
    from ceasewatch.agreement.tools.checking import check

    found, text = _loaded(pack)
    checked = check(found, text)
    _print(checked, form)
    if checked.errors:
        raise typer.Exit(3)


def _loaded(pack: str) -> tuple[Pack, str]:
    """The pack and the text of its pack.yaml; an error that names a clause also gets the line of it."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.documents import read_bytes
    from ceasewatch.agreement.tools.lines import with_line

    folder: Traversable = Path(pack) if "/" in pack or "\\" in pack else files("ceasewatch").joinpath("packs", pack)
    try:
        found = load_pack(pack)
        return found, read_bytes(folder, "pack.yaml", pack).decode()
    except LimitError:
        raise
    except DataError as error:
        text = read_bytes(folder, "pack.yaml", pack).decode(errors="replace")
        raise with_line(error, text) from error


def _print(checked: Checked, form: Format) -> None:
    if form is Format.json:
        emit_json(checked._asdict())
        return
    marks = ", ".join(f"{n} {what}" for what, n in checked.unverified.items()) or "none"
    note = f"{checked.clauses} clauses; unverified: {marks}."
    rows = [(f.grade, f"{f.file}:{f.line}" if f.line else f.file, f.clause, f.what, f.todo) for f in checked.flaws]
    if not rows and form is Format.table:
        console().print(f"{checked.pack}: well-formed, nothing found. {note}", markup=False)
        return
    title = f"{checked.pack}: {checked.errors} errors, {len(rows) - checked.errors} warnings"
    emit(title, ("grade", "file", "clause", "what", "what to do"), rows, form, note=note)
