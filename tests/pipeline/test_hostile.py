"""What a careless or ill-willed sender hands in: nothing hangs, nothing is lost, and the run goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ceasewatch.model.errors import ConflictError, DataError, EnvironmentProblem
from ceasewatch.model.mission import Mission
from ceasewatch.pipeline import run
from ceasewatch.pipeline.delivery import Parcel
from ceasewatch.pipeline.inbox import Inboxes
from ceasewatch.pipeline.ingest import IngestResult, ingest, take
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import open_projections
from ceasewatch.pipeline.run import Pace, Runner, _Loop
from ceasewatch.record import Record

Hotspots = Callable[..., bytes]


def turns(folder: MissionFolder, count: int) -> list[str]:
    """So many looks of the run, without its thread; what it said."""
    said: list[str] = []
    runner = Runner(folder, pace=Pace(silence_s=3600.0), on_event=said.append)
    with folder.open_record(folder.compartment("firms"), fresh_keys=True) as record:
        loop = _Loop(runner, record)
        for _ in range(count):
            loop._turn()
        loop._projector.close()
    return said


def test_a_pipe_or_device_is_refused_at_once(folder: MissionFolder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    began = time.monotonic()
    for name in ("pipe.csv", "zero.csv", "."):
        with pytest.raises(EnvironmentProblem, match="no regular file"):
            ingest(folder, "firms", [tmp_path / name])
    assert time.monotonic() - began < 5


def test_a_name_that_is_no_text_is_written_out(folder: MissionFolder, tmp_path: Path, hotspots: Hotspots) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xff\n.csv"))
    path.write_bytes(hotspots(0, 3) + b"bad\n")
    result = ingest(folder, "firms", [path])
    assert (result.new, result.quarantined) == (3, 1)
    assert result.deliveries[0].file == "b\\xff\\x0a.csv"
    with open_projections(folder) as store:
        assert store.quarantined()[0].file == "b\\xff\\x0a.csv"


def test_a_long_name_in_an_inbox_does_not_stop_the_run(folder: MissionFolder, hotspots: Hotspots) -> None:
    inbox = folder.inbox / "firms"
    inbox.mkdir(parents=True, exist_ok=True)
    for name in ("n" * 255, "é" * 125):
        (inbox / name).write_text("nothing\n1\n")
    (inbox / "good.csv").write_bytes(hotspots(0, 3))
    turns(folder, 2)
    assert [p for p in inbox.iterdir() if p.is_file()] == []
    kept = sorted(p.name for p in (inbox / "failed").iterdir())
    assert len([n for n in kept if n.endswith(".reason")]) == 2
    assert len(kept) == 4


def test_an_inbox_follows_no_link(folder: MissionFolder, tmp_path: Path, hotspots: Hotspots) -> None:
    (tmp_path / "secret.csv").write_bytes(hotspots(0, 3))
    folder.make_inboxes()
    (folder.inbox / "firms" / "link.csv").symlink_to(tmp_path / "secret.csv")
    inboxes = Inboxes(folder)
    assert inboxes.complete() == []
    assert inboxes.complete() == []


def test_a_file_that_goes_away_is_no_concern(
    folder: MissionFolder, hotspots: Hotspots, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = folder.inbox / "firms"
    (inbox / "a.csv").write_bytes(hotspots(0, 3))
    (inbox / "b.csv").write_bytes(hotspots(10, 3))
    look = Inboxes.complete

    def vanishing(self: Inboxes) -> list[object]:
        found = look(self)
        for dropped in found:
            if dropped.path.name == "a.csv":
                dropped.path.unlink()
        return list(found)

    monkeypatch.setattr(Inboxes, "complete", vanishing)
    said = turns(folder, 2)
    assert any("a.csv" in text for text in said)
    assert (inbox / "done" / "b.csv").exists()


def test_a_fault_in_a_reader_concerns_one_file(
    folder: MissionFolder, hotspots: Hotspots, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = folder.inbox / "firms"
    (inbox / "a.csv").write_bytes(hotspots(0, 3))
    (inbox / "b.csv").write_bytes(hotspots(10, 3))
    read = take

    def faulty(folder: MissionFolder, feed: str, parcels: list[Parcel], *, record: Record) -> IngestResult:
        if parcels[0].name == "a.csv":
            raise KeyError("unforeseen")
        return read(folder, feed, parcels, record=record)

    monkeypatch.setattr(run, "take", faulty)
    turns(folder, 2)
    assert (inbox / "done" / "b.csv").exists()
    assert "unforeseen" in (inbox / "failed" / "a.csv.reason").read_text()


def test_a_file_that_still_grows_is_refused(
    folder: MissionFolder, tmp_path: Path, hotspots: Hotspots, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest, the original that is kept and the rows must be of the same bytes."""
    path = tmp_path / "a.csv"
    path.write_bytes(hotspots(0, 3))
    digest = Parcel.digest

    def late(self: Parcel) -> tuple[str, int]:
        found = digest(self)
        path.write_bytes(hotspots(0, 4))
        return found

    monkeypatch.setattr(Parcel, "digest", late)
    with pytest.raises(DataError, match="changed while"):
        ingest(folder, "firms", [path])
    with folder.open_record() as record:
        assert record.size == 0


def test_others_cannot_read_what_is_decrypted(folder: MissionFolder, tmp_path: Path, hotspots: Hotspots) -> None:
    folder.path.chmod(0o755)
    old = os.umask(0o022)
    try:
        (tmp_path / "a.csv").write_bytes(hotspots(0, 3))
        ingest(folder, "firms", [tmp_path / "a.csv"])
        (tmp_path / "b.csv").write_bytes(hotspots(9, 1))
        ingest(folder, "firms", [tmp_path / "b.csv"])
        with open_projections(folder):
            files = [*folder.path.glob("projections-*"), *(folder.path / "record").iterdir()]
            assert len(files) >= 2
            assert [p.name for p in files if p.stat().st_mode & 0o077] == []
    finally:
        os.umask(old)


def test_settings_are_whole_or_absent(tmp_path: Path, mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    """An `init` that dies before its end says how to begin again."""
    from ceasewatch.pipeline import settings

    def dies(_file: Path, _mission: Mission) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(settings, "write", dies)
        with pytest.raises(KeyboardInterrupt):
            MissionFolder.create(tmp_path / "m", mission, keys_dir=tmp_path / "k")
    with pytest.raises(ConflictError, match="unfinished") as caught:
        MissionFolder.create(tmp_path / "m", mission, keys_dir=tmp_path / "k2")
    assert "remove" in caught.value.todo
