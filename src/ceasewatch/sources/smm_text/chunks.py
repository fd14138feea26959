"""A sentence as a row of phrases: each is read by the phrase's own rule, and what no rule reads is kept as unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ceasewatch.model import Flight, Kind, Means, ObserverKind, Qualifier
from ceasewatch.sources.smm_text.arms import Arms, arms
from ceasewatch.sources.smm_text.clock import When, when
from ceasewatch.sources.smm_text.compass import Direction, directions, flights, of
from ceasewatch.sources.smm_text.items import Item, Part, described, item, part
from ceasewatch.sources.smm_text.lexicon import (
    BLOCKING,
    FILLER,
    IMPEDIMENTS,
    INFINITIVES,
    MEANS,
    NOT,
    OBSERVERS,
    OTHERS_WORDS,
    OUTAGES,
    QUALIFIERS,
)
from ceasewatch.sources.smm_text.localities import Locality, locality, region, where
from ceasewatch.sources.smm_text.quantity import Range, distance, number
from ceasewatch.sources.smm_text.tokens import Lexicon, Tokens, same


@dataclass(frozen=True, slots=True)
class Seer:
    """Who perceives."""

    kind: ObserverKind


@dataclass(frozen=True, slots=True)
class Verb:
    """How; ``negated`` for "did not hear any"."""

    means: Means
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """Where from the observer, or from a named place, the happening was."""

    range_m: Range | None
    directions: tuple[Direction, ...]
    of: Locality | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Places named; ``of_observer`` if the words say that the observer was there."""

    places: tuple[Locality, ...]
    of_observer: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """In Donetsk region."""

    name: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The period that a figure is compared with; ``day`` where the text says 24 hours."""

    day: bool
    comparing: bool


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the happening was assessed as; ``words`` where no field takes it."""

    qualifiers: tuple[Qualifier, ...] = ()
    arms: Arms | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Impeded:
    """Something kept the monitors from monitoring."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Latter:
    """The last ``n`` of the areas named before; 0 is all of them."""

    n: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word that steers the reading: ``including``, ``outage``, ``positioned``, a closing bracket."""

    low: str


@dataclass(frozen=True, slots=True)
class Unread:
    """No rule reads it. ``blocks`` if a sentence with it cannot be taken as what the mission perceived then."""

    blocks: bool = False


Value = (
    Seer | Verb | Sight | Where | Region | Previous | Assessed | Impeded | Latter | Word | Unread
    | When | Item | Part | tuple[Flight, ...]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """One phrase: character offsets and what it was read as."""

    start: int
    end: int
    value: Value


_PREVIOUS = Lexicon(
    {
        "the previous reporting period|the preceding reporting period": False,
        "the previous 24 hours|the preceding 24 hours": True,
    }
)
_STEERING = Lexicon({"including|of which": "including", "positioned|while positioned": "positioned", ")": ")"})
Found = tuple[Any, int] | None


@dataclass(slots=True)
class Scanner:
    """Reads one sentence from left to right."""

    text: str
    tokens: Tokens
    chunks: list[Chunk] = field(default_factory=list)
    _verb: bool = False

    def scan(self) -> list[Chunk]:
        """The sentence's phrases in order."""
        at = 0
        while at < len(self.tokens) - 1:
            value, end = self._phrase(at)
            if value is not None:
                self._add(value, at, end)
            at = end
        return self.chunks

    def _add(self, value: Value, at: int, end: int) -> None:
        start, stop = self.tokens[at].start, self.tokens[end - 1].end
        if isinstance(value, Unread) and self.chunks and isinstance(last := self.chunks[-1].value, Unread):
            between = self.text[self.chunks[-1].end : start]
            if not between.strip():
                start = self.chunks.pop().start
                value = Unread(value.blocks or last.blocks)
        self.chunks.append(Chunk(start, stop, value))
        self._verb = self._verb or isinstance(value, Verb)

    def _phrase(self, at: int) -> tuple[Value | None, int]:
        places: list[Callable[[int], Found]] = [self._sight, self._where]
        if not self._verb or (self.chunks and self._just_observer()):
            places.reverse()
        for read in (
            self._word, self._impeded, self._negated, self._previous, self._assessed, self._when, self._region,
            self._flights, self._item, self._part, self._latter, *places, self._seer, self._verb_at, self._late,
        ):  # fmt: skip
            found: Found = read(at)
            if found is not None:
                return found
        token = self.tokens[at]
        if token.low in FILLER:
            return None, at + 1
        return Unread(token.low in OTHERS_WORDS or token.low in BLOCKING), at + 1

    def _just_observer(self) -> bool:
        value = self.chunks[-1].value
        return isinstance(value, Seer) or (isinstance(value, Word) and value.low == "positioned")

    def _said(self, kind: type, at: int) -> bool:
        """Whether the phrase right before is of this kind."""
        return (
            bool(self.chunks)
            and isinstance(self.chunks[-1].value, kind)
            and self.chunks[-1].end + 1 >= (self.tokens[at].start)
        )

    def _word(self, at: int) -> Found:
        if outage := OUTAGES.at(self.tokens, at):
            return Word(outage[0]), outage[1]
        steering = _STEERING.at(self.tokens, at)
        return (Word(steering[0]), steering[1]) if steering else None

    def _impeded(self, at: int) -> Found:
        found = IMPEDIMENTS.at(self.tokens, at)
        return (Impeded(found[0]), found[1]) if found else None

    def _negated(self, at: int) -> Found:
        begin = NOT.at(self.tokens, at)
        if begin is None:
            return None
        verb = INFINITIVES.at(self.tokens, begin[1]) or MEANS.at(self.tokens, begin[1])
        return (Verb(verb[0], negated=True), verb[1] + (self.tokens[verb[1]].low == "any")) if verb else None

    def _previous(self, at: int) -> Found:
        comparing = same(self.tokens, at, ("compared",)) and self.tokens[at + 1].low in {"with", "to"}
        begin = at + 2 if comparing else at + (self.tokens[at].low in {"in", "during"})
        found = _PREVIOUS.at(self.tokens, begin)
        return (Previous(found[0], comparing), found[1]) if found else None

    def _assessed(self, at: int) -> Found:
        begin = at
        if same(self.tokens, at, ("assessed", "as")) or same(self.tokens, at, ("assessed", "to", "be")):
            at += 2 + (self.tokens[at + 1].low == "to")
        elif self.tokens[at].low == "as" and self._said(Verb, at):
            at += 1
        elif same(self.tokens, at, ("in", "violation")):
            word = QUALIFIERS.at(self.tokens, at)
            return (Assessed((word[0],)), word[1]) if word else None
        elif self.tokens[at].low not in {"(", ","} or not arms(self.tokens, at + 1):
            return None
        if self.tokens[at].low == "aimed":
            return self._aimed(at)
        if self.tokens[at].low in {"inside", "outside"}:
            zone = where(self.text, self.tokens, at)
            if zone and zone[0][0].inside:
                return Assessed(words=self._words(begin, zone[1])), zone[1]
        qualifiers, weapon, end = described(self.tokens, at)
        return (Assessed(qualifiers, weapon), end) if qualifiers or weapon else None

    def _aimed(self, at: int) -> Found:
        begin = at + 2
        begin += self.tokens[begin].low in {"a", "an", "the"} if begin < len(self.tokens) else 0
        target = OBSERVERS.at(self.tokens, begin) if begin < len(self.tokens) else None
        return (Assessed((Qualifier.aimed_at_monitors,)), target[1]) if target else None

    def _when(self, at: int) -> Found:
        return when(self.text, self.tokens, at)

    def _region(self, at: int) -> Found:
        begin = at + (self.tokens[at].low in {"in", "of", "for"})
        found = region(self.text, self.tokens, begin)
        return (Region(found[0]), found[1]) if found else None

    def _flights(self, at: int) -> Found:
        bracket = self.tokens[at].low in {"(", ","}
        found = flights(self.text, self.tokens, at + bracket)
        if found is None:
            return None
        closed = bracket and self.tokens[at].low == "(" and self.tokens[found[1]].low == ")"
        return found[0], found[1] + closed

    def _item(self, at: int) -> Found:
        return item(self.text, self.tokens, at)

    def _part(self, at: int) -> Found:
        return part(self.text, self.tokens, at)

    def _latter(self, at: int) -> Found:
        begin = at + (self.tokens[at].low in {"inside", "in"})
        if same(self.tokens, begin, ("the", "latter")):
            n = number(self.tokens, begin + 2)
            end = n[1] if n else begin + 2
            return Latter(int(n[0]) if n else 1), end + (self.tokens[end].low in {"area", "areas"})
        for words in (("all", "three", "areas"), ("both", "areas"), ("these", "areas"), ("all", "areas")):
            if same(self.tokens, begin, words):
                return Latter(0), begin + len(words)
        return None

    def _sight(self, at: int) -> Found:
        at += self.tokens[at].low in {"all", "both", "each"}
        if same(self.tokens, at, ("at", "an", "assessed")) and self.tokens[at + 3].low in {"range", "distance"}:
            at += 4 + (self.tokens[at + 4].low == "of")
        away = distance(self.tokens, at)
        at = away[1] if away else at
        begin = at + (self.tokens[at].low in {"at", "in", "to", "from"})
        begin += self.tokens[begin].low in {"a", "the", "areas"}
        towards = directions(self.tokens, begin)
        if towards is None:
            return (Sight(away[0], ()), at) if away else None
        after = of(self.tokens, towards[1])
        place = locality(self.text, self.tokens, after) if after is not None else None
        if place is None:
            return Sight(away[0] if away else None, towards[0]), towards[1]
        return Sight(away[0] if away else None, towards[0], place[0]), place[1]

    def _where(self, at: int) -> Found:
        preposition = self.tokens[at].low in {"in", "at", "on", "from", "inside", "within", "near", "around", "outside"}
        if not preposition and not (self.chunks and self._just_observer()):
            zone = where(self.text, self.tokens, at)
            return (Where(zone[0]), zone[1]) if zone and zone[0][0].inside else None
        found = where(self.text, self.tokens, at)
        return (Where(found[0], self.tokens[at].low == "from"), found[1]) if found else None

    def _seer(self, at: int) -> Found:
        found = OBSERVERS.at(self.tokens, at)
        return (Seer(found[0]), found[1]) if found else None

    def _verb_at(self, at: int) -> Found:
        found = MEANS.at(self.tokens, at)
        return (Verb(found[0]), found[1]) if found else None

    def _late(self, at: int) -> Found:
        """A qualifier behind its noun: ", outgoing" or "(undetermined)"."""
        found = QUALIFIERS.at(self.tokens, at)
        return (Assessed((found[0],)), found[1]) if found else None

    def _words(self, begin: int, end: int) -> str:
        return self.text[self.tokens[begin].start : self.tokens[end - 1].end]
