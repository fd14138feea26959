"""Press reports: what is worth printing, at the nearest known name and on the day before."""

import math
from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import PRESS
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.telling import Weights, telling_parameters, told

WEIGHTS: Final[Weights] = {
    Kind.explosion: -8, Kind.impact: -6, Kind.airburst: -8, Kind.burst: -14, Kind.shot: -18, Kind.launch: -12,
    Kind.overflight: -12, Kind.vehicle: -16, Kind.weapon: -14, Kind.crossing: -6, Kind.denial: -6, Kind.detention: 0,
    Kind.damage: 0, Kind.fire: -6, Kind.mine: -6, Kind.vessel: -8, Kind.jamming: -10, Kind.casualty: 8,
    Kind.armed_clash: -2, Kind.air_alert: -4,
}  # fmt: skip

MODEL: Final = Model(
    name="press",
    kind=ObserverKind.press,
    means=Means.reported,
    title="Press report",
    about="No range law: probability logistic in the weight as news. Outlets copy each other; that is not modelled here"
    " but found by the echo of their words.",
    own=standard(
        reach_km=math.inf, threshold_db=0, width_db=3, top_p=0.7, count_gain_db=8, jamming_p=0, place_sd_m=2500,
        range_share=0, bearing_sd_deg=0, place_spread=0.5, slack_s=6 * 3600, snapshot=0, delay_s=8 * 3600,
        delay_log_sd=0.9, count_told_p=0.6, weapon_told_p=0.3, weapon_exact_p=0.4, clutter=0.01, clutter_thunder=0,
        clutter_fireworks=0, clutter_burning=0,
    ) + telling_parameters(WEIGHTS, yield_gain_db=4),
    law=Law.AREA,
    signal=told,
    rules=PRESS,
    mimics={Kind.explosion: 0.4, Kind.armed_clash: 0.4, Kind.damage: 0.1, Kind.casualty: 0.1},
    errors=ERRORS.of(ObserverKind.press),
)  # fmt: skip
