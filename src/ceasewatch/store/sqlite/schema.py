"""Tables and indices. Another ``VERSION`` means that the file is rebuilt, never migrated."""

from __future__ import annotations

from typing import Final

VERSION: Final = 3

TABLES: Final = """
CREATE TABLE watermark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    payload BLOB NOT NULL
);
CREATE TABLE observations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    feed TEXT NOT NULL,
    observer TEXT NOT NULL,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    reported_us INTEGER,
    told_us INTEGER NOT NULL,
    recorded_us INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    provisional INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE members (
    incident TEXT NOT NULL,
    observation TEXT NOT NULL,
    PRIMARY KEY (incident, observation)
) WITHOUT ROWID;
CREATE TABLE wordings (
    id INTEGER PRIMARY KEY,
    payload BLOB NOT NULL UNIQUE
);
CREATE TABLE assessments (
    incident TEXT NOT NULL,
    pack TEXT NOT NULL,
    clause TEXT NOT NULL,
    reading TEXT NOT NULL,
    outcome TEXT NOT NULL,
    p_applies INTEGER NOT NULL,
    p_breach INTEGER NOT NULL,
    wording INTEGER NOT NULL,
    PRIMARY KEY (incident, pack, clause, reading)
) WITHOUT ROWID;
CREATE TABLE coverage (
    id TEXT PRIMARY KEY,
    area TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_us INTEGER NOT NULL,
    end_us INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE deliveries (
    feed TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    recorded_us INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE quarantined (
    feed TEXT NOT NULL,
    recorded_us INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE releases (
    id TEXT PRIMARY KEY,
    at_us INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    payload BLOB NOT NULL
);
CREATE TABLE notices (
    at_us INTEGER NOT NULL,
    payload BLOB NOT NULL
);
"""

INDICES: Final = """
CREATE INDEX IF NOT EXISTS observations_time ON observations (start_us, end_us);
CREATE INDEX IF NOT EXISTS observations_reported ON observations (reported_us);
CREATE INDEX IF NOT EXISTS observations_feed ON observations (feed, start_us, reported_us, recorded_us);
CREATE INDEX IF NOT EXISTS observations_told ON observations (feed, observer, told_us);
CREATE INDEX IF NOT EXISTS incidents_time ON incidents (start_us, end_us, area, kind);
CREATE INDEX IF NOT EXISTS incidents_provisional ON incidents (provisional) WHERE provisional;
CREATE INDEX IF NOT EXISTS members_observation ON members (observation);
CREATE INDEX IF NOT EXISTS assessments_outcome ON assessments (outcome, clause);
CREATE INDEX IF NOT EXISTS coverage_time ON coverage (start_us, end_us);
CREATE INDEX IF NOT EXISTS deliveries_feed ON deliveries (feed, recorded_us);
CREATE INDEX IF NOT EXISTS quarantined_feed ON quarantined (feed, recorded_us);
"""
