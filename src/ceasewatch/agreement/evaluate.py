"""One clause, as each party reads it, against incidents. A breach: in force, in place, of that kind, not excepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.agreement.chance import Chance, all_of, certain, none_of
from ceasewatch.agreement.consensus import consensus
from ceasewatch.agreement.rules import Rule, Saving
from ceasewatch.agreement.scene import Scene
from ceasewatch.agreement.schema import ClauseEntry, ExceptionEntry
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable
from ceasewatch.agreement.terms import Term
from ceasewatch.agreement.words import reasons
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import KINDS, IncidentTable, Int, Objects, Real, Small
from ceasewatch.model.time import to_us

LIKELY: Final = 0.8
"""From this probability of a breach on: ``breach_likely``."""
POSSIBLE: Final = 0.2
"""From this on: ``breach_possible``; below it nothing can be told either way."""
RELEVANT: Final = 0.05
"""Below this probability of applying, a clause is taken not to speak of the incident."""

_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the probabilities of n incidents under one rule are made of, so that they can be said in words.

    Attributes:
        scene: the incidents.
        before, after: shares of the interval before the clause binds and after it lapsed.
        kind: that the kind is one that the clause names; indications count at their weight at least, wholly at most.
        place, weapon, objects: that it happened where, with what, and to what the clause says; certain if it does not.
        near: that it was nearer than the clause allows; certain if it asks no distance.
        scope: that the clause speaks of it, whenever it happened and however far it was.
        excepted: for each exception, that it holds.
        applies: upper bound of the probability that the clause speaks of it.
        breach: lower bound of that of a breach.
    """

    scene: Scene
    before: Real
    after: Real
    kind: Chance
    place: Chance
    weapon: Chance
    objects: Chance
    near: Chance
    scope: Chance
    excepted: tuple[Chance, ...]
    applies: Real
    breach: Real

    @property
    def force(self) -> Real:
        """(n,) share of the interval in which the clause binds."""
        return np.clip(1.0 - self.before - self.after, 0.0, 1.0)


def kinds_of(entry: ClauseEntry, kind_p: Real) -> Real:
    """(n,) probability that the kind is one that the clause names, indications included."""
    named = [KINDS.index(k) for k in (*entry.kinds, *entry.indicative)]
    p: Real = np.minimum(1.0, kind_p[:, named].sum(axis=1))
    return p


def evaluate(
    rules: Sequence[Rule], scene: Scene, pack: str, *, everything: bool = False
) -> tuple[Int, AssessmentTable]:
    """Rows of the incidents and the results of one clause for them, readings beside each other.

    Args:
        rules: the clause under each of its readings.
        scene: any number of incidents.
        pack: id of the pack.
        everything: also incidents that no reading of the clause speaks of (``not_applicable``).
    """
    parts = [weigh(rule, scene) for rule in rules]
    outcomes = [_outcomes(rule, part) for rule, part in zip(rules, parts, strict=True)]
    listed = np.ones(len(scene), bool) if everything else np.zeros(len(scene), bool)
    for outcome in outcomes:
        listed |= outcome != OUTCOMES.index(Outcome.not_applicable)
    rows = np.flatnonzero(listed)
    agreed, differs = consensus(rules, parts, outcomes, rows)
    tables = [
        _table(rule, part, pack, outcome, rows, (agreed, differs))
        for rule, part, outcome in zip(rules, parts, outcomes, strict=True)
    ]
    return np.tile(rows, len(rules)), AssessmentTable.concat(tables)


def weigh(rule: Rule, scene: Scene) -> Parts:
    """Every part of one rule."""
    n, entry = len(scene), rule.entry
    kind = _kind(rule, scene.incidents.kind_p)
    place = scene.weigh(rule.place) if rule.place else certain(n)
    weapon = scene.weigh(Term(weapons=entry.weapons)) if entry.weapons else certain(n)
    objects = scene.weigh(Term(objects=entry.objects)) if entry.objects else certain(n)
    excepted = tuple(_saved(saving, scene) for saving in rule.savings)
    before, after = shares(entry, scene.incidents)
    force = np.clip(1.0 - before - after, 0.0, 1.0)
    near = scene.weigh(rule.near) if rule.near else certain(n)
    scope = all_of((kind, place, weapon, objects), n)
    applies = (force * all_of((scope, near), n).high).round(6)
    breach = all_of((scope, near, none_of(excepted, n)), n)
    return Parts(
        scene=scene,
        before=before,
        after=after,
        kind=kind,
        place=place,
        weapon=weapon,
        objects=objects,
        near=near,
        scope=scope,
        excepted=excepted,
        applies=applies,
        breach=np.minimum((force * breach.low).round(6), applies),
    )


def shares(entry: ClauseEntry | ExceptionEntry, t: IncidentTable) -> tuple[Real, Real]:
    """(n,) shares of each interval before it binds and from its end on."""
    begin = to_us(entry.valid_from.at) if entry.valid_from else _FIRST
    end = to_us(entry.valid_to.at) if entry.valid_to else _LAST
    width = np.maximum(1, t.end_us - t.start_us)
    before = np.where(t.end_us < begin, 1.0, (np.maximum(t.start_us, begin) - t.start_us) / width)
    after = np.where(t.start_us >= end, 1.0, (t.end_us - np.minimum(t.end_us, end)) / width)
    return np.clip(before, 0.0, 1.0), np.clip(after, 0.0, 1.0)


def _kind(rule: Rule, kind_p: Real) -> Chance:
    direct = kind_p[:, [KINDS.index(k) for k in rule.entry.kinds]].sum(axis=1)
    indirect = kind_p[:, [KINDS.index(k) for k in rule.entry.indicative]].sum(axis=1)
    return Chance.between(np.minimum(1.0, direct + rule.indicative * indirect), np.minimum(1.0, direct + indirect))


def _saved(saving: Saving, scene: Scene) -> Chance:
    held = scene.weigh(saving.term)
    if not (saving.entry.valid_from or saving.entry.valid_to):
        return held
    before, after = shares(saving.entry, scene.incidents)
    return all_of((held, Chance.of(np.clip(1.0 - before - after, 0.0, 1.0))), len(scene))


def _outcomes(rule: Rule, parts: Parts) -> Small:
    """Later lines overrule earlier ones."""
    n = len(parts.breach)
    saved = 1.0 - none_of(parts.excepted, n).high > 0.5
    told = all_of((parts.place, parts.near), n)
    kept = parts.near.high < RELEVANT
    out = np.full(n, OUTCOMES.index(Outcome.undetermined), np.int8)
    out[parts.breach >= POSSIBLE] = OUTCOMES.index(Outcome.breach_possible)
    out[(parts.breach >= LIKELY) & ~parts.scene.testimony.statements] = OUTCOMES.index(Outcome.breach_likely)
    out[kept | (saved & ((told.low > 0) | (told.high < 1)))] = OUTCOMES.index(Outcome.no_breach)
    if not rule.bound:
        out[:] = OUTCOMES.index(Outcome.not_bound)
    out[parts.before >= 1.0] = OUTCOMES.index(Outcome.not_yet_in_force)
    out[parts.after >= 1.0] = OUTCOMES.index(Outcome.lapsed)
    out[parts.scope.high < RELEVANT] = OUTCOMES.index(Outcome.not_applicable)
    return out


def _table(
    rule: Rule, parts: Parts, pack: str, outcome: Small, rows: Int, agreed: tuple[Small, Objects]
) -> AssessmentTable:
    n = len(rows)
    said: Objects = np.empty(n, dtype=object)
    said[:] = reasons(rule, parts, rows, outcome[rows])
    return AssessmentTable(
        incident=parts.scene.incidents.ids[rows],
        pack=_same(pack, n),
        clause=_same(rule.entry.id, n),
        reading=_same(rule.party, n),
        outcome=outcome[rows],
        p_scope=parts.scope.high[rows],
        p_applies=parts.applies[rows],
        p_breach=parts.breach[rows],
        reasons=said,
        unverified=_same(rule.unverified, n),
        agreed=agreed[0],
        differs=agreed[1],
    )


def _same(value: object, n: int) -> Objects:
    column = np.empty(n, dtype=object)
    for k in range(n):
        column[k] = value
    return column
