"""What a pair's reported kinds say: together about one true kind, or each for itself (Dawid and Skene 1979)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, Int, Real
from ceasewatch.observers.pair_columns import PairColumns

_O: Final = len(OBSERVER_KINDS)
_K: Final = len(KINDS)
_HELD: Final = 5.0
"""The confusion known before counts as this many times the prior for each row: kinds are many and pairs are few."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """The different things that pairs say, s of them, each once.

    Attributes:
        which: (n,) index of each pair's.
        kind_a, kind_b, said_a, said_b: (s,) as in the pairs.
        log_chance: (s,) log probability of the two reported kinds where they have nothing to do with each other.
    """

    which: Int
    kind_a: Int
    kind_b: Int
    said_a: Int
    said_b: Int
    log_chance: Real


@dataclass(frozen=True, slots=True)
class Kinds:
    """Of s sayings: log probabilities (s,), and of the true kind (s, K) if both reports are about one happening."""

    log_same: Real
    log_chance: Real
    true_p: Real


def sayings(pairs: PairColumns) -> Sayings:
    """The different sayings of ``pairs``. By chance, each kind of observer says what it says in all pairs."""
    columns = (pairs.kind_a, pairs.kind_b, pairs.said_a, pairs.said_b)
    rows = np.stack([c.astype(np.int64) for c in columns], axis=1)
    code = ((rows[:, 0] * _O + rows[:, 1]) * (_K + 1) + rows[:, 2] + 1) * (_K + 1) + rows[:, 3] + 1
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    kind_a, kind_b, said_a, said_b = rows[first].T
    counts, log_chance = np.full((_O, _K), 0.1), np.zeros(len(first))
    for kind, said in ((rows[:, 0], rows[:, 2]), (rows[:, 1], rows[:, 3])):
        np.add.at(counts, (kind[said >= 0], said[said >= 0]), 1.0)
    log_told = np.log(counts / counts.sum(axis=1, keepdims=True))
    for kind, said in ((kind_a, said_a), (kind_b, said_b)):
        log_chance += np.where(said >= 0, log_told[kind, said], 0.0)
    return Sayings(which, kind_a, kind_b, said_a, said_b, log_chance)


def kind_evidence(told: Sayings, confusion: Real, kind_prior: Real) -> Kinds:
    """E step. Where a kind is not told, it says nothing.

    Args:
        told: s sayings.
        confusion: (O, K, K) P(said | true).
        kind_prior: (K,) how frequent each true kind is among happenings that two observers reported.
    """
    joint = kind_prior[None, :].repeat(len(told.kind_a), axis=0)
    for kind, said in ((told.kind_a, told.said_a), (told.kind_b, told.said_b)):
        joint = joint * np.where((said >= 0)[:, None], confusion[kind, :, said], 1.0)
    total = joint.sum(axis=1)
    return Kinds(np.log(total), told.log_chance, joint / total[:, None])


def confusion_update(told: Sayings, kinds: Kinds, same: Real, before: Real, prior: float) -> tuple[Real, Real]:
    """M step: (confusion, frequency of true kinds), with what was known before as ``prior`` reports or more a row.

    Args:
        told: the sayings of n pairs.
        kinds: their evidence.
        same: (n,) probability that each pair is of one happening.
        before: (O, K, K) confusion known before.
        prior: what it counts as.
    """
    counts = _HELD * prior * before
    weight = np.bincount(told.which, same, len(told.kind_a))[:, None] * kinds.true_p
    for kind, said in ((told.kind_a, told.said_a), (told.kind_b, told.said_b)):
        stated = said >= 0
        np.add.at(counts.transpose(0, 2, 1), (kind[stated], said[stated]), weight[stated])
    frequency = weight.sum(axis=0) + 1.0
    return counts / counts.sum(axis=2, keepdims=True), frequency / frequency.sum()
