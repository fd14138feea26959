"""Compiled code is made anew when anything it was compiled from changes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ceasewatch.model import code_cache
from ceasewatch.model.code_cache import source_digest

CALLEE = """
from ceasewatch.model.compiled import compiled
BY = {by}
@compiled
def scaled(x: float) -> float:
    return BY * x
"""
CALLER = """
from ceasewatch.model.compiled import compiled
from ceasewatch.{name} import scaled
@compiled
def twice(x: float) -> float:
    return 2.0 * scaled(x)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package's ground, in which files may change."""
    root = tmp_path / "ceasewatch"
    (root / "model").mkdir(parents=True)
    (root / "__init__.py").touch()
    (root / "model" / "__init__.py").touch()
    for name in ("compiled", "code_cache"):
        source = Path(code_cache.__file__).with_name(f"{name}.py")
        (root / "model" / f"{name}.py").write_bytes(source.read_bytes())
    (root / "caller.py").write_text(CALLER.format(name="callee"))
    return root


def run(package: Path) -> float:
    code = "from ceasewatch.caller import twice; print(twice(1.0), sum(twice.stats.cache_hits.values()))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=package.parent, env={"PYTHONPATH": str(package.parent)},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    value, hits = done.stdout.split()
    run.hits = int(hits)  # type: ignore[attr-defined]
    return float(value)


def test_a_constant_of_another_file_changes_what_is_run(package: Path) -> None:
    (package / "callee.py").write_text(CALLEE.format(by=10.0))
    assert run(package) == 20.0
    assert run(package) == 20.0
    assert run.hits == 1, "the second process used the cache"  # type: ignore[attr-defined]
    (package / "callee.py").write_text(CALLEE.format(by=30.0))
    assert run(package) == 60.0


def test_the_digest_follows_imports_of_names_and_of_modules() -> None:
    kernel = Path(code_cache.__file__).parents[1] / "coverage" / "independent.py"
    whole = source_digest(str(kernel))
    assert len(whole) == 64
    assert whole != source_digest(code_cache.__file__)
