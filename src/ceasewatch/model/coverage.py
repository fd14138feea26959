"""Coverage: where, when and with what somebody was looking. Mission analysts only (design rule 3)."""

from __future__ import annotations

from ceasewatch.model.ids import CoverageId, ObserverId, PartyId
from ceasewatch.model.place import Place
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import TimeInterval
from ceasewatch.model.values import CoverageState, ObserverKind


class Coverage(Noun, frozen=True, kw_only=True):
    """One observer, one interval, one state.

    Attributes:
        place: what could be seen or heard from there; ``None`` where nobody wrote it down.
        degraded_by: ``night``, ``fog``, ``jamming``, ``denial``, ``outage``...
        area_name: first-level unit, for effort by area.
        side: party on whose side of the line the observer was; empty if on neither or not written down.
    """

    id: CoverageId = CoverageId("")
    observer: ObserverId
    observer_kind: ObserverKind
    interval: TimeInterval
    state: CoverageState
    place: Place | None = None
    area_name: str = ""
    side: PartyId = PartyId("")
    degraded_by: tuple[str, ...] = ()
    note: str = ""
