"""What aircraft and ships say of themselves: heard up to the radio horizon, if they send at all and nobody jams."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, WEAPONS, Real
from ceasewatch.model.values import Kind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.horizon import horizon_km
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.protocol import ASSUMED, Parameter
from ceasewatch.observers.signal import Signal

INTERFERENCE: Final = frozenset({Kind.jamming, Kind.spoofing})
"""What receivers notice by what the ships and aircraft around it send."""
_SHOWS: Final = "share of it that shows in what ships and aircraft send"


def transponder_parameters(
    sends: dict[Kind, float], height_m: float, warlike_p: float, low_m: float
) -> tuple[Parameter, ...]:
    """What only receivers of transponders have.

    Args:
        sends: share of each kind that sends, where no weapon is told; of jamming and spoofing the share that shows in
            what is received (false positions, lost navigation), whatever made it.
        height_m: of the sending antenna.
        warlike_p: share of that where a weapon is told.
        low_m: height where a drone or missile is told.
    """
    return (
        Parameter("sender_height_m", height_m, "m", ASSUMED, "height of the sending antenna"),
        Parameter("warlike_sends_p", warlike_p, "", ASSUMED, "share of weapons that send, where others would"),
        Parameter("warlike_height_m", low_m, "m", ASSUMED, "height of drones and missiles"),
        *(
            Parameter(f"{k}_sends_p", p, "", ASSUMED, _SHOWS if k in INTERFERENCE else "share of them that sends")
            for k, p in sends.items()
        ),
    )


def sent(numbers: Numbers, events: Events, conditions: Conditions) -> Signal:
    """Signal of law HORIZON: horizon of the sender, times the share that sends, less what jamming takes."""
    sends = np.array([numbers.get(f"{kind}_sends_p", 0.0) for kind in KINDS])[events.kind]
    armed = (events.weapon >= 0) & ~np.isin(events.kind, [KINDS.index(k) for k in INTERFERENCE])
    warlike = np.where(armed, numbers["warlike_sends_p"], 1.0)
    heard = 1.0 - numbers["jamming_p"] * np.asarray(conditions.jammed)
    low = _LOW[events.weapon]
    height: Real = np.where(low, numbers["warlike_height_m"], numbers["sender_height_m"])
    top = numbers["top_p"] * sends * warlike * heard
    return Signal(source=horizon_km(height), loss_db_km=np.ones(1), top=top)  # a kilometre a kilometre


_LOW: Final = np.array([w.startswith(("drone", "missile", "loitering", "glide")) for w in WEAPONS] + [False])
"""(W + 1,) weapons that fly by themselves; the last entry is for -1."""
