"""One line of the ledger while entries are posted to it: all of one class and model of one owner at one place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from ceasewatch.agreement.holdings.amounts import OPEN, bounds, counted
from ceasewatch.agreement.holdings.missing import Absences
from ceasewatch.model.holding import (
    NOTHING,
    Absence,
    Access,
    Declaration,
    Holding,
    Inspection,
    Movement,
    Remark,
    Sighting,
)
from ceasewatch.model.ids import PartyId

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """What has been posted so far; ``None`` where nobody declared or inspected."""

    declared: Range | None = None
    declared_at: datetime | None = None
    serials: frozenset[str] = frozenset()
    found: Range | None = None
    found_at: datetime | None = None
    verifier: str = ""
    missing: Range = (0, 0)
    absences: Absences = field(default_factory=Absences)
    told: tuple[Absence, ...] = ()
    moved_in: Range = (0, 0)
    moved_out: Range = (0, 0)
    passes: tuple[Sighting, ...] = ()
    unmet: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def declare(self, d: Declaration) -> Account:
        """A declaration replaces what was declared before."""
        return replace(
            self,
            declared=_at_least(bounds(d.count), len(d.serials)),
            declared_at=d.at,
            serials=frozenset(d.serials),
            moved_in=(0, 0),
            moved_out=(0, 0),
        )

    def inspect(self, i: Inspection) -> Account:
        """What was found, and what of the declared was not; without access nothing but that."""
        if i.access is Access.denied:
            return replace(self, remarks=(Remark.could_not_verify, *_recheck(i)))
        low, high = _at_least(bounds(i.count), len(i.serials))
        if i.access is Access.partial:
            high = OPEN
        missing = _less(self.declared or (0, 0), (low, high))
        absences, told = self._absent(i, missing)
        checked = replace(
            self, found=(low, high), found_at=i.at, verifier=i.verifier, missing=missing, absences=absences,
            told=told, unmet=i.unmet,
        )  # fmt: skip
        return replace(checked, remarks=tuple(_remarks(checked, i)))

    def see(self, s: Sighting) -> Account:
        """One more sighting."""
        return replace(self, passes=(*self.passes, s))

    def leave(self, m: Movement) -> Account:
        """Out of the declared; out of the found as well, but unless monitors went along it may all still be there."""
        n = _at_least(bounds(m.count), len(m.serials))
        found = self.found and (_less(self.found, n) if m.escorted else (max(0, self.found[0] - n[1]), self.found[1]))
        return replace(
            self,
            declared=self.declared and _less(self.declared, n),
            serials=self.serials - set(m.serials),
            found=found,
            moved_out=_plus(self.moved_out, n),
        )

    def arrive(self, m: Movement) -> Account:
        """Into the declared; into the found surely only if monitors went along."""
        n = _at_least(bounds(m.count), len(m.serials))
        found = self.found and _plus(self.found, n if m.escorted else (0, n[1]))
        return replace(
            self,
            declared=_plus(self.declared or (0, 0), n),
            declared_at=self.declared_at or m.arrived_at,
            serials=self.serials | set(m.serials),
            found=found,
            moved_in=_plus(self.moved_in, n),
        )

    def _absent(self, i: Inspection, missing: Range) -> tuple[Absences, tuple[Absence, ...]]:
        every_one_read = i.count.highest == len(i.serials) and self.declared == (len(self.serials),) * 2
        if every_one_read and self.serials:
            return self.absences.by_serial(self.serials - set(i.serials))
        return self.absences.by_number(missing[0])

    def holding(self, key: tuple[str, ...], at: datetime) -> Holding:
        """The state as the other parts know it."""
        owner, class_, model, site, zone, country = key
        return Holding(
            owner=PartyId(owner),
            class_=class_,
            model=model,
            site=site,
            zone=zone,
            country=country,
            at=at,
            serials=tuple(sorted(self.serials)),
            declared=counted(*self.declared) if self.declared else None,
            declared_at=self.declared_at,
            inspected=counted(*self.found) if self.found else None,
            inspected_at=self.found_at,
            verifier=self.verifier,
            missing=counted(*self.missing),
            absences=self.told,
            moved_in=counted(*self.moved_in),
            moved_out=counted(*self.moved_out),
            passes=self.passes,
            unmet=self.unmet,
            remarks=self.remarks,
        )


def travelling(m: Movement, at: datetime) -> Holding:
    """What has left and not arrived."""
    n = counted(*_at_least(bounds(m.count), len(m.serials)))
    return Holding(
        owner=m.owner, class_=m.class_, model=m.model, at=at, serials=tuple(sorted(m.serials)), declared=n,
        declared_at=m.at, inspected=n if m.escorted else None, inspected_at=m.at if m.escorted else None,
        missing=NOTHING, in_transit_since=m.at, movement=m.id, remarks=(Remark.in_transit,),
    )  # fmt: skip


def _remarks(account: Account, i: Inspection) -> list[Remark]:
    said = [a.remark for a in account.told]
    if i.unmet or i.access is Access.partial:
        said.append(Remark.could_not_verify)
    if account.declared is None:
        said.append(Remark.undeclared)
    elif account.told or (account.found and _apart(account.found, account.declared)):
        said.append(Remark.not_compliant)
    return [*said, *_recheck(i)]


def _apart(a: Range, b: Range) -> bool:
    return a[0] > b[1] or a[1] < b[0]


def _recheck(i: Inspection) -> tuple[Remark, ...]:
    return (Remark.rechecked,) if i.recheck_of else ()


def _at_least(given: Range, n: int) -> Range:
    return max(given[0], n), max(given[1], n)


def _less(a: Range, b: Range) -> Range:
    return max(0, a[0] - b[1]), OPEN if a[1] >= OPEN else max(0, a[1] - b[0])


def _plus(a: Range, b: Range) -> Range:
    return a[0] + b[0], min(OPEN, a[1] + b[1])
