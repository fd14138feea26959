"""The press articles behind UCDP's events: one observation an article, for each is a report of its own."""

from __future__ import annotations

from datetime import timedelta

from ceasewatch.model.errors import RowError, UsageError
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.observation import Observation, SourceRef
from ceasewatch.model.place import Place, UnknownPlace
from ceasewatch.model.time import TimeInterval, TimeSense
from ceasewatch.model.values import Means, ObserverKind
from ceasewatch.sources import ucdp
from ceasewatch.sources.dates import day_end, day_start, days, parse_date, zone
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, integer, pairs, required, whole
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

_REQUIRED = ("office", "article_date", "headline", "lat", "lon", "place", "where_prec")
_KEPT = ("ged_id", "event_start", "event_end", "place", "lat", "lon", "where_prec", "date_prec", "deaths_best")
_CODERS_PLACE = "the place is the coder's of the event, not the article's"
_CODERS_DATES = "the dates are the coder's of the event, not the article's"

_MANIFEST = FeedManifest(
    id=FeedId("ucdp-articles"),
    title="Press articles behind UCDP events",
    description="Office, date and headline of each article that a UCDP coder used, with the coder's event beside it.",
    owner=ucdp.OWNER,
    side="",
    independence="press",
    identity=(),
    observer_kind=ObserverKind.press,
    url=ucdp.URL,
    licence=ucdp.LICENCE,
    formats=("csv", "jsonl", "gz", "zip"),
    covers=(
        "Articles that led a coder to a lethal event; articles about anything else are not in it. Place, event dates "
        "and grouping are the coder's judgement made afterwards: the place is used, with a radius assumed from "
        "where_prec, because the article's own text is not delivered; the dates only if a parameter says so; the "
        "deaths never."
    ),
    expected_every_s=0,
    parameters=(
        ucdp.ZONE,
        Parameter(
            name="assumed_delay_d",
            help="whole days before the article's day on which the event may have been",
            default="3",
        ),
        Parameter(
            name="use_coder_dates",
            help="true: take the event's dates from the coder instead of the window before the article",
            default="false",
        ),
        Parameter(
            name="use_coder_place",
            help="false: the place is unknown; for measuring how reports are grouped without the coder's answer",
            default="true",
        ),
    ),
    example=Example(
        name="articles.csv",
        text=(
            "ged_id,office,article_date,headline,event_start,event_end,lat,lon,place,where_prec,date_prec,deaths_best\n"
            '9001,Island Wire,2031-05-02,"Two die near mill, police say",5/1/2031,5/1/2031,-48.1,-12.4,Old Mill,2,1,2\n'
            "9001,Port Gazette,2031-05-03,Mill strike,5/1/2031,5/1/2031,-48.1,-12.4,Old Mill,2,1,2\n"
            "9001,Port Gazette,1753-01-01,Mill strike,5/1/2031,5/1/2031,-48.1,-12.4,Old Mill,2,1,2\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


class UcdpArticles(RowFeed):
    """One observation an article; equal rows are reports of their own."""

    manifest = _MANIFEST
    layout = Layout(required=_REQUIRED, known=_KEPT, multiline=True)

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        settings = context.settings(self.manifest)
        local, delay = settings["zone"], _delay(settings["assumed_delay_d"])
        coder_dates, coder_place = (_flag(settings[n], n) for n in ("use_coder_dates", "use_coder_place"))
        notes = ((_CODERS_PLACE,) if coder_place else ()) + ((_CODERS_DATES,) if coder_dates else ())
        zone(local)

        def build(row: Row) -> Observation:
            fields = row.fields
            article = parse_date(required(fields, "article_date"), "article_date", earliest=ucdp.FIRST_DAY)
            when = _coded(fields, local) if coder_dates else _window(fields, local, delay)
            name = required(fields, "place")
            unit = name if integer(fields, "where_prec", 1, 7) == 4 else ""
            place: Place = ucdp.place_of(fields, "lat", "lon", name, unit)
            if not coder_place:
                place = UnknownPlace(why="the article's own text is not delivered")
            office = required(fields, "office")
            return Observation(
                feed=_MANIFEST.id,
                observer=ObserverId(f"press:{office}"),
                observer_kind=ObserverKind.press,
                phenomenon=when,
                reported_at=day_end(article, local),
                means=Means.reported,
                place=place,
                kind=ucdp.CLASH,
                area_name=unit if coder_place else "",
                text=required(fields, "headline"),
                notes=notes,
                source=SourceRef(file=file, line=row.line, outlets=(office,)),
                properties=pairs(fields, *_KEPT),
            )

        return build


def _window(fields: Fields, local: str, delay: timedelta) -> TimeInterval:
    """From ``delay`` before the article's day to its end: an article tells of what has been."""
    text = required(fields, "article_date")
    day = parse_date(text, "article_date", earliest=ucdp.FIRST_DAY)
    return TimeInterval(start=day_start(day - delay, local), end=day_end(day, local), original=text, zone=local)


def _coded(fields: Fields, local: str) -> TimeInterval:
    first, last = (required(fields, name) for name in ("event_start", "event_end"))
    start = parse_date(first, "event_start", earliest=ucdp.FIRST_DAY)
    end = parse_date(last, "event_end", earliest=ucdp.FIRST_DAY)
    try:
        return days(start, end, local, TimeSense.within, f"{first} - {last}")
    except RowError as error:
        raise ucdp.blame(error, "event_end") from error


def _delay(text: str) -> timedelta:
    try:
        return timedelta(days=whole(text, "assumed_delay_d", 0, 366))
    except RowError as error:
        raise UsageError(error.what, where="parameter assumed_delay_d of ucdp-articles") from error


def _flag(text: str, name: str) -> bool:
    if text not in ("true", "false"):
        raise UsageError(f"{text!r} is neither true nor false", where=f"parameter {name} of ucdp-articles")
    return text == "true"


FEED = UcdpArticles()
