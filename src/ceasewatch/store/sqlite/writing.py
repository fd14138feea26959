"""Rows for the tables, from nouns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ceasewatch.model import Assessment, Coverage, Incident, Release, to_us
from ceasewatch.model.ids import IncidentId
from ceasewatch.store.rows import Decided, Delivery, Logged, Notice, QuarantinedRow, Watermark

_encode = msgspec.json.Encoder().encode

Row = tuple[object, ...]
_Words = tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]
"""Reasons, what is unverified, what the readings make of it together, and which terms decide."""


def put_watermark(db: sqlite3.Connection, watermark: Watermark) -> None:
    """Replace the one watermark."""
    db.execute("INSERT OR REPLACE INTO watermark VALUES (1, ?)", (_encode(watermark),))


def put_observations(db: sqlite3.Connection, rows: Iterable[Logged]) -> None:
    """Add observations, or replace those of the same position."""
    db.executemany("INSERT OR REPLACE INTO observations VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", map(_observation, rows))


def _observation(row: Logged) -> Row:
    o = row.observation
    reported = to_us(o.reported_at) if o.reported_at else None
    start, end = to_us(o.phenomenon.start), to_us(o.phenomenon.end)
    head = (row.seq, o.id, o.feed, o.observer, row.area or o.area_name, o.kind.best or "", start, end)
    return (*head, reported, end if reported is None else reported, to_us(row.recorded_at), row.versions, _encode(o))


def put_incidents(db: sqlite3.Connection, incidents: Sequence[Incident], gone: Sequence[IncidentId]) -> None:
    """Add or replace incidents with their members; forget ``gone``. Their assessments go as well."""
    if db.execute("SELECT EXISTS (SELECT 1 FROM incidents)").fetchone()[0]:
        ids = [(i.id,) for i in incidents] + [(g,) for g in gone]
        for table, column in (("incidents", "id"), ("members", "incident"), ("assessments", "incident")):
            db.executemany(f"DELETE FROM {table} WHERE {column} = ?", ids)  # noqa: S608 -- both are literals above
    db.executemany("INSERT INTO incidents VALUES (?,?,?,?,?,?,?,?,?)", map(_incident, incidents))
    members = ((i.id, m.observation) for i in incidents for m in i.members)
    db.executemany("INSERT OR IGNORE INTO members VALUES (?,?)", members)


def _incident(i: Incident) -> Row:
    span = (to_us(i.when.start), to_us(i.when.end))
    return (i.id, i.area_name, i.kind.best or "", *span, i.reports, i.origins, i.provisional, _encode(i))


def put_assessments(db: sqlite3.Connection, assessments: Iterable[Assessment]) -> None:
    """Add assessments; their words are kept once each, for a few sentences serve most incidents."""
    wordings: dict[_Words, int] = {}
    rows = (_assessment(a, _wording(db, wordings, a)) for a in assessments)
    db.executemany("INSERT INTO assessments VALUES (?,?,?,?,?,?,?,?)", rows)


def _assessment(a: Assessment, wording: int) -> Row:
    return (a.incident, a.pack, a.clause, a.reading, a.outcome.value, a.p_applies_ppm, a.p_breach_ppm, wording)


def _wording(db: sqlite3.Connection, known: dict[_Words, int], assessment: Assessment) -> int:
    words = (assessment.reasons, assessment.unverified, assessment.agreed.value, assessment.differs)
    if words not in known:
        payload = _encode(words)
        db.execute("INSERT OR IGNORE INTO wordings (payload) VALUES (?)", (payload,))
        known[words] = db.execute("SELECT id FROM wordings WHERE payload = ?", (payload,)).fetchone()[0]
    return known[words]


def put_coverage(db: sqlite3.Connection, rows: Iterable[Coverage]) -> None:
    """Add coverage intervals, or replace those of the same id."""
    db.executemany("INSERT OR REPLACE INTO coverage VALUES (?,?,?,?,?,?)", map(_coverage, rows))


def _coverage(c: Coverage) -> Row:
    span = (to_us(c.interval.start), to_us(c.interval.end))
    return (c.id, c.area_name, c.observer_kind.value, *span, _encode(c))


def put_deliveries(db: sqlite3.Connection, rows: Iterable[Delivery]) -> None:
    """Add deliveries."""
    db.executemany("INSERT INTO deliveries VALUES (?,?,?,?)", _delivered(rows))


def _delivered(rows: Iterable[Delivery]) -> Iterator[Row]:
    return ((d.feed, d.sha256, to_us(d.recorded_at) if d.recorded_at else 0, _encode(d)) for d in rows)


def put_quarantined(db: sqlite3.Connection, rows: Iterable[QuarantinedRow]) -> None:
    """Add rejected rows."""
    values = ((q.feed, to_us(q.recorded_at) if q.recorded_at else 0, _encode(q)) for q in rows)
    db.executemany("INSERT INTO quarantined VALUES (?,?,?)", values)


def put_releases(db: sqlite3.Connection, rows: Iterable[Release]) -> None:
    """Add releases."""
    db.executemany("INSERT OR REPLACE INTO releases VALUES (?,?,?)", ((r.id, to_us(r.at), _encode(r)) for r in rows))


def put_notices(db: sqlite3.Connection, rows: Iterable[Notice]) -> None:
    """Add notices."""
    db.executemany("INSERT INTO notices VALUES (?,?)", ((to_us(n.at), _encode(n)) for n in rows))


def put_decisions(db: sqlite3.Connection, rows: Iterable[Decided]) -> None:
    """Add decisions, or what became of them."""
    values = ((d.decision.id, d.seq, _encode(d)) for d in rows)
    db.executemany("INSERT OR REPLACE INTO decisions VALUES (?,?,?)", values)
