"""Whether thirty copies of one story count as one source, and how often unlike stories are taken for copies."""

from __future__ import annotations

import time
from typing import Final

import msgspec
import numpy as np

from benchmarks.declare import Benchmark, BenchmarkFailed, Figures
from benchmarks.fronts import SEED, SHORT_EVENTS, WORLD
from ceasewatch.fusion.echo import origins
from ceasewatch.model.table import Int
from ceasewatch.simulate.generate import Simulated, generate
from ceasewatch.simulate.score import echo_accuracy
from ceasewatch.simulate.world import World, load_world

COPIES: Final = 30


def copied(world: World) -> World:
    """The world in which one story of fifty is copied thirty times, and the others not at all."""
    cascades = msgspec.structs.replace(
        world.cascades, share=0.02, mean=COPIES - 1e-6, tail=1e9, largest=COPIES
    )  # a Pareto index so high that all have one size
    return msgspec.structs.replace(world, cascades=cascades)


def families(run: Simulated, prefix: str) -> Figures:
    """How well the families of copies are told, and the processor time of it."""
    start = time.process_time()
    found = origins(run.table)
    cpu_s = time.process_time() - start
    score = echo_accuracy(run.origin, found)
    return {
        f"{prefix}right": score.right,
        f"{prefix}false": score.false,
        f"{prefix}pair_f1": score.pairs.f1,
        f"{prefix}cpu_s": cpu_s,
    }


def measure(short: bool) -> Figures:
    """Families in a world of large cascades, and in the world as it is."""
    events = SHORT_EVENTS if short else 10_000
    world = load_world(WORLD)
    run = generate(copied(world), seed=SEED, events=events)
    large = np.bincount(run.origin)[run.origin] >= COPIES
    if not large.any():
        raise BenchmarkFailed(f"no story of {events} events was copied {COPIES} times")
    origins(run.table)  # loads compiled code
    figures = {"rows": len(run.table), "cascades": len(np.unique(run.origin[large])), **families(run, "")}
    figures["copies_right"] = _held_together(run.origin[large], origins(run.table)[large])
    return figures | families(generate(world, seed=SEED, events=events), "mixed_")


def _held_together(origin: Int, family: Int) -> float:
    """Share of the rows that lie in the family which holds most of their origin."""
    return echo_accuracy(origin, family).right


BENCHMARK = Benchmark(
    name="echo",
    work="`dense-front` with one story in fifty copied 30 times (edited, translated, transliterated, with own or "
    "shared addresses) and the others not; families of copies by `fusion.echo.origins`; and the world as it is",
    held_against="0.95 of the copies in the family of their origin and 0.02 of all rows in a family of another one "
    "promised",
    measure=measure,
    limits={"false": 0.02, "mixed_false": 0.02},
    at_least={"copies_right": 0.95},
)
