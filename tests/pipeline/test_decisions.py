"""A person's decision is an entry of the record: it stands from then on, in steps as in a whole fold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from ceasewatch.model import DecisionKind, FeedSetting
from ceasewatch.model.errors import ConflictError, NotFoundError, UsageError
from ceasewatch.model.ids import FeedId, ObservationId, incident_id
from ceasewatch.pipeline import entries, settings
from ceasewatch.pipeline.decisions import decide, undo
from ceasewatch.pipeline.fold import Cut, fold
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.pipeline.project import open_projections
from ceasewatch.pipeline.projector import Projector
from ceasewatch.pipeline.queries import explain
from ceasewatch.record import Entry

TOGETHER, APART = DecisionKind.together, DecisionKind.apart
AT = datetime(2025, 3, 6, 9, tzinfo=UTC)
MAPPING = """
version = 1
name = "t"
identity = ["id"]
row_id = "id"
kind = { constant = "explosion" }
[observer]
id = "who"
kind = { constant = "camera" }
means = { constant = "recorded" }
[time]
start = "at"
[place]
lat = "lat"
lon = "lon"
radius = { constant = "100" }
"""
HERE = ("a,cam-1,2025-03-05T06:00:00Z,-45.0,-125.0", "b,cam-2,2025-03-05T06:00:02Z,-45.0,-125.0")
THERE = ("c,cam-3,2025-03-05T09:00:00Z,-45.9,-125.0",)

Deliver = Callable[..., MissionFolder]


@pytest.fixture
def deliver(folder: MissionFolder, tmp_path: Path) -> Deliver:
    """Delivers rows of cameras."""
    (folder.path / "t.toml").write_text(MAPPING)
    setting = FeedSetting(id=FeedId("cams"), reader="table", mapping="t.toml")
    settings.write(folder.path / settings.FILE_NAME, replace(folder.mission, feeds=(*folder.mission.feeds, setting)))
    opened = MissionFolder.open(folder.path, folder.keys_dir)

    def take(name: str, *rows: str) -> MissionFolder:
        file = tmp_path / name
        file.write_text("id,who,at,lat,lon\n" + "\n".join(rows) + "\n")
        assert not ingest(opened, "cams", [file]).quarantined
        return opened

    return take


def ids(mission: MissionFolder) -> dict[str, ObservationId]:
    """Observation of each row of the source."""
    with open_projections(mission) as store:
        return {row.observation.source.row_id: row.observation.id for row in store.all_observations()}


def incidents(mission: MissionFolder) -> set[str]:
    """Rows in each incident, from the projections, which are then held against a whole fold."""
    rows = {o: name for name, o in ids(mission).items()}
    with open_projections(mission) as store:
        stepped = store.incidents()
    with mission.open_record(fresh_keys=True) as record:
        whole = fold(record, judging(mission)).incidents
    assert sorted((replace(i, provisional=False) for i in stepped), key=lambda i: i.id) == sorted(
        whole, key=lambda i: i.id
    )
    return {"".join(sorted(rows[m.observation] for m in i.members)) for i in stepped}


def test_two_incidents_become_one_and_two_again(deliver: Deliver) -> None:
    mission = deliver("one.csv", *HERE, *THERE)
    assert incidents(mission) == {"ab", "c"}
    known = ids(mission)
    made = decide(mission, TOGETHER, [f"inc-{known['a']}", known["c"]], by="A. Analyst", reason="one film", at=AT)
    assert incidents(mission) == {"abc"}
    why = explain(mission, f"inc-{known['c']}")
    assert why.incident.id == f"inc-{known['a']}"
    by_row = {m.row_id: m for m in why.members}
    assert (by_row["c"].p_ppm, by_row["c"].decided_by) == (None, "A. Analyst")
    assert by_row["b"].p_ppm is not None
    assert [d.decided.decision for d in why.decisions] == [made]
    deliver("late.csv", "d,cam-4,2025-03-05T09:00:01Z,-45.9,-125.0")
    assert incidents(mission) == {"abcd"}
    undo(mission, made.id, by="B. Chief", reason="two films", at=AT + timedelta(hours=1))
    assert incidents(mission) == {"ab", "cd"}
    (found,) = explain(mission, f"inc-{known['a']}").decisions
    assert found.decided.undone is not None
    assert found.decided.undone.undone_by == "B. Chief"
    assert found.incidents == (f"inc-{known['c']}",)


def test_one_incident_becomes_two_and_the_older_part_keeps_the_name(deliver: Deliver) -> None:
    mission = deliver("one.csv", *HERE)
    known = ids(mission)
    decide(mission, APART, [known["a"], known["b"]], by="A. Analyst", reason="two flashes", at=AT)
    assert incidents(mission) == {"a", "b"}
    with open_projections(mission) as store:
        assert store.resolve(incident_id(known["a"])).members[0].observation == known["a"]
    deliver("two.csv", HERE[1].replace("06:00:02", "06:00:03"))
    assert incidents(mission) == {"a", "b"}


@pytest.fixture
def decided(deliver: Deliver) -> tuple[MissionFolder, dict[str, ObservationId]]:
    """Three rows, a and c of which are together."""
    mission = deliver("one.csv", *HERE, *THERE)
    known = ids(mission)
    decide(mission, TOGETHER, [known["a"], known["c"]], by="A. Analyst", reason="one film", at=AT)
    return mission, known


def test_what_contradicts_is_refused_and_the_decision_named(
    decided: tuple[MissionFolder, dict[str, ObservationId]],
) -> None:
    mission, known = decided
    decide(mission, TOGETHER, [known["b"], known["c"]], by="A. Analyst", reason="one film", at=AT)
    with open_projections(mission) as store:
        standing = [d.decision.id for d in store.decisions()]
    with pytest.raises(ConflictError, match=f"contradicts decision ({standing[0]}|{standing[1]})"):
        decide(mission, APART, [known["a"], known["b"]], by="B. Other", reason="two flashes", at=AT)
    with open_projections(mission) as store:
        assert len(store.decisions()) == 2


def test_of_two_at_one_moment_the_later_waits(decided: tuple[MissionFolder, dict[str, ObservationId]]) -> None:
    """Two processes can append without knowing of each other: the record keeps both, and the fold never fails."""
    mission, known = decided
    with open_projections(mission) as store:
        (first,) = store.decisions()
    against = type(first.decision).of(
        APART, [known["a"], known["c"]], decided_by="B. Other", decided_at=AT, reason="two flashes"
    )
    key = (entries.DECISION, against.id)
    with mission.open_record(MISSION) as record:
        record.append([Entry(kind=entries.DECISION, payload=against, idempotency=key, compartment=MISSION)])
    projector = Projector(mission)
    projector.advance()
    projector.close()
    assert incidents(mission) == {"abc"}
    (found,) = [d for d in explain(mission, f"inc-{known['a']}").decisions if d.against]
    assert found.against == (first.decision.id,)
    undo(mission, first.decision.id, by="A. Analyst", reason="I was wrong", at=AT)
    assert incidents(mission) == {"ab", "c"}


def test_as_of_a_decision_counts_from_when_it_was_recorded(
    decided: tuple[MissionFolder, dict[str, ObservationId]],
) -> None:
    mission, _ = decided
    with mission.open_record(fresh_keys=True) as record:
        before = next(e for e in record.read() if e.envelope.kind == entries.DECISION).seq - 1
        assert len(fold(record, judging(mission), Cut(until_seq=before)).incidents) == 2
        assert len(fold(record, judging(mission)).incidents) == 1
        early, late = AT - timedelta(minutes=1), AT
        assert len(fold(record, judging(mission), Cut(as_reported=early)).incidents) == 2
        assert len(fold(record, judging(mission), Cut(as_reported=late)).incidents) == 1


def test_it_is_signed_with_the_persons_key_where_that_is_at_hand(deliver: Deliver) -> None:
    mission = deliver("one.csv", *HERE)
    mission.keys().add_author("b.chief")
    known = ids(mission)
    made = decide(mission, APART, [known["a"], known["b"]], by="b.chief", reason="two flashes", at=AT)
    undo(mission, made.id, by="A. Analyst", reason="one flash", at=AT)
    with mission.open_record(fresh_keys=True) as record:
        found = {e.envelope.kind: e.envelope for e in record.read()}
        assert record.verify().sound
    assert found[entries.DECISION].author.startswith("b.chief")
    assert found[entries.DECISION].signature
    assert not found[entries.UNDOING].signature


def test_what_cannot_be_decided_is_refused(decided: tuple[MissionFolder, dict[str, ObservationId]]) -> None:
    mission, known = decided
    with pytest.raises(NotFoundError, match="no observation or incident 'inc-nobody'"):
        decide(mission, APART, ["inc-nobody", known["a"]], by="A. Analyst", reason="r", at=AT)
    for named, by, reason in (([known["a"]], "N", "r"), ([known["a"], known["b"]], "", "r")):
        with pytest.raises(UsageError):
            decide(mission, APART, named, by=by, reason=reason, at=AT)
    with pytest.raises(NotFoundError, match="no decision 'dec-0'"):
        undo(mission, "dec-0", by="N", reason="r", at=AT)
    with open_projections(mission) as store:
        (only,) = store.decisions()
    undo(mission, only.decision.id, by="N", reason="r", at=AT)
    with pytest.raises(ConflictError, match="was undone by N"):
        undo(mission, only.decision.id, by="N", reason="r", at=AT)
