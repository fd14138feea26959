"""A simulated table as Structs: what a mission's feeds would deliver, one observation a row."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from ceasewatch.geo.moments import CHI2_95
from ceasewatch.model.belief import NOT_KNOWN, Belief
from ceasewatch.model.count import Count
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.observation import Observation, SourceRef, Weapon
from ceasewatch.model.place import Covariance, Place, Point, Position, UnknownPlace
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, ROLES, SENSES, WEAPONS, ObservationTable
from ceasewatch.model.time import TimeInterval, TimeSense, from_us
from ceasewatch.model.values import Means, ObserverKind
from ceasewatch.observers.registry import default_model
from ceasewatch.simulate.simulated import Simulated

_CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)


def observations(simulated: Simulated) -> list[Observation]:
    """The rows as Structs, in order of the table.

    :func:`ceasewatch.geo.tabulate.tabulate` gives the same columns back: coordinates within 1e-7 degrees, variances
    within a square metre, ``seq`` and ``recorded_us`` where they are passed on.
    """
    t = simulated.table
    return [_observation(t, i) for i in range(len(t))]


def language_of(text: str) -> str:
    """``ru`` for Cyrillic, ``en`` for other words, empty for none."""
    if not text:
        return ""
    return "ru" if _CYRILLIC.search(text) else "en"


def _observation(t: ObservationTable, i: int) -> Observation:
    kind = OBSERVER_KINDS[t.observer_kind[i]]
    text = str(t.text[i])
    return Observation(
        id=ObservationId(str(t.ids[i])),
        feed=FeedId(str(t.feed[i])),
        observer=ObserverId(str(t.observer[i])),
        observer_kind=kind,
        phenomenon=_interval(t, i),
        means=_means(kind),
        place=_place(t, i),
        kind=Belief.certain(str(KINDS[int(t.kind_p[i].argmax())])),
        role=ROLES[t.role[i]],
        reported_at=from_us(int(t.reported_us[i])),
        count=_count(t, i),
        weapon=Weapon(classes=Belief.certain(WEAPONS[t.weapon[i]]) if t.weapon[i] >= 0 else NOT_KNOWN),
        language=language_of(text),
        text=text,
        source=SourceRef(row_id=str(t.source[i]).split("\x1f")[2], urls=tuple(t.urls[i])),
    )


def _means(kind: ObserverKind) -> Means:
    return default_model(kind).means


def _interval(t: ObservationTable, i: int) -> TimeInterval:
    sense = TimeSense(SENSES[t.sense[i]])
    return TimeInterval(start=from_us(int(t.start_us[i])), end=from_us(int(t.end_us[i])), sense=sense)


def _place(t: ObservationTable, i: int) -> Place:
    if np.isnan(t.lat[i]):
        return UnknownPlace(why="the report names no place")
    ee, en, nn = float(t.var_ee[i]), float(t.var_en[i]), float(t.var_nn[i])
    most = (ee + nn) / 2 + float(np.hypot((ee - nn) / 2, en))
    whole = Covariance(ee_m2=int(np.ceil(ee)), en_m2=int(en), nn_m2=int(np.ceil(nn)))
    at = Position.of(float(t.lat[i]), float(t.lon[i]))
    return Point(at=at, radius_m=round(float(np.sqrt(CHI2_95 * most))), covariance=whole)


def _count(t: ObservationTable, i: int) -> Count:
    def whole(value: float) -> int | None:
        return None if np.isnan(value) else int(value)

    return Count(
        lowest=whole(float(t.count_lowest[i])),
        best=whole(float(t.count_best[i])),
        highest=whole(float(t.count_highest[i])),
    )
