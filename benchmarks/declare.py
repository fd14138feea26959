"""What a benchmark declares about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Figures = dict[str, float]
"""Measured figures by name; the name ends in the unit (`_s`, `_ms`, `_mb`) or is a plain count."""


class SkipBenchmark(Exception):  # noqa: N818 - it is an outcome, not an error
    """The benchmark cannot run here; the message says what it lacks and how to provide it."""


class BenchmarkFailed(Exception):  # noqa: N818 - it is an outcome too
    """The work itself failed; the message says how."""


@dataclass(frozen=True)
class Benchmark:
    """One measurement.

    Attributes:
        name: what `make bench ARGS=NAME` calls it.
        work: what is done, in words.
        held_against: the peer, the promise or the physical limit that the figures are compared with.
        measure: does the work and returns figures; True asks for the short form (fewer rounds, smaller input).
        limits: the largest acceptable value of a figure, by its name.
        at_least: the smallest acceptable value of a figure, by its name.
        void_above: a peer's figure above which the data were too easy, so that none of the figures counts.
    """

    name: str
    work: str
    held_against: str
    measure: Callable[[bool], Figures]
    limits: Mapping[str, float] = field(default_factory=dict)
    at_least: Mapping[str, float] = field(default_factory=dict)
    void_above: Mapping[str, float] = field(default_factory=dict)

    def over(self, figures: Figures) -> dict[str, float]:
        """The limits of either side that these figures break; a figure that is missing breaks its limit."""
        too_large = {name: limit for name, limit in self.limits.items() if not _figure(figures, name) <= limit}
        too_small = {name: limit for name, limit in self.at_least.items() if not _figure(figures, name) >= limit}
        return too_large | too_small

    def void(self, figures: Figures) -> dict[str, float]:
        """The bounds of ``void_above`` that these figures pass; a figure that is missing leaves its bound unshown."""
        return {name: bound for name, bound in self.void_above.items() if not _figure(figures, name) <= bound}


def _figure(figures: Figures, name: str) -> float:
    """The figure of that name; NaN, which keeps no bound, where there is none."""
    return figures.get(name, float("nan"))
