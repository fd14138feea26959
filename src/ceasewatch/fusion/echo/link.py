"""Log odds that one of two reports copies the other, or that both copy a third.

    base + words s + (page or ticker) + origin + (named or quoted) + interval + point + numbers + hour + counts
         - far d^2 - late hours apart - slow log(1 + hours between the reports) - again

s is the mean of the Jaccard similarity and of the containment of the smaller in the larger of the two sets of words and
neighbouring words. What cannot be one story is never linked: another kind of happening, places or hours of the day that
exclude each other, times too far apart, or a younger report of somebody who perceives and does not copy.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ceasewatch.fusion.echo.facts import SHARP_US, Keys
from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.model.compiled import compiled

_M_PER_DEG = 111_195.0
_HOUR_US = 3.6e9
_ALERTS = 24.0
"""Alerts are told to the second: their gap counts as many times more."""


class Numbers(NamedTuple):
    """The parameters that the compiled loops need."""

    window_us: float
    gate: float
    floor_m2: float
    least_words: float
    base: float
    words: float
    page: float
    ticker: float
    origin: float
    named: float
    quoted: float
    interval: float
    edge: float
    grid_us: float
    outside: float
    kind: float
    names: float
    point: float
    numbers: float
    hour: float
    counts: float
    far: float
    late: float
    slow: float
    again: float
    sure: float
    doubt: float


def numbers(p: EchoParameters) -> Numbers:
    """``p`` in microseconds and squares."""
    told = {name: float(getattr(p, name)) for name in Numbers._fields if hasattr(p, name)}
    squared = {"gate": p.gate_sigma**2, "floor_m2": p.floor_m**2}
    return Numbers(window_us=p.window_s * 1e6, grid_us=p.grid_s * 1e6, **squared, **told)


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
def squared(h: Held, a: int, b: int, p: Numbers) -> float:
    """Squared distance of the two places in joint standard deviations; 2, its mean, where one has no geometry."""
    if math.isnan(h.lat[a]) or math.isnan(h.lat[b]):
        return 2.0
    east = (h.lon[b] - h.lon[a] + 180.0) % 360.0 - 180.0
    east *= math.cos(math.radians((h.lat[a] + h.lat[b]) / 2)) * _M_PER_DEG
    north = (h.lat[b] - h.lat[a]) * _M_PER_DEG
    return float((east * east + north * north) / (h.var_m2[a] + h.var_m2[b] + p.floor_m2))


@compiled
def apart(h: Held, a: int, b: int, p: Numbers) -> bool:
    """Whether the two cannot be one story: kind, time, place or hour of the day."""
    if h.kind[a] != h.kind[b]:
        return True
    if abs(float(h.made_us[a] - h.made_us[b])) > p.window_us or gap_us(h, a, b) > p.window_us:
        return True
    if h.area[a] != h.area[b] and h.area[a] != 0 and h.area[b] != 0:
        return True
    if squared(h, a, b, p) > p.gate:
        return True
    if h.minutes_n[a] == 0 or h.minutes_n[b] == 0:
        return False
    return shared(h.minutes, h.minutes_at[a], h.minutes_n[a], h.minutes_at[b], h.minutes_n[b]) == 0


@compiled
def similarity(h: Held, a: int, b: int) -> float:
    """Mean of Jaccard similarity and containment of the two sets of words and neighbouring words."""
    n, m = h.words_n[a], h.words_n[b]
    both = shared(h.words, h.words_at[a], n, h.words_at[b], m)
    return float(0.5 * (both / (n + m - both) + both / min(n, m)))


@compiled
def quotes(h: Held, a: int, b: int) -> bool:
    """Whether the younger of the two quotes the older by name."""
    young, old = (b, a) if older(h, a, b) else (a, b)
    at = h.quoted_at[young]
    for n in range(h.quoted_n[young]):  # noqa: SIM110 - compiled
        if h.quoted[at + n] == h.voice[old]:
            return True
    return False


@compiled
def interval(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the two intervals.

    Two equal ones: log of (span / grid), the grid the coarsest on which both ends lie. Else one equal end, and what of
    the shorter lies outside the longer.
    """
    starts, ends = h.start_us[a] == h.start_us[b], h.end_us[a] == h.end_us[b]
    if not (starts and ends):
        shorter = max(1, min(h.end_us[a] - h.start_us[a], h.end_us[b] - h.start_us[b]))
        inside = min(h.end_us[a], h.end_us[b]) - max(h.start_us[a], h.start_us[b])
        total = -p.outside * (1.0 - max(0, inside) / shorter)
        sharp = (starts and h.start_us[a] % SHARP_US != 0) or (ends and h.end_us[a] % SHARP_US != 0)
        return float(total + p.edge if sharp else total)
    for grid in (86_400_000_000, 21_600_000_000, 3_600_000_000, 900_000_000, 300_000_000, 60_000_000):
        if h.start_us[a] % grid == 0 and h.end_us[a] % grid == 0:
            return float(min(p.interval, max(0.0, math.log(p.grid_us / grid))))
    return p.interval


@compiled
def sources(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of what the two say of where they have it from."""
    total = 0.0
    if shared(h.pages, h.pages_at[a], h.pages_n[a], h.pages_at[b], h.pages_n[b]) > 0:
        total += p.page
    elif shared(h.tickers, h.tickers_at[a], h.tickers_n[a], h.tickers_at[b], h.tickers_n[b]) > 0:
        total += p.ticker
    if h.origin[a] != 0 and h.origin[a] == h.origin[b]:
        total += p.origin
    if quotes(h, a, b):
        total += p.named
    elif shared(h.quoted, h.quoted_at[a], h.quoted_n[a], h.quoted_at[b], h.quoted_n[b]) > 0:
        total += p.quoted
    return float(total)


@compiled
def figures(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the numbers, names, hours, counts and kinds of the two."""
    total = p.kind if h.best[a] == h.best[b] else -p.kind
    if h.names_n[a] > 0 and h.names_n[b] > 0:
        known = shared(h.names, h.names_at[a], h.names_n[a], h.names_at[b], h.names_n[b])
        total -= p.names if known == 0 else 0.0
    least = min(h.numbers_n[a], h.numbers_n[b])
    if least > 0:
        same = shared(h.numbers, h.numbers_at[a], h.numbers_n[a], h.numbers_at[b], h.numbers_n[b])
        total += p.numbers * (2.0 * same / least - 1.0)
    if h.minutes_n[a] > 0 and h.minutes_n[b] > 0:
        total += p.hour
    if h.low[a] > h.high[b] or h.low[b] > h.high[a]:
        total -= p.counts
    elif h.low[a] == h.low[b] and h.high[a] == h.high[b]:
        total += p.counts
    return float(total)


@compiled
def log_odds(h: Held, a: int, b: int, p: Numbers) -> float:
    """Natural logarithm; minus infinity where the two cannot be one story. The same for (b, a)."""
    if apart(h, a, b, p) or not (h.writer[b] if older(h, a, b) else h.writer[a]):
        return -math.inf
    told = sources(h, a, b, p)
    total = p.base + told + interval(h, a, b, p)
    if min(h.single[a], h.single[b]) >= p.least_words:
        total += p.words * similarity(h, a, b)
    if h.lat[a] == h.lat[b] and h.lon[a] == h.lon[b]:
        total += p.point
    total -= p.far * squared(h, a, b, p) + p.late * gap_us(h, a, b) / _HOUR_US
    total -= p.slow * math.log1p(abs(float(h.made_us[a] - h.made_us[b])) / _HOUR_US)
    if h.observer[a] != h.observer[b]:
        return float(total + figures(h, a, b, p))
    if told >= p.page or h.update[a] or h.update[b]:
        return float(total + max(0.0, figures(h, a, b, p)))  # who brings a story up to date changes its numbers
    return float(total + figures(h, a, b, p) - p.again)
