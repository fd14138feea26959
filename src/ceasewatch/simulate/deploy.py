"""Who stands where: sites of a world's deployments, and the hours at which each is on duty."""

from __future__ import annotations

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.world import Deployment


def sites(deployment: Deployment, front: Front, rng: np.random.Generator) -> Sites:
    """The sites of one deployment: spread evenly along the line with some scatter, half on each side of it."""
    m = deployment.count
    along = (np.arange(m) + rng.uniform(0.1, 0.9, m)) * front.length_m / m
    sign = np.where(np.arange(m) % 2, 1.0, -1.0)
    lat, lon = front.place(along, 1e3 * sign * rng.uniform(*deployment.across_km, m))
    kind = [str(k) for k in OBSERVER_KINDS].index(deployment.kind)
    return Sites.make(
        m,
        ids=[f"{deployment.prefix}-{i:03d}" for i in range(m)],
        kind=kind,
        model=deployment.model,
        lat=lat,
        lon=lon,
        reach_m=deployment.reach_km * 1e3 if deployment.reach_km else np.nan,
        side=["A" if s < 0 else "B" for s in sign],
        nation=[f"N{i % 4 + 1}" for i in range(m)],
    )
