"""Satellite images: damage, craters, earthworks and vehicles that were not there on the image before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS
from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import IMAGERY
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import Numbers, standard
from ceasewatch.observers.orbit import orbit_parameters, pass_p
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.signal import Signal, count_gain

SIZE_M: Final[Mapping[Kind, float]] = {
    Kind.explosion: 3, Kind.impact: 3, Kind.damage: 8, Kind.crater: 4, Kind.fire: 20, Kind.position_work: 10,
    Kind.vehicle: 5, Kind.weapon: 6, Kind.vessel: 20, Kind.crossing: 5,
}  # fmt: skip
"""Extent in metres of what is to be seen; of a burst, its crater."""

STAYS_D: Final[Mapping[Kind, float]] = {
    Kind.explosion: 60, Kind.impact: 60, Kind.damage: 365, Kind.crater: 90, Kind.fire: 30, Kind.position_work: 365,
}  # fmt: skip
"""Days for which it can be seen afterwards; what is not named is seen only while it is there."""


def picture(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law AREA: size against the least size that is told apart, times pass and clear sky."""
    size = np.array([numbers.get(f"{kind}_size_m", 0.0) for kind in KINDS])[events.kind]
    stays = 86_400.0 * np.array([numbers.get(f"{kind}_stays_d", 0.0) for kind in KINDS])[events.kind]
    clear = 1.0 - numbers["cloud_p"] * np.asarray(conditions.cloud)
    with np.errstate(divide="ignore"):
        source = 20.0 * np.log10(size) + count_gain(numbers, events)
    passed = pass_p(events.duration_s + stays, numbers["revisit_h"])
    return Signal(source=source, loss_db_km=np.zeros(1), top=numbers["top_p"] * passed * clear)


MODEL: Final = Model(
    name="satellite-imagery",
    kind=ObserverKind.satellite_imagery,
    means=Means.imaged,
    title="Satellite, imagery",
    about="No range law: what is large enough and stays until the next clear pass. What is new since the image before"
    " says only that it happened between the two.",
    own=standard(
        reach_km=np.inf, threshold_db=16, width_db=3, top_p=0.7, count_gain_db=8, cloud_p=1, place_sd_m=15,
        range_share=0, bearing_sd_deg=0, place_spread=0.3, slack_s=86_400, snapshot=1, delay_s=30 * 3600,
        delay_log_sd=0.6, count_told_p=0.9, weapon_told_p=0.4, weapon_exact_p=0.5, clutter=0.01, clutter_thunder=0,
        clutter_fireworks=0, clutter_burning=0.05,
    ) + orbit_parameters(24) + (
        *(Parameter(f"{k}_size_m", v, "m", ASSUMED, "extent of what is to be seen") for k, v in SIZE_M.items()),
        *(Parameter(f"{k}_stays_d", v, "d", ASSUMED, "how long it can be seen afterwards") for k, v in STAYS_D.items()),
    ),
    law=Law.AREA,
    signal=picture,
    rules=IMAGERY,
    mimics={Kind.damage: 0.4, Kind.vehicle: 0.4, Kind.position_work: 0.2},
    errors=ERRORS.of(ObserverKind.satellite_imagery),
)  # fmt: skip
