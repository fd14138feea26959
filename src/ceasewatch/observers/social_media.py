"""Posts on social media: quick, many, loosely placed, and often about something else."""

import math
from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import SOCIAL
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.telling import Weights, telling_parameters, told

WEIGHTS: Final[Weights] = {
    Kind.explosion: -4, Kind.impact: -3, Kind.airburst: -3, Kind.burst: -12, Kind.shot: -16, Kind.launch: -6,
    Kind.overflight: -8, Kind.vehicle: -10, Kind.weapon: -10, Kind.crossing: -8, Kind.damage: 0, Kind.fire: -2,
    Kind.vessel: -10, Kind.jamming: -8, Kind.casualty: 4, Kind.armed_clash: -2, Kind.air_alert: 4,
    Kind.illumination_flare: -10,
}  # fmt: skip

MODEL: Final = Model(
    name="social-media",
    kind=ObserverKind.social_media,
    means=Means.reported,
    title="Post on social media",
    about="No range law: probability logistic in the weight as news. Jamming and cut networks silence it; old pictures"
    " and fireworks are its clutter.",
    own=standard(
        reach_km=math.inf, threshold_db=0, width_db=3, top_p=0.5, count_gain_db=6, jamming_p=0.6, place_sd_m=1500,
        range_share=0, bearing_sd_deg=0, place_spread=0.6, slack_s=1800, snapshot=0, delay_s=1800, delay_log_sd=1.2,
        count_told_p=0.5, weapon_told_p=0.3, weapon_exact_p=0.4, clutter=0.05, clutter_thunder=0.1,
        clutter_fireworks=0.5, clutter_burning=0.05,
    ) + telling_parameters(WEIGHTS, yield_gain_db=5),
    law=Law.AREA,
    signal=told,
    rules=SOCIAL,
    mimics={Kind.explosion: 0.7, Kind.launch: 0.1, Kind.damage: 0.1, Kind.armed_clash: 0.1},
    errors=ERRORS.of(ObserverKind.social_media),
)  # fmt: skip
