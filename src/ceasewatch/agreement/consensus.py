"""Whether the outcome depends on how the clause is read, and on which of its terms.

Readings agree on a breach if each finds one likely, on none if under none there can be one. Where one reading finds a
breach at least possible and another none, it *depends on the reading*, and the terms that are read differently and come
out differently for this incident are named. All else is undetermined.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from ceasewatch.agreement.rules import Rule, differs
from ceasewatch.agreement.table import CONSENSUS, OUTCOMES
from ceasewatch.model.assessment import Consensus, Outcome
from ceasewatch.model.table import Int, Objects, Real, Small

if TYPE_CHECKING:
    from ceasewatch.agreement.evaluate import Parts

_BREACH: Final = (Outcome.breach_likely,)
_MAYBE: Final = (Outcome.breach_likely, Outcome.breach_possible)
_NONE: Final = (
    Outcome.no_breach, Outcome.not_applicable, Outcome.not_bound, Outcome.not_yet_in_force, Outcome.lapsed
)  # fmt: skip
_APART: Final = 0.2
"""Probabilities of one part under two readings that differ by more than this come out differently."""
_SAYS: Final = {
    "place": ("zone", "where"),
    "near": ("line", "distance"),
    "kind": ("kinds",),
    "weapon": ("weapons",),
    "objects": ("objects",),
}
_WORDS: Final = {
    "line": "the line that it is measured from",
    "zone": "the zone",
    "distance": "the distance",
    "where": "the place",
    "kinds": "the acts that it speaks of",
    "weapons": "the weapons that it speaks of",
    "objects": "the list of what must not be struck",
    "valid_from": "the day from which it binds",
    "valid_to": "the day until which it binds",
}


def consensus(
    rules: Sequence[Rule], parts: Sequence[Parts], outcomes: Sequence[Small], rows: Int
) -> tuple[Small, Objects]:
    """Of ``rows`` of the parts: index into :data:`CONSENSUS`, and the terms that decide as a tuple of words."""
    said: Objects = np.empty(len(rows), dtype=object)
    said.fill(())
    if len(rules) < 2:
        return np.full(len(rows), CONSENSUS.index(Consensus.one_reading), np.int8), said
    table = np.stack([o[rows] for o in outcomes])
    maybe, none = _among(table, _MAYBE), _among(table, _NONE)
    out = np.full(len(rows), CONSENSUS.index(Consensus.undetermined), np.int8)
    out[_among(table, _BREACH).all(axis=0)] = CONSENSUS.index(Consensus.agreed_breach)
    out[none.all(axis=0)] = CONSENSUS.index(Consensus.agreed_no_breach)
    depends = maybe.any(axis=0) & none.any(axis=0)
    out[depends] = CONSENSUS.index(Consensus.depends_on_the_reading)
    for k in np.flatnonzero(depends).tolist():
        one, other = int(np.argmax(maybe[:, k])), int(np.argmax(none[:, k]))
        said[k] = _terms(rules[one], rules[other], parts[one], parts[other], int(rows[k]))
    return out, said


def _among(table: Small, outcomes: tuple[Outcome, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.isin(table, [OUTCOMES.index(o) for o in outcomes])


def _terms(one: Rule, other: Rule, a: Parts, b: Parts, row: int) -> tuple[str, ...]:
    """Words for what the two read differently and what comes out differently for this incident."""
    read = {name for rule in (one, other) if rule.reading for name in differs(rule.reading)}
    found = []
    for part, names in _SAYS.items():
        at = getattr(a, part), getattr(b, part)
        if max(_gap(at[0].low, at[1].low, row), _gap(at[0].high, at[1].high, row)) > _APART:
            found += [name for name in names if name in read]
    if _gap(a.before, b.before, row) > _APART:
        found.append("valid_from")
    if _gap(a.after, b.after, row) > _APART:
        found.append("valid_to")
    if one.bound != other.bound:
        return ("whether the party accepted the text", *(_WORDS[name] for name in found))
    return tuple(_WORDS[name] for name in found)


def _gap(a: Real, b: Real, row: int) -> float:
    return float(abs(a[row] - b[row]))
