"""Counts with their uncertainty: "about 170", "several", "a number of"."""

from __future__ import annotations

from ceasewatch.model.struct import Noun


class Count(Noun, frozen=True, kw_only=True):
    """How many, as lowest, best and highest; each may be unknown (``None``), and 0 is a count, not an absence.

    Attributes:
        lowest: the least that the words allow.
        best: the number given; ``None`` where the source gave none ("several").
        highest: the most that the words allow; ``None`` is unbounded.
        approximate: the source said "about", "some", "over".
        original: the words of the source.
    """

    lowest: int | None = None
    best: int | None = None
    highest: int | None = None
    approximate: bool = False
    original: str = ""

    def __post_init__(self) -> None:
        given = [n for n in (self.lowest, self.best, self.highest) if n is not None]
        if any(n < 0 for n in given):
            raise ValueError("a count is not negative")
        if given != sorted(given):
            raise ValueError(f"lowest <= best <= highest does not hold: {self.lowest}, {self.best}, {self.highest}")

    @classmethod
    def exactly(cls, n: int) -> Count:
        """A count that the source states without doubt."""
        return cls(lowest=n, best=n, highest=n)

    @property
    def known(self) -> bool:
        """Whether anything at all is known about the number."""
        return not (self.lowest is None and self.best is None and self.highest is None)
