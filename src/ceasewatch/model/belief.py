"""Several hypotheses with probabilities, and three kinds of not knowing that are kept apart."""

from __future__ import annotations

from enum import StrEnum

from ceasewatch.model.struct import PPM, Noun


class Ignorance(StrEnum):
    """Why a value is missing. Handbook section 7: these are three different things."""

    undetermined = "undetermined"
    """The observer looked and could not tell."""
    not_known = "not_known"
    """The report does not say (N/K)."""
    unattributed = "unattributed"
    """The party has not been established."""


class Hypothesis(Noun, frozen=True, kw_only=True):
    """One possible value and its probability in millionths."""

    value: str
    p_ppm: int

    def __post_init__(self) -> None:
        if not 0 <= self.p_ppm <= PPM:
            raise ValueError(f"probability {self.p_ppm} is outside 0 to {PPM} millionths")

    @property
    def p(self) -> float:
        """Probability between 0 and 1."""
        return self.p_ppm / PPM


class Belief(Noun, frozen=True, kw_only=True):
    """A distribution over named values; what the hypotheses leave of one is probability of *something else*.

    Attributes:
        hypotheses: in order of falling probability; empty if nothing is claimed.
        ignorance: set where the source says, or implies by silence, that the value is missing.
    """

    hypotheses: tuple[Hypothesis, ...] = ()
    ignorance: Ignorance | None = None

    def __post_init__(self) -> None:
        if sum(h.p_ppm for h in self.hypotheses) > PPM:
            raise ValueError("the probabilities of the hypotheses exceed one")

    @classmethod
    def certain(cls, value: str) -> Belief:
        """One value, as the source states it without doubt."""
        return cls(hypotheses=(Hypothesis(value=value, p_ppm=PPM),))

    @classmethod
    def among(cls, *values: str) -> Belief:
        """Several values that the source names without saying which ("shots and bursts"), equally probable."""
        share, rest = divmod(PPM, len(values))
        return cls(hypotheses=tuple(Hypothesis(value=v, p_ppm=share + (i < rest)) for i, v in enumerate(values)))

    @classmethod
    def missing(cls, why: Ignorance) -> Belief:
        """No hypothesis, and the reason for it."""
        return cls(ignorance=why)

    @property
    def best(self) -> str | None:
        """The most probable value, or ``None`` if there is no hypothesis."""
        return max(self.hypotheses, key=lambda h: h.p_ppm).value if self.hypotheses else None

    def p(self, value: str) -> float:
        """Probability of ``value``; 0 if it is not among the hypotheses."""
        return next((h.p for h in self.hypotheses if h.value == value), 0.0)


NOT_KNOWN = Belief(ignorance=Ignorance.not_known)
UNDETERMINED = Belief(ignorance=Ignorance.undetermined)
UNATTRIBUTED = Belief(ignorance=Ignorance.unattributed)
