"""Peak overpressure of a free-air burst (Kinney and Graham 1985), and what the air near the ground takes from it.

    P / P0 = 808 (1 + (Z / 4.5)^2) / sqrt((1 + (Z / 0.048)^2) (1 + (Z / 0.32)^2) (1 + (Z / 1.35)^2))

with Z = r / W^(1/3) in m / kg^(1/3), W the TNT equivalent and P0 the ambient pressure (Kinney and Graham, *Explosive
Shocks in Air*, 2nd ed., 1985, for chemical explosions; fitted to Z of about 0.05 to 500, beyond which it falls as
1 / Z). The coefficients were compared with several published codes, some copies of one another, not with the book. A
burst on the ground is louder by 2 dB or more (up to twice the yield goes up): that is left to the threshold.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Real

AMBIENT_PA: Final = 101_325.0
REFERENCE_PA: Final = 20e-6
"""Of sound pressure levels in air."""

DB_OF_AMBIENT: Final = 194.09380
"""20 log10(AMBIENT_PA / REFERENCE_PA)."""
_FROM_4_5, _FROM_0_048, _FROM_0_32, _FROM_1_35 = (1.0 / z**2 for z in (4.5, 0.048, 0.32, 1.35))


@inner
def squared_ratio(range_m: float, inverse_root: float) -> float:
    """(P / P0)^2 at ``range_m`` from a burst of ``inverse_root ** -3`` kg TNT, without any loss.

    Args:
        range_m: positive.
        inverse_root: one over the cube root of the yield; positive.
    """
    z2 = (range_m * inverse_root) ** 2
    top = 808.0 * (1.0 + z2 * _FROM_4_5)
    under = (1.0 + z2 * _FROM_0_048) * (1.0 + z2 * _FROM_0_32) * (1.0 + z2 * _FROM_1_35)
    return top * top / under


def overpressure_pa(range_m: ArrayLike, yield_kg: ArrayLike) -> Real:
    """Peak overpressure in pascals, any shape that broadcasts; no absorption, no refraction.

    Args:
        range_m: distance, positive.
        yield_kg: TNT equivalent, positive.
    """
    z = np.asarray(range_m, np.float64) / np.cbrt(np.asarray(yield_kg, np.float64))
    under = (1 + (z / 0.048) ** 2) * (1 + (z / 0.32) ** 2) * (1 + (z / 1.35) ** 2)
    return np.asarray(AMBIENT_PA * 808.0 * (1 + (z / 4.5) ** 2) / np.sqrt(under), np.float64)


def absorption_db_km(yield_kg: Real, loss_1kg_db_km: float, exponent: float) -> Real:
    """What air, ground and turbulence take from audible blast sound, in dB a kilometre.

    The duration of a blast wave goes with W^(1/3), so its spectrum lies lower and is absorbed less the larger it is:
    loss = loss of 1 kg * W^exponent, exponent negative, between 0.2 and 20 dB/km. ISO 9613-1 alone gives about 1
    dB/km at 250 Hz and 2 at 500 Hz (10 C, 70% humidity); the rest is assumed for ground and turbulence.
    """
    return np.asarray(np.clip(loss_1kg_db_km * np.power(yield_kg, exponent), 0.2, 20.0), np.float64)
