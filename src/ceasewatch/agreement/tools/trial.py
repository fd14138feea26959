"""The worked examples of packs, tried: what held, what failed and why, and which clauses have none."""

from __future__ import annotations

from collections.abc import Iterator

from ceasewatch.agreement.examples import observed
from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.schema import ClauseEntry, Example
from ceasewatch.fusion import fuse
from ceasewatch.model.assessment import Assessment
from ceasewatch.model.struct import Noun


class Trial(Noun, frozen=True, kw_only=True):
    """One example under one reading.

    Attributes:
        reading: party; empty where the clause has one reading.
        expected, got: outcomes; ``got`` is empty where the example cannot be tried.
        reasons: why the engine says so, or why it cannot be tried.
    """

    pack: str
    clause: str
    example: str
    reading: str
    expected: str
    got: str
    reasons: tuple[str, ...]

    @property
    def held(self) -> bool:
        """Whether the outcome is the expected one."""
        return self.expected == self.got


def trials(pack: Pack) -> Iterator[Trial]:
    """Every example of every clause under each reading that it speaks of; one that cannot be tried has failed."""
    for clause in pack.file.clauses:
        for example in clause.examples:
            yield from _tried(pack, clause, example)


def without(pack: Pack) -> tuple[str, ...]:
    """Clauses on incidents that nobody gave an example for."""
    return tuple(c.id for c in pack.file.clauses if c.primitive and not c.examples)


def _tried(pack: Pack, clause: ClauseEntry, example: Example) -> Iterator[Trial]:
    try:
        incidents = fuse([observed(example)])
    except ValueError as error:
        wrong = f"the example is no observation: {error}"
        yield from (_trial(pack, clause, example, r, None, wrong) for r in example.expect or ("",))
        return
    found = {str(a.reading): a for a in pack.why(incidents, incidents.ids[0]) if a.clause == clause.id}
    known = ", ".join(map(repr, found)) or "none: the clause is not about incidents"
    for reading in example.expect or ("",):
        wrong = f"no result for the reading {reading!r}; there are: {known}"
        yield _trial(pack, clause, example, reading, found.get(reading), wrong)


def _trial(
    pack: Pack, clause: ClauseEntry, example: Example, reading: str, got: Assessment | None, wrong: str
) -> Trial:
    return Trial(
        pack=pack.file.id,
        clause=clause.id,
        example=example.name,
        reading=reading,
        expected=str(example.expect.get(reading, "an outcome")),
        got="" if got is None else str(got.outcome),
        reasons=(wrong,) if got is None else got.reasons,
    )
