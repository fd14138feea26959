"""What no model may do: answer nonsense with a number, or sense with NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, WEAPONS, Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.offsets import moved, offset_m
from ceasewatch.observers.protocol import Box
from ceasewatch.observers.registry import MODULES, model
from ceasewatch.observers.sites import Sites

K = len(KINDS)
CALM = Conditions.calm()


def every_kind(**columns: Any) -> Events:
    return Events.make(K, kind=np.arange(K), **columns)


def chance(name: str, events: Events, conditions: Conditions = CALM, **site: Any) -> Real:
    return model(name).detection_probability(events, Sites.make(1, model=name, **site), conditions)


@pytest.mark.parametrize(
    "conditions",
    [
        {"night": -1.0}, {"night": np.nan}, {"wind_ms": -5.0}, {"wind_ms": np.inf}, {"wind_to_deg": np.nan},
        {"visibility_m": 0.0}, {"visibility_m": np.nan}, {"cloud": 2.0}, {"inversion": 7.0}, {"veff_ratio": 0.0},
        {"jammed": -1.0}, {"thunder": -0.1}, {"available": 1.5}, {"available": np.nan},
        {"available": np.array([[2.0]])},
    ],
)  # fmt: skip
def test_absurd_conditions_are_refused_by_name(conditions: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=next(iter(conditions))):
        chance("camera", Events.make(1), Conditions(**conditions))


@pytest.mark.parametrize(
    "columns",
    [
        {"lat": 91.0}, {"lat": np.nan}, {"lon": np.inf}, {"count": 0.0}, {"count": np.nan}, {"count": np.inf},
        {"yield_kg": -1.0}, {"yield_kg": np.inf}, {"end_us": -5}, {"kind": K}, {"weapon": len(WEAPONS)},
    ],
)  # fmt: skip
def test_absurd_events_are_refused_by_name(columns: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=next(iter(columns))):
        chance("press", Events.make(1, **columns))


@pytest.mark.parametrize(
    "columns",
    [{"lat": -90.5}, {"lon": np.nan}, {"reach_m": -1.0}, {"height_m": -2.0}, {"field_deg": -3.0, "bearing_deg": 0.0}],
)
def test_absurd_sites_are_refused_by_name(columns: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=next(iter(columns))):
        chance("camera", Events.make(1), **columns)


@pytest.mark.parametrize("box", [Box(1, 0, -1, 1), Box(0, 179, 1, -179), Box(-91, 0, 0, 1), Box(-45, 0, 45, 1)])
def test_absurd_boxes_are_refused(box: Box) -> None:
    with pytest.raises(DataError, match="box"):
        model("press").simulate_clutter(Sites.make(1), box, (0, 1), np.random.default_rng(0))


def test_clutter_of_negative_areas_and_times_is_refused() -> None:
    with pytest.raises(DataError, match="area_km2"):
        model("press").clutter(-1.0, 1.0)
    with pytest.raises(DataError, match="days"):
        model("press").clutter(1.0, -1.0)
    with pytest.raises(DataError, match="interval"):
        model("press").simulate_clutter(Sites.make(1), Box(0, 0, 1, 1), (5, 0), np.random.default_rng(0))


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(list(MODULES)),
    kg=st.one_of(st.just(np.nan), st.just(0.0), st.floats(1e-300, 1e300)),
    count=st.floats(1.0, 1e300),
    lat=st.floats(-90, 90),
    away=st.floats(0, 180),
    weather=st.tuples(
        *[st.floats(0, 1)] * 4, st.floats(0, 1e6), st.floats(1e-3, 1e9), st.floats(-1, 1), st.floats(0.1, 9)
    ),
)
def test_whatever_is_allowed_has_a_probability(
    name: str, kg: float, count: float, lat: float, away: float, weather: tuple[float, ...]
) -> None:
    night, cloud, jammed, available, wind, visibility, inversion, veff = weather
    conditions = Conditions(
        night=night, cloud=cloud, jammed=jammed, available=available, wind_ms=wind, wind_to_deg=away,
        visibility_m=visibility, inversion=inversion, veff_ratio=veff,
    )  # fmt: skip
    p = chance(name, every_kind(yield_kg=kg, count=count, lat=lat, lon=away), conditions, reach_m=np.inf)
    assert ((p >= 0) & (p <= 1)).all()
    at_home = chance(name, every_kind(yield_kg=kg, count=count), conditions)
    assert ((at_home >= 0) & (at_home <= 1)).all()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(MODULES)), st.sampled_from(list(KINDS)), st.floats(0.05, 18.0), st.floats(0, 1))
def test_more_is_never_noticed_less(name: str, kind: str, km: float, night: float) -> None:
    """In yield and in number; and less cloud, jamming and outage, and more visibility, never hide."""
    code, lat = KINDS.index(kind), km / 111.195

    def one(weather: Conditions, **columns: Any) -> float:
        return float(chance(name, Events.make(1, kind=code, lat=lat, **columns), weather)[0, 0])

    dusk = Conditions(night=night)
    by_yield = [one(dusk, yield_kg=kg) for kg in (1e-3, 0.1, 3.0, 50.0, 1e3, 1e6)]
    assert (np.diff(by_yield) >= -1e-9).all()
    assert (np.diff([one(dusk, count=n) for n in (1.0, 2.0, 30.0, 1e4)]) >= -1e-9).all()
    for worse in ({"cloud": 0.7}, {"jammed": 0.7}, {"available": 0.3}, {"visibility_m": 900.0}):
        assert one(Conditions(night=night, **worse)) <= one(dusk) + 1e-9


@pytest.mark.parametrize("name", ["patrol-ear", "press", "social-media"])
@pytest.mark.parametrize("lat", [90.0, -90.0, 89.99])
def test_reports_from_the_poles_have_places_on_earth(name: str, lat: float) -> None:
    found = model(name)
    events = every_kind(lat=lat, lon=12.0).take(np.tile(np.arange(K), 40))
    said = found.simulate(events, Sites.make(1, model=name, lat=lat), CALM, np.random.default_rng(1))
    assert len(said) > 20
    assert (np.abs(said.lat) <= 90).all()
    assert (np.abs(said.lon) <= 180).all()


def test_over_the_pole_is_the_other_side() -> None:
    lat, lon = moved(np.array([89.99]), np.array([20.0]), np.array([0.0]), np.array([3000.0]))
    back = offset_m(lat, np.array([-160.0]), np.array([90.0]), np.array([-160.0]))
    assert lon[0] == pytest.approx(-160.0)
    assert back[1][0] == pytest.approx(3000.0 - 1116.9, abs=1.0)


def test_a_camera_imagines_nothing_behind_its_back() -> None:
    camera = model("camera")
    assert isinstance(camera, Model)
    sites = Sites.make(
        2, model="camera", kind=OBSERVER_KINDS.index(camera.kind), lat=48.0, lon=37.0,
        bearing_deg=[np.nan, 90.0], field_deg=[np.nan, 60.0],
    )  # fmt: skip
    box, days = Box(47.8, 36.7, 48.2, 37.3), 20_000
    said = camera.simulate_clutter(sites, box, (0, days * 86_400_000_000), np.random.default_rng(2))
    made = np.bincount(said.site, minlength=2)
    assert made[1] == pytest.approx(made[0] / 6, abs=4 * np.sqrt(made[0] / 6))
    behind = camera.with_errors("a test", camera.errors).simulate_clutter(
        sites.take(np.array([1])), box, (0, days * 86_400_000_000), np.random.default_rng(3)
    )
    east, _ = offset_m(np.full(len(behind), 48.0), np.full(len(behind), 37.0), behind.lat, behind.lon)
    assert len(behind) > 50
    assert (east > 0).all()
