"""From yield to ground motion: magnitude of a surface burst and its amplitude with distance.

* magnitude: mb = 4.45 + 0.75 log10(Y / kt) for a contained burst in hard rock (Murphy 1996), less what a burst at the
  surface loses to the air (a parameter). The scale was fitted to kilotons; its use for kilograms is an extrapolation,
  and so is taking mb for ML (both assumed).
* amplitude: log10 A = ML - 3 - 1.110 log10(R / 100) - 0.00189 (R - 100), A in mm on a Wood-Anderson instrument of gain
  2080, R in km (Hutton and Boore 1987, Bull. Seism. Soc. Am. 77; gain Uhrhammer and Collins 1990).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.table import Real

DECADE_DB: Final = 20 * 1.110
"""Geometric loss in dB for each tenfold distance."""
LOSS_DB_KM: Final = 20 * 0.00189
"""Anelastic loss."""

_NM_PER_WOOD_ANDERSON_MM: Final = 1e6 / 2080.0


def magnitude(yield_kg: Real, surface_loss: float) -> Real:
    """(n,) magnitude of a burst at the surface; -inf where there is no yield."""
    with np.errstate(divide="ignore"):
        return np.asarray(4.45 + 0.75 * (np.log10(np.fmax(yield_kg, 0.0)) - 6.0) - surface_loss, np.float64)


def source_db(magnitudes: Real) -> Real:
    """(n,) amplitude in dB re 1 nm of ground motion that the law above has at 1 km, before ``LOSS_DB_KM * R``."""
    at_1_km = magnitudes - 3.0 + 1.110 * 2.0 + 0.00189 * 100.0
    return np.asarray(20.0 * (at_1_km + np.log10(_NM_PER_WOOD_ANDERSON_MM)), np.float64)
