"""How long the demo takes once the dependencies are there."""

from __future__ import annotations

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import PROGRAM, scratch, timed


def measure(short: bool) -> Figures:  # noqa: ARG001 - the demo has one size
    """One run in an empty folder."""
    with scratch() as home:
        run = timed([str(PROGRAM), "demo"], home)
    return {"wall_s": run.wall_s, "cpu_s": run.cpu_s, "peak_rss_mb": run.peak_rss_mb}


BENCHMARK = Benchmark(
    name="demo",
    work="`ceasewatch demo` in an empty folder, without the downloads that `make demo` may do first",
    held_against="60 s promised",
    measure=measure,
    limits={"wall_s": 60.0},
)
