"""Names of fictional settlements: a new name and often an old one, in two scripts, with variants of spelling.

Names are put together from invented syllables that exist as pairs (Latin, Cyrillic), so that both scripts agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

HEADS: Final = (
    ("Al", "Ал"), ("Bren", "Брен"), ("Cas", "Кас"), ("Dov", "Дов"), ("Es", "Эс"), ("Far", "Фар"), ("Gar", "Гар"),
    ("Hal", "Хал"), ("Is", "Ис"), ("Jor", "Йор"), ("Kel", "Кел"), ("Lun", "Лун"), ("Mer", "Мер"), ("Nes", "Нес"),
    ("Or", "Ор"), ("Pet", "Пет"), ("Quar", "Квар"), ("Ril", "Рил"), ("Sul", "Сул"), ("Tor", "Тор"), ("Ul", "Ул"),
    ("Var", "Вар"), ("Wen", "Вен"), ("Yel", "Ел"), ("Zad", "Зад"), ("Thal", "Тал"), ("Shev", "Шев"), ("Chor", "Чор"),
)  # fmt: skip
MIDDLES: Final = (
    ("", ""), ("e", "е"), ("da", "да"), ("mi", "ми"), ("lo", "ло"), ("ven", "вен"), ("ri", "ри"), ("shu", "шу"),
    ("ta", "та"), ("kho", "хо"), ("zha", "жа"), ("bel", "бел"),
)  # fmt: skip
TAILS: Final = (
    ("rin", "рин"), ("moor", "мур"), ("mar", "мар"), ("dry", "дри"), ("low", "лоу"), ("sk", "ск"), ("din", "дин"),
    ("trel", "трел"), ("rund", "рунд"), ("row", "роу"), ("lin", "лин"), ("vets", "вец"), ("nya", "ня"),
    ("gora", "гора"), ("stead", "стед"), ("haven", "хавен"), ("nik", "ник"), ("yar", "яр"),
)  # fmt: skip
OLD: Final = (("Krasny ", "Красный "), ("Novy ", "Новый "), ("Stary ", "Старый "), ("Verkhny ", "Верхний "))
RESPELLED: Final = (("kh", "h"), ("zh", "j"), ("ya", "ia"), ("y", "i"), ("w", "v"), ("oo", "u"), ("ch", "tch"))
"""Spellings that transliterations of one name disagree about."""

REAL: Final = frozenset({"Alstead", "Petrow", "Garlin", "Merlin", "Merrow"})
"""Names that the syllables give but that places bear; never used."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of m settlements.

    Attributes:
        forms: (m, 6): new Latin, new Cyrillic, old Latin, old Cyrillic, respelled new Latin, respelled old Latin. A
            settlement that was never renamed has its new name in the places of the old one.
    """

    forms: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.forms)


def respelled(name: str) -> str:
    """Another transliteration of a Latin name; the same name if nothing in it is in dispute."""
    for usual, other in RESPELLED:
        if usual in name[1:]:
            return name[0] + name[1:].replace(usual, other, 1)
    return name


def _whole(rng: np.random.Generator) -> tuple[str, str]:
    latin = cyrillic = ""
    while not latin or latin in REAL:
        parts = [bank[int(rng.integers(len(bank)))] for bank in (HEADS, MIDDLES, TAILS)]
        latin, cyrillic = "".join(p[0] for p in parts), "".join(p[1] for p in parts)
    return latin, cyrillic


def _old(new: tuple[str, str], rng: np.random.Generator) -> tuple[str, str]:
    """An earlier name: another word, or this one behind an adjective."""
    latin, cyrillic = _whole(rng)
    if rng.random() < 0.5:
        before = OLD[int(rng.integers(len(OLD)))]
        return before[0] + latin, before[1] + cyrillic
    return (latin, cyrillic) if latin != new[0] else new


def invent(count: int, *, renamed: float, homonyms: float, rng: np.random.Generator) -> Names:
    """Names of ``count`` settlements.

    Args:
        count: how many.
        renamed: share with an old name of its own.
        homonyms: share that bears the name of an earlier settlement in the list.
        rng: source of chance.
    """
    made: list[tuple[str, ...]] = []
    for _ in range(count):
        new = _whole(rng)
        if made and rng.random() < homonyms:
            twin = made[int(rng.integers(len(made)))]
            new = (twin[0], twin[1])
        old = _old(new, rng) if rng.random() < renamed else new
        made.append((*new, *old, respelled(new[0]), respelled(old[0])))
    return Names(tuple(made))
