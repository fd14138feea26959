"""From places in words to places on the map. What no gazetteer and no distance decides stays unknown, never guessed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from ceasewatch.geo.gazetteer import Ambiguous, Found, Gazetteer, Match
from ceasewatch.geo.gazetteer import Offset as Away
from ceasewatch.geo.geodesic import destination
from ceasewatch.model import AdminUnit, Area, BearingRange, Place, Point, Position, Sector, UnknownPlace
from ceasewatch.sources.smm_text.chunks import Sight
from ceasewatch.sources.smm_text.localities import Locality, Offset
from ceasewatch.sources.smm_text.statement import Statement

HALF_POINT_RAD: Final = math.radians(11.25)
NEARBY_M: Final = 5_000
""""Near X", "on the edge of X", "in areas north-west of X": within this of X's own radius; no report says how far."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A position and the radius that holds the true one with probability 0.95.

    Attributes:
        unit: first-level unit of the named place; empty if the gazetteer does not say.
    """

    lat: float
    lon: float
    radius_m: float
    note: str = ""
    unit: str = ""

    @property
    def position(self) -> Position:
        """Rounded to 1e-7 degrees."""
        return Position.of(self.lat, self.lon)

    def moved(self, bearing_deg: float, low_m: float, high_m: float) -> Spot:
        """So far away in a direction of the 16-point rose; the error grows with the distance."""
        middle = (low_m + high_m) / 2
        lat, lon = destination(self.lat, self.lon, bearing_deg, middle)
        error = math.hypot(self.radius_m, middle * math.tan(HALF_POINT_RAD), (high_m - low_m) / 2)
        return replace(self, lat=float(lat), lon=float(lon), radius_m=error)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why a name is not on the map."""

    why: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """Looks places up.

    Attributes:
        gazetteer: ``None`` if the mission has none.
        regions: first-level units in which a name that comes without any hint may lie; empty: anywhere.
        canonical: canonical name of a first-level unit, or ``None``.
    """

    gazetteer: Gazetteer | None
    regions: tuple[str, ...] = ()
    canonical: Callable[[str], str | None] = lambda _: None

    def spot(self, place: Locality) -> Spot | Unplaced:
        """Where the named place is, before any offset from it."""
        if self.gazetteer is None:
            return Unplaced("the mission has no gazetteer")
        found: Spot | Unplaced = Unplaced("the text gives no name")
        for name in filter(None, (place.name, place.former)):
            found = self._named(self.gazetteer, name, place)
            if isinstance(found, Spot):
                return found
        return self._from_reference(place, found)

    def _named(self, gazetteer: Gazetteer, name: str, place: Locality) -> Spot | Unplaced:
        away = _away(place.reference) if place.reference else None
        if away is not None or place.region:
            return _decided(name, gazetteer.find(name, admin=place.region, offset=away))
        if not self.regions:
            return _decided(name, gazetteer.find(name))
        found = [gazetteer.find(name, admin=region) for region in self.regions]
        matches = [f for f in found if isinstance(f, Match)]
        if len(matches) == 1 and not any(isinstance(f, Ambiguous) for f in found):
            return _decided(name, matches[0])
        several = len(matches) > 1 or any(isinstance(f, Ambiguous) for f in found)
        why = "names several places" if several else f"names no place in {' or '.join(self.regions)}"
        return Unplaced(f"{name} {why}, and the text gives no distance from a town")

    def _from_reference(self, place: Locality, otherwise: Spot | Unplaced) -> Spot | Unplaced:
        away = place.reference
        if away is None or away.range_m is None or away.direction is None:
            return otherwise
        town = self.spot(Locality(name=away.town))
        if isinstance(town, Unplaced):
            return otherwise
        low, high = away.range_m
        spot = town.moved(away.direction.centre_deg, low, high if high is not None else low)
        return replace(spot, unit="", note=f"{place.name} placed by its distance and direction from {away.town}")

    def area(self, region: str, text: str) -> Area:
        """A first-level unit by name; its outline stays with the index of areas."""
        return Area(admin=AdminUnit(name=self.canonical(region) or region, level="adm1"), text=text)


def _away(offset: Offset) -> Away:
    low, high = offset.range_m or (0, 0)
    bearings = (offset.direction.bearings,) if offset.direction else ()
    return Away(of=offset.town, distance_m=(low, high if high is not None else low), bearings=bearings)


def _decided(name: str, found: Found) -> Spot | Unplaced:
    match found:
        case Match(entry=entry, unchecked=unchecked):
            note = f"the distance given for {name} could not be checked" if unchecked else ""
            return Spot(entry.lat, entry.lon, entry.radius_m, note, entry.admin1)
        case Ambiguous(candidates=several):
            return Unplaced(f"{name} names {len(several)} places")
        case _:
            return Unplaced(f"no place called {name} fits what the text says of it")


def place_of(said: Statement, atlas: Atlas, text: str) -> tuple[Place, Spot | None, tuple[str, ...]]:
    """The place of what happened, the observer's position if it is known, and notes.

    Args:
        said: the statement.
        atlas: where names are looked up.
        text: words that describe the place, kept with it.
    """
    observer = _observer(said, atlas)
    seen_from = observer if isinstance(observer, Spot) else None
    place, notes = _happened(said, atlas, observer, text)
    if seen_from is not None and seen_from.note:
        notes = (*notes, seen_from.note)
    return place, seen_from, tuple(dict.fromkeys(notes))


def _observer(said: Statement, atlas: Atlas) -> Spot | Unplaced:
    if len(said.observer_at) != 1:
        return Unplaced("the text names several places of the observer" if said.observer_at else "")
    return _standing(said.observer_at[0], atlas)


def _standing(place: Locality, atlas: Atlas) -> Spot | Unplaced:
    spot = atlas.spot(place)
    if isinstance(spot, Unplaced) or place.offset is None:
        return _widened(spot) if isinstance(spot, Spot) and (place.near or place.edge) else spot
    if place.offset.direction is None:
        return spot
    low, high = place.offset.range_m or (0, NEARBY_M)
    return spot.moved(place.offset.direction.centre_deg, low, high if high is not None else low)


def _widened(spot: Spot) -> Spot:
    return replace(spot, radius_m=spot.radius_m + NEARBY_M)


def _happened(said: Statement, atlas: Atlas, observer: Spot | Unplaced, text: str) -> tuple[Place, tuple[str, ...]]:
    if said.at is not None and (said.at.name or not said.at.region):
        return _at(said.at, said.sight, atlas, text)
    if said.at is not None and said.at.region:
        return atlas.area(said.at.region, text), ()
    if said.observer_at:
        if isinstance(observer, Unplaced):
            return UnknownPlace(why=observer.why, text=text), ()
        return _sector(observer, said.sight, text), ()
    if said.region:
        return atlas.area(said.region, text), ()
    return UnknownPlace(why="the sentence names no place", text=text), ()


def _at(place: Locality, sight: Sight | None, atlas: Atlas, text: str) -> tuple[Place, tuple[str, ...]]:
    spot = atlas.spot(place)
    if isinstance(spot, Unplaced):
        return UnknownPlace(why=spot.why, text=text), ()
    notes = (spot.note,) if spot.note else ()
    if sight is not None:
        return _sector(spot, sight, text), notes
    if place.edge is not None:
        return _toward(spot, (place.edge.bearings,), 0, round(spot.radius_m) + NEARBY_M, text), notes
    if place.offset is not None and place.offset.direction is not None:
        low, high = place.offset.range_m or (0, None)
        return _toward(spot, (place.offset.direction.bearings,), low, high, text), notes
    radius = spot.radius_m + (NEARBY_M if place.near else 0)
    return Point(at=spot.position, radius_m=round(radius), text=text), notes


def _sector(spot: Spot, sight: Sight | None, text: str) -> Sector:
    bearings = tuple(dict.fromkeys(d.bearings for d in sight.directions)) if sight else ()
    low, high = sight.range_m if sight and sight.range_m else (0, None)
    return _toward(spot, bearings, low, high, text)


def _toward(spot: Spot, bearings: tuple[BearingRange, ...], low: int, high: int | None, text: str) -> Sector:
    return Sector(
        origin=spot.position,
        origin_radius_m=round(spot.radius_m),
        bearings=bearings,
        range_from_m=low,
        range_to_m=high,
        text=text,
    )
