"""What was perceived and how many: "about 30 shots and bursts of small-arms fire", "four of them outgoing"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ceasewatch.model import Count, Kind, Qualifier
from ceasewatch.sources.smm_text.arms import SMALL, Arms, arms
from ceasewatch.sources.smm_text.lexicon import ADJECTIVES, KINDS, QUALIFIERS
from ceasewatch.sources.smm_text.quantity import count
from ceasewatch.sources.smm_text.tokens import Tokens

_MORE_OR_FEWER = frozenset({"more", "fewer"})


REMAINDER = Count(original="the remainder")
"""All of a count that no earlier part has taken."""


@dataclass(frozen=True, slots=True)
class Item:
    """A counted noun phrase.

    Attributes:
        start, end: character offsets.
        comparison: ``more`` or ``fewer`` where the text only compares.
    """

    start: int
    end: int
    kinds: tuple[Kind, ...]
    count: Count = field(default_factory=Count)
    qualifiers: tuple[Qualifier, ...] = ()
    arms: Arms | None = None
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what was counted before: "four of which were assessed as outgoing mortar rounds"."""

    start: int
    end: int
    count: Count
    qualifiers: tuple[Qualifier, ...]
    arms: Arms | None


def item(text: str, tokens: Tokens, at: int) -> tuple[Item, int] | None:
    """A noun phrase of one or more kinds with its count, and the index after it."""
    begin = at
    comparison = tokens[at].low if tokens[at].low in _MORE_OR_FEWER and _noun(tokens, at + 1) else ""
    number = None if comparison else count(text, tokens, at)
    at = at + 1 if comparison else (number[1] if number else at)
    before, at = _leading(tokens, at)
    found = _kinds(tokens, at) or _fire(tokens, at) or _materiel(tokens, at)
    if found is None:
        return None
    (kinds, weapon), end = found
    how_many = number[0] if number else Count()
    if not number and not comparison and _plural(tokens, end - 1, weapon):
        how_many = Count(lowest=2)
    read = Item(tokens[begin].start, 0, kinds, how_many, before, weapon, comparison)
    read, end = _after(text, tokens, end, read)
    return replace(read, end=tokens[end - 1].end), end


def _noun(tokens: Tokens, at: int) -> bool:
    return KINDS.at(tokens, at) is not None or (QUALIFIERS.at(tokens, at) is not None)


def _leading(tokens: Tokens, at: int) -> tuple[tuple[Qualifier, ...], int]:
    found: list[Qualifier] = []
    while True:
        if (word := QUALIFIERS.at(tokens, at)) and KINDS.at(tokens, at) is None:
            found.append(word[0])
            at = word[1]
        elif tokens[at].low in ADJECTIVES:
            at += 1
        else:
            return tuple(found), at


def _kinds(tokens: Tokens, at: int) -> tuple[tuple[tuple[Kind, ...], Arms | None], int] | None:
    """explosions; shots and bursts [of small-arms fire]."""
    first = KINDS.at(tokens, at)
    if first is None:
        return None
    kinds, end = [first[0]], first[1]
    while tokens[end].low in {"and", "or", "/"} and (more := KINDS.at(tokens, end + 1)):
        kinds.append(more[0])
        end = more[1]
    weapon = arms(tokens, end + 1) if tokens[end].low in {"of", "from"} else None
    if weapon:
        return (tuple(kinds), weapon[0]), weapon[1]
    return (tuple(kinds), None), end


def _fire(tokens: Tokens, at: int) -> tuple[tuple[tuple[Kind, ...], Arms], int] | None:
    """small-arms fire: shots or bursts, it is not said which."""
    weapon = arms(tokens, at)
    if weapon is None or tokens[weapon[1] - 1].low != "fire" or not set(weapon[0].classes) & SMALL:
        return None
    return ((Kind.shot, Kind.burst), weapon[0]), weapon[1]


def _materiel(tokens: Tokens, at: int) -> tuple[tuple[tuple[Kind, ...], Arms], int] | None:
    """Towed howitzers; 30 multiple launch rocket systems."""
    weapon = arms(tokens, at)
    if weapon is None or not weapon[0].classes or tokens[at].low in {"a", "an"}:
        return None
    last = tokens[weapon[1] - 1].low
    if last in {"fire", "round", "rounds", "shells", "bombs", "grenades", "cannon"} or set(weapon[0].classes) & SMALL:
        return None
    return ((Kind.weapon,), weapon[0]), weapon[1]


def _plural(tokens: Tokens, last: int, weapon: Arms | None) -> bool:
    words = [tokens[last].low] if weapon is None else [t.low for t in tokens[max(0, last - 8) : last + 1]]
    if weapon is not None and not any(_bare_plural(w) for w in words):
        return False
    return any(_bare_plural(w) for w in words)


def _bare_plural(word: str) -> bool:
    singular = {"arms", "mlrs"}
    return word in {"people", "armed men"} or (word.endswith("s") and word not in singular)


def _after(text: str, tokens: Tokens, end: int, read: Item) -> tuple[Item, int]:
    """In flight; in violation of withdrawal lines; (about 380) after a bare comparison."""
    while word := QUALIFIERS.at(tokens, end):
        if word[0] not in {Qualifier.in_flight, Qualifier.in_violation_of_withdrawal_lines}:
            break
        if word[0] is Qualifier.in_violation_of_withdrawal_lines:
            break
        read, end = replace(read, qualifiers=(*read.qualifiers, word[0])), word[1]
    if read.comparison and tokens[end].low == "(":
        given = count(text, tokens, end + 1)
        if given and tokens[given[1]].low == ")":
            return replace(read, count=given[0]), given[1] + 1
    return read, end


def _remainder(tokens: Tokens, at: int) -> tuple[Count, int] | None:
    at += tokens[at].low == "the"
    return (REMAINDER, at + 1) if tokens[at].low in {"remainder", "rest", "others"} else None


def part(text: str, tokens: Tokens, at: int) -> tuple[Part, int] | None:
    """A count with a description and no noun of its own, and the index after it."""
    number = _remainder(tokens, at) or count(text, tokens, at)
    if number is None or (number[0].best is None and number[0] != REMAINDER):
        return None
    end = number[1]
    while tokens[end].low in {
        "of",
        "which",
        "them",
        "these",
        "were",
        "was",
        "assessed",
        "as",
        "to",
        "be",
        "additional",
    }:
        end += 1
    qualifiers, weapon, end = described(tokens, end)
    if not qualifiers and weapon is None:
        return None
    return Part(tokens[at].start, tokens[end - 1].end, number[0], qualifiers, weapon), end


def described(tokens: Tokens, at: int) -> tuple[tuple[Qualifier, ...], Arms | None, int]:
    """Outgoing mortar rounds (type undetermined); impacts of mortar rounds; outgoing, weapon undetermined."""
    found: list[Qualifier] = []
    weapon: Arms | None = None
    at += tokens[at].low in {"a", "an"} and (QUALIFIERS.at(tokens, at + 1) is not None)
    while True:
        skip = at + (tokens[at].low in {"of", ",", "and", "from", "(", "rounds", "caused", "fire"})
        if word := QUALIFIERS.at(tokens, skip):
            found.append(word[0])
            at = word[1]
        elif weapon is None and (read := arms(tokens, skip)):
            weapon, at = read
        elif tokens[at].low in {"rounds", "round", "ones", "fire"} or (tokens[at].low == ")" and weapon is not None):
            at += 1
        else:
            return tuple(dict.fromkeys(found)), weapon, at
