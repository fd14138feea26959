from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from ceasewatch.model.errors import (
    EnvironmentProblem,
    LimitError,
    MissingKeyError,
    NotFoundError,
    UsageError,
    VerificationError,
)
from ceasewatch.record import Compartment, KeyRing, MediaStore
from ceasewatch.record.sealed_file import CHUNK

HERE = Compartment(originator="mission", tier="T1")


def test_by_content(keys: KeyRing, tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE)
    data = bytes(range(256)) * 9000
    source = tmp_path / "photo.jpg"
    source.write_bytes(data)
    name = store.put_file(source)
    assert name == hashlib.sha256(data).hexdigest()
    assert store.put(io.BytesIO(data)) == name
    assert store.get(name) == data
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == [store.path(name)]
    assert store.get(store.put(io.BytesIO(b""))) == b""


def test_the_limit_leaves_nothing_behind(keys: KeyRing, tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE, max_bytes=10)
    store.put(io.BytesIO(b"x" * 10))
    with pytest.raises(LimitError):
        store.put(io.BytesIO(b"x" * 11))
    assert sum(path.is_file() for path in (tmp_path / "media").rglob("*")) == 1


def test_an_altered_file_is_noticed(keys: KeyRing, tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE)
    name = store.put(io.BytesIO(b"as it was"))
    store.path(name).write_bytes(b"as it was not")
    with pytest.raises(VerificationError, match="altered"):
        store.get(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_are_names(keys: KeyRing, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        MediaStore(tmp_path, keys, HERE).get(name)


def test_missing(keys: KeyRing, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        MediaStore(tmp_path, keys, HERE).get("a" * 64)
    with pytest.raises(EnvironmentProblem):
        MediaStore(tmp_path / "m", keys, HERE).put_file(tmp_path / "nothing")
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem):
        MediaStore(tmp_path / "file", keys, HERE).put(io.BytesIO(b"x"))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_any_length(keys: KeyRing, tmp_path: Path, size: int) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE)
    data = bytes(range(251)) * (size // 251 + 1)
    name = store.put(Trickle(data[:size]))
    assert store.get(name) == data[:size]


class Trickle(io.BytesIO):
    """Gives less than it is asked for, as a pipe does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 70_000) if size else size)


def test_nothing_of_the_content_shows(keys: KeyRing, tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE)
    name = store.put(io.BytesIO(b"a patrol heard forty explosions" * 100))
    files = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert not any(b"patrol" in path.read_bytes() or name in path.name for path in files)
    other = MediaStore(tmp_path / "media", keys, Compartment(originator="north", tier="T1"))
    with pytest.raises(NotFoundError):
        other.get(name)
    other.path(name).parent.mkdir(exist_ok=True)
    other.path(name).write_bytes(files[0].read_bytes())
    with pytest.raises((MissingKeyError, VerificationError)):
        other.get(name)


def test_chunks_cannot_be_moved_or_cut_off(keys: KeyRing, tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", keys, HERE)
    name = store.put(io.BytesIO(b"a" * CHUNK + b"b" * CHUNK + b"c" * 10))
    path = store.path(name)
    whole = path.read_bytes()
    header, step = len(whole) - 2 * (CHUNK + 16) - 26, CHUNK + 16
    first, second, last = whole[header : header + step], whole[header + step : header + 2 * step], whole[-26:]
    head = whole[:header]
    for bad in (
        head,
        head + first,
        head + first + second,
        head + second + first + last,
        head + last,
        whole[:-1],
        b"",
        whole + b"x",
    ):
        path.write_bytes(bad)
        with pytest.raises(VerificationError):
            store.get(name)
