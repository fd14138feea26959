"""Reasons that a lawyer can follow: what decides first, each with its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ceasewatch.agreement.chance import Chance
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.scene import Scene
from ceasewatch.agreement.table import OUTCOMES
from ceasewatch.agreement.terms import Term, leaves
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import KINDS, Int, Objects, Real, Small
from ceasewatch.model.time import from_us, to_us

if TYPE_CHECKING:
    from ceasewatch.agreement.evaluate import Parts

_CHI2_95 = 5.991464547107979


class _Leaf(NamedTuple):
    """A term on place, weighed once for all incidents that reasons are asked for.

    Attributes:
        term: as written.
        p: (m,) lower bound of its probability.
        distance_m: (m,) geodesic, negative inside an outline; NaN where nobody can tell.
        version: (m,) index of the geometry that was in force; -1 if none.
        named: which of the m are inside or outside by the name of their area alone.
    """

    term: Term
    p: Real
    distance_m: Real
    version: Int
    named: frozenset[int]


def reasons(rule: Rule, parts: Parts, kept: Int, outcome: Small) -> Objects:
    """For each of the incidents ``kept`` of the parts, a tuple of text."""
    scene, rows = parts.scene, parts.rows[kept]
    flagged = scene.testimony.flagged() if len(kept) else kept
    placed = {term: [_weighed(leaf, scene, rows) for leaf in _placed(term)] for term in (rule.near, rule.place) if term}
    said: Objects = np.empty(len(kept), dtype=object)
    for n, (k, o) in enumerate(zip(kept.tolist(), outcome.tolist(), strict=True)):
        where = tuple(_place(rule, parts, k, placed, n))
        said[n] = _row(rule, parts, k, OUTCOMES[o], int(flagged[parts.rows[k]]), where)
    return said


def _weighed(leaf: Term, scene: Scene, rows: Int) -> _Leaf:
    ruler = scene.ruler(leaf)
    version = ruler.version[rows]
    known = np.flatnonzero((version >= 0) & np.isfinite(scene.incidents.lat[rows]))
    distance = np.full(len(rows), np.nan)
    distance[known] = ruler.exact(rows[known])
    named = frozenset(int(k) for side in scene.by_name(leaf, rows) for k in side)
    return _Leaf(leaf, scene.weigh(leaf, rows).low, distance, version, named)


def _row(rule: Rule, parts: Parts, k: int, outcome: Outcome, flagged: int, where: tuple[str, ...]) -> tuple[str, ...]:
    said = [*_force(rule, parts, k), *_saved(rule, parts, k), *where, _kind(rule, parts, k)]
    if rule.entry.weapons:
        said.append(_weapon(rule, parts, k))
    if rule.entry.objects:
        said.append(_objects(rule, parts, k))
    if parts.scene.testimony.statements[parts.rows[k]]:
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
    t, row = parts.scene.incidents, parts.rows[k]
    start, end = int(t.start_us[row]), int(t.end_us[row])
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


def _place(rule: Rule, parts: Parts, k: int, placed: Mapping[Term, Sequence[_Leaf]], n: int) -> Iterator[str]:
    for term, chance in ((rule.near, parts.near), (rule.place, parts.place)):
        said = [_leaf(leaf, parts.scene, int(parts.rows[k]), n) for leaf in placed[term]] if term else []
        if len(said) > 1:
            what = "it is nearer than each side is allowed" if term is rule.near else "its place is as the clause says"
            yield f"{what} with probability {_bounds(chance, k)}"
        yield from said


def _bounds(chance: Chance, k: int) -> str:
    low, high = f"{chance.low[k]:.2f}", f"{chance.high[k]:.2f}"
    return low if low == high else f"between {low} and {high}"


def _placed(term: Term) -> Iterator[Term]:
    yield from dict.fromkeys(leaf for leaf in leaves(term) if leaf.zone or leaf.nearer or leaf.side)


def _leaf(leaf: _Leaf, scene: Scene, k: int, n: int) -> str:
    t = scene.incidents
    figure, version = scene.ground.boundary(leaf.term).figure, int(leaf.version[n])
    name = figure.versions[max(0, version)].note.name
    if n in leaf.named:
        belongs = "belongs" if leaf.p[n] else "does not belong"
        return f"its place is known by name only: {t.area[k]}, which {belongs} to {name}"
    within = _within(leaf.term, name)
    if np.isnan(t.lat[k]):
        return f"its place is not known, so nobody can tell whether it lies {within}: undetermined"
    if version < 0:
        return f"the pack has no geometry of {figure.id} for that day: undetermined"
    note, distance = figure.versions[version].note, leaf.distance_m[n] / 1000.0
    radius_m = math.sqrt(_CHI2_95 * (t.var_ee[k] + t.var_nn[k]) / 2)
    side = f"{abs(distance):.2f} km {'inside' if distance < 0 else 'outside'} its outline"
    told = side if figure.closed else f"{abs(distance):.2f} km from {name}"
    return (
        f"{within} with probability {leaf.p[n]:.2f}: the centre of its place is {told} (geodesic); the place is "
        f"known to {radius_m / 1000:.2f} km, the line to {note.uncertainty.value} {note.uncertainty.unit} (95%)"
    )


def _within(leaf: Term, name: str) -> str:
    if leaf.nearer:
        return f"nearer than {leaf.nearer.distance.value} {leaf.nearer.distance.unit} to {name}"
    return f"on the side of {leaf.side.party} of {name}" if leaf.side else f"inside {name}"


def _kind(rule: Rule, parts: Parts, k: int) -> str:
    row = parts.scene.incidents.kind_p[parts.rows[k]]
    named = ", ".join(f"{KINDS[n]} {row[n]:.2f}" for n in np.argsort(-row, kind="stable")[:3] if row[n] > 0)
    indicated = [n for n in rule.entry.indicative if row[KINDS.index(n)] > 0]
    low, high = parts.kind.low[k], parts.kind.high[k]
    if high <= 0:
        return f"the clause does not speak of its kind ({named or 'not known'})"
    if indicated and low < high:
        return f"its kind ({named}) suggests what the clause forbids without saying it: counted as {low:.2f}"
    return f"its kind ({named}) is one that the clause speaks of"


def _weapon(rule: Rule, parts: Parts, k: int) -> str:
    return _class(parts.weapon, k, "which weapon it was", "the weapon", rule.entry.weapons)


def _objects(rule: Rule, parts: Parts, k: int) -> str:
    return _class(parts.objects, k, "what was struck", "what was struck", rule.entry.objects)


def _class(chance: Chance, k: int, what: str, it: str, classes: tuple[str, ...]) -> str:
    named, low, high = ", ".join(classes), chance.low[k], chance.high[k]
    if low == high:
        return f"{it} is of class {named} with probability {low:.2f}"
    if low == 0 and high == 1:
        return f"no report says {what}, so nobody can tell whether it is of class {named}: undetermined"
    return f"{it} is of class {named} with probability {low:.2f} to {high:.2f}: some reports name a wider class only"
