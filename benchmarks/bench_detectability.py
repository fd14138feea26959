"""Whether detectability is right, against reports drawn from the observer models, and how fast it is."""

from __future__ import annotations

import time
from typing import Final

import numpy as np

from benchmarks.declare import Benchmark, BenchmarkFailed, Figures
from ceasewatch.coverage import detectability
from ceasewatch.model.table import Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.registry import MODULES, model
from ceasewatch.observers.sites import Sites

MODELS: Final = ("patrol-ear", "patrol-eye", "camera", "camera-thermal", "acoustic-node", "seismic-station")
CHUNK: Final = 10_000
UNSATURATED: Final = (0.03, 0.97)
WEATHER: Final = {
    "day": Conditions.calm(),
    "night": Conditions(night=1.0, wind_ms=6.0, wind_to_deg=45.0, visibility_m=9000.0),
}


def scene(rng: np.random.Generator, events: int, sites: int, width_deg: float, kg: float) -> tuple[Events, Sites]:
    """Events and observers of all models, uniform over a square."""

    def place(n: int) -> dict[str, Real]:
        return {"lat": rng.uniform(48, 48 + width_deg, n), "lon": rng.uniform(38, 38 + 1.5 * width_deg, n)}

    names = [MODELS[i % len(MODELS)] for i in range(sites)]
    happened = Events.make(events, **place(events), yield_kg=rng.lognormal(np.log(kg), 1.0, events))
    return happened, Sites.make(sites, **place(sites), model=names)


def drawn(events: Events, sites: Sites, weather: Conditions, rounds: int, rng: np.random.Generator) -> dict[int, Real]:
    """Share of rounds in which at least 1, 2, 3 observers report each event."""
    found = {k: np.zeros(len(events)) for k in (1, 2, 3)}
    for _ in range(0, rounds, CHUNK):
        many = events.take(np.repeat(np.arange(len(events)), CHUNK))
        reports = np.zeros(len(many), np.int64)
        for name in MODELS:
            made = model(name).simulate(many, sites.of(name), weather, rng)
            reports += np.bincount(made.event, minlength=len(many))
        for k in found:
            found[k] += (reports.reshape(len(events), CHUNK) >= k).sum(axis=1)
    return {k: share / rounds for k, share in found.items()}


def accuracy(rounds: int) -> Figures:
    """Largest and mean difference from Monte Carlo over unsaturated events; by day and by night."""
    rng = np.random.default_rng(20_260_301)
    gaps = []
    for weather in WEATHER.values():
        for sites in (10, 24):
            events, posted = scene(rng, 16, sites, 0.5, 0.15)
            for k, share in drawn(events, posted, weather, rounds, rng).items():
                p = detectability(events, posted, weather, at_least=k)
                open_ = (p > UNSATURATED[0]) & (p < UNSATURATED[1])
                gaps.append(np.abs(p - share)[open_])
    every = np.concatenate(gaps)
    if len(every) < 20:
        raise BenchmarkFailed(f"only {len(every)} events are neither certain nor hopeless")
    return {"unsaturated": len(every), "largest_error": float(every.max()), "mean_error": float(every.mean())}


def speed(events: int) -> Figures:
    """Evaluations of a pair a CPU second, of observers that are nearly all within reach."""
    happened, posted = scene(np.random.default_rng(7), events, 240, 0.1, 1.0)
    figures: Figures = {}
    for k in (1, 3):
        detectability(happened.take(np.arange(10)), posted, at_least=k)  # loads compiled code
        taken = []
        for _ in range(3):
            start = time.process_time()
            detectability(happened, posted, Conditions.calm(), at_least=k)
            taken.append(time.process_time() - start)
        figures[f"evaluations_per_s_at_least_{k}"] = events * len(posted) / min(taken)
    return figures


def slowest(events: int) -> Figures:
    """Evaluations of a pair a CPU second by the slowest of all models, alone."""
    happened, posted = scene(np.random.default_rng(7), events, 240, 0.1, 1.0)
    rates: dict[str, float] = {}
    for name in MODULES:
        ask, sites = model(name).detection_probability, Sites.make(240, lat=posted.lat, lon=posted.lon, model=name)
        taken = []
        for part in (happened.take(np.arange(10)), happened, happened, happened):  # the first loads compiled code
            start = time.process_time()
            ask(part, sites, Conditions.calm())
            taken.append(time.process_time() - start)
        rates[name] = events * len(sites) / min(taken[1:])
    return {"evaluations_per_s_slowest_model": min(rates.values())}


def measure(short: bool) -> Figures:
    """All."""
    return (
        accuracy(CHUNK if short else 10 * CHUNK)
        | speed(2_000 if short else 40_000)
        | slowest(2_000 if short else 10_000)
    )


BENCHMARK = Benchmark(
    name="detectability",
    work="probability that at least 1, 2, 3 of 10 and 24 observers of six models see an event, day and night, against "
    "100,000 rounds of the models' own simulation; then 40,000 events x 240 observers, and each model alone",
    held_against="0.01 on unsaturated events (0.03 < p < 0.97); 2e7 event-observer evaluations a second on one core",
    measure=measure,
    limits={"largest_error": 0.01},
    at_least={
        "evaluations_per_s_at_least_1": 2e7,
        "evaluations_per_s_at_least_3": 2e7,
        "evaluations_per_s_slowest_model": 2e7,
    },
)
