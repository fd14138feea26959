"""One rule against a table of incidents. Probabilities multiply: in force x inside x kind x weapon x not excepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.agreement import testimony
from ceasewatch.agreement.inside import Location, locate
from ceasewatch.agreement.rules import Rule
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable
from ceasewatch.agreement.words import reasons
from ceasewatch.geo.names import unit_fold
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
    """What the probabilities of n incidents are made of, so that they can be said in words.

    Attributes:
        incidents: the n incidents.
        kind: probability that the kind is one that the clause names, indications included.
        stated: the same, indications at their weight.
        before, after: shares of the interval before the clause binds and after it lapsed.
        location: against the clause's own boundary.
        inside: probability of being inside; NaN where the place does not tell.
        by_name: inside or outside was told by the name of the area alone.
        weapon: probability that the weapon is of a class that the clause names; NaN where nobody could tell.
        excepted: (n, exceptions) probability that each exception holds.
        statements: the incident rests on statements of parties alone.
        flagged: members that say themselves that withdrawal lines were violated.
    """

    incidents: IncidentTable
    kind: Real
    stated: Real
    before: Real
    after: Real
    location: Location
    inside: Real
    by_name: Flags
    weapon: Real
    excepted: Real
    statements: Flags
    flagged: Int


def evaluate(
    rule: Rule, incidents: IncidentTable, pack: str, *, everything: bool = False
) -> tuple[Int, AssessmentTable]:
    """Rows of ``incidents`` and the rule's results for them.

    Args:
        rule: the clause under one reading.
        incidents: any number.
        pack: id of the pack.
        everything: also incidents that the clause does not speak of (``not_applicable``).
    """
    kind, _ = _kinds(rule, incidents.kind_p)
    rows = np.arange(len(incidents)) if everything else np.flatnonzero(kind >= RELEVANT)
    parts = _parts(rule, incidents.take(rows))
    applies, breach = _probabilities(parts)
    outcome = _outcomes(rule, parts, applies, breach)
    kept = np.flatnonzero(outcome != OUTCOMES.index(Outcome.not_applicable)) if not everything else np.arange(len(rows))
    return rows[kept], _table(rule, parts, pack, (applies, breach, outcome), kept)


def _parts(rule: Rule, incidents: IncidentTable) -> Parts:
    kind, stated = _kinds(rule, incidents.kind_p)
    before, after = _time(rule, incidents)
    location = locate(incidents, rule.boundary)
    inside, by_name = _inside(rule, incidents, location)
    return Parts(
        incidents=incidents,
        kind=kind,
        stated=stated,
        before=before,
        after=after,
        location=location,
        inside=inside,
        by_name=by_name,
        weapon=testimony.weapon(incidents, rule.entry.weapons),
        excepted=_excepted(rule, incidents),
        statements=testimony.statements(incidents),
        flagged=testimony.flagged(incidents),
    )


def _kinds(rule: Rule, kind_p: Real) -> tuple[Real, Real]:
    direct = kind_p[:, [KINDS.index(k) for k in rule.entry.kinds]].sum(axis=1)
    indirect = kind_p[:, [KINDS.index(k) for k in rule.entry.indicative]].sum(axis=1)
    return np.minimum(1.0, direct + indirect), np.minimum(1.0, direct + rule.indicative * indirect)


def _time(rule: Rule, t: IncidentTable) -> tuple[Real, Real]:
    """Shares of each interval before the clause binds and from its end on."""
    begin = to_us(rule.entry.valid_from.at) if rule.entry.valid_from else _FIRST
    end = to_us(rule.entry.valid_to.at) if rule.entry.valid_to else _LAST
    width = np.maximum(1, t.end_us - t.start_us)
    before = np.where(t.end_us < begin, 1.0, (np.maximum(t.start_us, begin) - t.start_us) / width)
    after = np.where(t.start_us >= end, 1.0, (t.end_us - np.minimum(t.end_us, end)) / width)
    return np.clip(before, 0.0, 1.0), np.clip(after, 0.0, 1.0)


def _inside(rule: Rule, t: IncidentTable, location: Location) -> tuple[Real, Flags]:
    """Probability of being inside; where there is no geometry, by the name of the area."""
    p = location.p.copy()
    by_name = np.zeros(len(t), bool)
    figure = rule.boundary.figure
    whole, around = {unit_fold(a) for a in figure.areas}, {unit_fold(a) for a in figure.surroundings}
    if rule.boundary.within_m or not around:
        return p, by_name
    nowhere = np.flatnonzero(np.isnan(t.lat) & (t.area != ""))
    names = [unit_fold(a) for a in t.area[nowhere]]
    inside, outside = np.array([n in whole for n in names], bool), np.array([n not in around for n in names], bool)
    p[nowhere[inside]], p[nowhere[outside]] = 1.0, 0.0
    by_name[nowhere[inside | outside]] = True
    return p, by_name


def _excepted(rule: Rule, t: IncidentTable) -> Real:
    columns = [np.zeros(len(t))]
    for saving in rule.savings:
        said = testimony.qualified(t, saving.entry.qualifiers)
        rows = np.flatnonzero(said > 0)
        p = np.zeros(len(t))
        if len(rows):
            inner = locate(t.take(rows), saving.boundary).p if saving.boundary else np.zeros(len(rows))
            p[rows] = said[rows] * (1.0 - np.nan_to_num(inner, nan=1.0))
        columns.append(p)
    return np.stack(columns[1:], axis=1) if rule.savings else np.zeros((len(t), 0))


def _probabilities(parts: Parts) -> tuple[Real, Real]:
    """Of applying and of a breach. What nobody could tell counts as possible for the first and not for the second."""
    force = np.clip(1.0 - parts.before - parts.after, 0.0, 1.0)
    where = np.nan_to_num(parts.inside, nan=1.0) * np.nan_to_num(parts.weapon, nan=1.0)
    told = np.isfinite(parts.inside) & np.isfinite(parts.weapon)
    free = np.prod(1.0 - parts.excepted, axis=1)
    applies = force * where * parts.kind
    breach = np.where(told, force * where * parts.stated * free, 0.0)
    return applies.round(6), np.minimum(breach, applies).round(6)


def _outcomes(rule: Rule, parts: Parts, applies: Real, breach: Real) -> Small:
    """Later lines overrule earlier ones."""
    relevant = parts.kind * np.nan_to_num(parts.inside, nan=1.0) * np.nan_to_num(parts.weapon, nan=1.0) >= RELEVANT
    told = np.isfinite(parts.inside) & np.isfinite(parts.weapon)
    saved = (1.0 - np.prod(1.0 - parts.excepted, axis=1)) > 0.5
    out = np.full(len(applies), Outcome.undetermined.value, dtype=object)
    out[told & (breach >= POSSIBLE)] = Outcome.breach_possible.value
    out[told & (breach >= LIKELY) & ~parts.statements] = Outcome.breach_likely.value
    out[told & saved] = Outcome.no_breach.value
    if not rule.bound:
        out[:] = Outcome.not_bound.value
    out[parts.before >= 1.0] = Outcome.not_yet_in_force.value
    out[parts.after >= 1.0] = Outcome.lapsed.value
    out[~relevant] = Outcome.not_applicable.value
    return np.array([OUTCOMES.index(Outcome(o)) for o in out], dtype=np.int8)


def _table(rule: Rule, parts: Parts, pack: str, result: tuple[Real, Real, Small], kept: Int) -> AssessmentTable:
    applies, breach, outcome = result[0][kept], result[1][kept], result[2][kept]
    n = len(kept)
    said: Objects = np.empty(n, dtype=object)
    said[:] = reasons(rule, parts, kept, outcome)
    return AssessmentTable(
        incident=parts.incidents.ids[kept],
        pack=_same(pack, n),
        clause=_same(rule.entry.id, n),
        reading=_same(rule.party, n),
        outcome=outcome,
        p_applies=applies,
        p_breach=breach,
        reasons=said,
        unverified=_same(rule.unverified, n),
    )


def _same(value: object, n: int) -> Objects:
    column = np.empty(n, dtype=object)
    for k in range(n):
        column[k] = value
    return column
