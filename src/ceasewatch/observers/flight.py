"""What keeps unmanned aircraft of a mission from seeing: wind, cloud below them, jamming; night as the table says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import expit

from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.sight import seen
from ceasewatch.observers.signal import Signal


def flight_parameters(wind_limit_ms: float) -> tuple[Parameter, ...]:
    """What only aircraft have."""
    return (Parameter("wind_limit_ms", wind_limit_ms, "m/s", ASSUMED, "half of all flights are flown in this wind"),)


def from_the_air(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law RAY: as :func:`~ceasewatch.observers.sight.seen`, less the flights that fail.

    Flown: logistic in the wind around ``wind_limit_ms``, 1.5 m/s soft.
    """
    flown = expit((numbers["wind_limit_ms"] - np.asarray(conditions.wind_ms)) / 1.5)
    clear = 1.0 - numbers["cloud_p"] * np.asarray(conditions.cloud)
    steered = 1.0 - numbers["jamming_p"] * np.asarray(conditions.jammed)
    signal = seen(numbers, events, conditions)
    return replace(signal, top=signal.top * flown * clear * steered)
