"""A mission learns of its observers: from its record without labels, or from calibration shots. Never from findings.

What goes in are observations as they were reported and, with shots, the place and time of each and the coverage log.
No incident, assessment, case or finding is read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from ceasewatch.coverage import Watch, watching
from ceasewatch.model import TimeInterval, from_us, to_us
from ceasewatch.model.errors import DataError, EnvironmentProblem, RowError, UsageError
from ceasewatch.model.table import KINDS, NO_TIME, WEAPONS, Int, ObservationTable, Real
from ceasewatch.model.values import Kind
from ceasewatch.observers.conditions import Conditions, night_at
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.offsets import offset_m
from ceasewatch.observers.registry import model
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.taught import Lesson, from_pairs, from_shots
from ceasewatch.pipeline.fold import tabulated
from ceasewatch.pipeline.learned import LearnedNumber, LearnedObservers, signed
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.watching import book, recorded
from ceasewatch.sources.dates import parse_instant
from ceasewatch.sources.fields import finite, position
from ceasewatch.sources.fields import whole as whole_number
from ceasewatch.store import Projections

SHOT_COLUMNS: Final = ("at", "lat", "lon", "kind", "weapon", "count", "yield_kg")
DECIDED: Final = (
    "finding",
    "verdict",
    "attribution",
    "assessment",
    "case",
    "incident",
    "said_of",
    "responsible",
    "party",
)
"""Columns that a file of shots may not have: nothing that a person decided, and no party, teaches a model."""
WEAPONS_BY_NAME: Final = {"": -1, **{name: n for n, name in enumerate(WEAPONS)}}
MOST_KG: Final = 1e6
"""A kiloton of TNT: no calibration shot is larger; our own convention."""
_TOO_MANY: Final = "\0"
NEAR_S: Final = 600.0
NEAR_SD: Final = 6.0
"""A report of a watching site is about a shot if it is the nearest within so many seconds and stated deviations."""


def learn(
    folder: MissionFolder, store: Projections, period: TimeInterval, seed: int, shots: Path | None = None
) -> LearnedObservers:
    """Learn from the observations of ``period``; the same record, period, shots and seed teach the same.

    Raises:
        DataError: the file of shots has a column of something decided, or a row that cannot be read; or too little is
            there to learn anything.
        EnvironmentProblem: the file cannot be read.
    """
    logged = [row for row in store.all_observations() if row.observation.phenomenon.overlaps(period)]
    table = tabulated(logged, folder.areas)
    if shots is None:
        lessons, digest = [from_pairs(table, ERRORS, seed)], ""
    else:
        content = _content(shots)
        fired, digest = read_shots(content, str(shots)), hashlib.sha256(content).hexdigest()
        lessons = _from_shots(table, fired, watching(book(folder, recorded(store, period), period)), seed)
    numbers = [n for lesson in lessons for n in lesson.numbers]
    if not numbers:
        raise DataError(
            "too little to learn from: no kind of observer has enough reports that others share",
            todo="take a longer period with --since, or "
            + ("check that sites were logged at work when the shots were fired" if shots else "give shots with --from"),
        )
    mark = store.watermark()
    return signed(
        LearnedObservers(
            mission=folder.mission.name,
            status=folder.mission.status.cap,
            method="shots" if shots else "unlabelled",
            since=period.start,
            until=period.end,
            seed=seed,
            record_size=mark.size,
            record_root=mark.root,
            shots_sha256=digest,
            observations=len(table),
            used=max(lesson.used for lesson in lessons),
            numbers=tuple(
                LearnedNumber(
                    of=n.of, name=n.name, given=_short(n.given), learned=_short(n.learned), low=_short(n.low),
                    high=_short(n.high), support=_short(n.support),
                )
                for n in numbers
            ),
        )
    )  # fmt: skip


def whole(store: Projections, since: datetime | None, until: datetime | None) -> TimeInterval:
    """The period that is asked for, by default that of all observations.

    Raises:
        DataError: there are none.
        UsageError: it would end before it begins.
    """
    at = [o.observation.phenomenon for o in store.all_observations()]
    if not at:
        raise DataError("there are no observations to learn from", todo="ingest some first")
    start, end = since or min(p.start for p in at), until or max(p.end for p in at)
    if end < start:
        raise UsageError(
            f"the period would end on {end:%Y-%m-%d %H:%MZ}, before it begins",
            where="--since",
            todo="name an earlier time",
        )
    return TimeInterval(start=start, end=end)


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(
            f"cannot read it ({error.strerror})", where=str(file), todo="check the name"
        ) from error


def read_shots(content: bytes, where: str) -> Events:
    """The shots of a CSV file with the columns :data:`SHOT_COLUMNS`; ``at`` has an offset, ``yield_kg`` may be empty.

    Raises:
        DataError: a column is missing, unknown, or of something decided; a row cannot be read; there are none.
    """
    reader = csv.DictReader(io.StringIO(_text(content, where), newline=""), restkey=_TOO_MANY, strict=True)
    try:
        _check_columns([c.strip() for c in reader.fieldnames or ()], where)
        rows = [_shot(r, f"{where}, line {reader.line_num}") for r in reader]
    except csv.Error as error:
        at = f"{where}, line {reader.line_num}"
        raise DataError(f"no CSV: {error}", where=at, todo="write it as UTF-8 CSV, one row for each shot") from error
    if not rows:
        raise DataError("no shots", where=where, todo="one row for each shot")
    names = ("start_us", "lat", "lon", "kind", "weapon", "count", "yield_kg")
    return Events.make(len(rows), **dict(zip(names, (np.array(c) for c in zip(*rows, strict=True)), strict=True)))


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            f"not UTF-8: byte {error.start} cannot be read", where=where, todo="save it as UTF-8 CSV"
        ) from error


def _check_columns(columns: list[str], where: str) -> None:
    decided = [c for c in columns if any(word in c.lower() for word in DECIDED)]
    if decided:
        raise DataError(
            f"columns {', '.join(decided)}: observers learn from shots, never from findings or from who did it",
            where=where, todo=f"leave them out; known are: {', '.join(SHOT_COLUMNS)}",
        )  # fmt: skip
    wrong = sorted(set(columns) ^ set(SHOT_COLUMNS))
    if wrong:
        raise DataError(f"columns {', '.join(wrong)}", where=where, todo=f"it needs exactly: {', '.join(SHOT_COLUMNS)}")
    twice = sorted({c for c in columns if columns.count(c) > 1})
    if twice:
        raise DataError(f"columns {', '.join(twice)} are there twice", where=where, todo="leave each in once")


def _shot(cells: dict[str, str], where: str) -> tuple[float, ...]:
    if _TOO_MANY in cells:
        raise DataError("more values than columns", where=where, todo="put a value that holds a comma in quotes")
    row = {name.strip(): (value or "").strip() for name, value in cells.items()}
    try:
        at = position(row, "lat", "lon")
        start = to_us(parse_instant(row["at"], "at", ""))
        kind = KINDS.index(Kind(_one_of(row["kind"], KINDS, "kind")))
        weapon = WEAPONS_BY_NAME[_one_of(row["weapon"], WEAPONS_BY_NAME, "weapon")]
        count = whole_number(row["count"] or "1", "count", 1)
        kg = _kilograms(row["yield_kg"])
    except RowError as error:
        field = f", {error.field}" if error.field else ""
        todo = error.todo or "mend the row, or leave it out"
        raise DataError(f"a shot cannot be read: {error.what}", where=f"{where}{field}", todo=todo) from error
    return start, at.lat_deg, at.lon_deg, kind, weapon, count, kg


def _kilograms(text: str) -> float:
    value = finite(text, "yield_kg") if text else math.nan
    if value <= 0 or value > MOST_KG:
        raise RowError(f"{text[:60]} is not above 0 and at most {MOST_KG:g}", field="yield_kg")
    return value


def _one_of(text: str, known: Iterable[str], field: str) -> str:
    names = list(known)
    if text not in names:
        todo = f"there are: {', '.join(n for n in names if n)}"
        raise RowError(f"no {field} {text[:60]!r}", field=field, todo=todo)
    return text


def _from_shots(table: ObservationTable, shots: Events, watch: Watch, seed: int) -> list[Lesson]:
    """One lesson for each model that sites at work run and that hears by a threshold."""
    lessons = []
    for name in sorted(set(watch.sites.model.tolist())):
        known = model(name)
        if not isinstance(known, Model) or "threshold_db" not in known.numbers:
            continue
        mine = watch.take(np.flatnonzero(watch.sites.model == name))
        ids, first = np.unique(mine.sites.ids.astype(str), return_index=True)
        sites = mine.sites.take(first)
        works = np.stack([_at_work(mine, i, shots) for i in ids], axis=1)
        reports = matched(table, shots, ids, works)
        if len(reports):
            night = night_at(shots.lat, shots.lon, shots.start_us)
            lessons.append(from_shots(known, shots, sites, Conditions(night=night, available=works), reports, seed))
    return lessons


def _at_work(watch: Watch, observer: str, shots: Events) -> Real:
    """(n,) share of each shot's moment in which the observer worked."""
    rows = np.flatnonzero(watch.sites.ids == observer)
    during = (shots.start_us[:, None] >= watch.from_us[rows]) & (shots.start_us[:, None] < watch.to_us[rows])
    return np.asarray((during * watch.works[rows]).max(axis=1, initial=0.0), np.float64)


def matched(table: ObservationTable, shots: Events, ids: np.ndarray, works: Real) -> Reports:
    """The nearest report of each site to each shot, where it is near enough; ``event`` and ``site`` index into both."""
    found = list[tuple[int, int, int]]()
    middle = np.where(table.start_us == NO_TIME, np.inf, (table.start_us + table.end_us) / 2.0)
    for site, who in enumerate(ids.tolist()):
        mine = np.flatnonzero((table.observer == who) & np.isfinite(table.lat))
        for shot in np.flatnonzero(works[:, site] > 0).tolist() if len(mine) else ():
            apart = np.abs(middle[mine] - shots.start_us[shot]) / 1e6
            east, north = offset_m(shots.lat[shot], shots.lon[shot], table.lat[mine], table.lon[mine])
            sd = np.sqrt(np.maximum(table.var_ee[mine], table.var_nn[mine]))
            away = np.hypot(east, north) / np.maximum(sd, 1.0)
            near = np.flatnonzero((apart <= NEAR_S) & (away <= NEAR_SD))
            if len(near):
                found.append((int(mine[near[np.argmin(apart[near] / NEAR_S + away[near] / NEAR_SD)]]), shot, site))
    row, event, site_of = (np.array(c, np.int64) for c in (zip(*found, strict=True) if found else ([], [], [])))
    return _reports(table.take(row), event, site_of)


def _reports(t: ObservationTable, event: Int, site: Int) -> Reports:
    named = ("start_us", "end_us", "sense", "lat", "lon", "var_ee", "var_en", "var_nn", "place_kind", "weapon",
             "count_lowest", "count_best", "count_highest", "reported_us")  # fmt: skip
    kind = np.argmax(t.kind_p, axis=1).astype(np.int8) if len(t) else np.zeros(0, np.int8)
    return Reports(event=event, site=site, kind=kind, **{n: getattr(t, n) for n in named})


def span(found: LearnedObservers) -> str:
    """From when to when, for people."""
    return f"{from_us(to_us(found.since)):%Y-%m-%d %H:%MZ} to {found.until:%Y-%m-%d %H:%MZ}"
