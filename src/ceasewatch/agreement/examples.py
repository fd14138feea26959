"""The worked examples of a pack's clauses, which are its tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ceasewatch.agreement.schema import ClauseEntry, Example
from ceasewatch.fusion import fuse
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Outcome, Point, Position, TimeInterval, Weapon
from ceasewatch.model.belief import NOT_KNOWN
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.time import utc

if TYPE_CHECKING:
    from ceasewatch.agreement.pack import Pack


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of an example under one reading.

    Attributes:
        clause, example: their id and name.
        reading: party; empty where the clause has one reading.
        expected, got: outcomes.
        reasons: why the engine says so.
    """

    clause: str
    example: str
    reading: str
    expected: Outcome
    got: Outcome
    reasons: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether the outcome is the expected one."""
        return self.expected is self.got


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


def tried(pack: Pack) -> Iterator[Tried]:
    """Every example of every clause under each reading that it speaks of."""
    for clause in pack.file.clauses:
        for example in clause.examples:
            yield from _tried(pack, clause, example)


def _tried(pack: Pack, clause: ClauseEntry, example: Example) -> Iterator[Tried]:
    incidents = fuse([observed(example)])
    found = {str(a.reading): a for a in pack.why(incidents, incidents.ids[0]) if a.clause == clause.id}
    for reading, expected in example.expect.items():
        a = found[reading]
        yield Tried(clause.id, example.name, reading, expected, a.outcome, a.reasons)
