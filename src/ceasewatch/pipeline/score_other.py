"""Score what any other software made of an exercise: a file of incidents with their members."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from ceasewatch.model.errors import DataError, EnvironmentProblem
from ceasewatch.pipeline.score_result import Score
from ceasewatch.pipeline.scoring import grouping
from ceasewatch.pipeline.truth import Behind, Truth

_WHAT_TO_DO = 'each line: {"incident": "i1", "members": [["FILE", "ROW ID OR LINE"], ...]}'


class OtherIncident(msgspec.Struct, frozen=True):
    """One line of the file: an incident, and its members as pairs of file name and row id (or line number)."""

    incident: str | int
    members: tuple[tuple[str, str | int], ...]


def score_file(file: Path, truth: Truth) -> Score:
    """Hold a file of incidents against the truth; a row that it does not name stands alone.

    Raises:
        EnvironmentProblem: the file cannot be read.
        DataError: a line is not what it should be, names a row that there is not, or one that was named before.
    """
    rows = _newest(truth)
    at = _places(truth, list(rows))
    group = np.full(len(rows), -1, np.int64)
    for number, incident in enumerate(_incidents(file), 1):
        where = f"{file}:{number}"
        for name, row in incident.members:
            n = at.get((name, str(row)))
            if n is None:
                raise DataError(f"the exercise has no row {row!r} in {name!r}", where=where, todo=_WHAT_TO_DO)
            if group[n] not in (-1, number):
                raise DataError(f"row {row!r} of {name!r} is in two incidents", where=where, todo="name it once")
            group[n] = number
    labels = truth.labelled(list(rows.values()))
    scored = np.array([b.counted for b in rows.values()], np.bool_)
    return grouping(labels, group, scored, truth)


def _incidents(file: Path) -> list[OtherIncident]:
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise EnvironmentProblem(f"cannot be read: {error.strerror}", where=str(file), todo="check the name") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=OtherIncident))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DataError(str(error), where=f"{file}:{number}", todo=_WHAT_TO_DO) from error
    return found


_Key = tuple[str, str, str]


def _newest(truth: Truth) -> Mapping[_Key, Behind]:
    """Each row once: those with an id by it, whatever file its newest version is in; the rest by file and line."""
    by_id = {(feed, row) for feed, file, row in truth.rows if not file}
    return {k: b for k, b in truth.rows.items() if not k[1] or (k[0], k[2]) not in by_id}


def _places(truth: Truth, rows: list[_Key]) -> Mapping[tuple[str, str], int]:
    """Where each (file, row) is among ``rows``; all versions of a row with an id are one."""
    index = {key: n for n, key in enumerate(rows)}
    return {
        (file, row): index[(feed, "", row) if (feed, "", row) in index else (feed, file, row)]
        for feed, file, row in truth.rows
        if file
    }
