"""Invented stories: first as numbers (a draft), then as words. A copy is a draft with a few numbers changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import Columns, Int, Small
from ceasewatch.simulate.names import Names
from ceasewatch.simulate.tongue import BRIEF_LEADS, NOUNS, SIZES, Tongue, Tongues, plain

LATIN: Final = (0, 2, 4, 5)
CYRILLIC: Final = (1, 3, 1, 3)
"""Columns of ``Names.forms`` that a story of each script uses; the second script has no respelled forms."""


@dataclass(frozen=True, slots=True)
class Drafts(Columns):
    """n stories as numbers.

    Columns:
        language: 0 Latin, 1 Cyrillic; tongue: which of the world's tongues of that script.
        place: settlement; form: which of its four forms in that script.
        kind: index into ``KINDS``.
        noun, lead, where, said, prefix: indices into the lists of :class:`~ceasewatch.simulate.tongue.Tongue`.
        detail, second: the same, -1 none; k, k2: the numbers in them.
        count: how many, 0 none; style: of the number (0 digits, 1 words, 2 vague).
        hour, minute: local; clock: 0 part of the day, 1 the hour, 2 to the minute.
        order: 0 as written, 1 attribution first, 2 details first.
        cut: characters kept, 0 all.
        who: index of the outlet that a prefix names.
    """

    language: Small
    tongue: Small
    place: Int
    form: Small
    kind: Small
    noun: Small
    lead: Small
    where: Small
    said: Small
    prefix: Small
    detail: Small
    second: Small
    k: Small
    k2: Small
    count: Int
    style: Small
    hour: Small
    minute: Small
    clock: Small
    order: Small
    cut: Int
    who: Int


def small(values: object) -> Small:
    """As an int8 column."""
    return np.asarray(values, np.int8)


def drafts(
    place: Int,
    kind: Small,
    count: Int,
    minute_of_day: Int,
    brief: np.ndarray,
    cyrillic: float,
    rng: np.random.Generator,
    tongues: Tongues | None = None,
) -> Drafts:
    """Stories that say these things.

    Args:
        place: (n,) settlements.
        kind: (n,) indices into ``KINDS``.
        count: (n,) how many; 0 where none is told.
        minute_of_day: (n,) local.
        brief: (n,) whether it is a short post.
        cyrillic: share of them in Cyrillic.
        rng: source of chance; of its own numbers tongues take none, so that other words change nothing else.
        tongues: English and Russian if not given.
    """
    n = len(place)

    def among(bank: int) -> Small:
        return small(rng.integers(0, bank, n))

    short = np.where(rng.random(n) < 0.5, *BRIEF_LEADS)
    detail, second = among(SIZES["details"]), among(SIZES["details"])
    language = small(rng.random(n) < cyrillic)
    return Drafts(
        language=language,
        tongue=(tongues or plain()).drawn(language, rng.spawn(1)[0]),
        place=place,
        form=small(rng.choice(4, n, p=(0.6, 0.2, 0.13, 0.07))),
        kind=kind,
        noun=among(NOUNS),
        lead=small(np.where(brief & (rng.random(n) < 0.6), short, rng.integers(0, SIZES["leads"], n))),
        where=among(SIZES["where"]),
        said=small(np.where(brief | (rng.random(n) < 0.3), 0, rng.integers(1, SIZES["said"], n))),
        prefix=small(np.zeros(n)),
        detail=small(np.where(brief & (rng.random(n) < 0.7), -1, detail)),
        second=small(np.where(brief | (rng.random(n) < 0.5), -1, second)),
        k=small(rng.integers(2, 40, n)),
        k2=small(rng.integers(2, 40, n)),
        count=count,
        style=small(rng.choice(3, n, p=(0.4, 0.35, 0.25))),
        hour=small(minute_of_day // 60),
        minute=small(minute_of_day % 60),
        clock=small(rng.choice(3, n, p=(0.45, 0.3, 0.25))),
        order=small(np.zeros(n)),
        cut=np.zeros(n, np.int64),
        who=np.full(n, -1, np.int64),
    )


def texts(d: Drafts, names: Names, outlets: list[str], tongues: Tongues | None = None) -> list[str]:
    """The words of each story, in English and Russian if no tongues are given."""
    columns = [getattr(d, name).tolist() for name in Drafts.__dataclass_fields__]
    forms = [tuple(f[i] for i in LATIN) + tuple(f[i] for i in CYRILLIC) for f in names.forms]
    of = (tongues or plain()).of
    return [_story(of, forms, outlets, *row) for row in zip(*columns, strict=True)]


def _story(
    tongues: tuple[tuple[Tongue, ...], ...], forms: list[tuple[str, ...]], outlets: list[str], language: int,
    tongue: int, place: int, form: int, kind: int, noun: int, lead: int, where: int, said: int, prefix: int,
    detail: int, second: int, k: int, k2: int, count: int, style: int, hour: int, minute: int, clock: int, order: int,
    cut: int, who: int,
) -> str:  # fmt: skip
    name, t = forms[place][form + 4 * language], tongues[language][tongue]
    what, when = t.what(kind, noun, count, style), t.when(hour, minute, clock)
    first = t.leads[lead].format(what=what, where=t.where[where].format(place=name), when=when, place=name)
    more = [t.details[i].format(k=n) for i, n in ((detail, k), (second, k2)) if i >= 0]
    source = [t.said[said]] if said else []
    parts = {0: [first, *more, *source], 1: [*source, first, *more], 2: [*more, first, *source]}[order]
    before = t.prefixes[prefix].format(who=outlets[who]) if prefix else ""
    text = before + " ".join(parts)
    text = text[0].upper() + text[1:]
    return text if not cut or len(text) <= cut else text[:cut].rsplit(" ", 1)[0] + "..."
