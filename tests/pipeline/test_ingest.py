"""What goes into the record, once, and what is set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from ceasewatch.model.errors import EnvironmentProblem, NotFoundError
from ceasewatch.pipeline.ingest import Progress, ingest
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections

Rows = Callable[..., str]
Files = Callable[..., Path]


def size(folder: MissionFolder) -> int:
    with folder.open_record() as record:
        return record.size


def test_rows_become_observations_and_the_file_is_kept(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    path = ged_file("a.csv", [ged_row(1), ged_row(2, day=3)])
    result = ingest(folder, "ucdp-ged", [path])
    assert (result.rows, result.new, result.quarantined, result.exit_code) == (2, 2, 0, 0)
    assert result.projected
    media = folder.media(folder.compartment("ucdp-ged"))
    assert media.get(result.deliveries[0].sha256) == path.read_bytes()
    with open_projections(folder) as store:
        assert [row.observation.source.row_id for row in store.observations()] == ["1", "2"]
        assert [d.file for d in store.deliveries()] == ["a.csv"]
        assert store.totals().incidents == 2


def test_an_observation_gets_its_id_from_the_record(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1)])])
    with open_projections(folder) as store, folder.open_record() as record:
        (row,) = store.observations()
        assert record.get(row.observation.id).envelope.kind == "observation"
        assert store.incidents()[0].id == f"inc-{row.observation.id}"


def test_the_same_file_again_adds_nothing(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    path = ged_file("a.csv", [ged_row(1), ged_row(2), "broken"])
    ingest(folder, "ucdp-ged", [path])
    before = size(folder)
    again = ingest(folder, "ucdp-ged", [path])
    assert (again.new, again.superseding, again.duplicate, again.quarantined) == (0, 0, 2, 1)
    assert size(folder) == before


def test_equal_rows_in_another_file_are_the_same_reports(
    folder: MissionFolder, tmp_path: Path, hotspots: Callable[..., bytes]
) -> None:
    (tmp_path / "may.csv").write_bytes(hotspots(0, 10))
    (tmp_path / "all.csv").write_bytes(hotspots(5, 10))
    ingest(folder, "firms", [tmp_path / "may.csv"])
    second = ingest(folder, "firms", [tmp_path / "all.csv"])
    assert (second.new, second.duplicate, second.superseding) == (5, 5, 0)


def test_two_equal_rows_of_a_file_are_two_reports(
    folder: MissionFolder, tmp_path: Path, hotspots: Callable[..., bytes]
) -> None:
    content = hotspots(0, 1)
    (tmp_path / "twice.csv").write_bytes(content + content.splitlines()[1] + b"\n")
    assert ingest(folder, "firms", [tmp_path / "twice.csv"]).new == 2


def test_a_correction_supersedes_and_keeps_the_id(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1, dead=2), ged_row(2, day=9)])])
    with open_projections(folder) as store:
        first = store.observations()[0]
    result = ingest(folder, "ucdp-ged", [ged_file("b.csv", [ged_row(1, dead=7), ged_row(2, day=9)])])
    assert (result.new, result.superseding, result.duplicate) == (0, 1, 1)
    with open_projections(folder) as store, folder.open_record() as record:
        later = store.observations()[0]
        assert (later.observation.id, later.seq, later.recorded_at) == (
            first.observation.id, first.seq, first.recorded_at,
        )  # fmt: skip
        assert later.versions == 2
        assert later.observation.harm is not None
        assert later.observation.harm.killed.best == 7
        assert len(record.versions(first.observation.id)) == 2
        assert store.totals().observations == 2


def test_bad_rows_are_named_and_the_good_ones_go_in(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    path = ged_file("a.csv", [ged_row(1), ged_row(2, lat=-148.0), ged_row(3)])
    result = ingest(folder, "ucdp-ged", [path])
    assert (result.new, result.quarantined, result.exit_code) == (2, 1, 1)
    with open_projections(folder) as store:
        (row,) = store.quarantined()
    assert (row.file, row.line, row.feed, row.sha256) == ("a.csv", 3, "ucdp-ged", result.deliveries[0].sha256)
    assert row.field
    assert row.reason


def test_a_file_that_cannot_be_read_at_all_is_said_to_be(folder: MissionFolder, tmp_path: Path) -> None:
    (tmp_path / "wrong.csv").write_text("a,b\n1,2\n")
    result = ingest(folder, "ucdp-ged", [tmp_path / "wrong.csv"])
    assert result.exit_code == 3
    assert result.stopped[0][0] == "wrong.csv"
    with open_projections(folder) as store:
        assert [q.line for q in store.quarantined()] == [0]
        assert store.deliveries()[0].stopped


def test_an_ingest_that_was_cut_short_is_completed_by_the_next(
    folder: MissionFolder, tmp_path: Path, hotspots: Callable[..., bytes]
) -> None:
    path = tmp_path / "h.csv"
    path.write_bytes(hotspots(0, 5000))

    class Cut(Exception):  # noqa: N818 -- not an error of the program
        pass

    def cut(step: Progress) -> None:
        if step.rows > 3000:
            raise Cut

    with pytest.raises(Cut):
        ingest(folder, "firms", [path], on_progress=cut, project=False)
    assert 0 < size(folder) < 5000
    result = ingest(folder, "firms", [path], project=False)
    assert result.duplicate == 2000
    assert result.new == 3000
    assert size(folder) == 5001


def test_coverage_is_not_an_observation(folder: MissionFolder, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note\n"
        "cam-1,camera,2021-05-01T18:00Z,2021-05-02T04:00Z,down,Coast,,,,outage,\n"
    )
    assert ingest(folder, "coverage", [tmp_path / "c.csv"]).new == 1
    with open_projections(folder) as store:
        assert [c.observer for c in store.coverage()] == ["cam-1"]
        assert store.observations() == []


def test_unknown_feeds_and_missing_files_are_refused(folder: MissionFolder, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no-such"):
        ingest(folder, "no-such", [tmp_path / "x.csv"])
    with pytest.raises(EnvironmentProblem, match=r"x\.csv"):
        ingest(folder, "firms", [tmp_path / "x.csv"])


def test_a_feed_that_the_mission_does_not_list_may_still_be_ingested(folder: MissionFolder, tmp_path: Path) -> None:
    (tmp_path / "alerts.csv").write_text(
        "oblast,raion,hromada,level,started_at,finished_at,source\n"
        "Coast oblast,,,oblast,2021-05-01 16:10:34+00:00,2021-05-01 16:50:07+00:00,official\n"
    )
    assert ingest(folder, "air-alerts", [tmp_path / "alerts.csv"]).new == 1
    with open_projections(folder) as store:
        assert [row.observation.feed for row in store.observations()] == ["air-alerts"]


def test_a_key_that_a_file_holds_twice_is_corrected_once(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    path = ged_file("a.csv", [ged_row(1, dead=2), ged_row(1, dead=7)])
    first = ingest(folder, "ucdp-ged", [path])
    assert (first.new, first.superseding) == (1, 1)
    before = size(folder)
    again = ingest(folder, "ucdp-ged", [path])
    assert (again.new, again.superseding, again.duplicate) == (0, 0, 2)
    assert size(folder) == before


def test_an_old_file_handed_in_again_does_not_undo_a_correction(
    folder: MissionFolder, ged_row: Rows, ged_file: Files
) -> None:
    old, new = ged_file("old.csv", [ged_row(1, dead=2)]), ged_file("new.csv", [ged_row(1, dead=7)])
    for path in (old, new, old):
        ingest(folder, "ucdp-ged", [path])
    with open_projections(folder) as store:
        (row,) = store.observations()
    assert row.versions == 2
    assert row.observation.harm is not None
    assert row.observation.harm.killed.best == 7


def test_a_file_is_read_again_when_the_settings_changed(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    path = ged_file("a.csv", [ged_row(1)])
    ingest(folder, "ucdp-ged", [path])
    changed = MissionFolder(folder.path, replace(folder.mission, zone="Asia/Tokyo"), folder.keys_dir)
    assert ingest(changed, "ucdp-ged", [path]).superseding == 1
