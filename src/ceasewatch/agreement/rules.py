"""Clauses made ready to evaluate: one rule for each clause and reading, its conditions as trees of terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from ceasewatch.agreement.clocks.check import check_clocks, check_duty
from ceasewatch.agreement.holdings.check import Known, check_rule
from ceasewatch.agreement.holdings.schema import CeilingRule, DeclaredSitesRule, InspectionRule, MovementRule
from ceasewatch.agreement.quantity import divided, metres, probability
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.schema import (
    Baseline,
    ClauseEntry,
    ExceptionEntry,
    PackFile,
    PackStatus,
    PartyEntry,
    Primitive,
    ReadingEntry,
    Stance,
)
from ceasewatch.agreement.stores import classes
from ceasewatch.agreement.terms import Nearer, Side, Term, both, check, leaves
from ceasewatch.agreement.unverified import unverified
from ceasewatch.model.clause import Clause, Moment, Number, Reading
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import ClauseId, PackId, PartyId

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_PATCHES = ("line", "zone", "distance", "kinds", "weapons", "objects", "where", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Saving:
    """An exception and the condition under which it holds."""

    entry: ExceptionEntry
    term: Term


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause under one reading.

    Attributes:
        clause: as the pack states it.
        entry: the same, with what the reading replaces.
        reading: whose reading, if the clause has any.
        place: where it applies; ``None`` for everywhere.
        near: for a distance to be kept: nearer than that; ``None`` for clauses that ask no distance.
        indicative: probability that an indicative kind means what the clause forbids.
        savings: its exceptions.
        bound: whether the party whose reading it is accepted the text.
        unverified: what it rests on and nobody has checked.
    """

    clause: ClauseEntry
    entry: ClauseEntry
    reading: ReadingEntry | None
    place: Term | None
    near: Term | None
    indicative: float
    savings: tuple[Saving, ...]
    bound: bool
    unverified: tuple[str, ...] = ()

    @property
    def party(self) -> PartyId:
        """Whose reading; empty if the clause has one reading only."""
        return PartyId(self.reading.party if self.reading else "")


def clause_of(entry: ClauseEntry, pack: str) -> Clause:
    """The clause as the other parts know it."""
    return Clause(
        id=ClauseId(entry.id),
        pack=PackId(pack),
        number=entry.number,
        summary=entry.summary,
        source=entry.source,
        primitive=entry.primitive or (str(entry.rule.__struct_config__.tag) if entry.rule else ""),
        kinds=tuple(str(k) for k in (*entry.kinds, *entry.indicative)),
        weapons=entry.weapons,
        zone=entry.zone or entry.line,
        distance=entry.distance or entry.width,
        valid_from=entry.valid_from.at if entry.valid_from else None,
        valid_to=entry.valid_to.at if entry.valid_to else None,
        valid_source=entry.valid_from.source if entry.valid_from else "",
        exceptions=tuple(e.summary for e in entry.exceptions),
        readings=tuple(Reading(party=PartyId(r.party), text=r.text, source=r.source) for r in entry.readings),
        verified=entry.verified,
    )


def rules_of(pack: PackFile, ground: Ground) -> Iterator[Rule]:
    """One rule for each clause on incidents and reading, in the pack's order.

    Raises:
        DataError: a clause names a line, zone, party, class or clause that the pack does not have, or lacks what its
            primitive needs.
        LimitError: a condition is too deep.
    """
    check_clocks(pack.clocks, pack.ladders, f"{pack.id}/pack.yaml")
    parties = {p.id: p for p in pack.parties}
    ids = {c.id for c in pack.clauses}
    for n, entry in enumerate(pack.clauses):
        where = f"{pack.id}/pack.yaml: clauses[{n}] ({entry.id})"
        _check(entry, parties, ids, where)
        if entry.rule is not None:
            _check_rule(entry, pack, ground, where)
            continue
        for reading in entry.readings or (None,):
            yield _rule(entry, reading, pack, ground, where)


def patched(entry: ClauseEntry, reading: ReadingEntry | None) -> ClauseEntry:
    """The clause with what the reading replaces."""
    if reading is None:
        return entry
    return msgspec.structs.replace(entry, **{name: getattr(reading, name) for name in differs(reading)})


def differs(reading: ReadingEntry) -> tuple[str, ...]:
    """Names of what the reading replaces."""
    return tuple(name for name in _PATCHES if getattr(reading, name))


def _rule(clause: ClauseEntry, reading: ReadingEntry | None, pack: PackFile, ground: Ground, where: str) -> Rule:
    entry = _waiting(patched(clause, reading), pack)
    near = _near(entry, pack, where)
    place = _place(entry, near, where)
    savings = tuple(Saving(e, _saving(e, where)) for e in entry.exceptions)
    terms = [t for t in (place, near, *(s.term for s in savings)) if t is not None]
    for term in terms:
        check(term, where)
        _resolve(term, ground, where)
    _classes(entry.weapons, entry.objects, ground, where)
    weight = entry.indicative_weight
    return Rule(
        clause=clause,
        entry=entry,
        reading=reading,
        place=place,
        near=near,
        indicative=probability(weight, where) if weight else 0.0,
        savings=savings,
        bound=_bound(entry, reading, pack),
        unverified=tuple(unverified(entry, reading, terms, ground)),
    )


def _unbound(pack: PackFile) -> frozenset[str]:
    """Parties that have not accepted the text."""
    return frozenset(p.id for p in pack.parties if p.accepted in {Stance.rejected, Stance.silent})


def _bound(entry: ClauseEntry, reading: ReadingEntry | None, pack: PackFile) -> bool:
    """Whether anybody whom the clause, as it is read, binds has accepted the text."""
    if reading:
        return reading.party not in _unbound(pack)
    meant = {b.party for b in entry.baselines} or set(entry.binds)
    return not meant or bool(meant - _unbound(pack))


def _waiting(entry: ClauseEntry, pack: PackFile) -> ClauseEntry:
    """Not before the text's condition precedent is met does a clause of a text in force bind."""
    waits = pack.precedent
    if waits is None or pack.status in {PackStatus.draft, PackStatus.declared}:
        return entry
    met = waits.met or Moment(at=_NEVER, source=f"{waits.source}: not met: {waits.text}", verified=waits.verified)
    later = entry.valid_from is None or entry.valid_from.at < met.at
    return (
        msgspec.structs.replace(entry, valid_from=met, valid_to=None if not waits.met else entry.valid_to)
        if later
        else entry
    )


def _place(entry: ClauseEntry, near: Term | None, where: str) -> Term | None:
    given = [t for t in (Term(zone=entry.zone) if entry.zone else None, entry.where) if t is not None]
    if not given and near is None and not entry.everywhere:
        raise DataError("the clause does not say where", where=where, todo="add zone or where, or everywhere: true")
    return both(*given) if given else None


def _near(entry: ClauseEntry, pack: PackFile, where: str) -> Term | None:
    if entry.primitive in {Primitive.ban, Primitive.zone_ban}:
        return None
    if entry.baselines:
        bound = tuple(b for b in entry.baselines if b.party not in _unbound(pack))
        return Term(one_of=tuple(_own(entry, b, pack, where) for b in bound or entry.baselines))
    return _nearer(entry.line, entry.distance or _share(entry, None, where), where)


def _own(entry: ClauseEntry, baseline: Baseline, pack: PackFile, where: str) -> Term:
    """On the party's side of the line of contact, and nearer to its baseline than allowed."""
    if baseline.party not in {p.id for p in pack.parties}:
        raise DataError(f"no party {baseline.party!r}", where=where, todo="use the pack's parties")
    side = Term(side=Side(line=pack.contact or baseline.line, party=baseline.party))
    distance = baseline.distance or entry.distance or _share(entry, baseline, where)
    return Term(all_of=(side, _nearer(baseline.line, distance, where)))


def _share(entry: ClauseEntry, baseline: Baseline | None, where: str) -> Number | None:
    """What a party keeps of a zone's width; half of it if nobody says how it is shared."""
    if entry.width is None:
        return None
    share = probability(baseline.share, where) if baseline and baseline.share else 0.5
    said = baseline.share if baseline else None
    return divided(entry.width, share, "as the pack shares it" if said else "half of it, if split equally", said, where)


def _nearer(line: str, distance: Number | None, where: str) -> Term:
    if distance is None:
        raise DataError("a distance from a line is missing", where=where, todo="add distance, width or beyond")
    metres(distance, where)
    return Term(nearer=Nearer(line=line, distance=distance))


def _saving(entry: ExceptionEntry, where: str) -> Term:
    said = Term(qualifiers=entry.qualifiers) if entry.qualifiers else None
    band = None
    if entry.beyond_line:
        band = Term(none_of=(_nearer(entry.beyond_line, entry.beyond, where),))
    if not (said or band or entry.when):
        raise DataError(f"exception {entry.id} holds always", where=where, todo="add qualifiers, beyond_line or when")
    return both(said, band, entry.when)


def _resolve(term: Term, ground: Ground, where: str) -> None:
    for leaf in leaves(term):
        if leaf.zone:
            _known(ground.zones, leaf.zone, "zone", where)
        if leaf.nearer:
            _known(ground.lines, leaf.nearer.line, "line", where)
            metres(leaf.nearer.distance, where)
        if leaf.side:
            _sided(leaf.side, ground, where)
        _classes(leaf.weapons, leaf.objects, ground, where)


def _sided(side: Side, ground: Ground, where: str) -> None:
    _known(ground.lines, side.line, "line", where)
    for version in ground.lines[side.line].versions:
        if side.party not in {version.note.left, version.note.right}:
            todo = f"give {side.line} the properties left and right"
            raise DataError(f"line {side.line!r} does not say which side is {side.party}'s", where=where, todo=todo)


def _known(figures: object, name: str, what: str, where: str) -> None:
    known = dict(figures)  # type: ignore[call-overload]
    if name not in known:
        raise DataError(f"the pack has no {what} {name!r}", where=where, todo=f"{what}s: {', '.join(known) or 'none'}")


def _classes(weapons: tuple[str, ...], objects: tuple[str, ...], ground: Ground, where: str) -> None:
    unknown = [w for w in weapons if w not in ground.weapons] + [o for o in objects if o not in ground.objects]
    if unknown:
        todo = "use model.weapons and model.objects, or add weapon_classes or object_classes to the pack"
        raise DataError(f"not known: {', '.join(unknown)}", where=where, todo=todo)


def _check_rule(entry: ClauseEntry, pack: PackFile, ground: Ground, where: str) -> None:
    """See that a rule on holdings or duties can be evaluated; errors as they say."""
    if isinstance(entry.rule, CeilingRule | DeclaredSitesRule | InspectionRule | MovementRule):
        known = Known([p.id for p in pack.parties], ground.zones, classes(pack))
        check_rule(entry.rule, entry.holding_readings, known, where)
    elif entry.rule is not None:
        check_duty(entry.rule, [c.id for c in pack.clocks], ground.zones, where)


def _check(entry: ClauseEntry, parties: dict[str, PartyEntry], ids: set[str], where: str) -> None:
    if (entry.primitive is None) == (entry.rule is None):
        raise DataError("a clause has a primitive or a rule", where=where, todo="write one of the two")
    if entry.primitive and not entry.kinds:
        raise DataError("the clause names no kinds", where=where, todo="add kinds")
    if entry.indicative and entry.indicative_weight is None:
        raise DataError("indicative kinds need a weight", where=where, todo="add indicative_weight")
    unknown = [r.party for r in entry.readings if r.party not in parties]
    unknown += [p for p in entry.binds if p not in parties] + [c for c in entry.overrides if c not in ids]
    if unknown:
        raise DataError(f"not known: {', '.join(unknown)}", where=where, todo="use the pack's parties and clauses")
    twice = {r.party for r in entry.readings if [q.party for q in entry.readings].count(r.party) > 1}
    if twice:
        raise DataError(f"two readings of {', '.join(sorted(twice))}", where=where, todo="a party has one reading")
    terms = [(e.valid_from, e.valid_to) for e in (entry, *(patched(entry, r) for r in entry.readings))]
    for begin, end in (*terms, *((e.valid_from, e.valid_to) for e in entry.exceptions)):
        if begin and end and end.at <= begin.at:
            raise DataError("it ends before it begins", where=where, todo="correct valid_from or valid_to")
