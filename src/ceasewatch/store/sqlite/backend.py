"""The repository over one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from ceasewatch.model import Assessment, Coverage, Incident, Release
from ceasewatch.model.errors import EnvironmentProblem, NotFoundError
from ceasewatch.model.ids import IncidentId, ObservationId
from ceasewatch.store.changes import Changes
from ceasewatch.store.filters import AssessmentFilter, Filter
from ceasewatch.store.rows import (
    Decided,
    Delivery,
    FeedActivity,
    LastReport,
    Logged,
    Notice,
    QuarantinedRow,
    Totals,
    Watermark,
)
from ceasewatch.store.sqlite import reading, schema, writing

_ALL = Filter()
_EVERY = AssessmentFilter()
_BUSY_S = 30.0
_CACHE_KIB = 65_536


class SqliteProjections:
    """See :class:`ceasewatch.store.projections.Projections`.

    Args:
        db: a connection whose file has the tables of :mod:`ceasewatch.store.sqlite.schema`.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty file, quick to fill; call :meth:`finish` before others may read it.

        A crash while it is filled loses it: it is not yet the current file, and it can be made again.
        """
        _make_private(path)
        db = _connect(path, "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF")
        db.executescript(f"BEGIN; {schema.TABLES} PRAGMA user_version={schema.VERSION}; COMMIT;")
        return cls(db)

    @classmethod
    def in_memory(cls) -> Self:
        """Empty projections that are gone when they are closed: for looking at another time than now."""
        store = cls.create(Path(":memory:"))
        store.add_indices()
        return store

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """The file that ``path`` leads to; ``None`` if there is none or another version of the code laid it out.

        A rebuild may move the link and remove the old file while this looks: then it looks again.

        Raises:
            EnvironmentProblem: there is a file that cannot be opened.
        """
        while path.exists():
            file = path.resolve()
            try:
                db = _connect(file, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", make=False)
            except EnvironmentProblem:
                if path.resolve() == file and file.exists():
                    raise
                continue
            if db.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION:
                return cls(db)
            db.close()
            return None
        return None

    def finish(self) -> None:
        """Add the indices and put everything on the disk; the file is then ready to be published."""
        self.add_indices()
        path = self._db.execute("PRAGMA database_list").fetchone()[2]
        self._db.execute("ANALYZE")
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _sync(Path(path))

    def add_indices(self) -> None:
        """Add the indices: a file is filled faster without them."""
        with self._transaction():
            for statement in filter(str.strip, schema.INDICES.split(";")):
                self._db.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def write(self, changes: Changes) -> None:
        """Store one step of the fold, all of it or nothing."""
        with self._transaction():
            writing.put_observations(self._db, changes.observations)
            writing.put_coverage(self._db, changes.coverage)
            writing.put_deliveries(self._db, changes.deliveries)
            writing.put_quarantined(self._db, changes.quarantined)
            writing.put_releases(self._db, changes.releases)
            writing.put_notices(self._db, changes.notices)
            writing.put_decisions(self._db, changes.decisions)
            writing.put_incidents(self._db, changes.incidents, changes.gone)
            writing.put_assessments(self._db, changes.assessments)
            writing.put_watermark(self._db, changes.watermark)

    def confirm(self, size: int) -> None:
        """A whole fold of ``size`` entries gave the same incidents."""
        with self._transaction():
            mark = reading.watermark(self._db)
            writing.put_watermark(self._db, replace(mark, confirmed=max(mark.confirmed, size)))
            if mark.size == size:
                self._db.execute("UPDATE incidents SET provisional = 0 WHERE provisional")

    def watermark(self) -> Watermark:
        """How much of the record is reflected here."""
        return reading.watermark(self._db)

    def totals(self) -> Totals:
        """How much there is of each thing."""
        return reading.totals(self._db)

    def observations(self, query: Filter = _ALL) -> list[Logged]:
        """Observations in order of (start, seq)."""
        return reading.observations(self._db, query)

    def all_observations(self) -> Iterator[Logged]:
        """Every observation, in order of seq."""
        return reading.all_observations(self._db)

    def observations_by_id(self, ids: Sequence[ObservationId]) -> list[Logged]:
        """Those of ``ids`` that exist, in the order of ``ids``."""
        return reading.observations_by_id(self._db, ids)

    def incidents(self, query: Filter = _ALL) -> list[Incident]:
        """Incidents in order of (start, id)."""
        return reading.incidents(self._db, query)

    def incident_ids(self) -> list[IncidentId]:
        """The ids of all incidents, sorted."""
        return reading.incident_ids(self._db)

    def resolve(self, incident: IncidentId) -> Incident:
        """The incident that bears this id now, or that now holds the observation the id was made from."""
        found = reading.incident(self._db, incident)
        if found is None:
            raise NotFoundError(f"no incident {incident}", todo="list them with `ceasewatch incidents`")
        return found

    def assessments(self, query: AssessmentFilter = _EVERY) -> list[Assessment]:
        """Assessments in order of (start of the incident, incident, pack, clause, reading)."""
        return reading.assessments(self._db, query)

    def coverage(self, query: Filter = _ALL) -> list[Coverage]:
        """Coverage intervals in order of (start, id)."""
        return reading.coverage(self._db, query)

    def deliveries(self, query: Filter = _ALL) -> list[Delivery]:
        """Files in the order in which they were recorded."""
        return reading.deliveries(self._db, query)

    def quarantined(self, query: Filter = _ALL) -> list[QuarantinedRow]:
        """Rejected rows in the order in which they were recorded."""
        return reading.quarantined(self._db, query)

    def releases(self, query: Filter = _ALL) -> list[Release]:
        """Products that were given out, by time."""
        return reading.releases(self._db, query)

    def notices(self, query: Filter = _ALL) -> list[Notice]:
        """What the system said of itself, by time."""
        return reading.notices(self._db, query)

    def decisions(self) -> list[Decided]:
        """All decisions of persons, undone ones too, in the order of the record."""
        return reading.decisions(self._db)

    def activity(self, start: datetime | None = None, end: datetime | None = None) -> list[FeedActivity]:
        """What each feed delivered for phenomena that start in the half-open ``start`` to ``end``."""
        return reading.activity(self._db, start, end)

    def last_reports(self, before: datetime) -> list[LastReport]:
        """When each observer of each feed last reported before that moment."""
        return reading.last_reports(self._db, before)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _connect(path: Path, *pragmas: str, make: bool = True) -> sqlite3.Connection:
    where = str(path) if make else f"{path.absolute().as_uri()}?mode=rw"
    try:
        db = sqlite3.connect(where, timeout=_BUSY_S, isolation_level=None, check_same_thread=False, uri=not make)
        for pragma in (*pragmas, f"PRAGMA cache_size=-{_CACHE_KIB}", "PRAGMA temp_store=MEMORY"):
            db.execute(pragma)
    except sqlite3.OperationalError as error:
        raise EnvironmentProblem(
            f"the projections cannot be opened ({error})", where=str(path), todo="check space and permissions"
        ) from error
    return db


def _make_private(path: Path) -> None:
    """What was decrypted is for its owner only; SQLite gives its logs the mode of the file."""
    if str(path) == ":memory:":
        return
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise EnvironmentProblem(
            f"the projections cannot be made ({error.strerror})", where=str(path), todo="check space and permissions"
        ) from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
