"""UCDP Georeferenced Event Dataset: lethal events as coders put them together from the press."""

from __future__ import annotations

from datetime import datetime

from ceasewatch.model.count import Count
from ceasewatch.model.errors import RowError
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.observation import Harm, Observation, SourceRef
from ceasewatch.model.time import TimeInterval, TimeSense
from ceasewatch.model.values import Means, ObserverKind
from ceasewatch.sources import ucdp
from ceasewatch.sources.dates import day_end, days, parse_date, zone
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, integer, pairs, required, split
from ceasewatch.sources.manifest import Example, FeedManifest
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

ONE_SIDED = 3
"""``type_of_violence`` where an organised actor kills civilians: there are casualties and no clash."""

_REQUIRED = ("id", "type_of_violence", "where_prec", "latitude", "longitude", "date_prec", "date_start", "date_end", "best", "high", "low")  # noqa: E501  # fmt: skip
_KEPT = (
    "relid", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b", "number_of_sources", "where_prec",
    "where_description", "adm_2", "latitude", "longitude", "event_clarity", "date_prec", "deaths_a", "deaths_b",
    "deaths_unknown", "source_original", "code_status",
)  # fmt: skip

_EXAMPLE = Example(
    name="ged.csv",
    text=(
        "id,type_of_violence,side_a,side_b,source_office,source_date,source_headline,where_prec,where_coordinates,adm_1,"
        "country,latitude,longitude,event_clarity,date_prec,date_start,date_end,deaths_civilians,best,high,low\n"
        "9001,1,North,South,Island Wire;Port Gazette,2031-05-02;2031-05-03,Two die near mill,2,Old Mill,Coast,Isle,"
        "-48.1,-12.4,1,1,5/1/2031 12:00:00 AM,05/01/2031 00:00,0,2,3,1\n"
        "9002,1,North,South,Island Wire,04/05/2031,Five die in Coast,4,Coast,Coast,Isle,-48.2,-12.2,2,2,5/2/2031,"
        "5/4/2031,1,5,5,5\n"
        "9003,1,North,South,Island Wire,04/05/2031,No such day,1,Coast,Coast,Isle,-48.2,-12.2,1,1,2/30/2031,2/30/2031,"
        "0,1,1,1\n"
    ),
    readings=2,
    quarantined=1,
)

_MANIFEST = FeedManifest(
    id=FeedId("ucdp-ged"),
    title="UCDP Georeferenced Event Dataset",
    description="Lethal events coded by people from press and other reports, each with place and date precision.",
    owner=ucdp.OWNER,
    side="",
    independence="press",
    identity=("id",),
    observer_kind=ObserverKind.researcher,
    url=ucdp.URL,
    licence=ucdp.LICENCE,
    formats=("csv", "jsonl", "gz", "zip"),
    covers=(
        "Events in which somebody died, as far as the press and the coders' other sources told of them: most breaches "
        "of a ceasefire kill nobody and never appear. Sides are those of the coder's conflict; the order of side_a and "
        "side_b says nothing about who began. Radii of places are assumed from where_prec."
    ),
    expected_every_s=0,
    parameters=(ucdp.ZONE,),
    example=_EXAMPLE,
)


class UcdpGed(RowFeed):
    """One observation an event."""

    manifest = _MANIFEST
    layout = Layout(required=_REQUIRED, known=_KEPT, multiline=True)

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        local = context.settings(self.manifest)["zone"]
        zone(local)

        def build(row: Row) -> Observation:
            fields = row.fields
            required(fields, "id")
            kind = integer(fields, "type_of_violence", 1, ONE_SIDED)
            harm, notes = _harm(fields)
            reported, remarks = _reported(fields, local)
            unit = fields.get("adm_1", "").strip()
            name = fields.get("where_coordinates", "").strip()
            return Observation(
                feed=_MANIFEST.id,
                observer=ObserverId("ucdp"),
                observer_kind=ObserverKind.researcher,
                phenomenon=_when(fields, local),
                reported_at=reported,
                means=Means.read,
                place=ucdp.place_of(fields, "latitude", "longitude", name, unit, fields.get("country", "").strip()),
                kind=ucdp.CASUALTY if kind == ONE_SIDED else ucdp.CLASH,
                harm=harm,
                area_name=unit,
                text=fields.get("source_headline", "").strip(),
                notes=notes + remarks,
                source=_source(fields, file, row),
                properties=pairs(fields, *_KEPT),
            )

        return build


def _source(fields: Fields, file: str, row: Row) -> SourceRef:
    """The row, and the press it was coded from: beside that outlet's own report it is no second source."""
    outlets = _outlets(fields)
    origin = f"press:{outlets[0]}" if outlets else ""
    row_id = fields.get("id", "").strip()
    return SourceRef(file=file, line=row.line, row_id=row_id, outlets=outlets, origin=origin)


def _when(fields: Fields, local: str) -> TimeInterval:
    """The days ``date_start`` to ``date_end``; several happenings where the coder could not tell them apart."""
    ucdp.date_precision(fields)
    first, last = (required(fields, name) for name in ("date_start", "date_end"))
    summary = fields.get("event_clarity", "").strip() == "2"
    sense = TimeSense.series if summary else TimeSense.within
    start = parse_date(first, "date_start", earliest=ucdp.FIRST_DAY)
    end = parse_date(last, "date_end", earliest=ucdp.FIRST_DAY)
    try:
        return days(start, end, local, sense, first if first == last else f"{first} - {last}")
    except RowError as error:
        raise ucdp.blame(error, "date_end") from error


def _harm(fields: Fields) -> tuple[Harm, tuple[str, ...]]:
    killed, notes = ucdp.deaths(fields, "low", "best", "high")
    if not fields.get("deaths_civilians", "").strip():
        return Harm(killed=killed), notes
    civilians = integer(fields, "deaths_civilians")
    return Harm(killed=killed, killed_civilians=Count.exactly(civilians)), notes


def _reported(fields: Fields, local: str) -> tuple[datetime | None, tuple[str, ...]]:
    """End of the earliest day on which a source wrote; dates that cannot be are left out and noted."""
    found, notes = [], []
    for text in split(fields.get("source_date", ""), ";"):
        try:
            found.append(parse_date(text, "source_date", day_first=True, earliest=ucdp.FIRST_DAY))
        except RowError as error:
            notes.append(f"source_date left out: {error.what}")
    if not found:
        return None, tuple(notes)
    if len(found) > 1:
        notes.append(f"reported_at is the earliest of {len(found)} source dates")
    return day_end(min(found), local), tuple(notes)


def _outlets(fields: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split(fields.get("source_office", ""), ";")))


FEED = UcdpGed()
