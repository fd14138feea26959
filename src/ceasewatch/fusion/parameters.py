"""Every number that grouping rests on, in one frozen value. First form: all are assumed, none is learned from data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers of the pair model and of the grouping (see ``docs/adr/0002``).

    Attributes:
        floor_m: systematic error between two observers' places (maps, gazetteers), one standard deviation.
        fire_extent_m: the same for fires, which have an extent of their own.
        clock_s: an interval counts as at least this wide, for clocks differ and nobody looks at once.
        gate_sigma: places farther apart than this many joint standard deviations are never linked.
        widest_m: a place with a standard deviation above this says too little to join anything.
        longest_d: an interval longer than this many days says too little to join anything.
        alert_start_s, alert_end_s: scale of the difference between two observers' starts and ends of one alert.
        alert_gate_s: alerts that start farther apart than this are never linked.
        alerts_per_day: how often an area has an alert, for the chance that two of them meet by accident.
        copy_bonus: added to the log odds of two observations that are known to copy one origin.
        limit: log odds of one pair are held between minus and plus this, so that no single pair decides alone.
        cut: mean log odds above which two groups are one incident; 0 is even odds.
        largest: most members that average linkage takes at once; larger neighbourhoods are split first.
    """

    floor_m: float = 500.0
    fire_extent_m: float = 1000.0
    clock_s: float = 300.0
    gate_sigma: float = 3.5
    widest_m: float = 50_000.0
    longest_d: int = 7
    alert_start_s: float = 60.0
    alert_end_s: float = 180.0
    alert_gate_s: float = 1800.0
    alerts_per_day: float = 3.0
    copy_bonus: float = 2.0
    limit: float = 8.0
    cut: float = 0.0
    largest: int = 400


DEFAULT: Final = Parameters()
