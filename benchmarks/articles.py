"""UCDP's press articles as reports of which only office, headline, date and a blurred place are known.

A row of the file is one article's mention of one event. Told are the office, the headline, the day of the article
and a place: the coder's, moved for each row by an error of its own, as large as the row's ``where_prec`` states. Hidden
are the dates of the event, the deaths and ``ged_id``. An article is all rows of one office, day and headline; of equal
rows each belongs to an article of its own. Its truth is the set of events that its coder put it in.

Parameters are chosen on articles of 2014 to 2017 and reported on those of 2018 to 2021.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np

from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import Int, ObservationTable
from ceasewatch.simulate.score import Agreement, extended_bcubed
from ceasewatch.sources.ucdp import RADIUS_M

FILE: Final = "ucdp_event_articles_2014_2021.csv.gz"
CHOSEN_ON: Final = range(2014, 2018)
REPORTED_ON: Final = range(2018, 2022)
DELAY_D: Final = 3
"""Whole days before the article's day on which the event may have been; the feed's own assumption."""

_M_PER_DEG: Final = 111_195.0
_P95: Final = 2.4477
"""Radius that holds 95 % of a circular Gaussian, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Articles:
    """n rows of m articles.

    Attributes:
        table: n reports; ``observer`` is the office, ``text`` the headline, ``reported_us`` the end of the day.
        article: (n,) which article each row belongs to, 0 to m - 1.
        truth: (m,) sets of events.
        event: (n,) the event of each row; for choosing parameters only.
    """

    table: ObservationTable
    article: Int
    truth: tuple[frozenset[int], ...]
    event: Int

    def found(self, label: Int) -> tuple[frozenset[int], ...]:
        """(m,) sets of labels, from the label of each row."""
        sets: list[set[int]] = [set() for _ in self.truth]
        for article, one in zip(self.article.tolist(), label.tolist(), strict=True):
            sets[article].add(one)
        return tuple(map(frozenset, sets))


def articles(folder: Path, years: range, *, seed: int = 1) -> Articles:
    """The articles of ``years``, each row's place blurred with ``seed``.

    Args:
        folder: where :data:`FILE` lies.
        years: of the articles.
        seed: of the errors of the places.
    """
    with gzip.open(folder / FILE, "rt", encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if int(row["article_date"][:4]) in years]
    rng = np.random.default_rng(seed)
    errors = rng.normal(size=(len(rows), 2))
    table = tabulate(_report(n, row, *error) for n, (row, error) in enumerate(zip(rows, errors.tolist(), strict=True)))
    article = _grouped(rows)
    truth: list[set[int]] = [set() for _ in range(int(article.max(initial=-1)) + 1)]
    events = np.array([int(row["ged_id"]) for row in rows], np.int64)
    for at, event in zip(article.tolist(), events.tolist(), strict=True):
        truth[at].add(event)
    return Articles(replace(table, seq=np.arange(len(rows))), article, tuple(map(frozenset, truth)), events)


def _report(n: int, row: dict[str, str], east: float, north: float) -> Observation:
    """One row as a report, its place moved by so many standard deviations."""
    radius = RADIUS_M[int(row["where_prec"])]
    lat, lon = float(row["lat"]), float(row["lon"])
    sd_deg = radius / _P95 / _M_PER_DEG
    at = Position.of(lat + north * sd_deg, lon + east * sd_deg / np.cos(np.radians(lat)))
    end = datetime.strptime(row["article_date"], "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    return Observation(
        id=ObservationId(f"article-{n:05d}"),
        feed=FeedId("ucdp-articles"),
        observer=ObserverId(f"press:{row['office']}"),
        observer_kind=ObserverKind.press,
        phenomenon=TimeInterval(start=end - timedelta(days=DELAY_D + 1), end=end),
        reported_at=end,
        means=Means.reported,
        place=Point(at=at, radius_m=radius),
        kind=Belief.certain("armed_clash"),
        text=row["headline"],
    )


def _grouped(rows: Sequence[dict[str, str]]) -> Int:
    """Article of each row: office, day and headline, and the how-manieth of equal rows it is."""
    known: dict[tuple[str, str, str, int], int] = {}
    times: dict[tuple[str, ...], int] = defaultdict(int)
    out = []
    for row in rows:
        head = (row["office"], row["article_date"], row["headline"])
        equal = times[(*head, row["ged_id"])]
        times[(*head, row["ged_id"])] += 1
        out.append(known.setdefault((*head, equal), len(known)))
    return np.array(out, np.int64)


def pair_f1(truth: Sequence[frozenset[int]], found: Sequence[frozenset[int]]) -> Agreement:
    """Pairs of articles that share a group: precision, recall and F1."""
    true, told = _pairs(truth), _pairs(found)
    both = len(true & told)
    return Agreement.of(both / max(1, len(told)), both / max(1, len(true)))


def _pairs(sets: Sequence[frozenset[int]]) -> set[int]:
    """One number for each pair that shares a group."""
    members: dict[int, list[int]] = defaultdict(list)
    for n, groups in enumerate(sets):
        for group in groups:
            members[group].append(n)
    return {a * len(sets) + b for rows in members.values() for i, a in enumerate(rows) for b in rows[i + 1 :]}


def score(made: Articles, label: Int) -> dict[str, float]:
    """Pair F1 and extended B-cubed of a grouping of the rows.

    Args:
        made: the articles.
        label: (n,) group of each row.
    """
    found = made.found(label)
    pair, cubed = pair_f1(made.truth, found), extended_bcubed(made.truth, found)
    return {
        "pair_precision": pair.precision,
        "pair_recall": pair.recall,
        "pair_f1": pair.f1,
        "bcubed_precision": cubed.precision,
        "bcubed_recall": cubed.recall,
        "bcubed_f1": cubed.f1,
    }
