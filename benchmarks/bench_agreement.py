"""A million incidents before every clause of the Minsk texts, beside plain geometry on a map."""

from __future__ import annotations

import json
import sys

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import ROOT, scratch, timed

INCIDENTS, SHORT = 1_000_000, 5_000


def measure(short: bool) -> Figures:
    """CPU seconds and memory of either way; how far plain geometry is off."""
    n = SHORT if short else INCIDENTS
    figures: Figures = {"incidents": n}
    for way in ("ours", "planar"):
        with scratch() as home:
            used = timed(
                [sys.executable, "-m", "benchmarks.agreement_process", way, str(n)], home, paths=(ROOT, ROOT / "src")
            )
        figures |= {f"{way}_{name}": value for name, value in json.loads(used.output).items()}
        figures[f"{way}_peak_rss_mb"] = used.peak_rss_mb
    return figures


BENCHMARK = Benchmark(
    name="agreement-1m",
    work="assess 1,000,000 incidents against every clause of minsk-2014, probabilities and readings included",
    held_against="the same clauses as yes or no on a UTM map with shapely, with its error in metres",
    measure=measure,
    limits={"ours_cpu_s": 10.0, "ours_peak_rss_mb": 1000.0},
)
