"""The observer model that all kinds share: numbers, a law, a signal, a confusion, and what is mistaken for events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ceasewatch.model.table import PLACE_KINDS, Int, ObservationTable, Real, Small
from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers import drawing
from ceasewatch.observers.clutter import mimicked, rate_km2_day, scattered
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.confusion import Rules, matrix
from ceasewatch.observers.errors import Errors
from ceasewatch.observers.events import Events
from ceasewatch.observers.likelihood import log_likelihood
from ceasewatch.observers.numbers import Numbers, of_errors
from ceasewatch.observers.offsets import moved, offset_m
from ceasewatch.observers.protocol import ASSUMED, Box, Parameter
from ceasewatch.observers.reception import Law
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sane import check_amount, check_box, check_conditions, check_sites
from ceasewatch.observers.scene import pairs, probabilities, reaches_m
from ceasewatch.observers.signal import Sender
from ceasewatch.observers.sites import Sites

_US_PER_DAY = 86_400_000_000


@dataclass(frozen=True)
class Model:
    """One kind of observer with one means; implements :class:`~ceasewatch.observers.protocol.ObserverModel`.

    Attributes:
        name, kind, means, title: see the protocol.
        about: range law and what degrades it, for the reference page.
        own: parameters apart from the errors.
        law: how the level falls with distance.
        signal: what events send out.
        rules: what it says of each kind.
        mimics: share of each kind among its reports about nothing.
        errors: how far it errs.
        errors_source: where those numbers come from.
    """

    name: str
    kind: ObserverKind
    means: Means
    title: str
    about: str
    own: tuple[Parameter, ...]
    law: Law
    signal: Sender
    rules: Rules
    mimics: Mapping[Kind, float]
    errors: Errors
    errors_source: str = ASSUMED

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every number that it rests on, except the confusion."""
        return self.own + of_errors(self.errors, self.errors_source)

    @cached_property
    def numbers(self) -> Numbers:
        """Values by name."""
        return {p.name: p.value for p in self.own}

    @cached_property
    def confusion(self) -> Real:
        """(K, K) P(reported | true)."""
        return matrix(self.rules)

    def with_values(self, source: str, **values: float) -> Model:
        """The model with other numbers, e.g. learned ones.

        Args:
            source: where they come from; it is shown.
            values: by the names of ``own``.

        Raises:
            KeyError: a name that the model does not have.
        """
        missing = set(values) - set(self.numbers)
        if missing:
            raise KeyError(f"{self.name} has no parameters {sorted(missing)}")
        changed = (replace(p, value=values[p.name], source=source) if p.name in values else p for p in self.own)
        return replace(self, own=tuple(changed))

    def with_errors(self, source: str, errors: Errors) -> Model:
        """The model with other errors."""
        return replace(self, errors=errors, errors_source=source)

    def detection_probability(self, events: Events, sites: Sites, conditions: Conditions) -> Real:
        """See the protocol."""
        return probabilities(self.law, self.signal, self.numbers, events, sites, conditions)

    def log_likelihood(self, reports: ObservationTable, events: Events) -> Real:
        """See the protocol."""
        return log_likelihood(reports, events, self.errors, self.confusion)

    def simulate(self, events: Events, sites: Sites, conditions: Conditions, rng: np.random.Generator) -> Reports:
        """See the protocol."""
        row, site, p = pairs(self.law, self.signal, self.numbers, events, sites, conditions)
        made = rng.random(len(p)) < p
        row, site = row[made], site[made]
        true = events.take(row)
        east, north = offset_m(sites.lat[site], sites.lon[site], true.lat, true.lon)
        stated = drawing.stated_covariance(east, north, self.numbers, rng)
        lat, lon = moved(true.lat, true.lon, *drawing.place_errors(stated, self.errors, rng))
        return self._said(true, row, site, lat, lon, stated, drawing.kinds(true.kind, self.confusion, rng), rng)

    def clutter(self, area_km2: float, days: float, conditions: Conditions | None = None) -> float:
        """See the protocol."""
        check_amount("area_km2", area_km2)
        check_amount("days", days)
        here = conditions or Conditions.calm()
        check_conditions(here)
        return rate_km2_day(self.numbers, here) * area_km2 * days

    def simulate_clutter(
        self,
        sites: Sites,
        box: Box,
        interval_us: tuple[int, int],
        rng: np.random.Generator,
        conditions: Conditions | None = None,
    ) -> Reports:
        """See the protocol."""
        check_box(box)
        check_sites(sites)
        check_amount("interval_us", interval_us[1] - interval_us[0])
        per_km2 = self.clutter(1.0, (interval_us[1] - interval_us[0]) / _US_PER_DAY, conditions)
        site, lat, lon = scattered(sites, reaches_m(self.numbers, sites), box, per_km2, rng)
        at = np.sort(rng.integers(interval_us[0], interval_us[1], len(site)))
        order = np.lexsort([at, site])
        site, lat, lon, at = site[order], lat[order], lon[order], at[order]
        kind = mimicked(self.mimics, len(site), rng)
        nothing = Events.make(len(site), start_us=at, lat=lat, lon=lon, kind=kind)
        east, north = offset_m(sites.lat[site], sites.lon[site], lat, lon)
        stated = drawing.stated_covariance(east, north, self.numbers, rng)
        return self._said(nothing, np.full(len(site), -1), site, lat, lon, stated, kind, rng)

    def _said(
        self,
        true: Events,
        row: Int,
        site: Int,
        lat: Real,
        lon: Real,
        stated: drawing.Stated,
        kind: Small,
        rng: np.random.Generator,
    ) -> Reports:
        start, end = drawing.intervals(true, self.numbers, self.errors, rng)
        lowest, best, highest = drawing.counts(true.count, self.numbers, self.errors, rng)
        sector = self.numbers["bearing_sd_deg"] > 0
        return Reports(
            event=row,
            site=site,
            start_us=start,
            end_us=end,
            sense=drawing.senses(true),
            lat=lat,
            lon=lon,
            var_ee=stated.ee,
            var_en=stated.en,
            var_nn=stated.nn,
            place_kind=np.full(len(row), PLACE_KINDS.index("sector" if sector else "point"), np.int8),
            kind=kind,
            weapon=drawing.weapons(true.weapon, self.numbers, rng),
            count_lowest=lowest,
            count_best=best,
            count_highest=highest,
            reported_us=true.end_us + drawing.delays_us(len(row), self.numbers, rng),
        )
