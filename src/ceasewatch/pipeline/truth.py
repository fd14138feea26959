"""The ground truth of an exercise: what happened, and which delivered row is about what."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

from ceasewatch.model.errors import ConflictError, DataError, EnvironmentProblem
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import KINDS, WEAPONS, Int, Objects
from ceasewatch.model.values import Kind
from ceasewatch.observers.events import Events
from ceasewatch.simulate.exercise import MARK

EVENTS, OBSERVATIONS, COVERAGE = "events.jsonl", "observations.csv", "coverage.csv"
"""Files of a truth."""

RETRACTED: Final = "retraction"
"""Note of a row that takes an earlier one back."""

_COLUMNS: Final = ("feed", "file", "line", "row_id", "event", "origin")
_WHAT_TO_DO: Final = "the truth lies in the folder that `ceasewatch simulate` wrote"


class TrueEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of ``events.jsonl``; times in microseconds since 1970 UTC.

    Attributes:
        happened: false for what is only said to have happened.
        cause: why it happened, as no observer can know.
    """

    event: str
    kind: Kind
    start_us: int
    end_us: int
    lat: float
    lon: float
    happened: bool = True
    title: str = ""
    cause: str = ""
    by: str = ""
    weapon: str = ""
    count: int = 0


class Behind(NamedTuple):
    """What is behind a delivered row.

    Attributes:
        event: empty if nothing is.
        origin: equal for rows that rest on one source.
        observer: who delivered it.
        counted: false for parties' statements, which are never grouped, and for rows that were taken back.
    """

    event: str
    origin: str
    observer: str
    counted: bool = True


class Labels(NamedTuple):
    """Truth of n rows: event (index, -1: nothing), origin (code, -1: not told), whether it is known, who told it."""

    event: Int
    origin: Int
    known: np.ndarray[tuple[int], np.dtype[np.bool_]]
    observer: Objects


@dataclass(frozen=True, slots=True)
class Truth:
    """A ground truth.

    Attributes:
        exercise: its name.
        happenings: what happened, and what is said to have happened.
        rows: by (feed, file, line or row id); a row that tells of several things, by ``line/kind``.
    """

    exercise: str
    happenings: tuple[TrueEvent, ...]
    rows: Mapping[tuple[str, str, str], Behind]

    @property
    def events(self) -> Events:
        """The happenings as columns, in the same order."""
        h = self.happenings
        return Events.make(
            len(h),
            start_us=[e.start_us for e in h],
            end_us=[max(e.end_us, e.start_us) for e in h],
            lat=[e.lat for e in h],
            lon=[e.lon for e in h],
            kind=[KINDS.index(e.kind) for e in h],
            weapon=[WEAPONS.index(e.weapon) if e.weapon else -1 for e in h],
            count=[max(e.count, 1) for e in h],
        )

    def labels(self, observations: Iterable[Observation]) -> Labels:
        """What is behind each observation, found by file and row id, else by file and line."""
        found = [self.behind(o) for o in observations]
        return self.labelled(found)

    def labelled(self, found: Sequence[Behind | None]) -> Labels:
        """The same for rows that are found already; ``None`` is one that the truth does not know."""
        index = {e.event: n for n, e in enumerate(self.happenings)}
        codes: dict[str, int] = {}
        event = [index[b.event] if b and b.event else -1 for b in found]
        origin = [codes.setdefault(b.origin, len(codes)) if b and b.origin else -1 for b in found]
        observer = np.array([b.observer if b else "" for b in found], object)
        known = np.array([b is not None for b in found], np.bool_)
        return Labels(np.array(event, np.int64), np.array(origin, np.int64), known, observer)

    def behind(self, o: Observation) -> Behind | None:
        """What is behind an observation; ``None`` if the truth does not know it."""
        file, row_id, line = o.source.file, o.source.row_id, str(o.source.line)
        tried = ((file, _key(line, o.kind.best or "")), (file, row_id), ("", row_id), (file, line))
        return next((self.rows[o.feed, f, k] for f, k in tried if k and (o.feed, f, k) in self.rows), None)


def _key(row: str, kind: str) -> str:
    """Of a row; where one row tells several things apart, with their kind."""
    return f"{row}/{kind}" if kind else row


def read_truth(folder: Path) -> Truth:
    """The truth in ``folder``, which holds ``events.jsonl`` and ``observations.csv``.

    Raises:
        EnvironmentProblem: a file is not there or cannot be read.
        DataError: a line is not what it should be; says which.
        ConflictError: it does not say that it is of an exercise.
    """
    happenings, name = _events(folder / EVENTS)
    known = {e.event for e in happenings}
    rows: dict[tuple[str, str, str], Behind] = {}
    for number, row in _table(folder / OBSERVATIONS):
        if row["event"] and row["event"] not in known:
            what = f"no event {row['event']!r} in {EVENTS}"
            raise DataError(what, where=f"{folder / OBSERVATIONS}:{number}", todo=_WHAT_TO_DO)
        counted = row.get("role", "observation") == "observation" and row.get("note") != RETRACTED
        behind = Behind(row["event"], row["origin"], row.get("observer") or "", counted)
        rows[row["feed"], row["file"], _key(row["row_id"] or row["line"], row.get("kind") or "")] = behind
        if row["row_id"]:
            rows[row["feed"], "", row["row_id"]] = behind
    return Truth(name, happenings, rows)


def _events(file: Path) -> tuple[tuple[TrueEvent, ...], str]:
    found, name = [], ""
    for number, line in enumerate(_text(file).splitlines(), 1):
        try:
            raw = msgspec.json.decode(line)
            found.append(msgspec.convert(raw, TrueEvent))
            if found[-1].weapon and found[-1].weapon not in WEAPONS:
                raise DataError(f"no weapon {found[-1].weapon!r}", where=f"{file}:{number}", todo=_WHAT_TO_DO)
        except msgspec.DecodeError as error:
            raise DataError(str(error), where=f"{file}:{number}", todo=_WHAT_TO_DO) from error
        if not raw.get(MARK):
            raise ConflictError(f"it does not say {MARK}", where=f"{file}:{number}", todo="score an exercise only")
        name = str(raw[MARK])
    if not found:
        raise DataError("no events", where=str(file), todo=_WHAT_TO_DO)
    return tuple(found), name


def _table(file: Path) -> Iterable[tuple[int, dict[str, str]]]:
    rows = csv.DictReader(_text(file).splitlines())
    missing = [c for c in _COLUMNS if c not in (rows.fieldnames or ())]
    if missing:
        raise DataError(f"wrong columns: {', '.join(missing)} missing", where=str(file), todo=_WHAT_TO_DO)
    return ((rows.line_num, row) for row in rows if row["feed"])


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise EnvironmentProblem(f"cannot be read: {error.strerror}", where=str(file), todo=_WHAT_TO_DO) from error
    except UnicodeDecodeError as error:
        raise DataError("it is not UTF-8", where=str(file), todo=_WHAT_TO_DO) from error
