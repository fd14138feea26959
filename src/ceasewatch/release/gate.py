"""The gate: every output to anyone passes here (design section 3, rules 1-3 and 9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ceasewatch.model import (
    Assessment,
    Clause,
    Count,
    Coverage,
    Incident,
    Observation,
    Release,
    Role,
    Status,
    Tier,
    TimeInterval,
    to_us,
    utc,
)
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import ClauseId, IncidentId, PackId, PartyId, ReleaseId
from ceasewatch.model.table import IncidentTable
from ceasewatch.release import fields, harm, health, launches, logged
from ceasewatch.release.candidates import SECOND_US, Candidate, from_structs, from_table
from ceasewatch.release.cells import Outlines, Pins
from ceasewatch.release.effort import NOT_TOLD, Detecting, effort
from ceasewatch.release.policy import OWN_SIDE, POLICY, Rule
from ceasewatch.release.position import Placed, Placer
from ceasewatch.release.released import (
    ClauseTotal,
    FeedHealth,
    ReleasedAssessment,
    ReleasedEffort,
    ReleasedIncident,
    ReportedTotal,
    Screened,
)
from ceasewatch.release.words import likelihood


@dataclass(frozen=True, slots=True)
class Gate:
    """What one audience may know at one moment.

    Attributes:
        tier: the public unless somebody says otherwise.
        at: moment of the release; nothing here reads a clock.
        zone: IANA zone in which days begin.
        status: exercise or actual; printed on everything.
        party: reader at T2.
        sides: party on whose side each incident was; incidents that are not named are treated as the other side's.
        areas: outlines, so that the unit told with a cell is a function of the cell.
        pins: cells that earlier releases showed (:func:`ceasewatch.release.cells.pins_of`); they stay.
        corrected: incidents whose cell this release publicly corrects.
        detecting: what would have been seen in each area; without it effort rests on hours alone.
        clauses: of the packs in force; a clause with a zone or distance is not told beside a cell, because the two
            together could leave less than the cell.
    """

    tier: Tier = Tier.T5
    at: datetime = field(kw_only=True)
    zone: str = field(default="UTC", kw_only=True)
    status: Status = field(default=Status.actual, kw_only=True)
    party: PartyId = field(default=PartyId(""), kw_only=True)
    sides: Mapping[IncidentId, PartyId] = field(default_factory=dict, kw_only=True)
    areas: Outlines | None = field(default=None, kw_only=True)
    pins: Pins = field(default_factory=dict, kw_only=True)
    corrected: frozenset[IncidentId] = field(default=frozenset(), kw_only=True)
    detecting: Detecting | None = field(default=None, kw_only=True)
    clauses: Sequence[Clause] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        if self.tier not in POLICY:
            raise RefusedError(
                "T0 is the vault: no product is made there",
                where="--tier T0",
                todo="two persons may read the vault together under audit; ask for T1 or a lower tier",
            )
        if self.tier is Tier.T2 and not self.party:
            raise UsageError(
                "T2 is for a party, and the rule differs between its own side and the other",
                where="--tier T2",
                todo="name the party that will read it",
            )
        object.__setattr__(self, "at", utc(self.at))

    @property
    def rule(self) -> Rule:
        """The row of the policy for this tier (at T2: for the other side's incidents)."""
        return POLICY[self.tier]

    @property
    def newest(self) -> datetime:
        """Nothing that happened or was reported after this may be told."""
        return self.at - timedelta(seconds=self.rule.delay_s)

    def rule_for(self, incident: IncidentId) -> Rule:
        """The row of the policy that holds for one incident."""
        own = self.tier is Tier.T2 and self.sides.get(incident) == self.party
        return OWN_SIDE if own else self.rule

    def incidents(
        self,
        incidents: IncidentTable | Sequence[Incident],
        assessments: Iterable[Assessment] = (),
        observations: Iterable[Observation] | None = None,
    ) -> list[ReleasedIncident]:
        """The incidents that this audience may know of, as it may know them; see :meth:`screen`."""
        return list(self.screen(incidents, assessments, observations).items)

    def screen(
        self,
        incidents: IncidentTable | Sequence[Incident],
        assessments: Iterable[Assessment] = (),
        observations: Iterable[Observation] | None = None,
    ) -> Screened:
        """Withhold what is too young, coarsen the rest.

        Args:
            incidents: a table, or Structs.
            assessments: of any incidents; those of others are ignored.
            observations: members of the Structs, for the time of the first report, casualties and the direction of
                fire. A table brings its own.
        """
        before = to_us(self.at) - self._least_delay_s() * SECOND_US
        if isinstance(incidents, IncidentTable):
            candidates, young = from_table(incidents, before)
        else:
            candidates, young = from_structs(incidents, observations or (), before)
        told = [c for c in candidates if self.tells(c)]
        by_incident = self._by_incident(assessments, {c.id for c in told})
        placer = Placer(self.areas, self.pins, self.corrected)
        placeless = {(c.pack, c.id) for c in self.clauses if not c.zone and c.distance is None}
        positions = placer.place_all(told, [self.rule_for(c.id) for c in told])
        items = [
            self._release(c, placed, by_incident[c.id], placeless) for c, placed in zip(told, positions, strict=True)
        ]
        items.sort(key=lambda r: (r.from_day, r.start.isoformat() if r.start else "", r.id))
        hurt = [(harm.killed(c.members), harm.injured(c.members)) for c in told]
        return Screened(
            items=tuple(items),
            killed=harm.told([k for k, _ in hurt], self.rule.least_count),
            injured=harm.told([i for _, i in hurt], self.rule.least_count),
            casualty_incidents=sum(1 for counts in hurt if any(_some(c) for c in counts)),
            dropped=young + len(candidates) - len(told),
        )

    def tells(self, candidate: Candidate) -> bool:
        """Whether the candidate is old enough and of a kind that this tier gets."""
        rule = self.rule_for(candidate.id)
        delay_s = max(rule.delay_s, rule.launch_delay_s) if candidate.origin_of_fire else rule.delay_s
        age_us = to_us(self.at) - max(candidate.end_us, candidate.known_us)
        return age_us >= delay_s * SECOND_US and (not rule.kinds or candidate.kind in rule.kinds)

    def observations(self, observations: Iterable[Observation]) -> list[Observation]:
        """Single observations: for mission analysts. Origins of fire lose their position and their words.

        Raises:
            RefusedError: the tier gets incidents, not observations.
        """
        self._need_observers("single observations", "they name observers and give exact places")
        return launches.screened(observations, self.rule, self.at)

    def totals(self, observations: Iterable[Observation]) -> list[ReportedTotal]:
        """Totals that others reported, with the delay of the tier; what is not a total is passed over."""
        old = [
            o
            for o in observations
            if o.role is Role.aggregate and max(o.phenomenon.end, o.reported_at or o.phenomenon.end) <= self.newest
        ]
        return [fields.reported_total(o, self.zone) for o in old]

    def coverage_entries(self, coverage: Iterable[Coverage]) -> list[Coverage]:
        """Coverage as recorded: for mission analysts.

        Raises:
            RefusedError: blind spots are secret (rule 3).
        """
        self.analysts_only("coverage by observer")
        return list(coverage)

    def analysts_only(self, what: str) -> None:
        """Check that the tier gets what tells of blind spots: maps, smallest yields, statements, tasking (rule 3).

        Raises:
            RefusedError: it does not.
        """
        self._need_observers(what, "it tells where nobody looks")

    def coverage(self, coverage: Iterable[Coverage], period: TimeInterval) -> list[ReleasedEffort]:
        """Effort by area over ``period``. Outside the mission: the state alone, and only of a past period.

        Raises:
            RefusedError: the period is not over for long enough.
        """
        self.period_over(period.end)
        entries = list(coverage)
        found = effort(entries, period, self.detecting.p_seen(entries, period) if self.detecting else NOT_TOLD)
        if self.rule.observers:
            return found
        return [ReleasedEffort(area=e.area, state=e.state, basis=e.basis) for e in found]

    def health(self, feeds: Iterable[FeedHealth]) -> list[FeedHealth]:
        """Health of feeds. Outside the mission: as it was when the delay began, times to the day."""
        if self.rule.observers:
            return list(feeds)
        return [health.coarse(f, self.newest, self.zone) for f in feeds]

    def period_over(self, end: datetime) -> None:
        """Check that a product about a period that ends at ``end`` may be given out now.

        Raises:
            RefusedError: it may not; the error says from when on.
        """
        if end > self.newest and not self.rule.observers:
            free = end + timedelta(seconds=self.rule.delay_s)
            raise RefusedError(
                f"a {self.tier} product on the period to {end:%Y-%m-%d %H:%MZ} may be issued from"
                f" {free:%Y-%m-%d %H:%MZ} on: {self.rule.audience} get nothing younger than"
                f" {self.rule.delay_s / 3600:g} h",
                where=f"--tier {self.tier}",
                todo="wait, or ask for T1 if it is for mission analysts",
            )

    def clause_totals(self, items: Sequence[ReleasedIncident], assessments: Iterable[Assessment]) -> list[ClauseTotal]:
        """Outcomes by clause and reading over the incidents that were released."""
        ids = {i.id for i in items}
        return fields.clause_totals([a for a in assessments if a.incident in ids])

    def release(
        self,
        product: str,
        content: bytes,
        *,
        approved_by: str,
        audience: str = "",
        items: Sequence[ReleasedIncident] = (),
        dropped: int = 0,
        corrects: Iterable[ReleaseId] = (),
    ) -> Release:
        """The entry that logs a product (see :func:`ceasewatch.release.logged.entry`)."""
        return logged.entry(
            self,
            product,
            content,
            approved_by=approved_by,
            audience=audience,
            items=items,
            dropped=dropped,
            corrects=corrects,
        )

    def _need_observers(self, what: str, why: str) -> None:
        if not self.rule.observers:
            raise RefusedError(
                f"{self.tier} ({self.rule.audience}) does not get {what}: {why}",
                where=f"--tier {self.tier}",
                todo="T1 is needed; it is for mission analysts, and its use is logged",
            )

    def _least_delay_s(self) -> int:
        return 0 if self.tier is Tier.T2 else self.rule.delay_s

    def _by_incident(
        self, assessments: Iterable[Assessment], ids: set[IncidentId]
    ) -> dict[IncidentId, list[Assessment]]:
        found: dict[IncidentId, list[Assessment]] = defaultdict(list)
        for assessment in assessments:
            if assessment.incident in ids:
                found[assessment.incident].append(assessment)
        return found

    def _release(
        self,
        c: Candidate,
        placed: Placed,
        assessments: Sequence[Assessment],
        placeless: set[tuple[PackId, ClauseId]],
    ) -> ReleasedIncident:
        rule = self.rule_for(c.id)
        told = [self._assessment(a, rule) for a in assessments if not placed.cell or (a.pack, a.clause) in placeless]
        return fields.released(c, rule, placed, self.zone, self.status, tuple(told))

    def _assessment(self, a: Assessment, rule: Rule) -> ReleasedAssessment:
        exact = rule.resolution == 0
        return ReleasedAssessment(
            pack=a.pack,
            clause=a.clause,
            reading=a.reading,
            outcome=a.outcome,
            likelihood=likelihood(a.p_breach_ppm),
            p_breach_ppm=a.p_breach_ppm if exact else None,
            p_applies_ppm=a.p_applies_ppm if exact else None,
            reasons=a.reasons if rule.reasons else (),
            unverified=a.unverified,
            agreed=a.agreed,
            differs=a.differs if rule.reasons else (),
        )


def _some(count: Count) -> bool:
    return any(n for n in (count.lowest, count.best, count.highest))
