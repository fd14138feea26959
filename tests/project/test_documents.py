"""Documentation: every page is reachable, every relative link leads somewhere, change fragments can be released."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

COMMAND = re.compile(r"(?:`|^ +|\$ )ceasewatch (?:--mission \S+ )?([a-z][a-z-]*)\b", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def test_relative_links_lead_somewhere(project_root: Path) -> None:
    broken = []
    listed = [*project_root.glob("*.md"), *(project_root / "docs").rglob("*.md")]
    for page in listed:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in LINK.findall(prose):
            path = target.split("#")[0]
            if path and "://" not in target and not (page.parent / path).exists():
                broken.append(f"{page.relative_to(project_root)}: {target}")
    assert broken == []


def test_the_documentation_builds(project_root: Path, tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="documentation tools are not installed: uv sync --locked --all-groups")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "<title>" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_change_fragments_can_be_released(project_root: Path) -> None:
    config = tomllib.loads((project_root / "pyproject.toml").read_text("utf-8"))["tool"]["towncrier"]
    kinds = "|".join(kind["directory"] for kind in config["type"])
    wrong = []
    for path in (project_root / config["directory"]).iterdir():
        if path.name in {".gitignore", "README.md"}:
            continue
        text = path.read_text("utf-8")
        if not re.fullmatch(rf"(\d+|\+[\w-]+)\.({kinds})(\.\d+)?\.md", path.name):
            wrong.append(f"{path.name}: not ISSUE.KIND.md with KIND one of {kinds}")
        if not re.fullmatch(r"[A-Z`].*\.", text.strip(), re.DOTALL):
            wrong.append(f"{path.name}: not a sentence")
    assert wrong == []
    assert config["start_string"] in (project_root / config["filename"]).read_text("utf-8")


def test_towncrier_reads_the_fragments(project_root: Path) -> None:
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "0.0.0", "--date", "2000-01-01"]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "## 0.0.0 (2000-01-01)" in done.stdout


def test_documents_name_only_commands_that_exist(project_root: Path) -> None:
    reference = (project_root / "docs" / "reference" / "cli.md").read_text("utf-8")
    known = {words.split()[0] for words in re.findall(r"^#+ `ceasewatch ([\w -]+)`", reference, re.MULTILINE)}
    assert {"init", "ingest", "report", "demo"} <= known
    unknown = []
    for page in [*project_root.glob("*.md"), *(project_root / "docs").rglob("*.md")]:
        words = COMMAND.findall(page.read_text("utf-8"))
        unknown += [f"{page.relative_to(project_root)}: ceasewatch {word}" for word in words if word not in known]
    assert unknown == []
