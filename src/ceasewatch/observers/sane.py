"""Refuses nonsense before it becomes a probability: a NaN or a night of -1 would travel far before anybody saw it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.protocol import Box
from ceasewatch.observers.sites import Sites

_SLACK: Final = 1e-9
"""Sums of shares may miss 1 by rounding."""
_TALL_DEG: Final = 20.0
_SHARES: Final = ("night", "cloud", "jammed", "thunder", "fireworks", "burning", "available")
_HUGE: Final = float(np.finfo(np.float64).max)


def check_events(events: Events) -> None:
    """Refuses events that cannot have happened.

    Raises:
        DataError: names the column and the first row at fault.
    """
    _within("events.lat", events.lat, -90.0, 90.0)
    _within("events.lon", events.lon, -_HUGE, _HUGE)
    _within("events.kind", events.kind, 0, len(KINDS) - 1)
    _within("events.weapon", events.weapon, -1, len(WEAPONS) - 1)
    _within("events.count", events.count, 1.0, _HUGE)
    _within("events.yield_kg", events.yield_kg, 0.0, _HUGE, or_nan=True)
    _within("events.end_us - start_us", events.end_us - events.start_us, 0, np.inf)


def check_sites(sites: Sites) -> None:
    """Refuses sites that cannot stand.

    Raises:
        DataError: as above.
    """
    _within("sites.lat", sites.lat, -90.0, 90.0)
    _within("sites.lon", sites.lon, -_HUGE, _HUGE)
    for name in ("reach_m", "height_m", "field_deg"):
        _within(f"sites.{name}", getattr(sites, name), 0.0, np.inf, or_nan=True)


def check_conditions(conditions: Conditions) -> None:
    """Refuses weather that cannot be.

    Raises:
        DataError: as above.
    """
    for name in _SHARES:
        _within(f"conditions.{name}", getattr(conditions, name), -_SLACK, 1.0 + _SLACK)
    _within("conditions.wind_ms", conditions.wind_ms, 0.0, _HUGE)
    _within("conditions.wind_to_deg", conditions.wind_to_deg, -_HUGE, _HUGE)
    _within("conditions.visibility_m", conditions.visibility_m, _SLACK, np.inf)
    _within("conditions.inversion", conditions.inversion, -1.0 - _SLACK, 1.0 + _SLACK)
    _within("conditions.veff_ratio", conditions.veff_ratio, _SLACK, _HUGE)


def check_box(box: Box) -> None:
    """Refuses boxes that are none, that cross the antimeridian, or that are too tall to be taken for a rectangle.

    Raises:
        DataError: as above.
    """
    _within("box.south", box.south, -90.0, 90.0)
    _within("box.north", box.north, box.south, min(90.0, box.south + _TALL_DEG))
    _within("box.west", box.west, -360.0, 360.0)
    _within("box.east", box.east, box.west, box.west + 360.0)


def check_amount(name: str, value: float) -> None:
    """Refuses what is negative or no number.

    Raises:
        DataError: as above.
    """
    _within(name, value, 0.0, np.inf)


def _within(where: str, given: ArrayLike, low: float, high: float, or_nan: bool = False) -> None:
    values = np.asarray(given)
    if not values.size or (values.min() >= low and values.max() <= high):  # a NaN fails both
        return
    fine = (values >= low) & (values <= high)
    if or_nan:
        fine |= np.isnan(values)
    if not fine.all():
        row = int(np.flatnonzero(~fine.ravel())[0])
        raise DataError(
            f"{values.ravel()[row]} lies outside {low:g} to {high:g}", where=f"{where}[{row}]", todo="Correct the input"
        )
