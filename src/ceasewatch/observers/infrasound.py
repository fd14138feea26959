"""Attenuation of infrasound at long range, after Le Pichon, Ceranna and Vergoz (2012), J. Geophys. Res. 117, D05121.

    A(R) = 10^(alpha R / 20) / R + R^beta / (1 + 10^((delta - R) / sigma))

A is the pressure over that at 1 km, R the distance in km. The first term is the direct wave and its dissipation, the
second what the stratospheric duct returns beyond a shadow zone of delta = 180 km. alpha and sigma depend on frequency,
beta on frequency and on the ratio of effective sound speed at 50 km height to that at the ground. The coefficients
are the paper's as transcribed in one published code for volcano infrasound; they were not compared with the printed
table.

The fit is to simulations at 0.1 to 3.2 Hz for distances of hundreds of kilometres: only infrasound arrays use it. The
pressure at 1 km in the equation is that of a weak wave, but kilotons are a strong shock there. So the spreading is
taken from Kinney and Graham's law at the distance itself, and only R A(R), what is left beside it, from here.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Real
from ceasewatch.observers.elementary import fast_exp, fast_log

FREQUENCY_HZ: Final = np.array([0.1, 0.2, 0.4, 0.8, 1.6, 3.2])
VEFF_RATIO: Final = np.array([0.85, 0.88, 0.91, 0.94, 0.97, 1.0, 1.03, 1.06, 1.09, 1.12, 1.15, 1.18])
ALPHA_DB_KM: Final = np.array([-0.28, -0.33, -0.39, -0.47, -0.59, -0.69])
SIGMA_KM: Final = np.array([79.0, 55.0, 43.0, 36.0, 27.0, 20.0])
DELTA_KM: Final = 180.0
BETA: Final = np.array(
    [
        [-1.0, -1.0, -1.0, -1.0, -1.0, -0.9, -0.9, -0.85, -0.85, -0.85, -0.8, -0.8],
        [-1.2, -1.2, -1.15, -1.1, -1.05, -0.95, -0.9, -0.85, -0.85, -0.85, -0.8, -0.8],
        [-1.35, -1.4, -1.4, -1.35, -1.15, -1.0, -0.9, -0.9, -0.9, -0.85, -0.85, -0.85],
        [-1.7, -1.6, -1.6, -1.55, -1.3, -1.05, -0.9, -0.9, -0.9, -0.9, -0.95, -0.9],
        [-1.95, -1.95, -1.85, -1.75, -1.4, -1.15, -0.95, -0.95, -1.0, -1.0, -1.05, -1.05],
        [-2.4, -2.3, -2.1, -1.85, -1.45, -1.2, -1.0, -1.0, -1.05, -1.1, -1.15, -1.2],
    ]
)
"""(frequency, ratio)."""

_LN10_20: Final = 0.11512925464970228
_LN10: Final = 2.302585092994046


@inner
def kept(range_km: Real, share: Real, k: int, loss_db_km: float, beta: float, sigma: float) -> None:
    """Writes R A(R), what is left of the pressure beside spreading as 1 / R; more than 1 where the duct carries.

    Within some 50 km the duct adds next to nothing, so the law joins that of near sound without a step.

    Args:
        range_km: k distances or more, positive.
        share: where to write.
        k: how many.
        loss_db_km: -alpha.
        beta: power of the distance in the duct, as in the module's equation.
        sigma: how soft the end of the shadow zone is, in km.
    """
    loss, power, slope = -_LN10_20 * loss_db_km, 1.0 + beta, _LN10 / sigma
    for j in range(k):
        shadow = 1.0 + fast_exp(slope * (DELTA_KM - range_km[j]))
        share[j] = fast_exp(loss * range_km[j]) + fast_exp(power * fast_log(range_km[j])) / shadow


def coefficients(frequency_hz: ArrayLike, veff_ratio: ArrayLike) -> tuple[Real, Real, Real]:
    """Alpha (dB/km), beta, sigma (km), each (n,); bilinear in log2 of frequency and in the ratio, held at the borders.

    Args:
        frequency_hz: (n,) dominant frequency.
        veff_ratio: (n,) effective sound speed ratio.
    """
    octave = np.log2(np.clip(frequency_hz, FREQUENCY_HZ[0], FREQUENCY_HZ[-1]) / FREQUENCY_HZ[0])
    ratio = (np.clip(veff_ratio, VEFF_RATIO[0], VEFF_RATIO[-1]) - VEFF_RATIO[0]) / 0.03
    i = np.minimum(octave.astype(np.int64), len(FREQUENCY_HZ) - 2)
    j = np.minimum(ratio.astype(np.int64), len(VEFF_RATIO) - 2)
    u, v = octave - i, ratio - j
    low = BETA[i, j] * (1 - v) + BETA[i, j + 1] * v
    high = BETA[i + 1, j] * (1 - v) + BETA[i + 1, j + 1] * v
    alpha = ALPHA_DB_KM[i] * (1 - u) + ALPHA_DB_KM[i + 1] * u
    sigma = SIGMA_KM[i] * (1 - u) + SIGMA_KM[i + 1] * u
    return alpha, low * (1 - u) + high * u, sigma


def dominant_frequency_hz(yield_kg: Real) -> Real:
    """(n,) frequency at the largest amplitude, from the AFTAC relation log10(E / 2) = 3.34 log10(T) - 2.58.

    E in kilotons, T in seconds (ReVelle 1997, Ann. N. Y. Acad. Sci. 822); fitted to kilotons, used here far below.
    """
    kilotons = np.maximum(yield_kg, 1e-9) / 1e6
    return np.asarray(10.0 ** (-(np.log10(kilotons / 2.0) + 2.58) / 3.34), np.float64)
