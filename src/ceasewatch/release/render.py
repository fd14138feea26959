"""Released incidents as rows, JSON, GeoJSON and CSV. Takes nothing but what came out of the gate."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from ceasewatch.model import Count
from ceasewatch.model.place import E7
from ceasewatch.release import cells
from ceasewatch.release.released import ReleasedIncident

COLUMNS: Final = (
    "id", "from", "to", "area", "cell", "cell_m", "kind", "count", "reports", "origins", "outcomes", "tier", "status",
)  # fmt: skip
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that starts with one of these."""


def rows(items: Sequence[ReleasedIncident]) -> list[tuple[str, ...]]:
    """One tuple of text per incident, under :data:`COLUMNS`."""
    return [_row(i) for i in items]


def _row(i: ReleasedIncident) -> tuple[str, ...]:
    return (
        i.id,
        i.start.isoformat().replace("+00:00", "Z") if i.start else i.from_day,
        i.end.isoformat().replace("+00:00", "Z") if i.end else i.to_day,
        i.area,
        i.cell or position_text(i),
        str(i.cell_m),
        i.kind,
        count_text(i.count),
        str(i.reports),
        str(i.origins),
        "; ".join(outcome_text(i)),
        i.tier,
        i.status,
    )


def position_text(item: ReleasedIncident) -> str:
    """Degrees of an exact place, else why there is none."""
    if item.lat_e7 is None or item.lon_e7 is None:
        return f"({item.no_position.replace('_', ' ')})"
    return f"{item.lat_e7 / E7:.4f} {item.lon_e7 / E7:.4f}"


def outcome_text(item: ReleasedIncident) -> list[str]:
    """``clause[ (reading)]: outcome[ *]``; the asterisk marks numbers that nobody has checked."""
    return [
        f"{a.clause}{f' ({a.reading})' if a.reading else ''}: {a.outcome}{' *' if a.unverified else ''}"
        for a in item.assessments
    ]


def count_text(count: Count) -> str:
    """``7``, ``about 30``, ``3-5``, ``at least 2``; empty where nothing is known."""
    low, best, high = count.lowest, count.best, count.highest
    if best is not None and low in (None, best) and high in (None, best):
        return f"about {best}" if count.approximate else str(best)
    if best is not None:
        return f"{best} ({'?' if low is None else low}-{'?' if high is None else high})"
    if low is not None and high is not None:
        return str(low) if low == high else f"{low}-{high}"
    if low is not None:
        return f"at least {low}"
    return f"at most {high}" if high is not None else ""


def json(items: Sequence[ReleasedIncident]) -> bytes:
    """A JSON array, one object an incident, UTF-8."""
    return msgspec.json.format(msgspec.json.encode(list(items)), indent=2)


def geojson(items: Sequence[ReleasedIncident]) -> bytes:
    """A FeatureCollection (RFC 7946): cells as polygons, exact places as points, no place as a null geometry."""
    collection = {"type": "FeatureCollection", "features": [_feature(i) for i in items]}
    return msgspec.json.encode(collection)


def _feature(item: ReleasedIncident) -> dict[str, Any]:
    return {"type": "Feature", "id": item.id, "geometry": _geometry(item), "properties": msgspec.to_builtins(item)}


def _geometry(item: ReleasedIncident) -> dict[str, Any] | None:
    if item.cell:
        return {"type": "Polygon", "coordinates": [cells.outline(cells.parse(item.cell))]}
    if item.lat_e7 is None or item.lon_e7 is None:
        return None
    return {"type": "Point", "coordinates": [item.lon_e7 / E7, item.lat_e7 / E7]}


def csv_text(items: Sequence[ReleasedIncident]) -> str:
    """CSV with a header (RFC 4180); cells that a spreadsheet would run are defused with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([[f"'{c}" if c.startswith(FORMULA) else c for c in row] for row in rows(items)])
    return out.getvalue()
