"""Small scenes, and reports as the table that fusion gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from ceasewatch.model.table import KINDS, NO_TIME, OBSERVER_KINDS, WEAPONS, ObservationTable
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.model import Model
from ceasewatch.observers.registry import MODULES, model
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites

START_US = 1_741_046_400_000_000
"""2025-03-04 00:00 UTC, in the fictional country of the exercises."""

SENSED = {
    "adsb-receiver": ("overflight",),
    "ais-receiver": ("vessel",),
    "satellite-thermal": ("fire", "explosion", "impact"),
    "satellite-imagery": ("damage", "crater", "vehicle"),
}
"""Kinds of event to try on a model; the others get those that all of them perceive."""


@dataclass(frozen=True)
class Scene:
    """Events and sites that suit one model, and conditions in which it works."""

    model: Model
    events: Events
    sites: Sites
    conditions: Conditions

    def reports(self, least: int = 1500) -> tuple[Reports, Events]:
        """At least so many reports, each with its event."""
        rng, parts, about = np.random.default_rng(7), [], []
        for _ in range(60):
            said = self.model.simulate(self.events, self.sites, self.conditions, rng)
            parts.append(said)
            about.append(self.events.take(said.event))
            if sum(map(len, parts)) >= least:
                break
        columns = {name: np.concatenate([getattr(e, name) for e in about]) for name in Events.__dataclass_fields__}
        return Reports.concat(parts), Events(**columns)


def _events_for(name: str, n: int, rng: np.random.Generator, spread_deg: float = 0.03) -> Events:
    kinds = [KINDS.index(k) for k in SENSED.get(name, ("explosion", "impact", "launch"))]
    lasting = rng.choice([0, 600, 7200], n) * 1_000_000
    start = START_US + rng.integers(0, 86_400_000_000 * 30, n)
    return Events.make(
        n,
        start_us=start,
        end_us=start + lasting,
        lat=48.0 + spread_deg * rng.standard_normal(n),
        lon=37.0 + spread_deg * rng.standard_normal(n),
        kind=rng.choice(kinds, n),
        weapon=-1 if name in SENSED else rng.choice([-1, WEAPONS.index("mortar_120"), WEAPONS.index("mlrs_220")], n),
        count=rng.choice([1, 1, 2, 5, 30], n),
    )


def _sites_for(name: str, m: int, rng: np.random.Generator, spread_deg: float = 0.03) -> Sites:
    return Sites.make(
        m,
        model=name,
        kind=OBSERVER_KINDS.index(model(name).kind),
        lat=48.0 + spread_deg * rng.standard_normal(m),
        lon=37.0 + spread_deg * rng.standard_normal(m),
    )


@pytest.fixture(params=MODULES)
def scene(request: pytest.FixtureRequest) -> Scene:
    """400 events and 30 sites of each model in turn."""
    name = request.param
    rng = np.random.default_rng(list(MODULES).index(name))
    found = model(name)
    assert isinstance(found, Model)
    weather = Conditions(night=rng.random(400), wind_ms=rng.uniform(0, 6, 400), wind_to_deg=rng.uniform(0, 360, 400))
    return Scene(found, _events_for(name, 400, rng), _sites_for(name, 30, rng), weather)


def _as_table(reports: Reports, observer_kind: int = 0) -> ObservationTable:
    """The reports as fusion gets them, words and names apart."""
    n = len(reports)
    kind_p = np.zeros((n, len(KINDS)))
    kind_p[np.arange(n), reports.kind] = 1.0
    empty = np.full(n, "", object)
    own = "start_us end_us sense lat lon var_ee var_en var_nn place_kind weapon reported_us".split()  # noqa: SIM905
    own += ["count_lowest", "count_best", "count_highest"]
    return ObservationTable(
        ids=np.array([f"o{i}" for i in range(n)], object),
        seq=np.arange(n),
        recorded_us=np.full(n, NO_TIME),
        kind_p=kind_p,
        observer_kind=np.full(n, observer_kind, np.int8),
        role=np.zeros(n, np.int8),
        feed=empty,
        observer=empty,
        area=empty,
        origin=empty,
        source=empty,
        name=empty,
        text=empty,
        urls=np.array([()] * n + [None], object)[:-1],
        rows=np.full(n, None, object),
        **{name: getattr(reports, name) for name in own},
    )


@pytest.fixture
def events_for() -> Callable[..., Events]:
    """``events_for(model name, n, rng)``."""
    return _events_for


@pytest.fixture
def sites_for() -> Callable[..., Sites]:
    """``sites_for(model name, m, rng)``."""
    return _sites_for


@pytest.fixture
def as_table() -> Callable[..., ObservationTable]:
    """``as_table(reports)``."""
    return _as_table


@pytest.fixture
def start_us() -> int:
    """When the scenes begin."""
    return START_US
