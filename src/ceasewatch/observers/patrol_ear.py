"""Patrols by ear: what monitors hear, and in which direction they believe it was."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import EAR
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sound import near_sound

MODEL: Final = Model(
    name="patrol-ear",
    kind=ObserverKind.patrol,
    means=Means.heard,
    title="Patrol, by ear",
    about="Hears blasts and shots: Kinney and Graham's peak level less absorption against a threshold of notice. Wind"
    " carries sound or takes it, and makes noise; inversions carry it; nights are quieter. States a sector.",
    own=standard(
        reach_km=30, threshold_db=62, width_db=4, top_p=0.95, count_gain_db=5, wind_noise_db_ms=1.0,
        wind_gain_db_ms=0.8, upwind_ratio=2.5, inversion_db=4, night_db=5, loss_db_km=5, loss_exponent=-1 / 6,
        place_sd_m=150, range_share=0.3, bearing_sd_deg=10, place_spread=0.2, slack_s=60, snapshot=0,
        delay_s=6 * 3600, delay_log_sd=0.7, count_told_p=0.95, weapon_told_p=0.1, weapon_exact_p=0.3,
        clutter=0.1, clutter_thunder=1.5, clutter_fireworks=1.0, clutter_burning=0,
    ),
    law=Law.BLAST,
    signal=near_sound,
    rules=EAR,
    mimics={Kind.explosion: 0.7, Kind.shot: 0.2, Kind.burst: 0.1},
    errors=ERRORS.of(ObserverKind.patrol),
)  # fmt: skip
