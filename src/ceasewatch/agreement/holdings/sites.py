"""Declared sites only: was something seen elsewhere, does its storage meet the criteria, was it on its way.

Where a site lies is not known here: each row brings the vault's answer whether it was inside, and in which site.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ceasewatch.agreement.holdings.amounts import OPEN, duration
from ceasewatch.agreement.holdings.counting import in_scope, parties_of, recently
from ceasewatch.agreement.holdings.permissions import applicable
from ceasewatch.agreement.holdings.results import (
    Ask,
    AskKind,
    Frame,
    HoldingAssessment,
    day,
    outcome_of,
    ppm,
)
from ceasewatch.agreement.holdings.schema import DeclaredSitesRule, Permission
from ceasewatch.agreement.holdings.table import Flags, HoldingTable, Inside, by_name, under_way
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.holding import Holding, Movement, Remark, Sighting, Site, Where
from ceasewatch.model.ids import PartyId
from ceasewatch.model.table import NO_TIME, Objects, Real
from ceasewatch.model.time import from_us, to_us

_US = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the n rows of one owner stood.

    Attributes:
        rows: of the table.
        applies_low, applies_high: bounds of the probability that the rule speaks of the row.
        out_low, out_high: bounds of the probability of having been outside all sites that will do.
        saved: under way for no longer than the rule lets it.
        unmet: storage criteria that the site did not meet, a tuple each.
    """

    rows: HoldingTable
    applies_low: Real
    applies_high: Real
    out_low: Real
    out_high: Real
    saved: Flags
    unmet: Objects


def authorised(
    rule: DeclaredSitesRule, register: Collection[Site], owner: str, permissions: Collection[Permission], at: datetime
) -> dict[str, tuple[str, ...]]:
    """Sites that will do for ``owner`` at ``at``, and the criteria that each does not meet."""
    valid = {
        s.id: tuple(c for c in rule.criteria if c not in s.criteria)
        for s in register
        if s.owner == owner
        and (not rule.site_kinds or s.kind in rule.site_kinds)
        and (s.valid_from is None or s.valid_from <= at)
        and (s.valid_to is None or at < s.valid_to)
    }
    named = {*rule.sites, *(site for p in permissions for site in p.sites)}
    return {name: valid.get(name, ()) for name in sorted({*valid, *named})}


def assess_sites(
    rule: DeclaredSitesRule,
    frame: Frame,
    table: HoldingTable,
    at: datetime,
    *,
    sites: Collection[Site] = (),
    movements: Collection[Movement] = (),
    inside: Inside = by_name,
) -> tuple[HoldingAssessment, ...]:
    """One result for each row that the rule speaks of, by owner, in the order of the table.

    Args:
        rule: the rule under one reading.
        frame: the clause around it.
        table: the state at ``at``.
        at: the date asked for; what is authorised is judged at the date of the sighting.
        sites: what was declared or authorised.
        movements: that sightings name.
        inside: whether rows lie in a zone.

    Raises:
        DataError: a number or class of the rule cannot be used.
    """
    left = {m.id: m for m in movements}
    out: list[HoldingAssessment] = []
    for owner in sorted(parties_of(rule, table)):
        stood = _stood(rule, frame, table, at, owner, sites, left, inside)
        out += [_result(rule, frame, stood, k, owner, at) for k in range(len(stood.rows))]
    return tuple(out)


def _stood(
    rule: DeclaredSitesRule,
    frame: Frame,
    table: HoldingTable,
    at: datetime,
    owner: str,
    sites: Collection[Site],
    left: dict[str, Movement],
    inside: Inside,
) -> Stood:
    t, low, high = in_scope(rule, frame, table, (owner,), inside)
    kept = (high > 0) & (t.found_high > 0) & ((t.at_us != NO_TIME) | (t.transit_us != NO_TIME))
    kept &= (t.transit_us != NO_TIME) | recently(t, rule.within, at, frame.where)
    t, low, high = t.take(kept), low[kept], high[kept]
    fits, unmet = _fits(rule, sites, t, owner, at)
    t = _with_transit(t, left)
    longest = duration(rule.in_transit, frame.where) // _US if rule.in_transit else -1
    when = np.where(t.seen, t.at_us, to_us(at))
    saved = under_way(t.transit_us, when, longest)
    return Stood(t, low, high, 1.0 - t.site_high * fits, 1.0 - t.site_low * fits, saved, unmet)


def _fits(
    rule: DeclaredSitesRule, sites: Collection[Site], t: HoldingTable, owner: str, at: datetime
) -> tuple[Real, Objects]:
    """Whether the site of each row will do at its date, and what it lacks; one look-up for each date."""
    fits, unmet = np.ones(len(t)), np.empty(len(t), dtype=object)
    known: dict[int, dict[str, tuple[str, ...]]] = {}
    for k in range(len(t)):
        us = int(t.at_us[k]) if t.seen[k] else to_us(at)
        if us not in known:
            held = applicable(rule, (owner,), from_us(us)).held
            known[us] = authorised(rule, sites, owner, held, from_us(us))
        site, row = t.site[k], t.rows[k]
        fits[k] = site == "" or site in known[us]
        wanting = row.unmet if isinstance(row, Holding) else ()
        unmet[k] = tuple(dict.fromkeys((*known[us].get(site, ()), *(c for c in wanting if c in rule.criteria))))
    return fits, unmet


def _with_transit(t: HoldingTable, left: dict[str, Movement]) -> HoldingTable:
    """Sightings of a notified movement are under way since it left."""
    since = t.transit_us.copy()
    for k, row in enumerate(t.rows):
        moved = left.get(row.movement) if isinstance(row, Sighting) else None
        if moved is not None and moved.owner == row.owner:
            since[k] = to_us(moved.at)
    columns = {name: getattr(t, name) for name in HoldingTable.__dataclass_fields__}
    return HoldingTable(**{**columns, "transit_us": since})


def _result(rule: DeclaredSitesRule, frame: Frame, s: Stood, k: int, owner: str, at: datetime) -> HoldingAssessment:
    row = s.rows.rows[k]
    when = from_us(int(s.rows.at_us[k])) if s.rows.seen[k] else at
    permitted = applicable(rule, (owner,), when)
    low, high = float(s.applies_low[k] * s.out_low[k]), float(s.applies_high[k] * s.out_high[k])
    if s.saved[k]:
        low = high = 0.0
    outcome = outcome_of(low, high)
    if outcome is Outcome.no_breach and s.unmet[k] and not s.saved[k]:
        outcome, high = Outcome.undetermined, float(s.applies_high[k])
    n_low, n_high = _count(s, k)
    return frame.result(
        owner,
        when,
        outcome,
        subject=row.id if isinstance(row, Sighting) else row.movement,
        zone=rule.zone,
        count_low=n_low,
        count_high=n_high if n_high < OPEN else None,
        p_low_ppm=ppm(low),
        p_high_ppm=ppm(high),
        remark=_remark(s, k, high),
        permissions=tuple(p.id for p in permitted.held),
        asks=tuple(_asks(s, k, owner, rule.zone, outcome)),
        reasons=(*_reasons(rule, s, k), *permitted.reasons),
        unverified=(*_unverified(rule), *permitted.unverified),
    )


def _count(s: Stood, k: int) -> tuple[int, int]:
    """Found or seen; of what is under way and nobody saw, what its owner stated."""
    if s.rows.at_us[k] == NO_TIME:
        return int(s.rows.declared_low[k]), int(s.rows.declared_high[k])
    return int(s.rows.found_low[k]), int(s.rows.found_high[k])


def _remark(s: Stood, k: int, high: float) -> Remark | None:
    row = s.rows.rows[k]
    if s.saved[k]:
        return Remark.in_transit
    if isinstance(row, Sighting) and row.near_line is Where.inside:
        return Remark.in_violation
    if s.unmet[k]:
        return Remark.could_not_verify
    far = isinstance(row, Sighting) and row.near_line is Where.outside
    return Remark.beyond_lines_outside_sites if far and high > 0.5 else None


def _reasons(rule: DeclaredSitesRule, s: Stood, k: int) -> Iterator[str]:
    row, low, high = s.rows.rows[k], float(s.out_low[k]), float(s.out_high[k])
    fewest, most = _count(s, k)
    n = f"{fewest}" if fewest == most else f"{fewest} or more"
    seen = f"seen {day(row.at)} by {row.observer}" if isinstance(row, Sighting) else "held"
    yield f"{n} of class {row.class_}, {seen}"
    if s.saved[k] and rule.in_transit:
        yield f"on its way, which the text allows for {rule.in_transit.value} {rule.in_transit.unit}"
    elif s.rows.transit_us[k] != NO_TIME and rule.in_transit:
        left = day(from_us(int(s.rows.transit_us[k])))
        yield f"on its way since {left}, longer than {rule.in_transit.value} {rule.in_transit.unit}"
    if low == high:
        yield f"outside declared and authorised sites with probability {high:.2f}"
    else:
        yield f"whether it stood in a declared or authorised site is not known: outside with {low:.2f} to {high:.2f}"
    if s.unmet[k]:
        yield f"its storage does not meet: {', '.join(s.unmet[k])}"


def _asks(s: Stood, k: int, owner: str, zone: str, outcome: Outcome) -> Iterator[Ask]:
    if outcome not in {Outcome.undetermined, Outcome.breach_possible}:
        return
    if s.unmet[k]:
        yield Ask(kind=AskKind.inspect, owner=PartyId(owner), zone=zone, text="inspect the storage again")
    if s.out_low[k] < s.out_high[k] or 0.0 < s.out_low[k] < 1.0:
        text = "establish whether it stood in a declared or authorised site"
        yield Ask(kind=AskKind.locate, owner=PartyId(owner), zone=zone, text=text)
    if s.applies_low[k] < s.applies_high[k]:
        text = "establish its class, and whether it stood where the clause applies"
        yield Ask(kind=AskKind.locate, owner=PartyId(owner), zone=zone, text=text)


def _unverified(rule: DeclaredSitesRule) -> Sequence[str]:
    n = rule.in_transit
    return [f"time in transit {n.value} {n.unit} ({n.source})"] if n and not n.verified else []
