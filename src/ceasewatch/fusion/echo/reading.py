"""One text read: its words in one spelling, its numbers and hours, the agency that it quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from ceasewatch.fusion.echo.lexicon import folded, key, plain_word

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:^|\s)@\w+", re.IGNORECASE)
_BOILERPLATE: Final = re.compile(
    r"(?im)^\s*(rt\b[^:\n]{0,40}:|(breaking|urgent|update|updated|upd|терміново|срочно|молния|блискавка)\b\s*[:!.—-]*)"
    r"|\b(source|sources|джерело|источник|read more|full story|опубликовано|опубліковано|photo|фото)\s*:[^\n.]*"
    r"|\[[^\]\n]{0,30}\]\(|\(\s*(photo|video|фото|відео|видео)[^)]*\)"
)
_UPDATE: Final = re.compile(r"(?i)\b(upd|update|updated|correction|corrected|оновлено|обновлено|уточнено)\b")
_MARKER: Final = re.compile(
    r"(?i:\b(?:according to|citing|quoting|quoted by|reported by|reports from|as reported by|via|told|"
    r"повідомляє|повідомили|передає|пише|за даними|за повідомленням|з посиланням на|"
    r"сообщает|сообщили|передает|пишет|по данным|по сообщению|со ссылкой на))\s+"
    r"(?i:the\s+|агентств[оа]\s+|агенці[яї]\s+|news agency\s+)*"
    r"[«\"']?((?:[A-ZА-ЯІЇЄҐ][\w'-]*[\s]*){1,3})[»\"']?"
)
_DATELINE: Final = re.compile(r"^[^\n(]{0,60}\(([A-ZА-ЯІЇЄҐ][\w' -]{1,30})\)\s*[-—–:]")
_TOKEN: Final = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])|\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*"
)
_GENERAL: Final = frozenset(folded(w) for w in ("agency", "news", "service", "press", "agentstvo", "the", "channel"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One text.

    Attributes:
        words: 64-bit keys of the words that carry news, in order; numbers are among them.
        numbers: keys of the numbers.
        minutes: minutes after midnight of the hours of the day that it names.
        agency: key of the agency that it quotes; 0 if it quotes none.
        update: it says that it is an update or a correction.
    """

    words: tuple[int, ...]
    numbers: tuple[int, ...]
    minutes: tuple[int, ...]
    agency: int
    update: bool


@lru_cache(maxsize=1 << 17)
def code(text: str) -> int:
    """A 64-bit key of ``text`` that is never 0 and the same on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") or 1


NOTHING: Final = Reading((), (), (), 0, False)


def read(text: str) -> Reading:
    """``text`` without addresses, boilerplate and the name of the agency; see :class:`Reading`."""
    if not text:
        return NOTHING
    bare = _ADDRESS.sub(" ", text)
    agency, bare = _agency(bare)
    bare = _BOILERPLATE.sub(" ", bare)
    words: list[int] = []
    numbers: list[int] = []
    minutes: list[int] = []
    for match in _TOKEN.finditer(bare):
        hour = match[1]
        if hour is not None:
            minutes.append(60 * int(hour) + int(match[2]))
            continue
        told = _token(match[0])
        if told:
            words.append(told)
            if match[0][0].isdigit() or key(match[0])[:1] == "#":
                numbers.append(told)
    return Reading(tuple(words), tuple(numbers), tuple(minutes), agency, bool(_UPDATE.search(text)))


@lru_cache(maxsize=1 << 17)
def _token(word: str) -> int:
    if "." in word or "," in word:
        return code("#" + word.replace(",", "."))
    told = key(word)
    return code(told) if told else 0


def _agency(text: str) -> tuple[int, str]:
    """Key of the agency that ``text`` quotes, and ``text`` without that clause."""
    found = _MARKER.search(text) or _DATELINE.search(text)
    if found is None:
        return 0, text
    name = [folded(plain_word(w)) for w in found[1].split()]
    kept = [w for w in name if w and w not in _GENERAL]
    clause = text[: found.start()] + " " + text[found.end() :]
    return (code("agency " + " ".join(kept)) if kept else 0), clause
