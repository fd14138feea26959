"""The place of an incident: robust against gross errors, honest about how far it may be off."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from ceasewatch.fusion import fuse
from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.features import features
from ceasewatch.fusion.parameters import DEFAULT
from ceasewatch.fusion.place import where
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import ObserverKind
from ceasewatch.model.table import IncidentTable, Real
from ceasewatch.simulate.generate import Simulated, generate
from ceasewatch.simulate.world import load_world

LAT, LON, M = -45.0, -125.0, 111_195.0
CAMERA = DEFAULT.errors.of(ObserverKind.camera)

Placed = Callable[..., tuple[Real, Real]]


@pytest.fixture
def placed(scene: SimpleNamespace) -> Placed:
    """East and north (m) of one incident seen by cameras at these places (km), and its covariance (ee, en, nn)."""

    def build(*places: tuple[float, float], kind: str = "explosion", source: tuple[int, ...] = ()) -> tuple[Real, Real]:
        n = len(places)
        seen = [
            scene.observation(f"o{k}", f"w{k}", scene.point(*p, radius_m=500), scene.at(), kind, ObserverKind.camera)
            for k, p in enumerate(places)
        ]
        none, key = np.zeros(n, np.int64), np.array(source or range(n))
        e = Entries(np.arange(n), none, none[:1], np.array([n]), np.ones(n), np.ones(n), np.array([n]), key)
        lat, lon, *cov = (float(c[0]) for c in where(features(tabulate(seen)), e, DEFAULT))
        return np.array([(lon - LON) * np.cos(np.radians(LAT)), lat - LAT]) * M, np.array(cov)

    return build


def one_variance() -> float:
    """Of a camera with a stated radius of 500 m (0.95 of a circular Gaussian), without gross errors."""
    return CAMERA.place_scale**2 * 500**2 / 5.991464547 + CAMERA.place_floor_m**2 + 1.0


def test_one_who_errs_grossly_does_not_drag_the_place(placed: Placed) -> None:
    agreeing, _ = placed((0.0, 0.0), (0.1, 0.0), (0.0, 0.1))
    with_outlier, cov = placed((6.0, 0.0), (0.0, 0.0), (0.1, 0.0), (0.0, 0.1))
    assert np.hypot(*(with_outlier - agreeing)) < 200.0  # the mean would lie 1.5 km away
    assert cov[0] < one_variance()


def test_two_who_disagree_leave_both_places_possible(placed: Placed) -> None:
    at, cov = placed((0.0, 0.0), (3.0, 0.0))
    for east in (0.0, 3000.0):
        assert (east - at[0]) ** 2 / cov[0] < 5.99


@pytest.mark.parametrize("apart_km", [0.0, 0.4, 1.0, 1.5, 3.0])
def test_the_covariance_is_the_second_moment_of_the_posterior(placed: Placed, apart_km: float) -> None:
    """Against a sum over a grid of the product of both contaminated normals."""
    at, cov = placed((0.0, 0.0), (apart_km, 0.0))
    x, y = np.meshgrid(np.arange(-6000, 9000, 40.0), np.arange(-6000, 6000, 40.0))
    density = np.ones_like(x)
    t, k, s = CAMERA.place_tail_p, CAMERA.place_tail_factor**2, one_variance()
    for east in (0.0, apart_km * 1000):
        r = (x - east) ** 2 + y**2
        density *= (1 - t) * np.exp(-0.5 * r / s) + t * np.exp(-0.5 * r / s / k) / k
    for found, value in ((cov[0], (x - at[0]) ** 2), (cov[2], (y - at[1]) ** 2)):
        assert found == pytest.approx((density * value).sum() / density.sum(), rel=0.01)


def test_copies_of_one_source_are_one_voice(placed: Placed) -> None:
    alone, copied = (placed(*[(0.0, 0.0)] * n, source=(0,) * n) for n in (2, 3))
    assert copied[1].tolist() == alone[1].tolist()
    assert placed((0.0, 0.0), (0.0, 0.0))[1][0] < 0.7 * alone[1][0]


def test_many_voices_still_count_and_their_scatter_too(placed: Placed) -> None:
    _, close = placed(*[(0.0, 0.0)] * 9)
    _, scattered = placed(*[(0.6 * np.cos(a), 0.6 * np.sin(a)) for a in np.arange(9) * 2 * np.pi / 9])
    assert close[0] == pytest.approx(one_variance() / 9, rel=0.05)
    assert scattered[0] > 2 * close[0]


def test_a_fire_has_an_extent_that_more_voices_do_not_shrink(placed: Placed) -> None:
    _, few = placed((0.0, 0.0), (1.0, 0.0), kind="fire")
    _, many = placed(*[(0.0, 0.0), (1.0, 0.0)] * 4, kind="fire")
    assert many[0] > 0.8 * few[0] > 0.25e6


def mostly_right(run: Simulated, found: IncidentTable) -> tuple[Real, Real]:
    """Squared Mahalanobis distance of the true place of each incident with members mostly of one event, and size."""
    row_of = {name: row for row, name in enumerate(run.table.ids.tolist())}
    event = run.event[[row_of[name] for name in found.observations.ids.tolist()]]
    squared, size = [], []
    for n in np.flatnonzero(np.isfinite(found.lat)).tolist():
        about = event[found.members.row[found.members.of(n)]]
        likely, votes = np.unique(about, return_counts=True)
        true = likely[votes.argmax()]
        if true < 0 or votes.max() < 2 / 3 * len(about) or not run.happened[true]:
            continue
        east = (run.events.lon[true] - found.lon[n]) * np.cos(np.radians(found.lat[n])) * M
        north = (run.events.lat[true] - found.lat[n]) * M
        ee, en, nn = found.var_ee[n], found.var_en[n], found.var_nn[n]
        squared.append((nn * east**2 - 2 * en * east * north + ee * north**2) / (ee * nn - en**2))
        size.append(len(about))
    return np.array(squared), np.array(size)


def test_true_places_lie_in_the_stated_ellipses() -> None:
    """On a small run of the world that numbers are chosen on; seed 3 was not chosen on."""
    run = generate(load_world("tuning-front"), seed=3, events=700)
    squared, size = mostly_right(run, fuse(run.table))
    several = squared[size > 1]
    assert len(several) > 150
    assert 0.58 < np.mean(several < 2.2789) < 0.82
    assert 0.83 < np.mean(several < 5.9915) < 0.97
