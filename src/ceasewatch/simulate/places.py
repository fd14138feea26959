"""Settlements of a world, where they lie and what they are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from ceasewatch.model.table import Columns, Int, Real
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.names import Names, invent
from ceasewatch.simulate.world import Land

_NEARER: Final = 0.6
"""Exponent below one makes settlements denser near the line; assumed."""


@dataclass(frozen=True, slots=True)
class Settlements(Columns):
    """m settlements.

    Columns: lat, lon in degrees.
    """

    lat: Real
    lon: Real
    names: Names = field(metadata={"row": False})

    def nearest(self, lat: Real, lon: Real) -> Int:
        """(n,) index of the settlement nearest to each point."""
        narrow = float(np.cos(np.radians(self.lat.mean())))
        tree = cKDTree(np.column_stack([self.lat, self.lon * narrow]))
        return np.asarray(tree.query(np.column_stack([lat, lon * narrow]))[1], np.int64)


def settlements(land: Land, front: Front) -> Settlements:
    """The settlements of ``land``; a function of the land alone, the same in every run."""
    rng = np.random.default_rng(land.names_seed)
    m = land.settlements
    along = np.sort(rng.uniform(0.0, front.length_m, m))
    across = 1e3 * land.depth_km * rng.random(m) ** (1 / _NEARER) * rng.choice([-1.0, 1.0], m)
    lat, lon = front.place(along, across)
    names = invent(m, renamed=land.renamed, homonyms=land.homonyms, rng=rng)
    return Settlements(lat=lat, lon=lon, names=names)
