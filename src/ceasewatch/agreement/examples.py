"""The worked examples of a pack's clauses as observations; :mod:`ceasewatch.agreement.tools.trial` tries them."""

from __future__ import annotations

from datetime import timedelta

from ceasewatch.agreement.schema import Example
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval, Weapon
from ceasewatch.model.belief import NOT_KNOWN
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.time import utc


def observed(example: Example) -> Observation:
    """The example as one observation by a monitor who saw it."""
    start = utc(example.when)
    return Observation(
        id=ObservationId("example"),
        feed=FeedId("examples"),
        observer=ObserverId("example"),
        observer_kind=ObserverKind.patrol,
        phenomenon=TimeInterval(start=start, end=start + timedelta(minutes=example.minutes)),
        means=Means.saw,
        place=Point(at=Position.of(float(example.lat), float(example.lon)), radius_m=example.radius_m),
        kind=Belief.certain(example.kind),
        weapon=Weapon(classes=Belief.certain(example.weapon)) if example.weapon else Weapon(),
        struck=Belief.certain(example.struck) if example.struck else NOT_KNOWN,
        qualifiers=example.qualifiers,
    )
