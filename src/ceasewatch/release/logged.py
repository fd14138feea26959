"""The entry that logs what was given to whom; it can be shown to both parties (handbook 6.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from ceasewatch.model import Release, Transform
from ceasewatch.model.ids import IncidentId, ReleaseId
from ceasewatch.release.policy import CELL_M
from ceasewatch.release.released import ReleasedIncident

if TYPE_CHECKING:
    from ceasewatch.release.gate import Gate


def entry(
    gate: Gate,
    product: str,
    content: bytes,
    *,
    approved_by: str,
    audience: str = "",
    items: Sequence[ReleasedIncident] = (),
    dropped: int = 0,
    corrects: Iterable[ReleaseId] = (),
) -> Release:
    """The log entry for one product.

    Args:
        gate: that the product was built with.
        product: what it is, e.g. ``daily report 2022-03-16 en pdf``.
        content: its bytes, as given out.
        approved_by: person or rule that let it go.
        audience: who gets it; the tier's audience unless said otherwise.
        items: incidents that it lists by themselves; their cells stay in later releases.
        dropped: how many incidents were withheld.
        corrects: earlier releases of the same product.
    """
    digest = sha256(content).hexdigest()
    name = "\n".join((product, gate.tier, gate.party, gate.at.isoformat(), digest))
    return Release(
        id=ReleaseId(f"rel-{sha256(name.encode()).hexdigest()[:20]}"),
        tier=gate.tier,
        audience=audience or (f"party {gate.party}" if gate.party else gate.rule.audience),
        product=product,
        at=gate.at,
        content_sha256=digest,
        transform=Transform(cell_m=CELL_M.get(gate.rule.resolution, 0), delay_s=gate.rule.delay_s, dropped=dropped),
        approved_by=approved_by,
        status=gate.status,
        incidents=tuple(i.id for i in items),
        cells=tuple((IncidentId(i.id), i.cell) for i in items if i.cell),
        corrects=tuple(corrects),
    )
