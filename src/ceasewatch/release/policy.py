"""What each tier may know, as one table (handbook 6.3, design rules 1-3). Nothing else decides it.

Positions are cells of the H3 grid. Resolution 5 has edges of 7.2 km and more (checked over the globe), so a cell is
wider than the 5 km that the public tier asks for; resolution 7 has edges of about 1 km and more and an area of at
least 3.1 km2, so a cell is wider than 1 km in every direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ceasewatch.model import Kind, Tier
from ceasewatch.model.struct import Noun

HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S
FINE: Final = 7
"""Resolution of a cell of 1 km and more; every coarser cell is made from this one, never from the position."""
PUBLIC: Final = 5
"""Resolution of a cell of 5 km and more."""

CELL_M: Final[Mapping[int, int]] = {4: 18_000, 5: 5_000, 6: 2_500, 7: 1_000}
"""A cell of the resolution is at least so wide."""

HOLDS_M: Final = ((7, 1_500), (6, 4_000), (5, 12_000), (4, 30_000))
"""(resolution, radius): a place whose 95 % radius is larger than this is not put into one cell of that resolution."""

ORIGIN_OF_FIRE: Final = frozenset({Kind.launch, Kind.muzzle_flash})
"""Where these were is where a weapon stands (rule 1)."""

FORCES: Final = frozenset({Kind.vehicle, Kind.weapon, Kind.person, Kind.position_work, Kind.vessel, Kind.overflight})
"""Where these were is where a force is; compliant forces are nobody's business (handbook 6.3)."""

PERSONAL: Final = frozenset({Kind.casualty, Kind.detention, Kind.person, Kind.crossing, Kind.threat})
"""Small numbers of these point to persons."""

HAZARDS: Final = frozenset({Kind.uxo, Kind.mine, Kind.fire, Kind.outage, Kind.damage, Kind.air_alert})
"""What endangers or affects civilians and says nothing about a force."""

BACKFILL_S: Final = 7 * DAY_S
"""A report recorded later than this after the fact is history, not news: its time of recording does not delay it."""


class Grain(StrEnum):
    """How finely times are told."""

    exact = "exact"
    hour = "hour"
    day = "day"


class Rule(Noun, frozen=True, kw_only=True):
    """One row of the policy.

    Attributes:
        resolution: of the H3 cell; 0 is the exact place.
        delay_s: nothing younger than this.
        launch_resolution: for the origin of fire; ``None`` withholds the position.
        launch_delay_s: for the origin of fire.
        grain: of times.
        kinds: only these; empty is all.
        forces: whether positions of forces are told.
        reasons: whether words that could carry a place or a source (reasons, contradictions) are told.
        observers: whether observers, their times of work and single observations are told.
        least_count: smaller counts of kinds that point to persons are told as "1 to least_count - 1".
    """

    tier: Tier
    audience: str
    resolution: int
    delay_s: int
    launch_resolution: int | None
    launch_delay_s: int
    grain: Grain
    kinds: frozenset[Kind] = frozenset()
    forces: bool = False
    reasons: bool = False
    observers: bool = False
    least_count: int = 0


POLICY: Final[Mapping[Tier, Rule]] = {
    rule.tier: rule
    for rule in (
        Rule(
            tier=Tier.T1,
            audience="mission analysts",
            resolution=0,
            delay_s=0,
            launch_resolution=FINE,
            launch_delay_s=1800,
            grain=Grain.exact,
            forces=True,
            reasons=True,
            observers=True,
        ),
        Rule(
            tier=Tier.T2,
            audience="a party, about the other side",
            resolution=FINE,
            delay_s=DAY_S,
            launch_resolution=None,
            launch_delay_s=DAY_S,
            grain=Grain.hour,
        ),
        Rule(
            tier=Tier.T3,
            audience="guarantors and contributing states",
            resolution=FINE,
            delay_s=6 * HOUR_S,
            launch_resolution=None,
            launch_delay_s=6 * HOUR_S,
            grain=Grain.hour,
        ),
        Rule(
            tier=Tier.T4,
            audience="humanitarian organisations",
            resolution=FINE,
            delay_s=300,
            launch_resolution=None,
            launch_delay_s=DAY_S,
            grain=Grain.hour,
            kinds=HAZARDS,
            least_count=5,
        ),
        Rule(
            tier=Tier.T5,
            audience="the public",
            resolution=PUBLIC,
            delay_s=DAY_S,
            launch_resolution=None,
            launch_delay_s=DAY_S,
            grain=Grain.day,
            least_count=5,
        ),
    )
}
"""Handbook 6.3. T0 is missing on purpose: the vault is read under dual control and no product is made there."""

OWN_SIDE: Final = Rule(
    tier=Tier.T2,
    audience="a party, about its own side",
    resolution=0,
    delay_s=0,
    launch_resolution=None,
    launch_delay_s=0,
    grain=Grain.exact,
)
"""The part of T2 that holds for incidents on the reader's own side; the launcher's position is never told."""
