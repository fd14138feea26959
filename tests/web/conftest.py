"""A real server on loopback, for a copy of the exercise."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.web.serve import serving
from ceasewatch.web.token import token


@dataclass(frozen=True)
class Served:
    folder: MissionFolder
    url: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {token(self.folder)}"}

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(self.url + path, timeout=30, **options)

    def post(self, feed: str, **options: Any) -> httpx.Response:
        return httpx.post(f"{self.url}/intake/{feed}", timeout=60, **options)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def port() -> int:
    return free_port()


@pytest.fixture(scope="session")
def served(demo: Any, port: int, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The exercise with one published report, served for the whole session."""
    place = tmp_path_factory.mktemp("served")
    shutil.copytree(demo.path, place, symlinks=True, dirs_exist_ok=True)
    made = command_line("--mission", place / "mission", "report", "daily", "--date", "2025-03-05", keys=place / "keys")
    assert made.code == 0, made.err
    folder = MissionFolder.open(place / "mission", place / "keys" / "seventy_two_hours")
    with serving(folder, port):
        yield Served(folder, f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def press(demo: Any) -> tuple[str, str]:
    """Header and first row of the press feed."""
    file: Path = next((demo.path / "deliveries" / "press").iterdir())
    head, row = file.read_text("utf-8").splitlines()[:2]
    return head, row
