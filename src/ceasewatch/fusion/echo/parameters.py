"""Every number that the search for copies rests on, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EchoParameters:
    """Numbers of the copy model (see :mod:`ceasewatch.fusion.echo.link`): a logistic regression, rounded.

    Fitted to pairs of the exercise world ``tuning-front`` and rounded towards caution; what is not in that world is
    assumed. Log odds are natural logarithms.

    Attributes:
        window_s: two reports made farther apart than this, or of times farther apart, are never copies of one origin.
        gate_sigma: places farther apart than this many joint standard deviations belong to two stories, unless one
            names the address of the other or quotes it; farther than that costs no more.
        floor_m: systematic error between two places of one story (map, gazetteer), one standard deviation.
        least_words: a text with fewer distinct words than this says less, in proportion.
        alike: two texts less similar than this are no copies, whatever else agrees, unless one names its source.
        base: log odds before anything is known, for two reports that meet at all.
        words: log odds of one unit of similarity of the two texts.
        page: log odds of an address that both give and that leads to one story.
        ticker: the same for an address that leads to the news of a day.
        origin: log odds of an origin that both state.
        named: log odds of the younger quoting the older by name.
        quoted: log odds of somebody whom both quote.
        interval: most that two equal intervals say; the longer they are, the less they do.
        edge: log odds of one equal end.
        equal_s: ends that lie no farther apart than this are equal: who copies rounds.
        span_s: intervals of one story are drawn from so wide a span, for the chance that two are equal.
        outside: cost of the share of the shorter interval that lies outside the longer.
        kind: log odds of the same most probable kind, and cost of another one of its class.
        names: cost of names where the two share none.
        point: log odds of equal coordinates.
        numbers: log odds of numbers that agree as far as both texts give them; cost of half of them contradicting.
        hour: log odds of an hour of the day that both texts give.
        counts: log odds of equal counts, and cost of counts that exclude each other.
        far: cost of one squared joint standard deviation between the two places.
        late: cost of an hour between the two times of the happening.
        slow: cost of one unit of log(1 + hours between the two reports).
        again: cost of one observer: who reports twice mostly reports two things.
        sure: a link to the oldest member of a family with these log odds needs no other member.
        doubt: a link to a younger member may contradict the oldest by these log odds; what goes beyond counts.
        bands: bands of a signature; ``rows`` values of the signature each.
        rows: see there. Two texts with Jaccard similarity J meet with probability 1 - (1 - J ** rows) ** bands.
        seed: of the hash functions of the signatures.
    """

    window_s: float = 3 * 86_400.0
    gate_sigma: float = 3.5
    floor_m: float = 2_000.0
    least_words: int = 3
    alike: float = 0.1
    base: float = -1.2
    words: float = 5.0
    page: float = 5.0
    ticker: float = 0.0
    origin: float = 4.0
    named: float = 4.0
    quoted: float = 1.7
    interval: float = 2.5
    edge: float = 0.5
    equal_s: float = 600.0
    span_s: float = 43_200.0
    outside: float = 5.0
    kind: float = 1.0
    names: float = 0.5
    point: float = 1.5
    numbers: float = 1.0
    hour: float = 0.7
    counts: float = 1.3
    far: float = 0.3
    late: float = 1.0
    slow: float = 0.6
    again: float = 0.5
    sure: float = 3.0
    doubt: float = 2.0
    bands: int = 16
    rows: int = 3
    seed: int = 1_117


DEFAULT: Final = EchoParameters()
