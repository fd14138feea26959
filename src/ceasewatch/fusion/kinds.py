"""Which kinds can be two perceptions of one happening, and how often each happens by itself."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, Int, Real, Small
from ceasewatch.model.values import EXPLOSIONS, FIRING, Kind

_BLASTS = EXPLOSIONS
_REPORTED = frozenset({Kind.armed_clash, Kind.casualty, Kind.damage, Kind.crater, Kind.violation})
_INTERFERENCE = frozenset({Kind.jamming, Kind.spoofing})

FORCE: Final = FIRING | _REPORTED
"""Kinds that may be perceptions of one use of force; every other kind joins only its own like."""

_PAIRS: Final[tuple[tuple[frozenset[Kind], frozenset[Kind], float], ...]] = (
    # Later lines overrule earlier ones.
    (FIRING, FIRING, 0.03),
    (_BLASTS, _BLASTS, 0.7),
    (_BLASTS, frozenset({Kind.projectile, Kind.tracer}), 0.1),
    (_BLASTS, frozenset({Kind.launch, Kind.muzzle_flash}), 0.3),
    (frozenset({Kind.launch}), frozenset({Kind.muzzle_flash, Kind.projectile}), 0.5),
    (frozenset({Kind.projectile}), frozenset({Kind.tracer}), 0.7),
    (frozenset({Kind.burst}), frozenset({Kind.shot, Kind.tracer}), 0.4),
    (frozenset({Kind.armed_clash, Kind.violation}), FIRING, 0.3),
    (frozenset({Kind.casualty, Kind.damage, Kind.crater}), _BLASTS, 0.4),
    (frozenset({Kind.casualty}), frozenset({Kind.burst, Kind.shot}), 0.3),
    (_REPORTED, _REPORTED, 0.5),
    (frozenset({Kind.armed_clash}), frozenset({Kind.casualty}), 0.7),
    (_INTERFERENCE, _INTERFERENCE, 0.3),
)

_RATES: Final[dict[frozenset[Kind], float]] = {
    FIRING: 2e-2,
    _REPORTED: 5e-4,
    frozenset({Kind.fire}): 2e-3,
}
_OTHER_RATE: Final = 1e-3


def _compatibility() -> Real:
    matrix = np.eye(len(KINDS))
    for left, right, value in _PAIRS:
        for a, b in product(left, right):
            if a is not b:
                i, j = KINDS.index(a), KINDS.index(b)
                matrix[i, j] = matrix[j, i] = value
    return matrix


def _rates() -> Real:
    rates = np.full(len(KINDS), _OTHER_RATE)
    for kinds, rate in _RATES.items():
        rates[[KINDS.index(k) for k in kinds]] = rate
    return rates


def _classes() -> Small:
    classes = np.arange(len(KINDS))
    for group in (FORCE, _INTERFERENCE):
        members = sorted(KINDS.index(k) for k in group)
        classes[members] = members[0]
    return classes.astype(np.int8)


COMPATIBILITY: Final = _compatibility()
"""(kinds, kinds) chance that one happening is perceived as the one and as the other, 1 on the diagonal; assumed."""

RATE: Final = _rates()
"""(kinds,) separate happenings per square kilometre and day where anything happens at all; assumed."""

CLASS: Final = _classes()
"""(kinds,) class of each kind; observations of different classes are never one incident."""

FIRE: Final = KINDS.index(Kind.fire)
ALERT: Final = KINDS.index(Kind.air_alert)

COUNT_GROUP: Final = np.array(
    [KINDS.index(Kind.explosion) if k in EXPLOSIONS else i for i, k in enumerate(KINDS)], dtype=np.int8
)
"""(kinds,) counts of kinds in one group count the same thing: explosions, impacts and airbursts."""

_OTHER: Final = KINDS.index(Kind.other)


def best_kind(kind_p: Real) -> Int:
    """(n,) most probable kind of each row of ``kind_p``, the first of equals; ``other`` where no kind was told."""
    best = np.argmax(kind_p, axis=1).astype(np.int64) if len(kind_p) else np.zeros(0, np.int64)
    return np.where(kind_p.sum(axis=1) > 0, best, _OTHER)
