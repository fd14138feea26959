"""What a pack names and nobody uses, and what it means and does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.rules import differs
from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.tools.flaw import Flaw, error, warning
from ceasewatch.agreement.tools.logic import related
from ceasewatch.agreement.tools.walk import named, structs

_KEY: Final = re.compile(r"^([A-Z][A-Z0-9_-]{2,})(?=[,:]|$)")
"""A source that is cited as the list of sources has it: ``TEXT, article 2``."""


def references(pack: Pack) -> Iterator[Flaw]:
    """Of the whole pack, then clause by clause."""
    yield from _figures(pack)
    yield from _classes(pack)
    yield from _sources(pack)
    yield from _clocks(pack)
    for clause in pack.file.clauses:
        yield from _parties(pack, clause)
        yield from _readings(pack, clause)
        yield from _examples(clause)


def _figures(pack: Pack) -> Iterator[Flaw]:
    file, clauses = pack.file, pack.file.clauses
    used = {file.contact} | named(clauses, "line", "beyond_line")
    if file.contact and file.contact not in pack.lines:
        known = ", ".join(pack.lines) or "none"
        yield error("", f"contact: the pack has no line {file.contact!r}", f"lines: {known}")
    for name in sorted(pack.lines.keys() - used):
        yield warning("", f"line {name!r} is used by no clause", "remove it, or name it in a clause", file.lines)
    for name in sorted(pack.zones.keys() - named(clauses, "zone", "zones")):
        yield warning("", f"zone {name!r} is used by no clause", "remove it, or name it in a clause", file.zones)
    parties = {p.id for p in file.parties} | {""}
    for figure in pack.lines.values():
        for note in (v.note for v in figure.versions):
            for strange in sorted({note.left, note.right} - parties):
                todo = "use the pack's parties for left and right"
                yield error("", f"line {figure.id!r} is said to part {strange!r}, who is no party", todo, file.lines)


def _classes(pack: Pack) -> Iterator[Flaw]:
    file = pack.file
    weapons = named(file.clauses, "weapons", "classes", "excludes", "weapon")
    objects = named(file.clauses, "objects", "struck")
    for what, own, used, tree in (
        ("weapon_classes", file.weapon_classes, weapons, pack.ground.weapons),
        ("object_classes", file.object_classes, objects, pack.ground.objects),
    ):
        for name in own:
            if not related((name,), tuple(used), tree):
                yield warning("", f"{what}: class {name!r} is used by no clause", "remove it, or name it in a clause")


def _sources(pack: Pack) -> Iterator[Flaw]:
    notes = tuple(v.note for f in (*pack.lines.values(), *pack.zones.values()) for v in f.versions)
    said = [
        (path, str(text)) for path, struct in structs((pack.file, *notes)) if (text := getattr(struct, "source", ""))
    ]
    known = pack.file.sources
    for path, text in said:
        key = _KEY.match(text)
        if key and key[1] not in known:
            yield warning(_clause_at(pack, path), f"source {text!r} is not listed", "add it under sources")
    whole = " ".join(text for _, text in said)
    for name in known:
        if not re.search(rf"\b{re.escape(name)}\b", whole):
            yield warning("", f"source {name!r} is cited nowhere", "cite it, or remove it")


def _clause_at(pack: Pack, path: str) -> str:
    found = re.search(r"clauses\[(\d+)\]", path)
    return pack.file.clauses[int(found[1])].id if found else ""


def _clocks(pack: Pack) -> Iterator[Flaw]:
    used = named(pack.file.clauses, "clock")
    for clock in pack.file.clocks:
        if clock.id not in used:
            yield warning("", f"clock {clock.id!r} is used by no clause", "name it in a duty; it is shown by itself")


def _parties(pack: Pack, clause: ClauseEntry) -> Iterator[Flaw]:
    known = {p.id for p in pack.file.parties}
    for strange in sorted(named(clause.rule, "who", "of", "parties") - known):
        yield error(clause.id, f"the pack has no party {strange!r}", f"parties: {', '.join(sorted(known))}")


def _readings(pack: Pack, clause: ClauseEntry) -> Iterator[Flaw]:
    for reading in clause.readings:
        if not differs(reading):
            todo = "say what differs (line, zone, distance, kinds, weapons, objects, where, dates), or leave it out"
            yield warning(clause.id, f"the reading of {reading.party} changes nothing", todo)
    read = {r.party for r in clause.readings}
    left = [p.id for p in pack.file.parties if p.id not in read]
    if read and left and clause.primitive:
        todo = "add theirs, if only with the clause's own words"
        yield warning(clause.id, f"the clause is assessed as {', '.join(sorted(read))} reads it, not {left[0]}", todo)


def _examples(clause: ClauseEntry) -> Iterator[Flaw]:
    readings = {r.party for r in clause.readings} or {""}
    for example in clause.examples:
        strange = sorted(set(example.expect) - readings)
        if strange or not example.expect:
            todo = f"use {', '.join(map(repr, sorted(readings)))}"
            yield error(clause.id, f"example {example.name!r} expects a result for {strange or 'nobody'}", todo)
    if clause.primitive and not clause.examples:
        yield warning(clause.id, "the clause has no worked example", "add one that it forbids and one that it does not")


def unverified(pack: Pack) -> dict[str, int]:
    """How much nobody has compared with the text, by what it is."""
    found: dict[str, int] = {}
    notes = tuple(v.note for f in (*pack.lines.values(), *pack.zones.values()) for v in f.versions)
    for _, struct in structs((pack.file, *notes)):
        if getattr(struct, "verified", True) is False:
            name = _WORDS.get(type(struct).__name__, "others")
            found[name] = found.get(name, 0) + 1
    return found


_WORDS: Final = {
    "Number": "numbers",
    "Moment": "dates",
    "ClauseEntry": "wordings",
    "ReadingEntry": "readings",
    "HoldingReading": "readings",
    "ExceptionEntry": "exceptions",
    "Permission": "exceptions",
    "PermissionRule": "exceptions",
    "FeatureNote": "outlines",
    "ClockEntry": "clocks",
    "StageEntry": "clocks",
    "LadderEntry": "ladders",
    "StepEntry": "ladders",
}
