"""Countdowns of the response ladder. A clock runs; it never fires a decision (design rule 4).

The ladder reported for the case at hand runs 24 h and 72 h from the breach (handbook 0.1, point 3; press reports S14,
S15, not checked against a signed text). A clock starts at *first knowledge*: the earliest report of the incident.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ceasewatch.model.clause import Number
from ceasewatch.model.docket import Clock
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import utc

_REPORTED = "press reports of January and February 2026 (handbook S14, S15)"

REPORTED_LADDER: Final = (
    ("first response", Number(value="24", unit="h", source=_REPORTED)),
    ("coordinated response", Number(value="72", unit="h", source=_REPORTED)),
)
"""Steps of the ladder as reported; none is verified."""


class Face(Noun, frozen=True, kw_only=True):
    """What a clock shows at one moment.

    Attributes:
        remaining_s: seconds until it is due; negative once it is past.
        running: neither stopped nor past due.
        unverified: the limit was not checked against a text, and every product says so.
    """

    clock: Clock
    remaining_s: int
    running: bool
    unverified: bool

    def words(self) -> str:
        """As a duty officer reads it, e.g. ``first response: 21 h 30 min left (24 h, unverified)``."""
        hours, minutes = divmod(abs(self.remaining_s) // 60, 60)
        span = f"{hours} h {minutes:02d} min"
        limit = round((self.clock.due_at - self.clock.started_at).total_seconds() / 3600)
        mark = ", unverified" if self.unverified else ""
        if self.clock.stopped_at is not None:
            return f"{self.clock.name}: stopped ({limit} h{mark})"
        side = "left" if self.remaining_s >= 0 else "past due"
        return f"{self.clock.name}: {span} {side} ({limit} h{mark})"


def ladder(
    first_known: datetime, at: datetime, steps: Sequence[tuple[str, Number]] = REPORTED_LADDER
) -> tuple[Face, ...]:
    """The faces, at ``at``, of the clocks that began at ``first_known``; in the order of ``steps``.

    Raises:
        DataError: a time has no zone.
    """
    start, now = utc(first_known), utc(at)
    faces = []
    for name, limit in steps:
        due = start + timedelta(hours=float(limit.value))
        clock = Clock(name=name, started_at=start, due_at=due)
        left = int((due - now).total_seconds())
        faces.append(Face(clock=clock, remaining_s=left, running=left >= 0, unverified=not limit.verified))
    return tuple(faces)
