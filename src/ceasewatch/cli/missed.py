"""``ceasewatch coverage --missed``: several estimates of what nobody saw, for mission analysts (design rule 3)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceasewatch.cli.output import Row
    from ceasewatch.pipeline.missing import Missing

COLUMNS = ("model", "total", "low", "high", "assumes")


def rows(found: Missing) -> list[Row]:
    """A line for each model; empty where it has no finite answer."""
    return [(e.model, _told(e.total), _told(e.low), _told(e.high), e.assumes) for e in found.missed.estimates]


def note(found: Missing) -> str:
    """What the models rest on, and what none of them can know."""
    numbered = ", ".join(f"{n + 1} {kind}" for n, kind in enumerate(found.kinds))
    low, high = found.missed.spread
    return (
        f"For mission analysts. {found.missed.seen} incidents were seen by {numbered}. The models put the total between"
        f" {low:.3g} and {high:.3g}; none of them is the answer. What was out of everybody's reach is in none, and"
        " kinds that hear the same loud ones make all too low."
    )


def _told(number: float) -> float | None:
    return round(float(number), 1) if math.isfinite(number) else None
