"""CSV that cannot run away: a record is a line, and spans more lines only while a quote is open and limits allow."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator

from ceasewatch.model.errors import DataError
from ceasewatch.sources.feed import Quarantined, excerpt
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.row import Row
from ceasewatch.sources.text import Line

Header = Callable[[list[str]], list[str]]

MAX_REPARSED = 256 << 20
"""Characters parsed in vain for records of several lines, after which none is tried any more: the file is hostile."""


class CsvRows:
    """Rows of a CSV text.

    A line whose quote is still open takes in the following ones. If the quote is not closed in time, or the record
    that it makes is bad, only its first line is refused and reading goes on with the second: an open quote must not
    swallow the good rows behind it.
    """

    def __init__(
        self,
        name: str,
        source: Iterator[Line | Quarantined],
        limits: Limits,
        header: Header,
        delimiter: str = ",",
        max_lines: int | None = None,
    ) -> None:
        self._name = name
        self._source = source
        self._limits = limits
        self._check = header
        self._delimiter = delimiter
        self._max_lines = max_lines or limits.max_record_lines
        self._pending: deque[Line | Quarantined] = deque()
        self._columns: list[str] = []
        self._reparsed = 0

    def __iter__(self) -> Iterator[Row | Quarantined]:
        self._columns = self._header()
        width, columns = len(self._columns), self._columns
        for line in self._lines():
            if isinstance(line, Quarantined):
                yield line
            elif '"' not in line.text:
                values = line.text.split(self._delimiter)
                if len(values) == width:
                    yield Row(line.number, dict(zip(columns, values, strict=True)), line.text)
                elif line.text.strip():
                    yield self._bad_width(line, len(values))
            else:
                yield self._quoted(line)

    def reject(self, row: Row) -> None:
        """Give back the lines after the first if one of them looks like a row of its own."""
        width = len(self._columns)
        if any(len(self._parse(line.text) or ()) == width for line in row.more):
            self._pending.extendleft(reversed(row.more))

    def _lines(self) -> Iterator[Line | Quarantined]:
        while True:
            if self._pending:
                yield self._pending.popleft()
                continue
            line = next(self._source, None)
            if line is None:
                return
            yield line

    def _header(self) -> list[str]:
        for line in self._lines():
            if isinstance(line, Quarantined):
                raise DataError(f"the header cannot be read: {line.reason}", where=f"{self._name}:{line.line}")
            if not line.text.strip():
                continue
            row = self._values(line)
            names = row[0] if not isinstance(row, str) else line.text.split(self._delimiter)
            if len(names) > self._limits.max_fields:
                raise DataError(f"{len(names)} columns, more than {self._limits.max_fields}", where=self._name)
            try:
                return self._check(names)
            except DataError as error:
                raise DataError(error.what, where=f"{self._name}:{line.number}", todo=error.todo) from error
        raise DataError("the file holds no line", where=self._name, todo="deliver it again")

    def _quoted(self, line: Line) -> Row | Quarantined:
        found = self._values(line)
        if isinstance(found, str):
            return Quarantined(self._name, line.number, "", found, excerpt(line.text))
        values, more = found
        if len(values) != len(self._columns):
            self._pending.extendleft(reversed(more))
            return self._bad_width(line, len(values))
        return Row(line.number, dict(zip(self._columns, values, strict=True)), line.text, more)

    def _values(self, line: Line) -> tuple[list[str], tuple[Line, ...]] | str:
        """The record that begins with ``line``, or why there is none (its other lines are then pending again)."""
        values, size = self._parse(line.text), len(line.text)
        more: list[Line] = []
        if values is not None:
            return values, ()
        if not self._open(line.text):
            return "the quotes do not match"
        text = line.text
        for following in self._lines():
            if isinstance(following, Quarantined) or len(more) + 2 > self._span():
                self._pending.appendleft(following)
                break
            more.append(following)
            size += len(following.text) + 1
            text = f"{text}\n{following.text}"
            if size > self._limits.max_line_bytes:
                break
            if '"' in following.text:
                values = self._parse(text)
                if values is not None:
                    return values, tuple(more)
                self._reparsed += size
                if not self._open(text):
                    break
        self._pending.extendleft(reversed(more))
        return "a quote is opened and not closed"

    def _span(self) -> int:
        return self._max_lines if self._reparsed < MAX_REPARSED else 1

    def _parse(self, text: str) -> list[str] | None:
        """The values of a complete record, else ``None``."""
        try:
            return next(csv.reader([text], delimiter=self._delimiter, strict=True), None)
        except csv.Error:
            return None

    def _open(self, text: str) -> bool:
        """Whether the record merely lacks its closing quote."""
        try:
            next(csv.reader([text + '"'], delimiter=self._delimiter, strict=True), None)
        except csv.Error:
            return False
        return True

    def _bad_width(self, line: Line, width: int) -> Quarantined:
        reason = f"{width} values where the header has {len(self._columns)}"
        return Quarantined(self._name, line.number, "", reason, excerpt(line.text))
