"""What satellites share: they pass now and then, and cloud hides the ground."""

from __future__ import annotations

import numpy as np

from ceasewatch.model.table import Real
from ceasewatch.observers.protocol import ASSUMED, Parameter


def orbit_parameters(revisit_h: float) -> tuple[Parameter, ...]:
    """What only satellites have."""
    return (Parameter("revisit_h", revisit_h, "h", ASSUMED, "mean time between two passes over one place"),)


def pass_p(lasting_s: Real, revisit_h: float) -> Real:
    """(n,) probability that a pass falls into ``lasting_s`` seconds, passes being evenly spaced: min(1, t / T)."""
    return np.minimum(np.asarray(lasting_s, np.float64) / (3600.0 * revisit_h), 1.0)
