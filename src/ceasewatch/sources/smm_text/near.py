"""Fire near those who watch: an incident of its own, beside the fire itself (handbook 1.3, 1.4)."""

from __future__ import annotations

from msgspec.structs import replace

from ceasewatch.model import FIRING, Belief, Count, Kind, Observation, ObserverKind, Role, Sector

_THERE = frozenset({ObserverKind.patrol, ObserverKind.post, ObserverKind.monitor})
"""Observers that are people."""


def fire_near_monitors(seen: Observation, within_m: int) -> Observation | None:
    """The threat to the monitors that ``seen`` implies; ``None`` if it implies none.

    It is one where people of the mission heard or saw fire no farther than ``within_m`` from themselves. Place, means,
    weapon and qualifiers stay those of the fire, so that whatever may not be told of the fire may not be told of the
    threat either. How many rounds it was is counted with the fire; the threat counts one.

    Args:
        seen: what was perceived, with its place as the observer gave it.
        within_m: metres from the observer to the far end of the distance given.
    """
    place = seen.place
    if seen.role is not Role.observation or seen.observer_kind not in _THERE or seen.kind.best not in FIRING:
        return None
    if not isinstance(place, Sector) or place.origin != seen.observer_at or place.range_to_m is None:
        return None
    if place.range_to_m > within_m:
        return None
    return replace(
        seen,
        kind=Belief.certain(Kind.threat),
        count=Count.exactly(1),
        notes=(*seen.notes, f"fire within {within_m} m of the monitors, told beside the fire itself"),
    )
