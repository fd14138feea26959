"""All checks of a pack that loads, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from ceasewatch.agreement.documents import line_of
from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.tools.flaw import Flaw, Grade
from ceasewatch.agreement.tools.gaps import gaps, shapes
from ceasewatch.agreement.tools.references import references, unverified
from ceasewatch.agreement.tools.sense import applies, contradictions


class Checked(NamedTuple):
    """What a check found.

    Attributes:
        clauses: how many there are.
        unverified: how much nobody has compared with the text, by what it is.
        flaws: errors first, then warnings; each in the order of the clauses, those of the whole pack first.
    """

    pack: str
    clauses: int
    unverified: dict[str, int]
    flaws: tuple[Flaw, ...]

    @property
    def errors(self) -> int:
        """How many flaws are errors."""
        return sum(f.grade is Grade.error for f in self.flaws)


def check(pack: Pack, text: str = "") -> Checked:
    """Every flaw of the pack; with the ``text`` of its ``pack.yaml``, also the lines of their clauses."""
    order = {c.id: n for n, c in enumerate(pack.file.clauses)}
    found = [f for part in (references, shapes, applies, contradictions, gaps) for f in part(pack)]
    flaws = sorted(dict.fromkeys(found), key=lambda f: (f.grade is not Grade.error, order.get(f.clause, -1)))
    return Checked(pack.file.id, len(pack.file.clauses), unverified(pack), _with_lines(flaws, order, text))


def _with_lines(flaws: Sequence[Flaw], order: dict[str, int], text: str) -> tuple[Flaw, ...]:
    if not text:
        return tuple(flaws)
    lines = {c: line_of(text, f"clauses[{order[c]}]") for c in {f.clause for f in flaws} & order.keys()}
    return tuple(msgspec.structs.replace(f, line=lines.get(f.clause, 0)) for f in flaws)
