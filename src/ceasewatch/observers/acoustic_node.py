"""Acoustic nodes: small arrays of microphones that tell a blast's direction and, from its waveform, what it may be."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import ACOUSTIC
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sound import near_sound

MODEL: Final = Model(
    name="acoustic-node",
    kind=ObserverKind.acoustic,
    means=Means.recorded,
    title="Acoustic node",
    about="Kinney and Graham's peak level less absorption, against a threshold that rises with wind: wind at the"
    " microphones is its night and fog. Thunder, fireworks, quarries and slamming doors are its clutter.",
    own=standard(
        reach_km=40, threshold_db=58, width_db=3, top_p=0.98, count_gain_db=4, wind_noise_db_ms=2.0,
        wind_gain_db_ms=0.8, upwind_ratio=2.5, inversion_db=4, night_db=4, loss_db_km=4, loss_exponent=-1 / 6,
        place_sd_m=80, range_share=0.15, bearing_sd_deg=2, place_spread=0.25, slack_s=0, snapshot=0, delay_s=60,
        delay_log_sd=0.8, count_told_p=1, weapon_told_p=0.15, weapon_exact_p=0.3, clutter=0.3, clutter_thunder=8,
        clutter_fireworks=5, clutter_burning=0,
    ),
    law=Law.BLAST,
    signal=near_sound,
    rules=ACOUSTIC,
    mimics={Kind.explosion: 0.75, Kind.impact: 0.1, Kind.shot: 0.15},
    errors=ERRORS.of(ObserverKind.acoustic),
)  # fmt: skip
