"""Fixtures that every part shares."""

from __future__ import annotations

import os
from pathlib import Path

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
