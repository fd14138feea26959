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
        r"2 raw reports, merged into 1 incident of count 1, from 2 independent origins",
        r"Article 4: not applicable",
        r"problems +0",
    ],
    "quiet-or-unseen.md": [
        r"East +none +1 +24 +down 24",
        r"West +adequate +2 +48 +observing 48",
        r"Not observed: East\. That nothing was recorded there says nothing\.",
        r"East +none *\n",
        r"No explosion of mortar_120 observed in West\. Had there been one anywhere in it, .* p = 0\.[89]",
        r"East was not observed",
        r"No shot of small_arms observed in West\. .* p = 0\.[2-7]",
        r"2025-03-04 +none_observed[^\n]*\n *2025-03-05 +not_observed",
        r"none_observed +0 +0 +0\.9\d +100% +[1-9]",
    ],
    "from-three-patrol-reports-to-one-incident.md": [
        r"explosion +1 +3 / 3",
        r"3 raw reports, merged into 1 incident of count 1, from 3 independent origins",
        r"p is the probability that the report is about this incident",
        r"corrected\.txt +1 +0 +0 +1 +0",
        r"explosion +1 +2 / 2[^\n]*\n(.*\n)?.*explosion +1 +1 / 1",
        r"2 raw reports, merged",
        r"problems +0",
    ],
}
"""What a reader of each page is told to see."""


def blocks(page: Path) -> str:
    found = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.S)
    return "\n".join(found)


def test_every_tutorial_is_tested() -> None:
    assert {p.name for p in TUTORIALS.glob("*.md")} == set(SEEN)


def run(name: str, tmp_path: Path) -> str:
    """What the page's commands print."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("CEASEWATCH_", "XDG_"))}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", blocks(TUTORIALS / name)],
        cwd=tmp_path,
        env={**outside, "PATH": path, "HOME": str(tmp_path / "home"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", sorted(SEEN))
def test_the_tutorial_works(name: str, tmp_path: Path) -> None:
    told = run(name, tmp_path)
    for pattern in SEEN[name]:
        assert re.search(pattern, told), f"{pattern} is not in:\n{told}"
    one, three = (int(r) for r in re.findall(r'"radius_m": (\d+)', told)) if '"radius_m"' in told else (1, 0)
    assert three < one, "directions from different places cross"
