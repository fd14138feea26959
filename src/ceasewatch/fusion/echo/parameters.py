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
        least_words: a text with fewer distinct words than this says less, in proportion.
        base: log odds before anything is known, for two reports that meet at all.
        structure: weight of what a copy keeps of a report (:mod:`ceasewatch.fusion.echo.retelling`).
        unlike: log odds of two texts in one language that share nothing; foreign: the same in two languages.
        page: log odds of an address that both give and that leads to one story.
        ticker: the same for an address that leads to the news of a day.
        origin: log odds of an origin that both state.
        named: log odds of the younger quoting the older by name.
        quoted: log odds of somebody whom both quote.
        names: log odds of a name that both texts give; strangers: of names of which they share none.
        numbers: log odds of numbers that agree as far as both texts give them.
        contradicted: share of numbers that both texts give at which others that differ weigh as much.
        hour: log odds of an hour of the day that both texts give.
        again: of one observer without a word of an update: who reports twice mostly reports two things.
        closest: weight of the nearest member of a family; what is left goes to the mean of those linked to.
        doubt: a report may contradict the oldest member of its family by these log odds; what goes beyond counts.
        limit: the log odds of one member count for no more than this.
        bands: bands of a signature; ``rows`` values of the signature each.
        rows: see there. Two texts with Jaccard similarity J meet with probability 1 - (1 - J ** rows) ** bands.
        seed: of the hash functions of the signatures.
    """

    window_s: float = 3 * 86_400.0
    least_words: int = 3
    base: float = -0.9
    structure: float = 0.8
    unlike: float = -4.0
    foreign: float = -1.5
    page: float = 5.0
    ticker: float = 0.4
    origin: float = 4.0
    named: float = 2.5
    quoted: float = 1.7
    names: float = 1.0
    strangers: float = -0.5
    numbers: float = 2.6
    contradicted: float = 0.9
    hour: float = 2.0
    again: float = -0.5
    closest: float = 0.7
    doubt: float = 3.0
    limit: float = 8.0
    bands: int = 16
    rows: int = 3
    seed: int = 1_117


DEFAULT: Final = EchoParameters()
