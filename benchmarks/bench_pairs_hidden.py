"""Which reports are about the same event, from place, time, kind and number alone."""

from __future__ import annotations

from functools import partial

from benchmarks.declare import Benchmark
from benchmarks.pairs import TOO_EASY, compare

BENCHMARK = Benchmark(
    name="pairs-hidden",
    work="the rows of `pairs-visible` with texts, addresses and stated origins hidden",
    held_against="pair F1 0.76 and B-cubed F1 0.87 promised; the same peers on the same rows",
    measure=partial(compare, words=False),
    at_least={"pair_f1": 0.76, "bcubed_f1": 0.87},
    void_above=TOO_EASY,
)
