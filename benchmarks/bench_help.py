"""How long a person waits for `ceasewatch --help`."""

from __future__ import annotations

import statistics
import sys

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import PROGRAM, scratch, timed


def measure(short: bool) -> Figures:
    """Median wall time of the command, and of a Python that does nothing."""
    rounds = 2 if short else 7
    with scratch() as home:
        timed([str(PROGRAM), "--help"], home)  # writes the byte code once
        runs = [timed([str(PROGRAM), "--help"], home) for _ in range(rounds)]
        bare = [timed([sys.executable, "-c", "pass"], home) for _ in range(rounds)]
    return {
        "wall_s_median": statistics.median(run.wall_s for run in runs),
        "cpu_s_median": statistics.median(run.cpu_s for run in runs),
        "peak_rss_mb": max(run.peak_rss_mb for run in runs),
        "bare_python_wall_s_median": statistics.median(run.wall_s for run in bare),
        "rounds": rounds,
    }


BENCHMARK = Benchmark(
    name="help",
    work="`ceasewatch --help` as a whole process, byte code already compiled; median of 7",
    held_against="0.5 s promised; a Python that does nothing, measured beside it",
    measure=measure,
    limits={"wall_s_median": 0.5},
)
