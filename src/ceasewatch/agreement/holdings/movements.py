"""Notified movements: was notice given so long before departure. The same for every party and for a foreign force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np

from ceasewatch.agreement.holdings.amounts import OPEN, bounds, duration, whole
from ceasewatch.agreement.holdings.corrections import standing
from ceasewatch.agreement.holdings.counting import check_classes
from ceasewatch.agreement.holdings.permissions import applicable
from ceasewatch.agreement.holdings.results import Frame, HoldingAssessment, day, outcome_of, ppm
from ceasewatch.agreement.holdings.schema import MovementRule
from ceasewatch.agreement.holdings.table import HoldingTable, of_class, tabulate
from ceasewatch.model.holding import Holding, LedgerEntry, Movement
from ceasewatch.model.table import Real
from ceasewatch.model.time import to_us

_US = timedelta(microseconds=1)
_NEVER = np.iinfo(np.int64).max


def assess_movements(
    rule: MovementRule, frame: Frame, entries: Iterable[LedgerEntry], at: datetime
) -> tuple[HoldingAssessment, ...]:
    """One result for each movement that left by ``at`` and that the rule may speak of, by date.

    Args:
        rule: the rule under one reading.
        frame: the clause around it.
        entries: the ledger.
        at: the date asked for.

    Raises:
        DataError: a number or class of the rule cannot be used.
    """
    check_classes((*rule.classes, *rule.excludes), frame)
    moved = [m for m in standing(entries) if isinstance(m, Movement) and m.at <= at]
    moved = [m for m in moved if (not rule.of or m.owner in rule.of) and _touches(m, rule)]
    low, high = _applies(rule, frame, moved)
    late = _late(moved, duration(rule.lead, frame.where) // _US)
    rows = [k for k in range(len(moved)) if high[k] > 0]
    return tuple(_result(rule, frame, moved[k], float(low[k] * late[k]), float(high[k] * late[k])) for k in rows)


def _touches(m: Movement, rule: MovementRule) -> bool:
    zones, countries = (m.zone, m.to_zone), (m.country, m.to_country)
    return (not rule.zone or rule.zone in zones) and (not rule.country or rule.country in countries)


def _applies(rule: MovementRule, frame: Frame, moved: Sequence[Movement]) -> tuple[Real, Real]:
    """Bounds of the probability that class and size are what the rule speaks of."""
    sizes = np.array([bounds(m.count) for m in moved], dtype=np.int64).reshape(-1, 2)
    sizes = np.maximum(sizes, np.array([[len(m.serials)] for m in moved], dtype=np.int64).reshape(-1, 1))
    threshold = whole(rule.threshold, frame.where) if rule.threshold else 0
    surely, may_be = of_class(_table(moved), rule.classes, rule.excludes, frame.parents)
    return (surely & (sizes[:, 0] >= threshold)).astype(float), (may_be & (sizes[:, 1] >= threshold)).astype(float)


def _table(moved: Sequence[Movement]) -> HoldingTable:
    return tabulate(Holding(owner=m.owner, class_=m.class_, at=m.at, declared=m.count) for m in moved)


def _late(moved: Sequence[Movement], lead_us: int) -> Real:
    """1 where notice came less than ``lead_us`` before departure, or never."""
    left = np.array([to_us(m.at) for m in moved], dtype=np.int64)
    told = np.array([to_us(m.notified_at) if m.notified_at else _NEVER for m in moved], dtype=np.int64)
    return np.asarray(told > left - lead_us, dtype=np.float64)


def _result(rule: MovementRule, frame: Frame, m: Movement, low: float, high: float) -> HoldingAssessment:
    permitted = applicable(rule, (m.owner,), m.at)
    n_low, n_high = bounds(m.count)
    told = f"notified {day(m.notified_at)}" if m.notified_at else "not notified, as far as the record has it"
    lead = f"the text asks for {rule.lead.value} {rule.lead.unit} before departure ({rule.lead.source})"
    numbers = [n for n in (rule.lead, rule.threshold) if n and not n.verified]
    return frame.result(
        m.owner,
        m.at,
        outcome_of(low, high),
        subject=m.id,
        zone=rule.zone,
        count_low=max(n_low, len(m.serials)),
        count_high=n_high if n_high < OPEN else None,
        p_low_ppm=ppm(low),
        p_high_ppm=ppm(high),
        permissions=tuple(p.id for p in permitted.held),
        reasons=(f"{m.class_} left {day(m.at)}, {told}", lead, *permitted.reasons),
        unverified=(*(f"{n.value} {n.unit} ({n.source})" for n in numbers), *permitted.unverified),
    )
