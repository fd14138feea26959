"""Detectability: against Monte Carlo with the observer models' own simulation, and the laws it must obey."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ceasewatch.coverage import always, detectability, ledger, resolved, watching
from ceasewatch.coverage.ledger import HOUR_US
from ceasewatch.coverage.watch import HINDERED
from ceasewatch.model import Observer, ObserverKind, to_us
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import ObserverId
from ceasewatch.model.table import KINDS, OBSERVER_KINDS
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.registry import model
from ceasewatch.observers.sites import Sites

MODELS = ("patrol-ear", "camera", "acoustic-node", "seismic-station", "patrol-eye")
NIGHT = Conditions(night=1.0, wind_ms=6.0, wind_to_deg=45.0, visibility_m=9000.0)


def scene(seed, events=12, per_model=2):
    """Events and observers of five kinds so far apart that nothing is certain."""
    rng = np.random.default_rng(seed)
    m = per_model * len(MODELS)
    where = {"lat": rng.uniform(47.8, 48.2, m), "lon": rng.uniform(37.7, 38.3, m)}
    sites = Sites.make(m, **where, model=list(np.repeat(MODELS, per_model)))
    at = {"lat": rng.uniform(47.8, 48.2, events), "lon": rng.uniform(37.7, 38.3, events)}
    return Events.make(events, **at, yield_kg=rng.uniform(0.02, 0.8, events)), sites


def monte_carlo(events, sites, conditions, at_least, rounds, rng):
    """Share of ``rounds`` in which at least so many observers made a report."""
    reports = np.zeros((len(events) * rounds,), np.int64)
    many = events.take(np.repeat(np.arange(len(events)), rounds))
    for name in dict.fromkeys(sites.model):
        made = model(name).simulate(many, sites.of(name), conditions, rng)
        reports += np.bincount(made.event, minlength=len(many))
    return (reports.reshape(len(events), rounds) >= at_least).mean(axis=1)


@pytest.mark.parametrize("at_least", [1, 2, 3])
@pytest.mark.parametrize("conditions", [Conditions.calm(), NIGHT], ids=["day", "night"])
def test_within_a_hundredth_of_monte_carlo(at_least, conditions):
    events, sites = scene(at_least, per_model=3 * at_least - 1)
    p = detectability(events, sites, conditions, at_least=at_least)
    drawn = monte_carlo(events, sites, conditions, at_least, 20_000, np.random.default_rng(7))
    assert ((p > 0.03) & (p < 0.97)).sum() >= 4, "the scene is saturated and shows nothing"
    assert np.abs(p - drawn).max() < 0.015, "20,000 rounds: four standard deviations are 0.014"
    assert np.abs(p - drawn).mean() < 0.004


def test_one_nations_observers_are_one():
    events, sites = scene(4)
    alone = detectability(events, sites.of("camera"), NIGHT)
    lead = dict.fromkeys(sites.ids, "lead")
    together = detectability(events, always(sites, lead), NIGHT)
    assert (together <= detectability(events, sites, NIGHT) + 1e-12).all()
    assert (together >= alone - 1e-12).all()
    assert (detectability(events, always(sites, lead), NIGHT, at_least=2) == 0).all()


def test_a_nation_withdraws():
    events, sites = scene(5)
    nation = np.array(["N1", "N2"] * (len(sites) // 2), dtype=object)
    w = always(replace(sites, nation=nation))
    rest = detectability(events, w.without("N1"), NIGHT)
    kept = detectability(events, sites.take(nation == "N2"), NIGHT)
    assert rest == pytest.approx(kept)
    assert (rest <= detectability(events, w, NIGHT)).all()


def test_blocks_make_no_difference(monkeypatch):
    events, sites = scene(6)
    rng = np.random.default_rng(0)
    spread = replace(events, start_us=rng.integers(0, 10**12, len(events)), end_us=np.full(len(events), 2 * 10**12))
    whole = detectability(spread, sites, at_least=2)
    monkeypatch.setattr("ceasewatch.coverage.detect.PAIRS", 37)
    assert detectability(spread, sites, at_least=2) == pytest.approx(whole, abs=1e-12)


def test_out_of_time_nobody_sees(entry, day):
    book = resolved(ledger([entry("cam", 0, 12, kind="camera", at=(48.0, 38.0)), entry("cam", 12, 24, "down")]))
    at = to_us(day) + np.array([6, 12, 18]) * HOUR_US
    p = detectability(Events.make(3, lat=48.0, lon=38.01, start_us=at), watching(book))
    assert p[0] > 0
    assert p[1] == p[2] == 0


def test_hindrance_that_no_model_knows_halves(entry, day):
    def seen(state, reasons):
        book = resolved(ledger([entry("p", 0, 24, state, at=(48.0, 38.0), degraded_by=reasons)]))
        one = Events.make(1, lat=48.0, lon=38.05, start_us=to_us(day) + 12 * HOUR_US, yield_kg=0.2)
        return float(detectability(one, watching(book))[0])

    assert seen("degraded", ("staff",)) == pytest.approx(HINDERED * seen("observing", ()))
    assert 0 < seen("degraded", ("wind",)) < seen("observing", ())


def test_a_patrol_sees_by_day_what_it_cannot_hear(entry, day):
    """A vehicle two kilometres off: silent for the model by ear, seen by eye, and less so at night."""
    book = resolved(ledger([entry("p", 0, 24, at=(0.0, 0.0))]))
    watch = watching(book)
    ear = watch.take(np.flatnonzero(watch.sites.model == "patrol-ear"))
    at = to_us(day) + np.array([12, 24]) * HOUR_US - 1
    truck = Events.make(2, lat=0.01, lon=0.01, start_us=at, kind=KINDS.index("vehicle"))
    noon, midnight = detectability(truck, watch)
    assert detectability(truck, ear).tolist() == [0.0, 0.0]
    assert noon > 0.2
    assert noon > 2 * midnight


def test_ears_and_eyes_of_one_patrol_are_one_observer(entry):
    """It counts once, and no better than with the better of its two senses."""
    watch = watching(resolved(ledger([entry("p", 0, 24, at=(48.0, 38.0))])))
    start = np.full(20, watch.from_us[0] + 9 * HOUR_US)
    events = Events.make(20, lat=48.0, lon=38.0 + np.linspace(0.01, 0.2, 20), start_us=start, yield_kg=0.3)
    each = [detectability(events, watch.take(np.flatnonzero(watch.sites.model == m))) for m in set(watch.sites.model)]
    assert len(each) == 2
    assert detectability(events, watch) == pytest.approx(np.max(each, axis=0), abs=1e-12)
    assert detectability(events, watch, at_least=2).max() == pytest.approx(0.0, abs=1e-12)


def test_no_known_place_sees_nothing(entry, day):
    book = resolved(ledger([entry("p", 0, 24), entry("paper", 0, 24, kind="press", at=(48.0, 38.0))]))
    one = Events.make(1, lat=48.0, lon=38.0, start_us=to_us(day) + HOUR_US)
    assert detectability(one, watching(book)).tolist() == [0.0]


def test_the_roster_declares_who_shares_a_cause(entry, day):
    twins = [Observer(id=ObserverId(i), kind=ObserverKind.camera, independence="mast 7") for i in ("a", "b")]
    entries = [entry(i, 0, 24, kind="camera", at=(48.0, 38.0)) for i in ("a", "b")]
    one = Events.make(1, lat=48.0, lon=38.01, start_us=to_us(day) + 12 * HOUR_US)
    assert detectability(one, watching(resolved(ledger(entries))), at_least=2)[0] > 0
    assert detectability(one, watching(resolved(ledger(entries, twins))), at_least=2)[0] == 0


def test_by_default_the_sun_decides():
    camera = Sites.make(1, model="camera", kind=OBSERVER_KINDS.index(ObserverKind.camera), lat=0.0, lon=0.0)
    noon_and_midnight = Events.make(2, lat=0.01, lon=0.01, start_us=np.array([12, 24]) * HOUR_US, kind=0)
    p = detectability(noon_and_midnight, camera)
    told = detectability(noon_and_midnight, camera, Conditions(night=np.array([0.0, 1.0])))
    assert p == pytest.approx(told)


@pytest.mark.parametrize(("at_least", "odds"), [(0, 1.0), (1, 0.0)])
def test_senseless_questions_are_refused(at_least, odds):
    events, sites = scene(8)
    with pytest.raises(DataError, match="at_least"):
        detectability(events, sites, at_least=at_least, odds=odds)
