"""What is wrong with a pack that loads."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.struct import Noun


class Grade(StrEnum):
    """How much it matters."""

    error = "error"
    """The pack does not say what it means to say."""
    warning = "warning"
    """A person should look at it."""


class Flaw(Noun, frozen=True, kw_only=True):
    """One thing.

    Attributes:
        file: of the pack.
        clause: its id; empty where no clause is meant.
        line: of ``file``, from 1; 0 where it is not known.
        what, todo: what is wrong and what to do about it.
    """

    grade: Grade
    file: str
    what: str
    todo: str
    clause: str = ""
    line: int = 0


def error(clause: str, what: str, todo: str, file: str = "pack.yaml") -> Flaw:
    """Of ``pack.yaml`` unless another file is named."""
    return Flaw(grade=Grade.error, file=file, clause=clause, what=what, todo=todo)


def warning(clause: str, what: str, todo: str, file: str = "pack.yaml") -> Flaw:
    """As :func:`error`."""
    return Flaw(grade=Grade.warning, file=file, clause=clause, what=what, todo=todo)
