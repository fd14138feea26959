"""What is lost when the world errs otherwise than the one that the parameters were chosen on."""

from __future__ import annotations

from benchmarks.declare import Benchmark, Figures
from benchmarks.fronts import SEED, SHORT_EVENTS, WORLD, Fused, warm_up
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world, worlds


def measure(short: bool) -> Figures:
    """Scores in the world as it is and in each that was made from it by other rates, with words and without."""
    warm_up()
    figures: Figures = {}
    falls: dict[str, list[float]] = {"visible": [], "hidden": []}
    for name in [WORLD, *(world for world in worlds() if world.startswith(f"{WORLD}-changed-"))]:
        run = generate(load_world(name), seed=SEED, events=SHORT_EVENTS if short else None)
        prefix = name.removeprefix(f"{WORLD}-changed-").removeprefix(WORLD)
        for shown, simulated in (("visible", run), ("hidden", run.hidden_words())):
            scores = Fused.of(simulated.table).figures(simulated.event)
            at = f"{prefix}_{shown}".removeprefix("_")
            figures |= {f"{at}_{what}": scores[what] for what in ("pair_f1", "bcubed_f1")}
            falls[shown].append(figures[f"{shown}_pair_f1"] - scores["pair_f1"])
    return figures | {f"{shown}_fall": max(fall) for shown, fall in falls.items()}


BENCHMARK = Benchmark(
    name="pairs-changed",
    work="the rows of `pairs-visible` and `pairs-hidden` again, and those of each world that was made from "
    "`dense-front` by changing its rates: errors of observers, false reports and habits of copying, tails; same "
    "parameters; the largest fall",
    held_against="pair F1 falls by at most 0.05",
    measure=measure,
    limits={"visible_fall": 0.05, "hidden_fall": 0.05},
)
