"""Rule 4: no code path makes a finding; no observer parameter is learned from one."""

from __future__ import annotations

import ast
from pathlib import Path

import ceasewatch

SOURCE = Path(ceasewatch.__file__).parent
NOUNS = {"Finding", "Verdict"}


def names_of(file: Path) -> set[str]:
    """Names that a module calls or imports."""
    tree = ast.parse(file.read_text("utf-8"))
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    return called | used | imported


def test_nothing_outside_the_model_knows_findings() -> None:
    files = [f for f in SOURCE.rglob("*.py") if f.parent.name != "model"]
    assert len(files) > 100
    assert [str(f.relative_to(SOURCE)) for f in files if NOUNS & names_of(f)] == []


def test_the_search_would_find_one(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("from ceasewatch.model import Finding\nx = Finding(verdict='breach')\n")
    assert names_of(tmp_path / "x.py") & NOUNS


def test_reasoning_reads_no_findings() -> None:
    for package in ("fusion", "agreement", "sources"):
        for file in (SOURCE / package).rglob("*.py"):
            assert "docket" not in file.read_text("utf-8").lower(), file
