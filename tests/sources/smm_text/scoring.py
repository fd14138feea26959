"""Holds what the parser made against the hand annotation, field by field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ceasewatch.geo.rose import bearing_range
from ceasewatch.model import Observation
from ceasewatch.sources.smm_text.compass import Direction
from ceasewatch.sources.smm_text.localities import Offset
from ceasewatch.sources.smm_text.observe import Paragraph, observation
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta, Statement

GOLD = Path(__file__).parent / "gold.json"
MANDATE = (date(2014, 3, 21), date(2022, 3, 31))


@dataclass(frozen=True)
class Score:
    expected: int
    right: int
    invented: list[str]
    misses: list[str]


def score(sentences: Path, atlas: Atlas) -> Score:
    """Every gold observation against the parser's, matched by span and place."""
    gold = json.loads(GOLD.read_text())["paragraphs"]
    expected = right = 0
    invented: list[str] = []
    misses: list[str] = []
    for entry, row in _pairs(gold, sentences):
        text = row["text"]
        assert hashlib.sha256(text.encode()).hexdigest() == entry["sha256"], "the data file is not the annotated one"
        made = list(_made(row, atlas))
        for want in entry["observations"]:
            expected += 1
            where = f"{entry['report'][-24:]}#{entry['paragraph']} {want['span']} {want['kinds']}"
            got = next((m for m in made if _key(m) == (*want["span"], want["at"])), None)
            if got is None:
                misses.append(f"{where}: not read")
                continue
            made.remove(got)
            wrong = {f: (want[f], v) for f, v in fields(*got).items() if want[f] != v}
            right += not wrong
            misses += [f"{where}: {f} expected {a!r}, read {b!r}" for f, (a, b) in wrong.items()]
        invented += [f"{entry['report']}#{entry['paragraph']} {_key(m)}" for m in made]
    return Score(expected, right, invented, misses)


def _pairs(gold: list[dict[str, Any]], sentences: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    rows = [json.loads(line) for line in sentences.read_text().splitlines()]
    for entry in gold:
        row = next(r for r in rows if r["url"].endswith(entry["report"]) and r["para"] == entry["paragraph"])
        yield entry, row


def _made(row: dict[str, Any], atlas: Atlas) -> Iterator[tuple[Statement, Observation]]:
    issued = date.fromisoformat(row["report_date"]) if row["report_date"] else None
    paragraph = Paragraph(row["text"], row["para"], ReportMeta(issued, ZoneInfo("Europe/Kyiv"), MANDATE))
    parsed = parse(paragraph.text, paragraph.report)
    for said in (*parsed.statements, *parsed.aggregates):
        yield said, observation(said, paragraph, atlas)


def _key(pair: tuple[Statement, Observation]) -> tuple[int, int, str]:
    said, _ = pair
    return said.start, said.end, _named(said)


def _named(said: Statement) -> str:
    place = said.at or (said.observer_at[0] if said.observer_at else None)
    return place.name if place else ""


def fields(said: Statement, made: Observation) -> dict[str, Any]:
    """The annotated fields, as read."""
    place = said.at or (said.observer_at[0] if said.observer_at else None)
    sight = said.sight
    edge = place.edge if place else None
    directions = sight.directions if sight else ((edge,) if edge else ())
    return {
        "role": made.role,
        "observer": made.observer_kind,
        "means": made.means,
        "offset": _offset(place.offset) if place and place.offset else None,
        "reference": _reference(place.reference) if place and place.reference else None,
        "control": said.control,
        "area": made.area_name,
        "kinds": sorted(h.value for h in made.kind.hypotheses),
        "count": [made.count.lowest, made.count.best, made.count.highest, made.count.approximate],
        "qualifiers": list(made.qualifiers),
        "weapons": sorted(h.value for h in made.weapon.classes.hypotheses),
        "model": made.weapon.model,
        "calibre_mm": made.weapon.calibre_mm,
        "flights": [[_point(f.origin), _point(f.heading)] for f in made.flights],
        "bearings": [_written(d) for d in directions],
        "range_m": list(sight.range_m) if sight and sight.range_m else None,
        "interval": [_minute(made.phenomenon.start), _minute(made.phenomenon.end)],
        "sense": made.phenomenon.sense,
        "place": type(made.place).__struct_config__.tag,
    }


def _offset(offset: Offset) -> list[Any]:
    middle = None if offset.range_m is None else sum(offset.range_m) / 2
    return [middle, offset.direction.point]


def _reference(offset: Offset) -> list[Any]:
    return [offset.town, sum(offset.range_m) / 2, offset.direction.point]


def _written(direction: Direction) -> str:
    return direction.point + ("~" if direction.wide else "")


def _point(bearings: Any) -> str:
    for point in ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"]:
        for wide in (False, True):
            if Direction(point, wide).bearings == bearings:
                assert wide or bearing_range(point) == bearings
                return _written(Direction(point, wide))
    return "?"


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%MZ")
