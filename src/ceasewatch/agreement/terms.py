"""The form of a condition in ``pack.yaml``: a tree of terms, each of which says one thing.

A term is written as one key with what it says::

    all_of:
      - nearer: {line: line-of-contact, distance: {value: "15", unit: km, source: "TEXT, article 2"}}
      - side: {line: line-of-contact, party: P1}
      - weapons: [mortar_120]
    none_of: ...
"""

from __future__ import annotations

from collections.abc import Iterator

from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError, LimitError
from ceasewatch.model.struct import Noun
from ceasewatch.model.values import Kind, Qualifier

MAX_DEPTH = 12
"""Of a tree of terms."""


class Nearer(Noun, frozen=True, kw_only=True):
    """Nearer to the line in force at that moment than the distance, as the geodesic runs."""

    line: str
    distance: Number


class Side(Noun, frozen=True, kw_only=True):
    """On that party's side of the line (the line says which side is whose)."""

    line: str
    party: str


class Term(Noun, frozen=True, kw_only=True):
    """One condition: exactly one of the attributes is given.

    Attributes:
        zone: id of a zone of the pack; the happening was inside it.
        nearer, side: of a line of the pack.
        kinds: it was of one of these kinds.
        weapons: what was used, or seen, was of one of these classes or of one below them.
        objects: what was struck was of one of these classes or of one below them.
        qualifiers: its observers add one of these.
        all_of, any_of, none_of: of other terms.
        one_of: of other terms, of which no two can hold together, as two sides of a line.
    """

    zone: str = ""
    nearer: Nearer | None = None
    side: Side | None = None
    kinds: tuple[Kind, ...] = ()
    weapons: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    qualifiers: tuple[Qualifier, ...] = ()
    all_of: tuple[Term, ...] = ()
    any_of: tuple[Term, ...] = ()
    none_of: tuple[Term, ...] = ()
    one_of: tuple[Term, ...] = ()

    @property
    def says(self) -> str:
        """Name of the attribute that is given.

        Raises:
            ValueError: none or several are.
        """
        given = [name for name in self.__struct_fields__ if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"a term says one thing, this says {', '.join(given) or 'nothing'}")
        return given[0]

    @property
    def parts(self) -> tuple[Term, ...]:
        """The terms that this one is made of; empty for a leaf."""
        return self.all_of or self.any_of or self.none_of or self.one_of


def both(*terms: Term | None) -> Term:
    """All of those that are not ``None``; one alone stands for itself."""
    given = tuple(t for t in terms if t is not None)
    return given[0] if len(given) == 1 else Term(all_of=given)


def leaves(term: Term) -> Iterator[Term]:
    """All terms of the tree that are not made of others, as written."""
    if not term.parts:
        yield term
    for part in term.parts:
        yield from leaves(part)


def check(term: Term, where: str, depth: int = 1) -> None:
    """See that every term says one thing.

    Raises:
        DataError: one says nothing or several things.
        LimitError: the tree is deeper than :data:`MAX_DEPTH`.
    """
    if depth > MAX_DEPTH:
        raise LimitError(f"more than {MAX_DEPTH} terms inside each other", where=where, todo="make it simpler")
    try:
        says = term.says
    except ValueError as error:
        raise DataError(str(error), where=where, todo="write one key; several go under all_of") from error
    for n, part in enumerate(term.parts):
        check(part, f"{where}.{says}[{n}]", depth + 1)
