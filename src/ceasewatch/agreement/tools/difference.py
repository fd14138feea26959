"""What became of one text in another, clause by clause, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.schema import ClauseEntry, PackFile
from ceasewatch.agreement.tools import say
from ceasewatch.agreement.tools.matching import Pair, pairs
from ceasewatch.agreement.tools.moved import moved
from ceasewatch.agreement.tools.walk import flat
from ceasewatch.model.struct import Noun


class What(StrEnum):
    """What sort of change it is."""

    added = "added"
    dropped = "dropped"
    obligation = "obligation"
    """It is another kind of obligation."""
    number = "number"
    date = "date"
    scope = "scope"
    reading = "reading"
    exception = "exception"
    wording = "wording"
    checked = "checked"
    """Somebody compared it with the text, or took that back."""
    stance = "stance"
    status = "status"
    figure = "figure"
    other = "other"


class Change(Noun, frozen=True, kw_only=True):
    """One change.

    Attributes:
        clause: its id, in both texts if they differ; empty for what concerns the whole text.
        key: what of it.
        before, after: in words; empty where there was or is nothing.
        note: what it means, where that is not plain.
    """

    what: What
    clause: str = ""
    key: str = ""
    before: str = ""
    after: str = ""
    note: str = ""


_SKIPPED: Final = ("source", "examples", "modality", "names")
_WORDING: Final = frozenset({"number", "summary", "text", "title"})
_PARTS: Final = (("readings", What.reading), ("holding_readings", What.reading), ("exceptions", What.exception))
_WHO: Final = frozenset({"binds", "of", "who"})
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT")
_NUMBER: Final = re.compile(r"-?[\d.]+ \w+$")
_LIST: Final = ("clocks", "ladders", "weapon_classes", "object_classes", "precedent", "zone", "contact", "supersedes")


def differences(a: Pack, b: Pack) -> Iterator[Change]:
    """From ``a`` to ``b``: the whole text, its clauses, its lines and zones."""
    yield from _whole(a.file, b.file)
    for pair in pairs(a.file, b.file):
        yield from _clause(pair)
    yield from (Change(what=What.figure, key=k, before=x, after=y, note=n) for k, x, y, n in moved(a.ground, b.ground))


def _whole(a: PackFile, b: PackFile) -> Iterator[Change]:
    if a.status is not b.status:
        yield Change(what=What.status, key="status", before=a.status, after=b.status)
    mine, other = ({p.id: p for p in f.parties} for f in (a, b))
    for party in dict.fromkeys((*mine, *other)):
        before, after = (str(side[party].accepted) if party in side else "no party to it" for side in (mine, other))
        if before != after:
            yield Change(what=What.stance, key=party, before=before, after=after)
    for name in _LIST:
        yield from _values(What.other, "", flat(getattr(a, name), name), flat(getattr(b, name), name))
    left = [{n.number: n.summary for n in f.not_modelled} for f in (a, b)]
    for key in dict.fromkeys((*left[0], *left[1])):
        x, y = (side.get(key, "") for side in left)
        if x != y:
            yield Change(what=What.other, key=f"not modelled: {key}", before=x, after=y)


def _clause(pair: Pair) -> Iterator[Change]:
    a, b = pair
    if a is None or b is None:
        which = What.added if a is None else What.dropped
        before, after = ("" if c is None else f"{c.number}: {c.summary}" for c in pair)
        yield Change(what=which, clause=pair.id, before=before, after=after)
        return
    yield from _obligation(a, b, pair.id)
    yield from _values(What.scope, pair.id, flat(a), flat(b))


def _obligation(a: ClauseEntry, b: ClauseEntry, name: str) -> Iterator[Change]:
    sorts = say.modality(a), say.modality(b)
    if sorts[0] != sorts[1]:
        before, after = (f"a {sort} ({_amount(c)})" for sort, c in zip(sorts, (a, b), strict=True))
        note = f"not the same kind of obligation: {_MEANS.get(sorts[0], sorts[0])}; {_MEANS.get(sorts[1], sorts[1])}"
        yield Change(what=What.obligation, clause=name, key="modality", before=before, after=after, note=note)


def _amount(c: ClauseEntry) -> str:
    numbers = [getattr(c.rule, name, None) for name in ("limit", "total", "within", "lead", "every")]
    own = [f"{n.value} {n.unit}" for n in (*numbers, c.distance, c.width) if n is not None]
    return ", ".join(own) or "without a number"


_MEANS: Final = {
    "prohibition": "a prohibition is broken by the act",
    "duty": "a duty is broken by leaving it undone",
    "ceiling": "a ceiling is broken by more than its number",
    "minimum": "a minimum is broken by less than its number",
    "strength": "a strength may be had, and being above or below it breaches nothing by itself",
    "permission": "a permission obliges to nothing",
    "pledge": "a pledge is kept or not by what is delivered in all",
}


def _values(usual: What, clause: str, a: dict[str, str], b: dict[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*a, *b)):
        before, after = a.get(key, ""), b.get(key, "")
        names = [part.split("[")[0] for part in key.split(".")]
        if before == after or key == "id" or any(name in _SKIPPED for name in names):
            continue
        what = _sort(names, (before, after), usual)
        note = "where nobody is named, every party is meant" if names[-1] in _WHO and not (before and after) else ""
        yield Change(what=what, clause=clause, key=key, before=before, after=after, note=note)


def _sort(names: list[str], values: tuple[str, str], usual: What) -> What:
    if names[-1] == "verified":
        return What.checked
    if names[-1] in _WORDING and usual is What.scope:
        return What.wording
    part = next((what for name, what in _PARTS if name == names[0]), None)
    if part:
        return part
    said = [v for v in values if v]
    if all(_DATE.match(v) for v in said):
        return What.date
    return What.number if all(_NUMBER.match(v) for v in said) else usual
