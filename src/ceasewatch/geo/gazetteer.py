"""Names to places. A name that several places bear is reported as ambiguous; nothing is guessed from population."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ceasewatch.geo.bearings import holds
from ceasewatch.geo.geodesic import bearing_deg, distance_m, point_in_polygon
from ceasewatch.geo.names import ascii_fold, fold, unit_fold
from ceasewatch.geo.shape import Shape
from ceasewatch.model.place import BearingRange, Position, Sector

NEAR_M = 50_000.0
"""How near a place must be to satisfy ``near``, unless the caller says otherwise."""

OFFSET_SLACK_M = 5_000.0
OFFSET_SLACK_SHARE = 0.1
OFFSET_SLACK_DEG = 33.75
"""Reports round distances, measure from a town's centre or its edge, and say "north-east" for all that lies between
north and east: an offset this far beyond its words still agrees."""


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One place.

    Attributes:
        id: the gazetteer's own id.
        names: main name first, then every other name, in any script.
        admin1: first-level unit by its canonical name; empty if not known.
        population: 0 if not known.
        radius_m: the place lies within this of its coordinates (probability 0.95).
    """

    id: str
    names: tuple[str, ...]
    lat: float
    lon: float
    admin1: str = ""
    population: int = 0
    radius_m: int = 2_000

    @property
    def name(self) -> str:
        """Main name."""
        return self.names[0]

    @property
    def position(self) -> Position:
        """Coordinates, rounded to 1e-7 degrees."""
        return Position.of(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Offset:
    """What a text adds to a name: "57km north-east of Donetsk".

    Attributes:
        of: name of the other place.
        distance_m: nearest and farthest distance that the words allow.
        bearings: direction from the other place to this one; empty if the text gives none.
    """

    of: str
    distance_m: tuple[float, float]
    bearings: tuple[BearingRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Exactly one place.

    Attributes:
        by: ``name`` (main name), ``alternate`` or ``transliteration``.
        decided_by: the hints without which the name would have been ambiguous; empty if the name alone was enough.
        others: places that bear the name and were excluded by those hints.
        unchecked: hints that could not be checked: ``offset``, where its other place is not in the gazetteer.
    """

    entry: GazetteerEntry
    by: str
    decided_by: tuple[str, ...] = ()
    others: tuple[GazetteerEntry, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places bear the name and satisfy the hints; those with it as main name come first."""

    name: str
    candidates: tuple[GazetteerEntry, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No place bears the name and satisfies the hints.

    Attributes:
        rejected: places that bear the name, each with the hint that it contradicts; empty if none bears it.
    """

    name: str
    rejected: tuple[tuple[GazetteerEntry, str], ...] = ()


Found = Match | Ambiguous | NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hints:
    near: Position | None
    near_m: float
    within: Shape | None
    admin: str
    offset: Offset | None
    references: Sequence[GazetteerEntry]

    def contradicted(self, entry: GazetteerEntry) -> tuple[str, ...]:
        """Names of the hints that ``entry`` does not satisfy."""
        checks = {
            "admin": not self.admin or unit_fold(entry.admin1) == self.admin,
            "within": self.within is None or bool(point_in_polygon(entry.lat, entry.lon, self.within)),
            "near": self.near is None or _distance(self.near, entry) <= self.near_m,
            "offset": self.offset is None or any(agrees(self.offset, r, entry) for r in self.references),
        }
        return tuple(name for name, holds_true in checks.items() if not holds_true)


class Gazetteer:
    """Places by name. Immutable.

    Args:
        entries: the places.
        admin_names: other names of first-level units -> their canonical names, folded or not.
    """

    def __init__(self, entries: Iterable[GazetteerEntry], admin_names: Mapping[str, str] | None = None) -> None:
        self.entries = tuple(entries)
        self._admin = {unit_fold(k): unit_fold(v) for k, v in (admin_names or {}).items()}
        self._names: dict[str, list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            for key in dict.fromkeys(fold(n) for n in entry.names):
                self._names[key].append(i)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def _across_scripts(self) -> Mapping[str, Sequence[int]]:
        index: dict[str, list[int]] = defaultdict(list)
        for i, entry in enumerate(self.entries):
            for key in dict.fromkeys(ascii_fold(n) for n in entry.names):
                index[key].append(i)
        return index

    def joined(self, other: Gazetteer) -> Gazetteer:
        """This gazetteer with the places of another.

        Where both know a place (:func:`same`), the entry of this one stays and takes over the names, unit and
        population that only the other has; places of one name that lie apart both stay, so the name is ambiguous.
        """
        kept, rest = list(self.entries), []
        for entry in other.entries:
            twins = [i for i in self._sharing_a_name(entry) if same(kept[i], entry)]
            if len(twins) == 1:
                kept[twins[0]] = _merged(kept[twins[0]], entry)
            else:
                rest.append(entry)
        return Gazetteer((*kept, *rest), {**other._admin, **self._admin})

    def _sharing_a_name(self, entry: GazetteerEntry) -> list[int]:
        return sorted({i for name in entry.names for i in self._names.get(fold(name), ())})

    def bearing_name(self, name: str) -> tuple[GazetteerEntry, ...]:
        """Every place that bears ``name``: main names first; by transliteration only if no spelling agrees."""
        return tuple(entry for entry, _ in self._candidates(name))

    def find(
        self,
        name: str,
        *,
        near: Position | None = None,
        near_m: float = NEAR_M,
        within: Shape | None = None,
        admin: str = "",
        offset: Offset | None = None,
    ) -> Found:
        """The place called ``name`` that satisfies every hint.

        Args:
            name: in any script; case, hyphens and apostrophes do not matter.
            near: the place lies within ``near_m`` metres of this.
            near_m: see ``near``.
            within: the place lies in this region.
            admin: first-level unit, by any of its names.
            offset: distance and direction from another place. Where that is not known it cannot be checked;
                the match says so.

        Returns:
            ``Match`` for exactly one, ``Ambiguous`` for several, ``NotFound`` for none. A place that contradicts a hint
            is never returned, even if it is the only one of that name.
        """
        found = self._candidates(name)
        references = self.bearing_name(offset.of) if offset else ()
        hints = _Hints(
            near=near,
            near_m=near_m,
            within=within,
            admin=self._admin_key(admin),
            offset=offset if references else None,
            references=references,
        )
        verdicts = [(entry, by, hints.contradicted(entry)) for entry, by in found]
        kept = [(entry, by) for entry, by, against in verdicts if not against]
        if len(kept) == 1:
            decided = {hint for _, _, against in verdicts for hint in against}
            others = tuple(entry for entry, _, against in verdicts if against)
            unchecked = ("offset",) if offset and not references else ()
            return Match(kept[0][0], kept[0][1], tuple(sorted(decided)), others, unchecked)
        if kept:
            return Ambiguous(name, tuple(entry for entry, _ in kept))
        return NotFound(name, tuple((entry, ", ".join(against)) for entry, _, against in verdicts))

    def located(self, offset: Offset) -> Sector | None:
        """Where an offset puts a place that no gazetteer knows; ``None`` unless its reference is known and unique."""
        match self.find(offset.of):
            case Match(entry=entry):
                low, high = offset.distance_m
                return Sector(
                    origin=entry.position,
                    origin_radius_m=entry.radius_m,
                    bearings=offset.bearings,
                    range_from_m=round(low),
                    range_to_m=round(high),
                )
            case _:
                return None

    def _admin_key(self, admin: str) -> str:
        key = unit_fold(admin) if admin else ""
        return self._admin.get(key, key)

    def _candidates(self, name: str) -> list[tuple[GazetteerEntry, str]]:
        key = fold(name)
        exact = [self.entries[i] for i in self._names.get(key, ())]
        if exact:
            ranked = [(e, "name" if fold(e.name) == key else "alternate") for e in exact]
            return sorted(ranked, key=lambda pair: pair[1] != "name")
        across = self._across_scripts.get(ascii_fold(name), ()) if ascii_fold(name) else ()
        return [(self.entries[i], "transliteration") for i in across]


def same(one: GazetteerEntry, other: GazetteerEntry) -> bool:
    """Whether two entries that share a name are one place: within both radii together, and in no different units."""
    if one.admin1 and other.admin1 and unit_fold(one.admin1) != unit_fold(other.admin1):
        return False
    return float(distance_m(one.lat, one.lon, other.lat, other.lon)) <= one.radius_m + other.radius_m


def _merged(kept: GazetteerEntry, other: GazetteerEntry) -> GazetteerEntry:
    return replace(
        kept,
        names=tuple(dict.fromkeys((*kept.names, *other.names))),
        admin1=kept.admin1 or other.admin1,
        population=kept.population or other.population,
    )


def agrees(offset: Offset, reference: GazetteerEntry, entry: GazetteerEntry) -> bool:
    """Whether ``entry`` lies where ``offset`` says, seen from ``reference``, within the slack of rounded words."""
    away = float(distance_m(reference.lat, reference.lon, entry.lat, entry.lon))
    low, high = offset.distance_m
    slack = OFFSET_SLACK_M + OFFSET_SLACK_SHARE * high
    if not low - slack <= away <= high + slack:
        return False
    if not offset.bearings or away <= OFFSET_SLACK_M:
        return True
    direction = float(bearing_deg(reference.lat, reference.lon, entry.lat, entry.lon))
    return holds(offset.bearings, direction, OFFSET_SLACK_DEG)


def _distance(position: Position, entry: GazetteerEntry) -> float:
    return float(distance_m(position.lat_deg, position.lon_deg, entry.lat, entry.lon))
