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
    said=(
        0.0,
        0.3952,
        0.5138,
        0.5978,
        0.7025,
        0.7907,
        0.8631,
        0.9116,
        0.9461,
        0.9682,
        0.9806,
        0.9889,
        0.9942,
        0.9974,
        1.0,
    ),
    so=(0.0, 0.596, 0.71, 0.738, 0.801, 0.846, 0.888, 0.937, 0.937, 0.964, 0.978, 0.979, 0.989, 0.992, 0.998),
)
"""Of memberships: chosen on the world ``tuning-front``, seeds 1 and 2, 8,000 happenings each, words told and hidden."""

OTHERS = Calibration(
    said=(0.0, 0.0186, 0.043, 0.0764, 0.1246, 0.1752, 0.2242, 0.2747, 0.3229, 0.374, 0.4263, 1.0),
    so=(0.0, 0.395, 0.436, 0.436, 0.518, 0.518, 0.568, 0.625, 0.625, 0.699, 0.788, 0.788),
)
"""Of alternatives: chosen on the same. Two groups are often halves of one happening, so that a report is about both;
what is stated of alternatives is nevertheless never more than the report's own membership leaves, and so too little."""
