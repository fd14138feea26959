"""Which rows of a table a rule counts, how many each may stand for, and how surely it lies in the zone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ceasewatch.agreement.holdings.amounts import OPEN, duration
from ceasewatch.agreement.holdings.results import Frame
from ceasewatch.agreement.holdings.schema import Basis, CeilingRule, Scope
from ceasewatch.agreement.holdings.table import Flags, HoldingTable, Inside, of_class, under_way
from ceasewatch.model.clause import Modality, Number
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import NO_TIME, Int, Real
from ceasewatch.model.time import to_us

_US = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that may count.

    Attributes:
        rows: of the table.
        p_low, p_high: bounds of the probability that the row counts: class, zone and country together.
        low, high: bounds of how many it stands for.
        verified: somebody inspected or saw it, recently enough.
        late: inspected, but too long ago.
    """

    rows: HoldingTable
    p_low: Real
    p_high: Real
    low: Int
    high: Int
    verified: Flags
    late: Flags

    def take(self, rows: Flags) -> Counted:
        """Those rows alone."""
        return Counted(
            self.rows.take(rows), self.p_low[rows], self.p_high[rows], self.low[rows], self.high[rows],
            self.verified[rows], self.late[rows],
        )  # fmt: skip


def counted(
    rule: CeilingRule, frame: Frame, table: HoldingTable, at: datetime, parties: Collection[str], inside: Inside
) -> Counted:
    """Rows that may count towards the limit for ``parties`` at ``at``."""
    t, low, high = in_scope(rule, frame, table, parties, inside)
    recent = recently(t, rule.within, at, frame.where)
    kept = (high > 0) & ~(t.seen & ~recent)
    if rule.in_transit:
        kept &= ~under_way(t.transit_us, np.full(len(t), to_us(at)), duration(rule.in_transit, frame.where) // _US)
    t, low, high, recent = t.take(kept), low[kept], high[kept], recent[kept]
    known = t.at_us != NO_TIME
    found = np.minimum(OPEN, t.found_high + t.missing_high)
    least, most = _stated(rule, t)
    by_word_low, by_word_high = _outdated(rule, t, found)
    checked = known & recent
    fewest = np.where(checked & ~by_word_low, t.found_low, least)
    greatest = np.where(checked & ~by_word_high, found, most)
    return Counted(t, low, high, fewest, greatest, checked & ~by_word_high, known & ~recent)


def _outdated(rule: CeilingRule, t: HoldingTable, found: Int) -> tuple[Flags, Flags]:
    """Whether a later declaration takes the place of what was found, for the lower and for the upper bound.

    Where declarations are no proof, only so far as it speaks against its owner, or takes away what is certain.
    """
    later = t.declared & (t.declared_us > t.at_us)
    fewer, more = later & (t.declared_low < t.found_low), later & (t.declared_high > found)
    if rule.basis is Basis.declared or rule.modality is Modality.strength:
        return fewer | more, fewer | more
    if rule.modality is Modality.minimum:
        return fewer, fewer
    return fewer | more, more


def _stated(rule: CeilingRule, t: HoldingTable) -> tuple[Int, Int]:
    """Bounds from declarations alone: unless the text goes by them, they count against their owner only."""
    if rule.basis is Basis.declared or rule.modality is Modality.strength:
        return t.declared_low, t.declared_high
    if rule.modality is Modality.minimum:
        return np.zeros(len(t), np.int64), t.declared_high
    return t.declared_low, np.full(len(t), OPEN)


def in_scope(
    rule: Scope, frame: Frame, table: HoldingTable, parties: Collection[str], inside: Inside
) -> tuple[HoldingTable, Real, Real]:
    """Rows of ``parties`` in the rule's country, with bounds of the probability that the rule speaks of each."""
    check_classes((*rule.classes, *rule.excludes), frame)
    t = table.take(np.isin(table.owner.astype(str), sorted(parties)))
    surely, may_be = of_class(t, rule.classes, rule.excludes, frame.parents)
    low, high = surely.astype(np.float64), may_be.astype(np.float64)
    if rule.zone:
        zone_low, zone_high = inside(t, rule.zone)
        low, high = low * zone_low, high * zone_high
    if rule.country:
        low, high = low * (t.country == rule.country), high * np.isin(t.country.astype(str), ["", rule.country])
    return t, low, high


def recently(t: HoldingTable, within: Number | None, at: datetime, where: str) -> Flags:
    """Whether each row was found or seen no longer before ``at`` than ``within``; without a limit always."""
    if within is None:
        return np.ones(len(t), bool)
    return np.asarray(t.at_us >= to_us(at) - duration(within, where) // _US, dtype=bool)


def check_classes(classes: Collection[str], frame: Frame) -> None:
    """See that the tree has them.

    Raises:
        DataError: it lacks one.
    """
    for name in classes:
        if name not in frame.parents:
            raise DataError(f"class {name!r} is not known", where=frame.where, todo="add it under classes")


def parties_of(rule: Scope, table: HoldingTable) -> tuple[str, ...]:
    """Those whom the rule names, else all owners that the table knows."""
    return rule.of or tuple(sorted(set(table.owner.tolist())))
