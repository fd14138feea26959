"""Invented stories: first as numbers (a draft), then as words. A copy is a draft with a few numbers changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import KINDS, Columns, Int, Small
from ceasewatch.simulate.names import Names
from ceasewatch.simulate.phrases import (
    COUNTABLE,
    DETAILS,
    LEADS,
    NOUNS,
    NUMBERS,
    PARTS_OF_DAY,
    PREFIXES,
    SAID,
    UNCOUNTED,
    VAGUE,
    WHERE,
)

LATIN: Final = (0, 2, 4, 5)
CYRILLIC: Final = (1, 3, 1, 3)
"""Columns of ``Names.forms`` that a story of each script uses; the second script has no respelled forms."""

_LIKE: Final = {
    "impact": ("impact", "damage", "crater"),
    "burst": ("burst", "armed_clash", "tracer"),
    "shot": ("shot",),
    "launch": ("launch", "projectile", "muzzle_flash"),
    "explosion": ("explosion", "airburst", "violation"),
    "overflight": ("overflight",),
    "fire": ("fire",),
    "jamming": ("jamming", "spoofing"),
    "casualty": ("casualty",),
}
"""Words of which kind serve which kinds; all others are *an incident*."""
_GROUP: Final = {kind: words for words, kinds in _LIKE.items() for kind in kinds}
_UNCOUNTED: Final = frozenset(i for i, k in enumerate(KINDS) if _GROUP.get(str(k), "other") in UNCOUNTED)
_NOUNS: Final = tuple(NOUNS[_GROUP.get(str(k), "other")] for k in KINDS)


@dataclass(frozen=True, slots=True)
class Drafts(Columns):
    """n stories as numbers.

    Columns:
        language: 0 Latin, 1 Cyrillic.
        place: settlement; form: which of its four forms in that script.
        kind: index into ``KINDS``.
        noun, lead, where, said, prefix: indices into :mod:`ceasewatch.simulate.phrases`.
        detail, second: the same, -1 none; k, k2: the numbers in them.
        count: how many, 0 none; style: of the number (0 digits, 1 words, 2 vague).
        hour, minute: local; clock: 0 part of the day, 1 the hour, 2 to the minute.
        order: 0 as written, 1 attribution first, 2 details first.
        cut: characters kept, 0 all.
        who: index of the outlet that a prefix names.
    """

    language: Small
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
) -> Drafts:
    """Stories that say these things.

    Args:
        place: (n,) settlements.
        kind: (n,) indices into ``KINDS``.
        count: (n,) how many; 0 where none is told.
        minute_of_day: (n,) local.
        brief: (n,) whether it is a short post.
        cyrillic: share of them in Cyrillic.
        rng: source of chance.
    """
    n = len(place)

    def among(bank: int) -> Small:
        return small(rng.integers(0, bank, n))

    short = np.where(rng.random(n) < 0.5, 3, 8)
    detail, second = among(len(DETAILS[0])), among(len(DETAILS[0]))
    return Drafts(
        language=small(rng.random(n) < cyrillic),
        place=place,
        form=small(rng.choice(4, n, p=(0.6, 0.2, 0.13, 0.07))),
        kind=kind,
        noun=among(6),
        lead=small(np.where(brief & (rng.random(n) < 0.6), short, rng.integers(0, len(LEADS[0]), n))),
        where=among(len(WHERE[0])),
        said=small(np.where(brief | (rng.random(n) < 0.3), 0, rng.integers(1, len(SAID[0]), n))),
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


def texts(d: Drafts, names: Names, outlets: list[str]) -> list[str]:
    """The words of each story."""
    columns = [getattr(d, name).tolist() for name in Drafts.__dataclass_fields__]
    forms = [tuple(f[i] for i in LATIN) + tuple(f[i] for i in CYRILLIC) for f in names.forms]
    return [_story(forms, outlets, *row) for row in zip(*columns, strict=True)]


def _what(kind: int, noun: int, count: int, style: int, language: int) -> str:
    word = _NOUNS[kind][language][noun]
    if count < 2 or noun >= COUNTABLE or kind in _UNCOUNTED:
        return word
    if style == 2:
        return f"{VAGUE[language][count % 4]} {word}"
    if style == 1 and count <= 10:
        return f"{NUMBERS[language][count]} {word}"
    return f"{count} {word}"


def _when(hour: int, minute: int, clock: int, language: int) -> str:
    if clock == 0:
        return PARTS_OF_DAY[language][hour // 6]
    if clock == 1:
        return f"около {hour} ч." if language else f"at about {hour}:00"
    return f"в {hour}:{minute:02d}" if language else f"at {hour}:{minute:02d}"


def _story(
    forms: list[tuple[str, ...]], outlets: list[str], language: int, place: int, form: int, kind: int, noun: int,
    lead: int, where: int, said: int, prefix: int, detail: int, second: int, k: int, k2: int, count: int, style: int,
    hour: int, minute: int, clock: int, order: int, cut: int, who: int,
) -> str:  # fmt: skip
    name = forms[place][form + 4 * language]
    what, when = _what(kind, noun, count, style, language), _when(hour, minute, clock, language)
    at = WHERE[language][where].format(place=name)
    first = LEADS[language][lead].format(what=what, where=at, when=when, place=name)
    more = [DETAILS[language][i].format(k=n) for i, n in ((detail, k), (second, k2)) if i >= 0]
    source = [SAID[language][said]] if said else []
    parts = {0: [first, *more, *source], 1: [*source, first, *more], 2: [*more, first, *source]}[order]
    before = PREFIXES[language][prefix].format(who=outlets[who]) if prefix else ""
    text = before + " ".join(parts)
    text = text[0].upper() + text[1:]
    return text if not cut or len(text) <= cut else text[:cut].rsplit(" ", 1)[0] + "..."
