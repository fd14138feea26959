"""Whether two reported weapons can be one: log ratios from the tree of classes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.model.table import WEAPONS, Real
from ceasewatch.model.weapons import is_a

NO_WEAPON: Final = len(WEAPONS)
"""Row and column of reports that tell none."""

_SAME: Final = math.log(4.0)
_WITHIN: Final = math.log(2.0)
_UNLIKE: Final = math.log(0.25)
"""Of two reports of one happening most name one weapon, or one the class of the other; assumed."""


def _ratios() -> Real:
    ratios = np.zeros((NO_WEAPON + 1, NO_WEAPON + 1))
    for i, a in enumerate(WEAPONS):
        for j, b in enumerate(WEAPONS):
            related = is_a(a, b) or is_a(b, a)
            ratios[i, j] = _SAME if i == j else _WITHIN if related else _UNLIKE
    root = WEAPONS.index("weapon")
    ratios[root, :] = ratios[:, root] = 0.0
    return ratios


WEAPON_RATIOS: Final = _ratios()
"""(W + 1, W + 1) log of P(both | one happening) / P(both | two)."""
