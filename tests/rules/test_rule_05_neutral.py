"""Rule 5: swapping the parties' labels swaps them in the output and nothing else."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

import ceasewatch

SWAP = {"A": "B", "B": "A"}
CHANGES = {"id", "sha256", "digest", "entries", "pack"}


def swapped(text: str) -> str:
    """The settings with the codes of the parties exchanged; names go with the codes."""
    return re.sub(r"(id = |id: |Party |Partie |Сторона )(\"?)([AB])\b", lambda m: m[1] + m[2] + SWAP[m[3]], text)


def outcomes(command_line: Any, place: Path, mission: Path) -> tuple[list[Any], str]:
    def told(*words: object) -> str:
        ran = command_line("--mission", mission, *words, keys=place / "keys")
        assert ran.code == 0, ran.err
        return str(ran.out)

    incidents = json.loads(told("incidents", "--tier", "T1", "--format", "json"))
    rows = [{k: v for k, v in i.items() if k not in CHANGES} for i in incidents]
    for one in rows:
        one["assessments"] = [{k: v for k, v in a.items() if k not in CHANGES} for a in one.get("assessments", ())]
    told("report", "daily", "--date", "2025-03-05", "--out", place / "d.html")
    return rows, (place / "d.html").read_text("utf-8")


@pytest.fixture(scope="module")
def both(demo: Any, command_line: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any, str]:
    """The exercise as it is, and with A and B exchanged in its settings and in a copy of its pack."""
    from ceasewatch.pipeline import settings
    from ceasewatch.pipeline.ingest import ingest
    from ceasewatch.pipeline.mission import MissionFolder

    results = []
    for name, change in (("plain", str), ("swapped", swapped)):
        place = tmp_path_factory.mktemp(name)
        source = Path(ceasewatch.__file__).parent
        pack = place / "packs" / "lorvane"
        shutil.copytree(source / "packs" / "lorvane", pack)
        (pack / "pack.yaml").write_text(change((pack / "pack.yaml").read_text("utf-8")), "utf-8")
        text = (demo.mission / "mission.toml").read_text("utf-8")
        (place / "settings.toml").write_text(change(text).replace('"lorvane"', f'"{pack}"'), "utf-8")
        mission = settings.read(place / "settings.toml")
        (place / "m").mkdir()
        for file in demo.mission.iterdir():
            if file.suffix in (".toml", ".geojson", ".csv") and file.name != "mission.toml":
                shutil.copyfile(file, place / "m" / file.name)
        folder = MissionFolder.create(
            place / "m", mission, keys_dir=place / "keys" / "swap", origin="exercise.ceasewatch.invalid/swap"
        )
        for feed in sorted((demo.path / "deliveries").iterdir()):
            ingest(folder, feed.name, sorted(feed.iterdir()))
        results.append(outcomes(command_line, place, place / "m"))
        changed = (pack / "pack.yaml").read_text("utf-8")
    return results[0], results[1], changed


def test_the_labels_were_swapped(both: tuple[Any, Any, str]) -> None:
    assert both[2].index("id: B") < both[2].index("id: A\n")


def test_incidents_and_assessments_are_the_same(both: tuple[Any, Any, str]) -> None:
    plain, other = both[0][0], both[1][0]
    assert len(plain) > 10
    assert any(i["assessments"] for i in plain)
    key = lambda i: json.dumps(i, sort_keys=True)  # noqa: E731
    renamed = json.loads(re.sub(r"\bParty ([AB])\b", lambda m: f"Party {SWAP[m[1]]}", json.dumps(other)))
    assert sorted(map(key, plain)) == sorted(map(key, renamed))


def test_the_report_is_the_same_but_for_ids(both: tuple[Any, Any, str]) -> None:
    def plain(html: str) -> list[str]:
        told = re.sub(r"inc-[a-z2-7]+|[0-9a-f]{12,}|\d{4}-\d\d-\d\d \d\d:\d\d", "#", html)
        return sorted(told.splitlines())

    back = re.sub(r"\bParty ([AB])\b", lambda m: f"Party {SWAP[m[1]]}", both[1][1])
    assert plain(both[0][1]) == plain(back)
