"""A monotone map from what the model computes to how often that is so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.model.table import Real

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear between points; probability 1 (nothing else thought of) stays 1.

    Attributes:
        said: probabilities as computed, ascending from 0 to 1.
        so: how often that was so, ascending.
    """

    said: tuple[float, ...] = (0.0, 1.0)
    so: tuple[float, ...] = (0.0, 1.0)

    def of(self, p: Real) -> Real:
        """Calibrated probabilities, rounded to 1e-6, at least 1e-6."""
        held: Real = np.where(p >= 1.0, 1.0, np.interp(p, self.said, self.so))
        return np.maximum(np.round(held, 6), _EDGE)
