"""One step of the fold, to be stored as a whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ceasewatch.model import Assessment, Coverage, Incident, Release
from ceasewatch.model.ids import IncidentId
from ceasewatch.store.rows import Decided, Delivery, Logged, Notice, QuarantinedRow, Watermark


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the entries up to ``watermark`` add to or change in the projections.

    Attributes:
        watermark: as it will stand.
        observations: new ones, and newer versions of old ones (same id).
        decisions: new ones, and those that were undone (same id).
        incidents: new or changed.
        gone: ids that no incident bears any more (merged into another; :meth:`Projections.resolve` still finds them).
        assessments: all assessments of ``incidents``; those stored before for the same incidents are replaced.
    """

    watermark: Watermark
    observations: Sequence[Logged] = ()
    coverage: Sequence[Coverage] = ()
    deliveries: Sequence[Delivery] = ()
    quarantined: Sequence[QuarantinedRow] = ()
    releases: Sequence[Release] = ()
    notices: Sequence[Notice] = ()
    decisions: Sequence[Decided] = ()
    incidents: Sequence[Incident] = ()
    gone: Sequence[IncidentId] = ()
    assessments: Sequence[Assessment] = ()
