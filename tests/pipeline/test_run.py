"""The loop, in this process: inboxes, intake, silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from ceasewatch.model import FeedSetting, Mission
from ceasewatch.model.errors import EnvironmentProblem, LimitError, NotFoundError, UsageError
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline.health import health
from ceasewatch.pipeline.inbox import Inboxes
from ceasewatch.pipeline.intake import Intake
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections
from ceasewatch.pipeline.run import Pace, Runner

FAST = Pace(poll_s=0.02, sign_s=0.05, confirm_s=3600.0, silence_s=0.05)
PATIENCE_S = 20.0

Hotspots = Callable[..., bytes]


def until(true: Callable[[], bool]) -> None:
    """Wait for something that the loop will do."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@contextmanager
def running(folder: MissionFolder, pace: Pace = FAST) -> Iterator[Runner]:
    runner = Runner(MissionFolder.open(folder.path, folder.keys_dir), pace=pace)
    failure: list[BaseException] = []

    def work() -> None:
        try:
            runner.run()
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield runner
    finally:
        runner.stop()
        thread.join()
    assert not failure, failure


def observed(folder: MissionFolder) -> int:
    if not folder.projections_link.exists():
        return 0
    with open_projections(folder) as store:
        return store.totals().observations


def test_a_dropped_file_is_recorded_projected_and_put_away(folder: MissionFolder, hotspots: Hotspots) -> None:
    inbox = folder.inbox / "firms"
    with running(folder):
        (inbox / "a.csv").write_bytes(hotspots(0, 10))
        until(lambda: observed(folder) == 10)
        (inbox / "b.csv").write_bytes(hotspots(10, 5))
        until(lambda: observed(folder) == 15)
    assert sorted(p.name for p in inbox.rglob("*.csv")) == ["a.csv", "b.csv"]
    assert sorted(p.name for p in (inbox / "done").iterdir()) == ["a.csv", "b.csv"]


def test_a_file_of_the_same_name_does_not_overwrite_the_first(folder: MissionFolder, hotspots: Hotspots) -> None:
    inbox = folder.inbox / "firms"
    with running(folder):
        for first in (0, 10):
            (inbox / "a.csv").write_bytes(hotspots(first, 10))
            until(lambda: not (inbox / "a.csv").exists())
    assert len(list((inbox / "done").iterdir())) == 2


def test_what_cannot_be_read_is_put_aside_with_the_reason(folder: MissionFolder, hotspots: Hotspots) -> None:
    inbox = folder.inbox / "firms"
    with running(folder):
        (inbox / "bad.csv").write_text("nothing,of,use\n1,2,3\n")
        (inbox / "good.csv").write_bytes(hotspots(0, 5))
        until(lambda: observed(folder) == 5)
        until((inbox / "failed" / "bad.csv.reason").exists)
    assert "column" in (inbox / "failed" / "bad.csv.reason").read_text()


def test_a_file_is_taken_when_it_no_longer_changes(folder: MissionFolder) -> None:
    inboxes, inbox = Inboxes(folder), folder.inbox / "firms"
    growing, hidden, part = inbox / "g.csv", inbox / ".h.csv", inbox / "i.csv.part"
    for path in (growing, hidden, part):
        path.write_text("x")
    assert inboxes.complete() == []
    growing.write_text("xx")
    assert inboxes.complete() == []
    assert [d.path for d in inboxes.complete()] == [growing]


def test_the_intake_has_recorded_when_it_answers(folder: MissionFolder, hotspots: Hotspots) -> None:
    wake = threading.Event()
    result = Intake(folder=folder, wake=wake).accept("firms", "../up/h.csv", hotspots(0, 10))
    assert result.new == 10
    assert result.deliveries[0].file == "h.csv"
    assert wake.is_set()
    with folder.open_record() as record:
        assert record.size == 11


def test_a_body_that_is_sent_again_is_recorded_once(folder: MissionFolder, hotspots: Hotspots) -> None:
    intake = Intake(folder=folder)
    assert intake.accept("firms", "h.csv", hotspots(0, 10)).new == 10
    assert intake.accept("firms", "h.csv", hotspots(0, 10)).duplicate == 10
    with folder.open_record() as record:
        assert record.size == 11


def test_the_intake_refuses_what_it_cannot_take(folder: MissionFolder) -> None:
    intake = Intake(folder=folder, max_bytes=10)
    with pytest.raises(LimitError, match="11 bytes"):
        intake.accept("firms", "h.csv", b"x" * 11)
    with pytest.raises(UsageError, match="empty"):
        intake.accept("firms", "h.csv", b"")
    with pytest.raises(NotFoundError, match="no-such"):
        intake.accept("no-such", "h.csv", b"x")


def test_many_senders_and_a_projector_at_once(folder: MissionFolder, hotspots: Hotspots) -> None:
    intake = Intake(folder=folder)
    with running(folder):
        senders = [
            threading.Thread(target=intake.accept, args=("firms", f"{n}.csv", hotspots(n * 5, 10))) for n in range(8)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        until(lambda: observed(folder) == 45 and health(folder, datetime.now(UTC)).lag_entries == 0)


def test_a_second_run_is_refused_and_names_the_first(folder: MissionFolder) -> None:
    with running(folder):
        until(lambda: health(folder, datetime.now(UTC)).projector is not None)
        with pytest.raises(EnvironmentProblem, match=r"process \d+ \(run\)"):
            Runner(folder, pace=FAST).run()


def test_steps_are_confirmed_by_a_whole_fold(folder: MissionFolder, hotspots: Hotspots) -> None:
    intake = Intake(folder=folder)
    intake.accept("firms", "a.csv", hotspots(0, 50))
    with running(folder, Pace(poll_s=0.02, confirm_s=0.3)):
        until(lambda: observed(folder) == 50)
        intake.accept("firms", "b.csv", hotspots(50, 5))

        def confirmed() -> bool:
            state = health(folder, datetime.now(UTC))
            return state.totals.observations == 55 and state.totals.provisional == 0

        until(confirmed)


@pytest.fixture
def mission() -> Mission:
    """One feed that has a rhythm, one that has none, and one without an inbox."""
    return Mission(
        name="Isle",
        feeds=(
            FeedSetting(id=FeedId("firms"), inbox="firms", expected_every_s=3600),
            FeedSetting(id=FeedId("ucdp-ged"), inbox="ged"),
            FeedSetting(id=FeedId("coverage")),
        ),
    )


def test_silence_is_an_alarm(folder: MissionFolder, hotspots: Hotspots) -> None:
    now = datetime.now(UTC)
    never = health(folder, now)
    assert [f.feed for f in never.feeds if f.silent] == ["firms"]
    assert "never delivered" in never.alarms[0]
    Intake(folder=folder).accept("firms", "a.csv", hotspots(0, 5))
    with open_projections(folder):
        pass
    assert health(folder, now + timedelta(minutes=59)).ok
    later = health(folder, now + timedelta(minutes=62))
    assert [f.state for f in later.feeds] == ["silent", "nothing yet", "nothing yet"]
    assert not later.ok


def test_silence_is_noted_once(folder: MissionFolder) -> None:
    with running(folder):
        time.sleep(0.5)
    with open_projections(folder) as store:
        (notice,) = store.notices()
    assert notice.topic == "silence"
    assert "firms" in notice.text


def test_lag_is_the_age_of_what_waits(folder: MissionFolder, hotspots: Hotspots) -> None:
    Intake(folder=folder).accept("firms", "a.csv", hotspots(0, 5))
    state = health(folder, datetime.now(UTC) + timedelta(seconds=400))
    assert state.lag_entries == 6
    assert 399 < state.lag_s < 460
    assert any("wait to be projected" in alarm for alarm in state.alarms)
    assert state.totals.observations == 0


def test_metrics_tell_counts_and_no_content(folder: MissionFolder, hotspots: Hotspots) -> None:
    from ceasewatch.pipeline.metrics import exposition

    Intake(folder=folder).accept("firms", "a.csv", hotspots(0, 5))
    with open_projections(folder):
        pass
    text = exposition(health(folder, datetime.now(UTC))).decode()
    assert "ceasewatch_record_entries 6.0" in text
    assert 'ceasewatch_feed_observations{feed="firms"} 5.0' in text
    assert "-48" not in text


def test_a_stopped_run_leaves_a_signed_record(folder: MissionFolder, hotspots: Hotspots) -> None:
    with running(folder):
        Intake(folder=folder).accept("firms", "a.csv", hotspots(0, 5))
        until(lambda: observed(folder) == 5)
    with folder.open_record() as record:
        audit = record.verify()
    assert audit.sound
