"""Military Grid Reference System, in and out (GEOTRANS, through the ``mgrs`` package)."""

from __future__ import annotations

import math
import re
import threading
import warnings
from typing import Final

from mgrs import MGRS
from mgrs.core import MGRSError

from ceasewatch.model.errors import DataError
from ceasewatch.model.place import Point, Position

_FORM: Final = re.compile(r"(\d{1,2}[C-HJ-NP-X]|[ABYZ])([A-HJ-NP-Z]{2})(\d*)")
_FINEST: Final = 5
_TRUE_PER_GRID: Final = 1.007
"""A grid metre is up to 1.0004 true metres (UTM), 1.0061 at the poles (UPS)."""

_LOCK: Final = threading.Lock()
"""GEOTRANS keeps its parameters in static variables, and catching a warning is not thread-safe either."""


def to_mgrs(position: Position, digits: int = _FINEST) -> str:
    """Grid reference of the square that holds ``position``, without spaces.

    Args:
        position: any place on earth; beyond 84 N and 80 S the polar squares are used.
        digits: of easting and northing each: 0 is a square of 100 km, 5 of 1 m.

    Raises:
        DataError: ``digits`` is not 0 to 5.
    """
    if not 0 <= digits <= _FINEST:
        raise DataError(f"{digits} digits are not an MGRS precision", todo="use 0 to 5")
    with _LOCK, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return str(MGRS().toMGRS(position.lat_deg, position.lon_deg, True, digits))


def from_mgrs(text: str) -> Point:
    """Centre of the square, with half the diagonal as radius, so that the whole square is inside.

    Args:
        text: a grid reference; spaces and case do not matter.

    Raises:
        DataError: it is not a grid reference, or names a square that does not exist.
    """
    bare = re.sub(r"\s+", "", text).upper()
    form = _FORM.fullmatch(bare)
    if not form or len(form[3]) % 2 or len(form[3]) > 2 * _FINEST:
        raise DataError(f"{text[:40]!r} is not an MGRS reference", todo="write it as 37U DP 12345 67890")
    digits = len(form[3]) // 2
    lat, lon = _locate(bare, text)
    half_diagonal = 10 ** (_FINEST - digits) / math.sqrt(2)
    return Point(at=Position.of(lat, lon), radius_m=math.ceil(half_diagonal * _TRUE_PER_GRID), text=text)


def _locate(reference: str, text: str) -> tuple[float, float]:
    """GEOTRANS answers with the middle of the square."""
    try:
        with _LOCK, warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            lat, lon = MGRS().toLatLon(reference)
    except MGRSError as error:
        raise DataError(f"{text[:40]!r} names no square of the MGRS: {error}") from error
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90.0 and abs(lon) <= 180.0):
        raise DataError(f"{text[:40]!r} names no square of the MGRS")
    return float(lat), float(lon)
