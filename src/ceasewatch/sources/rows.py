"""Rows of a part, whatever its format: CSV, JSON Lines or Parquet, each row a mapping of column to text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ceasewatch.model.errors import DataError
from ceasewatch.sources.containers import PARQUET_MAGIC, Part
from ceasewatch.sources.csv_rows import CsvRows
from ceasewatch.sources.feed import Quarantined
from ceasewatch.sources.json_rows import json_rows
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.row import Row, Rows
from ceasewatch.sources.text import lines

__all__ = ["Given", "Layout", "Row", "Rows", "rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a feed expects of its tables.

    Attributes:
        required: columns without which the file is not this feed's.
        known: further columns that it reads; a known column that occurs twice is refused.
        multiline: quoted values may hold line breaks. Without it an open quote cannot reach the next line.
        fold_case: column names are compared in lower case.
        delimiter, encoding: of CSV.
    """

    required: tuple[str, ...]
    known: tuple[str, ...] = ()
    multiline: bool = False
    fold_case: bool = True
    delimiter: str = ","
    encoding: str = "utf-8"

    def header(self, names: list[str]) -> list[str]:
        """The column names as this layout compares them.

        Raises:
            DataError: a required column is missing or a known one occurs twice.
        """
        found = [n.strip().lower() if self.fold_case else n.strip() for n in names]
        missing = [n for n in self.required if n not in found]
        if missing:
            raise DataError(
                f"wrong columns: {', '.join(missing)} missing; expected {', '.join(self.required)}; "
                f"found {', '.join(found)[:300]}",
                todo="is this the right feed for the file?",
            )
        for name in (*self.required, *self.known):
            if found.count(name) > 1:
                raise DataError(f"column {name} occurs {found.count(name)} times", todo="keep one of them")
        return found


class Given:
    """Rows that cannot span lines: nothing to hand back."""

    def __init__(self, rows: Iterator[Row | Quarantined]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Row | Quarantined]:
        return self._rows

    def reject(self, row: Row) -> None:
        """Do nothing: the row was one line."""


def rows(part: Part, limits: Limits, layout: Layout) -> Rows:
    """The rows of ``part``, its format told by its first bytes.

    Raises (while iterating):
        DataError: wrong columns, or nothing can be read.
    """
    head = part.peek(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(PARQUET_MAGIC):
        from ceasewatch.sources.parquet_rows import parquet_rows

        return Given(parquet_rows(part, limits, layout.header))
    if head.startswith(b"{") or b"\n{" in head:
        source = lines(part, limits, layout.encoding)
        return Given(json_rows(part.name, source, limits, layout.required, layout.fold_case))
    if layout.multiline:
        return CsvRows(part.name, lines(part, limits, layout.encoding), limits, layout.header, layout.delimiter)
    return CsvRows(
        part.name, lines(part, limits, layout.encoding), limits, layout.header, layout.delimiter, max_lines=1
    )
