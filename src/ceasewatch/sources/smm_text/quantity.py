"""Counts and distances in words: "about 170", "several", "1-4.5km" (handbook 5.4)."""

from __future__ import annotations

import math
from typing import Final

from ceasewatch.model import Count
from ceasewatch.sources.smm_text.tokens import Lexicon, Tokens

RELATIVE_ERROR: Final = 0.2
"""Half width of "about n", as a share of n (handbook 5.4)."""
_HIGHEST = 10**9

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    w: 10 * (k + 2)
    for k, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_WORDS = {w: k for k, w in enumerate(_SMALL)} | _TENS
_SCALES = {"hundred": 100, "thousand": 1000}

_HEDGES: Final = Lexicon(
    {
        "about|around|approximately|some|roughly|nearly|almost|an estimated|close to": "about",
        "over|more than": "over",
        "at least|no fewer than|no less than|not less than": "least",
        "up to|at most|no more than": "most",
        "fewer than|less than": "under",
    }
)
_LEADS: Final = Lexicon({"a total of|another|an additional|a further|further|additional|the|any": ""})
_VAGUE: Final = Lexicon[tuple[int | None, int | None, int | None]](
    {
        "several": (3, None, 9),
        "multiple|many|numerous|a few": (2, None, None),
        "a couple of": (2, 2, 3),
        "dozens of": (24, None, None),
        "hundreds of": (200, None, None),
        "a number of|the majority of|most|a series of": (None, None, None),
    }
)
_METRES = {"km": 1000, "kilometres": 1000, "kilometre": 1000, "kilometers": 1000, "m": 1, "metres": 1, "metre": 1}


def number(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """A number in digits or English words, and the index after it."""
    token = tokens[at]
    if token.kind == "number":
        return float(token.text.replace(",", "")), at + 1
    if token.low not in _WORDS:
        return None
    value, at = _WORDS[token.low], at + 1
    if value >= 20 and tokens[at].glued and 0 < _WORDS.get(tokens[at].low, 0) < 10:
        value, at = value + _WORDS[tokens[at].low], at + 1
    while tokens[at].low in _SCALES:
        value, at = value * _SCALES[tokens[at].low], at + 1
    return float(value), at


def count(text: str, tokens: Tokens, at: int) -> tuple[Count, int] | None:
    """A count phrase, with the words kept in :attr:`Count.original`, and the index after it."""
    begin = at
    lead = _LEADS.at(tokens, at)
    vague = _VAGUE.at(tokens, at) or (_VAGUE.at(tokens, lead[1]) if lead else None)
    if vague:
        (lowest, best, highest), at = vague
        return _made(text, tokens, begin, at, lowest, best, highest, approximate=lowest is not None), at
    if tokens[at].low in {"a", "an"} and not lead and not _HEDGES.at(tokens, at):
        return _made(text, tokens, begin, at + 1, 1, 1, 1), at + 1
    if tokens[at].low == "no" and not _HEDGES.at(tokens, at):
        return _made(text, tokens, begin, at + 1, 0, 0, 0), at + 1
    return _numeric(text, tokens, begin, lead[1] if lead else at)


def _numeric(text: str, tokens: Tokens, begin: int, at: int) -> tuple[Count, int] | None:
    hedge = _HEDGES.at(tokens, at)
    word, at = hedge or ("", at)
    ends = _span_of_numbers(tokens, at)
    if ends is None or any(n != int(n) or n > _HIGHEST for n in ends[0]):
        return None
    (low, high), at = ends
    lowest, best, highest = bounds(word, int(low)) if low == high else (int(low), None, int(high))
    return _made(text, tokens, begin, at, lowest, best, highest, approximate=bool(word) or low != high), at


def bounds(hedge: str, n: int) -> tuple[int | None, int | None, int | None]:
    """Lowest, best and highest of ``n`` under a hedge."""
    if hedge == "about":
        return (
            min(n, math.ceil(n * (1 - RELATIVE_ERROR) - 1e-9)),
            n,
            max(n, math.floor(n * (1 + RELATIVE_ERROR) + 1e-9)),
        )
    if hedge in {"over", "least"}:
        return n, n, None
    if hedge == "most":
        return 0, None, n
    if hedge == "under":
        return 0, None, max(0, n - 1)
    return n, n, n


def _span_of_numbers(tokens: Tokens, at: int) -> tuple[tuple[float, float], int] | None:
    between = tokens[at].low == "between"
    first = number(tokens, at + between)
    if first is None:
        return None
    low, at = first
    joint = {"and"} if between else {"-", "–", "—", "to"}
    if tokens[at].low in joint and (second := number(tokens, at + 1)) is not None and second[0] > low:
        return (low, second[0]), second[1]
    return None if between else ((low, low), at)


def _made(
    text: str,
    tokens: Tokens,
    begin: int,
    end: int,
    lowest: int | None,
    best: int | None,
    highest: int | None,
    *,
    approximate: bool = False,
) -> Count:
    original = text[tokens[begin].start : tokens[end - 1].end]
    return Count(lowest=lowest, best=best, highest=highest, approximate=approximate, original=original)


Range = tuple[int, int | None]
"""Nearest and farthest, metres; farthest ``None`` where it is open."""


def distance(tokens: Tokens, at: int) -> tuple[Range, int] | None:
    """A distance phrase in metres, and the index after it.

    A single distance spreads by half of its last digit (3km is 2.5 to 3.5 km), "about" by a fifth.
    """
    if mixed := _mixed(tokens, at):
        return mixed
    hedge = _HEDGES.at(tokens, at)
    word, at = hedge or ("", at)
    ends = _span_of_numbers(tokens, at)
    if ends is None or tokens[ends[1]].low not in _METRES:
        return None
    (low, high), at = ends
    metres = _METRES[tokens[at].low]
    if high > _HIGHEST / metres:
        return None
    if low != high:
        return (round(low * metres), round(high * metres)), at + 1
    return _spread(word, round(low * metres)), at + 1


def _mixed(tokens: Tokens, at: int) -> tuple[Range, int] | None:
    """500m-1km: each end with its own unit."""
    near = number(tokens, at)
    if near is None or tokens[near[1]].low not in _METRES or tokens[near[1] + 1].low not in {"-", "–", "to"}:
        return None
    far = number(tokens, near[1] + 2)
    if far is None or tokens[far[1]].low not in _METRES or max(near[0], far[0]) > _HIGHEST / 1000:
        return None
    low, high = (round(n * _METRES[tokens[end].low]) for n, end in (near, far))
    return ((low, high), far[1] + 1) if low <= high else None


def _spread(hedge: str, metres: int) -> Range:
    if hedge == "about":
        return round(metres * (1 - RELATIVE_ERROR)), round(metres * (1 + RELATIVE_ERROR))
    if hedge in {"over", "least"}:
        return metres, None
    if hedge in {"most", "under"}:
        return 0, metres
    half = _last_digit(metres) // 2
    return max(0, metres - half), metres + half


def _last_digit(metres: int) -> int:
    unit = 1
    while metres and metres % (unit * 10) == 0 and unit < 1000:
        unit *= 10
    return unit
