"""Replacing the file under readers."""

from __future__ import annotations

from pathlib import Path

from ceasewatch.store import Changes, Projections, Watermark
from ceasewatch.store.sqlite import SqliteProjections, discard, new_file, publish


def build(link: Path, size: int) -> None:
    file = new_file(link)
    store = SqliteProjections.create(file)
    store.write(Changes(watermark=Watermark(size=size)))
    store.finish()
    store.close()
    publish(link, file)


def size_of(store: Projections | None) -> int:
    assert store is not None
    return store.watermark().size


def test_a_reader_keeps_the_file_that_it_opened(tmp_path: Path) -> None:
    link = tmp_path / "projections.sqlite"
    build(link, 1)
    old = SqliteProjections.open(link)
    build(link, 2)
    new = SqliteProjections.open(link)
    assert new is not None
    new.write(Changes(watermark=Watermark(size=3)))
    assert (size_of(old), size_of(new)) == (1, 3)
    for store in (old, new):
        assert store is not None
        store.close()


def test_only_the_current_file_stays(tmp_path: Path) -> None:
    link = tmp_path / "projections.sqlite"
    for size in range(3):
        build(link, size)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["projections-3.sqlite", "projections.sqlite"]
    discard(link)
    assert list(tmp_path.iterdir()) == []


def test_a_half_made_file_is_never_seen(tmp_path: Path) -> None:
    link = tmp_path / "projections.sqlite"
    SqliteProjections.create(new_file(link)).close()
    assert SqliteProjections.open(link) is None
    build(link, 7)
    store = SqliteProjections.open(link)
    assert size_of(store) == 7
    assert store is not None
    store.close()


def test_another_layout_is_not_opened(tmp_path: Path) -> None:
    import sqlite3

    link = tmp_path / "projections.sqlite"
    build(link, 1)
    db = sqlite3.connect(link.resolve())
    db.execute("PRAGMA user_version=9999")
    db.close()
    assert SqliteProjections.open(link) is None


def test_readers_find_a_file_while_files_are_replaced(tmp_path: Path) -> None:
    import threading

    link = tmp_path / "projections.sqlite"
    build(link, 1)
    done = threading.Event()
    sizes: list[int] = []

    def read() -> None:
        while not done.is_set():
            store = SqliteProjections.open(link)
            sizes.append(size_of(store))
            assert store is not None
            store.close()

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for size in range(2, 30):
        build(link, size)
    done.set()
    for reader in readers:
        reader.join()
    assert len(sizes) > 10
    assert set(sizes) <= set(range(1, 30))
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(("-wal", "-shm"))) == [
        "projections-29.sqlite", "projections.sqlite",
    ]  # fmt: skip
