"""One clause, as each party reads it, against incidents. A breach: in force, in place, of that kind, not excepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ceasewatch.agreement.chance import Chance, all_of, none_of
from ceasewatch.agreement.consensus import consensus
from ceasewatch.agreement.limits import LIKELY, POSSIBLE, REMOTE
from ceasewatch.agreement.rules import Rule, Saving
from ceasewatch.agreement.scene import Scene
from ceasewatch.agreement.schema import ClauseEntry, ExceptionEntry
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable
from ceasewatch.agreement.terms import Term
from ceasewatch.agreement.words import reasons
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.table import IncidentTable, Int, Objects, Real, Small
from ceasewatch.model.time import to_us

_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the probabilities of n incidents under one rule are made of, so that they can be said in words.

    Attributes:
        scene: the incidents, and more.
        rows: (n,) which of them these are.
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
    rows: Int
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


def relevant(rule: Rule, scene: Scene) -> NDArray[np.bool_]:
    """(n,) whether the clause may speak of the incident, by kind, weapon and object alone."""
    entry = rule.entry
    p = scene.kinds((*entry.kinds, *entry.indicative))
    if entry.weapons:
        p = p * scene.named(Term(weapons=entry.weapons))[1]
    if entry.objects:
        p = p * scene.named(Term(objects=entry.objects))[1]
    return p >= REMOTE


def evaluate(
    rules: Sequence[Rule], scene: Scene, pack: str, *, everything: bool = False, words: bool = True
) -> tuple[Int, AssessmentTable]:
    """Rows of the incidents and the results of one clause for them, readings beside each other.

    Args:
        rules: the clause under each of its readings.
        scene: any number of incidents.
        pack: id of the pack.
        everything: also incidents that no reading of the clause speaks of (``not_applicable``).
        words: say the reasons; without, they are empty.
    """
    asked = np.full(len(scene), everything)
    for rule in rules:
        asked |= relevant(rule, scene)
    rows = np.flatnonzero(asked)
    parts = [weigh(rule, scene, rows) for rule in rules]
    outcomes = [_outcomes(rule, part) for rule, part in zip(rules, parts, strict=True)]
    listed = np.full(len(rows), everything)
    for outcome in outcomes:
        listed |= outcome != OUTCOMES.index(Outcome.not_applicable)
    kept = np.flatnonzero(listed)
    agreed = consensus(rules, parts, outcomes, kept)
    tables = [
        _table(rule, part, pack, outcome, kept, agreed, words)
        for rule, part, outcome in zip(rules, parts, outcomes, strict=True)
    ]
    return np.tile(rows[kept], len(rules)), AssessmentTable.concat(tables)


def weigh(rule: Rule, scene: Scene, rows: Int) -> Parts:
    """Every part of one rule, for the incidents ``rows``."""
    n, entry = len(rows), rule.entry
    kind = _kind(rule, scene, rows)
    weapon = scene.weigh(Term(weapons=entry.weapons) if entry.weapons else None, rows)
    objects = scene.weigh(Term(objects=entry.objects) if entry.objects else None, rows)
    place, near = scene.weigh(rule.place, rows), scene.weigh(rule.near, rows)
    excepted = tuple(_saved(saving, scene, rows) for saving in rule.savings)
    before, after = shares(entry, scene.incidents, rows)
    force = np.clip(1.0 - before - after, 0.0, 1.0)
    scope = all_of((kind, place, weapon, objects), n)
    reached = all_of((scope, near), n)
    applies = (force * reached.high).round(6)
    breach = all_of((reached, none_of(excepted, n)), n)
    return Parts(
        scene=scene,
        rows=rows,
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


def shares(entry: ClauseEntry | ExceptionEntry, t: IncidentTable, rows: Int) -> tuple[Real, Real]:
    """Shares of the interval of each of ``rows`` before it binds and from its end on."""
    begin = to_us(entry.valid_from.at) if entry.valid_from else _FIRST
    end = to_us(entry.valid_to.at) if entry.valid_to else _LAST
    first, last = t.start_us[rows], t.end_us[rows]
    width = np.maximum(1, last - first)
    before = np.where(last < begin, 1.0, (np.maximum(first, begin) - first) / width)
    after = np.where(first >= end, 1.0, (last - np.minimum(last, end)) / width)
    return np.clip(before, 0.0, 1.0), np.clip(after, 0.0, 1.0)


def _kind(rule: Rule, scene: Scene, rows: Int) -> Chance:
    direct, indirect = scene.kinds(rule.entry.kinds)[rows], scene.kinds(rule.entry.indicative)[rows]
    if not rule.entry.indicative:
        return Chance.of(direct)
    return Chance.between(np.minimum(1.0, direct + rule.indicative * indirect), np.minimum(1.0, direct + indirect))


def _saved(saving: Saving, scene: Scene, rows: Int) -> Chance:
    held = scene.weigh(saving.term, rows)
    if not (saving.entry.valid_from or saving.entry.valid_to):
        return held
    before, after = shares(saving.entry, scene.incidents, rows)
    return all_of((held, Chance.of(np.clip(1.0 - before - after, 0.0, 1.0))), len(rows))


def _outcomes(rule: Rule, parts: Parts) -> Small:
    """Later lines overrule earlier ones."""
    n = len(parts.breach)
    saved = 1.0 - none_of(parts.excepted, n).high > 0.5
    told = all_of((parts.place, parts.near), n)
    kept = parts.near.high < REMOTE
    out = np.full(n, OUTCOMES.index(Outcome.undetermined), np.int8)
    out[parts.breach >= POSSIBLE] = OUTCOMES.index(Outcome.breach_possible)
    out[(parts.breach >= LIKELY) & ~parts.scene.testimony.statements[parts.rows]] = OUTCOMES.index(
        Outcome.breach_likely
    )
    out[kept | (saved & ((told.low > 0) | (told.high < 1)))] = OUTCOMES.index(Outcome.no_breach)
    if not rule.bound:
        out[:] = OUTCOMES.index(Outcome.not_bound)
    out[parts.before >= 1.0] = OUTCOMES.index(Outcome.not_yet_in_force)
    out[parts.after >= 1.0] = OUTCOMES.index(Outcome.lapsed)
    out[parts.scope.high < REMOTE] = OUTCOMES.index(Outcome.not_applicable)
    return out


def _table(
    rule: Rule, parts: Parts, pack: str, outcome: Small, kept: Int, agreed: tuple[Small, Objects], words: bool
) -> AssessmentTable:
    n = len(kept)
    return AssessmentTable(
        incident=parts.scene.incidents.ids[parts.rows[kept]],
        pack=_same(pack, n),
        clause=_same(rule.entry.id, n),
        reading=_same(rule.party, n),
        outcome=outcome[kept],
        p_scope=parts.scope.low[kept],
        p_applies=parts.applies[kept],
        p_breach=parts.breach[kept],
        reasons=reasons(rule, parts, kept, outcome[kept]) if words else _same((), n),
        unverified=_same(rule.unverified, n),
        agreed=agreed[0],
        differs=agreed[1],
    )


def _same(value: object, n: int) -> Objects:
    column: Objects = np.empty(n, dtype=object)
    column.fill(value)
    return column
