"""``python -m benchmarks.agreement_process ours|planar N``: one way of assessing N incidents, as a process."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from benchmarks.agreement_rows import incidents
from benchmarks.declare import Figures
from ceasewatch.agreement import Pack, load_pack
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.terms import Term, leaves
from ceasewatch.geo.geodesic import distance_to_line_m
from ceasewatch.model.table import KINDS, WEAPONS, IncidentTable, Real
from ceasewatch.model.time import to_us
from ceasewatch.model.weapons import is_a

Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]

PACK, LINE = "minsk-2014", "line-of-contact"
SAMPLE = 2_000


def ours(n: int) -> Figures:
    """Every clause of the pack, by its own call."""
    pack = load_pack(PACK)
    pack.assess(incidents(200, pack, LINE))  # loads compiled code
    given = incidents(n, pack, LINE)
    start = time.process_time()
    table = pack.assess(given)
    return {"cpu_s": time.process_time() - start, "results": len(table), "clauses": len(pack.file.clauses)}


def planar(n: int) -> Figures:
    """The same clauses as plain geometry on one map projection: a centre is inside or not, nearer or not."""
    pack = load_pack(PACK)
    given = incidents(n, pack, LINE)
    start = time.process_time()
    to = Transformer.from_crs(4326, 32637, always_xy=True)
    points = shapely.points(*to.transform(given.lon, given.lat))
    found = sum(int(_held(rule, pack, given, points, to).sum()) for rule in pack.rules)
    return {"cpu_s": time.process_time() - start, "results": found, **_errors(pack, given)}


def _held(rule: Rule, pack: Pack, t: IncidentTable, points: Shapes, to: Transformer) -> Flags:
    entry, n = rule.entry, len(t)
    kinds = [KINDS.index(k) for k in (*entry.kinds, *entry.indicative)]
    held: Flags = t.kind_p[:, kinds].sum(axis=1) > 0.5
    if entry.weapons:
        named = [k for k, w in enumerate(WEAPONS) if any(is_a(w, c) for c in entry.weapons)]
        held &= np.isin(t.observations.weapon, named)
    if entry.valid_from:
        held &= t.start_us >= to_us(entry.valid_from.at)
    if entry.valid_to:
        held &= t.start_us < to_us(entry.valid_to.at)
    for term in (rule.place, rule.near):
        placed = [leaf for leaf in leaves(term) if leaf.zone or leaf.nearer] if term else []
        near = np.full(n, not placed)
        for leaf in placed:
            near |= _within(leaf, pack, points, to)
        held &= near
    return held


def _within(leaf: Term, pack: Pack, points: Shapes, to: Transformer) -> Flags:
    boundary = pack.ground.boundary(leaf)
    version = boundary.figure.versions[-1]
    ring = np.column_stack(to.transform(version.lon, version.lat))
    if boundary.figure.closed:
        zone = shapely.Polygon(ring)
        shapely.prepare(zone)
        return np.asarray(shapely.intersects(zone, points))
    return np.asarray(shapely.distance(shapely.LineString(ring), points) < boundary.within_m)


def _errors(pack: Pack, t: IncidentTable) -> Figures:
    """How far planar distances are from the geodesic's, metres, up to 140 km from the line; by projection."""
    version = pack.lines[LINE].versions[-1]
    rng = np.random.default_rng(1)
    rows = rng.integers(0, len(t), SAMPLE)
    lat, lon = t.lat[rows] + rng.uniform(-0.8, 0.8, SAMPLE), t.lon[rows] + rng.uniform(-1.2, 1.2, SAMPLE)
    exact = distance_to_line_m(lat, lon, version.lat, version.lon)
    near = exact < 140_000.0
    out: Figures = {}
    for name, code in (("utm", 32637), ("web_mercator", 3857)):
        to = Transformer.from_crs(4326, code, always_xy=True)
        line = shapely.LineString(np.column_stack(to.transform(version.lon, version.lat)))
        off = _distance(line, to, lat, lon)[near] - exact[near]
        out |= {f"{name}_error_m": float(np.abs(off).max()), f"{name}_median_error_m": float(np.median(np.abs(off)))}
    return out


def _distance(line: shapely.LineString, to: Transformer, lat: Real, lon: Real) -> Real:
    return np.asarray(shapely.distance(line, shapely.points(*to.transform(lon, lat))), np.float64)


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "planar": planar}[sys.argv[1]](int(sys.argv[2]))))
