"""Infrasound arrays: large bursts at tens to hundreds of kilometres, when the upper winds allow."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import WAVES
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.infrasound import FREQUENCY_HZ, coefficients, dominant_frequency_hz
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import Numbers, standard
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.yields import blasts_kg


def low_sound(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law INFRASOUND; the dominant frequency follows from the yield, the duct from ``veff_ratio``."""
    kg = blasts_kg(events)
    silent = np.isnan(kg)
    kg = np.where(silent, 1.0, kg)
    frequency = dominant_frequency_hz(kg)
    alpha, beta, sigma = coefficients(frequency, conditions.veff_ratio)
    above = np.log2(np.maximum(frequency / FREQUENCY_HZ[-1], 1.0))
    in_band = numbers["coupling_db"] - numbers["above_band_db_octave"] * above
    noise = numbers["wind_noise_db_ms"] * np.maximum(conditions.wind_ms - 2.0, 0.0)
    source = count_gain(numbers, events) + numbers["night_db"] * conditions.night - noise + in_band
    return Signal(
        source=np.where(silent, -np.inf, source),
        loss_db_km=-alpha,
        top=np.where(silent, 0.0, numbers["top_p"]),
        inverse_root=1.0 / np.cbrt(kg),
        beta=beta,
        sigma=sigma,
    )


_WHITAKER: Final = "assumed; 4 dB below Whitaker (1995) for 1 kt at 1000 km, 6 dB above for 0.3 t at 300 km"

MODEL: Final = Model(
    name="infrasound-array",
    kind=ObserverKind.infrasound,
    means=Means.measured,
    title="Infrasound array",
    about="Kinney and Graham's peak level, less what Le Pichon et al. (2012) let the air take and the stratospheric"
    " duct return, with the frequency of the yield and the ratio of effective sound speeds. Wind at the array is noise;"
    " upper winds open or close the duct.",
    own=(*standard(
        reach_km=1000, threshold_db=64, width_db=4, top_p=0.95, count_gain_db=2, wind_noise_db_ms=2.0, night_db=4,
        place_sd_m=1000, range_share=0.15, bearing_sd_deg=2.5, place_spread=0.25, slack_s=30, snapshot=0, delay_s=1800,
        delay_log_sd=0.6, count_told_p=0.5, weapon_told_p=0, weapon_exact_p=0, clutter=0.001, clutter_thunder=0.004,
        clutter_fireworks=0.001, clutter_burning=0,
    ),
        Parameter("coupling_db", -30.0, "dB", _WHITAKER, "share of the peak at 1 km in the band that travels far"),
        Parameter("above_band_db_octave", 6.0, "dB", ASSUMED, "less in the band, for each octave of a burst above it"),
    ),
    law=Law.INFRASOUND,
    signal=low_sound,
    rules=WAVES,
    mimics={Kind.explosion: 1.0},
    errors=ERRORS.of(ObserverKind.infrasound),
)  # fmt: skip
