"""``demo``: one story, each chapter for one reader, and a hint that works."""

from __future__ import annotations

import re
import shlex
import time
from pathlib import Path
from typing import Any

import pypdf
import pytest

CHAPTERS = ("Chief of operations", "Analyst", "Lawyer", "Security officer", "Researcher", "Journalist")


def chapter(told: str, name: str) -> str:
    start = told.index(f"\n{name}")
    return told[start : told.find("\n\n", start + 1)]


@pytest.mark.parametrize("name", CHAPTERS)
def test_each_reader_has_a_chapter(demo: Any, name: str) -> None:
    assert len(chapter(demo.told, name).splitlines()) > 2


def test_the_chief_sees_raw_merged_and_independent(demo: Any) -> None:
    told = chapter(demo.told, "Chief of operations")
    raw, incidents = map(int, re.findall(r"(\d+) raw reports are about (\d+) incidents", told)[0])
    assert raw > incidents > 5
    chain = re.findall(r"(\d+) raw reports \(.*\) -> 1 incident of count 1 -> (\d+) independent", told)
    reports, origins = map(int, chain[0])
    assert reports > origins > 1
    copies, press = map(int, re.findall(r"(\d+) of its (\d+) press reports copy one story", told)[0])
    assert press > copies > 10
    assert "in Latin and Cyrillic script: one origin" in told
    assert reports - origins == copies - 1, "all copies together are one origin"
    assert "18 h 44 min left (24 h" in told


def test_the_analyst_sees_not_observed(demo: Any) -> None:
    told = chapter(demo.told, "Analyst")
    assert re.search(r"Corvale +effort none +violations: not observed", told)
    assert re.search(r"Aldermarch +effort partial +violations: 0", told)
    assert re.search(
        r"area kelmar: none observed; had there been one, it would have been seen with p = 0\.\d\d \(", told
    )
    assert re.search(r"area Corvale: NOT OBSERVED: .* nothing may be concluded", told)


def test_a_bad_row_is_named(demo: Any) -> None:
    assert "quarantined: acoustic.csv, line 7, field detected_at" in demo.told


def test_tiers_coarsen(demo: Any) -> None:
    told = chapter(demo.told, "Security officer")
    assert re.search(r"T1 .* -?\d+\.\d{4} ", told)
    assert "at least 1 km" in told
    assert re.search(r"T5 .*at least 5 km", told)


def test_the_researcher_gets_the_same_digest(demo: Any) -> None:
    assert "the same digest" in chapter(demo.told, "Researcher")


def test_the_researcher_gets_a_score_against_the_truth(demo: Any) -> None:
    told = chapter(demo.told, "Researcher")
    pair_f1, bcubed = map(float, re.findall(r"pair F1 (\d\.\d\d), B-cubed F1 (\d\.\d\d)", told)[0])
    assert 0.8 < pair_f1 <= 1
    assert 0.8 < bcubed <= 1
    assert int(re.findall(r"copies known as copies: (\d+)%", told)[0]) >= 95


def test_it_is_an_exercise_from_the_first_line_to_the_last(demo: Any) -> None:
    lines = demo.told.splitlines()
    assert "EXERCISE" in lines[0]
    assert "EXERCISE" in "\n".join(lines[-3:])
    html = (demo.path / "daily-2025-03-05.html").read_text("utf-8")
    pages = pypdf.PdfReader(demo.path / "daily-2025-03-05.pdf").pages
    assert "EXERCISE" in html
    assert all("EXERCISE" in page.extract_text() for page in pages)


def test_the_closing_hint_works(demo_copy: Any, demo: Any, command_line: Any) -> None:
    hint = demo.told.splitlines()[-1].strip().replace(str(demo.path), str(demo_copy.path))
    variable, program, *words = shlex.split(hint)
    name, _, keys = variable.partition("=")
    assert (name, program) == ("CEASEWATCH_KEYS", "ceasewatch")
    ran = command_line(*words, keys=Path(keys))
    assert ran.code == 0, ran.err
    assert "inc-" in ran.out


def test_it_is_made_anew_in_a_few_seconds(demo_copy: Any, command_line: Any) -> None:
    """Once its loops are compiled, which the first run after an installation does: half a minute more."""
    began = time.process_time()
    assert command_line("demo", "--out", demo_copy.path).code == 0
    assert time.process_time() - began < 15, "it takes about 5 s of a processor"


def test_a_strangers_folder_is_refused(tmp_path: Path, command_line: Any) -> None:
    stranger = tmp_path / "mine"
    stranger.mkdir()
    (stranger / "thesis.txt").write_text("all of it")
    refused = command_line("demo", "--out", stranger)
    assert refused.code == 3
    assert "not made by the demo" in refused.err
    assert [f.name for f in stranger.iterdir()] == ["thesis.txt"]
