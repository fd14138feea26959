"""What a rule on holdings makes of a ledger: an outcome, bounds, reasons, and what would settle what is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ceasewatch.agreement.limits import LIKELY, POSSIBLE, REMOTE
from ceasewatch.model.assessment import Outcome
from ceasewatch.model.clause import Moment
from ceasewatch.model.forces import class_tree
from ceasewatch.model.holding import Remark
from ceasewatch.model.ids import ClauseId, PackId, PartyId
from ceasewatch.model.struct import PPM, Noun
from ceasewatch.model.time import Utc


class Standing(StrEnum):
    """Where a count stands to the number of the text."""

    below = "below"
    """At or below it: a ceiling is kept, a minimum that was asked for is not reached."""
    above = "above"
    undetermined = "undetermined"
    """The count's bounds lie on both sides."""
    none = "none"
    """Nothing was counted."""


class AskKind(StrEnum):
    """What would settle an undetermined result."""

    recheck = "recheck"
    """Count again, in one pass or with serial numbers."""
    inspect = "inspect"
    """Inspect what has only been declared, or not at all."""
    locate = "locate"
    """Find out whether it stood in the zone or site."""


class Ask(Noun, frozen=True, kw_only=True):
    """A request to the mission; places are named by zone only."""

    kind: AskKind
    owner: PartyId
    zone: str = ""
    text: str = ""


class HoldingAssessment(Noun, frozen=True, kw_only=True):
    """What one clause, as one reading has it, makes of one owner's holdings at a date. It is not a verdict.

    Attributes:
        party: who answers for it: the owner, or who has to inspect; several joined by ``+`` where a limit is common.
        subject: id of the entry that it speaks of (sighting, movement, request); empty for a total.
        standing: of the count; ``none`` for rules that count nothing.
        count_low, count_high: bounds of the count; ``None`` where there is none, or no upper bound.
        limit, allowed: the number of the text, and what permissions add to it.
        p_low_ppm, p_high_ppm: bounds of the probability of a breach.
        remark: words of withdrawal reports, where one fits.
        permissions: ids of those that were in force and fit.
        due_at: when what is owed is or was due.
    """

    pack: PackId
    clause: ClauseId
    reading: PartyId = PartyId("")
    party: PartyId
    at: Utc
    outcome: Outcome
    subject: str = ""
    zone: str = ""
    standing: Standing = Standing.none
    count_low: int | None = None
    count_high: int | None = None
    limit: int | None = None
    allowed: int = 0
    p_low_ppm: int = 0
    p_high_ppm: int = 0
    remark: Remark | None = None
    permissions: tuple[str, ...] = ()
    due_at: Utc | None = None
    asks: tuple[Ask, ...] = ()
    reasons: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The clause around a rule.

    Attributes:
        pack, clause: ids.
        number: as the text numbers it.
        valid_from, valid_to: when it binds (end exclusive); ``None`` is open.
        not_bound: parties that have not accepted the text.
        parents: the tree of classes.
        time_zone: IANA name, for days and months.
        unverified: what the clause itself rests on and nobody has checked.
        reading: whose reading; empty if there is one only.
        place: file and key for errors; made from the ids if empty.
    """

    pack: str
    clause: str
    number: str = ""
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    not_bound: frozenset[str] = frozenset()
    parents: Mapping[str, str | None] = field(default_factory=class_tree)
    time_zone: str = "UTC"
    unverified: tuple[str, ...] = ()
    reading: str = ""
    place: str = ""

    @property
    def where(self) -> str:
        """For errors."""
        return self.place or f"{self.pack}/pack.yaml: {self.clause}"

    def result(self, party: str, at: datetime, outcome: Outcome, **more: object) -> HoldingAssessment:
        """One result; whether the clause binds that party at that date overrules ``outcome``."""
        outcome, why = self._bound(party, at, outcome)
        if outcome in {Outcome.not_yet_in_force, Outcome.lapsed}:
            more = {**more, "p_low_ppm": 0, "p_high_ppm": 0, "asks": ()}
        reasons = (*why, *_texts(more.pop("reasons", ())))
        unverified = (*self.unverified, *_texts(more.pop("unverified", ())))
        return HoldingAssessment(
            pack=PackId(self.pack),
            clause=ClauseId(self.clause),
            reading=PartyId(self.reading),
            party=PartyId(party),
            at=at,
            outcome=outcome,
            reasons=reasons,
            unverified=tuple(dict.fromkeys(unverified)),
            **more,  # type: ignore[arg-type]
        )

    def _bound(self, party: str, at: datetime, outcome: Outcome) -> tuple[Outcome, tuple[str, ...]]:
        if self.valid_from and at < self.valid_from.at:
            begin = self.valid_from
            return Outcome.not_yet_in_force, (f"the clause binds from {day(begin.at)} ({begin.source})",)
        if self.valid_to and at >= self.valid_to.at:
            return Outcome.lapsed, (f"the clause ended {day(self.valid_to.at)} ({self.valid_to.source})",)
        free = sorted(self.not_bound & set(party.split("+")))
        if free:
            return Outcome.not_bound, (f"{', '.join(free)} has not accepted the text",)
        return outcome, ()


def outcome_of(low: float, high: float) -> Outcome:
    """What may be said of a probability of breach between two bounds."""
    if low >= LIKELY:
        return Outcome.breach_likely
    if high < REMOTE:
        return Outcome.no_breach
    return Outcome.breach_possible if low >= POSSIBLE else Outcome.undetermined


def ppm(p: float) -> int:
    """A probability in millionths."""
    return round(min(1.0, max(0.0, p)) * PPM)


def day(at: datetime) -> str:
    """A moment as reasons print it."""
    return at.strftime("%Y-%m-%d %H:%MZ") if not at.utcoffset() else at.isoformat(timespec="minutes")


def _texts(given: object) -> tuple[str, ...]:
    return tuple(given) if isinstance(given, Iterable) else ()
