"""What is said of memberships: probabilities of rows from those of stories, and what else a row may be about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ceasewatch.fusion.refine import CHOICES
from ceasewatch.model.table import Columns, Int, Real

if TYPE_CHECKING:
    from ceasewatch.fusion.parameters import Parameters
    from ceasewatch.fusion.settle import Settled

LEAST: Final = 0.15
"""What is stated of an alternative is too little (:data:`~ceasewatch.fusion.calibration.OTHERS`), by most where it is
little: below this it is not listed."""


@dataclass(frozen=True, slots=True)
class Choices(Columns):
    """Columns: ``row`` an observation, ``anchor`` that of a group that it is no member of, ``p`` a probability."""

    row: Int
    anchor: Int
    p: Real


def told(stories: Settled, happenings: Settled, speaker: Int) -> Real:
    """(n,) probability that each row is about the happening of its group."""
    p: Real = stories.p * happenings.p[speaker]
    return p


def choices(stories: Settled, happenings: Settled, speaker: Int, first: Int, room: Real, p: Parameters) -> Choices:
    """Other groups: those of other stories that the row may tell, and those that its story may be about.

    Args:
        stories: of the rows.
        happenings: of the speakers.
        speaker: (n,) row that speaks for each row's story.
        first: (n,) anchor of each group of speakers, by its smallest speaker.
        room: (n,) what the row's own membership leaves to all others: together they are never more.
        p: the calibration.
    """
    n = len(speaker)
    told_of = stories.where
    rows, other, chance = [], [], []
    for k in range(CHOICES):
        row = np.flatnonzero(told_of[:, k] >= 0)
        rows.append(row)
        other.append(first[happenings.group[speaker[told_of[row, k]]]])
        chance.append(stories.chance[row, k])
        row = np.flatnonzero(happenings.where[speaker, k] >= 0)
        rows.append(row)
        other.append(first[happenings.where[speaker[row], k]])
        chance.append(stories.p[row] * happenings.chance[speaker[row], k])
    row, anchor = np.concatenate(rows), np.concatenate(other)
    value = np.concatenate(chance)
    away = anchor != first[happenings.group[speaker[row]]]
    key, of = np.unique(row[away] * n + anchor[away], return_inverse=True)
    total = np.minimum(1.0, np.bincount(of, value[away], len(key)))
    total = within(p.other_calibration.of(total), key // n, room)
    kept = total >= LEAST
    return Choices(key[kept] // n, key[kept] % n, total[kept])


def within(value: Real, row: Int, room: Real) -> Real:
    """``value`` of each alternative, made smaller in proportion where those of one row exceed its ``room``."""
    whole = np.bincount(row, value, len(room))
    share = np.divide(room, whole, out=np.ones(len(room)), where=whole > room)
    held: Real = np.floor(value * share[row] * 1e6) / 1e6
    return held
