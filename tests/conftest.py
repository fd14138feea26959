"""Fixtures that every part shares."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "default",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data: ``CEASEWATCH_DATA`` or ``../shared/data``."""
    path = Path(os.environ.get("CEASEWATCH_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        pytest.skip(f"no real data at {path}: set CEASEWATCH_DATA to the folder that holds it")
    return path


@pytest.fixture(scope="session")
def shared_vectors() -> Path:
    """The folder of conformance vectors: ``CEASEWATCH_VECTORS`` or ``../shared/vectors``."""
    path = Path(os.environ.get("CEASEWATCH_VECTORS", ROOT.parent / "shared" / "vectors"))
    if not path.is_dir():
        pytest.skip(f"no conformance vectors at {path}: set CEASEWATCH_VECTORS to the folder that holds them")
    return path


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Runs ``ceasewatch`` in this process through its real entry point."""

    home: Path

    def __call__(self, *words: object, keys: Path | None = None) -> Ran:
        from ceasewatch.cli.main import main

        out, err, code = io.StringIO(), io.StringIO(), 0
        with self._surroundings(words, keys), redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        return Ran(code, out.getvalue(), err.getvalue())

    def environment(self, keys: Path | None = None) -> dict[str, str]:
        """Of a command: no settings of the person who runs the tests."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("CEASEWATCH_MISSION", "CEASEWATCH_KEYS"))}
        named = {"CEASEWATCH_KEYS": str(keys)} if keys else {}
        return {**kept, "XDG_CONFIG_HOME": str(self.home), "HOME": str(self.home), **named}

    @contextmanager
    def _surroundings(self, words: tuple[object, ...], keys: Path | None) -> Iterator[None]:
        typed = patch.object(sys, "argv", ["ceasewatch", *map(str, words)])
        with typed, patch.dict(os.environ, self.environment(keys), clear=True):
            yield


@dataclass(frozen=True, slots=True)
class Demo:
    """The exercise as ``ceasewatch demo`` leaves it."""

    path: Path
    told: str

    @property
    def mission(self) -> Path:
        """The mission folder."""
        return self.path / "mission"

    @property
    def keys(self) -> Path:
        """Its keys, as ``CEASEWATCH_KEYS`` names them."""
        return self.path / "keys"


@pytest.fixture(scope="session")
def command_line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """``command_line("incidents", "--tier", "T1", keys=...)``."""
    return CommandLine(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, command_line: CommandLine) -> Demo:
    """The demo, made once; tests that write use ``demo_copy``."""
    path = tmp_path_factory.mktemp("exercise") / "demo"
    ran = command_line("demo", "--out", path)
    assert ran.code == 0, ran.err
    return Demo(path, ran.out)


@pytest.fixture
def demo_copy(tmp_path: Path, demo: Demo) -> Demo:
    """The demo, for a test that writes."""
    shutil.copytree(demo.path, tmp_path / "demo", symlinks=True)
    return Demo(tmp_path / "demo", demo.told)
