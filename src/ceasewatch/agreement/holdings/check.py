"""See when a pack is loaded that a rule on holdings can be used: numbers, names, dates, readings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ceasewatch.agreement.holdings.amounts import duration, whole
from ceasewatch.agreement.holdings.counting import check_classes
from ceasewatch.agreement.holdings.permissions import rooms
from ceasewatch.agreement.holdings.readings import read
from ceasewatch.agreement.holdings.results import Frame
from ceasewatch.agreement.holdings.schema import (
    CeilingRule,
    DeclaredSitesRule,
    HoldingReading,
    HoldingRule,
    InspectionRule,
    MovementRule,
    Permission,
)
from ceasewatch.agreement.quantity import probability
from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError

_COUNTS = ("limit", "threshold", "per_month")
_TIMES = ("within", "in_transit", "every", "on_request", "lead")


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of a pack defines.

    Attributes:
        parties: codes of parties and forces.
        zones: ids of zones.
        parents: the tree of classes.
    """

    parties: Collection[str]
    zones: Collection[str]
    parents: Mapping[str, str | None]


def check_rule(rule: HoldingRule, readings: Sequence[HoldingReading], known: Known, where: str) -> None:
    """See that ``rule`` can be evaluated under every reading.

    Args:
        rule: as the pack has it.
        readings: of it.
        known: what it may refer to.
        where: file and clause.

    Raises:
        DataError: something is not known, is no number of its kind, ends before it begins, or says nothing.
    """
    frame = Frame(pack="", clause="", parents=known.parents, place=where)
    _names([r.party for r in readings], known.parties, "party", where)
    for own, under in read(rule, readings, frame):
        at = replace(under, place=f"{where}, as {under.reading} reads it" if under.reading else where)
        _scope(own, known, at)
        _numbers(own, at.where)
        _says_something(own, at.where)


def _scope(rule: HoldingRule, known: Known, frame: Frame) -> None:
    check_classes((*rule.classes, *rule.excludes), frame)
    _names(rule.of, known.parties, "party", frame.where)
    _names([rule.zone] if rule.zone else [], known.zones, "zone", frame.where)
    ids = [p.id for p in rule.permissions]
    if len(set(ids)) < len(ids):
        raise DataError("two permissions have one id", where=frame.where, todo="give each an id of its own")
    for p in rule.permissions:
        at = f"{frame.where}: permission {p.id}"
        _names(p.of, known.parties, "party", at)
        _names([p.zone] if p.zone else [], known.zones, "zone", at)
        _dates(p, at)
    rooms(rule.permissions, frame)


def _numbers(rule: HoldingRule, where: str) -> None:
    for name, number in _given(rule, _COUNTS):
        whole(number, f"{where}: {name}")
    for name, number in _given(rule, _TIMES):
        duration(number, f"{where}: {name}")
    if isinstance(rule, CeilingRule) and rule.double_counting:
        low, high = (
            probability(n, f"{where}: double_counting") for n in (rule.double_counting.low, rule.double_counting.high)
        )
        if low > high:
            raise DataError("double counting: low is more than high", where=where, todo="swap them")


def _given(rule: HoldingRule, names: Sequence[str]) -> Iterator[tuple[str, Number]]:
    for name in names:
        number = getattr(rule, name, None)
        if number is not None:
            yield name, number


def _says_something(rule: HoldingRule, where: str) -> None:
    match rule:
        case InspectionRule() if not (rule.every or rule.per_month or rule.on_request):
            raise DataError("inspections are owed, but when", where=where, todo="add every, per_month or on_request")
        case CeilingRule() if not rule.classes:
            raise DataError("a number of what", where=where, todo="add classes")
        case DeclaredSitesRule() if not rule.classes and not rule.of:
            raise DataError("nothing is bound to its sites", where=where, todo="add classes, or of for a force")
        case CeilingRule() | DeclaredSitesRule() | InspectionRule() | MovementRule():
            return


def _dates(p: Permission, where: str) -> None:
    pairs = [(p.valid_from, p.valid_to)] + ([(p.mandate.ratified, p.mandate.expires)] if p.mandate else [])
    for begin, end in pairs:
        if begin and end and end.at <= begin.at:
            raise DataError("it ends before it begins", where=where, todo="correct its dates")


def _names(given: Collection[str], known: Collection[str], what: str, where: str) -> None:
    for name in given:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise DataError(f"the pack has no {what} {name!r}", where=where, todo=f"it has: {listed}")
