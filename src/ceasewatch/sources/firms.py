"""NASA FIRMS: thermal hotspots seen by MODIS and VIIRS. Position and date alone, or the full columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from ceasewatch.model.belief import Belief
from ceasewatch.model.errors import RowError, UsageError
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.observation import Observation, SourceRef
from ceasewatch.model.place import Point
from ceasewatch.model.time import TimeInterval
from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.sources.dates import day_start, days, parse_date
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, degrees, finite, pairs
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

PIXEL_M: Mapping[str, int] = {"viirs": 375, "modis": 1000}
"""Assumed radius that holds the fire with probability 0.95: one nominal pixel at nadir (larger at the swath's edge)."""

FIRST_DAY = date(2000, 2, 24)
"""Terra's MODIS saw first light on it; no hotspot is older."""

_FIRE = Belief.certain(Kind.fire.value)
_VIIRS_CONFIDENCE = {"l": "low", "n": "nominal", "h": "high", "low": "low", "nominal": "nominal", "high": "high"}
_EXTRA = (
    "satellite", "instrument", "frp", "confidence", "daynight", "scan", "track", "version", "type", "brightness",
    "bright_t31", "bright_ti4", "bright_ti5",
)  # fmt: skip

_MANIFEST = FeedManifest(
    id=FeedId("firms"),
    title="NASA FIRMS thermal hotspots",
    description="Hotspots that MODIS (1 km) and VIIRS (375 m) saw: position and date, or the full FIRMS columns.",
    owner="NASA LANCE/FIRMS",
    side="",
    independence="nasa-firms",
    identity=(),
    observer_kind=ObserverKind.satellite_thermal,
    url="https://firms.modaps.eosdis.nasa.gov/",
    licence="NASA open data",
    formats=("csv", "jsonl", "gz", "zip"),
    covers=(
        "Fires and other heat, of whatever cause, at the moments of an overpass and where no cloud hid the ground: "
        "both sides' territory alike. Most hotspots are farm and forest fires; brief fires are missed; no hotspot "
        "does not mean no fire."
    ),
    expected_every_s=86_400,
    parameters=(
        Parameter(
            name="instrument",
            help="viirs or modis, for files that do not name it; without it the larger pixel (1 km) is assumed",
        ),
    ),
    example=Example(
        name="hotspots.csv",
        text=(
            "latitude,longitude,acq_date,acq_time,satellite,instrument,confidence,frp,daynight,scan,track,version\n"
            "-48.10251,-12.40011,2031-05-01,0034,N,VIIRS,n,4.1,N,0.39,0.36,2.0NRT\n"
            "-48.1093,-12.3922,2031-05-01,1012,Terra,MODIS,81,17.5,D,1.1,1.0,6.1NRT\n"
            "-48.1093,-192.3922,2031-05-01,1012,Terra,MODIS,81,17.5,D,1.1,1.0,6.1NRT\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


class Firms(RowFeed):
    """Hotspots as observations of a fire."""

    manifest = _MANIFEST
    layout = Layout(required=("latitude", "longitude", "acq_date"), known=("acq_time", *_EXTRA))

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        assumed = context.settings(self.manifest)["instrument"].lower()
        if assumed and assumed not in PIXEL_M:
            raise UsageError(f"instrument {assumed!r} is neither viirs nor modis", where="parameters of firms")

        def build(row: Row) -> Observation:
            fields = row.fields
            lat, lon = fields["latitude"], fields["longitude"]
            at = degrees(finite(lat, "latitude"), finite(lon, "longitude"))
            full = len(fields) > 3
            radius, note = pixel(fields, assumed) if full else _nominal(assumed)
            return Observation(
                feed=_MANIFEST.id,
                observer=_observer(fields.get("satellite", "").strip()),
                observer_kind=ObserverKind.satellite_thermal,
                phenomenon=moment(fields["acq_date"], fields.get("acq_time", "")),
                means=Means.measured,
                place=Point(at=at, radius_m=radius, text=note),
                kind=_FIRE,
                source=SourceRef(file=file, line=row.line),
                properties=_properties(fields) if full else (),
            )

        return build


@lru_cache(maxsize=256)
def _observer(satellite: str) -> ObserverId:
    return ObserverId(f"firms:{satellite[:40]}" if satellite else "firms")


@lru_cache(maxsize=65536)
def moment(day_text: str, clock_text: str = "") -> TimeInterval:
    """The minute of an overpass (``HHMM`` UTC, leading zeros optional), or the UTC day where no time is given.

    Raises:
        RowError: no such date or time.
    """
    day = parse_date(day_text, "acq_date", earliest=FIRST_DAY)
    digits = clock_text.strip().replace(":", "")
    if not digits:
        return days(day, day, "UTC", original=day_text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4) or int(digits) % 100 > 59 or int(digits) > 2359:
        raise RowError(f"not a time of day (HHMM): {clock_text[:60]!r}", field="acq_time")
    start = day_start(day, "UTC") + timedelta(hours=int(digits) // 100, minutes=int(digits) % 100)
    return TimeInterval(start=start, end=start + timedelta(seconds=60, microseconds=-1))


@lru_cache(maxsize=8)
def _nominal(instrument: str) -> tuple[int, str]:
    if instrument in PIXEL_M:
        return PIXEL_M[instrument], f"{instrument.upper()} pixel, radius assumed"
    return max(PIXEL_M.values()), "instrument not stated: larger pixel, radius assumed"


def pixel(fields: Fields, assumed: str) -> tuple[int, str]:
    """Radius of the place in metres and what it rests on: the stated pixel (half its diagonal) or a nominal one.

    Raises:
        RowError: scan or track is no size of a pixel, or the instrument is unknown.
    """
    stated = fields.get("instrument", "").strip().lower()
    if stated and stated not in PIXEL_M:
        raise RowError(f"instrument {stated[:40]!r} is neither VIIRS nor MODIS", field="instrument")
    radius, note = _nominal(stated or assumed)
    scan, track = (fields.get(name, "").strip() for name in ("scan", "track"))
    if scan and track:
        half = math.hypot(_size_km(scan, "scan"), _size_km(track, "track")) * 500
        if half > radius:
            return math.ceil(half), "half the diagonal of the stated pixel"
    return radius, note


def _size_km(text: str, name: str) -> float:
    size = finite(text, name)
    if not 0 < size < 20:
        raise RowError(f"{text[:20]} km is no size of a pixel", field=name)
    return size


def confidence(text: str) -> str:
    """``low``, ``nominal``, ``high`` (VIIRS) or a percentage (MODIS), as the source states it.

    Raises:
        RowError: neither.
    """
    level = _VIIRS_CONFIDENCE.get(text.strip().lower())
    if level is not None:
        return level
    if not 0 <= finite(text, "confidence") <= 100:
        raise RowError(f"confidence {text[:20]} is not between 0 and 100", field="confidence")
    return text.strip()


def _properties(fields: Fields) -> tuple[tuple[str, str], ...]:
    if fields.get("frp", "").strip():
        finite(fields["frp"], "frp")
    if (half := fields.get("daynight", "").strip().upper()) and half not in ("D", "N"):
        raise RowError(f"daynight {half[:20]!r} is neither D nor N", field="daynight")
    found = pairs(fields, *_EXTRA)
    return tuple((n, confidence(v) if n == "confidence" else v) for n, v in found)


FEED = Firms()
