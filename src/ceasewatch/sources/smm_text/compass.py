"""Directions as reports write them: single, in lists, and as flights from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ceasewatch.geo.rose import NAMES16, bearing_range
from ceasewatch.model import BearingRange, Flight
from ceasewatch.sources.smm_text.quantity import number
from ceasewatch.sources.smm_text.tokens import Tokens

_LETTERS: Final = {"north": "N", "east": "E", "south": "S", "west": "W"}
_ENDINGS: Final = ("erly", "ern", "ward", "wards", "")
_OF: Final = frozenset({"of", "from", "or"})
"""Between a direction and what it is taken from; ``or`` is a slip that printed reports contain."""


@dataclass(frozen=True, slots=True)
class Direction:
    """A point of the rose, exact (``SSE``) or wide (``southerly``)."""

    point: str
    wide: bool = False

    @property
    def bearings(self) -> BearingRange:
        """The bearings it allows."""
        return bearing_range(self._erly if self.wide else self.point)

    @property
    def _erly(self) -> str:
        words = {letter: word for word, letter in _LETTERS.items()}
        return "-".join(words[letter] for letter in self.point) + "erly"

    @property
    def centre_deg(self) -> float:
        """Bearing of the middle."""
        return NAMES16.index(self.point) * 22.5


def direction(tokens: Tokens, at: int) -> tuple[Direction, int] | None:
    """One direction: "SSE", "south-south-east", "north-westerly", "north-eastern"."""
    if tokens[at].text in NAMES16:
        return Direction(tokens[at].text), at + 1
    letters, wide, end = "", False, at
    while end - at < 3 and (part := _part(tokens[end].low)) and (end == at or _continues(tokens, end, letters)):
        letters += part[0]
        wide = part[1]
        end += 1
    return (Direction(letters, wide), end) if letters in NAMES16 else None


def _part(low: str) -> tuple[str, bool] | None:
    for word, letter in _LETTERS.items():
        for ending in _ENDINGS:
            if low == word + ending:
                return letter, ending == "erly"
    return None


def _continues(tokens: Tokens, at: int, letters: str) -> bool:
    """Whether the word belongs to the direction before it: hyphenated, or "north east" written apart."""
    part = _part(tokens[at].low)
    return tokens[at].glued or (part is not None and letters in {"N", "S"} and part[0] in {"E", "W"})


def directions(tokens: Tokens, at: int) -> tuple[tuple[Direction, ...], int] | None:
    """A list of directions, and the index after it and after a closing "directions"."""
    found: list[Direction] = []
    end = at
    while (one := direction(tokens, at)) is not None:
        found.append(one[0])
        end = at = one[1]
        while tokens[at].low in {",", "and", "or", "as", "well"}:
            at += 1
    if not found:
        return None
    return tuple(found), end + (tokens[end].low in {"direction", "directions"})


def of(tokens: Tokens, at: int) -> int | None:
    """The index after "of" in "15km north of"."""
    return at + 1 if tokens[at].low in _OF else None


def flights(text: str, tokens: Tokens, at: int) -> tuple[tuple[Flight, ...], int] | None:
    """Directions of motion, as "mostly from north to south and from south to north"; the index after them."""
    found: list[Flight] = []
    end = at
    while (one := _flight(text, tokens, at)) is not None:
        found.append(one[0])
        end = at = one[1]
        while tokens[at].low in {",", "and", "or"}:
            at += 1
    return (tuple(found), end) if found else None


def _flight(text: str, tokens: Tokens, at: int) -> tuple[Flight, int] | None:
    begin = at
    while tokens[at].low in {"mostly", "mainly", "flying", "in", "some", "all", "travelling"}:
        at += 1
    counted = number(tokens, at)
    at = counted[1] if counted else at
    at += tokens[at].low == "from"
    origin = direction(tokens, at)
    if origin is None or tokens[origin[1]].low != "to":
        return None
    heading = direction(tokens, origin[1] + 1)
    if heading is None:
        return None
    end = heading[1] + (tokens[heading[1]].low in {"direction", "directions"})
    words = text[tokens[begin].start : tokens[end - 1].end]
    return Flight(origin=origin[0].bearings, heading=heading[0].bearings, text=words), end
