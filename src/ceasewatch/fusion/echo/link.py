"""Log odds that one of two reports copies the other, or that both copy a third.

    base + structure * (what a copy keeps of a report) + wording + figures + where the two say that they have it from

What a copy keeps is in :mod:`ceasewatch.fusion.echo.retelling`. The wording is the mean of the Jaccard similarity and
of the containment of the smaller in the larger of the two sets of words and neighbouring words: unlike words in one
language speak against a copy, in two languages hardly. What cannot be one story is never linked: another class of
happening, other days, or a younger report of somebody who perceives and does not copy.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.packed import (
    ALERT,
    AREA,
    BEST,
    COUNT,
    COUNTED,
    END,
    IDENT,
    KIND,
    LANGUAGE,
    LAT,
    LON,
    MADE,
    MINUTES,
    NAMES,
    NUMBERS,
    OBSERVER,
    ORIGIN,
    PAGES,
    QUOTED,
    SENSE,
    SEQ,
    SINGLE,
    START,
    TICKERS,
    UPDATE,
    VAR,
    VOICE,
    WEAPON,
    WORDS,
    WRITER,
)
from ceasewatch.fusion.echo.parameters import EchoParameters
from ceasewatch.fusion.echo.retelling import (
    OTHER_KIND,
    SLIP,
    between,
    count_weight,
    delay_weight,
    interval_weight,
    place_weight,
    weapon_weight,
)
from ceasewatch.model.compiled import inner

_KM_PER_DEG = 111.195
_ALERT_US = 1_800e6
"""Alerts are told to the second: starts farther apart than this are two alerts."""


_WORDS = 10.0
"""The words of two texts say less than this for a copy."""


class Numbers(NamedTuple):
    """The parameters that the compiled loops need."""

    window_us: float
    least_words: float
    base: float
    structure: float
    unlike: float
    foreign: float
    page: float
    ticker: float
    origin: float
    named: float
    quoted: float
    names: float
    strangers: float
    numbers: float
    contradicted: float
    hour: float
    again: float
    closest: float
    doubt: float
    limit: float


def numbers(p: EchoParameters) -> Numbers:
    """``p`` in microseconds."""
    told = {name: float(getattr(p, name)) for name in Numbers._fields if hasattr(p, name)}
    return Numbers(window_us=p.window_s * 1e6, **told)


@inner
def older(h: Held, a: int, b: int) -> bool:
    """Whether card ``a`` comes before card ``b``."""
    if h.code[a, MADE] != h.code[b, MADE]:
        return bool(h.code[a, MADE] < h.code[b, MADE])
    if h.code[a, SEQ] != h.code[b, SEQ]:
        return bool(h.code[a, SEQ] < h.code[b, SEQ])
    return bool(h.code[a, IDENT] < h.code[b, IDENT])


@inner
def shared(h: Held, runs: int, a: int, b: int) -> int:
    """Number of values that the runs (of one sort) of two cards share."""
    i, j, found = h.code[a, runs], h.code[b, runs], 0
    left, right = i + h.code[a, runs + 1], j + h.code[b, runs + 1]
    while i < left and j < right:
        if h.pool[i] == h.pool[j]:
            found += 1
            i += 1
            j += 1
        elif h.pool[i] < h.pool[j]:
            i += 1
        else:
            j += 1
    return found


@inner
def gap_us(h: Held, a: int, b: int) -> float:
    """Microseconds between the two times of the happening; 0 where they touch."""
    return float(max(0, max(h.code[a, START], h.code[b, START]) - min(h.code[a, END], h.code[b, END])))


@inner
def kilometres(h: Held, a: int, b: int) -> float:
    """Between the two places, shorter where both are vaguer than 2 km; 5 where one has no geometry."""
    if math.isnan(h.real[a, LAT]) or math.isnan(h.real[b, LAT]):
        return 5.0
    east = (h.real[b, LON] - h.real[a, LON] + 180.0) % 360.0 - 180.0
    east *= math.cos(math.radians((h.real[a, LAT] + h.real[b, LAT]) / 2)) * _KM_PER_DEG
    north = (h.real[b, LAT] - h.real[a, LAT]) * _KM_PER_DEG
    vague = math.sqrt(min(h.real[a, VAR], h.real[b, VAR])) / 2000.0
    return math.sqrt(east * east + north * north) / max(1.0, vague)


@inner
def apart(h: Held, a: int, b: int, p: Numbers) -> bool:
    """Whether the two cannot be one story: kind, named area, time, or hours of the day that both texts give."""
    if h.code[a, KIND] != h.code[b, KIND]:
        return True
    if abs(float(h.code[a, MADE] - h.code[b, MADE])) > p.window_us or gap_us(h, a, b) > p.window_us:
        return True
    if h.code[a, ALERT] == 1 and abs(float(h.code[a, START] - h.code[b, START])) > _ALERT_US:
        return True
    if h.code[a, AREA] != h.code[b, AREA] and h.code[a, AREA] != 0 and h.code[b, AREA] != 0:
        return True
    return bool(min(h.code[a, MINUTES + 1], h.code[b, MINUTES + 1]) > 0 and shared(h, int(MINUTES), a, b) == 0)


@inner
def kept(h: Held, a: int, b: int) -> float:
    """Log odds of what the two say: kind, weapon, number, time and place."""
    total = OTHER_KIND if h.code[a, BEST] != h.code[b, BEST] else 0.0
    total += SLIP if h.code[a, SENSE] != h.code[b, SENSE] else 0.0
    total += weapon_weight(h.code[a, WEAPON], h.code[b, WEAPON], -1)
    if h.code[a, COUNTED] == h.code[b, COUNTED]:
        total += count_weight(h.real[a, COUNT], h.real[b, COUNT])
    total += delay_weight(abs(h.code[a, MADE] - h.code[b, MADE]) / 3.6e9)
    total += interval_weight(h.code[a, START] / 1e6, h.code[a, END] / 1e6, h.code[b, START] / 1e6, h.code[b, END] / 1e6)
    return float(total + place_weight(kilometres(h, a, b)))


@inner
def similarity(h: Held, a: int, b: int) -> float:
    """Mean of Jaccard similarity and containment of the two sets of words and neighbouring words."""
    n, m, both = h.code[a, WORDS + 1], h.code[b, WORDS + 1], shared(h, int(WORDS), a, b)
    return float(0.5 * (both / (n + m - both) + both / min(n, m)))


@inner
def wording(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the two texts; 0 where one has none."""
    least = min(h.code[a, SINGLE], h.code[b, SINGLE])
    if least == 0:
        return 0.0
    alike, whole = similarity(h, a, b), min(1.0, least / p.least_words)
    if h.code[a, LANGUAGE] != h.code[b, LANGUAGE] or h.code[a, LANGUAGE] == 0:
        weight = between(alike, 0.02, p.foreign, 0.35, 2.2)
    elif alike < 0.3:
        weight = between(alike, 0.05, p.unlike, 0.3, 0.3)
    else:
        weight = between(alike, 0.3, 0.3, 0.6, 2.7) + between(alike, 0.6, 0.0, 0.9, 0.8)
    return float(whole * weight)


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
def sources(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of what the two say of where they have it from."""
    total = 0.0
    if shared(h, int(PAGES), a, b) > 0:
        total += p.page
    elif shared(h, int(TICKERS), a, b) > 0:
        total += p.ticker
    if h.code[a, ORIGIN] != 0 and h.code[a, ORIGIN] == h.code[b, ORIGIN]:
        total += p.origin
    if quotes(h, a, b):
        total += p.named
    elif shared(h, int(QUOTED), a, b) > 0:
        total += p.quoted
    return float(total)


@inner
def figures(h: Held, a: int, b: int, p: Numbers) -> float:
    """Log odds of the numbers, names and hours that the two texts give; they are the same in all languages."""
    total = 0.0
    if min(h.code[a, NAMES + 1], h.code[b, NAMES + 1]) > 0:
        total += p.names if shared(h, int(NAMES), a, b) > 0 else p.strangers
    least = min(h.code[a, NUMBERS + 1], h.code[b, NUMBERS + 1])
    if least > 0:
        same = shared(h, int(NUMBERS), a, b)
        total += p.numbers if same == least else max(-1.0, p.numbers * (same / least - p.contradicted))
    if min(h.code[a, MINUTES + 1], h.code[b, MINUTES + 1]) > 0:
        total += p.hour
    return float(total)


@inner
def log_odds(h: Held, a: int, b: int, p: Numbers) -> float:
    """Natural logarithm; minus infinity where the two cannot be one story. The same for (b, a)."""
    if apart(h, a, b, p) or h.code[b if older(h, a, b) else a, WRITER] == 0:
        return -math.inf
    told = sources(h, a, b, p)
    total = p.base + p.structure * kept(h, a, b) + told
    if total < -_WORDS:
        return total  # no words could make up for it: they are not compared
    total += wording(h, a, b, p) + figures(h, a, b, p)
    if h.code[a, OBSERVER] == h.code[b, OBSERVER] and told < p.page:
        total += p.again if h.code[a, UPDATE] + h.code[b, UPDATE] == 0 else 0.0
    return float(total)
