"""Nouns from the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from ceasewatch.model import Assessment, Consensus, Coverage, Incident, Observation, Outcome, Release, from_us, to_us
from ceasewatch.model.ids import ClauseId, FeedId, IncidentId, ObservationId, ObserverId, PackId, PartyId
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
from ceasewatch.store.sqlite.where import Where, assessed, moments, named, page, reported, since, spans

_observation = msgspec.json.Decoder(Observation).decode
_incident = msgspec.json.Decoder(Incident).decode
_coverage = msgspec.json.Decoder(Coverage).decode
_delivery = msgspec.json.Decoder(Delivery).decode
_rejected = msgspec.json.Decoder(QuarantinedRow).decode
_release = msgspec.json.Decoder(Release).decode
_decided = msgspec.json.Decoder(Decided).decode
_notice = msgspec.json.Decoder(Notice).decode
_watermark = msgspec.json.Decoder(Watermark).decode
_words = msgspec.json.Decoder(tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]).decode

_LOGGED = "seq, recorded_us, area, versions, payload"


def _select(db: sqlite3.Connection, columns: str, table: str, where: Where, tail: str = "") -> sqlite3.Cursor:
    """Rows; every argument but ``where.values`` is a literal of this file, and values are bound, never pasted."""
    return db.execute(f"SELECT {columns} FROM {table}{where.sql}{tail}", where.values)  # noqa: S608


def watermark(db: sqlite3.Connection) -> Watermark:
    """The watermark, at zero in a new file."""
    row = db.execute("SELECT payload FROM watermark").fetchone()
    return _watermark(row[0]) if row else Watermark()


def observations(db: sqlite3.Connection, query: Filter) -> list[Logged]:
    """As :meth:`Projections.observations`."""
    where = named(spans(query), area=query.area, kind=query.kind, feed=query.feed)
    since(reported(where, query), query)
    order = page(query, "start_us, seq", "start_us DESC, seq DESC")
    return list(_logged(_select(db, _LOGGED, "observations", where, order)))


def all_observations(db: sqlite3.Connection) -> Iterator[Logged]:
    """As :meth:`Projections.all_observations`."""
    return _logged(_select(db, _LOGGED, "observations", Where(), " ORDER BY seq"))


def observations_by_id(db: sqlite3.Connection, ids: Sequence[ObservationId]) -> list[Logged]:
    """As :meth:`Projections.observations_by_id`."""
    found = (_select(db, _LOGGED, "observations", named(Where(), id=i)).fetchone() for i in ids)
    return list(_logged(row for row in found if row))


def _logged(rows: Iterable[tuple[int, int, str, int, bytes]]) -> Iterator[Logged]:
    for seq, recorded_us, area, versions, payload in rows:
        observation = _observation(payload)
        yield Logged(seq=seq, recorded_at=from_us(recorded_us), observation=observation, area=area, versions=versions)


def incidents(db: sqlite3.Connection, query: Filter) -> list[Incident]:
    """As :meth:`Projections.incidents`."""
    where = named(spans(query), area=query.area, kind=query.kind)
    order = page(query, "start_us, id", "start_us DESC, id DESC")
    rows = _select(db, "payload, provisional", "incidents", where, order)
    return [_marked(payload, provisional) for payload, provisional in rows]


def _marked(payload: bytes, provisional: int) -> Incident:
    incident = _incident(payload)
    if incident.provisional == bool(provisional):
        return incident
    return msgspec.structs.replace(incident, provisional=bool(provisional))


def incident_ids(db: sqlite3.Connection) -> list[IncidentId]:
    """As :meth:`Projections.incident_ids`."""
    return [IncidentId(row[0]) for row in db.execute("SELECT id FROM incidents ORDER BY id")]


def incident(db: sqlite3.Connection, wanted: IncidentId) -> Incident | None:
    """The incident of this id, else the one that holds the observation that the id was made from."""
    sql = "SELECT payload, provisional FROM incidents WHERE id = ?"
    row = db.execute(sql, (wanted,)).fetchone()
    if row is None:
        holder = "(SELECT incident FROM members WHERE observation = ? ORDER BY incident LIMIT 1)"
        row = db.execute(sql.replace("?", holder), (wanted.removeprefix("inc-"),)).fetchone()
    return _marked(*row) if row else None


def assessments(db: sqlite3.Connection, query: AssessmentFilter) -> list[Assessment]:
    """As :meth:`Projections.assessments`."""
    where = assessed(query)
    key = "incident, pack, clause, reading"
    order = page(query.incidents, f"start_us, {key}", f"start_us DESC, {key}")
    joined = "assessments JOIN incidents i ON i.id = incident JOIN wordings w ON w.id = wording"
    rows = _select(db, f"{key}, outcome, p_applies, p_breach, w.payload", joined, where, order)
    return [_assessment(row) for row in rows]


def _assessment(row: tuple[str, str, str, str, str, int, int, bytes]) -> Assessment:
    found, pack, clause, reading, outcome, p_applies, p_breach, words = row
    reasons, unverified, agreed, differs = _words(words)
    return Assessment(
        incident=IncidentId(found),
        pack=PackId(pack),
        clause=ClauseId(clause),
        reading=PartyId(reading),
        outcome=Outcome(outcome),
        p_applies_ppm=p_applies,
        p_breach_ppm=p_breach,
        reasons=reasons,
        unverified=unverified,
        agreed=Consensus(agreed),
        differs=differs,
    )


def coverage(db: sqlite3.Connection, query: Filter) -> list[Coverage]:
    """As :meth:`Projections.coverage`; ``kind`` is the observer's kind."""
    where = named(spans(query), area=query.area, kind=query.kind)
    rows = _select(db, "payload", "coverage", where, page(query, "start_us, id", "start_us DESC, id DESC"))
    return [_coverage(row[0]) for row in rows]


def deliveries(db: sqlite3.Connection, query: Filter) -> list[Delivery]:
    """As :meth:`Projections.deliveries`."""
    return [_delivery(row[0]) for row in _of_feed(db, "deliveries", query)]


def quarantined(db: sqlite3.Connection, query: Filter) -> list[QuarantinedRow]:
    """As :meth:`Projections.quarantined`."""
    return [_rejected(row[0]) for row in _of_feed(db, "quarantined", query)]


def _of_feed(db: sqlite3.Connection, table: str, query: Filter) -> sqlite3.Cursor:
    where = since(named(Where(), feed=query.feed), query)
    return _select(db, "payload", table, where, page(query, "rowid", "rowid DESC"))


def releases(db: sqlite3.Connection, query: Filter) -> list[Release]:
    """As :meth:`Projections.releases`."""
    where = moments(query)
    rows = _select(db, "payload", "releases", where, page(query, "at_us, id", "at_us DESC, id DESC"))
    return [_release(row[0]) for row in rows]


def notices(db: sqlite3.Connection, query: Filter) -> list[Notice]:
    """As :meth:`Projections.notices`."""
    where = moments(query)
    rows = _select(db, "payload", "notices", where, page(query, "at_us, rowid", "at_us DESC, rowid DESC"))
    return [_notice(row[0]) for row in rows]


def decisions(db: sqlite3.Connection) -> list[Decided]:
    """As :meth:`Projections.decisions`."""
    return [_decided(row[0]) for row in db.execute("SELECT payload FROM decisions ORDER BY seq")]


def activity(db: sqlite3.Connection, start: datetime | None, end: datetime | None) -> list[FeedActivity]:
    """As :meth:`Projections.activity`."""
    where = Where()
    if start is not None:
        where.add("start_us >= ?", to_us(start))
    if end is not None:
        where.add("start_us < ?", to_us(end))
    columns = "feed, count(*), min(start_us), max(start_us), max(reported_us), max(recorded_us)"
    return [_activity(*row) for row in _select(db, columns, "observations", where, " GROUP BY feed ORDER BY feed")]


def _activity(feed: str, count: int, first: int, last: int, reported: int | None, recorded: int) -> FeedActivity:
    return FeedActivity(
        feed=FeedId(feed),
        observations=count,
        first=from_us(first),
        last=from_us(last),
        last_reported=None if reported is None else from_us(reported),
        last_recorded=from_us(recorded),
    )


def last_reports(db: sqlite3.Connection, before: datetime) -> list[LastReport]:
    """As :meth:`Projections.last_reports`."""
    where = Where()
    where.add("told_us < ?", to_us(before))
    group = " GROUP BY feed, observer ORDER BY feed, observer"
    rows = _select(db, "feed, observer, max(told_us)", "observations", where, group)
    return [LastReport(feed=FeedId(f), observer=ObserverId(o), at=from_us(at)) for f, o, at in rows]


def totals(db: sqlite3.Connection) -> Totals:
    """As :meth:`Projections.totals`."""
    tables = ("observations", "incidents", "assessments", "coverage", "deliveries", "quarantined", "releases")
    counts = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables}  # noqa: S608 -- literals
    provisional = db.execute("SELECT count(*) FROM incidents WHERE provisional").fetchone()[0]
    return Totals(**counts, provisional=provisional)
