"""Every report may move to a group that it fits better; then how sure each membership is, and what else it may be.

With worth W, the odds of report i being about the happening of group c are those of adding it to c without it,

    odds(i, c) = exp(W(c + i) - W(c)),   p(i, c) = odds(i, c) / (1 + sum over groups c' of odds(i, c'))

where 1 stands for a happening that nobody else reported, and c' runs over the groups that i has a link into.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from ceasewatch.fusion.cluster import MOST, apart, gathered, mean_odds, ruled_apart, worth
from ceasewatch.fusion.likelihood import NEVER
from ceasewatch.fusion.packed import MODE
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real

CHOICES: Final = 4
"""How many other groups of a report are remembered."""
_ROOM: Final = 1024
"""Members of a group, and groups about a report, beyond which there is no moving."""
_EDGE: Final = 1e-9


@inner
def without(members: Int, n: int, row: int, out: Int) -> int:
    """``members`` but ``row``."""
    k = 0
    for m in range(n):
        if members[m] != row:
            out[k] = members[m]
            k += 1
    return k


@inner
def _added(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    members: Int,
    n: int,
    row: int,
    both: Int,
    one: Int,
    xy: Real,
) -> float:
    """What adding ``row`` to the n members (without it) is worth."""
    one[0] = row
    if ruled_apart(code, members, n, one, len(one)):
        return NEVER
    if numbers[MODE] == 1.0 or n >= MOST:
        if numbers[MODE] == 0.0 and apart(code, members, n, one, len(one)):
            return NEVER
        return mean_odds(real, code, kinds, prior, weapons, numbers, members, n, one, len(one))
    if apart(code, members, n, one, len(one)):
        return NEVER
    k = 0
    for m in range(n):
        if k == m and members[m] > row:
            both[k] = row
            k += 1
        both[k] = members[m]
        k += 1
    if k == n:
        both[n] = row
    before = worth(real, code, kinds, prior, weapons, numbers, members, n, xy)
    return worth(real, code, kinds, prior, weapons, numbers, both, n + 1, xy) - before


@inner
def _relist(group: Int, follower: Int, size: Int, row: int, old: int, new: int, members: Int, n: int) -> None:
    """Row from the group ``old`` (whose members are given) to ``new`` (itself for a group of its own)."""
    last, first = -1, -1
    for m in range(n):
        i = members[m]
        if i == row:
            continue
        if first < 0:
            first = i
        else:
            follower[last] = i
        group[i], last = first, i
    if last >= 0:
        follower[last], size[first] = -1, n - 1
    if first != old:
        size[old] = 0
    head = min(new, row)
    at, before = new, -1
    if new == row:
        group[row], follower[row], size[row] = row, -1, 1
        return
    total = size[new] + 1
    while at >= 0 and at < row:
        before, at = at, follower[at]
    follower[row] = at
    if before >= 0:
        follower[before] = row
    else:
        size[new] = 0
    size[head] = total
    at = head
    while at >= 0:
        group[at] = head
        at = follower[at]


@inner
def _weigh(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    first: Int,
    other: Int,
    group: Int,
    follower: Int,
    row: int,
    mine: Int,
    n: int,
    less: Int,
    both: Int,
    one: Int,
    xy: Real,
    groups: Int,
    odds: Real,
) -> int:
    """Odds of ``row`` being about its own group (first, 0 if it is alone) and those that it has links into."""
    own = group[row]
    groups[0], odds[0], count = own, 0.0, 1
    if n > 1:
        k = without(mine, n, row, less)
        odds[0] = _added(real, code, kinds, prior, weapons, numbers, less, k, row, both, one, xy)
    for t in range(first[row], first[row + 1]):
        c = group[other[t]]
        known = count >= _ROOM
        for s in range(count):
            known = known or groups[s] == c
        if not known:
            k = gathered(c, follower, less)
            odds[count] = _added(real, code, kinds, prior, weapons, numbers, less, k, row, both, one, xy)
            groups[count], count = c, count + 1
    return count


@inner
def _best(odds: Real, count: int) -> int:
    """The best of the groups 1 to count - 1; 0 if to be alone is better than any."""
    best, most = 0, 0.0
    for s in range(1, count):
        if odds[s] > most:
            best, most = s, odds[s]
    return best


@inner
def _stale(row: int, first: Int, other: Int, group: Int, changed: Int, weighed: Int) -> bool:
    """Whether the group of ``row``, or one that it has a link into, has changed since it was weighed."""
    then = weighed[row]
    stale: bool = then < 0 or changed[group[row]] > then
    for t in range(first[row], first[row + 1]):
        stale = stale or changed[group[other[t]]] > then
    return stale


@compiled
def refine(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    rows: Int,
    first: Int,
    other: Int,
    group: Int,
    follower: Int,
    size: Int,
    sweeps: int,
    p: Real,
    where: Int,
    chance: Real,
) -> None:
    """Moves reports between groups (at most ``sweeps`` times each), then states memberships.

    ``rows`` are reports that have links, ascending; ``first`` and ``other`` the links by row; ``group``, ``follower``
    and ``size`` as :func:`~ceasewatch.fusion.agglomerate.agglomerate` left them, changed. Written for ``rows``: ``p``
    (n,), the probability of each report's own group, and ``where``, ``chance`` (n, CHOICES), groups that it may be
    about instead, most probable first, -1 for none.
    """
    mine, less, groups = np.empty(_ROOM, np.int64), np.empty(_ROOM, np.int64), np.empty(_ROOM, np.int64)
    both, xy = np.empty(2 * _ROOM, np.int64), np.empty((2 * _ROOM, 2))
    odds, one = np.empty(_ROOM), np.empty(1, np.int64)
    changed, weighed, moves = np.zeros(len(group), np.int64), np.full(len(group), -1, np.int64), 0
    for sweep in range(sweeps + 1):
        for row in rows:
            if not _stale(row, first, other, group, changed, weighed):
                continue
            own, weighed[row] = group[row], moves
            n = gathered(own, follower, mine)
            count = _weigh(
                real, code, kinds, prior, weapons, numbers, first, other, group, follower, row, mine, n, less, both,
                one, xy, groups, odds,
            )  # fmt: skip
            _state(row, n > 1, groups, odds, count, p, where, chance)
            best = _best(odds, count)
            if sweep < sweeps and size[own] <= _ROOM and (odds[best] if best > 0 else 0.0) > odds[0] + _EDGE:
                _relist(group, follower, size, row, own, groups[best] if best > 0 else row, mine, n)
                moves += 1
                changed[group[row]] = changed[group[mine[1] if n > 1 and mine[0] == row else mine[0]]] = moves


@inner
def _state(row: int, joined: bool, groups: Int, odds: Real, count: int, p: Real, where: Int, chance: Real) -> None:
    """Writes p(i, c) of one report."""
    top = 0.0
    for s in range(count):
        top = max(top, odds[s])
    total = math.exp(-top)
    for s in range(0 if joined else 1, count):
        total += math.exp(odds[s] - top)
    p[row] = math.exp((odds[0] if joined else 0.0) - top) / total
    for k in range(CHOICES):
        where[row, k], chance[row, k] = -1, 0.0
    for s in range(1 if joined else 0, count):
        value = math.exp(odds[s] - top) / total
        at = CHOICES
        while at > 0 and value > chance[row, at - 1]:
            at -= 1
        for k in range(CHOICES - 1, at, -1):
            where[row, k], chance[row, k] = where[row, k - 1], chance[row, k - 1]
        if at < CHOICES:
            where[row, at], chance[row, at] = groups[s], value
