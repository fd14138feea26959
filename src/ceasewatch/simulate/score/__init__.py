"""Measures of how well a pipeline understood a world whose truth is known. Pure: arrays in, numbers out.

Groupings are given as labels: (n,) integers, equal for rows that are about one event; -1 is a row of its own.
"""

from ceasewatch.simulate.score.calibration import Reliability, brier, ece, reliability
from ceasewatch.simulate.score.echoes import EchoScore, echo_accuracy
from ceasewatch.simulate.score.errors import (
    CountError,
    Ellipses,
    Spread,
    count_error,
    inside_ellipse,
    place_error_m,
    spread,
    time_error_s,
)
from ceasewatch.simulate.score.extended import extended_bcubed
from ceasewatch.simulate.score.grouping import Agreement, bcubed, dense, pair_scores
from ceasewatch.simulate.score.matching import Matches, matches
from ceasewatch.simulate.score.memberships import Alternatives, Statements, memberships

__all__ = [
    "Agreement",
    "Alternatives",
    "CountError",
    "EchoScore",
    "Ellipses",
    "Matches",
    "Reliability",
    "Spread",
    "Statements",
    "bcubed",
    "brier",
    "count_error",
    "dense",
    "ece",
    "echo_accuracy",
    "extended_bcubed",
    "inside_ellipse",
    "matches",
    "memberships",
    "pair_scores",
    "place_error_m",
    "reliability",
    "spread",
    "time_error_s",
]
