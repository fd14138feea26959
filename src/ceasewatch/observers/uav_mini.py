"""Mini UAVs: minutes in the air, a few kilometres around the patrol, close enough to tell a howitzer from a tractor."""

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
    Kind.explosion: (3, 4),
    Kind.impact: (3, 4),
    Kind.launch: (3, 5),
    Kind.muzzle_flash: (2, 4),
    Kind.vehicle: (4, 1),
    Kind.weapon: (3.5, 0.8),
    Kind.person: (2, 0.5),
    Kind.position_work: (4, 0.8),
    Kind.crossing: (3, 0.8),
    Kind.fire: (5, 6),
    Kind.damage: (3, 0.5),
    Kind.crater: (3, 0.5),
    Kind.uxo: (0.5, 0.1),
    Kind.mine: (0.5, 0.1),
    Kind.vessel: (4, 1),
}

MODEL: Final = Model(
    name="uav-mini",
    kind=ObserverKind.uav,
    means=Means.imaged,
    title="Mini UAV",
    about="Koschmieder and Allard around the place of take-off, within reach of its radio. Wind, low cloud and jamming"
    " keep it on the ground or bring it down.",
    own=standard(
        reach_km=6, threshold_db=0, width_db=2, decade_db=20, top_p=0.75, count_gain_db=4, jamming_p=0.9, cloud_p=0.3,
        place_sd_m=15, range_share=0.01, bearing_sd_deg=0.3, place_spread=0.3, slack_s=30, snapshot=1,
        delay_s=10 * 3600, delay_log_sd=0.5, count_told_p=1, weapon_told_p=0.8, weapon_exact_p=0.7, clutter=0.05,
        clutter_thunder=0, clutter_fireworks=0, clutter_burning=0.2,
    ) + flight_parameters(10) + sight_parameters(RANGES),
    law=Law.RAY,
    signal=from_the_air,
    rules=UAV,
    mimics={Kind.vehicle: 0.4, Kind.weapon: 0.2, Kind.crater: 0.2, Kind.position_work: 0.2},
    errors=ERRORS.of(ObserverKind.uav),
)  # fmt: skip
