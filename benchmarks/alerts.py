"""Official and volunteer air-raid alerts: which of them are the same alert, told by their starts alone.

Inputs are the area, the start and the feed. Hidden are the ends: the truth rests on them. Two alerts of one area, one
of each feed, are the same alert if each shares more time with the other than with any other, and at least half of the
time that the two take together. It is a truth by evidence that the matchers do not see, not by a person's reading; an
end that the volunteers assumed (``naive``) is no evidence, so such alerts have no partner. Scores are over the alerts
that have one: a found pair counts as wrong if either side has another partner.

Parameters are chosen on 2022 and reported on 2023.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from ceasewatch.model.table import Int
from ceasewatch.simulate.score import Agreement

FILES: Final = ("air_raid_alerts_official_2022_2023.csv.gz", "air_raid_alerts_volunteer_2022_2023.csv.gz")
CHOSEN_ON: Final = 2022
REPORTED_ON: Final = 2023


@dataclass(frozen=True, slots=True)
class Alerts:
    """n alerts of whole first-level units.

    Attributes:
        feed: (n,) 0 official, 1 volunteer.
        area: (n,) code of the unit.
        start_us: (n,) microseconds.
        partner: (n,) the same alert in the other feed; -1 where there is none.
        areas: names of the units, by code.
    """

    feed: Int
    area: Int
    start_us: Int
    partner: Int
    areas: tuple[str, ...]

    def lateness_s(self) -> float:
        """Median of how much later the volunteers give the start of one alert, seconds: hidden truth of the clocks."""
        first = np.flatnonzero((self.partner >= 0) & (self.feed == 0))
        return float(np.median(self.start_us[self.partner[first]] - self.start_us[first])) / 1e6


def alerts(folder: Path, year: int) -> Alerts:
    """The alerts that began in ``year``."""
    rows = [(feed, row) for feed, name in enumerate(FILES) for row in _read(folder / name) if _wanted(row, year)]
    areas = tuple(sorted({_area(row) for _, row in rows}))
    feed = np.array([f for f, _ in rows], np.int64)
    area = np.array([areas.index(_area(row)) for _, row in rows], np.int64)
    start = np.array([_us(row["started_at"]) for _, row in rows], np.int64)
    end = np.array([_us(row["finished_at"]) for _, row in rows], np.int64)
    sure = np.array([row.get("naive") != "True" for _, row in rows], dtype=bool)
    return Alerts(feed, area, start, _partners(feed, area, start, end, sure), areas)


def _read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _wanted(row: dict[str, str], year: int) -> bool:
    whole = row.get("level", "oblast") == "oblast"
    return whole and row["started_at"].startswith(str(year)) and row["finished_at"] >= row["started_at"]


def _area(row: dict[str, str]) -> str:
    return row.get("region") or row["oblast"]


def _us(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


def _partners(feed: Int, area: Int, start: Int, end: Int, sure: np.ndarray) -> Int:
    """The truth: mutually best shared time, at least half of the union."""
    partner = np.full(len(feed), -1, np.int64)
    for unit in np.unique(area):
        a, b = (np.flatnonzero((area == unit) & (feed == f) & sure) for f in (0, 1))
        if not (len(a) and len(b)):
            continue
        shared = np.minimum(end[a][:, None], end[b]) - np.maximum(start[a][:, None], start[b])
        union = np.maximum(end[a][:, None], end[b]) - np.minimum(start[a][:, None], start[b])
        best = shared.argmax(axis=1)
        mutual = shared.argmax(axis=0)[best] == np.arange(len(a))
        good = mutual & (2 * shared[np.arange(len(a)), best] >= union[np.arange(len(a)), best])
        partner[a[good]], partner[b[best[good]]] = b[best[good]], a[good]
    return partner


def score(made: Alerts, first: Int, second: Int) -> Agreement:
    """Of the found pairs of official and volunteer alerts, those that are right; over alerts that have a partner.

    Args:
        made: the alerts.
        first: (k,) rows of the official feed.
        second: (k,) rows of the volunteer feed.
    """
    judged = (made.partner[first] >= 0) | (made.partner[second] >= 0)
    right = int(np.sum(made.partner[first] == second))
    return Agreement.of(right / max(1, int(judged.sum())), right / max(1, int(np.sum(made.partner >= 0)) // 2))


def nearest(made: Alerts, gate_s: float = 600.0) -> tuple[Int, Int]:
    """The rule of thumb: each official alert and the nearest start of the volunteers in the same area."""
    first, second = [], []
    for unit in np.unique(made.area):
        a, b = (np.flatnonzero((made.area == unit) & (made.feed == f)) for f in (0, 1))
        if not (len(a) and len(b)):
            continue
        apart = np.abs(made.start_us[b] - made.start_us[a][:, None])
        best = apart.argmin(axis=1)
        near = apart[np.arange(len(a)), best] <= gate_s * 1e6
        first.append(a[near])
        second.append(b[best[near]])
    return np.concatenate(first), np.concatenate(second)
