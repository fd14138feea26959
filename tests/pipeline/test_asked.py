"""What faces ask for: lists, explanations, the inputs of a report."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pytest

from ceasewatch.fusion import fuse, to_incidents
from ceasewatch.model import FeedSetting, Mission, Observer, ObserverKind, Status, Tier
from ceasewatch.model.errors import DataError, NotFoundError
from ceasewatch.model.ids import FeedId, IncidentId, ObserverId
from ceasewatch.pipeline.fold import fold, tabulated
from ceasewatch.pipeline.ingest import ingest
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections, project
from ceasewatch.pipeline.queries import explain, listed, quarantined, view
from ceasewatch.pipeline.report_inputs import daily_inputs
from ceasewatch.pipeline.tables import incident_table
from ceasewatch.release import Gate
from ceasewatch.report.daily import build
from ceasewatch.store import Filter

Files = Callable[..., Path]
Rows = Callable[..., str]
Hotspots = Callable[..., bytes]


@pytest.fixture
def full(folder: MissionFolder, tmp_path: Path, hotspots: Hotspots) -> MissionFolder:
    """300 hotspots over seven hours of the first of May."""
    (tmp_path / "h.csv").write_bytes(hotspots(0, 300))
    ingest(folder, "firms", [tmp_path / "h.csv"])
    return folder


def test_a_table_made_of_stored_incidents_is_the_fused_one(full: MissionFolder) -> None:
    with open_projections(full) as store:
        table = tabulated(list(store.all_observations()), None)
        again = incident_table(store.incidents(), table)
    fused = fuse(table)
    assert again.ids.tolist() == fused.ids.tolist()
    assert again.members.offsets.tolist() == fused.members.offsets.tolist()
    assert again.observations.ids[again.members.row].tolist() == fused.observations.ids[fused.members.row].tolist()
    np.testing.assert_allclose(again.lat, fused.lat, atol=1e-7)
    np.testing.assert_allclose(again.kind_p, fused.kind_p, atol=1e-6)
    np.testing.assert_allclose(again.var_ee, fused.var_ee, atol=1.0)
    assert to_incidents(again) == to_incidents(fused)


def test_a_table_needs_all_members(full: MissionFolder) -> None:
    with open_projections(full) as store, pytest.raises(DataError, match="not at hand"):
        incident_table(store.incidents(), tabulated(list(store.all_observations())[:3], None))


def test_an_explanation_names_members_and_how_they_were_joined(full: MissionFolder) -> None:
    with open_projections(full) as store:
        largest = max(store.incidents(), key=lambda i: i.reports)
    found = explain(full, largest.id)
    assert len(found.members) == largest.reports > 1
    assert {m.file for m in found.members} == {"h.csv"}
    assert all(m.line > 1 for m in found.members)
    assert all(m.why for m in found.members[1:])
    assert found.record_size == 301
    with pytest.raises(NotFoundError):
        explain(full, "inc-none")


def test_an_id_from_before_a_merge_is_explained(full: MissionFolder) -> None:
    with open_projections(full) as store:
        largest = max(store.incidents(), key=lambda i: i.reports)
    old = IncidentId(f"inc-{largest.members[-1].observation}")
    found = explain(full, old)
    assert (found.asked, found.incident.id) == (old, largest.id)


def test_a_list_carries_what_a_gate_needs(full: MissionFolder) -> None:
    with view(full) as store:
        found = listed(store, Filter(limit=7))
    assert len(found.incidents) == 7
    assert {o.id for o in found.observations} == {m.observation for i in found.incidents for m in i.members}


def test_quarantined_rows_are_listed_newest_last(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    bad = [ged_row(n, lat=-100.0 - n) for n in range(5)]
    ingest(folder, "ucdp-ged", [ged_file("a.csv", bad)])
    assert [q.line for q in quarantined(folder, limit=2)] == [5, 6]


def test_report_inputs_are_the_same_from_projections_and_from_a_fold(full: MissionFolder) -> None:
    with full.open_record() as record:
        last = record.last()
    assert last is not None
    quick = daily_inputs(full, date(2021, 5, 2))
    whole = daily_inputs(full, date(2021, 5, 2), as_of=datetime.fromtimestamp(last.recorded_us / 1e6, UTC))
    assert quick.incidents.ids.tolist() == whole.incidents.ids.tolist()
    assert sorted(quick.assessments, key=repr) == sorted(whole.assessments, key=repr)
    assert (quick.record_size, quick.record_root) == (whole.record_size, whole.record_root)
    assert whole.as_of is not None


def test_the_public_report_is_the_same_from_projections_and_from_a_fold(
    tmp_path: Path, ged_row: Rows, ged_file: Files, hotspots: Hotspots
) -> None:
    """Among it since when a feed and a voice have been silent, though their last reports lie far before the period."""
    voice = Observer(id=ObserverId("ucdp"), kind=ObserverKind.press, expected_every_s=86_400)
    feeds = tuple(FeedSetting(id=FeedId(n), expected_every_s=86_400) for n in ("ucdp-ged", "firms"))
    mission = Mission(name="Isle", feeds=feeds, observers=(voice,))
    folder = MissionFolder.create(tmp_path / "m", mission, keys_dir=tmp_path / "k")
    (tmp_path / "h.csv").write_bytes(hotspots(0, 100))
    ingest(folder, "firms", [tmp_path / "h.csv"])
    rows = [ged_row(1, day=0), ged_row(2, day=9, reported=40), ged_row(3, day=60), ged_row(4, lat=-95.0)]
    ingest(folder, "ucdp-ged", [ged_file("a.csv", rows)])
    now = datetime.now(UTC) + timedelta(seconds=1)
    gate = partial(Gate, Tier.T5, at=now, zone=mission.zone, status=mission.status)
    for day in (date(2021, 5, 2), date(2021, 5, 10), date(2021, 6, 25)):
        quick = build(daily_inputs(folder, day), gate())
        whole = build(daily_inputs(folder, day, as_of=now), gate())
        assert msgspec.to_builtins(whole) | {"as_of": None} == msgspec.to_builtins(quick)
    assert {f.health.feed for f in quick.feeds if f.health.silent} == {"firms", "ucdp-ged", voice.id}
    assert all(f.health.last is not None for f in quick.feeds)


def test_rejected_rows_of_back_filled_history_are_not_hidden(
    folder: MissionFolder, ged_row: Rows, ged_file: Files
) -> None:
    ingest(folder, "ucdp-ged", [ged_file("a.csv", [ged_row(1), ged_row(2, lat=-95.0)])])
    issued = datetime(2021, 5, 3, 12, tzinfo=UTC)
    assert daily_inputs(folder, date(2021, 5, 2), as_reported=issued).quarantined == 1
    assert daily_inputs(folder, date(2021, 5, 2)).quarantined == 0


def test_report_inputs_hold_only_what_touches_the_periods(full: MissionFolder) -> None:
    assert len(daily_inputs(full, date(2021, 5, 2)).incidents) > 0
    assert len(daily_inputs(full, date(2021, 8, 2)).incidents) == 0
    assert len(daily_inputs(full, date(2021, 8, 2)).observations) == 0


def test_report_inputs_as_reported_know_nothing_later(folder: MissionFolder, ged_row: Rows, ged_file: Files) -> None:
    rows = [ged_row(1, day=0, reported=1), ged_row(2, day=0, reported=9)]
    ingest(folder, "ucdp-ged", [ged_file("a.csv", rows)])
    issued = datetime(2021, 5, 3, 12, tzinfo=UTC)
    found = daily_inputs(folder, date(2021, 5, 1), as_reported=issued)
    assert [o.source.row_id for o in found.observations.rows] == ["1"]
    assert len(daily_inputs(folder, date(2021, 5, 1)).observations) == 2


def test_two_processes_ingest_and_one_of_them_projects(
    folder: MissionFolder, tmp_path: Path, hotspots: Hotspots
) -> None:
    script = (
        "import sys; from pathlib import Path; from ceasewatch.pipeline.mission import MissionFolder;"
        "from ceasewatch.pipeline.ingest import ingest;"
        "f = MissionFolder.open(Path(sys.argv[1]), Path(sys.argv[2]));"
        "r = ingest(f, 'firms', [Path(p) for p in sys.argv[3:]]); print(r.new + r.duplicate, r.quarantined)"
    )
    workers = []
    for worker in range(2):
        files = []
        for n in range(6):
            files.append(tmp_path / f"{worker}-{n}.csv")
            files[-1].write_bytes(hotspots((worker + n) * 40, 60))
        command = [sys.executable, "-c", script, str(folder.path), str(folder.keys_dir), *map(str, files)]
        workers.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    answers = [worker.communicate(timeout=120)[0] for worker in workers]
    assert answers == ["360 0\n", "360 0\n"]
    project(folder)
    with folder.open_record(fresh_keys=True) as record:
        folded = fold(record, judging(folder))
    with open_projections(folder) as store:
        assert store.totals().observations == 300
        assert store.incident_ids() == sorted(i.id for i in folded.incidents)


def test_exercise_data_may_lie_in_the_future(
    tmp_path: Path, folder: MissionFolder, ged_row: Rows, ged_file: Files
) -> None:
    from msgspec.structs import replace

    ahead = (datetime.now(UTC) + timedelta(days=400) - datetime(2021, 5, 1, tzinfo=UTC)).days
    path = ged_file("a.csv", [ged_row(1, day=ahead)])
    drill = MissionFolder.create(
        tmp_path / "drill", replace(folder.mission, status=Status.exercise), keys_dir=tmp_path / "drill-keys"
    )
    assert ingest(drill, "ucdp-ged", [path.rename(path.with_name("EXERCISE-a.csv"))]).new == 1
    path.with_name("EXERCISE-a.csv").rename(path)
    assert ingest(folder, "ucdp-ged", [path]).quarantined == 1


@pytest.mark.slow
def test_a_real_year_of_reports_is_projected_and_asked(folder: MissionFolder, shared_data: Path) -> None:
    ingest(folder, "viina", [shared_data / "viina_2022.csv.gz"], project=False)
    ingest(folder, "ucdp-ged", [shared_data / "ucdp_ged_ukraine_2014_2021.csv.gz"])
    with open_projections(folder) as store:
        assert store.totals().observations > 5000
    before = time.process_time()
    found = daily_inputs(folder, date(2022, 3, 16))
    assert time.process_time() - before < 5.0
    assert len(found.incidents) > 0
