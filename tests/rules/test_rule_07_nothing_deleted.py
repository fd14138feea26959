"""Rule 7: a correction supersedes, both versions stay, and the record has no way to delete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import ceasewatch

SOURCE = Path(ceasewatch.__file__).parent
TABLES = "(entries|payloads|nodes)"
DESTROYS = re.compile(
    rf"\b(DELETE\s+FROM|DROP\s+TABLE|REPLACE\s+INTO\s+{TABLES}|INSERT\s+OR\s+REPLACE\s+INTO\s+{TABLES}|UPDATE\s+{TABLES})",
    re.IGNORECASE,
)


def test_the_record_has_no_statement_that_deletes() -> None:
    files = list((SOURCE / "record").rglob("*.py"))
    assert len(files) > 15
    assert [f.name for f in files if DESTROYS.search(f.read_text("utf-8"))] == []
    assert DESTROYS.search("UPDATE entries SET leaf = x")


def test_a_corrected_row_supersedes_and_both_versions_stay(demo_copy: Any, command_line: Any, tmp_path: Path) -> None:
    def told(*words: object) -> str:
        ran = command_line("--mission", demo_copy.mission, *words, keys=demo_copy.keys)
        assert ran.code == 0, ran.err
        return str(ran.out)

    file = next((demo_copy.path / "deliveries" / "press").iterdir())
    head, *rows = file.read_text("utf-8").splitlines()
    row = next(r for r in rows if r.startswith("p11,"))
    mended = tmp_path / "mended.csv"
    mended.write_text(f"{head}\n{row.replace(',12,yes,', ',14,yes,')}\n", "utf-8")
    result = json.loads(told("ingest", "press", mended, "--format", "json"))
    assert (result.get("new", 0), result["superseding"]) == (0, 1)
    shown = [json.loads(told("show", i["id"], "--tier", "T1", "--format", "json"))
             for i in json.loads(told("incidents", "--tier", "T1", "--format", "json"))]  # fmt: skip
    entry = next(m["id"] for s in shown for m in s["members"] if m.get("source", {}).get("row_id") == "p11")
    lines = [line for line in told("record", "show", entry).splitlines() if "obs" in line]
    assert len(lines) >= 2
    assert json.loads(told("record", "audit", "--format", "json"))["problems"] == []
