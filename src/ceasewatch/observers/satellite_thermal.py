"""Thermal hotspots from satellites (VIIRS, MODIS): large fires, at the time of a pass, through clear sky.

Times of passes come as the mean time between them. A hotspot of something short says no more than that it burned since
the pass before. Burning of fields, flares of refineries and steel works are its clutter: far more hotspots than war.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS
from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import THERMAL
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import Numbers, standard
from ceasewatch.observers.orbit import orbit_parameters, pass_p
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.yields import yields_kg

IGNITES: Final[Mapping[Kind, float]] = {
    Kind.fire: 1.0, Kind.explosion: 0.2, Kind.impact: 0.2, Kind.damage: 0.1, Kind.armed_clash: 0.1,
}  # fmt: skip
"""Probability that a large enough fire follows."""

_FIRE: Final = KINDS.index(Kind.fire)
_REVISIT_H: Final = 6.0


def heat(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law AREA: size against the least size that is seen, times ignition, pass and clear sky."""
    burns = np.array([numbers.get(f"{kind}_ignites_p", 0.0) for kind in KINDS])[events.kind]
    lasting = np.where(events.kind == _FIRE, events.duration_s, 3600.0 * numbers["burn_h"])
    clear = 1.0 - numbers["cloud_p"] * np.asarray(conditions.cloud)
    kg = np.fmax(np.where(events.kind == _FIRE, numbers["fire_as_kg"], yields_kg(events)), 1e-3)
    return Signal(
        source=10.0 * np.log10(kg) + count_gain(numbers, events),
        loss_db_km=np.zeros(1),
        top=numbers["top_p"] * burns * pass_p(lasting, numbers["revisit_h"]) * clear,
    )


MODEL: Final = Model(
    name="satellite-thermal",
    kind=ObserverKind.satellite_thermal,
    means=Means.imaged,
    title="Satellite, thermal hotspots",
    about="No range law: every place is passed every few hours. Seen is what burns, is large enough and lies under"
    " clear sky at the time of a pass.",
    own=standard(
        {"place_sd_m": "VIIRS 375 m pixel, uniform: 375 / sqrt(12), and geolocation"},
        reach_km=np.inf, threshold_db=10, width_db=4, top_p=0.9, count_gain_db=7, cloud_p=0.95, place_sd_m=150,
        range_share=0, bearing_sd_deg=0, place_spread=0.3, slack_s=3600 * _REVISIT_H, snapshot=1, delay_s=3 * 3600,
        delay_log_sd=0.3, count_told_p=0, weapon_told_p=0, weapon_exact_p=0, clutter=0.05, clutter_thunder=0.01,
        clutter_fireworks=0, clutter_burning=2.0,
    ) + orbit_parameters(_REVISIT_H) + (
        Parameter("burn_h", 1.5, "h", ASSUMED, "how long what a burst lit keeps burning"),
        Parameter("fire_as_kg", 30, "kg", ASSUMED, "yield that a fire as such counts as"),
        *(Parameter(f"{k}_ignites_p", p, "", ASSUMED, "probability that a large enough fire follows")
          for k, p in IGNITES.items()),
    ),
    law=Law.AREA,
    signal=heat,
    rules=THERMAL,
    mimics={Kind.fire: 1.0},
    errors=ERRORS.of(ObserverKind.satellite_thermal),
)  # fmt: skip
