"""The one error tree. Each error says what was wrong, where, and what to do next.

The exit code of a command is the ``exit_code`` of the error that ended it: 2 usage, 3 bad data or a failed
verification, 4 the environment (port, disk, permission). Code 1 (rows quarantined) is an outcome, not an error.
"""

from __future__ import annotations

from typing import ClassVar


class CeasewatchError(Exception):
    """What was wrong, where it was, and what the reader can do about it.

    Attributes:
        what: one sentence, without a full stop, that names the thing that is wrong.
        where: file, line and field, or the command or setting concerned; empty if it has no place.
        todo: the next step for the person who reads it; empty if there is none.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.todo = todo

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.todo:
            parts.append(self.todo)
        return ". ".join(parts)


class UsageError(CeasewatchError):
    """The command or call was given words it does not know."""

    exit_code = 2


class DataError(CeasewatchError):
    """Input that cannot be accepted as a whole (a single bad row is quarantined instead)."""


class RowError(DataError):
    """One row or one field cannot be accepted; a reader turns it into a quarantine row.

    Attributes:
        field: the column or key at fault, as the source names it; empty if the whole row is.
    """

    def __init__(self, what: str, *, field: str = "", where: str = "", todo: str = "") -> None:
        super().__init__(what, where=where, todo=todo)
        self.field = field


class LimitError(DataError):
    """Input beyond a stated size, depth or ratio limit."""


class VerificationError(CeasewatchError):
    """A hash, proof, signature or commitment does not hold."""


class ConflictError(CeasewatchError):
    """Two things that exclude each other, e.g. exercise entries offered to an actual mission."""


class NotFoundError(CeasewatchError):
    """No such incident, pack, feed or entry."""

    exit_code = 2


class RefusedError(CeasewatchError):
    """The release gate does not give this to that tier; it says which tier is needed and why."""

    exit_code = 2


class MissingKeyError(CeasewatchError):
    """The key of a compartment is not at hand, so its payloads cannot be read."""

    exit_code = 4


class EnvironmentProblem(CeasewatchError):  # noqa: N818 -- it is the user's word for it
    """Disk, port, permission, lock: nothing is wrong with the data."""

    exit_code = 4
