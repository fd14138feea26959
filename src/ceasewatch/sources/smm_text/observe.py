"""From what a sentence says to observations and coverage of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType

from ceasewatch.geo.names import ascii_fold
from ceasewatch.model import (
    Belief,
    Coverage,
    CoverageState,
    Observation,
    ObserverKind,
    SourceRef,
    Span,
    utc,
)
from ceasewatch.model.ids import FeedId, ObserverId, PartyId
from ceasewatch.sources.smm_text.localities import Locality, Offset
from ceasewatch.sources.smm_text.places import Atlas, Unplaced, place_of
from ceasewatch.sources.smm_text.statement import Outage, ReportMeta, Statement

FEED_ID = FeedId("smm-text")
NO_PARTY = PartyId("")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with where it came from.

    Attributes:
        control: control status in words -> the mission's party; empty where the mission has said nothing.
    """

    text: str
    number: int
    report: ReportMeta
    file: str = ""
    line: int = 0
    url: str = ""
    control: Mapping[str, PartyId] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def reported_at(self) -> datetime | None:
        """The end of the day of issue: the hour is not known, and before it nobody can be said to have known."""
        if self.report.issued is None:
            return None
        following = self.report.issued + timedelta(days=1)
        return utc(datetime.combine(following, time(), self.report.zone))


def observation(said: Statement, paragraph: Paragraph, atlas: Atlas) -> Observation:
    """The observation that ``said`` makes, with its sentence, its span and what was not read."""
    sentence = paragraph.text[slice(*said.sentence)].strip()
    place, observer, notes = place_of(said, atlas, _words(said))
    return Observation(
        feed=FEED_ID,
        observer=_observer_id(said.observer_kind, said.observer_at),
        observer_kind=said.observer_kind,
        phenomenon=said.interval,
        means=said.means,
        place=place,
        kind=Belief.among(*said.kinds),
        role=said.role,
        reported_at=paragraph.reported_at,
        observer_at=observer.position if observer else None,
        qualifiers=said.qualifiers,
        count=said.count,
        weapon=said.weapon,
        flights=said.flights,
        area_name=(atlas.canonical(said.region) or said.region) if said.region else "",
        control=paragraph.control.get(said.control, NO_PARTY),
        language="en",
        text=sentence,
        unread=said.unread,
        notes=(*said.notes, *notes),
        source=_source(paragraph, said.start, said.end),
        properties=(*_properties(said), *said.properties),
    )


def outage(said: Outage, atlas: Atlas) -> Coverage:
    """A camera that did not work, over the reporting period, by the unit it stands in.

    What it would have seen is not in the text: no place.
    """
    spot = atlas.spot(said.camera)
    unit = said.camera.region or ("" if isinstance(spot, Unplaced) else spot.unit)
    note = f"not operational: {said.camera.name}"
    if isinstance(spot, Unplaced):
        note = f"{note}; {spot.why}"
    return Coverage(
        observer=_observer_id(ObserverKind.camera, (said.camera,)),
        observer_kind=ObserverKind.camera,
        interval=said.interval,
        state=CoverageState.down,
        area_name=atlas.canonical(unit) or unit,
        degraded_by=("outage",),
        note=note,
    )


def _observer_id(kind: ObserverKind, at: tuple[Locality, ...]) -> ObserverId:
    if kind is ObserverKind.monitor:
        return ObserverId("smm")
    where = "-".join(_slug(p) for p in at[:3])
    return ObserverId(f"smm:{kind}:{where}" if where else f"smm:{kind}")


def _slug(place: Locality) -> str:
    folded = "-".join(filter(None, map(ascii_fold, place.name.split())))[:60] or "unnamed"
    if place.offset is None or place.offset.direction is None:
        return folded
    metres = place.offset.range_m[0] if place.offset.range_m else 0
    return f"{folded}-{place.offset.direction.point.lower()}{metres or ''}"


def _source(paragraph: Paragraph, start: int, end: int) -> SourceRef:
    return SourceRef(
        file=paragraph.file,
        line=paragraph.line,
        row_id=f"{paragraph.url.rstrip('/').rpartition('/')[2]}#{paragraph.number}" if paragraph.url else "",
        urls=(paragraph.url,) if paragraph.url else (),
        outlets=("OSCE SMM",),
        span=Span(paragraph=paragraph.number, start=start, end=end),
    )


def _words(said: Statement) -> str:
    """The place in words, in a fixed order."""
    place = said.at or (said.observer_at[0] if len(said.observer_at) == 1 else None)
    parts = [_sight_words(said)] if said.sight else []
    if place is not None:
        parts.append(described(place))
    elif said.observer_at:
        parts.append(" or ".join(described(p) for p in said.observer_at))
    return " ".join(filter(None, parts)) or said.region


def _sight_words(said: Statement) -> str:
    if said.sight is None:
        return ""
    directions = ", ".join(f"{d.point}{' (wide)' if d.wide else ''}" for d in said.sight.directions)
    return " ".join(filter(None, (_distance(said.sight.range_m), directions, "of")))


def described(place: Locality) -> str:
    """A place in words, as normalised fields: offset, name, control status, reference."""
    lead = _offset(place.offset, "of") if place.offset else ""
    lead = f"{place.edge.point} edge of" if place.edge else lead
    lead = "near" if place.near and not lead else lead
    inner = ", ".join(filter(None, (place.control, _offset(place.reference, "of") if place.reference else "")))
    name = place.name or place.inside or (f"{place.region} region" if place.region else "")
    return " ".join(filter(None, (lead, name, f"({inner})" if inner else "")))


def _offset(offset: Offset, joint: str) -> str:
    direction = offset.direction.point if offset.direction else ""
    return " ".join(filter(None, (_distance(offset.range_m), direction, joint, offset.town)))


def _distance(range_m: tuple[int, int | None] | None) -> str:
    if range_m is None:
        return ""
    low, high = range_m
    return f"more than {low} m" if high is None else f"{low}-{high} m"


def _properties(said: Statement) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if said.control:
        found.append(("control_status", said.control))
    found += [("observer_place", described(p)) for p in said.observer_at]
    if said.at is not None and said.at.inside:
        found.append(("zone", said.at.inside))
    return tuple(found)
