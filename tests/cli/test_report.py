"""``report daily``: two forms, four languages, the public's delay, and the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

Tell = Callable[..., Any]
DAY = ("report", "daily", "--date", "2025-03-05")


def test_html_and_pdf(tell: Tell, tmp_path: Path) -> None:
    for name in ("day.html", "day.pdf"):
        made = tell(*DAY, "--out", tmp_path / name)
        assert made.code == 0, made.err
        assert "tier T5" in made.out
    html = (tmp_path / "day.html").read_text("utf-8")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "day.pdf").pages)
    for told in (html, text):
        assert "EXERCISE" in told
        assert "Maristan" in told
    assert "<script" not in html


def test_without_out_it_is_published(tell: Tell, demo_copy: Any) -> None:
    assert tell(*DAY).code == 0
    names = {f.name for f in (demo_copy.mission / "out" / "public").iterdir()}
    assert names == {"EXERCISE-daily-2025-03-05-t5-en.pdf", "EXERCISE-daily-2025-03-05-t5-en.html"}
    assert tell(*DAY, "--tier", "T1").code == 0
    assert {f.name for f in (demo_copy.mission / "out" / "public").iterdir()} == names
    assert (demo_copy.mission / "out" / "t1" / "EXERCISE-daily-2025-03-05-t1-en.pdf").is_file()


@pytest.mark.parametrize(("language", "word"), [("fr", "Rapport"), ("uk", "звіт"), ("ru", "отчёт")])
def test_languages(tell: Tell, tmp_path: Path, language: str, word: str) -> None:
    assert tell(*DAY, "--language", language, "--out", tmp_path / "d.html").code == 0
    assert word.lower() in (tmp_path / "d.html").read_text("utf-8").lower()


def test_each_report_is_logged_whatever_the_tier(tell: Tell, tmp_path: Path) -> None:
    before = int(json.loads(tell("record", "audit", "--format", "json").out)["entries"])
    assert tell(*DAY, "--out", tmp_path / "d.html").code == 0
    assert int(json.loads(tell("record", "audit", "--format", "json").out)["entries"]) == before + 1


def test_refused_before_the_delay_and_says_from_when(act: Tell, tmp_path: Path, hotspots: Callable[..., Path]) -> None:
    act("ingest", "firms", hotspots())
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    refused = act("report", "daily", "--date", today, "--out", tmp_path / "d.html")
    assert refused.code == 2
    assert f"period to {today} 19:30Z may be issued from" in refused.err
    assert "T1" in refused.err
    assert not (tmp_path / "d.html").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--date", "2025-13-01"), "2025-13-01"),
        (("--date", "2025-03-05", "--out", "d.docx"), "docx"),
        (("--date", "2025-03-05", "--tier", "T2"), "party"),
        (("--date", "2025-03-05", "--tier", "T0"), "vault"),
        (("--date", "2025-03-05", "--as-reported", "2099-01-01T00:00Z"), "has not come yet"),
    ],
)
def test_usage(ask: Tell, words: tuple[str, ...], says: str) -> None:
    ended = ask("report", "daily", *words)
    assert ended.code == 2
    assert says in ended.err


def test_a_folder_that_cannot_be_written_is_the_environment(tell: Tell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = tell(*DAY, "--out", tmp_path / "file" / "d.html")
    assert ended.code == 4
    assert "d.html" in ended.err
