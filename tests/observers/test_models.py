"""Each model agrees with itself: what it simulates has the probabilities, densities and rates that it states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Real
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.events import Events
from ceasewatch.observers.offsets import moved, offset_m
from ceasewatch.observers.protocol import Box, ObserverModel
from ceasewatch.observers.registry import MODULES, default_model, model, models
from ceasewatch.observers.reports import Reports

Make = Callable[..., Any]

LEAST_P = 1e-4
"""Seeds are fixed: what fails fails always; a right model fails for one choice of seeds in ten thousand."""


def test_detections_are_as_probable_as_stated(scene: Any) -> None:
    p = scene.model.detection_probability(scene.events, scene.sites, scene.conditions)
    assert p.shape == (400, 30)
    assert ((p >= 0) & (p <= 1)).all()
    seen = np.zeros((400, 30))
    rng = np.random.default_rng(1)
    for _ in range(20):
        said = scene.model.simulate(scene.events, scene.sites, scene.conditions, rng)
        assert len(set(zip(said.event.tolist(), said.site.tolist(), strict=True))) == len(said)
        seen[said.event, said.site] += 1
    assert p.sum() > 10, "the scene suits the model"
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 1.01)):
        band = (p >= low) & (p < high)
        expected, variance = 20 * p[band].sum(), 20 * (p[band] * (1 - p[band])).sum()
        assert abs(seen[band].sum() - expected) <= 4 * np.sqrt(variance) + 1e-6


def test_places_have_the_stated_spread(scene: Any) -> None:
    said, true = scene.reports()
    errors = scene.model.errors
    east, north = offset_m(true.lat, true.lon, said.lat, said.lon)
    s2, f2 = errors.place_scale**2, errors.place_floor_m**2
    cov = np.stack([said.var_ee * s2 + f2, said.var_en * s2, said.var_en * s2, said.var_nn * s2 + f2], axis=1)
    error = np.stack([east, north], axis=1)
    square = np.einsum("ni,nij,nj->n", error, np.linalg.inv(cov.reshape(-1, 2, 2)), error)
    t, f = errors.place_tail_p, errors.place_tail_factor
    pit = (1 - t) * stats.chi2.cdf(square, 2) + t * stats.chi2.cdf(square / f**2, 2)
    assert stats.kstest(pit, "uniform").pvalue > LEAST_P


def test_times_have_the_stated_spread(scene: Any) -> None:
    said, true = scene.reports()
    errors = scene.model.errors
    apart = ((said.start_us - true.start_us) + (said.end_us - true.end_us)) / 2e6
    slack = np.abs((said.end_us - said.start_us) / 1e6 - true.duration_s)
    pit = np.zeros(len(said))
    for share, sd in (
        (1 - errors.clock_tail_p, errors.clock_sd_s),
        (errors.clock_tail_p, errors.clock_sd_s * errors.clock_tail_factor),
    ):
        pit += share * smeared_cdf(apart, slack, sd)
    assert stats.kstest(pit, "uniform").pvalue > LEAST_P


def smeared_cdf(x: Real, width: Real, sd: float) -> Real:
    """Of a normal error plus one uniform over +- width / 2: the integral of the normal distribution function."""

    def integral(u: Real) -> Real:
        return u * stats.norm.cdf(u) + stats.norm.pdf(u)

    w = np.maximum(width, 1e-3 * sd)
    return np.asarray((integral((x + w / 2) / sd) - integral((x - w / 2) / sd)) * sd / w)


def test_kinds_are_confused_as_stated(scene: Any) -> None:
    said, true = scene.reports()
    for kind in np.unique(true.kind):
        got = np.bincount(said.kind[true.kind == kind], minlength=len(KINDS))
        expected = scene.model.confusion[kind] * got.sum()
        common = expected >= 5
        rest = [got[~common].sum()], [expected[~common].sum()]
        chi2 = (
            (np.append(got[common], rest[0]) - np.append(expected[common], rest[1])) ** 2
            / np.append(expected[common], rest[1])
        ).sum()
        assert stats.chi2.sf(chi2, max(common.sum(), 1)) > LEAST_P


def test_counts_have_the_stated_spread(scene: Any) -> None:
    said, true = scene.reports()
    told = np.isfinite(said.count_best)
    if scene.model.numbers["count_told_p"] == 0:
        assert not told.any()
        return
    best, count, sd = said.count_best[told], true.count[told], scene.model.errors.count_log_sd
    assert (best >= 1).all()
    assert (said.count_lowest[told] <= best).all()
    assert (best <= said.count_highest[told]).all()
    high = stats.norm.cdf(np.log((best + 0.5) / count) / sd)
    low = np.where(best > 1, stats.norm.cdf(np.log((best - 0.5) / count) / sd), 0.0)
    pit = low + np.random.default_rng(3).random(len(best)) * (high - low)
    assert stats.kstest(pit, "uniform").pvalue > LEAST_P
    assert told.mean() == pytest.approx(scene.model.numbers["count_told_p"], abs=0.06)


def test_the_likelihood_is_a_density(scene: Any, as_table: Make) -> None:
    """E[p(report | other event) / p(report | event)] = 1 over reports of the event, for any other event."""
    said, true = scene.reports(3000)
    table, errors = as_table(said), scene.model.errors
    shift_m = 0.2 * np.sqrt(said.var_ee * errors.place_scale**2 + errors.place_floor_m**2)
    lat, lon = moved(true.lat, true.lon, shift_m, -0.5 * shift_m)
    later = int(0.2e6 * errors.clock_sd_s)
    other = Events(
        start_us=true.start_us + later, end_us=true.end_us + later, lat=lat, lon=lon, kind=true.kind,
        weapon=true.weapon, count=true.count * 1.02, yield_kg=true.yield_kg,
    )  # fmt: skip
    ratio = np.exp(scene.model.log_likelihood(table, other) - scene.model.log_likelihood(table, true))
    assert abs(ratio.mean() - 1.0) < 4.5 * ratio.std() / np.sqrt(len(ratio)) + 1e-3
    assert ratio.std() > 0.05, "the other events differ enough to tell"


def test_the_likelihood_has_its_closed_form(scene: Any, as_table: Make) -> None:
    """The equations of ``observers.errors`` with the numbers of ``ERRORS``, written out a second time."""
    said, true = scene.reports(60)
    said, true = said.take(np.arange(40)), true.take(np.arange(40))
    got = scene.model.log_likelihood(as_table(said), true)
    row = OBSERVER_KINDS.index(scene.model.kind)
    expected = [closed_form(said.take([i]), true.take([i]), row, scene.model.confusion) for i in range(40)]
    np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-6)


def closed_form(said: Reports, true: Events, row: int, confusion: Real) -> float:
    e = ERRORS
    east, north = offset_m(true.lat, true.lon, said.lat, said.lon)
    stated = np.array([[said.var_ee[0], said.var_en[0]], [said.var_en[0], said.var_nn[0]]])
    cov = e.place_scale[row] ** 2 * stated + e.place_floor_m[row] ** 2 * np.eye(2)
    at, t, f = np.array([east[0], north[0]]), e.place_tail_p[row], e.place_tail_factor[row]
    place = (1 - t) * stats.multivariate_normal.pdf(at, cov=cov) + t * stats.multivariate_normal.pdf(at, cov=f**2 * cov)
    apart = ((said.start_us[0] + said.end_us[0]) / 2 - (true.start_us[0] + true.end_us[0]) / 2) / 1e6
    slack = abs((said.end_us[0] - said.start_us[0] - true.end_us[0] + true.start_us[0]) / 1e6)
    u = (np.arange(4000) + 0.5) / 4000 - 0.5
    sd, t, f = e.clock_sd_s[row], e.clock_tail_p[row], e.clock_tail_factor[row]
    if slack < 50 * sd:  # the uniform error as a sum of 4000 equal steps
        time = (
            (1 - t) * stats.norm.pdf(apart - slack * u, 0, sd) + t * stats.norm.pdf(apart - slack * u, 0, f * sd)
        ).mean()
    else:
        edges = np.array([apart + slack / 2, apart - slack / 2])
        parts = -np.diff((1 - t) * stats.norm.cdf(edges, 0, sd) + t * stats.norm.cdf(edges, 0, f * sd))
        time = parts[0] / slack
    count, spread = 1.0, e.count_log_sd[row]
    if np.isfinite(said.count_best[0]):
        n = said.count_best[0]
        under = stats.norm.cdf(np.log((n - 0.5) / true.count[0]) / spread) if n > 1 else 0.0
        count = stats.norm.cdf(np.log((n + 0.5) / true.count[0]) / spread) - under
    return float(np.log(place * 1e6 * time * 86_400 * count * confusion[true.kind[0], said.kind[0]]))


def test_clutter_is_as_frequent_as_stated(scene: Any, sites_for: Make, start_us: int) -> None:
    box, stormy = Box(47.9, 36.9, 48.1, 37.1), Conditions(thunder=0.5, fireworks=0.2, burning=0.7)
    reach = scene.model.numbers["reach_km"]
    grid = np.meshgrid((np.arange(400) + 0.5) / 400 * 0.2 - 0.1, (np.arange(400) + 0.5) / 400 * 0.2 - 0.1)
    east, north = offset_m(np.full(160_000, 48.0), np.full(160_000, 37.0), 48 + grid[0].ravel(), 37 + grid[1].ravel())
    area = 22.239 * 14.926 * (np.hypot(east, north) <= 1000 * reach).mean()
    days = 3000.0 / (20 * scene.model.clutter(area, 1.0, stormy))
    interval = (start_us, start_us + int(days * 86_400e6))
    sites = sites_for(scene.model.name, 20, np.random.default_rng(5), spread_deg=0.0)
    said = scene.model.simulate_clutter(sites, box, interval, np.random.default_rng(6), stormy)
    assert (said.event == -1).all()
    assert ((said.lat >= box.south) & (said.lat <= box.north) & (said.lon >= box.west) & (said.lon <= box.east)).all()
    assert (said.reported_us > interval[0]).all()
    assert abs(len(said) - 3000) <= 4 * np.sqrt(3000)
    each = np.bincount(said.site, minlength=20)
    assert stats.chi2.sf(((each - 150.0) ** 2 / 150.0).sum(), 20) > LEAST_P
    assert scene.model.clutter(area, days) <= scene.model.clutter(area, days, stormy)
    assert scene.model.clutter(2 * area, days) == pytest.approx(2 * scene.model.clutter(area, days))


def test_clutter_is_what_it_is_mistaken_for(scene: Any, sites_for: Make, start_us: int) -> None:
    sites = sites_for(scene.model.name, 50, np.random.default_rng(8))
    near_km2 = np.pi * min(scene.model.numbers["reach_km"], 100.0) ** 2
    more = scene.model.with_values("a test", clutter=2e4 / near_km2)
    said = more.simulate_clutter(sites, Box(47, 36, 49, 38), (start_us, start_us + 10**11), np.random.default_rng(9))
    named = {KINDS.index(kind) for kind in scene.model.mimics}
    assert len(said) > 100
    assert set(said.kind.tolist()) <= named
    assert (said.site[1:] >= said.site[:-1]).all()


def test_delays_and_weapons_are_as_stated(scene: Any) -> None:
    said, true = scene.reports()
    numbers = scene.model.numbers
    delay = (said.reported_us - true.end_us) / 1e6
    spread = 4.5 * numbers["delay_log_sd"] / np.sqrt(len(delay))
    assert np.log(delay).mean() == pytest.approx(np.log(numbers["delay_s"]), abs=spread)
    armed = true.weapon >= 0
    assert (said.weapon[~armed] == -1).all()
    if armed.any():
        told = (said.weapon[armed] >= 0).mean()
        assert told == pytest.approx(numbers["weapon_told_p"], abs=0.07)


def test_the_same_seed_gives_the_same_reports(scene: Any) -> None:
    first, second = (
        scene.model.simulate(scene.events, scene.sites, scene.conditions, np.random.default_rng(11)) for _ in range(2)
    )
    for name in Reports.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_who_does_not_work_reports_nothing(scene: Any) -> None:
    works = np.ones((400, 30))
    works[:, ::2] = 0.0
    p = scene.model.detection_probability(scene.events, scene.sites, Conditions(available=works))
    full = scene.model.detection_probability(scene.events, scene.sites, Conditions.calm())
    assert (p[:, ::2] == 0).all()
    np.testing.assert_array_equal(p[:, 1::2], full[:, 1::2])
    down = scene.model.simulate(scene.events, scene.sites, Conditions(available=0.0), np.random.default_rng(0))
    assert len(down) == 0


def test_every_number_has_a_source(scene: Any) -> None:
    names = [p.name for p in scene.model.parameters]
    assert len(set(names)) == len(names)
    assert all(p.source and p.help for p in scene.model.parameters)
    learned = scene.model.with_values("learned: 12 shots", threshold_db=3.0)
    assert next(p for p in learned.parameters if p.name == "threshold_db").source == "learned: 12 shots"
    with pytest.raises(KeyError, match="no parameters"):
        scene.model.with_values("x", no_such_number=1.0)


def test_fusion_has_the_models_errors() -> None:
    for each in models():
        assert ERRORS.of(each.kind) == each.errors
    for kind in ObserverKind:
        assert default_model(kind).title
        assert ERRORS.of(kind).place_scale > 0
    np.testing.assert_allclose(ERRORS.confusion.sum(axis=2), 1.0)
    patrol = OBSERVER_KINDS.index(ObserverKind.patrol)
    mixed = 0.8 * model("patrol-ear").confusion + 0.2 * model("patrol-eye").confusion
    np.testing.assert_allclose(ERRORS.confusion[patrol], mixed)
    for name in ("acoustic-node", "press", "ais-receiver", "uav-mini", "uav-long-range", "camera", "camera-thermal"):
        of = OBSERVER_KINDS.index(model(name).kind)
        np.testing.assert_allclose(ERRORS.confusion[of], model(name).confusion)


def test_models_are_what_the_protocol_asks() -> None:
    checked: tuple[ObserverModel, ...] = models()
    assert [m.name for m in checked] == list(MODULES)
    assert {m.kind for m in checked} >= {ObserverKind.patrol, ObserverKind.infrasound, ObserverKind.party}
    with pytest.raises(NotFoundError, match="patrol-ear"):
        model("crystal-ball")


def test_events_are_for_one_model_only(events_for: Make, sites_for: Make) -> None:
    rng = np.random.default_rng(0)
    ears = model("patrol-ear").detection_probability(
        events_for("ais-receiver", 20, rng), sites_for("patrol-ear", 5, rng), Conditions.calm()
    )
    assert (ears == 0).all(), "nobody hears an AIS message"
