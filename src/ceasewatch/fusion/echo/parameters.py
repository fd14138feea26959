"""Every number that the search for copies rests on, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EchoParameters:
    """Numbers of the copy model (see :mod:`ceasewatch.fusion.echo.link`). All are assumed.

    Attributes:
        window_s: two reports whose times lie farther apart than this are never copies of one origin.
        slack_s: gap between the two times of the happening that costs one unit of log odds: who copies is late and
            often gives the hour of the post for that of the happening.
        gate_sigma: places farther apart than this many joint standard deviations belong to two stories.
        floor_m: systematic error between two places of one story (map, gazetteer), one standard deviation.
        even: similarity of two texts, 0 to 1, that says neither copy nor two stories.
        slope: log odds of one unit of similarity above ``even``.
        least_words: a text with fewer distinct words than this says nothing.
        address: log odds of an address that both give.
        origin: log odds of an origin that both state.
        agency: log odds of an agency that both quote.
        silent: log odds where one of the two has no text to compare.
        numbers: cost of numbers that contradict each other.
        counts: cost of counts that exclude each other.
        bands: bands of a signature; ``rows`` values of the signature each.
        rows: see there. Two texts with Jaccard similarity J meet with probability 1 - (1 - J ** rows) ** bands.
        seed: of the hash functions of the signatures.
    """

    window_s: float = 3 * 86_400.0
    slack_s: float = 7_200.0
    gate_sigma: float = 3.5
    floor_m: float = 2_000.0
    even: float = 0.5
    slope: float = 12.0
    least_words: int = 4
    address: float = 6.0
    origin: float = 4.0
    agency: float = 1.5
    silent: float = -1.0
    numbers: float = 6.0
    counts: float = 3.0
    bands: int = 16
    rows: int = 3
    seed: int = 1_117


DEFAULT: Final = EchoParameters()
