"""Conditions, clocks and rules of any sort in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.terms import Term
from ceasewatch.agreement.tools.walk import tag
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.time import utc

_RULES: Mapping[str, str] = {
    "access_duty": "monitors are let in",
    "report_duty": "it is reported",
    "respond_duty": "it is answered",
    "notification_duty": "activities are announced",
    "permission": "it is permitted",
    "phased_steps": "steps are taken by a schedule",
    "pledge": "deliveries are promised",
    "return_fire": "fire is returned only under conditions",
    "precondition_clock": "so many consecutive days of silence",
    "ceiling": "holdings are held against a number",
    "declared_sites_only": "what is meant is at declared or authorised sites and nowhere else",
    "inspection": "inspections are owed",
    "notified_movement": "movements are announced ahead",
}
_SORTS: Mapping[str, str] = {"permission": "permission", "pledge": "pledge"} | dict.fromkeys(
    ("access_duty", "report_duty", "respond_duty", "notification_duty", "phased_steps", "return_fire",
     "precondition_clock", "inspection", "notified_movement", "declared_sites_only"), "duty"
)  # fmt: skip
_LIMITS: Mapping[str, str] = {
    "ceiling": "no more than",
    "minimum": "no fewer than",
    "strength": "a strength of (being above or below it is reported and breaches nothing by itself)",
}
_SITES = frozenset({"sites"})
"""Where authorised sites are is not told anywhere; their ids are not spelled out beside a clause either."""


def number(n: Number) -> str:
    """With unit, source and the mark of what nobody has checked."""
    return f"{n.value} {n.unit} [{n.source}]{mark(n.verified)}"


def moment(m: Moment) -> str:
    """As :func:`number`."""
    return f"{utc(m.at):%Y-%m-%d %H:%MZ} [{m.source}]{mark(m.verified)}"


def mark(verified: bool) -> str:
    """What stands beside everything that nobody has compared with the text."""
    return "" if verified else " (unverified)"


def condition(term: Term, ground: Ground) -> str:
    """A term in words, as ``(inside Kelmar and not nearer than 15 km to the line)``."""
    for parts, word in ((term.all_of, " and "), (term.any_of or term.one_of, " or ")):
        if parts:
            return f"({word.join(condition(p, ground) for p in parts)})"
    if term.none_of:
        return f"not ({' or '.join(condition(p, ground) for p in term.none_of)})"
    return _leaf(term, ground)


def _leaf(term: Term, ground: Ground) -> str:
    if term.zone:
        return f"inside {called(ground.zones, term.zone)}"
    if term.nearer:
        return f"nearer than {number(term.nearer.distance)} to {called(ground.lines, term.nearer.line)}"
    if term.side:
        return f"on {term.side.party}'s side of {called(ground.lines, term.side.line)}"
    for what, values in (("of kind", term.kinds), ("with", term.weapons), ("struck", term.objects)):
        if values:
            return f"{what} {_listed(values)}"
    return f"as its observers say {_listed(term.qualifiers)}"


def called(figures: Mapping[str, Figure], name: str) -> str:
    """A line or zone by its names through time, and its id."""
    figure = figures.get(name)
    said = list(dict.fromkeys(v.note.name for v in figure.versions)) if figure else []
    return f"{' / '.join(said)} ({name})" if said else name


def _listed(values: tuple[object, ...]) -> str:
    return " or ".join(str(v).replace("_", " ") for v in values)


def modality(of: ClauseEntry) -> str:
    """What sort of obligation the clause is: what its rule says goes before what the clause says."""
    own = getattr(of.rule, "modality", None)
    if own is not None:
        return str(own)
    return _SORTS.get(tag(of.rule), str(of.modality))


def rule(of: msgspec.Struct) -> Iterator[str]:
    """A rule on holdings or duties, a line for each thing that it says."""
    name = tag(of)
    yield f"{_RULES.get(name, name.replace('_', ' '))} ({name})"
    yield from _said(of, "  ")


def entry(of: msgspec.Struct, title: str) -> Iterator[str]:
    """A clock or a ladder under its title, a line for each thing that it says."""
    yield f"{title}{mark(bool(getattr(of, 'verified', True)))}"
    yield from _said(of, "  ", ("id", "title"))


def _said(struct: msgspec.Struct, indent: str, without: tuple[str, ...] = ()) -> Iterator[str]:
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if name in ("verified", "modality", *without) or value is None or value in ("", (), False):
            continue
        yield from _value(name, value, struct, indent)


def _value(name: str, value: object, of: msgspec.Struct, indent: str) -> Iterator[str]:
    said = name.replace("_", " ")
    if name in _SITES:
        yield f"{indent}{said}: {len(value) if isinstance(value, tuple) else 1} (where they are is not told)"
    elif isinstance(value, Number):
        limit = _LIMITS.get(str(getattr(of, "modality", "")), "") if name == "limit" else said
        yield f"{indent}{limit} {number(value)}"
    elif isinstance(value, Moment):
        yield f"{indent}{said} {moment(value)}"
    elif isinstance(value, msgspec.Struct):
        yield f"{indent}{said}{mark(bool(getattr(value, 'verified', True)))}:"
        yield from _said(value, indent + "  ")
    elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
        for part in value:
            title = getattr(part, "id", "") or getattr(part, "party", "")
            yield f"{indent}{said.removesuffix('s')} {title}{mark(bool(getattr(part, 'verified', True)))}:"
            yield from _said(part, indent + "  ", ("id",))
    elif isinstance(value, tuple):
        yield f"{indent}{said}: {', '.join(map(str, value))}"
    else:
        yield f"{indent}{said}{'' if value is True else f': {value}'}"
