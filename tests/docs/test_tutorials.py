"""Tutorials are run as a reader would run them: every ``sh`` block of a page, in order, in an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
SEEN = {
    "first-mission.md": [
        r"evening\.txt +3 +3 +0 +0 +0",
        r"explosion +1 +2 / 2 +ceasefire: breach_likely",
        r"2 reports merged into one incident",
        r"Article 4: not applicable",
        r"problems +0",
    ]
}
"""What a reader of each page is told to see."""


def blocks(page: Path) -> str:
    found = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    return "\n".join(found)


def test_every_tutorial_is_tested() -> None:
    assert {p.name for p in TUTORIALS.glob("*.md")} == set(SEEN)


@pytest.mark.parametrize("name", sorted(SEEN))
def test_the_tutorial_works(name: str, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("CEASEWATCH_", "XDG_"))}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", blocks(TUTORIALS / name)],
        cwd=tmp_path,
        env={**outside, "PATH": path, "HOME": str(tmp_path / "home"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for pattern in SEEN[name]:
        assert re.search(pattern, done.stdout), f"{pattern} is not in:\n{done.stdout}"
