"""The shared laws against published values and against their own definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.geo.geodesic import from_plane, to_plane
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import KINDS, WEAPONS, Real
from ceasewatch.observers.conditions import Conditions, night_at, sun_elevation_deg
from ceasewatch.observers.elementary import fast_exp, fast_log
from ceasewatch.observers.events import Events
from ceasewatch.observers.horizon import horizon_km
from ceasewatch.observers.infrasound import (
    ALPHA_DB_KM,
    BETA,
    FREQUENCY_HZ,
    SIGMA_KM,
    VEFF_RATIO,
    coefficients,
    dominant_frequency_hz,
    kept,
)
from ceasewatch.observers.offsets import moved, offset_m
from ceasewatch.observers.overpressure import absorption_db_km, overpressure_pa, squared_ratio
from ceasewatch.observers.seismic import DECADE_DB, LOSS_DB_KM, magnitude, source_db
from ceasewatch.observers.visibility import extinction_db_km
from ceasewatch.observers.yields import FILLING_KG, NOMINAL_KG, blasts_kg, yields_kg


@compiled
def exp_log_ratio_kept(x: float, inverse_root: float, loss: float, beta: float, sigma: float) -> Real:
    """The inner functions of the loop, called as the loop calls them."""
    out, at = np.empty(4), np.full(1, x)
    kept(at, out, 1, loss, beta, sigma)
    out[3] = out[0]
    out[0], out[1], out[2] = fast_exp(x), fast_log(x), squared_ratio(x, inverse_root)
    return out


def attenuation_db(km: float, alpha: float, beta: float, sigma: float) -> float:
    """Level over that at 1 km, as Le Pichon's equation has it."""
    return float(20 * np.log10(exp_log_ratio_kept(km, 1.0, -alpha, beta, sigma)[3] / km))


def peak_level_db(range_m: float, inverse_root: float) -> float:
    square = exp_log_ratio_kept(range_m, inverse_root, 0.5, -1.0, 40.0)[2]
    return float(10 * np.log10(square) + 20 * np.log10(101_325 / 20e-6))


def us(text: str) -> int:
    return int(np.datetime64(text, "us").astype(np.int64))


@pytest.mark.parametrize(("z", "bar"), [(1.0, 9.96), (2.0, 2.05), (5.0, 0.2885), (10.0, 0.0998), (40.0, 0.0209)])
def test_overpressure_of_scaled_distance(z: float, bar: float) -> None:
    """Worked out by hand; 10 bar at 1 m and 0.1 bar at 10 m of 1 kg are textbook values."""
    assert overpressure_pa(z, 1.0) / 1.01325e5 == pytest.approx(bar, rel=0.02)


@given(st.floats(0.5, 1e5), st.floats(1e-3, 1e6))
def test_overpressure_scales_with_the_cube_root(range_m: float, kg: float) -> None:
    assert overpressure_pa(range_m, kg) == pytest.approx(float(overpressure_pa(range_m / np.cbrt(kg), 1.0)), rel=1e-9)
    level = 20 * np.log10(float(overpressure_pa(range_m, kg)) / 20e-6)
    assert peak_level_db(range_m, 1 / np.cbrt(kg)) == pytest.approx(level, abs=1e-4)


def test_larger_bursts_are_absorbed_less() -> None:
    loss = absorption_db_km(np.array([1e-3, 1.0, 64.0, 1e12]), 5.0, -1 / 6)
    np.testing.assert_allclose(loss, [15.811, 5.0, 2.5, 0.2], rtol=1e-3)


@pytest.mark.parametrize("i", range(6))
@pytest.mark.parametrize("j", [0, 5, 11])
def test_infrasound_table_is_met_at_its_nodes(i: int, j: int) -> None:
    alpha, beta, sigma = coefficients(FREQUENCY_HZ[[i]], VEFF_RATIO[[j]])
    assert (alpha[0], beta[0], sigma[0]) == pytest.approx((ALPHA_DB_KM[i], BETA[i, j], SIGMA_KM[i]))


def test_infrasound_between_and_beyond_the_nodes() -> None:
    _, beta, _ = coefficients(np.array([np.sqrt(0.4 * 0.8), 50.0]), np.array([0.985, 2.0]))
    assert beta[0] == pytest.approx((-1.15 - 1.0 - 1.3 - 1.05) / 4)
    assert beta[1] == pytest.approx(BETA[5, 11])


def test_the_duct_carries_infrasound_beyond_the_shadow() -> None:
    def level(km: float, veff: float) -> float:
        alpha, beta, sigma = coefficients(np.array([0.8]), np.array([veff]))
        return attenuation_db(km, alpha[0], beta[0], sigma[0])

    assert level(1.0, 1.0) == pytest.approx(-0.47, abs=0.01), "about 0 dB where it is measured from"
    assert level(500.0, 1.09) - level(500.0, 0.88) > 30
    assert level(100.0, 1.09) < level(220.0, 1.09) + 10, "the shadow zone"
    by_hand = 10 ** (-0.47 * 300 / 20) / 300 + 300**-0.9 / (1 + 10 ** ((180 - 300) / 36))
    assert level(300.0, 1.09) == pytest.approx(20 * np.log10(by_hand), abs=1e-4)


def test_infrasound_is_as_loud_as_measured_bursts() -> None:
    """Whitaker (1995): P = 5.95e4 (R / sqrt(2 W))^-1.407 ubar, R in km, W in kt; calm upper winds."""
    for tons, km in ((1000.0, 1000.0), (0.3, 300.0)):
        frequency = dominant_frequency_hz(np.array([1000.0 * tons]))
        alpha, beta, sigma = coefficients(frequency, np.array([1.0]))
        left_db = attenuation_db(km, alpha[0], beta[0], sigma[0]) + 20 * np.log10(km)
        ours = peak_level_db(1000.0 * km, 1 / np.cbrt(1000.0 * tons)) - 30 + left_db
        theirs = 0.1 * 5.95e4 * (km / np.sqrt(2 * tons / 1000.0)) ** -1.407
        assert ours == pytest.approx(20 * np.log10(theirs / 20e-6), abs=6.5)


def test_dominant_frequency_falls_with_yield() -> None:
    two_kilotons = dominant_frequency_hz(np.array([2e6]))
    assert 1 / two_kilotons[0] == pytest.approx(10 ** (2.58 / 3.34))
    assert np.all(np.diff(dominant_frequency_hz(np.array([1.0, 10.0, 1e3, 1e6]))) < 0)


def test_visibility_is_where_two_percent_of_contrast_are_left() -> None:
    loss_db = extinction_db_km(np.array([5000.0])) * 5.0
    assert 10 ** (-loss_db[0] / 10) == pytest.approx(0.02, rel=1e-3)


@pytest.mark.parametrize(("height_m", "km"), [(10.0, 13.0), (50.0, 29.1), (9000.0, 391.0)])
def test_radio_horizon(height_m: float, km: float) -> None:
    assert horizon_km(np.array([height_m]))[0] == pytest.approx(km, rel=0.005)


def test_magnitude_three_is_a_millimetre_at_100_km() -> None:
    level = source_db(np.array([3.0])) - DECADE_DB * 2 - LOSS_DB_KM * 100
    assert 10 ** (level[0] / 20) == pytest.approx(1e6 / 2080, rel=1e-6)
    assert magnitude(np.array([1e6]), 0.0)[0] == pytest.approx(4.45)
    assert magnitude(np.array([1e5, np.nan]), 1.0) == pytest.approx([4.45 - 0.75 - 1.0, -np.inf])


@pytest.mark.parametrize(
    ("lat", "lon", "when", "elevation"),
    [
        (0.0, 0.0, "2000-03-20T12:07", 90.0),
        (48.0, 0.0, "2025-06-21T12:02", 90 - 48 + 23.44),
        (48.0, 0.0, "2025-12-21T11:58", 90 - 48 - 23.44),
        (51.4779, 0.0, "2025-03-04T12:11", 32.1),
    ],
)
def test_sun_at_noon(lat: float, lon: float, when: str, elevation: float) -> None:
    assert sun_elevation_deg(lat, lon, us(when)) == pytest.approx(elevation, abs=0.35)


def test_nights() -> None:
    hours = us("2025-03-04T00:00") + np.arange(24) * 3_600_000_000
    night = night_at(48.0, 30.0, hours)
    assert night[22] == 1.0, "midnight at 30 degrees east"
    assert night[10] == 0.0
    assert ((night >= 0) & (night <= 1)).all()
    assert 9 <= (night == 0).sum() <= 13


@given(st.floats(-70, 70), st.floats(-180, 179), st.floats(-40_000, 40_000), st.floats(-40_000, 40_000))
def test_offsets_are_undone(lat: float, lon: float, east: float, north: float) -> None:
    here = np.array([lat]), np.array([lon])
    back = offset_m(*here, *moved(*here, np.array([east]), np.array([north])))
    assert back[0][0] == pytest.approx(east, abs=1e-3)
    assert back[1][0] == pytest.approx(north, abs=1e-3)


def test_offsets_are_geodesic() -> None:
    lat, lon = from_plane(48.0, 37.0, np.array([10_000.0, -30_000, 0]), np.array([20_000.0, 5_000, -40_000]))
    east, north = offset_m(np.full(3, 48.0), np.full(3, 37.0), lat, lon)
    true_east, true_north = to_plane(48.0, 37.0, lat, lon)
    np.testing.assert_allclose(np.hypot(east, north), np.hypot(true_east, true_north), rtol=2e-5)


@given(st.floats(1e-12, 1e12))
def test_fast_logarithm(x: float) -> None:
    assert exp_log_ratio_kept(x, 1.0, 0.5, -1.0, 40.0)[1] == pytest.approx(np.log(x), rel=2e-8, abs=2e-8)


@given(st.floats(-600, 600))
def test_fast_exponential(x: float) -> None:
    assert exp_log_ratio_kept(x, 1.0, 0.5, -1.0, 40.0)[0] == pytest.approx(np.exp(x), rel=2e-8)


def test_yields() -> None:
    assert set(FILLING_KG) == set(WEAPONS)
    events = Events.make(
        6,
        kind=[KINDS.index(k) for k in ("impact", "launch", "shot", "vehicle", "explosion", "damage")],
        weapon=[WEAPONS.index("howitzer_152")] * 2 + [-1] * 4,
        yield_kg=[np.nan] * 4 + [55.0, np.nan],
    )
    np.testing.assert_allclose(yields_kg(events), [7.0, 2.1, 0.002, np.nan, 55.0, 3.0])
    np.testing.assert_allclose(blasts_kg(events), [7.0, 2.1, 0.002, np.nan, 55.0, np.nan])
    assert NOMINAL_KG.shape == (len(KINDS), len(WEAPONS) + 1)


def test_columns_are_filled_and_checked() -> None:
    events = Events.make(3, start_us=5, lat=[1, 2, 3])
    assert events.end_us.tolist() == [5, 5, 5]
    assert events.take(np.array([2])).lat.tolist() == [3.0]
    with pytest.raises(TypeError, match="no such columns"):
        Events.make(3, latitude=1.0)
    weather = Conditions(night=np.array([0.0, 1.0]), available=np.ones((2, 4))).take(np.array([1]))
    assert np.asarray(weather.night).tolist() == [1.0]
    assert np.shape(weather.available) == (1, 4)
    assert weather.wind_ms == 0.0
