"""The gate between the mission and everyone else: tiers, delay, coarsening. What is printed has passed here."""

from ceasewatch.release.cells import pins_of
from ceasewatch.release.explain import Explanation, explain_withheld
from ceasewatch.release.gate import Gate
from ceasewatch.release.policy import POLICY, Rule
from ceasewatch.release.released import (
    ClauseTotal,
    EffortState,
    FeedHealth,
    NoPosition,
    ReleasedAssessment,
    ReleasedEffort,
    ReleasedIncident,
    ReportedTotal,
    Screened,
)
from ceasewatch.release.words import MEANING, Likelihood, likelihood

__all__ = [
    "MEANING",
    "POLICY",
    "ClauseTotal",
    "EffortState",
    "Explanation",
    "FeedHealth",
    "Gate",
    "Likelihood",
    "NoPosition",
    "ReleasedAssessment",
    "ReleasedEffort",
    "ReleasedIncident",
    "ReportedTotal",
    "Rule",
    "Screened",
    "explain_withheld",
    "likelihood",
    "pins_of",
]  # fmt: skip
