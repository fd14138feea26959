"""Rules of the house that no linter knows: small rooms, one version, no machine paths, decisions on one page."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import ceasewatch

TARGETS = {"demo", "test", "lint", "bench", "soak", "docs", "help", "clean", "fuzz", "report-size"}
# Written in parts, so that this file is not its own counterexample.
MACHINE_PATHS = re.compile("|".join(["/" + name + "/" for name in ("work", "root", "home/[a-z]+", "Users")]))
SERVICE_HOMES = re.compile(r"https?://\S+")


def tracked(root: Path) -> list[Path]:
    """Text files under version control, the lock file aside."""
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: the list of files is git's")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    paths = [root / name for name in listed.split("\0") if name and not name.endswith(".lock")]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:4096]]


def test_rooms_are_small(tool: Callable[[str], ModuleType]) -> None:
    size = tool("report_size")
    assert [piece for piece in size.files(size.SOURCE) if piece.lines > size.FILE_LINES] == []
    assert [piece for piece in size.functions(size.SOURCE) if piece.lines > size.FUNCTION_LINES] == []


def test_size_sees_a_room_that_is_too_large(tool: Callable[[str], ModuleType], tmp_path: Path) -> None:
    body = "\n".join("    x = 1" for _ in range(500))
    (tmp_path / "large.py").write_text(f"def long():\n{body}\n", "utf-8")
    size = tool("report_size")
    assert size.files(tmp_path)[0] == (501, "large.py")
    assert size.functions(tmp_path)[0] == (501, "large.py:1 long")


def test_no_machine_paths(project_root: Path) -> None:
    found = []
    for path in tracked(project_root):
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if MACHINE_PATHS.search(SERVICE_HOMES.sub("", line)):
                found.append(f"{path.relative_to(project_root)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_version_is_said_once(project_root: Path) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))["project"]
    lock = tomllib.loads((project_root / "uv.lock").read_text("utf-8"))
    locked = next(package["version"] for package in lock["package"] if package["name"] == "ceasewatch")
    assert ceasewatch.__version__ == project["version"] == locked


def test_the_makefile_has_its_targets(project_root: Path) -> None:
    makefile = (project_root / "Makefile").read_text("utf-8")
    defined = set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert defined >= TARGETS
    assert defined == phony, "a target that is not phony is shadowed by a file of its name"


def test_ci_runs_the_readmes_test_command(project_root: Path) -> None:
    run = project_root / ".ci" / "run"
    assert run.stat().st_mode & 0o111
    assert "make test" in run.read_text("utf-8")


def decisions(root: Path) -> list[Path]:
    return sorted((root / "docs" / "adr").glob("[0-9]*.md"))


def test_decisions_say_why_and_when(project_root: Path) -> None:
    wrong = []
    for path in decisions(project_root):
        text = path.read_text("utf-8")
        parts = {"context", "decision", "consequences"} - {
            title.strip().lower() for title in re.findall(r"^#+ +(.*)$", text, re.MULTILINE)
        }
        wrong += [f"{path.name}: no section {part!r}" for part in sorted(parts)]
        if not re.search(r"^\W*Date\W+\d{4}-\d{2}-\d{2}\b", text, re.MULTILINE | re.IGNORECASE):
            wrong.append(f"{path.name}: no line `Date: YYYY-MM-DD`")
        if len(text.split()) > 900:
            wrong.append(f"{path.name}: longer than one page")
    assert wrong == []


def test_decisions_are_numbered_without_gaps(project_root: Path) -> None:
    numbers = [int(path.name.split("-")[0]) for path in decisions(project_root)]
    assert numbers == list(range(1, len(numbers) + 1))
