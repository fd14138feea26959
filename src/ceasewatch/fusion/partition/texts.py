"""Copies by word and address, in partitions of their own: a partition has some of the keys that reports are found by.

Who copies whom does not depend on places, so rows are spread by the keys of their texts (bands of MinHash, pages, names
of agencies): whoever owns a key gets what the copy model needs of all reports with that key, and finds the links among
them. Border rule: none is needed, for two reports that are compared share a key. A family lies within one connected
component of the links, which is settled as a whole by the owner of its first row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ceasewatch.fusion.echo import origins, packed
from ceasewatch.fusion.echo.buckets import buckets, insert
from ceasewatch.fusion.echo.facts import Facts, Ragged, facts
from ceasewatch.fusion.echo.held import Cards, Held
from ceasewatch.fusion.echo.link import Numbers, log_odds, numbers, older
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.fusion.echo.settle import met
from ceasewatch.fusion.partition.part import Part
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int


@dataclass(frozen=True, slots=True)
class Keyed:
    """Facts of the reports that have some of one partition's keys.

    Attributes:
        row: (m,) their numbers in the whole.
        facts: of them; of their keys only those of that partition.
        parameters: numbers of the copy model.
    """

    row: Int
    facts: Facts
    parameters: EchoParameters


@dataclass(frozen=True, slots=True)
class Family:
    """Whole components of links.

    Attributes:
        part: their rows.
        parameters: numbers of the copy model.
    """

    part: Part
    parameters: EchoParameters


def spread(part: Part, parameters: EchoParameters, parts: int) -> list[Keyed]:
    """For each of ``parts`` partitions, what it gets of the rows of ``part``."""
    f = facts(part.table, parameters)
    keys = f.sets[-1]
    owner, row = keys.values % parts, keys.row
    return [_keyed(part, f, owner == n, row, parameters) for n in range(parts)]


def _keyed(part: Part, f: Facts, mine: np.ndarray, row: Int, parameters: EchoParameters) -> Keyed:
    rows = np.unique(row[mine])
    keys = Ragged.of([()] * len(f))
    np.cumsum(np.bincount(row[mine], minlength=len(f)), out=keys.offsets[1:])
    own = replace(f, sets=(*f.sets[:-1], Ragged(keys.offsets, f.sets[-1].values[mine])))
    return Keyed(part.row[f.row[rows]], taken(own, rows), parameters)


def taken(f: Facts, rows: Int) -> Facts:
    """Facts of some reports."""
    sets = tuple(_runs(s, rows) for s in f.sets)
    return Facts(f.row[rows], f.real[rows], _placed(f.code[rows], sets), sets)


def beside(several: list[Keyed]) -> Keyed:
    """All that one partition gets, in order of rows. ``several`` is not empty."""
    row = np.concatenate([k.row for k in several])
    runs = zip(*(k.facts.sets for k in several), strict=True)
    sets = tuple(_chained(list(s)) for s in runs)
    real = np.concatenate([k.facts.real for k in several])
    code = np.concatenate([k.facts.code for k in several])
    whole = Facts(np.arange(len(row)), real, _placed(code, sets), sets)
    order = np.argsort(row)
    return Keyed(row[order], taken(whole, order), several[0].parameters)


def _runs(s: Ragged, rows: Int) -> Ragged:
    length = np.diff(s.offsets)[rows]
    offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    at = np.arange(offsets[-1]) + np.repeat(s.offsets[:-1][rows] - offsets[:-1], length)
    return Ragged(offsets, s.values[at])


def _chained(several: list[Ragged]) -> Ragged:
    length = np.concatenate([np.diff(s.offsets) for s in several])
    offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    return Ragged(offsets, np.concatenate([s.values for s in several]))


def _placed(code: Int, sets: tuple[Ragged, ...]) -> Int:
    """``code`` with where the runs of ``sets`` begin."""
    out = code.copy()
    for at, runs in enumerate(sets):
        column = packed.CODES + 2 * at
        out[:, column], out[:, column + 1] = runs.offsets[:-1], np.diff(runs.offsets)
    return out


@compiled
def copies_of(h: Held, p: Numbers, card: int, others: Int) -> Int:
    """Those of ``others`` that are younger than ``card`` and rather copy it than not: what makes families."""
    found, count = np.empty(len(others), np.int64), 0
    for other in others:
        if older(h, card, other) and log_odds(h, card, other, p) >= 0.0:
            found[count] = other
            count += 1
    return found[:count]


def copies_in(keyed: Keyed) -> Int:
    """(k, 2) links among the reports that share a key of this partition, by their rows in the whole."""
    cards = Cards()
    own = cards.append(keyed.facts)
    held, n = cards.held, numbers(keyed.parameters)
    found = buckets(int(held.code[own, packed.KEYS + 1].sum()))
    insert(found, held, own, n.window_us)
    seen = np.zeros(len(own), np.int64)
    pairs = [np.zeros((0, 2), np.int64)]
    for card in own.tolist():
        others = met(found, held, card, n.window_us, seen, card + 1)
        younger = copies_of(held, n, card, others)
        pairs.append(np.stack([np.full(len(younger), card), younger], axis=1))
    return keyed.row[np.concatenate(pairs)]


def families(family: Family) -> Int:
    """(n,) the first member of each row's family, by its number in the whole."""
    return family.part.row[origins(family.part.table, family.parameters)]
