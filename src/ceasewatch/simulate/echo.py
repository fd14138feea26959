"""Echo cascades: many outlets that repeat one story, edited, translated, with or without naming their source.

Nothing here knows a world: it takes numbers and a generator, so that small exercises can use it as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.table import Columns, Int, Real, Small
from ceasewatch.simulate.tongue import NOUNS, SIZES, Tongues, plain
from ceasewatch.simulate.words import Drafts, small
from ceasewatch.simulate.world import Cascades

Flags = NDArray[np.bool_]
_SECOND_HAND: Final = 0.25
"""Share of copies that copy a copy; assumed."""


@dataclass(frozen=True, slots=True)
class Copies(Columns):
    """n copies.

    Columns: of: what was copied, an index into the stories followed by these copies; root: the story at the beginning;
    own: whether its own writer repeats it; delay_us: how much later than what it copies it was reported.
    """

    of: Int
    root: Int
    own: Flags
    delay_us: Int


def sizes(stories: int, c: Cascades, rng: np.random.Generator) -> Int:
    """(stories,) copies of each: none for most, else Pareto of the stated mean, at least 1 and at most ``largest``."""
    scale = c.mean * (c.tail - 1.0) / c.tail
    size = np.ceil(scale * (1.0 + rng.pareto(c.tail, stories)))
    return np.where(rng.random(stories) < c.share, np.minimum(size, c.largest), 0).astype(np.int64)


def cascade(size: Int, c: Cascades, rng: np.random.Generator) -> Copies:
    """Who copies what: ``size[i]`` copies descend from story i; some of them from another copy."""
    stories = len(size)
    root = np.repeat(np.arange(stories), size)
    n, first = len(root), np.cumsum(size) - size
    nth = np.arange(n) - first[root]
    chosen = first[root] + np.floor(rng.random(n) * nth).astype(np.int64)
    second = (nth > 0) & (rng.random(n) < _SECOND_HAND)
    delay = np.exp(rng.normal(np.log(c.delay_h * 3600e6), 1.0, n))
    return Copies(
        of=np.where(second, stories + chosen, root),
        root=root,
        own=rng.random(n) < c.own,
        delay_us=delay.astype(np.int64),
    )


def generations(copies: Copies, stories: int) -> list[Int]:
    """Rows of ``copies``, those that copy a story first, then those that copy them, and so on."""
    depth = np.zeros(stories + len(copies), np.int64)
    for i, of in enumerate(copies.of.tolist()):
        depth[stories + i] = depth[of] + 1
    return [np.flatnonzero(depth[stories:] == d) for d in range(1, int(depth.max(initial=0)) + 1)]


def edited(d: Drafts, who: Int, c: Cascades, rng: np.random.Generator, tongues: Tongues | None = None) -> Drafts:
    """The drafts after their copiers worked on them.

    Args:
        d: (n,) what is copied.
        who: (n,) outlet that a prefix names.
        c: shares of the edits.
        rng: source of chance.
        tongues: into which they translate; English and Russian if not given.
    """
    n = len(d)

    def at(share: float) -> Flags:
        return rng.random(n) < share

    def new(share: float, old: Small, bank: int, lowest: int = 0) -> Small:
        return small(np.where(at(share), rng.integers(lowest, bank, n), old))

    language = small(np.where(at(c.translated), 1 - d.language, d.language))
    spoken = (tongues or plain()).drawn(language, rng.spawn(1)[0])
    return replace(
        d,
        language=language,
        tongue=small(np.where(language == d.language, d.tongue, spoken)),
        form=new(c.respelled, d.form, 4),
        noun=new(c.synonyms, d.noun, NOUNS),
        where=new(c.synonyms, d.where, SIZES["where"]),
        lead=new(c.retold, d.lead, SIZES["leads"]),
        said=new(c.retold, d.said, SIZES["said"]),
        detail=new(c.retold, d.detail, SIZES["details"]),
        second=small(np.where(at(c.truncated), -1, d.second)),
        style=new(c.synonyms, d.style, 3),
        prefix=new(c.prefixed, d.prefix, SIZES["prefixes"], 1),
        order=new(c.reordered, d.order, 3),
        cut=np.where(at(c.truncated), rng.integers(50, 140, n), d.cut),
        who=who,
    )


def recounted(count: Real, share: float, rng: np.random.Generator) -> Real:
    """(n,) counts as copiers give them: most as they are, some rounded up, inflated or left out (NaN)."""
    how = rng.random(len(count)) / max(share, 1e-9)
    rounded = np.ceil(count / 5.0) * 5.0
    inflated = np.ceil(count * (1.0 + rng.pareto(2.0, len(count))))
    out: Real = np.where(how < 0.4, rounded, np.where(how < 0.7, inflated, np.where(how < 1.0, np.nan, count)))
    return out
