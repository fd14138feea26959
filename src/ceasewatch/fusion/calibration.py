"""A monotone map from what the model computes to how often that is so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ceasewatch.model.table import Real

_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """Piecewise linear between points.

    Attributes:
        said: probabilities as computed, ascending from 0 to 1.
        so: how often that was so, ascending.
    """

    said: tuple[float, ...] = (0.0, 1.0)
    so: tuple[float, ...] = (0.0, 1.0)

    def of(self, p: Real) -> Real:
        """Calibrated probabilities, rounded to 1e-6, at least 1e-6."""
        held: Real = np.round(np.interp(p, self.said, self.so), 6)
        return np.maximum(held, _EDGE)


MEMBERS = Calibration(
    said=(0.0, 0.4376, 0.5616, 0.637, 0.721, 0.7927, 0.8542, 0.9022, 0.9562, 0.9748, 0.9859, 0.9944, 0.9981, 1.0),
    so=(0.0, 0.557, 0.704, 0.725, 0.735, 0.824, 0.867, 0.897, 0.939, 0.965, 0.975, 0.989, 0.995, 1.0),
)
"""Of memberships: chosen on the world ``tuning-front``, seeds 1 and 2, 8,000 happenings each, words told and hidden,
while ``burst`` was 0.25."""

OTHERS = Calibration(said=(0.0, 0.1128, 0.3196, 0.4156, 1.0), so=(0.0, 0.373, 0.419, 0.567, 0.567))
"""Of alternatives: chosen on the same."""
