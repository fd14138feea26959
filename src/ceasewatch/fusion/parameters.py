"""Every number that grouping rests on, in one frozen value, with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log
from typing import Final

from ceasewatch.fusion.calibration import MEMBERS, OTHERS, Calibration
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.observers.errors import ERRORS, ErrorTable


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers of the likelihood and of the grouping (see ``docs/adr/0007``).

    Attributes:
        errors: how far each kind of observer errs.
        fire_extent_m: fires have an extent of their own.
        clock_s: no clock and no reading of it is held for better than this, one standard deviation.
        gate_sigma: places and times farther apart than this many joint standard deviations are never linked.
        widest_m: a place with a standard deviation above this says too little to join anything.
        longest_d: an interval longer than this many days says too little to join anything.
        alert_start_s, alert_end_s: scale of the difference between two observers' starts and ends of one alert.
        alert_gate_s: alerts that start farther apart than this are never linked.
        alerts_per_day: how often an area has an alert, for the chance that two of them meet by accident.
        count_log_mean, count_log_sd: of the logarithm of the number of single ones in a happening.
        length_log_mean, length_log_sd, length_error: of the logarithm of the length of a series in seconds, and the
            error of a report of it.
        vague: share of intervals that say nothing about how long a series was.
        sense_p: how often a report is right whether it was a moment or a series; assumed.
        longest_series_s: a longer interval of a series counts as vague.
        echo_bonus: log odds that two reports tell one story, where words or addresses say so.
        echo_cost: cost of two texts that, by their words and addresses, tell two.
        rate_floor: other happenings per km2 and day where nothing else is known of.
        rate_share: happenings per report held; scales the rate that is counted.
        rate_weight: km2 and days of observation that the floor is worth.
        burst: happenings that one sets off near itself.
        burst_weight: how many reports beyond the first few that assumption is worth (``k`` of the density).
        writer_rate: how many times more happenings a writer may be telling of than the rate that is counted: also such
            as nobody else reports, elsewhere than he says.
        story_share: stories per writer's report.
        story_gate: as ``gate_sigma``, for reports of one story.
        story_cut: as ``cut``, for reports of one story.
        cut: log odds above which two reports are linked.
        sweeps: how often every report may move to a better group.
        echo: of words and addresses.
        calibration: from computed to observed probabilities of memberships; other_calibration: of alternatives.
    """

    errors: ErrorTable = field(default_factory=lambda: ERRORS)
    fire_extent_m: float = 1000.0
    clock_s: float = 30.0
    gate_sigma: float = 3.3
    widest_m: float = 50_000.0
    longest_d: int = 7
    alert_start_s: float = 60.0
    alert_end_s: float = 180.0
    alert_gate_s: float = 1800.0
    alerts_per_day: float = 3.0
    count_log_mean: float = 1.0
    count_log_sd: float = 1.1
    length_log_mean: float = 6.4
    length_log_sd: float = 1.0
    length_error: float = 0.25
    vague: float = 0.2
    sense_p: float = 0.95
    longest_series_s: float = 7200.0
    echo_bonus: float = 9.0
    echo_cost: float = 4.0
    rate_floor: float = 0.03
    rate_share: float = 0.5
    rate_weight: float = 2.0
    burst: float = 1.0
    burst_weight: float = 0.5
    writer_rate: float = 6.0
    story_share: float = 0.15
    story_gate: float = 6.0
    story_cut: float = 0.0
    cut: float = 0.0
    sweeps: int = 2
    echo: EchoParameters = field(default_factory=EchoParameters)
    calibration: Calibration = field(default_factory=lambda: MEMBERS)
    other_calibration: Calibration = field(default_factory=lambda: OTHERS)

    @property
    def event_rule(self) -> tuple[float, ...]:
        """Numbers of the rate of happenings, as :mod:`ceasewatch.fusion.density` takes them."""
        return (
            self.rate_share,
            self.rate_floor,
            self.rate_weight,
            self.burst,
            self.alerts_per_day,
            log(self.writer_rate),
            self.burst_weight,
        )

    @property
    def story_rule(self) -> tuple[float, ...]:
        """The same for stories."""
        return (
            self.story_share,
            self.rate_floor,
            self.rate_weight,
            self.burst,
            self.alerts_per_day,
            0.0,
            self.burst_weight,
        )


DEFAULT: Final = Parameters()
