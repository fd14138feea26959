"""Air-raid alerts in Ukraine: the official feed and the one that volunteers kept. A warning, not what flew."""

from __future__ import annotations

from dataclasses import dataclass

from ceasewatch.model.actors import Observer
from ceasewatch.model.belief import Belief
from ceasewatch.model.errors import DataError, RowError
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.observation import Observation, SourceRef
from ceasewatch.model.place import AdminUnit, Area
from ceasewatch.model.time import TimeInterval, TimeSense
from ceasewatch.model.values import Kind, Means, ObserverKind, Role
from ceasewatch.sources.dates import parse_instant
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, pairs, required
from ceasewatch.sources.manifest import Example, FeedManifest
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

_ALERT = Belief.certain(Kind.air_alert.value)
_LEVELS = {"oblast": "adm1", "raion": "adm2", "hromada": "adm3"}
_SWAPPED = "oblast and raion stand in each other's column in the source"
_OPEN = "no end in this file: the alert was on, or its end was not written down"
_NAIVE = "the end is the source's assumption (naive), not an announcement"
_RELAY = "volunteers passed on a warning; it is the warning side's statement"
_COUNTRY = "Ukraine"

_MANIFEST = FeedManifest(
    id=FeedId("air-alerts"),
    title="Air-raid alerts (official and volunteer)",
    description="When an air-raid alert began and ended, by oblast, raion or hromada; both published formats.",
    owner="the authorities that give the alarm; volunteers who wrote it down",
    side="statements of the side that gives the alarm (its code is the mission's setting)",
    voices=(
        Observer(id=ObserverId("air-alerts:official"), kind=ObserverKind.party, expected_every_s=86_400),
        Observer(id=ObserverId("air-alerts:volunteer"), kind=ObserverKind.civilian, expected_every_s=86_400),
    ),
    independence="air-alerts",
    identity=("place", "started_at"),
    observer_kind=ObserverKind.party,
    url="https://github.com/Vadimkin/ukrainian-air-raid-sirens-dataset",
    licence="MIT",
    formats=("csv", "jsonl", "gz", "zip"),
    covers=(
        "Only territory that the alarm-giving side's government holds; the other side's is not covered at all. "
        "An alert says what was feared, not what flew or fell. The volunteer format relays the same alarms, so the "
        "two are not independent. The official format begins on 2022-03-15; no alert before that day means no data."
    ),
    expected_every_s=86_400,
    example=Example(
        name="alerts.csv",
        text=(
            "oblast,raion,hromada,level,started_at,finished_at,source\n"
            "Coast oblast,,,oblast,2031-05-01 16:10:34+00:00,2031-05-01 16:50:07+00:00,official\n"
            "Coast oblast,Mill raion,,raion,2031-05-01 18:00:00+00:00,,official\n"
            "Coast oblast,,,oblast,2031-05-02 16:10:34+00:00,2031-05-01 16:50:07+00:00,official\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


@dataclass(frozen=True, slots=True)
class AlertPlace:
    """Where an alert was given: the smallest unit named, and those that contain it."""

    unit: AdminUnit
    oblast: str
    swapped: bool = False


class AlertLayout(Layout):
    """Either of the two formats, told by the header."""

    def header(self, names: list[str]) -> list[str]:
        """See :class:`Layout`; ``oblast`` or ``region`` must be there."""
        found = super().header(names)
        if "oblast" not in found and "region" not in found:
            raise DataError(
                f"wrong columns: neither oblast (official) nor region (volunteer); found {', '.join(found)[:300]}",
                todo="is this the right feed for the file?",
            )
        return found


class AirAlerts(RowFeed):
    """An alert is a statement of the side that gives it: throughout the interval, over a named unit."""

    manifest = _MANIFEST
    layout = AlertLayout(
        required=("started_at", "finished_at"),
        known=("oblast", "raion", "hromada", "level", "source", "region", "naive"),
    )

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        context.settings(self.manifest)
        speaker = context.side

        def build(row: Row) -> Observation:
            fields = row.fields
            relayed = bool(fields.get("region", "").strip())
            when, notes = _when(fields)
            where = place_of(fields)
            return Observation(
                feed=_MANIFEST.id,
                observer=ObserverId("air-alerts:volunteer" if relayed else "air-alerts:official"),
                observer_kind=ObserverKind.civilian if relayed else ObserverKind.party,
                role=Role.statement,
                speaker=speaker,
                phenomenon=when,
                reported_at=when.start,
                means=Means.reported,
                place=Area(admin=where.unit),
                kind=_ALERT,
                area_name=where.oblast,
                notes=((_RELAY,) if relayed else ()) + notes + ((_SWAPPED,) if where.swapped else ()),
                source=SourceRef(file=file, line=row.line, origin=_MANIFEST.independence),
                properties=pairs(fields, "level", "raion", "hromada", "source", "naive"),
            )

        return build

    def identity(self, row: Row) -> tuple[str, ...]:
        """Format, units and start; the end may be corrected later."""
        fields = row.fields
        names = (fields.get(n, "").strip() for n in ("region", "oblast", "raion", "hromada"))
        return ("/".join(names), fields["started_at"].strip())


def place_of(fields: Fields) -> AlertPlace:
    """The unit that the alert names; the smallest that is filled in.

    Raises:
        RowError: no unit, or the level is none.
    """
    oblast, raion, hromada = (fields.get(n, "").strip() for n in ("oblast", "raion", "hromada"))
    swapped = oblast.endswith(" raion") and raion.endswith(" oblast")
    if swapped:
        oblast, raion = raion, oblast
    oblast = oblast or required(fields, "region")
    level = fields.get("level", "").strip() or "oblast"
    if level not in _LEVELS:
        raise RowError(f"level {level[:40]!r} is none of {', '.join(_LEVELS)}", field="level")
    names = {"oblast": oblast, "raion": raion, "hromada": hromada}
    if not names[level]:
        raise RowError(f"the level is {level}, and no {level} is named", field=level)
    within = tuple(n for n in ((raion, oblast) if level == "hromada" else (oblast,) if level == "raion" else ()) if n)
    return AlertPlace(AdminUnit(name=names[level], level=_LEVELS[level], parents=(*within, _COUNTRY)), oblast, swapped)


def _when(fields: Fields) -> tuple[TimeInterval, tuple[str, ...]]:
    start = parse_instant(required(fields, "started_at"), "started_at")
    ended = fields["finished_at"].strip()
    end = parse_instant(ended, "finished_at") if ended else start
    if end < start:
        raise RowError(f"the alert ends at {ended}, before it begins", field="finished_at")
    naive = _flag(fields.get("naive", ""))
    return (
        TimeInterval(start=start, end=end, sense=TimeSense.throughout),
        (() if ended else (_OPEN,)) + ((_NAIVE,) if naive else ()),
    )


def _flag(text: str) -> bool:
    value = text.strip().lower()
    if value not in ("", "true", "false", "1", "0"):
        raise RowError(f"neither True nor False: {text[:40]!r}", field="naive")
    return value in ("true", "1")


FEED = AirAlerts()
