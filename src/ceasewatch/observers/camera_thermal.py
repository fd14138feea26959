"""Thermal cameras: night is as good as day, and warm things stand out; fog and rain take heat as they take light."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import CAMERA
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sight import Ranges, seen, sight_parameters

RANGES: Final[Ranges] = {
    Kind.explosion: (6, 8),
    Kind.impact: (6, 8),
    Kind.airburst: (5, 7),
    Kind.launch: (6, 8),
    Kind.muzzle_flash: (5, 7),
    Kind.projectile: (3, 4),
    Kind.tracer: (3, 4),
    Kind.burst: (2, 3),
    Kind.illumination_flare: (6, 8),
    Kind.overflight: (2, 3),
    Kind.vehicle: (3, 4),
    Kind.weapon: (2, 3),
    Kind.person: (1.5, 2),
    Kind.crossing: (2.5, 3.5),
    Kind.fire: (10, 12),
    Kind.vessel: (5, 6),
}

MODEL: Final = Model(
    name="camera-thermal",
    kind=ObserverKind.camera,
    means=Means.recorded,
    title="Camera, thermal",
    about="Koschmieder and Allard with the extinction of visible light, which is a little too much for haze and right"
    " for fog. Contrast is lower by day, when the ground is warm.",
    own=standard(
        reach_km=15, threshold_db=0, width_db=2, decade_db=20, top_p=0.85, count_gain_db=5, place_sd_m=40,
        range_share=0.2, bearing_sd_deg=1.5, place_spread=0.2, slack_s=1, snapshot=0, delay_s=8 * 3600,
        delay_log_sd=0.5, count_told_p=1, weapon_told_p=0.1, weapon_exact_p=0.5, clutter=0.08, clutter_thunder=0.1,
        clutter_fireworks=0.6, clutter_burning=0.4,
    ) + sight_parameters(RANGES),
    law=Law.RAY,
    signal=seen,
    rules=CAMERA,
    mimics={Kind.projectile: 0.3, Kind.explosion: 0.2, Kind.muzzle_flash: 0.2, Kind.fire: 0.3},
    errors=ERRORS.of(ObserverKind.camera),
)  # fmt: skip
