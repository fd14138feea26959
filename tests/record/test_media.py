from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest

from ceasewatch.model.errors import (
    EnvironmentProblem,
    LimitError,
    NotFoundError,
    UsageError,
    VerificationError,
)
from ceasewatch.record import MediaStore


def test_by_content(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    data = bytes(range(256)) * 9000
    source = tmp_path / "photo.jpg"
    source.write_bytes(data)
    name = store.put_file(source)
    assert name == hashlib.sha256(data).hexdigest()
    assert store.put(io.BytesIO(data)) == name
    assert store.get(name) == data
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == [store.path(name)]
    assert store.get(store.put(io.BytesIO(b""))) == b""


def test_the_limit_leaves_nothing_behind(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media", max_bytes=10)
    store.put(io.BytesIO(b"x" * 10))
    with pytest.raises(LimitError):
        store.put(io.BytesIO(b"x" * 11))
    assert sum(path.is_file() for path in (tmp_path / "media").rglob("*")) == 1


def test_an_altered_file_is_noticed(tmp_path: Path) -> None:
    store = MediaStore(tmp_path / "media")
    name = store.put(io.BytesIO(b"as it was"))
    store.path(name).write_bytes(b"as it was not")
    with pytest.raises(VerificationError, match="altered"):
        store.get(name)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_hashes_are_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        MediaStore(tmp_path).get(name)


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        MediaStore(tmp_path).get("a" * 64)
    with pytest.raises(EnvironmentProblem):
        MediaStore(tmp_path / "m").put_file(tmp_path / "nothing")
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem):
        MediaStore(tmp_path / "file").put(io.BytesIO(b"x"))
