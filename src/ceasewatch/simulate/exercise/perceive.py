"""What the observers of an exercise report: by their models, about what happens and about nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ceasewatch.geo.moments import CHI2_95
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, SENSES, WEAPONS, Int, Real
from ceasewatch.model.values import Kind
from ceasewatch.observers import registry
from ceasewatch.observers.conditions import Conditions, night_at
from ceasewatch.observers.events import Events
from ceasewatch.observers.protocol import Box, ObserverModel
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.exercise.calendar import Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.lines import NOTHING, Line
from ceasewatch.simulate.exercise.scenario import Scenario, Site, Weather
from ceasewatch.simulate.exercise.stage import Happened
from ceasewatch.simulate.exercise.watch import Stretch, availability

_DENIAL = KINDS.index(Kind.denial)


def deployed(sites: tuple[Site, ...], country: Country) -> Sites:
    """The observers as columns.

    Raises:
        NotFoundError: a model that there is not.
        DataError: a place that there is not.
    """
    spots = [country.position(s.where) for s in sites]
    return Sites.make(
        len(sites),
        ids=[s.id for s in sites],
        kind=[OBSERVER_KINDS.index(registry.model(s.model).kind) for s in sites],
        model=[s.model for s in sites],
        lat=[at[0] for at in spots],
        lon=[at[1] for at in spots],
        reach_m=[s.reach_km * 1e3 or np.nan for s in sites],
        bearing_deg=[np.nan if s.bearing_deg is None else s.bearing_deg for s in sites],
        field_deg=[np.nan if s.field_deg is None else s.field_deg for s in sites],
        side=[s.side for s in sites],
        nation=[s.nation for s in sites],
    )


def perceived(
    scenario: Scenario, country: Country, calendar: Calendar, happened: Happened, true: list[Stretch],
    rng: np.random.Generator,
) -> list[Line]:  # fmt: skip
    """One line for each report, in order of the time of the report; times are those of right clocks."""
    sites = deployed(scenario.sites, country)
    weather = _periods(scenario.weather, calendar)
    keep = np.array([s.keep for s in scenario.sites])
    parts = []
    for name in dict.fromkeys(sites.model.tolist()):
        rows = np.flatnonzero(sites.model == name)
        part = _by_model(registry.model(name), sites.take(rows), rows, happened, scenario, weather, true, rng)
        parts.append(part.take(np.flatnonzero(rng.random(len(part)) < keep[part.site])))
    reports = Reports.concat(parts)
    order = np.lexsort((reports.site, reports.start_us, reports.reported_us))
    lines = [_line(reports, int(i), n, scenario, happened) for n, i in enumerate(order)]
    return [*lines, *_turned_back(scenario, happened)]


def _by_model(
    model: ObserverModel, sites: Sites, rows: Int, happened: Happened, scenario: Scenario,
    weather: list[tuple[int, int, Weather]], true: list[Stretch], rng: np.random.Generator,
) -> Reports:  # fmt: skip
    """Reports of the sites that run one model; ``site`` indexes the scenario's sites."""
    events = happened.events
    open_to = np.array([not kinds or model.kind in kinds for kinds in happened.noticed_by], np.bool_)
    seen = np.flatnonzero((events.kind != _DENIAL) & open_to)
    works = availability(true, len(scenario.sites), events.start_us[seen])[:, rows]
    about = model.simulate(
        events.take(seen), sites, replace(_conditions(events.take(seen), weather), available=works), rng
    )
    about = replace(about, event=seen[about.event])
    south, west, north, east = scenario.box
    nothing = [
        model.simulate_clutter(sites, Box(south, west, north, east), (begin, end), rng, _scalars(now))
        for begin, end, now in weather
    ]
    found = Reports.concat([about, *nothing])
    found = replace(found, site=rows[found.site])
    up = availability(true, len(scenario.sites), found.start_us)
    return found.take(np.flatnonzero((found.event >= 0) | (up[np.arange(len(found)), found.site] > 0)))


def _periods(weather: tuple[Weather, ...], calendar: Calendar) -> list[tuple[int, int, Weather]]:
    starts = [calendar.begin_us, *(calendar.moment(w.since) for w in weather), calendar.end_us]
    kinds = [Weather(since="1 00:00"), *weather]
    return [(a, b, w) for a, b, w in zip(starts, starts[1:], kinds, strict=False) if a < b]


def _scalars(weather: Weather) -> Conditions:
    return Conditions(
        night=0.5,
        wind_ms=weather.wind_ms,
        wind_to_deg=weather.wind_to_deg,
        visibility_m=weather.visibility_km * 1e3,
        cloud=weather.cloud,
        inversion=weather.inversion,
        thunder=weather.thunder,
        fireworks=weather.fireworks,
        burning=weather.burning,
    )


def _conditions(events: Events, weather: list[tuple[int, int, Weather]]) -> Conditions:
    """What it was like where and when each event began."""
    which = np.clip(np.searchsorted([a for a, _, _ in weather], events.start_us, side="right") - 1, 0, None)

    def column(name: str, factor: float = 1.0) -> Real:
        return np.array([getattr(w, name) * factor for _, _, w in weather])[which]

    return Conditions(
        night=night_at(events.lat, events.lon, events.start_us),
        wind_ms=column("wind_ms"),
        wind_to_deg=column("wind_to_deg"),
        visibility_m=column("visibility_km", 1e3),
        cloud=column("cloud"),
        inversion=column("inversion"),
        thunder=column("thunder"),
        fireworks=column("fireworks"),
        burning=column("burning"),
    )


def _line(r: Reports, i: int, number: int, scenario: Scenario, happened: Happened) -> Line:
    site = scenario.sites[int(r.site[i])]
    model = registry.model(site.model)
    counts = [0 if np.isnan(c[i]) else int(c[i]) for c in (r.count_lowest, r.count_best, r.count_highest)]
    spread = np.sqrt(CHI2_95 * max(float(r.var_ee[i]), float(r.var_nn[i])))
    return Line(
        feed=site.feed,
        row_id=f"x{number:05d}",
        observer=site.id,
        observer_kind=model.kind,
        means=model.means,
        event=str(happened.ids[r.event[i]]) if r.event[i] >= 0 else NOTHING,
        origin=f"{site.id}/{number:05d}",
        start_us=int(r.start_us[i]),
        end_us=int(r.end_us[i]),
        reported_us=max(int(r.reported_us[i]), int(r.end_us[i])),
        lat=round(float(r.lat[i]), 5),
        lon=round(float(r.lon[i]), 5),
        radius_m=max(1, round(spread)) if np.isfinite(spread) else 0,
        kind=KINDS[int(r.kind[i])].value,
        weapon=WEAPONS[int(r.weapon[i])] if r.weapon[i] >= 0 else "",
        lowest=counts[0],
        best=counts[1],
        highest=counts[2],
        series=SENSES[int(r.sense[i])] == "series",
        site=site,
    )


def _turned_back(scenario: Scenario, happened: Happened) -> Iterator[Line]:
    """A patrol that is denied passage says so itself."""
    by_id = {s.id: s for s in scenario.sites}
    for i in np.flatnonzero(happened.events.kind == _DENIAL):
        name = str(happened.ids[i])
        site = by_id.get(name.split("-", 2)[2]) if name.startswith("denial-") else None
        if site is None:
            continue
        model = registry.model(site.model)
        start = int(happened.events.start_us[i])
        yield Line(
            feed=site.feed,
            row_id=f"d{int(i):05d}",
            observer=site.id,
            observer_kind=model.kind,
            means=model.means,
            event=name,
            origin=f"{site.id}/{name}",
            start_us=start,
            end_us=start,
            reported_us=start,
            lat=float(happened.events.lat[i]),
            lon=float(happened.events.lon[i]),
            radius_m=1000,
            kind=Kind.denial.value,
            site=site,
        )
