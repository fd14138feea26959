"""Events, sites and conditions as the arrays of the compiled loop."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.geo.geodesic import EARTH_RADIUS_M
from ceasewatch.model.table import Int, Real
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.directions import tangents, unit_vectors
from ceasewatch.observers.events import Events
from ceasewatch.observers.horizon import horizon_km
from ceasewatch.observers.numbers import Numbers
from ceasewatch.observers.reception import EventPart, Law, SitePart, dense
from ceasewatch.observers.sane import check_conditions, check_events, check_sites
from ceasewatch.observers.signal import Sender
from ceasewatch.observers.sites import Sites

LEAST_P: Final = 1e-9
"""Pairs less probable than this are never simulated."""
_PAIRS: Final = 1 << 18
"""So many are looked at together: 2 MB."""


def probabilities(
    law: Law, sender: Sender, numbers: Numbers, events: Events, sites: Sites, conditions: Conditions
) -> Real:
    """(n, m) probability that the site reports the event.

    Raises:
        DataError: an event, a site or a condition that cannot be (:mod:`ceasewatch.observers.sane`).
    """
    event, site, works = _prepared(law, sender, numbers, events, sites, conditions)
    upwind, decade, width = _scalars(law, numbers)
    return dense(int(law), event, site, works, upwind, decade, width)


def pairs(
    law: Law, sender: Sender, numbers: Numbers, events: Events, sites: Sites, conditions: Conditions
) -> tuple[Int, Int, Real]:
    """(event, site, probability) of all pairs that are not out of the question, in order."""
    event, site, works = _prepared(law, sender, numbers, events, sites, conditions)
    upwind, decade, width = _scalars(law, numbers)
    parts, size = [], max(_PAIRS // max(len(sites), 1), 1)
    for start in range(0, max(len(events), 1), size):
        rows = slice(start, start + size)
        p = dense(int(law), event[rows], site, works[rows], upwind, decade, width)
        row, column = np.nonzero(p > LEAST_P)
        parts.append((row + start, column, p[row, column]))
    row, column, chance = (np.concatenate(part) for part in zip(*parts, strict=True))
    return row, column, chance


def reaches_m(numbers: Numbers, sites: Sites) -> Real:
    """(m,) metres beyond which each site reports nothing: its own, else the model's."""
    return np.where(np.isnan(sites.reach_m), 1000.0 * numbers["reach_km"], sites.reach_m)


def _scalars(law: Law, numbers: Numbers) -> tuple[float, float, float]:
    spreads = law not in (Law.HORIZON, Law.AREA)
    decade = numbers.get("decade_db", 20.0) if spreads else 0.0
    return float(numbers.get("upwind_ratio", 0.0)), float(decade), float(numbers["width_db"])


def _prepared(
    law: Law, sender: Sender, numbers: Numbers, events: Events, sites: Sites, conditions: Conditions
) -> tuple[EventPart, SitePart, Real]:
    check_events(events)
    check_sites(sites)
    check_conditions(conditions)
    given = conditions.of(len(events))
    share = np.asarray(given.available, np.float64)
    works = np.require(share if share.ndim == 2 else share[:, None], np.float64, ["C", "W"])
    return _events(sender, numbers, events, given), _sites(law, numbers, sites), works


def _events(sender: Sender, numbers: Numbers, events: Events, conditions: Conditions) -> EventPart:
    n, signal = len(events), sender(numbers, events, conditions)

    def column(values: Real) -> Real:
        return np.broadcast_to(values, (n,))

    sent = (signal.source, signal.loss_db_km, signal.inverse_root, signal.beta, signal.sigma)
    wind = tangents(events.lat, events.lon, np.asarray(conditions.wind_to_deg)) * column(signal.wind_db)[:, None]
    at = unit_vectors(events.lat, events.lon)
    return np.ascontiguousarray(np.column_stack([at, *map(column, sent), wind, column(signal.top)]), np.float64)


def _sites(law: Law, numbers: Numbers, sites: Sites) -> SitePart:
    allround = np.isnan(sites.field_deg) | np.isnan(sites.bearing_deg) | (sites.field_deg >= 360.0)
    half = np.where(allround, -2.0, np.cos(np.radians(np.where(allround, 0.0, sites.field_deg) / 2.0)))
    look = tangents(sites.lat, sites.lon, np.where(allround, 0.0, sites.bearing_deg))
    arc = reaches_m(numbers, sites) / EARTH_RADIUS_M
    reach2 = np.where(arc < np.pi, (2.0 * np.sin(np.minimum(arc, np.pi) / 2.0)) ** 2, np.inf)
    bar = np.full(len(sites), numbers["threshold_db"])
    if law is Law.HORIZON:
        bar -= horizon_km(np.where(np.isnan(sites.height_m), numbers["height_m"], sites.height_m))
    stand = unit_vectors(sites.lat, sites.lon)
    return np.ascontiguousarray(np.column_stack([stand, look, half, reach2, bar]), np.float64)
