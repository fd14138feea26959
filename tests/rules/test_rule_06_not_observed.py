"""Rule 6: no count without effort; no "quiet" where nobody looked."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any


def test_the_demo_says_not_observed_where_nobody_looked(demo: Any) -> None:
    line = next(x for x in demo.told.splitlines() if x.strip().startswith("Corvale"))
    assert "effort none" in line
    assert "not observed" in line


def test_every_area_of_the_report_has_its_effort_beside_it(demo: Any) -> None:
    html = unescape((demo.path / "daily-2025-03-05.html").read_text("utf-8"))
    text = re.sub(r"<[^>]+>", " ", html)
    assert "not observed" in text.lower()


def test_a_list_that_is_empty_sends_the_reader_to_the_effort(inside: Callable[..., str]) -> None:
    told = inside("incidents", "--until", "2025-01-01")
    assert "nobody was looking: `ceasewatch coverage`" in told


def test_without_coverage_a_report_says_unknown(tmp_path: Path, command_line: Any) -> None:
    keys = tmp_path / "k"
    assert command_line("init", tmp_path / "m", "--keys", keys, "--feed", "firms").code == 0
    made = command_line(
        "--mission", tmp_path / "m", "report", "daily", "--date", "2025-03-05", "--out", tmp_path / "d.html", keys=keys
    )
    assert made.code == 0, made.err
    text = re.sub(r"<[^>]+>", " ", (tmp_path / "d.html").read_text("utf-8")).lower()
    assert "unknown" in text or "not known" in text
    assert "silent" in text
