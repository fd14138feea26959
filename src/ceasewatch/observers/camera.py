"""Fixed cameras, by day and in low light: they look one way, day and night, and miss what is hidden."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import CAMERA
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sight import Ranges, seen, sight_parameters

RANGES: Final[Ranges] = {
    Kind.explosion: (4, 9),
    Kind.impact: (4, 9),
    Kind.airburst: (4, 9),
    Kind.launch: (3, 9),
    Kind.muzzle_flash: (1.5, 8),
    Kind.projectile: (1, 6),
    Kind.tracer: (1, 6),
    Kind.burst: (0.5, 4),
    Kind.illumination_flare: (4, 12),
    Kind.overflight: (1, 0.3),
    Kind.vehicle: (2, 0.4),
    Kind.weapon: (1.5, 0.3),
    Kind.person: (0.8, 0.2),
    Kind.crossing: (1.5, 0.3),
    Kind.fire: (6, 12),
    Kind.vessel: (5, 1),
}

MODEL: Final = Model(
    name="camera",
    kind=ObserverKind.camera,
    means=Means.recorded,
    title="Camera, day and low light",
    about="Koschmieder and Allard, within the field of view of its site. Darkness favours lights, fog blinds it; one"
    " camera has a bearing to a degree and a poor range.",
    own=standard(
        reach_km=15, threshold_db=0, width_db=2, decade_db=20, top_p=0.8, count_gain_db=5, place_sd_m=40,
        range_share=0.2, bearing_sd_deg=1.5, place_spread=0.2, slack_s=1, snapshot=0, delay_s=8 * 3600,
        delay_log_sd=0.5, count_told_p=1, weapon_told_p=0.05, weapon_exact_p=0.5, clutter=0.05, clutter_thunder=0.4,
        clutter_fireworks=0.6, clutter_burning=0.1,
    ) + sight_parameters(RANGES),
    law=Law.RAY,
    signal=seen,
    rules=CAMERA,
    mimics={Kind.projectile: 0.4, Kind.explosion: 0.3, Kind.muzzle_flash: 0.2, Kind.illumination_flare: 0.1},
    errors=ERRORS.of(ObserverKind.camera),
)  # fmt: skip
