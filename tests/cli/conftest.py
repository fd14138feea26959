"""An actual mission with a few rows of today, beside the exercise that ``demo`` makes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

FIRMS = "latitude,longitude,acq_date,acq_time,satellite,instrument,confidence,frp,daynight,scan,track,version"


@pytest.fixture
def hotspots(tmp_path: Path) -> Callable[..., Path]:
    """A file of hotspots at sea, ``hours`` old; ``bad`` makes the second row unreadable."""

    def write(name: str = "hot.csv", *, hours: float = 1.0, bad: bool = False, lat: float = -48.0) -> Path:
        at = datetime.now(UTC) - timedelta(hours=hours)
        rows = [f"{lat + n * 0.5:.4f},-12.0,{at:%Y-%m-%d},{at:%H%M},N,VIIRS,n,4.1,N,0.39,0.36,2.0NRT" for n in range(3)]
        if bad:
            rows[1] = rows[1].replace(f"{lat + 0.5:.4f}", "ninety")
        path = tmp_path / name
        path.write_text("\n".join([FIRMS, *rows]) + "\n")
        return path

    return write


@pytest.fixture
def actual(tmp_path: Path, command_line: Any) -> Path:
    """An empty actual mission with two feeds; its keys are in ``keys`` beside it."""
    made = command_line(
        "init", tmp_path / "actual", "--feed", "firms", "--feed", "ucdp-ged", "--keys", tmp_path / "keys"
    )
    assert made.code == 0, made.err
    return tmp_path / "actual"


@pytest.fixture
def act(actual: Path, command_line: Any) -> Callable[..., Any]:
    """Runs a command on the actual mission."""
    return lambda *words: command_line("--mission", actual, *words, keys=actual.parent / "keys")


@pytest.fixture(scope="session")
def ask(demo: Any, command_line: Any) -> Callable[..., Any]:
    """Runs a command that only asks, on the exercise."""
    return lambda *words: command_line("--mission", demo.mission, *words, keys=demo.keys)


@pytest.fixture
def tell(demo_copy: Any, command_line: Any) -> Callable[..., Any]:
    """Runs a command on a copy of the exercise."""
    return lambda *words: command_line("--mission", demo_copy.mission, *words, keys=demo_copy.keys)
