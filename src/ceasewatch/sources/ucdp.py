"""What the two UCDP feeds share: places by ``where_prec``, deaths, and the assumptions behind both.

The codebook gives each event a point and says how well it is known. The radii here are this project's assumptions, not
UCDP's: the true place lies within them with probability 0.95.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ceasewatch.model.belief import Belief
from ceasewatch.model.count import Count
from ceasewatch.model.errors import RowError
from ceasewatch.model.place import AdminUnit, Area, Place, Point
from ceasewatch.model.values import Kind
from ceasewatch.sources.fields import Fields, integer, position
from ceasewatch.sources.manifest import Parameter

FIRST_DAY = date(1989, 1, 1)
"""UCDP GED begins here; an older date is a slip of the pen."""

RADIUS_M: Mapping[int, int] = {1: 5_000, 2: 25_000, 3: 30_000, 4: 100_000, 5: 75_000, 6: 500_000, 7: 100_000}
"""Assumed radius by ``where_prec``: 1 exact (a settlement), 2 near a point, 3 district, 4 first-level unit,
5 a road, river or vague region, 6 country, 7 sea or air outside it."""

ZONE = Parameter(name="zone", help="IANA zone in which the source's days begin and end", default="Europe/Kyiv")
URL = "https://ucdp.uu.se/downloads/"
LICENCE = "CC BY 4.0 (Uppsala Conflict Data Program)"
OWNER = "Uppsala Conflict Data Program"

CLASH = Belief.certain(Kind.armed_clash.value)
CASUALTY = Belief.certain(Kind.casualty.value)


def place_of(fields: Fields, lat: str, lon: str, name: str, unit: str, country: str = "") -> Place:
    """The place that ``where_prec`` makes of the coder's point.

    A first-level unit or a country is an area by name, for its centre is nobody's observation; the rest are points.

    Args:
        fields: the row.
        lat: column of the latitude.
        lon: column of the longitude.
        name: place as the source names it.
        unit: name of the first-level unit; empty if the source does not say.
        country: name of the country; empty if the source does not say.

    Raises:
        RowError: coordinates or precision are missing or out of range.
    """
    precision = integer(fields, "where_prec", 1, 7)
    at = position(fields, lat, lon)
    if precision == 4 and unit:
        parents = (country,) if country else ()
        return Area(admin=AdminUnit(name=unit, level="adm1", parents=parents), text=name)
    if precision == 6 and (country or name):
        return Area(admin=AdminUnit(name=country or name, level="country"), text=name)
    return Point(at=at, radius_m=RADIUS_M[precision], text=name)


def deaths(fields: Fields, low: str, best: str, high: str) -> tuple[Count, tuple[str, ...]]:
    """Deaths as lowest, best, highest, and a note where the source's three are not in order.

    Raises:
        RowError: one of them is no count.
    """
    three = tuple(integer(fields, name) for name in (low, best, high))
    if list(three) == sorted(three):
        return Count(lowest=three[0], best=three[1], highest=three[2]), ()
    note = f"deaths low/best/high are out of order in the source ({three[0]}/{three[1]}/{three[2]}): widened"
    return Count(lowest=min(three), best=three[1], highest=max(three)), (note,)


def date_precision(fields: Fields) -> int:
    """``date_prec``, 1 (exact) to 5 (more than a month).

    Raises:
        RowError: it is not one of them.
    """
    return integer(fields, "date_prec", 1, 5)


def blame(error: RowError, field: str) -> RowError:
    """``error`` with the column to blame, where it names none."""
    return RowError(error.what, field=error.field or field)
