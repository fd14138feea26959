"""Things and lights seen: what eyes, cameras and aircraft have in common.

For each kind a model states at which distance half of them are noticed in clear air, by day and by night; between the
two the logarithm of the distance goes with darkness. Extinction comes on top (:mod:`ceasewatch.observers.visibility`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ceasewatch.model.table import KINDS, Real
from ceasewatch.model.values import Kind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.visibility import extinction_db_km

Ranges = Mapping[Kind, tuple[float, float]]
"""Kilometres by day and by night at which half of a kind are noticed in clear air."""


def sight_parameters(ranges: Ranges) -> tuple[Parameter, ...]:
    """The table as parameters: ``<kind>_day_km`` and ``<kind>_night_km``."""
    return tuple(
        Parameter(f"{kind}_{when}_km", km, "km", ASSUMED, f"half are noticed at this distance in clear air, {when}")
        for kind, both in ranges.items()
        for when, km in zip(("day", "night"), both, strict=True)
    )


def sight_db(numbers: Numbers, events: Events, night: Real) -> Real:
    """(n,) 20 log10 of the distance at which half are noticed; -inf for kinds that are not seen."""
    day_km = np.array([numbers.get(f"{kind}_day_km", 0.0) for kind in KINDS])[events.kind]
    night_km = np.array([numbers.get(f"{kind}_night_km", 0.0) for kind in KINDS])[events.kind]
    with np.errstate(divide="ignore", invalid="ignore"):
        log_km = (1.0 - night) * np.log10(day_km) + night * np.log10(night_km)
    return np.asarray(np.where(day_km > 0, 20.0 * log_km, -np.inf), np.float64)


def seen(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law RAY with threshold 0."""
    return Signal(
        source=sight_db(numbers, events, np.asarray(conditions.night)) + count_gain(numbers, events),
        loss_db_km=extinction_db_km(np.asarray(conditions.visibility_m)),
        top=np.full(len(events), numbers["top_p"]),
    )
