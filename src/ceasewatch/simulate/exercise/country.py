"""The country of the exercises: its places by name, its units, its line of contact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.gazetteer import Gazetteer, Match
from ceasewatch.geo.geodesic import destination
from ceasewatch.geo.rose import NAMES16
from ceasewatch.model.errors import DataError
from ceasewatch.simulate.exercise.scenario import Where
from ceasewatch.simulate.front import Front

_OFFSET: Final = re.compile(r"(?:(\d+(?:\.\d+)?) km ([NESW]{1,3}) of )?(.+)")


@dataclass(frozen=True, slots=True)
class Country:
    """What a scenario takes for granted.

    Attributes:
        line: (v, 2) vertices of the line of contact, latitude and longitude.
    """

    gazetteer: Gazetteer
    areas: AreaIndex
    line: tuple[tuple[float, float], ...]

    def position(self, where: Where) -> tuple[float, float]:
        """Latitude and longitude of ``7 km SSW of Garsk``, ``Garsk``, ``Dovrin, Tessary`` or a pair of degrees.

        Raises:
            DataError: no place, or several, bear the name; or there is no such direction.
        """
        if not isinstance(where, str):
            return where
        found = _OFFSET.fullmatch(where.strip())
        name, _, unit = found[3].partition(", ") if found else ("", "", "")
        match = self.gazetteer.find(name, admin=unit)
        if found is None or not isinstance(match, Match):
            raise DataError(f"{where!r} is no place, or several", where="exercise", todo="see gazetteer.csv")
        at = match.entry.position
        if not found[1]:
            return at.lat_deg, at.lon_deg
        if found[2] not in NAMES16:
            raise DataError(f"{where!r}: {found[2]!r} is no direction", where="exercise")
        lat, lon = destination(at.lat_deg, at.lon_deg, NAMES16.index(found[2]) * 22.5, float(found[1]) * 1e3)
        return round(float(lat), 5), round(float(lon), 5)

    def front(self, along: tuple[Where, ...]) -> Front:
        """The line through the places ``along``; without them, the line of contact."""
        return Front.through(np.array([self.position(w) for w in along] if along else self.line))
