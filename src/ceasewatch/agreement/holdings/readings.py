"""One rule as each party reads it, and whether the difference decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

import msgspec

from ceasewatch.agreement.holdings.results import Frame, HoldingAssessment, Standing
from ceasewatch.agreement.holdings.schema import HoldingReading, HoldingRule, Patch
from ceasewatch.model.assessment import Consensus, Outcome
from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import Noun

R = TypeVar("R", bound=HoldingRule)

_BREACH = frozenset({Outcome.breach_likely, Outcome.breach_possible})


class Compared(Noun, frozen=True, kw_only=True):
    """The results of all readings for one party and subject.

    Attributes:
        terms: names of the rule's attributes in which the readings differ; they decide only if the accord says so.
        reasons: which reading says what.
    """

    accord: Consensus
    terms: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def patched(rule: R, change: Patch, where: str = "") -> R:
    """The rule as a reading has it.

    Raises:
        DataError: the reading changes what a rule of this kind does not have.
    """
    changes = _changes(change)
    strange = sorted(set(changes) - set(rule.__struct_fields__))
    if strange:
        kind = rule.__struct_config__.tag
        raise DataError(f"a {kind} has no {strange[0]!r} to read otherwise", where=where, todo="correct the reading")
    return msgspec.structs.replace(rule, **changes)


def read(rule: R, readings: Sequence[HoldingReading], frame: Frame) -> list[tuple[R, Frame]]:
    """The rule under each reading with the frame for it; as written where there is none."""
    out = [(rule, frame)] if not readings else []
    for r in readings:
        notes = () if r.verified else (f"the reading of {r.party} ({r.source})",)
        own = replace(frame, reading=r.party, unverified=(*frame.unverified, *notes))
        out.append((patched(rule, r.change, frame.where), own))
    return out


def differing(readings: Sequence[HoldingReading]) -> tuple[str, ...]:
    """Attributes of the rule that the readings do not all have alike."""
    names = sorted({name for r in readings for name in _changes(r.change)})
    return tuple(n for n in names if len({msgspec.json.encode(getattr(r.change, n)) for r in readings}) > 1)


def compare(results: Iterable[HoldingAssessment], readings: Sequence[HoldingReading]) -> Compared:
    """What the results of one party and subject under all readings say together."""
    told = sorted(results, key=lambda a: a.reading)
    open_ = [a for a in told if not _breach(a) and not _clear(a)]
    breaches, clear = [a for a in told if _breach(a)], [a for a in told if _clear(a)]
    if breaches and (clear or open_):
        accord = Consensus.depends_on_the_reading
    elif breaches:
        accord = Consensus.agreed_breach
    elif clear and not open_:
        accord = Consensus.agreed_no_breach
    else:
        accord = Consensus.depends_on_the_reading if clear else Consensus.undetermined
    return Compared(accord=accord, terms=differing(readings), reasons=tuple(_says(a) for a in told))


def _changes(change: Patch) -> dict[str, object]:
    return {n: getattr(change, n) for n in change.__struct_fields__ if getattr(change, n) is not None}


def _breach(a: HoldingAssessment) -> bool:
    return a.outcome in _BREACH


def _clear(a: HoldingAssessment) -> bool:
    return a.outcome in {Outcome.no_breach, Outcome.not_applicable, Outcome.lapsed, Outcome.not_yet_in_force}


def _says(a: HoldingAssessment) -> str:
    whose = f"as {a.reading} reads it" if a.reading else "as written"
    count = "" if a.standing is Standing.none else f", {a.standing} {a.limit}"
    return f"{whose}: {a.outcome}{count}"
