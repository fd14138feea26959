"""Lines as rows of the files that feeds read. Each row says EXERCISE in a column of that name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.simulate.exercise.calendar import Calendar
from ceasewatch.simulate.exercise.lines import Line
from ceasewatch.simulate.exercise.scenario import Site
from ceasewatch.simulate.exercise.watch import Stretch

MARK: Final = "EXERCISE"
"""Column of every table, first word of every file's name, and value of a text's ``Status`` line."""

Cells = Mapping[str, object]

_PIXEL_KM: Final = 0.4


def table(name: str, rows: Sequence[Cells]) -> bytes:
    """CSV (RFC 4180) with the mark in the first column; ``rows`` is not empty.

    Args:
        name: of the exercise.
        rows: with equal keys.
    """
    out = io.StringIO()
    writer = csv.DictWriter(out, [MARK, *rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows({MARK: name, **row} for row in rows)
    return out.getvalue().encode()


def detection(line: Line, calendar: Calendar) -> Cells:
    """Of an instrument, a drone, a satellite, a person asked."""
    return {
        "id": line.row_id,
        "observer": line.observer,
        "observer_kind": line.observer_kind.value,
        "means": line.means.value,
        "from": calendar.iso(line.start_us),
        "to": calendar.iso(line.end_us),
        "sense": "series" if line.series else "within",
        "lat": line.lat if line.radius_m else "",
        "lon": line.lon if line.radius_m else "",
        "radius_m": line.radius_m or "",
        "kind": line.kind,
        "weapon": line.weapon,
        "lowest": line.lowest or "",
        "best": line.best or "",
        "highest": line.highest or "",
        "qualifiers": "withdrawn" if line.retracted else "",
        "reported": calendar.iso(line.reported_us),
    }


def story(line: Line, calendar: Calendar) -> Cells:
    """Of an outlet or an account."""
    return {
        "id": line.row_id,
        "outlet": line.observer,
        "observer_kind": line.observer_kind.value,
        "published": calendar.iso(line.reported_us),
        "happened_from": calendar.iso(line.start_us),
        "happened_to": calendar.iso(line.end_us),
        "lat": line.lat if line.radius_m else "",
        "lon": line.lon if line.radius_m else "",
        "radius_m": line.radius_m or "",
        "kind": line.kind,
        "count": line.best or "",
        "about": "yes" if line.highest > line.lowest else "no",
        "text": line.text,
        "language": line.language,
        "url": line.url,
        "qualifiers": "withdrawn" if line.retracted else "",
    }


def statement(line: Line, calendar: Calendar) -> Cells:
    """Of a party."""
    return {**story(line, calendar), "speaker": line.speaker, "says": line.says}


def hotspot(line: Line, calendar: Calendar) -> Cells:
    """As FIRMS has it: UTC, to the minute."""
    seen = np.datetime64((line.start_us + line.end_us) // 2, "us").astype(object)
    return {
        "latitude": line.lat,
        "longitude": line.lon,
        "acq_date": f"{seen:%Y-%m-%d}",
        "acq_time": f"{seen:%H%M}",
        "satellite": "N",
        "instrument": "VIIRS",
        "confidence": "n",
        "scan": _PIXEL_KM,
        "track": _PIXEL_KM,
        "version": "2.0NRT",
        "daynight": "D" if 6 <= calendar.local(line.start_us).hour < 18 else "N",
    }


ROWS: Final[Mapping[str, Callable[[Line, Calendar], Cells]]] = {
    "detections": detection,
    "press": story,
    "statements": statement,
    "hotspots": hotspot,
}


def watch(
    stretch: Stretch, site: Site, kind: str, at: tuple[float, float, int], areas: AreaIndex, c: Calendar
) -> Cells:
    """A stretch of a coverage log. ``at``: latitude, longitude and reach in metres."""
    return {
        "observer": site.id,
        "observer_kind": kind,
        "start": c.iso(stretch.start_us),
        "end": c.iso(stretch.end_us),
        "state": stretch.state.value,
        "area": areas.area_at(at[0], at[1]),
        "lat": at[0],
        "lon": at[1],
        "radius_m": at[2],
        "degraded_by": stretch.why,
        "note": stretch.note,
        "side": site.side,
    }
