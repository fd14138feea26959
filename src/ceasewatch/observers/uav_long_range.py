"""Long-range UAVs: hours in the air with a stabilised camera, from above the cloud or not at all."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import UAV
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.flight import flight_parameters, from_the_air
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sight import Ranges, sight_parameters

RANGES: Final[Ranges] = {
    Kind.explosion: (12, 20),
    Kind.impact: (12, 20),
    Kind.airburst: (10, 18),
    Kind.launch: (12, 20),
    Kind.muzzle_flash: (8, 18),
    Kind.tracer: (4, 12),
    Kind.projectile: (3, 10),
    Kind.vehicle: (10, 8),
    Kind.weapon: (8, 6),
    Kind.person: (4, 4),
    Kind.position_work: (8, 4),
    Kind.crossing: (8, 6),
    Kind.fire: (20, 25),
    Kind.damage: (6, 2),
    Kind.crater: (6, 2),
    Kind.vessel: (15, 10),
}

MODEL: Final = Model(
    name="uav-long-range",
    kind=ObserverKind.uav,
    means=Means.imaged,
    title="Long-range UAV",
    about="Koschmieder and Allard around its station, by day and, with a thermal camera, by night. It looks at one"
    " place at a time; cloud and jamming blind it.",
    own=standard(
        reach_km=30, threshold_db=0, width_db=2, decade_db=20, top_p=0.35, count_gain_db=4, jamming_p=0.7,
        cloud_p=0.85, place_sd_m=25, range_share=0.004, bearing_sd_deg=0.2, place_spread=0.3, slack_s=10, snapshot=1,
        delay_s=3 * 3600, delay_log_sd=0.7, count_told_p=1, weapon_told_p=0.7, weapon_exact_p=0.6, clutter=0.03,
        clutter_thunder=0, clutter_fireworks=0.05, clutter_burning=0.2,
    ) + flight_parameters(16) + sight_parameters(RANGES),
    law=Law.RAY,
    signal=from_the_air,
    rules=UAV,
    mimics={Kind.vehicle: 0.4, Kind.weapon: 0.3, Kind.explosion: 0.2, Kind.fire: 0.1},
    errors=ERRORS.of(ObserverKind.uav),
)  # fmt: skip
