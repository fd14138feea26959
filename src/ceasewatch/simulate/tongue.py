"""The wording of invented stories: a file for each tongue, in which entries at one index say about the same."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import msgspec
import numpy as np

from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.table import KINDS, Small

SIZES: Final = {
    "leads": 10,
    "where": 6,
    "details": 18,
    "said": 10,
    "prefixes": 8,
    "parts_of_day": 4,
    "numbers": 11,
    "vague": 4,
}
"""Length of each list. Equal in every tongue, so that the numbers of a world do not hang on its words."""
NOUNS: Final = 6
"""Words for each group of kinds."""
COUNTABLE: Final = 4
"""The first so many words of a group are plurals that take a number."""
BRIEF_LEADS: Final = (3, 8)
"""Which leads are short enough for a post."""
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
    "other": (),
}
"""Words of which group serve which kinds; all other kinds are an *other*."""
_GROUP: Final = {kind: words for words, kinds in _LIKE.items() for kind in kinds}
GROUPS: Final = tuple(_GROUP.get(str(k), "other") for k in KINDS)
"""By index into ``KINDS``: whose words it takes."""
UNCOUNTED: Final = frozenset(i for i, g in enumerate(GROUPS) if g in {"fire", "jamming", "casualty", "other"})
"""Indices of kinds whose words take no number."""
SCRIPTS: Final = ("latin", "cyrillic")


class Tongue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of wording stories.

    Attributes:
        name: what a world calls it.
        script: ``latin`` or ``cyrillic``.
        leads: first sentences, of ``{what}``, ``{where}``, ``{when}`` and ``{place}``.
        where: of ``{place}``.
        details: further sentences, some with a number ``{k}``.
        said: who said so; the first is nobody.
        prefixes: what a copier puts before it, of ``{who}``; the first is nothing.
        parts_of_day: night, morning, afternoon, evening.
        numbers: nought to ten.
        vague: instead of a number.
        about, exact: of ``{hour}`` and ``{minute}``.
        nouns: six words for each group of kinds.
    """

    name: str
    script: str
    leads: tuple[str, ...]
    where: tuple[str, ...]
    details: tuple[str, ...]
    said: tuple[str, ...]
    prefixes: tuple[str, ...]
    parts_of_day: tuple[str, ...]
    numbers: tuple[str, ...]
    vague: tuple[str, ...]
    about: str
    exact: str
    nouns: dict[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        wrong = [name for name, size in SIZES.items() if len(getattr(self, name)) != size]
        wrong += [f"nouns.{g}" for g in _LIKE if len(self.nouns.get(g, ())) != NOUNS]
        if wrong or self.script not in SCRIPTS:
            raise ValueError(f"tongue {self.name!r}: wrong length of {wrong}, or script {self.script!r} unknown")

    def what(self, kind: int, noun: int, count: int, style: int) -> str:
        """What happened, and how often: digits (style 0), words (1) or vague (2)."""
        word = self.nouns[GROUPS[kind]][noun]
        if count < 2 or noun >= COUNTABLE or kind in UNCOUNTED:
            return word
        if style == 2:
            return f"{self.vague[count % 4]} {word}"
        return f"{self.numbers[count]} {word}" if style == 1 and count <= 10 else f"{count} {word}"

    def when(self, hour: int, minute: int, clock: int) -> str:
        """A part of the day (clock 0), the hour (1) or the minute (2)."""
        if clock == 0:
            return self.parts_of_day[hour // 6]
        return (self.about if clock == 1 else self.exact).format(hour=hour, minute=minute)


@dataclass(frozen=True, slots=True)
class Tongues:
    """The tongues of a world, by script (Latin, Cyrillic), and how often a story of that script is in each.

    Attributes:
        of: for each script, its tongues.
        share: for each script, their probabilities.
    """

    of: tuple[tuple[Tongue, ...], tuple[Tongue, ...]]
    share: tuple[tuple[float, ...], tuple[float, ...]]

    def drawn(self, script: Small, rng: np.random.Generator) -> Small:
        """(n,) indices among the tongues of each one's script."""
        at = rng.random(len(script))
        edges = [np.cumsum(s)[:-1] for s in self.share]
        latin, cyrillic = (np.searchsorted(e, at, side="right") for e in edges)
        return np.where(script == 0, latin, cyrillic).astype(np.int8)


def names() -> tuple[str, ...]:
    """Of all tongues of the package, sorted."""
    folder = resources.files(__package__).joinpath("tongues")
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def tongue(name: str) -> Tongue:
    """The tongue of that name.

    Raises:
        UsageError: there is none.
        DataError: its file is not a tongue.
    """
    if name not in names():
        raise UsageError(f"there is no tongue {name!r}", todo=f"known are: {', '.join(names())}")
    text = resources.files(__package__).joinpath("tongues", f"{name}.toml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(text), Tongue)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(str(error), where=f"{name}.toml", todo="compare it with english.toml") from error


def tongues(latin: dict[str, float], cyrillic: dict[str, float]) -> Tongues:
    """Those of the names, with their relative shares.

    Raises:
        UsageError: a script has none, a name is unknown or of the other script, or a share is not positive.
    """
    of = tuple(tuple(tongue(n) for n in named) for named in (latin, cyrillic))
    strays = [t.name for script, group in zip(SCRIPTS, of, strict=True) for t in group if t.script != script]
    if strays or not all(of) or min([*latin.values(), *cyrillic.values()]) <= 0.0:
        raise UsageError(
            f"tongues {latin} and {cyrillic}: each script needs one of its own, with a positive share",
            todo=f"of the other script: {', '.join(strays) or 'none'}; known are: {', '.join(names())}",
        )
    share = tuple(tuple(v / sum(named.values()) for v in named.values()) for named in (latin, cyrillic))
    return Tongues((of[0], of[1]), (share[0], share[1]))


@cache
def plain() -> Tongues:
    """English and Russian, as on the tuning front and in exercises."""
    return tongues({"english": 1.0}, {"russian": 1.0})
