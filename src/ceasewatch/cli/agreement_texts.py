"""``ceasewatch agreement diff`` and ``test``: texts beside each other, and their worked examples tried."""

from __future__ import annotations

from typing import Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import emit, emit_json


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("diff")(diff)
    app.command("test")(examples)


def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="Id of a pack, or a folder (./my-pack).")],
    second: Annotated[str, typer.Argument(metavar="B", help="The text that A became.")],
    form: FormatOption = Format.table,
) -> None:
    """Say what became of one text in another, clause by clause: numbers, dates, obligations, parties, places."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.tools.difference import differences

    packs = load_pack(first), load_pack(second)
    found = list(differences(*packs))
    if form is Format.json:
        emit_json({"a": packs[0].id, "b": packs[1].id, "changes": found})
        return
    rows = [(c.what, c.clause, c.key, c.before, c.after, c.note) for c in found]
    note = "Clauses are matched by id, else by what they oblige to and how alike they are."
    emit(
        f"{packs[0].id} to {packs[1].id}", ("change", "clause", "of", "before", "after", "note"), rows, form, note=note
    )


def examples(
    packs: Annotated[list[str], typer.Argument(metavar="PACK...", help="Ids, or folders.")],
    form: FormatOption = Format.table,
) -> None:
    """Try the worked examples of packs: what held, what failed and why; exit code 3 if any failed."""
    from ceasewatch.agreement import load_pack
    from ceasewatch.agreement.tools.trial import trials, without

    loaded = [load_pack(pack) for pack in packs]
    found = [t for pack in loaded for t in trials(pack)]
    bare = {str(pack.id): without(pack) for pack in loaded}
    if form is Format.json:
        emit_json({"trials": [{**_fields(t), "held": t.held} for t in found], "without_example": bare})
    else:
        rows = [
            ("held" if t.held else "failed", t.pack, t.clause, t.reading, t.example, t.expected, t.got,
             "" if t.held else "; ".join(t.reasons)) for t in found
        ]  # fmt: skip
        left = "; ".join(f"{pack}: {', '.join(clauses)}" for pack, clauses in bare.items() if clauses)
        held = sum(t.held for t in found)
        note = f"{held} of {len(found)} held. Clauses on incidents without an example: {left or 'none'}."
        columns = ("", "pack", "clause", "reading", "example", "expected", "got", "why")
        emit("Worked examples", columns, rows, form, note=note)
    if not all(t.held for t in found):
        raise typer.Exit(3)


def _fields(struct: object) -> dict[str, object]:
    import msgspec

    return dict(msgspec.structs.asdict(struct))  # type: ignore[arg-type]
