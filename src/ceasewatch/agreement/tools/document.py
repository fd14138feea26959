"""A pack as a document that a lawyer can read beside the text."""

from __future__ import annotations

from collections.abc import Iterator

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.tools import say


def document(pack: Pack) -> Iterator[str]:
    """All of it, a paragraph each."""
    file = pack.file
    yield "\n".join([f"{file.title} ({file.status})", file.summary])
    yield "\n".join(_heading(pack))
    for entry in file.clauses:
        yield clause(pack, entry)
    for clock in file.clocks:
        yield "\n".join(say.entry(clock, f"Clock {clock.id}"))
    for ladder in file.ladders:
        yield "\n".join(say.entry(ladder, f"Ladder {ladder.id}: {ladder.title}"))
    if pack.lines or pack.zones:
        yield "\n".join(_figures(pack))
    for left in file.not_modelled:
        yield f"Not modelled: {left.number}: {left.summary} ({left.why})"


def clause(pack: Pack, entry: ClauseEntry) -> str:
    """One clause: what :meth:`Pack.explain` says of it, then its conditions and its rule in words."""
    return "\n".join([pack.explain(entry.id), *_more(pack, entry)])


def _heading(pack: Pack) -> Iterator[str]:
    file = pack.file
    for party in file.parties:
        since = f" since {say.moment(party.since)}" if party.since else ""
        yield f"Party {party.id}: {party.accepted}{since}"
    yield f"Days begin in {file.zone}. SHA-256 of the pack: {pack.sha256}"
    if file.precedent:
        met = f"met {say.moment(file.precedent.met)}" if file.precedent.met else "not met"
        mark = say.mark(file.precedent.verified)
        yield f"Binds nobody before: {file.precedent.text} [{file.precedent.source}]{mark}: {met}"
    if not pack.binding:
        yield "A draft or a mere declaration: it binds nobody and can only be simulated."


def _more(pack: Pack, entry: ClauseEntry) -> Iterator[str]:
    bound = f", binds {', '.join(entry.binds)}" if entry.binds else ""
    yield f"obligation: {say.modality(entry)}{bound}"
    if entry.zone:
        yield f"where: {say.called(pack.ground.zones, entry.zone)}"
    if entry.line:
        yield f"measured from: {say.called(pack.ground.lines, entry.line)}"
    if entry.where:
        yield f"only if {say.condition(entry.where, pack.ground)}"
    for exception in entry.exceptions:
        if exception.when:
            yield f"exception {exception.id} holds if {say.condition(exception.when, pack.ground)}"
    for reading in entry.readings:
        if reading.where:
            yield f"as {reading.party} reads it, only if {say.condition(reading.where, pack.ground)}"
    if entry.rule:
        yield from say.rule(entry.rule)
    for held in entry.holding_readings:
        yield f"as {held.party} reads it: {held.text} [{held.source}]{say.mark(held.verified)}"
    yield f"worked examples: {len(entry.examples) or 'none'}"


def _figures(pack: Pack) -> Iterator[str]:
    yield "Lines and zones:"
    for figure in (*pack.lines.values(), *pack.zones.values()):
        for version in figure.versions:
            note = version.note
            begin = f"{note.valid_from:%Y-%m-%d %H:%MZ}" if note.valid_from else "the beginning"
            end = f"{note.valid_to:%Y-%m-%d %H:%MZ}" if note.valid_to else "no end"
            drawn = say.number(note.uncertainty)
            yield f"  {figure.id}: {note.name}, {begin} to {end}, true to {drawn} (95%) [{note.source}]"
