"""Printing lists as a table, JSON, GeoJSON or CSV. What is printed has passed ``release`` before it comes here."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from ceasewatch.cli.options import Format
from ceasewatch.model.errors import UsageError

Row = Sequence[object]


def console(*, stderr: bool = False) -> Any:  # noqa: ANN401 -- rich is imported late so that --help is quick
    """A rich console on standard output or standard error."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def emit(title: str, columns: Sequence[str], rows: Sequence[Row], form: Format, *, note: str = "") -> None:
    """Print ``rows`` under ``columns``; ``note`` is a line that belongs under a table.

    Raises:
        UsageError: GeoJSON was asked for what has no place.
    """
    if form is Format.json:
        emit_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form is Format.csv:
        emit_csv(columns, rows)
    elif form is Format.geojson:
        raise UsageError(f"{title} have no places to print", where="--format geojson", todo="use json, csv or table")
    else:
        _table(title, columns, rows, note)


def emit_json(value: object) -> None:
    """Print ``value`` as indented JSON, UTF-8."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def emit_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print a header and rows as CSV (RFC 4180); cells that a spreadsheet would run are defused."""
    writer = csv.writer(sys.stdout)
    writer.writerow(columns)
    writer.writerows([_inert(cell) for cell in row] for row in rows)


def _inert(cell: object) -> object:
    text = cell if isinstance(cell, str) else None
    return f"'{text}" if text and text[0] in "=+-@\t\r" else cell


def _table(title: str, columns: Sequence[str], rows: Sequence[Row], note: str) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    out = console()
    out.print(table)
    if note:
        out.print(Text(note, style="dim"))
