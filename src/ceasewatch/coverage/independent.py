"""How many independent observers see: the Poisson-binomial tail, exact, with correlated groups.

For one event let observer o see with probability p_o. Its stretches of watching exclude each other in time, so p_o is
the sum over its stretches s of (share of the event's time in s) x (works in s) x p_s. Observers of one *group* share a
cause (one mast, one nation's satellites) and count once; the group sees with probability

    p_g = c max_o p_o + (1 - c) (1 - prod_o (1 - p_o)),

a mixture of full dependence (c = 1, the default, the least that positively dependent observers can give) and
independence (c = 0). Groups are independent, so the number of groups that see has the Poisson-binomial distribution;
P(fewer than k) follows from the recursion q_j <- q_j (1 - p_g) + q_(j-1) p_g over groups (Barlow and Heidtmann 1984,
IEEE Trans. Reliability 33), of which only j < k is needed.
"""

from __future__ import annotations

import numpy as np

from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int, Real


@inner
def _share(start_us: int, end_us: int, from_us: int, to_us: int) -> float:
    """Share of an event's time that lies in a stretch; of an instant all or nothing. May be negative."""
    if end_us > start_us:
        return (min(end_us, to_us) - max(start_us, from_us)) / (end_us - start_us)
    return 1.0 if from_us <= start_us < to_us else 0.0


@inner
def _one_more(few: Real, p: float) -> None:
    """The recursion over groups: ``few[j]`` becomes the probability that j have seen it, one more counted."""
    for k in range(few.shape[0] - 1, 0, -1):
        few[k] = few[k] * (1.0 - p) + few[k - 1] * p
    few[0] *= 1.0 - p


@compiled
def seen_by_at_least(
    p: Real,
    at: Int,
    start_us: Int,
    end_us: Int,
    from_us: Int,
    to_us: Int,
    works: Real,
    observer: Int,
    group: Int,
    shared: Real,
    odds: float,
    at_least: int,
    seen: Real,
) -> None:
    """Fill ``seen`` (n,) with the probability that at least ``at_least`` groups see each event.

    Args:
        p: (n, m) probabilities that an observer reports an event if it watches throughout.
        at: (m,) column of ``p`` that stretch j has.
        start_us: (n,) of the events.
        end_us: (n,) likewise; equal to the start for an instant.
        from_us: (m,) of the stretches, half-open.
        to_us: (m,) likewise.
        works: (m,) factor on p, 1 where nothing hinders.
        observer: (m,) codes; equal ones are adjacent and exclude each other in time.
        group: (m,) codes; equal ones are adjacent and count once.
        shared: (m,) c of the group.
        odds: factor on the odds of each p, for what is not known of the models; 1 leaves them as they are.
        at_least: k >= 1.
        seen: (n,) result.
    """
    n, m = p.shape
    few = np.empty(at_least)
    for i in range(n):
        few[:] = 0.0
        few[0] = 1.0
        single = 0.0
        largest = 0.0
        none = 1.0
        for j in range(m):
            share = _share(start_us[i], end_us[i], from_us[j], to_us[j])
            if share > 0.0:
                value = p[i, at[j]]
                if odds != 1.0:
                    value = value * odds / (1.0 - value + value * odds)
                single += share * works[j] * value
            last = j + 1 == m
            if last or observer[j + 1] != observer[j]:
                single = min(single, 1.0)
                largest = max(largest, single)
                none *= 1.0 - single
                single = 0.0
                if (last or group[j + 1] != group[j]) and largest > 0.0:
                    _one_more(few, shared[j] * largest + (1.0 - shared[j]) * (1.0 - none))
                if last or group[j + 1] != group[j]:
                    largest = 0.0
                    none = 1.0
        seen[i] = max(0.0, 1.0 - few.sum())
