"""Which rows a query asks for."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.assessment import Outcome
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class Order(StrEnum):
    """By time of the phenomenon."""

    oldest = "oldest"
    newest = "newest"


class Filter(Noun, frozen=True, kw_only=True):
    """Rows that touch the closed interval ``start`` to ``end`` and match every other field that is set.

    Attributes:
        kind: the most probable kind.
        area: first-level unit, by exact name.
        feed: for observations and quarantined rows.
        reported_from, reported_to: observations that their source reported in this closed interval.
        recorded_from: rows whose entry was recorded at or after this.
        limit: at most so many rows; ``None`` is all.
    """

    start: Utc | None = None
    end: Utc | None = None
    area: str = ""
    kind: str = ""
    feed: str = ""
    reported_from: Utc | None = None
    reported_to: Utc | None = None
    recorded_from: Utc | None = None
    order: Order = Order.oldest
    limit: int | None = None
    offset: int = 0


class AssessmentFilter(Noun, frozen=True, kw_only=True):
    """Assessments of incidents that ``incidents`` selects, of a pack, clause or outcome.

    Attributes:
        outcomes: any of these; empty is all.
        least_p_breach_ppm: those at least so probable.
    """

    incidents: Filter = Filter()
    incident: str = ""
    pack: str = ""
    clause: str = ""
    outcomes: tuple[Outcome, ...] = ()
    least_p_breach_ppm: int = 0
