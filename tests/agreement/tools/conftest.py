"""Small packs made on the spot, in a country that does not exist."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ceasewatch.agreement import Pack, load_pack

Make = Callable[..., Pack]


def number(value: str, unit: str = "km", **more: Any) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": "TEXT, article 9", "verified": True, **more}


def day(at: str) -> dict[str, Any]:
    return {"at": f"{at}T00:00:00+00:00", "source": "TEXT, article 9", "verified": True}


def square(lat: float, lon: float, size: float = 1.0) -> list[list[float]]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return [[lon + size * x, lat + size * y] for x, y in corners]


def feature(name: str, points: list[list[float]], *, closed: bool, **more: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [points]} if closed else {"type": "LineString", "coordinates": points}
    note = {"id": name, "name": name, "source": "TEXT, map", "uncertainty": number("0.1"), "verified": True, **more}
    return {"type": "Feature", "geometry": geometry, "properties": note}


def ban(name: str = "ban", **more: Any) -> dict[str, Any]:
    return {
        "id": name, "number": name, "summary": "No fire.", "source": "TEXT, article 1", "primitive": "ban",
        "kinds": ["explosion", "shot"], "zone": "here", "verified": True,
        "examples": [{"name": "fire", "when": "2031-03-04T12:00:00+00:00", "lat": "10.5", "lon": "20.5",
                      "kind": "explosion", "expect": {"": "breach_likely"}}],
        **more,
    }  # fmt: skip


def distance(name: str = "distance", value: str = "15", **more: Any) -> dict[str, Any]:
    return ban(name, **{
        "primitive": "minimum_distance", "kinds": ["weapon"], "weapons": ["mortar_120"], "zone": "", "line": "front",
        "distance": number(value), "examples": [], **more,
    })  # fmt: skip


def document(*clauses: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": "made", "title": "Made", "status": "draft", "zone": "Etc/UTC", "summary": "Made.",
        "sources": {"TEXT": "the text"}, "parties": [{"id": "A"}, {"id": "B"}], "clauses": list(clauses),
        "lines": "lines.geojson", "zones": "zones.geojson", **more,
    }  # fmt: skip


LINES = (feature("front", [[20.0, 10.5], [21.0, 10.5]], closed=False, left="A", right="B"),)
ZONES = (feature("here", square(10.0, 20.0), closed=True), feature("far", square(40.0, 60.0), closed=True))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a pack and gives its folder."""

    def write(
        *clauses: dict[str, Any], lines: Any = LINES, zones: Any = ZONES, name: str = "made", **more: Any
    ) -> Path:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        whole = yaml.safe_dump(document(*clauses, **more), sort_keys=False, allow_unicode=True)
        (place / "pack.yaml").write_text(whole, encoding="utf-8")
        for file, features in (("lines.geojson", lines), ("zones.geojson", zones)):
            (place / file).write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return place

    return write


@pytest.fixture
def made(folder: Callable[..., Path]) -> Make:
    """Writes a pack and loads it."""
    return lambda *clauses, **more: load_pack(folder(*clauses, **more))
