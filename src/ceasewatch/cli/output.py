"""Printing lists as a table, JSON, GeoJSON or CSV. What is printed has passed ``release`` before it comes here."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from ceasewatch.cli.options import Format
from ceasewatch.model.errors import UsageError

Row = Sequence[object]

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

IDS = frozenset({"id", "incident", "sha256", "digest", "root"})
"""Columns that a reader copies from: never folded, however narrow the terminal is."""

PIPE_WIDTH = 4096
"""Columns of text where nobody looks at a terminal: a line stays one line, for `grep` and `cut`."""

_WORD = 24
"""Longer words of other columns may be folded."""


def inert(text: str) -> str:
    """``text`` without what would steer a terminal or turn the order of its characters: feeds are not trusted."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def console(*, stderr: bool = False) -> Any:  # noqa: ANN401 -- rich is imported late so that --help is quick
    """A rich console on standard output or standard error; lines are not folded where that is no terminal."""
    from rich.console import Console
    from rich.text import Text

    class Inert(Console):
        def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 -- as rich has them
            return super().render_str(inert(text), **options)

    out = Inert(stderr=stderr, highlight=False, emoji=False)
    if not out.is_terminal:
        out.width = PIPE_WIDTH
    return out


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
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in IDS)
    cells = [["" if cell is None else inert(str(cell)) for cell in row] for row in rows]
    for row in cells:
        table.add_row(*map(Text, row))
    out = console()
    terminal = out.width
    out.width = max(terminal, _least_width(columns, cells))
    out.print(table)
    out.width = terminal
    if note:
        out.print(Text(note, style="dim"))


def _least_width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Below this an id would be folded; a narrower terminal breaks the line instead."""
    return sum(_least(name, [row[n] for row in rows]) + 2 for n, name in enumerate(columns))


def _least(name: str, cells: Sequence[str]) -> int:
    if name in IDS:
        return max(map(len, [name, *cells]))
    return min(_WORD, max((len(word) for text in (name, *cells) for word in text.split()), default=1))
