"""What an observer model is: one object that simulates, weighs, and tells what would have been seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ceasewatch.model.table import ObservationTable, Real
from ceasewatch.model.values import Means, ObserverKind
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.events import Events
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites

ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a model, and where it comes from.

    Attributes:
        source: a reference, ``assumed``, or ``learned: ...`` with what it was learned from.
    """

    name: str
    value: float
    unit: str
    source: str
    help: str


@dataclass(frozen=True, slots=True)
class Box:
    """South-west and north-east corner in degrees; it does not cross the antimeridian."""

    south: float
    west: float
    north: float
    east: float


class ObserverModel(Protocol):
    """One kind of observer with one means. Given event, site and conditions, observers err independently."""

    @property
    def name(self) -> str:
        """Unique, as in ``Sites.model``."""
        ...

    @property
    def kind(self) -> ObserverKind:
        """What its observations say in ``observer_kind``."""
        ...

    @property
    def means(self) -> Means:
        """How it perceives."""
        ...

    @property
    def title(self) -> str:
        """For people."""
        ...

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every number that it rests on."""
        ...

    def detection_probability(self, events: Events, sites: Sites, conditions: Conditions) -> Real:
        """(n, m) probability that the site makes a report of the event (of at least one of its ``count``)."""
        ...

    def log_likelihood(self, reports: ObservationTable, events: Events) -> Real:
        """(n,) log density of what report i says, given that it is a report about event i.

        Place per square kilometre, times time per day, times probability of the kinds, times probability of the count.
        What a report does not say (NaN, no time) counts for nothing.
        """
        ...

    def simulate(self, events: Events, sites: Sites, conditions: Conditions, rng: np.random.Generator) -> Reports:
        """The reports that are made, at most one for each event and site, in order of (event, site)."""
        ...

    def clutter(self, area_km2: float, days: float, conditions: Conditions | None = None) -> float:
        """Expected number of reports of one observer about nothing, in a watched area and time.

        Args:
            area_km2: the part of what it can reach.
            days: its working time.
            conditions: scalars; thunder, fireworks and burning raise it. ``None`` is calm.
        """
        ...

    def simulate_clutter(
        self,
        sites: Sites,
        box: Box,
        interval_us: tuple[int, int],
        rng: np.random.Generator,
        conditions: Conditions | None = None,
    ) -> Reports:
        """Reports about nothing (event -1) that lie in the box, in order of site and time.

        Each site makes Poisson many with mean ``clutter(area of its reach within the box, days)``.
        """
        ...
