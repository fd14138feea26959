"""``ingest`` and ``quarantine``: exit codes, what is named, and that nothing is recorded twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Act = Callable[..., Any]


def test_good_rows_end_with_0_and_are_known_the_second_time(act: Act, hotspots: Callable[..., Path]) -> None:
    file = hotspots()
    first = act("ingest", "firms", file, "--format", "json")
    assert first.code == 0, first.err
    assert json.loads(first.out)["new"] == 3
    second = json.loads(act("ingest", "firms", file, "--format", "json").out)
    assert (second.get("new", 0), second["duplicate"]) == (0, 3)
    assert json.loads(act("status", "--format", "json").out)["totals"]["observations"] == 3


def test_a_bad_row_ends_with_1_and_is_named(act: Act, hotspots: Callable[..., Path]) -> None:
    ended = act("ingest", "firms", hotspots("bad.csv", bad=True))
    assert ended.code == 1
    assert "1 rows quarantined" in ended.out
    rows = json.loads(act("quarantine", "--tier", "T1", "--format", "json").out)
    assert [(r["file"], r["line"], r["field"]) for r in rows] == [("bad.csv", 3, "latitude")]
    assert "ninety" in rows[0]["reason"] + rows[0]["excerpt"]
    assert json.loads(act("status", "--format", "json").out)["totals"]["observations"] == 2


def test_what_was_in_a_bad_row_is_for_analysts(act: Act, hotspots: Callable[..., Path]) -> None:
    act("ingest", "firms", hotspots("bad.csv", bad=True))
    public = act("quarantine")
    assert "bad.csv" in public.out
    assert "latitude" in public.out
    assert "ninety" not in public.out


def test_a_file_that_is_no_such_file_ends_with_3(act: Act, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    ended = act("ingest", "firms", wrong)
    assert ended.code == 3
    assert "wrong.csv" in ended.err
    assert act("ingest", "firms", tmp_path / "missing.csv").code == 4


def test_an_unknown_feed_and_a_feed_without_its_mapping_end_with_2(act: Act, hotspots: Callable[..., Path]) -> None:
    unknown = act("ingest", "nope", hotspots())
    assert unknown.code == 2
    assert "firms" in unknown.err
    unmapped = act("ingest", "table", hotspots())
    assert unmapped.code == 2
    assert "mapping" in unmapped.err


def test_no_project_leaves_the_incidents_for_later(act: Act, hotspots: Callable[..., Path]) -> None:
    ended = act("ingest", "firms", hotspots(hours=60), "--no-project")
    assert "not brought up to date" in ended.out
    waiting = json.loads(act("status", "--format", "json").out)
    assert waiting["lag_entries"] >= 3
    assert act("rebuild").code == 0
    assert len(json.loads(act("incidents", "--tier", "T1", "--format", "json").out)) == 3
