"""What n events send out under given conditions, before distance: the part of a model that is its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from ceasewatch.model.table import Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.numbers import Numbers


def _zero() -> Real:
    return np.zeros(1)


@dataclass(frozen=True, slots=True)
class Signal:
    """Columns that broadcast to (n,), in the units of the model's law.

    Attributes:
        source: level at the event, or at 1 km, as the law has it; -inf where nothing can be perceived.
        loss_db_km: what a kilometre takes.
        top: greatest probability of a report.
        inverse_root, beta, sigma: one over the cube root of the yield, and the coefficients of infrasound.
        wind_db: gain straight downwind.
    """

    source: Real
    loss_db_km: Real
    top: Real
    inverse_root: Real = field(default_factory=_zero)
    beta: Real = field(default_factory=_zero)
    sigma: Real = field(default_factory=_zero)
    wind_db: Real = field(default_factory=_zero)


class Sender(Protocol):
    """A model's own function: numbers, n events and their conditions as (n,) arrays to a signal."""

    def __call__(self, numbers: Numbers, events: Events, conditions: Conditions, /) -> Signal:
        """The signal of each event."""
        ...


def count_gain(numbers: Numbers, events: Events) -> Real:
    """(n,) dB: of many single ones, at least one is noticed sooner; 0 for one, ``count_gain_db`` for ten."""
    return np.asarray(numbers["count_gain_db"] * np.log10(np.maximum(events.count, 1.0)), np.float64)
