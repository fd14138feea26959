"""TNT equivalents: what bursts, by weapon and by kind of event. All assumed, from typical fillings, to one digit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, WEAPONS, Real
from ceasewatch.model.values import Kind
from ceasewatch.observers.events import Events

FILLING_KG: Final[Mapping[str, float]] = {
    "weapon": 3.0, "small_arms": 0.002, "hmg": 0.015, "agl": 0.05, "rpg": 0.8, "recoilless": 0.5, "atgm": 3.0,
    "mortar": 1.0, "mortar_60": 0.3, "mortar_82": 0.5, "mortar_120": 2.5, "artillery": 5.0, "gun_below_100": 0.8,
    "gun_100_and_above": 5.0, "gun_100": 2.0, "howitzer_122": 4.0, "howitzer_152": 7.0, "howitzer_155": 8.0,
    "tank": 2.5, "ifv_cannon": 0.05, "aa_gun": 0.05, "sam": 20.0, "mlrs": 10.0, "mlrs_122": 7.0, "mlrs_220": 50.0,
    "mlrs_300": 80.0, "missile": 250.0, "missile_tactical": 300.0, "missile_cruise": 300.0, "missile_ballistic": 300.0,
    "drone": 2.0, "drone_fpv": 1.0, "drone_bomber": 0.5, "drone_recon": 0.001, "drone_naval": 200.0,
    "loitering_munition": 20.0, "glide_bomb": 150.0, "mine": 7.0, "ew_jammer": 0.001,
}  # fmt: skip
"""TNT equivalent in kilograms of one projectile of each class."""

_SHARE: Final[Mapping[Kind, float]] = {
    Kind.explosion: 1.0, Kind.impact: 1.0, Kind.airburst: 1.0, Kind.launch: 0.3, Kind.muzzle_flash: 0.3,
    Kind.damage: 1.0, Kind.casualty: 1.0, Kind.crater: 1.0,
}  # fmt: skip
"""Share of the filling that the event itself sets free; the propellant of a gun is roughly a third."""

_SMALL_KG: Final[Mapping[Kind, float]] = {Kind.burst: 0.002, Kind.shot: 0.002}
"""Muzzle blast of small arms; heavier weapons have their own."""

_AUDIBLE: Final = frozenset(
    {Kind.explosion, Kind.impact, Kind.airburst, Kind.launch, Kind.muzzle_flash, Kind.burst, Kind.shot}
)


def _by_kind_and_weapon() -> Real:
    table = np.full((len(KINDS), len(WEAPONS) + 1), np.nan)  # the last column is "no weapon"
    fillings = np.array([FILLING_KG[w] for w in WEAPONS] + [FILLING_KG["weapon"]])
    for kind, share in _SHARE.items():
        table[KINDS.index(kind)] = share * fillings
    for kind, least in _SMALL_KG.items():
        table[KINDS.index(kind)] = least
        table[KINDS.index(kind), WEAPONS.index("hmg")] = FILLING_KG["hmg"]
        table[KINDS.index(kind), WEAPONS.index("ifv_cannon")] = 0.1
    return table


NOMINAL_KG: Final = _by_kind_and_weapon()
"""(K, W + 1) TNT equivalent of one event of a kind with a weapon; NaN where nothing bursts; last column: no weapon."""

LOUD: Final = np.array([kind in _AUDIBLE for kind in KINDS])
"""(K,) kinds that are sudden and make a blast; damage, casualties and craters are found later."""


_LEAST_KG, _MOST_KG = 1e-9, 1e12
"""Where yields are held: all laws end long before."""


def yields_kg(events: Events) -> Real:
    """(n,) TNT equivalent of one single event: as given, else nominal; NaN where nothing bursts."""
    given = np.where(np.isnan(events.yield_kg), NOMINAL_KG[events.kind, events.weapon], events.yield_kg)
    return np.asarray(np.clip(given, _LEAST_KG, _MOST_KG), np.float64)


def blasts_kg(events: Events) -> Real:
    """(n,) as :func:`yields_kg`, and NaN for kinds that are not themselves a blast."""
    return np.where(LOUD[events.kind], yields_kg(events), np.nan)
