"""Logarithm and exponential for inner loops: short polynomials that a compiler can turn into vector instructions.

Relative error below 2e-8 (tested); the same bits on every machine with IEEE arithmetic, whatever its
mathematical library.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from ceasewatch.model.compiled import inner

_LOG2_E: Final = 1.4426950408889634
_LN2_HIGH: Final = 0.693147180369123816490
_LN2_LOW: Final = 1.90821492927058770002e-10
_HALF_ROOT: Final = 0x3FE6A09E667F3BCD
"""Bits of the square root of one half."""
_ROUND: Final = 6755399441055744.0
"""1.5 * 2^52: adding it leaves a whole number in the last bits, without a conversion."""
_ROUND_BITS: Final = 0x4338000000000000
_MOST: Final = 700.0


@inner
def fast_exp(x: float) -> float:
    """exp(x), held at x = -700 and 700: 2^k times a Taylor polynomial of degree 7 in the remainder."""
    x = min(max(x, -_MOST), _MOST)
    shifted: Any = np.float64(x * _LOG2_E + _ROUND)
    k = shifted - _ROUND
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1.0 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040))))) * r * r + r * r * 0.5 + r
    scale: Any = np.int64((shifted.view(np.int64) - _ROUND_BITS + 1023) << 52)
    return float(p * scale.view(np.float64))


@inner
def fast_log(x: float) -> float:
    """ln(x) for positive, normal x: exponent times ln(2) plus 2 artanh of the mantissa, five terms."""
    double: Any = np.float64(x)
    bits = double.view(np.int64)
    e = (bits - _HALF_ROOT) >> 52
    part: Any = np.int64(bits - (e << 52))
    m = part.view(np.float64)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    return float(e * _LN2_HIGH + 2.0 * s * (1.0 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11)))))))
