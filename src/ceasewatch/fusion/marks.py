"""A number for the content of each incident, so that it shows when one is not as it was."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.groups import Groups
from ceasewatch.model.table import Int

_ODD = np.uint64(0x9E3779B97F4A7C15)


def marks(slots: Int, groups: Groups, chosen: np.ndarray) -> dict[int, int]:
    """Slot of the anchor -> mark, of the incidents that the chosen rows are members of.

    The mark is a sum over members and alternatives, whatever their order: of who they are, how probable and of which
    source.
    """
    part = _mixed(slots, groups.p, groups.source)
    total = np.zeros(len(slots), np.uint64)
    np.add.at(total, groups.anchor, part)
    c = groups.choices
    np.add.at(total, c.anchor, _mixed(slots[c.row] + (1 << 40), c.p, np.zeros(len(c.row), np.int64)))
    anchors = np.unique(groups.anchor[chosen])
    return dict(zip(slots[anchors].tolist(), total[anchors].tolist(), strict=True))


def _mixed(slot: Int, p: np.ndarray, source: Int) -> np.ndarray:
    """Well-mixed numbers (the finisher of SplitMix64, Steele, Lea and Flood 2014)."""
    with np.errstate(over="ignore"):
        x = slot.astype(np.uint64) * _ODD + p.astype(np.float64).view(np.uint64)
        x += source.astype(np.uint64) * np.uint64(3)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return x ^ (x >> np.uint64(31))
