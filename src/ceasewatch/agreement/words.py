"""Reasons that a lawyer can follow: what decides first, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.schema import Primitive
from ceasewatch.agreement.table import OUTCOMES
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import KINDS, Int, Small
from ceasewatch.model.time import from_us, to_us

if TYPE_CHECKING:
    from ceasewatch.agreement.evaluate import Parts

_CHI2_95 = 5.991464547107979


def reasons(rule: Rule, parts: Parts, kept: Int, outcome: Small) -> list[tuple[str, ...]]:
    """For each of the rows ``kept``."""
    sigma = np.sqrt(_CHI2_95 * (parts.incidents.var_ee + parts.incidents.var_nn) / 2)
    return [_row(rule, parts, k, OUTCOMES[o], sigma[k]) for k, o in zip(kept.tolist(), outcome.tolist(), strict=True)]


def _row(rule: Rule, parts: Parts, k: int, outcome: Outcome, radius_m: float) -> tuple[str, ...]:
    said = [*_force(rule, parts, k), *_saved(rule, parts, k), *_place(rule, parts, k, radius_m), _kind(rule, parts, k)]
    if rule.entry.weapons:
        said.append(_weapon(rule, parts, k))
    if parts.statements[k]:
        said.append("it rests on statements of a party alone, so no breach is called likely")
    if parts.flagged[k]:
        said.append(f"{parts.flagged[k]} of its reports say themselves that withdrawal lines were violated")
    if rule.reading:
        said.append(f"as {rule.reading.party} reads the clause: {rule.reading.text}")
    if outcome is Outcome.not_bound:
        said.insert(0, f"{rule.party} has not accepted the text")
    return tuple(said)


def _moment(us: int) -> str:
    return from_us(us).strftime("%Y-%m-%d %H:%MZ")


def _force(rule: Rule, parts: Parts, k: int) -> Iterator[str]:
    start, end = int(parts.incidents.start_us[k]), int(parts.incidents.end_us[k])
    begin, until = rule.entry.valid_from, rule.entry.valid_to
    span = _moment(start) if start == end else f"{_moment(start)} to {_moment(end)}"
    if begin and parts.before[k] > 0:
        bound = _moment(to_us(begin.at))
        share = "before" if parts.before[k] >= 1 else f"{parts.before[k]:.0%} of its interval before"
        yield f"it happened {span}, {share} the clause binds ({bound}: {begin.source})"
    if until and parts.after[k] > 0:
        bound = _moment(to_us(until.at))
        share = "after" if parts.after[k] >= 1 else f"{parts.after[k]:.0%} of its interval after"
        yield f"it happened {span}, {share} the clause ended ({bound}: {until.source})"


def _saved(rule: Rule, parts: Parts, k: int) -> Iterator[str]:
    for n, saving in enumerate(rule.savings):
        p = parts.excepted[k, n]
        if p > 0:
            yield f"exception {saving.entry.id} holds with probability {p:.2f}: {saving.entry.summary}"


def _place(rule: Rule, parts: Parts, k: int, radius_m: float) -> Iterator[str]:
    figure, p = rule.boundary.figure, parts.inside[k]
    version = int(parts.location.version[k])
    if parts.by_name[k]:
        area = parts.incidents.area[k]
        yield f"its place is known by name only: {area}, which {'belongs' if p else 'does not belong'} to {_name(rule)}"
    elif np.isnan(parts.incidents.lat[k]):
        yield f"its place is not known, so nobody can tell whether it lies {_within(rule)}: undetermined"
    elif version < 0:
        yield f"the pack has no geometry of {figure.id} for that day: undetermined"
    else:
        note = figure.versions[version].note
        distance = parts.location.centre_m[k] / 1000.0
        side = f"{abs(distance):.2f} km {'inside' if distance < 0 else 'outside'} its outline"
        told = side if figure.closed else f"{distance:.2f} km from {note.name}"
        yield (
            f"{_within(rule)} with probability {p:.2f}: the centre of its place is {told} (geodesic); the place is "
            f"known to {radius_m / 1000:.2f} km, the line to {note.uncertainty.value} {note.uncertainty.unit} (95%)"
        )


def _name(rule: Rule) -> str:
    return rule.boundary.figure.versions[0].note.name


def _within(rule: Rule) -> str:
    if rule.entry.primitive is Primitive.minimum_distance:
        return f"nearer than {rule.boundary.within_m / 1000:g} km to {_name(rule)}"
    return f"inside {_name(rule)}"


def _kind(rule: Rule, parts: Parts, k: int) -> str:
    row = parts.incidents.kind_p[k]
    named = ", ".join(f"{KINDS[n]} {row[n]:.2f}" for n in np.argsort(-row, kind="stable")[:3] if row[n] > 0)
    indicated = [n for n in rule.entry.indicative if row[KINDS.index(n)] > 0]
    if parts.kind[k] <= 0:
        return f"the clause does not speak of its kind ({named or 'not known'})"
    if indicated and parts.stated[k] < parts.kind[k]:
        return (
            f"its kind ({named}) suggests what the clause forbids without saying it: counted as {parts.stated[k]:.2f}"
        )
    return f"its kind ({named}) is one that the clause speaks of"


def _weapon(rule: Rule, parts: Parts, k: int) -> str:
    classes, p = ", ".join(rule.entry.weapons), parts.weapon[k]
    if np.isnan(p):
        return f"no report says which weapon it was, so nobody can tell whether it is of class {classes}: undetermined"
    return f"the weapon is of class {classes} with probability {p:.2f}"
