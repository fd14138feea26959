"""Fetching uv: the right wheel, the pinned bytes, one atomic step, and errors that say what to do."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def get_uv(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("get_uv")


def wheel_bytes(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("uv-9.9.9.data/scripts/uv", content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("system", "machine", "libc", "part"),
    [
        ("linux", "x86_64", "glibc", "manylinux_2_17_x86_64"),
        ("linux", "x86_64", "", "musllinux_1_1_x86_64"),
        ("linux", "aarch64", "glibc", "manylinux_2_17_aarch64"),
        ("linux", "aarch64", "", "musllinux_1_1_aarch64"),
        ("darwin", "arm64", "", "macosx_11_0_arm64"),
    ],
)
def test_each_pinned_platform_has_its_wheel(
    get_uv: ModuleType, system: str, machine: str, libc: str, part: str
) -> None:
    assert part in get_uv.wheel_for(list(get_uv.read_pins()), system, machine, libc)


def test_other_platforms_are_told_what_to_do(get_uv: ModuleType) -> None:
    with pytest.raises(get_uv.GetUvError, match="put it on PATH"):
        get_uv.wheel_for(list(get_uv.read_pins()), "linux", "sparc64", "glibc")


def test_pins_are_of_one_version_and_are_digests(get_uv: ModuleType) -> None:
    pins = get_uv.read_pins()
    assert len({name.split("-")[1] for name in pins}) == 1
    assert all(len(bytes.fromhex(digest)) == 32 for digest in pins.values())


def test_the_binary_is_placed_and_runs(get_uv: ModuleType, tmp_path: Path) -> None:
    wheel = wheel_bytes(b"#!/bin/sh\necho uv 9.9.9\n")
    target = tmp_path / "tools" / "uv"
    get_uv.unpack(wheel, hashlib.sha256(wheel).hexdigest(), "here", target)
    assert list(target.parent.iterdir()) == [target], "nothing half-written stays"
    assert get_uv.fit(str(target), (9, 9, 9))
    assert not get_uv.fit(str(target), (9, 10, 0)), "too old"


def test_other_bytes_than_the_pinned_are_refused(get_uv: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(get_uv.GetUvError, match="damaged or replaced"):
        get_uv.unpack(wheel_bytes(b"evil"), "00" * 32, "there", tmp_path / "uv")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_run_is_not_fit(get_uv: ModuleType, tmp_path: Path) -> None:
    broken = tmp_path / "uv"
    broken.write_bytes(b"half a download")
    broken.chmod(0o755)
    assert not get_uv.fit(str(broken), (0, 1, 0))
    assert not get_uv.fit(str(tmp_path / "absent"), (0, 1, 0))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (json.dumps({"files": [{"filename": "uv-1.whl", "url": "../../f/uv-1.whl"}]}), "application/json"),
        ('<html><a href="../../f/uv-1.whl#sha256=00">uv-1.whl</a></html>', "text/html; charset=utf-8"),
    ],
)
def test_json_and_html_indexes(get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch, body: str, kind: str) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mine=https://user:secret@index.example/mirror/simple/")
    monkeypatch.setattr(get_uv, "download", lambda _url: (body.encode(), kind))
    assert get_uv.address_of("uv-1.whl").startswith("https://user:secret@index.example/mirror/f/uv-1.whl")
    with pytest.raises(get_uv.GetUvError, match=r"^https://index\.example/mirror/simple/uv/ does not offer uv-2\.whl"):
        get_uv.address_of("uv-2.whl")


def test_an_unreachable_index_is_named(get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_uv.time, "sleep", lambda _seconds: None)
    with pytest.raises(get_uv.GetUvError, match=r"127\.0\.0\.1:9/simple/uv/.*HTTPS_PROXY"):
        get_uv.download("https://user:secret@127.0.0.1:9/simple/uv/")


def test_a_password_stays_out_of_messages(get_uv: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_uv.time, "sleep", lambda _seconds: None)
    with pytest.raises(get_uv.GetUvError) as caught:
        get_uv.download("https://user:secret@127.0.0.1:9/simple/uv/")
    assert "secret" not in str(caught.value)
