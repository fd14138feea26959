"""Statements of the parties: what each says of the other, true or not. A statement, never a truth (design rule 4)."""

import math
from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.confusion import PARTY
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.telling import Weights, telling_parameters, told

WEIGHTS: Final[Weights] = {
    Kind.explosion: -2, Kind.impact: 0, Kind.airburst: -2, Kind.burst: -6, Kind.shot: -8, Kind.launch: -4,
    Kind.overflight: -2, Kind.vehicle: -8, Kind.weapon: -6, Kind.crossing: 0, Kind.position_work: -8, Kind.damage: 2,
    Kind.vessel: -6, Kind.jamming: -10, Kind.casualty: 8, Kind.armed_clash: 0,
}  # fmt: skip

MODEL: Final = Model(
    name="party-statement",
    kind=ObserverKind.party,
    means=Means.reported,
    title="Statement of a party",
    about="No range law: a party tells what the other did, half of it at most; a large share of what it tells has"
    " nothing behind it. Which side was hit is not known to this model: give the sites of a party its side and choose"
    " its events before.",
    own=standard(
        reach_km=math.inf, threshold_db=0, width_db=3, top_p=0.5, count_gain_db=5, jamming_p=0, place_sd_m=1200,
        range_share=0, bearing_sd_deg=0, place_spread=0.5, slack_s=1800, snapshot=0, delay_s=12 * 3600,
        delay_log_sd=0.6, count_told_p=0.8, weapon_told_p=0.7, weapon_exact_p=0.6, clutter=0.3, clutter_thunder=0,
        clutter_fireworks=0, clutter_burning=0,
    ) + telling_parameters(WEIGHTS, yield_gain_db=2),
    law=Law.AREA,
    signal=told,
    rules=PARTY,
    mimics={Kind.violation: 0.4, Kind.explosion: 0.35, Kind.impact: 0.15, Kind.burst: 0.1},
    errors=ERRORS.of(ObserverKind.party),
)  # fmt: skip
