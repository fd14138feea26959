"""The probability of being inside, against a plain simulation and against straight-line theory."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from ceasewatch.agreement import load_pack
from ceasewatch.agreement.inside import Boundary, locate
from ceasewatch.agreement.places import figures
from ceasewatch.agreement.ruler import Ruler
from ceasewatch.geo.geodesic import destination, distance_to_line_m, point_in_polygon
from ceasewatch.model import BearingRange, Position, Sector
from ceasewatch.model.table import IncidentTable

One = Callable[..., IncidentTable]


@pytest.mark.parametrize("radius_m", [50, 400, 2000, 6000])
@pytest.mark.parametrize(("lat", "lon"), [(48.6615, 38.514), (48.6715, 38.53), (48.69, 38.51)])
def test_against_a_simulation(incident: One, lat: float, lon: float, radius_m: int) -> None:
    """Draw true places and true outlines (moved in or out as a whole), count how often one lies in the other."""
    zone = load_pack("minsk-2014").zones["zolote"]
    version = zone.versions[0]
    found = locate(incident(lat, lon, radius_m=radius_m), Boundary(zone)).p[0]
    rng = np.random.default_rng(3)
    sigma = radius_m / math.sqrt(5.991464547)
    east, north = rng.normal(0, sigma, (2, 4000))
    at = destination(lat, lon, np.degrees(np.arctan2(east, north)), np.hypot(east, north))
    import shapely

    polygon = shapely.Polygon(np.column_stack([version.lon, version.lat]))
    depth = np.where(point_in_polygon(*at, polygon), 1, -1) * distance_to_line_m(*at, version.lat, version.lon)
    simulated = (depth + rng.normal(0, version.sigma_m, 4000) > 0).mean()
    assert found == pytest.approx(simulated, abs=0.1)


def test_half_on_the_line(incident: One) -> None:
    line = b"""{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"id": "l", "name": "l",
      "source": "s", "uncertainty": {"value": "2", "unit": "km", "source": "s"}},
      "geometry": {"type": "LineString", "coordinates": [[30.0, 48.0], [40.0, 48.0]]}}]}"""
    figure = figures(line, closed=False, where="l")["l"]
    on_edge = incident(48.0, 35.0, radius_m=100)
    distance = Ruler(on_edge, figure).exact(np.array([0]))[0]
    result = locate(on_edge, Boundary(figure, float(distance)))
    assert result.p[0] == pytest.approx(0.5, abs=0.01)
    assert locate(on_edge, Boundary(figure, float(distance) + 2000.0)).p[0] == pytest.approx(0.975, abs=0.01)


def test_distances_are_geodesic(incident: One) -> None:
    """The shortlist of legs never costs accuracy: equal to the distance to the whole line within a millimetre."""
    line = load_pack("minsk-2014").lines["line-of-contact"]
    rng = np.random.default_rng(5)
    for lat, lon in rng.uniform((46.9, 36.5), (49.8, 40.0), (25, 2)):
        table = incident(float(lat), float(lon))
        version = line.versions[1]
        whole = distance_to_line_m(table.lat, table.lon, version.lat, version.lon)[0]
        assert Ruler(table, line).exact(np.array([0]))[0] == pytest.approx(whole, abs=0.1)


def test_a_sector_is_not_its_gaussian(incident: One) -> None:
    """A ring around the zone: no part of it is inside, though its mean is in the middle."""
    zone = load_pack("minsk-2014").zones["zolote"]
    ring = Sector(
        origin=Position.of(48.6615, 38.514),
        bearings=(BearingRange(from_cdeg=0, to_cdeg=0),),
        range_from_m=6000,
        range_to_m=7000,
    )
    assert locate(incident(place=ring), Boundary(zone)).p[0] < 0.001


def test_no_geometry_for_that_day_is_not_known() -> None:
    zone = load_pack("minsk-2014").lines["line-of-contact"]
    assert zone.in_force(np.array([0, 2_000_000_000_000_000])).tolist() == [0, 1]
