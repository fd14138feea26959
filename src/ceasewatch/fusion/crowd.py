"""A bound on the work that one place and moment can cause: of very many reports alike, most follow another.

Joining asks of every group what each of its neighbours would add: with n reports that are all linked to each other
that is work of the third power, and a flood of invented reports is exactly that. So of the reports of a neighbourhood
that their own errors cannot tell apart (same sort of kind, same box of four standard deviations of place and time)
the first :data:`MOST` in the record are grouped as ever. Every later one follows that of them to which its link is
strongest: it goes where that goes; where its observer or row told it apart from somebody there, it goes with others of
its box that were turned away. What a person decided on follows nobody. The rule is a function of one neighbourhood,
so it is the same in bulk, online and in partitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.fusion.evidence import Evidence
from ceasewatch.fusion.likelihood import M_PER_DEG
from ceasewatch.fusion.packed import (
    BEST,
    CLASS,
    CLOCK2,
    EE,
    END,
    LASTING,
    LAT,
    LON,
    NAME,
    NN,
    OBSERVER,
    SOURCE,
    START,
    STATEMENT,
)
from ceasewatch.model.table import Int, Real

MOST: Final = 64
"""Reports of one box that are grouped one by one. On ``tuning-front`` (50,000 reports) no box holds more than 41."""
_SIDE: Final = 4.0
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Following:
    """Reports that follow others.

    Attributes:
        row: (k,) who follows, ascending; leader: (k,) whom; odds: (k,) log odds of the link between the two.
        box: (k,) key of the box that both are in.
    """

    row: Int
    leader: Int
    odds: Real
    box: np.ndarray


def thinned(e: Evidence, part: Int, pairs: Int, found: Real, exempt: Int) -> tuple[Int, Real, Following]:
    """Links without those of reports that follow, and who follows whom.

    Args:
        e: n packed reports.
        part: (n,) first row of each neighbourhood.
        pairs: (k, 2) links, sorted; found: (k, 1) their log odds.
        found: see there.
        exempt: rows that follow nobody.
    """
    none = Following(exempt[:0], exempt[:0], np.zeros(0), np.zeros(0, np.uint64))
    size = np.bincount(part, minlength=len(part))
    rows = np.flatnonzero(size[part] > MOST)
    if not len(rows):
        return pairs, found, none
    box = boxes(e, rows, part)
    late = rows[_rank(box) >= MOST]
    late = np.setdiff1d(late, exempt)
    if not len(late):
        return pairs, found, none
    follows, of = np.zeros(len(part), bool), np.zeros(len(part), np.uint64)
    follows[late], of[rows] = True, box
    left, right = follows[pairs[:, 0]], follows[pairs[:, 1]]
    one = np.flatnonzero((left != right) & (of[pairs[:, 0]] == of[pairs[:, 1]]))
    who = np.where(left[one], pairs[one, 0], pairs[one, 1])
    whom = np.where(left[one], pairs[one, 1], pairs[one, 0])
    order = np.lexsort((whom, -found[one, 0], who))
    first = np.flatnonzero(np.diff(who[order], prepend=-1))
    best = order[first]
    kept = ~(left | right)
    return pairs[kept], found[kept], Following(who[best], whom[best], found[one[best], 0], of[who[best]])


def boxes(e: Evidence, rows: Int, part: Int) -> np.ndarray:
    """(k,) key of the box of each of ``rows``, within its neighbourhood."""
    real, code = e.real[rows], e.code[rows]
    metres = _SIDE * _power(np.sqrt(np.maximum(real[:, EE], real[:, NN])))
    length = real[:, END] - real[:, START]
    seconds = _SIDE * _power(np.sqrt(real[:, CLOCK2] + length * length / 12.0))
    wide = np.maximum(0.01, np.cos(np.radians(np.nan_to_num(np.round(real[:, LAT])))))
    north = np.floor((np.nan_to_num(real[:, LAT]) + 90.0) * M_PER_DEG / metres)
    east = np.floor((np.nan_to_num(real[:, LON]) + 180.0) * wide * M_PER_DEG / metres)
    when = np.floor(0.5 * (real[:, START] + real[:, END]) / seconds)
    sorts = [code[:, c] for c in (BEST, NAME, STATEMENT, CLASS, LASTING)]
    columns = [part[rows], *sorts, metres.astype(np.int64), seconds.astype(np.int64)]
    key = np.zeros(len(rows), np.uint64)
    with np.errstate(over="ignore"):
        for column in (*columns, north.astype(np.int64), east.astype(np.int64), when.astype(np.int64)):
            key = (key ^ column.astype(np.uint64)) * _ODD
            key ^= key >> np.uint64(29)
    return key


def _power(values: Real) -> Real:
    """The power of two at or above."""
    out: Real = np.exp2(np.ceil(np.log2(np.maximum(values, 1.0))))
    return out


def _rank(key: np.ndarray) -> Int:
    """(k,) how many with the same key come before."""
    order = np.argsort(key, kind="stable")
    new = np.ones(len(key), bool)
    new[1:] = key[order][1:] != key[order][:-1]
    start = np.flatnonzero(new)
    rank = np.empty(len(key), np.int64)
    rank[order] = np.arange(len(key)) - np.repeat(start, np.diff(np.append(start, len(key))))
    return rank


def follow(e: Evidence, f: Following, group: Int, p: Real, where: Int, chance: Real, *, stories: bool) -> None:
    """Puts those who follow into the groups of their leaders; writes ``group`` to ``chance`` (n,).

    Who follows belongs to the group as surely as its leader does, and the two belong together.
    """
    if not len(f.row):
        return
    members = np.bincount(group, minlength=len(group))
    taken = {} if stories else _voices(e, group, np.unique(group[f.leader]))
    further: dict[tuple[int, int], list[int]] = {}
    columns = (f.row.tolist(), f.leader.tolist(), f.odds.tolist(), f.box.tolist())
    for row, leader, odds, box in zip(*columns, strict=True):
        own = set() if stories else _voice(e, row)
        tried = further.setdefault((int(group[leader]), box), [int(group[leader])])
        into = next((g for g in tried if own.isdisjoint(taken.get(g, ()))), row)
        taken.setdefault(into, set()).update(own)
        if into == row:
            tried.append(row)
            continue
        sure = 1.0 / (1.0 + np.exp(-odds))
        head = leader if into == group[leader] else into
        p[row] = sure if members[into] == 1 else p[head] * sure
        if members[into] == 1:
            p[head] = sure
        members[into] += 1
        group[row], where[row], chance[row] = into, where[head], chance[head]


def _voices(e: Evidence, group: Int, wanted: Int) -> dict[int, set[tuple[int, int]]]:
    """Observers and rows of sources that speak in each of the groups ``wanted``."""
    out: dict[int, set[tuple[int, int]]] = {}
    for row in np.flatnonzero(np.isin(group, wanted)).tolist():
        out.setdefault(int(group[row]), set()).update(_voice(e, row))
    return out


def _voice(e: Evidence, row: int) -> set[tuple[int, int]]:
    return {(c, int(e.code[row, c])) for c in (OBSERVER, SOURCE) if e.code[row, c] >= 0}
