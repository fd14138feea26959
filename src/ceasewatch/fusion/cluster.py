"""Groups as linked lists of reports, and what they are worth.

The worth of a group C of n reports is its log posterior odds against n happenings of their own,

    worth(C) = joint(C) - sum of the rates of all members but the sharpest

with the log rate of other happenings (per km2 and day), counted where and when the report is. Sums run over the members
in canonical order, so that a group has one worth however it came about.
"""

from __future__ import annotations

from typing import Final

from ceasewatch.fusion.joint import joint
from ceasewatch.fusion.likelihood import NEVER, told_apart
from ceasewatch.fusion.links import odds
from ceasewatch.fusion.packed import FOES, MODE, OWN, RATE, SPREAD
from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Int, Real

MOST: Final = 40
"""Groups larger than this are weighed by mean log odds between some of their members."""
SAMPLE: Final = 12


@inner
def gathered(head: int, follower: Int, out: Int) -> int:
    """Members of the list that begins at ``head``, into ``out``; returns how many (at most ``len(out)``)."""
    n = 0
    while head >= 0 and n < len(out):
        out[n] = head
        head, n = follower[head], n + 1
    return n


@inner
def merged_sorted(a: Int, na: int, b: Int, nb: int, out: Int) -> int:
    """Two ascending lists as one."""
    i = j = 0
    while i < na or j < nb:
        if j >= nb or (i < na and a[i] < b[j]):
            out[i + j] = a[i]
            i += 1
        else:
            out[i + j] = b[j]
            j += 1
    return na + nb


@inner
def worth(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, members: Int, n: int, xy: Real
) -> float:
    """Of the first n members, ascending."""
    if n < 2:
        return 0.0
    rate, sharpest = 0.0, members[0]
    for m in range(n):
        rate += real[members[m], RATE]
        if real[members[m], SPREAD] < real[sharpest, SPREAD]:
            sharpest = members[m]
    ratio = joint(real, code, kinds, prior, weapons, numbers, members, n, xy)
    result: float = max(NEVER, ratio - rate + real[sharpest, RATE])
    return result


@inner
def apart(code: Int, a: Int, na: int, b: Int, nb: int) -> bool:
    """Whether any of a and any of b were told apart."""
    for i in range(na):
        for j in range(nb):
            if told_apart(code, a[i], b[j]):
                return True
    return False


@inner
def ruled_apart(code: Int, a: Int, na: int, b: Int, nb: int) -> bool:
    """Whether a person decided that some of a and some of b are not about one happening."""
    foes = own = 0
    for i in range(na):
        foes |= code[a[i], FOES]
    if foes == 0:
        return False
    for j in range(nb):
        own |= code[b[j], OWN]
    return (foes & own) != 0


@inner
def mean_odds(
    real: Real, code: Int, kinds: Real, prior: Real, weapons: Real, numbers: Real, a: Int, na: int, b: Int, nb: int
) -> float:
    """Mean log odds between some members of two groups."""
    total, count = 0.0, 0
    for i in range(min(na, SAMPLE)):
        for j in range(min(nb, SAMPLE)):
            total += max(-12.0, odds(real, code, kinds, prior, weapons, numbers, a[i], b[j], -12.0))
            count += 1
    return total / count


@inner
def gain(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    a: Int,
    na: int,
    b: Int,
    nb: int,
    apiece: float,
    both: Int,
    xy: Real,
) -> float:
    """What joining the groups a and b, worth ``apiece`` by themselves, adds to the log posterior odds."""
    if ruled_apart(code, a, na, b, nb):
        return NEVER
    if numbers[MODE] == 1.0:
        return mean_odds(real, code, kinds, prior, weapons, numbers, a, na, b, nb)
    if apart(code, a, na, b, nb):
        return NEVER
    if na + nb > MOST:
        return mean_odds(real, code, kinds, prior, weapons, numbers, a, na, b, nb)
    merged_sorted(a, na, b, nb, both)
    whole = worth(real, code, kinds, prior, weapons, numbers, both, na + nb, xy)
    return whole - apiece
