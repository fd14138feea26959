"""How far things are seen: Koschmieder's law for contrast, Allard's for lights, both with the same extinction.

What reaches the eye from an object of given size, or from a light, goes as exp(-sigma r) / r^2, with sigma = 3.912 / V
where V is the meteorological visibility at a contrast threshold of 2% (Koschmieder 1924; WMO-No. 8, chapter 9). In dB:

    level(r) = source - 20 log10(r) - 17.0 r / V
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.model.table import Real

KOSCHMIEDER: Final = 3.912
"""-ln(0.02)."""


def extinction_db_km(visibility_m: Real) -> Real:
    """(n,) loss in dB a kilometre at visibility ``visibility_m`` (at least 10 m)."""
    return np.asarray(10.0 * np.log10(np.e) * KOSCHMIEDER / (np.maximum(visibility_m, 10.0) / 1000.0), np.float64)
