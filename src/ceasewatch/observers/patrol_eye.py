"""Patrols by eye: flashes, tracers, vehicles, fires, within sight."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import EYE
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.sight import Ranges, seen, sight_parameters

RANGES: Final[Ranges] = {
    Kind.explosion: (4, 8),
    Kind.impact: (4, 8),
    Kind.airburst: (5, 10),
    Kind.launch: (3, 10),
    Kind.muzzle_flash: (1, 8),
    Kind.projectile: (0.8, 4),
    Kind.tracer: (1, 5),
    Kind.burst: (0.5, 3),
    Kind.shot: (0.2, 1),
    Kind.illumination_flare: (5, 15),
    Kind.overflight: (2.5, 0.5),
    Kind.vehicle: (2, 0.3),
    Kind.weapon: (1.5, 0.2),
    Kind.person: (0.8, 0.1),
    Kind.position_work: (0.8, 0.1),
    Kind.crossing: (1.5, 0.2),
    Kind.fire: (8, 15),
    Kind.damage: (0.5, 0.1),
    Kind.crater: (0.2, 0.05),
    Kind.uxo: (0.05, 0.01),
    Kind.mine: (0.05, 0.01),
    Kind.vessel: (6, 1),
}

MODEL: Final = Model(
    name="patrol-eye",
    kind=ObserverKind.patrol,
    means=Means.saw,
    title="Patrol, by eye",
    about="Sees what is near enough for its size or light: extinction after Koschmieder and Allard. Night hides things"
    " and shows lights; fog ends it; terrain and attention limit the share that is seen at all.",
    own=standard(
        reach_km=20, threshold_db=0, width_db=2, decade_db=20, top_p=0.6, count_gain_db=5, place_sd_m=60,
        range_share=0.12, bearing_sd_deg=4, place_spread=0.2, slack_s=60, snapshot=0, delay_s=6 * 3600,
        delay_log_sd=0.7, count_told_p=0.97, weapon_told_p=0.5, weapon_exact_p=0.6, clutter=0.02, clutter_thunder=0,
        clutter_fireworks=0.3, clutter_burning=0.1,
    ) + sight_parameters(RANGES),
    law=Law.RAY,
    signal=seen,
    rules=EYE,
    mimics={
        Kind.muzzle_flash: 0.3, Kind.explosion: 0.2, Kind.illumination_flare: 0.2, Kind.tracer: 0.2, Kind.fire: 0.1,
    },
    errors=ERRORS.of(ObserverKind.patrol),
)  # fmt: skip
