"""Agreed exceptions: which are in force at a date, and what they leave of a count (handbook 3.3).

Permissions whose classes nest are used from the narrowest on: what 750 border guards may use is not also taken from the
room that all persons have. That saves the most, and does not depend on the order in which permissions are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ceasewatch.agreement.holdings.amounts import whole
from ceasewatch.agreement.holdings.results import Frame, day
from ceasewatch.agreement.holdings.schema import Permission, Scope
from ceasewatch.model.clause import Moment
from ceasewatch.model.errors import DataError
from ceasewatch.model.forces import covers
from ceasewatch.model.mandate import Mandate


class Room(NamedTuple):
    """A permission in force, ready to use.

    Attributes:
        classes: all classes that may use it.
        allowed: how many.
        wider: position of the next permission that takes what this one leaves; -1 if none.
    """

    entry: Permission
    classes: frozenset[str]
    allowed: int
    wider: int


def in_force(p: Permission, at: datetime) -> tuple[bool, str]:
    """Whether a permission holds at ``at``, and why (not)."""
    begin, end = p.valid_from, p.valid_to
    if begin and at < begin.at:
        return False, f"{p.id} begins only {day(begin.at)} ({begin.source})"
    if end and at >= end.at:
        return False, f"{p.id} ended {day(end.at)} ({end.source})"
    lapsed = p.mandate and _lapsed(p.id, p.mandate, at)
    if lapsed:
        return False, lapsed
    until = f" until {day(end.at)}" if end else ""
    return True, f"{p.id} is in force{until}: {p.summary} ({p.source})"


class Applied(NamedTuple):
    """Permissions that fit a rule and its parties at a date.

    Attributes:
        held: those in force.
        reasons: for each that fits, why it is in force or not.
        unverified: what they rest on and nobody has checked; that one has ended rests on its date as well.
    """

    held: tuple[Permission, ...]
    reasons: tuple[str, ...]
    unverified: tuple[str, ...]


def applicable(rule: Scope, parties: Sequence[str], at: datetime) -> Applied:
    """Permissions of ``rule`` for all of ``parties`` at ``at``.

    Raises:
        DataError: one is for some of them only.
    """
    fit = [p for p in sorted(rule.permissions, key=lambda p: p.id) if p.zone in ("", rule.zone) and _is_for(p, parties)]
    told = [(p, *in_force(p, at)) for p in fit]
    return Applied(tuple(p for p, holds, _ in told if holds), tuple(why for _, _, why in told), tuple(_unverified(fit)))


def _is_for(p: Permission, parties: Sequence[str]) -> bool:
    if p.of and set(parties) & set(p.of) and not set(parties) <= set(p.of):
        raise DataError(
            f"a common limit of {', '.join(parties)} and a permission for some of them",
            where=p.id,
            todo="give each its own limit, or all of them the permission",
        )
    return not p.of or set(parties) <= set(p.of)


def rooms(permissions: Sequence[Permission], frame: Frame) -> list[Room]:
    """Those that add to a limit, narrowest first.

    Raises:
        DataError: a class is not known, or two permissions share some classes and not others.
    """
    given = [p for p in permissions if p.allows is not None]
    sets = sorted(((_classes(p, frame.parents, frame.where), p) for p in given), key=lambda x: (len(x[0]), x[1].id))
    out = []
    for n, (classes, p) in enumerate(sets):
        _check_nested(classes, p, sets[n + 1 :], frame.where)
        wider = next((m for m in range(n + 1, len(sets)) if classes <= sets[m][0]), -1)
        allowed = whole(p.allows, f"{frame.where}: {p.id}") if p.allows else 0
        out.append(Room(p, classes, allowed, wider))
    return out


def _unverified(permissions: Sequence[Permission]) -> list[str]:
    """What these permissions rest on and nobody has checked."""
    said = []
    for p in permissions:
        dates = (("start", p.valid_from), ("end", p.valid_to), *_mandate_dates(p.mandate))
        said += [] if p.verified else [f"permission {p.id} ({p.source})"]
        said += [f"permission {p.id}: its {name} ({m.source})" for name, m in dates if m and not m.verified]
        if p.allows and not p.allows.verified:
            said.append(f"permission {p.id}: {p.allows.value} {p.allows.unit} ({p.allows.source})")
    return said


def _mandate_dates(m: Mandate | None) -> tuple[tuple[str, Moment | None], ...]:
    return (("ratification", m.ratified), ("expiry of its mandate", m.expires)) if m else ()


def _lapsed(permission: str, m: Mandate, at: datetime) -> str:
    whose = f" of {m.nation}" if m.nation else ""
    if m.ratified is None:
        return f"{permission} rests on {m.instrument}{whose}, which is not ratified"
    if at < m.ratified.at:
        return f"{permission} rests on {m.instrument}{whose}, in effect only from {day(m.ratified.at)}"
    if m.expires and at >= m.expires.at:
        return f"{permission} lapsed with {m.instrument}{whose} {day(m.expires.at)} ({m.expires.source})"
    return ""


def _classes(p: Permission, parents: Mapping[str, str | None], where: str) -> frozenset[str]:
    unknown = [c for c in p.classes if c not in parents]
    if unknown:
        raise DataError(f"class {unknown[0]!r} is not known", where=f"{where}: {p.id}", todo="add it under classes")
    return frozenset(n for n in parents if not p.classes or any(covers(c, n, parents) for c in p.classes))


def _check_nested(
    classes: frozenset[str], p: Permission, wider: Sequence[tuple[frozenset[str], Permission]], where: str
) -> None:
    for others, other in wider:
        if classes & others and not classes <= others:
            raise DataError(
                f"permissions {p.id} and {other.id} share some classes and not others",
                where=where,
                todo="state them class by class, or one inside the other",
            )
