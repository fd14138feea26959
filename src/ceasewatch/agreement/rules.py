"""Clauses made ready to evaluate: one rule for each clause and reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ceasewatch.agreement.inside import Boundary
from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.quantity import metres, probability
from ceasewatch.agreement.schema import ClauseEntry, ExceptionEntry, PackFile, PartyEntry, Primitive, ReadingEntry
from ceasewatch.model.clause import Clause, Number, Reading
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import ClauseId, PackId, PartyId
from ceasewatch.model.weapons import PARENTS


@dataclass(frozen=True, slots=True)
class Saving:
    """An exception; ``boundary`` is the band beyond which it holds, ``None`` for anywhere."""

    entry: ExceptionEntry
    boundary: Boundary | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One clause under one reading.

    Attributes:
        entry: the clause as the pack states it.
        reading: whose reading, if the clause has any.
        boundary: where it applies.
        indicative: probability that an indicative kind means what the clause forbids.
        savings: its exceptions.
        bound: whether the party whose reading it is accepted the text.
        unverified: what it rests on and nobody has checked.
    """

    entry: ClauseEntry
    reading: ReadingEntry | None
    boundary: Boundary
    indicative: float
    savings: tuple[Saving, ...]
    bound: bool
    unverified: tuple[str, ...] = field(default=())

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
        primitive=entry.primitive,
        kinds=tuple(str(k) for k in (*entry.kinds, *entry.indicative)),
        weapons=entry.weapons,
        zone=entry.zone or entry.line,
        distance=entry.distance,
        valid_from=entry.valid_from.at if entry.valid_from else None,
        valid_to=entry.valid_to.at if entry.valid_to else None,
        valid_source=entry.valid_from.source if entry.valid_from else "",
        exceptions=tuple(e.summary for e in entry.exceptions),
        readings=tuple(Reading(party=PartyId(r.party), text=r.text, source=r.source) for r in entry.readings),
        verified=entry.verified,
    )


def rules_of(pack: PackFile, lines: Mapping[str, Figure], zones: Mapping[str, Figure]) -> Iterator[Rule]:
    """One rule for each clause and reading, in the pack's order.

    Raises:
        DataError: a clause names a line, zone, party or weapon class that the pack does not have, or lacks a number
            that its primitive needs.
    """
    parties = {p.id: p for p in pack.parties}
    for n, entry in enumerate(pack.clauses):
        where = f"{pack.id}/pack.yaml: clauses[{n}] ({entry.id})"
        _check(entry, parties, where)
        for reading in entry.readings or (None,):
            yield _rule(entry, reading, lines, zones, parties, where)


def _rule(
    entry: ClauseEntry,
    reading: ReadingEntry | None,
    lines: Mapping[str, Figure],
    zones: Mapping[str, Figure],
    parties: Mapping[str, PartyEntry],
    where: str,
) -> Rule:
    boundary = _boundary(entry, reading, lines, zones, where)
    savings = tuple(
        Saving(e, _band(e.beyond_line, e.beyond, lines, where) if e.beyond_line else None) for e in entry.exceptions
    )
    weight = entry.indicative_weight
    return Rule(
        entry=entry,
        reading=reading,
        boundary=boundary,
        indicative=probability(weight, where) if weight else 0.0,
        savings=savings,
        bound=not reading or parties[reading.party].accepted in {"accepted", "reserved"},
        unverified=tuple(_unverified(entry, reading, boundary, savings)),
    )


def _boundary(
    entry: ClauseEntry,
    reading: ReadingEntry | None,
    lines: Mapping[str, Figure],
    zones: Mapping[str, Figure],
    where: str,
) -> Boundary:
    if entry.primitive is Primitive.minimum_distance:
        return _band((reading and reading.line) or entry.line, entry.distance, lines, where)
    return Boundary(_known(zones, entry.zone, "zone", where))


def _band(line: str, distance: Number | None, lines: Mapping[str, Figure], where: str) -> Boundary:
    if distance is None:
        raise DataError("a distance from a line is missing", where=where, todo="add distance or beyond")
    return Boundary(_known(lines, line, "line", where), metres(distance, where))


def _known(figures: Mapping[str, Figure], name: str, what: str, where: str) -> Figure:
    if name not in figures:
        raise DataError(
            f"the pack has no {what} {name!r}", where=where, todo=f"{what}s: {', '.join(figures) or 'none'}"
        )
    return figures[name]


def _check(entry: ClauseEntry, parties: Mapping[str, PartyEntry], where: str) -> None:
    if entry.indicative and entry.indicative_weight is None:
        raise DataError("indicative kinds need a weight", where=where, todo="add indicative_weight")
    unknown = [w for w in entry.weapons if w not in PARENTS] + [
        r.party for r in entry.readings if r.party not in parties
    ]
    if unknown:
        raise DataError(f"not known: {', '.join(unknown)}", where=where, todo="use the pack's parties, model.weapons")
    if entry.valid_from and entry.valid_to and entry.valid_to.at <= entry.valid_from.at:
        raise DataError("the clause ends before it begins", where=where, todo="correct valid_from or valid_to")


def _unverified(
    entry: ClauseEntry, reading: ReadingEntry | None, boundary: Boundary, savings: tuple[Saving, ...]
) -> Iterator[str]:
    if not entry.verified:
        yield f"clause {entry.number}: its wording ({entry.source})"
    for name, moment in (("start", entry.valid_from), ("end", entry.valid_to)):
        if moment and not moment.verified:
            yield f"clause {entry.number}: its {name} {moment.at.isoformat()} ({moment.source})"
    yield from _unverified_number("distance", entry.distance)
    yield from _unverified_number("weight of indications", entry.indicative_weight)
    if reading and not reading.verified:
        yield f"the reading of {reading.party} ({reading.source})"
    for saving in savings:
        if not saving.entry.verified:
            yield f"exception {saving.entry.id} ({saving.entry.source})"
        yield from _unverified_number(f"distance of exception {saving.entry.id}", saving.entry.beyond)
    for at in (boundary, *(s.boundary for s in savings if s.boundary)):
        for note in (v.note for v in at.figure.versions):
            if not (note.verified and note.uncertainty.verified):
                yield f"{note.name}: drawn to {note.uncertainty.value} {note.uncertainty.unit} ({note.source})"


def _unverified_number(name: str, number: Number | None) -> Iterator[str]:
    if number and not number.verified:
        yield f"{name} {number.value} {number.unit} ({number.source})"
