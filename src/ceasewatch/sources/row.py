"""One row of a table, and what an iterator over rows must be able to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from ceasewatch.sources.feed import Quarantined
from ceasewatch.sources.text import Line


@dataclass(frozen=True, slots=True)
class Row:
    """Columns by name, with where they stood.

    Attributes:
        line: 1-based line of the row's beginning; in Parquet the 1-based row.
        fields: column -> text; a missing value is empty.
        raw: the line as read, for an excerpt.
        more: the lines after the first, where a quoted value spans several.
    """

    line: int
    fields: Mapping[str, str]
    raw: str
    more: tuple[Line, ...] = ()


class Rows(Protocol):
    """Rows that can be told that one of them was no row after all."""

    def __iter__(self) -> Iterator[Row | Quarantined]:
        """In the file's order."""
        ...

    def reject(self, row: Row) -> None:
        """The last row was bad: read again from its second line if that may hold rows that an open quote swallowed."""
        ...
