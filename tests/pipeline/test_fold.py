"""The fold: a function of the record's prefix, whichever way it is computed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from ceasewatch.agreement import load_pack
from ceasewatch.model import Mission, Status
from ceasewatch.model.errors import ConflictError
from ceasewatch.model.ids import PackId
from ceasewatch.pipeline.fold import Cut, digest, fold
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.lock import RunLock, holder
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections, project, rebuild
from ceasewatch.pipeline.projector import Projector
from ceasewatch.pipeline.queries import view
from ceasewatch.record import Compartment, Entry
from ceasewatch.store.sqlite import SqliteProjections

Rows = Callable[..., str]
Files = Callable[..., Path]


def stepped(folder: MissionFolder, files: list[Path], feed: str) -> str:
    """Digest of what many small steps give."""
    projector = Projector(folder)
    projector.store  # noqa: B018 -- begins with empty projections
    for path in files:
        ingest(folder, feed, [path], project=False)
        projector.advance()
    found = digest(projector.store.incidents(), projector.store.assessments())
    projector.close()
    return found


def test_steps_and_a_whole_fold_agree(folder: MissionFolder, tmp_path: Path, hotspots: Callable[..., bytes]) -> None:
    files = []
    for n, start in enumerate((0, 30, 7, 52, 40)):
        files.append(tmp_path / f"{n}.csv")
        files[-1].write_bytes(hotspots(start, 25))
    small = stepped(folder, files, "firms")
    with open_projections(folder) as store:
        assert store.totals().provisional > 0
        ids = store.incident_ids()
    assert rebuild(folder).digest == small
    with open_projections(folder) as store:
        assert store.totals().provisional == 0
        assert store.incident_ids() == ids
        assert store.watermark().confirmed == store.watermark().size


def test_corrections_in_steps_equal_corrections_at_once(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    files = [
        ged_file("a.csv", [ged_row(n, lat=-48.1 - n / 50) for n in range(6)]),
        ged_file("b.csv", [ged_row(2, lat=-48.1), ged_row(4, day=40)]),
        ged_file("c.csv", [ged_row(2, lat=-47.0), ged_row(9)]),
    ]
    assert stepped(folder, files, "ucdp-ged") == rebuild(folder).digest


def test_projections_may_be_deleted(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1), ged_row(2)])])
    before = rebuild(folder).digest
    for path in folder.path.glob("projections*"):
        path.unlink()
    with open_projections(folder) as store:
        assert digest(store.incidents(), store.assessments()) == before


def test_projections_of_other_code_are_rebuilt(
    folder: MissionFolder, ged_row: Rows, ged_file: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])])
    monkeypatch.setattr("ceasewatch.pipeline.judging._code", lambda: "another")
    done = project(folder)
    assert done is not None
    assert done.entries == done.watermark.size
    assert done.watermark.code_version == judging(folder).code_version


def test_as_of_gives_what_was_known_then(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1, dead=2)])])
    with folder.open_record() as record:
        then = record.last()
    assert then is not None
    known = rebuild(folder).digest
    ingest(folder, "ucdp-ged", [ged_file("b.csv", [ged_row(1, dead=8), ged_row(2, day=3)])])
    at = datetime.fromtimestamp(then.recorded_us / 1e6, UTC)
    with folder.open_record() as record:
        past = fold(record, judging(folder), Cut(until_time=at))
        assert past.digest() == known
        assert past.mark.size == then.seq
        assert fold(record, judging(folder), Cut(until_seq=then.seq)).digest() == known
        assert fold(record, judging(folder)).digest() != known
    with view(folder, as_of=at) as store:
        assert [row.observation.harm.killed.best for row in store.observations() if row.observation.harm] == [2]


def test_as_reported_ignores_when_the_record_took_it(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    rows = [ged_row(1, day=0, reported=1), ged_row(2, day=0, reported=20), ged_row(3, day=30)]
    ingest(folder, "ucdp-ged", [ged_file("a.csv", rows)])
    with view(folder, as_reported=datetime(2021, 5, 10, tzinfo=UTC)) as store:
        assert [row.observation.source.row_id for row in store.observations()] == ["1"]
    with view(folder, as_reported=datetime(2021, 5, 25, tzinfo=UTC)) as store:
        assert [row.observation.source.row_id for row in store.observations()] == ["1", "2"]


def test_as_reported_shows_the_version_of_that_time(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1, dead=2, reported=1)])])
    ingest(folder, "ucdp-ged", [ged_file("b.csv", [ged_row(1, dead=9, reported=30)])])
    with view(folder, as_reported=datetime(2021, 5, 10, tzinfo=UTC)) as store:
        (row,) = store.observations()
    assert row.observation.harm is not None
    assert row.observation.harm.killed.best == 2


def test_no_fold_reads_the_vault(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])])
    before = rebuild(folder).digest
    shutil.rmtree(folder.path / "vault")
    assert rebuild(folder).digest == before


def test_an_exercise_entry_is_refused_by_an_actual_record(folder: MissionFolder) -> None:
    drill = Entry(
        kind="observation", payload={}, idempotency=("x",), status=Status.exercise.value,
        compartment=Compartment(originator="mission", tier="T1"),
    )  # fmt: skip
    with folder.open_record() as record, pytest.raises(ConflictError, match="exercise"):
        record.append([drill])


def test_a_mission_cannot_change_its_mark(folder: MissionFolder) -> None:
    settings = folder.path / "mission.toml"
    settings.write_text(settings.read_text().replace('name = "Isle"', 'name = "Isle"\nstatus = "exercise"'))
    with pytest.raises(ConflictError, match="actual"):
        MissionFolder.open(folder.path, folder.keys_dir)


def test_only_the_holder_of_the_lock_projects(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    with RunLock.take(folder.path, "test"):
        held = holder(folder.path)
        assert held is not None
        assert held.task == "test"
        result = ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])])
        assert result.new == 1
        assert not result.projected
        assert SqliteProjections.open(folder.projections_link) is None
    assert holder(folder.path) is None
    done = project(folder)
    assert done is not None
    assert done.totals.incidents == 1


def test_a_compartment_begun_by_another_process_is_read(
    folder: MissionFolder, tmp_path: Path, ged_row: Rows, ged_file: Files
) -> None:
    projector = Projector(folder)
    projector.advance()
    other = MissionFolder.open(folder.path, folder.keys_dir)
    (tmp_path / "alerts.csv").write_text(
        "oblast,raion,hromada,level,started_at,finished_at,source\n"
        "Coast oblast,,,oblast,2021-05-01 16:10:34+00:00,2021-05-01 16:50:07+00:00,official\n"
    )
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])], project=False)
    projector.advance()
    ingest(other, "air-alerts", [tmp_path / "alerts.csv"], project=False)
    projector.advance()
    assert projector.store.totals().observations == 2
    projector.close()


def test_who_lacks_a_key_sees_the_rest(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])])
    for key in folder.keys_dir.glob("compartment.*uppsala*"):
        key.unlink()
    poorer = MissionFolder.open(folder.path, folder.keys_dir)
    with poorer.open_record() as record:
        folded = fold(record, judging(poorer))
    assert folded.sealed == 2
    assert list(folded.incidents) == []


def test_the_packs_in_use_are_in_the_record_once(new_folder: Callable[[str], MissionFolder], mission: Mission) -> None:
    folder = new_folder("with-pack")
    agreed = MissionFolder(folder.path, msgspec.structs.replace(mission, packs=(PackId("lorvane"),)), folder.keys_dir)
    for _ in range(2):
        project(agreed)
    with agreed.open_record() as record:
        (entry,) = record.read(kinds=["pack"])
    assert isinstance(entry.payload, bytes)
    assert msgspec.json.decode(entry.payload)["sha256"] == load_pack("lorvane").sha256
