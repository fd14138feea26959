"""What people tell: whether an event is worth telling, and whether anyone there could tell it.

No range law: news travels. An event is told with a probability that is logistic in its weight: a weight for its kind,
more for a larger yield and a larger number. Fighting and jamming silence people, as far as the model says.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ceasewatch.model.table import KINDS
from ceasewatch.model.values import Kind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.signal import Signal, count_gain
from ceasewatch.observers.yields import yields_kg

Weights = Mapping[Kind, float]
"""Weight of one event of a kind, in dB: 0 is told by half of those who could."""


def telling_parameters(weights: Weights, yield_gain_db: float) -> tuple[Parameter, ...]:
    """What only those have who tell."""
    return (
        Parameter("yield_gain_db", yield_gain_db, "dB", ASSUMED, "more weight for each tenfold yield over 1 kg"),
        *(Parameter(f"{k}_weight_db", w, "dB", ASSUMED, "weight of one of them as news") for k, w in weights.items()),
    )


def told(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law AREA (or RAY, where the teller has a place): weight as news."""
    weight = np.array([numbers.get(f"{kind}_weight_db", -np.inf) for kind in KINDS])[events.kind]
    kg = yields_kg(events)
    size = numbers["yield_gain_db"] * np.log10(np.maximum(np.where(np.isnan(kg), 1.0, kg), 1e-3))
    cut_off = 1.0 - numbers["jamming_p"] * np.asarray(conditions.jammed)
    return Signal(
        source=weight + size + count_gain(numbers, events),
        loss_db_km=np.zeros(1),
        top=np.broadcast_to(numbers["top_p"] * cut_off, (len(events),)),
    )
