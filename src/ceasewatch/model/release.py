"""Release: a product for one audience, coarsened and delayed by rule, and logged."""

from __future__ import annotations

from ceasewatch.model.ids import IncidentId, ReleaseId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import Status, Tier


class Transform(Noun, frozen=True, kw_only=True):
    """What the gate did to the content.

    Attributes:
        cell_m: positions were moved to cells of at least this size; 0 is exact.
        delay_s: nothing younger than this at ``at``.
        dropped: how many items were withheld for being too young or too fine.
    """

    cell_m: int
    delay_s: int
    dropped: int = 0


class Release(Noun, frozen=True, kw_only=True):
    """What was given to whom, and when.

    Attributes:
        incidents: every incident that the product lists by itself.
        cells: (incident, H3 cell as hexadecimal) where it was shown in a cell; later releases keep that cell.
        corrects: earlier releases of the same product that this one replaces.
    """

    id: ReleaseId = ReleaseId("")
    tier: Tier
    audience: str
    product: str
    at: Utc
    content_sha256: str
    transform: Transform
    approved_by: str
    status: Status = Status.actual
    incidents: tuple[IncidentId, ...] = ()
    cells: tuple[tuple[IncidentId, str], ...] = ()
    corrects: tuple[ReleaseId, ...] = ()
