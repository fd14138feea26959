"""One text read: its words in one spelling, its numbers and hours, and whom it quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from ceasewatch.fusion.echo.languages import LANGUAGES, UNKNOWN, most, votes
from ceasewatch.fusion.echo.lexicon import folded, key, plain_word

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+", re.IGNORECASE)
_BOILERPLATE: Final = re.compile(
    r"(?im)^\s*(breaking|urgent|update|updated|upd|терміново|срочно|молния|блискавка|оновлено|обновлено)\b\s*[:!.—-]*"
    r"|\b(read more|full story|читайте также|читайте також|опубликовано|опубліковано|photo|фото)\s*:[^\n.]*"
    r"|\[[^\]\n]{0,30}\]\(|\(\s*(photo|video|фото|відео|видео)[^)]*\)"
)
_UPDATE: Final = re.compile(r"(?i)\b(upd|update|updated|correction|corrected|оновлено|обновлено|уточнено)\b")
_CAPITAL: Final = r"[A-ZА-ЯІЇЄҐЁ]"
_NAME: Final = rf"[«\"']?({_CAPITAL}[\w'’-]*(?:\s+(?:{_CAPITAL}|\d)[\w'’-]*){{0,3}})[»\"']?"
_CITED: Final = re.compile(
    r"\b(?i:according to|citing|quoting|quoted by|reported by|reports from|as reported by|via|"
    r"повідомляє|повідомили|передає|пише|за даними|за повідомленням|з посиланням на|через|"
    r"сообщает|сообщили|передает|передаёт|пишет|по данным|по сообщению|со ссылкой на)\s+"
    r"(?i:the\s+|агентств[оа]\s+|агенці[яї]\s+|news agency\s+)*" + _NAME
)
_NAMED: Final = re.compile(
    r"(?im)\b(?:source|sources|джерело|источник)\s*:\s*@?([\w][\w .'’-]{1,40}?)(?=[:.,;)\n]|$)"
    r"|\b(?:rt|fwd|репост|пересылка)\s+@?([\w][\w'’-]*(?: [\w'’-]+){0,3})\s*(?=:)"
)
_DATELINE: Final = re.compile(r"^[^\n(]{0,60}\(([A-ZА-ЯІЇЄҐ][\w' -]{1,30})\)\s*[-—–:]")
_OPENING: Final = re.compile(r"^\s*([\w][\w .'’-]{1,30}):\s")
_HINTS: Final = {
    _NAMED: ("source", "джерел", "источник", "rt ", "fwd", "репост", "пересылка"),
    _CITED: ("according", "citing", "quot", "reported by", "reports from", "via", "повідом", "переда", "пише", "дани",
             "посилан", "ссылк", "сообщ", "через", "данн"),
    _DATELINE: ("(",),
    _OPENING: (":",),
    _BOILERPLATE: ("breaking", "urgent", "upd", "термін", "срочно", "молни", "блиска", "новлен", "read more",
                   "full story", "также", "також", "публ", "photo", "фото", "](", "video", "видео", "відео"),
    _UPDATE: ("upd", "correct", "новлен", "уточнено"),
}  # fmt: skip
"""What a text must hold, in small letters, for a pattern to be worth a try."""
_TOKEN: Final = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.])|\d+(?:[.,]\d+)?|[^\W\d_]+(?:['’ʼ`-][^\W\d_]+)*"
)
_STOPS: Final = frozenset('.!?:|«"\n')
_GENERAL: Final = frozenset(folded(w) for w in ("agency", "news", "service", "agentstvo", "the", "channel"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One text.

    Attributes:
        words: 63-bit keys of the words that carry news, in order; numbers are among them.
        numbers: keys of the numbers.
        names: keys of the words that are written as names.
        minutes: minutes after midnight of the hours of the day that it names.
        quoted: keys of those whom it quotes (:func:`voice`).
        update: it says that it is an update or a correction.
        language: see :mod:`ceasewatch.fusion.echo.languages`.
    """

    words: tuple[int, ...]
    numbers: tuple[int, ...]
    names: tuple[int, ...]
    minutes: tuple[int, ...]
    quoted: tuple[int, ...]
    update: bool
    language: int = UNKNOWN


@lru_cache(maxsize=1 << 17)
def code(text: str) -> int:
    """A 63-bit key of ``text`` that is never 0 and the same on every machine."""
    return (int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little") >> 1) or 1


NOTHING: Final = Reading((), (), (), (), (), False)


@lru_cache(maxsize=1 << 14)
def voice(name: str) -> int:
    """Key of an outlet, account or agency by its name in any script; 0 if nothing of the name is left."""
    words = [folded(plain_word(w)) for w in re.split(r"[\W_]+", name)]
    kept = [w for w in words if w and w not in _GENERAL]
    return code("voice " + " ".join(kept)) if kept else 0


def read(text: str) -> Reading:
    """``text`` without addresses, boilerplate and those whom it quotes; see :class:`Reading`."""
    if not text:
        return NOTHING
    bare = _ADDRESS.sub(" ", text) if "://" in text or "www." in text or "@" in text else text
    small = bare.casefold()
    quoted, bare = _quoted(bare, small)
    bare = _BOILERPLATE.sub(" ", bare) if _hinted(_BOILERPLATE, small) else bare
    words: list[int] = []
    numbers: list[int] = []
    names: list[int] = []
    minutes: list[int] = []
    shouted, end, spoken = bare == bare.upper(), 0, [0] * LANGUAGES
    for match in _TOKEN.finditer(bare):
        word, hour, minute = match.group(0, 1, 2)
        first, end = not end or not _STOPS.isdisjoint(bare[end : match.start()]), match.end()
        if hour is not None:
            minutes.append(60 * int(hour) + int(minute))
            continue
        told, number, languages = _token(word)
        for language in languages:
            spoken[language] += 1
        if told:
            words.append(told)
            if number:
                numbers.append(told)
            elif word[0].isupper() and not (first or shouted):
                names.append(told)
    update = _hinted(_UPDATE, small) and bool(_UPDATE.search(text))
    return Reading(tuple(words), tuple(numbers), tuple(names), tuple(minutes), quoted, update, most(spoken))


@lru_cache(maxsize=1 << 17)
def _token(word: str) -> tuple[int, bool, tuple[int, ...]]:
    """Key of a word, 0 if it carries no news; whether it is a number; and the languages that it speaks for."""
    told = "#" + word.replace(",", ".") if "." in word or "," in word else key(word)
    return (code(told) if told else 0), told[:1] == "#", votes(word.casefold())


def _hinted(pattern: re.Pattern[str], small: str) -> bool:
    return any(hint in small for hint in _HINTS[pattern])


def _quoted(text: str, small: str) -> tuple[tuple[int, ...], str]:
    """Keys of those whom ``text`` (``small`` in small letters) quotes, and ``text`` without those clauses."""
    found: list[int] = []
    for pattern in (_NAMED, _CITED, _DATELINE):
        match = pattern.search(text) if _hinted(pattern, small) else None
        if match and (name := voice(match[match.lastindex or 0])):
            found.append(name)
            text = text[: match.start()] + " " + text[match.end() :]
    match = _OPENING.match(text) if _hinted(_OPENING, small) else None
    if match and (name := voice(match[1])):
        found.append(name)  # it may be a place as well: the words stay
    return tuple(found), text
