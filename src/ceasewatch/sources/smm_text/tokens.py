"""Words, numbers and signs of a narrative report, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

_TOKEN = re.compile(
    r"""
    (?P<note>\[[0-9]{1,3}\])
  | (?P<time>(?<![0-9:])[0-9]{1,2}:[0-9]{2}(?![0-9:]))
  | (?P<model>(?<!\w)(?=[0-9A-Z-]*[A-Z])(?=[0-9A-Z-]*[0-9])[0-9A-Z]+(?:-[0-9]+[A-Z]*)?(?!\w))
  | (?P<number>(?<!\w)[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)?)
  | (?P<nk>N/K(?!\w))
  | (?P<word>[^\W0-9_]+(?:['’ʼ][^\W0-9_]+)*)
  | (?P<dash>[-–—])
  | (?P<sign>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign.

    Attributes:
        kind: ``word``, ``number``, ``time``, ``model``, ``nk``, ``dash``, ``sign`` or ``end``.
        text: as written.
        low: in lower case, with a straight apostrophe.
        start, end: character offsets in the text.
        glued: joined by a hyphen to the word before it, as *west* in *north-west*.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    glued: bool = False


Tokens = tuple[Token, ...]


def tokenise(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """The tokens of ``text[start:end]``, offsets counted from the start of ``text``; the last one is an ``end``.

    A hyphen between two words is dropped and the second word marked ``glued``; footnote marks are left out.
    """
    stop = len(text) if end is None else end
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        kind = match.lastgroup or "sign"
        if kind == "note":
            continue
        if kind == "number" and len(match.group()) > _LONGEST_NUMBER:
            kind = "sign"
        _append(found, Token(kind, match.group(), _low(match.group()), match.start(), match.end()))
    found.append(Token("end", "", "", stop, stop))
    return tuple(found)


def _append(found: list[Token], new: Token) -> None:
    if new.kind == "word" and _joins(found, new):
        found[-1] = Token(new.kind, new.text, new.low, new.start, new.end, glued=True)
    else:
        found.append(new)


def _joins(found: list[Token], new: Token) -> bool:
    if len(found) < 2:
        return False
    before, dash = found[-2:]
    return dash.kind == "dash" and before.kind == "word" and before.end == dash.start and dash.end == new.start


def _low(text: str) -> str:
    return text.lower().replace("’", "'").replace("ʼ", "'")


def same(tokens: Tokens, at: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words of ``phrase`` (lower case) stand at ``at``."""
    return at + len(phrase) <= len(tokens) and all(tokens[at + k].low == word for k, word in enumerate(phrase))


T = TypeVar("T")


class Lexicon(Generic[T]):
    """Phrases and what they stand for; the longest phrase that fits wins. Hyphens count as spaces.

    Args:
        entries: phrase in lower case -> meaning; alternatives are separated by ``|``.
    """

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrases, meaning in entries.items():
            for phrase in phrases.split("|"):
                words = tuple(phrase.replace("-", " ").split())
                self._by_first.setdefault(words[0], []).append((words, meaning))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Tokens, index: int) -> tuple[T, int] | None:
        """The meaning of the phrase at ``index`` and the index after it; ``None`` if none is known."""
        for words, meaning in self._by_first.get(tokens[index].low, ()):
            if same(tokens, index, words):
                return meaning, index + len(words)
        return None
