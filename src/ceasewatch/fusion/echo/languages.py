"""In which language a text is written, guessed from its smallest words and its letters.

Two texts in one language that share no words tell two stories; in two languages that says nothing. No more than that is
asked of the guess.
"""

from __future__ import annotations

from typing import Final

UNKNOWN: Final = 0
_SMALL: Final = (
    "the of and to in is was were at by on with from that have has been near for an are said",
    "le la les des du de et dans une un est sont par sur pour avec ont été au aux selon qui près",
    "el los las del y en por con una que fue se según cerca",
    "der die das und von mit im den dem wurde wurden ist bei nach auf",
    "і та з із що від було про біля під й із для не є це як",
    "и с из что от было о возле под по не это об к как",
    "i w z na się że od był było oraz przez",
)
_LETTERS: Final = {5: frozenset("іїєґ"), 6: frozenset("ыэёъ")}

SMALL: Final[dict[str, tuple[int, ...]]] = {}
"""Small word to the languages (1 and up) that it is a word of."""
for _number, _line in enumerate(_SMALL, 1):
    for _word in _line.split():
        SMALL[_word] = (*SMALL.get(_word, ()), _number)


def votes(word: str) -> tuple[int, ...]:
    """Languages that ``word``, in small letters, speaks for."""
    found = SMALL.get(word, ())
    if not found and not word.isascii():
        found = tuple(number for number, letters in _LETTERS.items() if not letters.isdisjoint(word))
    return found


def most(counts: list[int]) -> int:
    """The language with most votes (``counts`` by number), the smaller of equals; :data:`UNKNOWN` without any."""
    best = max(range(len(counts)), key=lambda n: (counts[n], -n))
    return best if counts[best] else UNKNOWN


LANGUAGES: Final = len(_SMALL) + 1
