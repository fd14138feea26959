"""Which kind an observer reports when something of another kind happened: P(reported | true), by observer model.

All numbers are assumed. A model names what it says of each kind; kinds that it does not name it says as they are. Of
every row a share :data:`SLIP` is spread evenly over all kinds: slips of the pen, of the ear, of a mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Real
from ceasewatch.model.values import Kind, ObserverKind

SLIP: Final = 0.01
"""Share of reports whose kind is any kind at all."""

Said = Mapping[Kind, float]
Rules = Mapping[Kind, Said]
K = Kind

_BLAST_HEARD: Final[Said] = {K.explosion: 0.88, K.impact: 0.04, K.launch: 0.05, K.airburst: 0.01, K.shot: 0.02}
EAR: Final[Rules] = {
    K.explosion: _BLAST_HEARD,
    K.impact: _BLAST_HEARD,
    K.airburst: {K.explosion: 0.85, K.airburst: 0.15},
    K.launch: {K.explosion: 0.5, K.launch: 0.48, K.shot: 0.02},
    K.muzzle_flash: {K.explosion: 0.6, K.launch: 0.4},
    K.burst: {K.burst: 0.88, K.shot: 0.1, K.explosion: 0.02},
    K.shot: {K.shot: 0.82, K.burst: 0.14, K.explosion: 0.04},
}
EYE: Final[Rules] = {
    K.explosion: {K.explosion: 0.8, K.impact: 0.14, K.muzzle_flash: 0.04, K.airburst: 0.02},
    K.impact: {K.impact: 0.5, K.explosion: 0.47, K.fire: 0.03},
    K.airburst: {K.airburst: 0.7, K.explosion: 0.28, K.illumination_flare: 0.02},
    K.launch: {K.launch: 0.5, K.muzzle_flash: 0.35, K.projectile: 0.15},
    K.muzzle_flash: {K.muzzle_flash: 0.9, K.explosion: 0.1},
    K.projectile: {K.projectile: 0.9, K.tracer: 0.1},
    K.tracer: {K.tracer: 0.85, K.projectile: 0.15},
    K.vehicle: {K.vehicle: 0.9, K.weapon: 0.1},
    K.weapon: {K.weapon: 0.85, K.vehicle: 0.15},
    K.burst: {K.tracer: 0.6, K.projectile: 0.3, K.burst: 0.1},
}
CAMERA: Final[Rules] = {
    **EYE,
    K.explosion: {K.explosion: 0.84, K.muzzle_flash: 0.08, K.impact: 0.05, K.illumination_flare: 0.03},
    K.impact: {K.explosion: 0.75, K.impact: 0.22, K.muzzle_flash: 0.03},
    K.projectile: {K.projectile: 0.93, K.tracer: 0.07},
}
UAV: Final[Rules] = {
    K.explosion: {K.explosion: 0.5, K.impact: 0.3, K.crater: 0.15, K.fire: 0.05},
    K.impact: {K.impact: 0.6, K.explosion: 0.2, K.crater: 0.17, K.fire: 0.03},
    K.vehicle: {K.vehicle: 0.94, K.weapon: 0.06},
    K.weapon: {K.weapon: 0.92, K.vehicle: 0.08},
    K.launch: {K.launch: 0.8, K.muzzle_flash: 0.15, K.weapon: 0.05},
}
ACOUSTIC: Final[Rules] = {
    K.explosion: {K.explosion: 0.8, K.impact: 0.12, K.launch: 0.06, K.shot: 0.02},
    K.impact: {K.explosion: 0.5, K.impact: 0.45, K.launch: 0.05},
    K.airburst: {K.explosion: 0.7, K.airburst: 0.25, K.impact: 0.05},
    K.launch: {K.launch: 0.75, K.explosion: 0.23, K.impact: 0.02},
    K.muzzle_flash: {K.launch: 0.75, K.explosion: 0.25},
    K.burst: {K.burst: 0.92, K.shot: 0.08},
    K.shot: {K.shot: 0.88, K.burst: 0.1, K.explosion: 0.02},
}
_WAVE: Final[Said] = {K.explosion: 1.0}
WAVES: Final[Rules] = dict.fromkeys((K.explosion, K.impact, K.airburst, K.launch, K.muzzle_flash), _WAVE)
_BURNS: Final[Said] = {K.fire: 1.0}
_BURNING = (K.fire, K.explosion, K.impact, K.airburst, K.damage, K.launch, K.armed_clash)
THERMAL: Final[Rules] = dict.fromkeys(_BURNING, _BURNS)
IMAGERY: Final[Rules] = {
    K.explosion: {K.crater: 0.6, K.damage: 0.4},
    K.impact: {K.crater: 0.65, K.damage: 0.35},
    K.vehicle: {K.vehicle: 0.9, K.weapon: 0.1},
    K.weapon: {K.weapon: 0.85, K.vehicle: 0.15},
    K.fire: {K.damage: 0.5, K.fire: 0.5},
    K.crossing: {K.vehicle: 0.7, K.crossing: 0.3},
}
_ATTACK_TOLD: Final[Said] = {K.explosion: 0.5, K.armed_clash: 0.2, K.damage: 0.14, K.impact: 0.08, K.casualty: 0.08}
_SHOOTING_TOLD: Final[Said] = {K.armed_clash: 0.45, K.burst: 0.25, K.shot: 0.22, K.explosion: 0.08}
PRESS: Final[Rules] = {
    **dict.fromkeys((K.explosion, K.impact, K.airburst, K.launch, K.muzzle_flash), _ATTACK_TOLD),
    **dict.fromkeys((K.burst, K.shot, K.tracer, K.projectile), _SHOOTING_TOLD),
    K.casualty: {K.casualty: 0.75, K.armed_clash: 0.2, K.explosion: 0.05},
    K.damage: {K.damage: 0.75, K.explosion: 0.15, K.armed_clash: 0.1},
    K.armed_clash: {K.armed_clash: 0.85, K.casualty: 0.1, K.explosion: 0.05},
}
SOCIAL: Final[Rules] = {
    **PRESS,
    **{
        k: {K.explosion: 0.78, K.impact: 0.1, K.damage: 0.06, K.launch: 0.04, K.armed_clash: 0.02}
        for k in (K.explosion, K.impact, K.airburst)
    },
    K.launch: {K.launch: 0.5, K.explosion: 0.45, K.projectile: 0.05},
}
PARTY: Final[Rules] = {
    **PRESS,
    **{
        k: {K.violation: 0.35, K.explosion: 0.3, K.impact: 0.15, K.armed_clash: 0.1, K.damage: 0.06, K.casualty: 0.04}
        for k in (K.explosion, K.impact, K.airburst)
    },
    **{k: {K.violation: 0.4, **{s: 0.6 * p for s, p in _SHOOTING_TOLD.items()}} for k in (K.burst, K.shot)},
}
THIRD_PERSONS: Final[Rules] = {
    **EAR,
    **{
        k: {K.explosion: 0.66, K.impact: 0.12, K.damage: 0.12, K.casualty: 0.05, K.armed_clash: 0.05}
        for k in (K.explosion, K.impact, K.airburst)
    },
}

_MIXTURES: Final[Mapping[ObserverKind, tuple[tuple[Rules, float], ...]]] = {
    ObserverKind.patrol: ((EAR, 0.8), (EYE, 0.2)),
    ObserverKind.post: ((EAR, 0.8), (EYE, 0.2)),
    ObserverKind.camera: ((CAMERA, 1.0),),
    ObserverKind.acoustic: ((ACOUSTIC, 1.0),),
    ObserverKind.infrasound: ((WAVES, 1.0),),
    ObserverKind.seismic: ((WAVES, 1.0),),
    ObserverKind.radar: ((ACOUSTIC, 1.0),),
    ObserverKind.uav: ((UAV, 1.0),),
    ObserverKind.satellite_thermal: ((THERMAL, 1.0),),
    ObserverKind.satellite_imagery: ((IMAGERY, 1.0),),
    ObserverKind.ais: (({}, 1.0),),
    ObserverKind.adsb: (({}, 1.0),),
    ObserverKind.press: ((PRESS, 1.0),),
    ObserverKind.social_media: ((SOCIAL, 1.0),),
    ObserverKind.party: ((PARTY, 1.0),),
    ObserverKind.researcher: ((PRESS, 1.0),),
    ObserverKind.civilian: ((THIRD_PERSONS, 1.0),),
    ObserverKind.monitor: ((EAR, 0.6), (EYE, 0.4)),
}
"""What the reports of one observer kind consist of, by model, where a table does not say by which means."""


def matrix(rules: Rules) -> Real:
    """(K, K) P(reported | true) of one model: true kinds by row; each row sums to 1."""
    out = np.eye(len(KINDS))
    for true, said in rules.items():
        row = out[KINDS.index(true)]
        row[:] = 0.0
        for kind, p in said.items():
            row[KINDS.index(kind)] = p
    return _normal((1.0 - SLIP) * out + SLIP / len(KINDS))


def mixed(parts: Iterable[tuple[Rules, float]]) -> Real:
    """(K, K) of reports of which a stated share comes from each of several models."""
    return _normal(np.sum([share * matrix(rules) for rules, share in parts], axis=0))


def confusions() -> Real:
    """(O, K, K) by ``OBSERVER_KINDS``."""
    return np.stack([mixed(_MIXTURES[kind]) for kind in OBSERVER_KINDS])


def _normal(rows: Real) -> Real:
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), np.float64)
