"""Named places as reports describe them: control status, distance and direction from a town, region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ceasewatch.sources.smm_text.compass import Direction, direction, directions, of
from ceasewatch.sources.smm_text.lexicon import CONTROL, MONTHS, OBSERVERS
from ceasewatch.sources.smm_text.quantity import Range, distance
from ceasewatch.sources.smm_text.tokens import Tokens

_NOUNS: Final = frozenset({"city", "village", "town", "settlement"})
_NOT_NAMES: Final = frozenset(
    [
        "on",
        "in",
        "at",
        "the",
        "during",
        "between",
        "from",
        "an",
        "a",
        "of",
        "all",
        "both",
        "as",
        "smm",
        "mission",
        "osce",
        "while",
        "about",
        "around",
        "no",
        "other",
    ]
)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Offset:
    """So far from, in such a direction; either may be missing."""

    range_m: Range | None
    direction: Direction | None
    town: str = ""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place by name and what the text adds to it.

    Attributes:
        name: as written; empty where the text speaks of an area without a name.
        former: earlier name, as in "formerly Frunze".
        control: ``government-controlled``, ``non-government-controlled`` or empty.
        reference: distance and direction of the named place from a larger town.
        offset: distance and direction of what is meant from the named place.
        region: first-level unit, without the word "region".
        near: what is meant lies near the place, not in it.
        edge: on this edge of the place.
        inside: words of a zone that is meant, e.g. ``disengagement area``.
        landmark: what is meant where the name only says near what, e.g. ``checkpoint``.
    """

    name: str = ""
    former: str = ""
    control: str = ""
    reference: Offset | None = None
    offset: Offset | None = None
    region: str = ""
    near: bool = False
    edge: Direction | None = None
    inside: str = ""


def name(text: str, tokens: Tokens, at: int) -> tuple[str, int] | None:
    """A proper name: capitalised words, in a row or hyphenated."""
    end = at
    while end < len(tokens) - 1 and end - at < _MOST_WORDS and _capital(tokens, end):
        end += 1
    while end > at and tokens[end - 1].low in {"region", "city"}:
        end -= 1
    return (text[tokens[at].start : tokens[end - 1].end], end) if end > at else None


def _capital(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    if token.glued:
        return True
    known = token.low in _NOT_NAMES or token.low in MONTHS or OBSERVERS.at(tokens, at) is not None
    return token.kind == "word" and token.text[0].isupper() and not known and direction(tokens, at) is None


def locality(text: str, tokens: Tokens, at: int) -> tuple[Locality, int] | None:
    """[the] [government-controlled] NAME [city] [(DFS)] [(control, 57km NE of Donetsk)] [, Luhansk region]."""
    at += tokens[at].low == "the"
    control = CONTROL.at(tokens, at)
    found = Locality(control=control[0]) if control else Locality()
    at = control[1] if control else at
    named = name(text, tokens, at)
    if named is None or region(text, tokens, at) is not None:
        return None
    found, at = replace(found, name=named[0]), named[1]
    at += tokens[at].low in _NOUNS
    for _ in range(2):
        found, at = _bracket(text, tokens, at, found)
    if tokens[at].low == "," and (unit := region(text, tokens, at + 1)):
        return replace(found, region=unit[0]), unit[1]
    return found, at


def _bracket(text: str, tokens: Tokens, at: int, found: Locality) -> tuple[Locality, int]:
    """What a bracket after a name says, if it is about the place; otherwise it is left for others to read."""
    if tokens[at].low != "(":
        return found, at
    begin, at, read = at, at + 1, found
    while tokens[at].low not in {")", ""}:
        step = _detail(text, tokens, at, read)
        if step is None:
            return found, begin
        read, at = step
    return (read, at + 1) if tokens[at].low == ")" else (found, begin)


def _detail(text: str, tokens: Tokens, at: int, read: Locality) -> tuple[Locality, int] | None:
    if tokens[at].low in {",", "and", ";"}:
        return read, at + 1
    if control := CONTROL.at(tokens, at):
        return replace(read, control=control[0]), control[1]
    if tokens[at].low == "formerly" and (named := name(text, tokens, at + 1)):
        return replace(read, former=named[0]), named[1]
    if (away := offset(text, tokens, at)) and away[0].town:
        return replace(read, reference=away[0]), away[1]
    token = tokens[at]
    if token.kind == "word" and token.text.isupper() and tokens[at + 1].low == ")" and len(token.text) > 1:
        return read, at + 1
    return None


def offset(text: str, tokens: Tokens, at: int) -> tuple[Offset, int] | None:
    """[about] 57km north-east [of Donetsk]."""
    away = distance(tokens, at)
    if away is None:
        return None
    towards = direction(tokens, away[1])
    if towards is None:
        return None
    after = of(tokens, towards[1])
    town = name(text, tokens, after) if after is not None else None
    if town is None:
        return Offset(away[0], towards[0]), towards[1]
    end = town[1] + (tokens[town[1]].low in _NOUNS)
    return Offset(away[0], towards[0], town[0]), end


def region(text: str, tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Donetsk region; Luhansk and Donetsk regions count as none, for they are two."""
    end = at
    while end < len(tokens) - 1 and end - at < 3 and _capital(tokens, end):
        end += 1
    if end > at and tokens[end].low in {"region", "oblast"}:
        return text[tokens[at].start : tokens[end - 1].end], end + 1
    return None


def localities(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """A list of places: "A (...), B and at C (...)"; the region after the last one holds for it alone."""
    first = locality(text, tokens, at)
    if first is None:
        return None
    found, end = [first[0]], first[1]
    while True:
        at = end
        while tokens[at].low in {",", "and", "or"}:
            at += 1
        if at == end:
            break
        at += tokens[at].low in {"in", "at", "near"}
        following = _placed(text, tokens, at)
        if following is None or tokens[following[1]].low == "(":
            break
        found.append(following[0])
        end = following[1]
    return tuple(found), end


def _placed(text: str, tokens: Tokens, at: int) -> tuple[Locality, int] | None:
    away = offset(text, tokens, at)
    if away and (after := of(tokens, away[1])) and not away[0].town:
        at = after
    elif away and away[0].town:
        return Locality(name=away[0].town, offset=replace(away[0], town="")), away[1]
    return locality(text, tokens, at)


def where(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """A place phrase after any preposition; several places only where the text lists them.

    Reads: in areas north-west of X; 1.5km north-east of X; on the north-eastern edge of X; near X; in X; inside the
    disengagement area near X; in a government-controlled area of X region.
    """
    at += tokens[at].low in {"in", "at", "on", "from", "inside", "within", "near", "around", "outside"} and (
        tokens[at].low != "near"
    )
    for read in (_areas_of, _edge, _offset_of, _zone, _near):
        if found := read(text, tokens, at):
            return found
    return localities(text, tokens, at)


def _areas_of(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """Areas north-west of X; a government-controlled area of Luhansk region."""
    at += tokens[at].low in {"a", "an", "the", "areas", "several"}
    control = CONTROL.at(tokens, at)
    at = control[1] if control else at
    at += tokens[at].low in {"area", "areas"}
    if control and tokens[at].low in {"of", "in"} and (unit := region(text, tokens, at + 1)):
        return (Locality(control=control[0], region=unit[0]),), unit[1]
    towards = directions(tokens, at)
    if control or towards is None or len(towards[0]) > 1 or (after := of(tokens, towards[1])) is None:
        return None
    place = locality(text, tokens, after)
    return ((replace(place[0], offset=Offset(None, towards[0][0])),), place[1]) if place else None


def _edge(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """The north-eastern edge of X."""
    at += tokens[at].low == "the"
    side = direction(tokens, at)
    if side is None or tokens[side[1]].low not in {"edge", "outskirts", "part"} or tokens[side[1] + 1].low != "of":
        return None
    place = locality(text, tokens, side[1] + 2)
    return ((replace(place[0], edge=side[0]),), place[1]) if place else None


def _offset_of(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """[an area] [a point] 1.5km north-east of X."""
    while tokens[at].low in {"an", "a", "area", "point", "position", "checkpoint", "location"}:
        at += 1
    away = distance(tokens, at)
    towards = direction(tokens, away[1]) if away else None
    after = of(tokens, towards[1]) if towards else None
    if away is None or towards is None or after is None:
        return None
    place = locality(text, tokens, after)
    return ((replace(place[0], offset=Offset(away[0], towards[0])),), place[1]) if place else None


def _zone(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """The disengagement area near X; the disengagement areas near X, Y and Z."""
    at += tokens[at].low == "the"
    if tokens[at].low not in {"disengagement", "security"} or tokens[at + 1].low not in {"area", "areas", "zone"}:
        return None
    zone = text[tokens[at].start : tokens[at + 1].end].rstrip("s")
    if tokens[at + 2].low not in {"near", "in", "at", "of"}:
        return (Locality(inside=zone),), at + 2
    places = localities(text, tokens, at + 3)
    return (tuple(replace(p, near=True, inside=zone) for p in places[0]), places[1]) if places else None


def _near(text: str, tokens: Tokens, at: int) -> tuple[tuple[Locality, ...], int] | None:
    """[a checkpoint] near X."""
    while tokens[at].low in {"a", "an", "the", "checkpoint"}:
        at += 1
    if tokens[at].low not in {"near", "outside"}:
        return None
    places = localities(text, tokens, at + 1)
    return (tuple(replace(p, near=True) for p in places[0]), places[1]) if places else None
