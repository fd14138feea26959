"""Where to look next: patrols, sensors and passes ranked by what they would tell, with equal effort for both sides.

Let cell c have a violation with prior probability r_c, and a set S of observers see it with p_c(S) = 1 - (1 - p_c0)
prod_(k in S) (1 - p_ck). Whether somebody saw something tells about whether it happened; the expected reduction of
entropy is the mutual information

    I(r, p) = h(r) - (1 - r p) h(r (1 - p) / (1 - r p)),    h(x) = -x log2 x - (1 - x) log2 (1 - x),

in bits, and the gain of S is sum_c w_c (I(r_c, p_c(S)) - I(r_c, p_c0)). Observers err independently given the event, so
the gain is monotone and submodular (Krause and Guestrin 2005, UAI). Under a budget for each side (a partition matroid
when all candidates cost the same) greedy choice reaches at least half of the best possible gain (Fisher, Nemhauser and
Wolsey 1978, Math. Prog. Study 8). With unequal costs it is a rule of thumb: gain by cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Columns, Objects, Real

TOLERANCE: Final = 0.1
"""Greatest accepted |A - B| / (A + B) of the effort of the two sides, chosen and standing together; our convention."""


@dataclass(frozen=True, slots=True)
class Candidates(Columns):
    """c things that could be tasked.

    Columns, each of length c:
        ids: names.
        side: party on whose side they would look; empty if on neither (a satellite pass over both).
        hours: effort that each costs, positive.
        p: (c, cells) probability that it would see a violation in each cell.
    """

    ids: Objects
    side: Objects
    hours: Real
    p: Real


@dataclass(frozen=True, slots=True)
class Task:
    """One pick, in order: what it adds to those before it."""

    id: str
    side: str
    hours: float
    gain_bits: float


@dataclass(frozen=True, slots=True)
class Tasking:
    """The picks, what they tell together, and the effort by side with what stood already.

    Attributes:
        left_for_parity: candidates that would have told something and were left out so that neither side is watched
            more than the other.
    """

    tasks: tuple[Task, ...]
    gain_bits: float
    hours_by_side: tuple[tuple[str, float], ...]
    imbalance: float
    left_for_parity: tuple[str, ...]


def information(risk: Real, p: Real) -> Real:
    """Mutual information in bits of a violation with probability ``risk`` and being seen with ``p``, elementwise."""
    not_seen = 1.0 - risk * p
    after = np.divide(risk * (1.0 - p), not_seen, out=np.zeros_like(not_seen), where=not_seen > 0)
    return np.asarray(np.maximum(entropy(risk) - not_seen * entropy(after), 0.0))


def entropy(x: Real) -> Real:
    """Of a yes-or-no question, bits."""
    inside = np.clip(x, 1e-300, 1.0 - 1e-16)
    bits = -inside * np.log2(inside) - (1.0 - inside) * np.log1p(-inside) / np.log(2.0)
    return np.where((x <= 0) | (x >= 1), 0.0, bits)


def gain(risk: Real, weight: Real, p0: Real, p: Real) -> float:
    """Bits that observers ``p`` (k, cells) add to those that see with ``p0`` (cells,) already."""
    together = 1.0 - (1.0 - p0) * np.prod(1.0 - p, axis=0)
    return float((weight * (information(risk, together) - information(risk, p0))).sum())


def task(
    candidates: Candidates,
    risk: Real,
    *,
    seen: Real,
    sides: tuple[str, str],
    hours: float,
    standing_h: tuple[float, float] = (0.0, 0.0),
    weight: Real | None = None,
    tolerance: float = TOLERANCE,
) -> Tasking:
    """Pick candidates greedily under a budget and parity.

    Args:
        candidates: what could be tasked.
        risk: (cells,) prior probability of a violation in the period.
        seen: (cells,) probability of being seen by what stands already.
        sides: codes of the two parties; swapping them swaps them in the result and nothing else.
        hours: total effort to give out.
        standing_h: effort that stands already on each side.
        weight: (cells,) importance; by default all 1.
        tolerance: greatest imbalance.

    Raises:
        DataError: shapes do not fit, or an effort is not positive.
    """
    if candidates.p.shape != (len(candidates), len(risk)) or seen.shape != risk.shape:
        raise DataError(f"candidates {candidates.p.shape} do not fit {len(risk)} cells")
    if not (candidates.hours > 0).all():
        raise DataError("a candidate without effort", todo="state the hours that each would take")
    w = np.ones_like(risk) if weight is None else weight
    budget = _budgets(hours, standing_h)
    free = dict(zip(sides, budget, strict=True))
    picked = _greedy(candidates, risk, w, seen, free, hours)
    kept, left = _balanced(candidates, picked, sides, standing_h, tolerance)
    return _told(candidates, risk, w, seen, kept, left, sides, standing_h)


def _budgets(hours: float, standing: tuple[float, float]) -> tuple[float, float]:
    """What each side may get so that both have the same in the end, as far as ``hours`` go."""
    whole = (hours + sum(standing)) / 2.0
    first = min(max(whole - standing[0], 0.0), hours)
    return first, hours - first


def _greedy(c: Candidates, risk: Real, w: Real, seen: Real, free: dict[str, float], hours: float) -> list[int]:
    """Indices in order of gain by hour, within the budgets; ties go to the smaller id."""
    left, spent, chosen = dict(free), 0.0, list[int]()
    now = seen.copy()
    open_ = sorted(range(len(c)), key=lambda k: str(c.ids[k]))
    while True:
        able = [k for k in open_ if c.hours[k] <= min(left.get(c.side[k], hours), hours - spent) + 1e-9]
        gains = [gain(risk, w, now, c.p[k : k + 1]) / c.hours[k] for k in able]
        if not able or max(gains) <= 0.0:
            return chosen
        best = able[int(np.argmax(gains))]
        chosen.append(best)
        open_.remove(best)
        spent += float(c.hours[best])
        if c.side[best] in left:
            left[c.side[best]] -= float(c.hours[best])
        now = 1.0 - (1.0 - now) * (1.0 - c.p[best])


def imbalance(first_h: float, second_h: float) -> float:
    """|A - B| / (A + B); 0 where there is no effort at all."""
    total = first_h + second_h
    return abs(first_h - second_h) / total if total > 0 else 0.0


def _balanced(
    c: Candidates, picked: Sequence[int], sides: tuple[str, str], standing: tuple[float, float], tolerance: float
) -> tuple[list[int], list[int]]:
    """Take back the last picks of the side with more effort until the imbalance is within the tolerance.

    Where what stands is out of balance by more than that already, until it is not made worse.
    """
    accepted = max(tolerance, imbalance(*standing))
    kept, left = list(picked), list[int]()
    while True:
        effort = _effort(c, kept, sides, standing)
        more = sides[0] if effort[0] > effort[1] else sides[1]
        last = next((k for k in reversed(kept) if c.side[k] == more), None)
        if imbalance(*effort) <= accepted + 1e-12 or last is None:
            return kept, left
        kept, left = [k for k in kept if k != last], [*left, last]


def _effort(
    c: Candidates, kept: Sequence[int], sides: tuple[str, str], standing: tuple[float, float]
) -> tuple[float, float]:
    first, second = (
        s + float(sum(c.hours[k] for k in kept if c.side[k] == side)) for side, s in zip(sides, standing, strict=True)
    )
    return first, second


def _told(
    c: Candidates,
    risk: Real,
    w: Real,
    seen: Real,
    kept: Sequence[int],
    left: Sequence[int],
    sides: tuple[str, str],
    standing: tuple[float, float],
) -> Tasking:
    tasks, now = list[Task](), seen
    for k in kept:
        tasks.append(Task(str(c.ids[k]), str(c.side[k]), float(c.hours[k]), gain(risk, w, now, c.p[k : k + 1])))
        now = 1.0 - (1.0 - now) * (1.0 - c.p[k])
    effort = _effort(c, kept, sides, standing)
    return Tasking(
        tasks=tuple(tasks),
        gain_bits=float(sum(t.gain_bits for t in tasks)),
        hours_by_side=tuple(zip(sides, effort, strict=True)),
        imbalance=imbalance(*effort),
        left_for_parity=tuple(str(c.ids[k]) for k in left),
    )
