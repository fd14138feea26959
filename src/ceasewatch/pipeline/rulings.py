"""Which of the decisions in the record stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ceasewatch.fusion.decisions import Rulings, in_force
from ceasewatch.model import Decision, Undoing
from ceasewatch.model.ids import DecisionId
from ceasewatch.store import Decided


def standing(known: Iterable[Decided]) -> tuple[Rulings, dict[DecisionId, tuple[Decision, ...]]]:
    """Of decisions in the order of the record, those that stand, and for each other one those that it contradicts.

    Two persons may decide at one moment without knowing of each other. The record keeps both; the later one waits until
    the earlier is undone.
    """
    return in_force(d.decision for d in sorted(known, key=lambda d: d.seq) if d.undone is None)


def updated(before: Sequence[Decided], fresh: Iterable[Decided], undoings: Iterable[Undoing]) -> list[Decided]:
    """Decisions after some more entries. The first word that undoes a decision counts."""
    known = {d.decision.id: d for d in before}
    for decided in fresh:
        known.setdefault(decided.decision.id, decided)
    for undoing in undoings:
        decided_before = known.get(undoing.decision)
        if decided_before is not None and decided_before.undone is None:
            known[undoing.decision] = replace(decided_before, undone=undoing)
    return sorted(known.values(), key=lambda d: d.seq)
