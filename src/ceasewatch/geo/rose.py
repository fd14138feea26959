"""The 16-point rose and the phrases that reports use for directions.

A point of the rose is its bearing +-11.25 degrees; a word in ``-erly`` ("northerly directions") is the bearing of its
stem +-45 degrees (handbook 5.4), whichever stem it has.
"""

from __future__ import annotations

import re
from typing import Final

from ceasewatch.model.errors import DataError
from ceasewatch.model.place import FULL_CIRCLE_CDEG, BearingRange

NAMES16: Final = (
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW",
)  # fmt: skip
POINT_CDEG: Final = FULL_CIRCLE_CDEG // 16
HALF_POINT_CDEG: Final = POINT_CDEG // 2
VAGUE_HALF_CDEG: Final = 4_500

_LETTER = {"north": "N", "east": "E", "south": "S", "west": "W"}
_FILLERS = re.compile(r"\b(directions?|of|to|the|in|at|from)\b|\.")
_STEM = re.compile(r"(north|east|south|west)")


def name16(bearing_deg: float) -> str:
    """The point of the rose nearest to a bearing in degrees; the clockwise one where two are equally near."""
    return NAMES16[int((bearing_deg % 360.0) / 22.5 + 0.5) % 16]


def bearing_range(text: str) -> BearingRange:
    """Bearings that a direction in words allows: "SSE", "south-south-east", "south-easterly", "northerly directions".

    Raises:
        DataError: the words name no direction of the rose.
    """
    words = re.sub(r"[\s\-\u2010-\u2015]+", "", _FILLERS.sub(" ", text.strip().lower()))
    vague = bool(re.search(r"er(ly|n)$", words))
    letters = _letters(re.sub(r"er(ly|n)$", "", words))
    if letters not in NAMES16:
        raise DataError(f"{text[:60]!r} is not a direction", todo=f"use one of {', '.join(NAMES16)} or its words")
    return around(NAMES16.index(letters) * POINT_CDEG, VAGUE_HALF_CDEG if vague else HALF_POINT_CDEG)


def around(bearing_cdeg: int, half_width_cdeg: int) -> BearingRange:
    """The bearings within ``half_width_cdeg`` (less than 18000) of a bearing."""
    return BearingRange(
        from_cdeg=(bearing_cdeg - half_width_cdeg) % FULL_CIRCLE_CDEG,
        to_cdeg=(bearing_cdeg + half_width_cdeg) % FULL_CIRCLE_CDEG,
    )


def _letters(words: str) -> str:
    stems = _STEM.findall(words)
    if stems and "".join(stems) == words:
        return "".join(_LETTER[s] for s in stems)
    return words.upper()
