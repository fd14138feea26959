"""One line of a delivery, with the truth behind it."""

from __future__ import annotations

from dataclasses import dataclass

from ceasewatch.model.values import Means, ObserverKind, Role
from ceasewatch.simulate.exercise.scenario import Site

NOTHING = ""
"""The event of a line that is about nothing, and about the same as no other line. Copied, it is a rumour of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one observer delivers about one thing.

    Attributes:
        feed: through which.
        row_id: of the source; equal for all versions of one line.
        event: id of what it is about; empty if nothing is behind it.
        origin: equal for lines that rest on one source.
        lat, lon, radius_m: the place that holds it with probability 0.95.
        lowest, best, highest: count; 0 where none is told.
        version: 0, and more for later ones.
        retracted: this version withdraws the line.
    """

    feed: str
    row_id: str
    observer: str
    observer_kind: ObserverKind
    means: Means
    event: str
    origin: str
    start_us: int
    end_us: int
    reported_us: int
    lat: float
    lon: float
    radius_m: int
    kind: str
    weapon: str = ""
    lowest: int = 0
    best: int = 0
    highest: int = 0
    series: bool = False
    role: Role = Role.observation
    speaker: str = ""
    says: str = ""
    text: str = ""
    language: str = ""
    url: str = ""
    version: int = 0
    retracted: bool = False
    site: Site | None = None
    note: str = ""
