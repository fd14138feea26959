"""From a scenario and a seed to everything that is delivered, and the truth."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ceasewatch.observers import registry
from ceasewatch.simulate.exercise.calendar import Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.faults import faulty
from ceasewatch.simulate.exercise.package import Package, delivered, true_events
from ceasewatch.simulate.exercise.perceive import perceived
from ceasewatch.simulate.exercise.rows import MARK, table, watch
from ceasewatch.simulate.exercise.scenario import Scenario
from ceasewatch.simulate.exercise.stage import stage
from ceasewatch.simulate.exercise.stories import Newsroom, posted, written
from ceasewatch.simulate.exercise.watch import Stretch, logged, watched

_UNLIMITED_M = 300_000
"""Radius that a coverage log states where neither the site nor its operators limit the reach; assumed."""


def play(name: str, scenario: Scenario, country: Country, *, ahead_us: int, seed: int) -> Package:
    """Everything that the exercise delivers. The same arguments give the same bytes.

    Args:
        name: of the exercise; it stands in every row.
        scenario: what happens and who watches.
        country: where.
        ahead_us: local time less UTC, microseconds.
        seed: of all chance.

    Raises:
        DataError: a place that there is not; NotFoundError: a model that there is not.
    """
    calendar = Calendar(scenario.first_day, scenario.days, ahead_us)
    happen, see, write, spoil = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(4))
    happened = stage(scenario, country, calendar, happen)
    true = watched(scenario, calendar)
    newsroom = Newsroom.of(country, calendar)
    lines = perceived(scenario, country, calendar, happened, true, see)
    lines = written(lines, scenario, newsroom, write) + posted(scenario, country, newsroom, write)
    package = Package()
    delivered(faulty(lines, scenario, calendar, spoil), name, country, calendar, package)
    known = set(happened.ids.tolist())
    package.truth["events.jsonl"] = true_events(happened, [x for x in lines if x.event and x.event not in known], name)
    package.truth["coverage.csv"] = _log(name, true, scenario, country, calendar)
    told = logged(scenario, calendar, true)
    if told:
        package.feeds["coverage"][f"{MARK}-coverage.csv"] = _log(name, told, scenario, country, calendar)
    return package


def _log(name: str, stretches: Iterable[Stretch], scenario: Scenario, country: Country, calendar: Calendar) -> bytes:
    rows = []
    for s in stretches:
        site = scenario.sites[s.site]
        reach = round(site.reach_km * 1e3) or _UNLIMITED_M
        at = (*country.position(site.where), reach)
        rows.append(watch(s, site, registry.model(site.model).kind.value, at, country.areas, calendar))
    return table(name, rows)
