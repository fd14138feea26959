"""How quickly one more report finds its incident while a million are held."""

from __future__ import annotations

from benchmarks.bench_bulk import ROWS, SHORT_ROWS, million, step
from benchmarks.declare import Benchmark, Figures
from benchmarks.fronts import SHORT_EVENTS, front
from benchmarks.peers.rows import flat
from benchmarks.peers.splink_peer import needs, splink
from benchmarks.process import scratch

LATER, SHORT_LATER = 10_000, 200
SPLINK_LATER, SHORT_SPLINK_LATER = 1_000, 100


def measure(short: bool) -> Figures:
    """Ours with a million held; Splink with the rows of `pairs-hidden` held."""
    needs("splink", "duckdb")
    later, peer_later = (SHORT_LATER, SHORT_SPLINK_LATER) if short else (LATER, SPLINK_LATER)
    with scratch() as folder:
        whole, _ = million(folder, SHORT_ROWS if short else ROWS)
        figures, usage = step(folder, "online", whole, str(later))
    rows = flat(front(SHORT_EVENTS if short else None, words=False).table)
    steps = splink(rows, words=False, online=peer_later, random_pairs=2e5 if short else 2e6).steps
    return {
        **figures,
        "peak_rss_mb": usage.peak_rss_mb,
        "splink_held": len(rows) - peer_later,
        "splink_rate_per_s": 100 * steps["batches_of_100"] / steps["batches_of_100_wall_s"],
        "splink_rate_per_cpu_s": 100 * steps["batches_of_100"] / steps["batches_of_100_cpu_s"],
        "splink_one_ms": steps["batches_of_1_wall_s"] / steps["batches_of_1"] * 1e3,
    }


BENCHMARK = Benchmark(
    name="online-1m",
    work="`Fuser.add` while the rows of `bulk-1m` are held but the last 10 thousand, which come in as they were "
    "recorded: half in batches of 50 (the rate), half one at a time; processor time on one core",
    held_against="3,000 observations a second in batches, and 20 ms for the slowest of a hundred single ones promised; "
    "Splink 5 against the rows of `pairs-hidden`, in batches of 100 and one at a time, scores only",
    measure=measure,
    limits={"one_p99_ms": 20.0},
    at_least={"rate_per_s": 3000.0},
)
