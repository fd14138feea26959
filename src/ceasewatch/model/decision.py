"""Decision: a named person says that observations are about one happening, or that they are not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Self

from ceasewatch.model.ids import DecisionId, ObservationId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc, to_us


class DecisionKind(StrEnum):
    """What a person decided of some observations."""

    together = "together"
    """All of them are about one happening."""
    apart = "apart"
    """No two of them are about one happening."""


class Decision(Noun, frozen=True, kw_only=True):
    """A named person's decision to merge or to split. It stands, whatever the machine finds later, until it is undone.

    It speaks of observations by their ids, so it keeps its meaning when one of them is corrected, is withdrawn, or
    arrives later. It is no finding: nothing is said of who did what.

    Attributes:
        id: see :meth:`of`.
        observations: two or more, each once, in order of id.
        decided_by: name of the person.
        decided_at: when the person decided.
        reason: in that person's words; not empty.
    """

    id: DecisionId
    kind: DecisionKind
    observations: tuple[ObservationId, ...]
    decided_by: str
    decided_at: Utc
    reason: str

    def __post_init__(self) -> None:
        if len(self.observations) < 2 or list(self.observations) != sorted(set(self.observations)):
            raise ValueError("a decision speaks of two or more observations, each once, in order of id")
        if not all(self.observations):
            raise ValueError("a decision speaks of observations by their ids: one is empty")
        if not self.decided_by.strip() or not self.reason.strip():
            raise ValueError("a decision has the name of the person who decided, and a reason")

    @classmethod
    def of(
        cls,
        kind: DecisionKind,
        observations: Iterable[ObservationId],
        *,
        decided_by: str,
        decided_at: datetime,
        reason: str,
    ) -> Self:
        """A decision with the id that its content gives it: ``dec-`` and 16 hexadecimal digits of a SHA-256.

        Raises:
            ValueError: fewer than two observations, no name, or no reason.
        """
        named = tuple(sorted(set(observations)))
        content = "\x1f".join((kind, *named, decided_by, str(to_us(decided_at)), reason))
        digest = hashlib.sha256(content.encode()).hexdigest()[:16]
        return cls(
            id=DecisionId(f"dec-{digest}"),
            kind=kind,
            observations=named,
            decided_by=decided_by,
            decided_at=decided_at,
            reason=reason,
        )


class Undoing(Noun, frozen=True, kw_only=True):
    """A named person takes a decision back. Both stay in the record.

    Attributes:
        decision: which.
        undone_by: name of the person, not necessarily the one who decided.
        undone_at: when.
        reason: in that person's words; not empty.
    """

    decision: DecisionId
    undone_by: str
    undone_at: Utc
    reason: str

    def __post_init__(self) -> None:
        if not self.undone_by.strip() or not self.reason.strip():
            raise ValueError("to undo a decision takes the name of a person, and a reason")
