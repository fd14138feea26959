"""Single observations for analysts: exact, but where fire came from is kept coarse and late even there (rule 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from ceasewatch.geo.moments import CHI2_95, gaussian
from ceasewatch.model import Observation, Place, Point, Position, SourceRef, TimeInterval, UnknownPlace
from ceasewatch.release import cells
from ceasewatch.release.candidates import is_origin
from ceasewatch.release.policy import Rule

CELL_RADIUS_M = 2_000
"""Holds every cell of the fine resolution around its centre (its longest edge is 1.55 km)."""


def screened(observations: Iterable[Observation], rule: Rule, at: datetime) -> list[Observation]:
    """Observations as analysts may read them; an origin of fire that is too young is left out."""
    free = at - timedelta(seconds=rule.launch_delay_s)
    found = []
    for observation in observations:
        if not is_origin(observation):
            found.append(observation)
        elif max(observation.phenomenon.end, observation.reported_at or observation.phenomenon.end) <= free:
            found.append(_blurred(observation, rule))
    return found


def _blurred(observation: Observation, rule: Rule) -> Observation:
    """Without anything that could carry the position: words, flights, files, the observer's own place."""
    when = observation.phenomenon
    return msgspec.structs.replace(
        observation,
        phenomenon=TimeInterval(start=when.start, end=when.end, sense=when.sense),
        place=_place(observation.place, rule),
        observer_at=None,
        flights=(),
        text="",
        unread=(),
        notes=(),
        source=SourceRef(file=observation.source.file, line=observation.source.line),
        media=(),
        properties=(),
    )


def _place(place: Place, rule: Rule) -> Place:
    found = gaussian(place)
    if found is None or rule.launch_resolution is None:
        return UnknownPlace(why="the origin of fire is withheld")
    lat, lon = cells.centre(cells.coarsen(cells.fine_cell(found.lat, found.lon), rule.launch_resolution))
    spread = (CHI2_95 * max(found.var_ee, found.var_nn)) ** 0.5
    return Point(at=Position.of(lat, lon), radius_m=CELL_RADIUS_M + round(spread / 1000) * 1000)
