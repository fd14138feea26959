"""Whether a delivered file says that it is of an exercise. What is said in the content holds; so does the file's name.

A table says so with a column, or key, ``EXERCISE``; a text with a line ``Status: Exercise`` at its head, as in OASIS
CAP 1.2; any file with a name that begins with ``EXERCISE``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from ceasewatch.model.errors import DataError
from ceasewatch.sources.containers import PARQUET_MAGIC, Part, parts
from ceasewatch.sources.feed import Quarantined, SourceFile
from ceasewatch.sources.limits import Limits

MARK: Final = "EXERCISE"

_HEAD_BYTES: Final = 64 * 1024
_STATUS: Final = re.compile(r"\s*status\s*:\s*exercise\s*", re.IGNORECASE)
_KEY: Final = re.compile(rf'"{MARK}"\s*:')
_CELLS: Final = re.compile(r"[,;|\t]")
_HEAD_LINES: Final = 5


class Marked(StrEnum):
    """How much of a file says EXERCISE."""

    all = "all"
    some = "some"
    none = "none"
    unreadable = "unreadable"


def marked(source: SourceFile, limits: Limits) -> Marked:
    """Whether the file, or each member of an archive, says that it is of an exercise. It is read from its beginning.

    ``unreadable`` is left to the feed, which says what is wrong with it.
    """
    if source.name.upper().startswith(MARK):
        return Marked.all
    try:
        said = {_says(part, limits) for part in parts(source, limits) if not isinstance(part, Quarantined)}
    except DataError:
        return Marked.unreadable
    if not said:
        return Marked.unreadable
    if len(said) > 1:
        return Marked.some
    return Marked.all if True in said else Marked.none


def _says(part: Part, limits: Limits) -> bool:
    head = part.peek(_HEAD_BYTES)
    if head.startswith(PARQUET_MAGIC):
        return _columns_say(part, limits)
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return bool(_KEY.search(text))
    lines = [line for line in text.splitlines() if line.strip()][:_HEAD_LINES]
    column = bool(lines) and any(cell.strip().strip('"') == MARK for cell in _CELLS.split(lines[0]))
    return column or any(_STATUS.fullmatch(line) for line in lines)


def _columns_say(part: Part, limits: Limits) -> bool:
    from ceasewatch.sources.parquet_rows import column_names

    return MARK in column_names(part, limits)
