"""What a rule rests on and nobody has compared with the text (design rule 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.schema import ClauseEntry, ReadingEntry
from ceasewatch.agreement.terms import Term, leaves
from ceasewatch.model.clause import Number


def unverified(
    entry: ClauseEntry, reading: ReadingEntry | None, terms: Iterable[Term], ground: Ground
) -> Iterator[str]:
    """In words, each once: wording, dates, numbers, the reading, exceptions, drawn lines."""
    yield from dict.fromkeys((*_of_clause(entry, reading), *_of_terms(terms, ground, entry)))


def _of_clause(entry: ClauseEntry, reading: ReadingEntry | None) -> Iterator[str]:
    if not entry.verified:
        yield f"clause {entry.number}: its wording ({entry.source})"
    for name, moment in (("start", entry.valid_from), ("end", entry.valid_to)):
        if moment and not moment.verified:
            yield f"clause {entry.number}: its {name} {moment.at.isoformat()} ({moment.source})"
    yield from _number("weight of indications", entry.indicative_weight)
    if reading and not reading.verified:
        yield f"the reading of {reading.party} ({reading.source})"
    for exception in entry.exceptions:
        if not exception.verified:
            yield f"exception {exception.id} ({exception.source})"
        yield from _number(f"distance of exception {exception.id}", exception.beyond)
        for name, moment in (("start", exception.valid_from), ("end", exception.valid_to)):
            if moment and not moment.verified:
                yield f"exception {exception.id}: its {name} {moment.at.isoformat()} ({moment.source})"


def _of_terms(terms: Iterable[Term], ground: Ground, entry: ClauseEntry) -> Iterator[str]:
    beyond = {e.beyond for e in entry.exceptions}
    for term in terms:
        for leaf in leaves(term):
            if leaf.nearer and leaf.nearer.distance not in beyond:
                yield from _number("distance", leaf.nearer.distance)
            if leaf.nearer or leaf.side or leaf.zone:
                for note in (v.note for v in ground.boundary(leaf).figure.versions):
                    if not (note.verified and note.uncertainty.verified):
                        yield f"{note.name}: drawn to {note.uncertainty.value} {note.uncertainty.unit} ({note.source})"


def _number(name: str, number: Number | None) -> Iterator[str]:
    if number and not number.verified:
        yield f"{name} {number.value} {number.unit} ({number.source})"
