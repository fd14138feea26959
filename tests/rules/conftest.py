"""What the rules are held against: the exercise, and a command line on a copy of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture(scope="session")
def inside(demo: Any, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs a command on one copy of the exercise, also at logged tiers; gives what it printed."""
    place = tmp_path_factory.mktemp("rules")
    shutil.copytree(demo.path, place, symlinks=True, dirs_exist_ok=True)

    def run(*words: object, code: int = 0) -> str:
        ran = command_line("--mission", place / "mission", *words, keys=place / "keys")
        assert ran.code == code, ran.err
        return str(ran.out + ran.err)

    return run


@pytest.fixture(scope="session")
def public_ids(inside: Callable[..., str]) -> list[str]:
    """Incidents that the public may know of."""
    return [i["id"] for i in json.loads(inside("incidents", "--format", "json"))]
