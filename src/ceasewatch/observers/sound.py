"""Near sound of bursts and shots: what ears and acoustic nodes have in common.

Level: Kinney and Graham's peak; loss: absorption that falls with yield; wind: gain downwind, loss upwind, noise at the
receiver; temperature: inversions carry sound along the ground, a sunny afternoon bends it up; night: less noise about.
The size of each effect is a parameter of the model, assumed after the usual rules of outdoor sound (ISO 9613-2): some
5 dB downwind, 20 dB and more in the shadow upwind.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.overpressure import absorption_db_km
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.yields import blasts_kg

_CALM_MS: Final = 2.0
_STRONG_MS: Final = 10.0
"""Beyond this wind the refraction no longer grows."""


def near_sound(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law BLAST; nothing from kinds that are no blast."""
    kg = blasts_kg(events)
    noise = numbers["wind_noise_db_ms"] * np.maximum(conditions.wind_ms - _CALM_MS, 0.0)
    weather = numbers["inversion_db"] * conditions.inversion + numbers["night_db"] * conditions.night
    silent = np.isnan(kg)
    return Signal(
        source=np.where(silent, -np.inf, count_gain(numbers, events) + weather - noise),
        loss_db_km=absorption_db_km(np.where(silent, 1.0, kg), numbers["loss_db_km"], numbers["loss_exponent"]),
        top=np.where(silent, 0.0, numbers["top_p"]),
        inverse_root=1.0 / np.cbrt(np.where(silent, 1.0, kg)),
        wind_db=numbers["wind_gain_db_ms"] * np.minimum(conditions.wind_ms, _STRONG_MS),
    )
