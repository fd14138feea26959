"""Log odds that one of two reports copies the other, or that both copy a third.

    text + address + origin + agency - late - numbers - counts

where text = slope x (s - even), s the mean of the Jaccard similarity and of the containment of the smaller in the
larger of the two sets of words and neighbouring words; it is ``silent`` where one has too few words. What cannot be one
story is never linked: another kind of happening, places or hours of the day that exclude each other, times too far
apart, or a younger report of somebody who perceives and does not copy.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ceasewatch.fusion.echo.facts import Keys
from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.model.compiled import compiled

_M_PER_DEG = 111_195.0
_ALERTS = 24.0
"""Alerts are told to the second: their gap counts as many times more."""


class Numbers(NamedTuple):
    """The parameters that the compiled loops need."""

    window_us: float
    slack_us: float
    gate: float
    floor_m2: float
    even: float
    slope: float
    least_words: float
    address: float
    origin: float
    agency: float
    silent: float
    numbers: float
    counts: float


def numbers(p: EchoParameters) -> Numbers:
    """``p`` in microseconds and squares."""
    return Numbers(
        p.window_s * 1e6, p.slack_s * 1e6, p.gate_sigma**2, p.floor_m**2, p.even, p.slope, float(p.least_words),
        p.address, p.origin, p.agency, p.silent, p.numbers, p.counts,
    )  # fmt: skip


@compiled
def older(h: Held, a: int, b: int) -> bool:
    """Whether card ``a`` comes before card ``b``."""
    if h.made_us[a] != h.made_us[b]:
        return bool(h.made_us[a] < h.made_us[b])
    if h.seq[a] != h.seq[b]:
        return bool(h.seq[a] < h.seq[b])
    return bool(h.ident[a] < h.ident[b])


@compiled
def shared(pool: Keys, at: int, n: int, bt: int, m: int) -> int:
    """Number of values that two sorted runs of ``pool`` share."""
    i, j, found = 0, 0, 0
    while i < n and j < m:
        left, right = pool[at + i], pool[bt + j]
        if left == right:
            found += 1
            i += 1
            j += 1
        elif left < right:
            i += 1
        else:
            j += 1
    return found


@compiled
def gap_us(h: Held, a: int, b: int) -> float:
    """Microseconds between the two times of the happening; 0 where they touch."""
    if h.alert[a]:
        return _ALERTS * abs(float(h.start_us[a] - h.start_us[b]))
    return float(max(0, max(h.start_us[a], h.start_us[b]) - min(h.end_us[a], h.end_us[b])))


@compiled
def apart(h: Held, a: int, b: int, p: Numbers) -> bool:
    """Whether the two cannot be one story: kind, time or place."""
    if h.kind[a] != h.kind[b] or not (h.writer[b] if older(h, a, b) else h.writer[a]):
        return True
    if abs(float(h.made_us[a] - h.made_us[b])) > p.window_us or gap_us(h, a, b) > p.window_us:
        return True
    if math.isnan(h.lat[a]) or math.isnan(h.lat[b]):
        return bool(h.area[a] != h.area[b] and h.area[a] != 0 and h.area[b] != 0)
    east = (h.lon[b] - h.lon[a] + 180.0) % 360.0 - 180.0
    east *= math.cos(math.radians((h.lat[a] + h.lat[b]) / 2)) * _M_PER_DEG
    north = (h.lat[b] - h.lat[a]) * _M_PER_DEG
    return bool(east * east + north * north > p.gate * (h.var_m2[a] + h.var_m2[b] + p.floor_m2))


@compiled
def similarity(h: Held, a: int, b: int) -> float:
    """Mean of Jaccard similarity and containment of the two sets of words and neighbouring words."""
    n, m = h.words_n[a], h.words_n[b]
    both = shared(h.words, h.words_at[a], n, h.words_at[b], m)
    return float(0.5 * (both / (n + m - both) + both / min(n, m)))


@compiled
def log_odds(h: Held, a: int, b: int, p: Numbers) -> float:
    """Natural logarithm; minus infinity where the two cannot be one story. The same for (b, a)."""
    if apart(h, a, b, p):
        return -math.inf
    hours = shared(h.minutes, h.minutes_at[a], h.minutes_n[a], h.minutes_at[b], h.minutes_n[b])
    if hours == 0 and h.minutes_n[a] > 0 and h.minutes_n[b] > 0:
        return -math.inf
    total = p.silent
    if min(h.single[a], h.single[b]) >= p.least_words:
        total = p.slope * (similarity(h, a, b) - p.even)
    page = shared(h.pages, h.pages_at[a], h.pages_n[a], h.pages_at[b], h.pages_n[b]) > 0
    if page:
        total += p.address
    if h.origin[a] != 0 and h.origin[a] == h.origin[b]:
        total += p.origin
    if h.agency[a] != 0 and h.agency[a] == h.agency[b]:
        total += p.agency
    total -= gap_us(h, a, b) / p.slack_us
    if h.observer[a] == h.observer[b] and (page or h.update[a] or h.update[b]):
        return total  # an outlet that brings its own story up to date may change the numbers
    same = shared(h.numbers, h.numbers_at[a], h.numbers_n[a], h.numbers_at[b], h.numbers_n[b])
    if same < min(h.numbers_n[a], h.numbers_n[b]):
        total -= p.numbers
    if h.low[a] > h.high[b] or h.low[b] > h.high[a]:
        total -= p.counts
    return total
