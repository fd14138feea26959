"""Rule 8: an unchecked number never loses its mark; drafts are not assessed."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ceasewatch


def test_the_mark_reaches_the_command_line(inside: Callable[..., str]) -> None:
    rows = json.loads(inside("assessments", "--tier", "T1", "--format", "json"))
    assert rows
    assert all(r["unverified"] for r in rows if r["outcome"] != "not_applicable")
    assert re.search(r"breach_likely \*", inside("incidents", "--tier", "T1"))
    assert "unverified: weight of indications" in inside("show", rows[0]["incident"], "--tier", "T1")


def test_the_mark_reaches_the_report(demo: Any) -> None:
    assert "weight of indications" in (demo.path / "daily-2025-03-05.html").read_text("utf-8")


def test_the_clock_is_marked(demo: Any) -> None:
    assert "(24 h, unverified)" in demo.told


def test_a_draft_binds_nobody(tmp_path: Path, demo: Any, command_line: Any) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(Path(ceasewatch.__file__).parent / "packs" / "lorvane", draft)
    text = (draft / "pack.yaml").read_text("utf-8")
    (draft / "pack.yaml").write_text(text.replace("status: in_force", "status: draft"), "utf-8")
    keys = tmp_path / "k"
    refused = command_line("init", tmp_path / "m", "--pack", draft, "--feed", "firms", "--keys", keys, "--exercise")
    assert refused.code == 2
    assert "is a draft, so it binds nobody" in refused.err
