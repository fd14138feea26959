"""Reasons that a lawyer can follow: what decides first, each with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ceasewatch.agreement.chance import Chance
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.scene import Scene
from ceasewatch.agreement.table import OUTCOMES
from ceasewatch.agreement.terms import Term, leaves
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import KINDS, Int, Small
from ceasewatch.model.time import from_us, to_us

if TYPE_CHECKING:
    from ceasewatch.agreement.evaluate import Parts

_CHI2_95 = 5.991464547107979


def reasons(rule: Rule, parts: Parts, rows: Int, outcome: Small) -> list[tuple[str, ...]]:
    """For each of the incidents ``rows``."""
    t = parts.scene.incidents
    sigma = np.sqrt(_CHI2_95 * (t.var_ee + t.var_nn) / 2)
    flagged = parts.scene.testimony.flagged()
    return [
        _row(rule, parts, k, OUTCOMES[o], sigma[k], int(flagged[k]))
        for k, o in zip(rows.tolist(), outcome.tolist(), strict=True)
    ]


def _row(rule: Rule, parts: Parts, k: int, outcome: Outcome, radius_m: float, flagged: int) -> tuple[str, ...]:
    said = [*_force(rule, parts, k), *_saved(rule, parts, k), *_place(rule, parts, k, radius_m), _kind(rule, parts, k)]
    if rule.entry.weapons:
        said.append(_weapon(rule, parts, k))
    if rule.entry.objects:
        said.append(_objects(rule, parts, k))
    if parts.scene.testimony.statements[k]:
        said.append("it rests on statements of a party alone, so no breach is called likely")
    if flagged:
        said.append(f"{flagged} of its reports say themselves that withdrawal lines were violated")
    if rule.reading:
        said.append(f"as {rule.reading.party} reads the clause: {rule.reading.text}")
    if outcome is Outcome.not_bound:
        said.insert(0, f"{rule.party} has not accepted the text")
    return tuple(said)


def _moment(us: int) -> str:
    return from_us(us).strftime("%Y-%m-%d %H:%MZ")


def _force(rule: Rule, parts: Parts, k: int) -> Iterator[str]:
    t = parts.scene.incidents
    start, end = int(t.start_us[k]), int(t.end_us[k])
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
    for saving, held in zip(rule.savings, parts.excepted, strict=True):
        p = held.low[k]
        if p > 0:
            yield f"exception {saving.entry.id} holds with probability {p:.2f}: {saving.entry.summary}"


def _place(rule: Rule, parts: Parts, k: int, radius_m: float) -> Iterator[str]:
    for term, chance in ((rule.near, parts.near), (rule.place, parts.place)):
        said = [_leaf(leaf, parts.scene, k, radius_m) for leaf in _placed(term)] if term else []
        if len(said) > 1:
            what = "it is nearer than each side is allowed" if term is rule.near else "its place is as the clause says"
            yield f"{what} with probability {_bounds(chance, k)}"
        yield from said


def _bounds(chance: Chance, k: int) -> str:
    low, high = f"{chance.low[k]:.2f}", f"{chance.high[k]:.2f}"
    return low if low == high else f"between {low} and {high}"


def _placed(term: Term) -> Iterator[Term]:
    yield from dict.fromkeys(leaf for leaf in leaves(term) if leaf.zone or leaf.nearer or leaf.side)


def _leaf(leaf: Term, scene: Scene, k: int, radius_m: float) -> str:
    figure = scene.ground.boundary(leaf).figure
    found = scene.location(leaf)
    version, p = int(found.version[k]), scene.weigh(leaf).low[k]
    name = figure.versions[max(0, version)].note.name
    inside, outside = scene.by_name(leaf)
    if k in inside or k in outside:
        area = scene.incidents.area[k]
        return f"its place is known by name only: {area}, which {'belongs' if p else 'does not belong'} to {name}"
    within = _within(leaf, name)
    if np.isnan(scene.incidents.lat[k]):
        return f"its place is not known, so nobody can tell whether it lies {within}: undetermined"
    if version < 0:
        return f"the pack has no geometry of {figure.id} for that day: undetermined"
    note = figure.versions[version].note
    distance = found.centre_m[k] / 1000.0
    side = f"{abs(distance):.2f} km {'inside' if distance < 0 else 'outside'} its outline"
    told = side if figure.closed else f"{abs(distance):.2f} km from {name}"
    return (
        f"{within} with probability {p:.2f}: the centre of its place is {told} (geodesic); the place is "
        f"known to {radius_m / 1000:.2f} km, the line to {note.uncertainty.value} {note.uncertainty.unit} (95%)"
    )


def _within(leaf: Term, name: str) -> str:
    if leaf.nearer:
        return f"nearer than {leaf.nearer.distance.value} {leaf.nearer.distance.unit} to {name}"
    return f"on the side of {leaf.side.party} of {name}" if leaf.side else f"inside {name}"


def _kind(rule: Rule, parts: Parts, k: int) -> str:
    row = parts.scene.incidents.kind_p[k]
    named = ", ".join(f"{KINDS[n]} {row[n]:.2f}" for n in np.argsort(-row, kind="stable")[:3] if row[n] > 0)
    indicated = [n for n in rule.entry.indicative if row[KINDS.index(n)] > 0]
    low, high = parts.kind.low[k], parts.kind.high[k]
    if high <= 0:
        return f"the clause does not speak of its kind ({named or 'not known'})"
    if indicated and low < high:
        return f"its kind ({named}) suggests what the clause forbids without saying it: counted as {low:.2f}"
    return f"its kind ({named}) is one that the clause speaks of"


def _weapon(rule: Rule, parts: Parts, k: int) -> str:
    classes = ", ".join(rule.entry.weapons)
    if parts.weapon.low[k] < parts.weapon.high[k]:
        return f"no report says which weapon it was, so nobody can tell whether it is of class {classes}: undetermined"
    return f"the weapon is of class {classes} with probability {parts.weapon.low[k]:.2f}"


def _objects(rule: Rule, parts: Parts, k: int) -> str:
    classes = ", ".join(rule.entry.objects)
    if parts.objects.low[k] < parts.objects.high[k]:
        return f"no report says what was struck, so nobody can tell whether it is of class {classes}: undetermined"
    return f"what was struck is of class {classes} with probability {parts.objects.low[k]:.2f}"
