"""Seismic stations: large bursts on or in the ground."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import WAVES
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import Numbers, standard
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.seismic import DECADE_DB, LOSS_DB_KM, magnitude, source_db
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.yields import blasts_kg

_HUTTON = "Hutton and Boore 1987"


def ground_motion(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law RAY in dB re 1 nm; airbursts couple less than bursts on the ground."""
    kg = blasts_kg(events)
    silent = np.isnan(kg)
    in_air = events.kind == _AIRBURST
    size = magnitude(kg, numbers["surface_loss"]) - np.where(in_air, numbers["air_loss"], 0.0)
    noise = numbers["wind_noise_db_ms"] * np.maximum(conditions.wind_ms - 2.0, 0.0)
    source = source_db(size) + count_gain(numbers, events) + numbers["night_db"] * conditions.night - noise
    return Signal(
        source=np.where(silent, -np.inf, source),
        loss_db_km=np.array([LOSS_DB_KM]),
        top=np.where(silent, 0.0, numbers["top_p"]),
    )


_AIRBURST: Final = list(Kind).index(Kind.airburst)

MODEL: Final = Model(
    name="seismic-station",
    kind=ObserverKind.seismic,
    means=Means.measured,
    title="Seismic station",
    about="Magnitude of the yield (Murphy 1996, less the loss of a burst at the surface) and amplitude with distance"
    " (Hutton and Boore 1987), against a threshold over the noise of the place, less at night, more in wind.",
    own=(*standard(
        {"decade_db": _HUTTON},
        reach_km=500, threshold_db=20, width_db=3, decade_db=DECADE_DB, top_p=0.97, count_gain_db=2,
        wind_noise_db_ms=0.5, night_db=5, place_sd_m=1000, range_share=0.1, bearing_sd_deg=8, place_spread=0.25,
        slack_s=0, snapshot=0, delay_s=600, delay_log_sd=0.6, count_told_p=0.8, weapon_told_p=0, weapon_exact_p=0,
        clutter=0.003, clutter_thunder=0, clutter_fireworks=0, clutter_burning=0,
    ),
        Parameter("surface_loss", 1.0, "magnitude", ASSUMED, "what a burst at the surface loses to the air"),
        Parameter("air_loss", 0.7, "magnitude", ASSUMED, "what a burst in the air loses beyond that")),
    law=Law.RAY,
    signal=ground_motion,
    rules=WAVES,
    mimics={Kind.explosion: 1.0},
    errors=ERRORS.of(ObserverKind.seismic),
)  # fmt: skip
