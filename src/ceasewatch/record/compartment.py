"""A compartment: whose material it is, and how widely it may be read. One key a compartment."""

from __future__ import annotations

import re

from ceasewatch.model.errors import UsageError
from ceasewatch.model.struct import Noun

_ORIGINATOR = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
_TIER = re.compile(r"T[0-9]")


class Compartment(Noun, frozen=True, kw_only=True):
    """Originator x tier.

    Attributes:
        originator: ``mission``, or the code of a nation or organisation: lowercase letters, digits, ``._-``.
        tier: ``T0`` to ``T9``; T5 is the public one.
    """

    originator: str
    tier: str

    def __post_init__(self) -> None:
        if not _ORIGINATOR.fullmatch(self.originator) or not _TIER.fullmatch(self.tier):
            raise UsageError(
                f"{self.originator!r} / {self.tier!r} is no compartment",
                todo="use an originator such as 'mission' and a tier such as 'T1'",
            )

    @property
    def name(self) -> str:
        """As the envelope writes it: ``mission/T1``."""
        return f"{self.originator}/{self.tier}"

    @classmethod
    def parse(cls, name: str) -> Compartment:
        """The inverse of :attr:`name`.

        Raises:
            UsageError: ``name`` is no compartment.
        """
        originator, _, tier = name.partition("/")
        return cls(originator=originator, tier=tier)
