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

from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.packed import (
    ALERT,
    AREA,
    BEST,
    END,
    HIGH,
    IDENT,
    KIND,
    LAT,
    LON,
    LOW,
    MADE,
    MINUTES,
    NAMES,
    NUMBERS,
    OBSERVER,
    ORIGIN,
    PAGES,
    QUOTED,
    SEQ,
    SINGLE,
    START,
    TICKERS,
    UPDATE,
    VAR,
    VOICE,
    WORDS,
    WRITER,
)
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.model.compiled import inner
from ceasewatch.model.table import Int

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
    alike: float
    base: float
    words: float
    page: float
    ticker: float
    origin: float
    named: float
    quoted: float
    interval: float
    edge: float
    equal_us: float
    span_us: float
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
    return Numbers(window_us=p.window_s * 1e6, equal_us=p.equal_s * 1e6, span_us=p.span_s * 1e6, **squared, **told)


@inner
def older(h: Held, a: int, b: int) -> bool:
    """Whether card ``a`` comes before card ``b``."""
    if h.code[a, MADE] != h.code[b, MADE]:
        return bool(h.code[a, MADE] < h.code[b, MADE])
    if h.code[a, SEQ] != h.code[b, SEQ]:
        return bool(h.code[a, SEQ] < h.code[b, SEQ])
    return bool(h.code[a, IDENT] < h.code[b, IDENT])


@inner
def shared(pool: Int, i: int, n: int, j: int, m: int) -> int:
    """Number of values that two sorted runs of ``pool`` share, of lengths n and m from i and j."""
    left, right, found = i + n, j + m, 0
    while i < left and j < right:
        if pool[i] == pool[j]:
            found += 1
            i += 1
            j += 1
        elif pool[i] < pool[j]:
            i += 1
        else:
            j += 1
    return found


@inner
def gap_us(h: Held, a: int, b: int) -> float:
    """Microseconds between the two times of the happening; 0 where they touch."""
    if h.code[a, ALERT] == 1:
        return _ALERTS * abs(float(h.code[a, START] - h.code[b, START]))
    return float(max(0, max(h.code[a, START], h.code[b, START]) - min(h.code[a, END], h.code[b, END])))


@inner
def squared(h: Held, a: int, b: int, p: Numbers) -> float:
    """Squared distance of the two places in joint standard deviations; 2, its mean, where one has no geometry."""
    if math.isnan(h.real[a, LAT]) or math.isnan(h.real[b, LAT]):
        return 2.0
    east = (h.real[b, LON] - h.real[a, LON] + 180.0) % 360.0 - 180.0
    east *= math.cos(math.radians((h.real[a, LAT] + h.real[b, LAT]) / 2)) * _M_PER_DEG
    north = (h.real[b, LAT] - h.real[a, LAT]) * _M_PER_DEG
    return float((east * east + north * north) / (h.real[a, VAR] + h.real[b, VAR] + p.floor_m2))


@inner
def similarity(h: Held, a: int, b: int) -> float:
    """Mean of Jaccard similarity and containment of the two sets of words and neighbouring words."""
    n, m = h.code[a, WORDS + 1], h.code[b, WORDS + 1]
    both = shared(h.pool, h.code[a, WORDS], h.code[a, WORDS + 1], h.code[b, WORDS], h.code[b, WORDS + 1])
    return float(0.5 * (both / (n + m - both) + both / min(n, m)))


@inner
def quotes(h: Held, a: int, b: int) -> bool:
    """Whether the younger of the two quotes the older by name."""
    young, old = (b, a) if older(h, a, b) else (a, b)
    at = h.code[young, QUOTED]
    for n in range(h.code[young, QUOTED + 1]):  # noqa: SIM110 - compiled
        if h.pool[at + n] == h.code[old, VOICE]:
            return True
    return False


@inner
def interval(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the two intervals.

    Two equal ones: log of (span / length). Else one equal end, and what of the shorter lies outside the longer.
    """
    starts = abs(float(h.code[a, START] - h.code[b, START])) <= p.equal_us
    ends = abs(float(h.code[a, END] - h.code[b, END])) <= p.equal_us
    shorter = max(1, min(h.code[a, END] - h.code[a, START], h.code[b, END] - h.code[b, START]))
    if starts and ends:
        return float(min(p.interval, max(0.0, math.log(p.span_us / max(float(shorter), p.equal_us)))))
    inside = min(h.code[a, END], h.code[b, END]) - max(h.code[a, START], h.code[b, START])
    total = -p.outside * (1.0 - max(0, inside) / shorter)
    return float(total + p.edge if starts or ends else total)


@inner
def sources(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of what the two say of where they have it from."""
    total = 0.0
    if shared(h.pool, h.code[a, PAGES], h.code[a, PAGES + 1], h.code[b, PAGES], h.code[b, PAGES + 1]) > 0:
        total += p.page
    elif shared(h.pool, h.code[a, TICKERS], h.code[a, TICKERS + 1], h.code[b, TICKERS], h.code[b, TICKERS + 1]) > 0:
        total += p.ticker
    if h.code[a, ORIGIN] != 0 and h.code[a, ORIGIN] == h.code[b, ORIGIN]:
        total += p.origin
    if quotes(h, a, b):
        total += p.named
    elif shared(h.pool, h.code[a, QUOTED], h.code[a, QUOTED + 1], h.code[b, QUOTED], h.code[b, QUOTED + 1]) > 0:
        total += p.quoted
    return float(total)


@inner
def apart(h: Held, a: int, b: int, p: Numbers) -> bool:
    """Whether the two cannot be one story: kind, time, hour of the day, or place, unless they say that they are one."""
    if h.code[a, KIND] != h.code[b, KIND]:
        return True
    if abs(float(h.code[a, MADE] - h.code[b, MADE])) > p.window_us or gap_us(h, a, b) > p.window_us:
        return True
    if h.code[a, AREA] != h.code[b, AREA] and h.code[a, AREA] != 0 and h.code[b, AREA] != 0:
        return True
    if squared(h, a, b, p) > p.gate and sources(h, a, b, p) < p.named:
        return True
    if h.code[a, MINUTES + 1] == 0 or h.code[b, MINUTES + 1] == 0:
        return False
    return shared(h.pool, h.code[a, MINUTES], h.code[a, MINUTES + 1], h.code[b, MINUTES], h.code[b, MINUTES + 1]) == 0


@inner
def figures(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the numbers, names, hours, counts and kinds of the two."""
    total = p.kind if h.code[a, BEST] == h.code[b, BEST] else -p.kind
    if h.code[a, NAMES + 1] > 0 and h.code[b, NAMES + 1] > 0:
        known = shared(h.pool, h.code[a, NAMES], h.code[a, NAMES + 1], h.code[b, NAMES], h.code[b, NAMES + 1])
        total -= p.names if known == 0 else 0.0
    least = min(h.code[a, NUMBERS + 1], h.code[b, NUMBERS + 1])
    if least > 0:
        same = shared(h.pool, h.code[a, NUMBERS], h.code[a, NUMBERS + 1], h.code[b, NUMBERS], h.code[b, NUMBERS + 1])
        total += p.numbers if same == least else -2.0 * p.numbers * (1.0 - same / least)
    if h.code[a, MINUTES + 1] > 0 and h.code[b, MINUTES + 1] > 0:
        total += p.hour
    if h.real[a, LOW] > h.real[b, HIGH] or h.real[b, LOW] > h.real[a, HIGH]:
        total -= p.counts
    elif h.real[a, LOW] == h.real[b, LOW] and h.real[a, HIGH] == h.real[b, HIGH]:
        total += p.counts
    return float(total)


@inner
def log_odds(h: Held, a: int, b: int, p: Numbers) -> float:
    """Natural logarithm; minus infinity where the two cannot be one story. The same for (b, a)."""
    if apart(h, a, b, p) or h.code[b if older(h, a, b) else a, WRITER] == 0:
        return -math.inf
    told = sources(h, a, b, p)
    told_words = min(h.code[a, SINGLE], h.code[b, SINGLE])
    alike = similarity(h, a, b) if told_words > 0 else 0.0
    if told <= 0.0 and alike < p.alike:
        return -math.inf
    total = p.base + told + interval(h, a, b, p) + p.words * alike * min(1.0, told_words / p.least_words)
    if h.real[a, LAT] == h.real[b, LAT] and h.real[a, LON] == h.real[b, LON]:
        total += p.point
    total -= p.far * min(p.gate, squared(h, a, b, p)) + p.late * gap_us(h, a, b) / _HOUR_US
    total -= p.slow * math.log1p(abs(float(h.code[a, MADE] - h.code[b, MADE])) / _HOUR_US)
    if h.code[a, OBSERVER] != h.code[b, OBSERVER]:
        return float(total + figures(h, a, b, p))
    if told >= p.page or h.code[a, UPDATE] + h.code[b, UPDATE] > 0:
        return float(total + max(0.0, figures(h, a, b, p)))  # who brings a story up to date changes its numbers
    return float(total + figures(h, a, b, p) - p.again)
