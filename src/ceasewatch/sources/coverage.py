"""Who was looking, when and where: coverage intervals, so that no count stands without the effort behind it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.errors import RowError
from ceasewatch.model.ids import FeedId, ObserverId, PartyId
from ceasewatch.model.place import AdminUnit, Area, Place, Point
from ceasewatch.model.time import TimeInterval, TimeSense
from ceasewatch.model.values import CoverageState, ObserverKind
from ceasewatch.sources.dates import parse_instant, zone
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, integer, position, required, split
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

_Value = TypeVar("_Value", bound=StrEnum)
_KNOWN = ("area", "lat", "lon", "radius_m", "degraded_by", "note", "side")

_MANIFEST = FeedManifest(
    id=FeedId("coverage"),
    title="Coverage: who was looking, when and where",
    description="Intervals in which an observer was observing, degraded, denied, down or unknown.",
    owner="the mission's own operators",
    side="",
    independence="mission",
    identity=("observer", "start", "state", "area", "lat", "lon"),
    observer_kind=ObserverKind.monitor,
    url="",
    licence="the mission's own",
    formats=("csv", "jsonl", "parquet", "gz", "zip"),
    covers=(
        "What operators wrote down. An interval that nobody wrote down is unknown, which is neither watched nor quiet. "
        "For mission analysts only."
    ),
    expected_every_s=86_400,
    delivers="coverage",
    parameters=(Parameter(name="zone", help="IANA zone of times without an offset; empty: they are refused"),),
    example=Example(
        name="coverage.csv",
        text=(
            "observer,observer_kind,start,end,state,area,lat,lon,radius_m,degraded_by,note\n"
            "cam-1,camera,2031-05-01T18:00Z,2031-05-02T04:00Z,degraded,Coast,-48.1,-12.4,6000,night|fog,\n"
            "team-3,patrol,2031-05-01T08:00Z,2031-05-01T16:00Z,observing,Coast,,,,,\n"
            "team-3,patrol,2031-05-01T08:00Z,2031-05-01T16:00Z,resting,Coast,,,,,\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


class CoverageFeed(RowFeed):
    """One coverage interval a row. Offsets are read from the times, else ``zone`` says what they are."""

    manifest = _MANIFEST
    layout = Layout(required=("observer", "observer_kind", "start", "end", "state"), known=_KNOWN, multiline=True)

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        del file
        local = context.settings(self.manifest)["zone"]
        if local:
            zone(local)

        def build(row: Row) -> Coverage:
            fields = row.fields
            return Coverage(
                observer=ObserverId(required(fields, "observer")),
                observer_kind=one_of(ObserverKind, fields, "observer_kind"),
                interval=_interval(fields, local),
                state=one_of(CoverageState, fields, "state"),
                place=_place(fields),
                area_name=fields.get("area", "").strip(),
                side=PartyId(fields.get("side", "").strip()),
                degraded_by=split(fields.get("degraded_by", ""), "|"),
                note=fields.get("note", "").strip(),
            )

        return build

    def identity(self, row: Row) -> tuple[str, ...]:
        """See :class:`RowFeed`; optional columns may be absent."""
        return tuple(row.fields.get(name, "").strip() for name in self.manifest.identity)


def one_of(values: type[_Value], fields: Fields, name: str) -> _Value:
    """The member of a value list that the column names.

    Raises:
        RowError: it names none; the message lists them.
    """
    text = required(fields, name).lower()
    try:
        return values(text)
    except ValueError as error:
        known = ", ".join(v.value for v in values)
        raise RowError(f"{text[:40]!r} is none of {known}", field=name) from error


def _interval(fields: Fields, local: str) -> TimeInterval:
    start, end = (_moment(fields, name, local) for name in ("start", "end"))
    if end < start:
        raise RowError("the interval ends before it starts", field="end")
    original = f"{fields['start'].strip()} - {fields['end'].strip()}"
    return TimeInterval(start=start, end=end, sense=TimeSense.throughout, original=original, zone=local)


def _moment(fields: Fields, name: str, local: str) -> datetime:
    return parse_instant(required(fields, name), name, local)


def _place(fields: Fields) -> Place | None:
    """A circle where coordinates are given, else the named area, else nobody wrote it down."""
    if fields.get("lat", "").strip() or fields.get("lon", "").strip():
        return Point(at=position(fields, "lat", "lon"), radius_m=integer(fields, "radius_m", 0, 20_000_000))
    area = fields.get("area", "").strip()
    return Area(admin=AdminUnit(name=area, level="adm1")) if area else None


FEED = CoverageFeed()
