"""What inhabitants and others told a patrol: nearer than the patrol was, later, and from memory."""

from dataclasses import replace
from typing import Final

import numpy as np

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import THIRD_PERSONS
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import Numbers, standard
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.signal import Signal
from ceasewatch.observers.telling import Weights, telling_parameters, told

WEIGHTS: Final[Weights] = {
    Kind.explosion: 0, Kind.impact: 3, Kind.airburst: 0, Kind.burst: -4, Kind.shot: -6, Kind.launch: -2,
    Kind.overflight: -6, Kind.vehicle: -8, Kind.weapon: -6, Kind.crossing: -4, Kind.damage: 10, Kind.fire: 4,
    Kind.mine: 0, Kind.uxo: 0, Kind.crater: 4, Kind.casualty: 12, Kind.armed_clash: 4, Kind.detention: 4,
}  # fmt: skip


def remembered(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law RAY: weight as news in the village of the patrol's visit, less with distance from it."""
    signal = told(numbers, events, conditions)
    return replace(signal, loss_db_km=np.array([numbers["hearsay_db_km"]]))


MODEL: Final = Model(
    name="third-persons",
    kind=ObserverKind.civilian,
    means=Means.reported,
    title="Third persons, told to a patrol",
    about="Weight as news, which falls with the logarithm of distance and by a steady loss: people tell what they heard"
    " themselves and what neighbours told them. Fear and denial of access silence them (``available``).",
    own=(*standard(
        reach_km=15, threshold_db=-12, width_db=3, decade_db=10, top_p=0.5, count_gain_db=5, jamming_p=0,
        place_sd_m=500, range_share=0.2, bearing_sd_deg=0, place_spread=0.4, slack_s=1800, snapshot=0,
        delay_s=20 * 3600, delay_log_sd=0.8, count_told_p=0.6, weapon_told_p=0.2, weapon_exact_p=0.3, clutter=0.2,
        clutter_thunder=0.2, clutter_fireworks=0.2, clutter_burning=0.05,
    ),
        Parameter("hearsay_db_km", 1.0, "dB/km", ASSUMED, "how fast an event loses weight with distance"),
        *telling_parameters(WEIGHTS, yield_gain_db=4)),
    law=Law.RAY,
    signal=remembered,
    rules=THIRD_PERSONS,
    mimics={Kind.explosion: 0.6, Kind.burst: 0.2, Kind.damage: 0.1, Kind.armed_clash: 0.1},
    errors=ERRORS.of(ObserverKind.civilian),
)  # fmt: skip
