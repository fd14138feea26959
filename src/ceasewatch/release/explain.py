"""Why can X not see this? For the security officer; the answer itself says that the incident exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from ceasewatch.model import Incident, Observation, from_us
from ceasewatch.model.struct import Noun
from ceasewatch.model.table import IncidentTable
from ceasewatch.model.time import Utc
from ceasewatch.release.candidates import Candidate, from_structs, from_table
from ceasewatch.release.cells import resolution_of
from ceasewatch.release.gate import Gate
from ceasewatch.release.policy import CELL_M, Grain, Rule
from ceasewatch.release.position import Placed, Placer
from ceasewatch.release.released import NoPosition

FOR_EVER = 2**62

NO_POSITION = {
    NoPosition.not_known: "position not shown: nothing is known that could be put on a map",
    NoPosition.too_wide: "position not shown: the place is known no better than its first-level unit",
    NoPosition.origin_of_fire: "position withheld: it may tell where a weapon stands (no targeting, rule 1)",
    NoPosition.force: "position withheld: it may tell where a force is",
}


class Explanation(Noun, frozen=True, kw_only=True):
    """Whether an audience sees an incident, from when on, and what it does not see of it.

    Attributes:
        visible_from: earliest moment of release; ``None`` if this tier never gets it.
        reasons: one sentence each, most important first.
    """

    tier: str
    audience: str
    visible: bool
    visible_from: Utc | None
    reasons: tuple[str, ...]


def explain_withheld(
    gate: Gate, incident: IncidentTable | Incident, observations: Iterable[Observation] = ()
) -> Explanation:
    """What ``gate`` withholds of one incident (a table of one row, or a Struct), and why."""
    if isinstance(incident, IncidentTable):
        candidates, _ = from_table(incident, FOR_EVER)
    else:
        candidates, _ = from_structs([incident], observations, FOR_EVER)
    candidate = candidates[0]
    rule = gate.rule_for(candidate.id)
    delay = timedelta(seconds=max(rule.delay_s, rule.launch_delay_s) if candidate.origin_of_fire else rule.delay_s)
    free = from_us(max(candidate.end_us, candidate.known_us)) + delay
    never = bool(rule.kinds) and candidate.kind not in rule.kinds
    placed = Placer(gate.areas, gate.pins, gate.corrected).place(candidate, rule)
    reasons = [*_whole(gate, candidate, rule, delay), *_place(placed), *_rest(rule)]
    return Explanation(
        tier=gate.tier,
        audience=rule.audience,
        visible=gate.tells(candidate),
        visible_from=None if never else free,
        reasons=tuple(reasons),
    )


def _whole(gate: Gate, candidate: Candidate, rule: Rule, delay: timedelta) -> Sequence[str]:
    found = []
    if rule.kinds and candidate.kind not in rule.kinds:
        found.append(f"{rule.tier} gets hazards to civilians only; {candidate.kind} is not one (T3 or T5 show it)")
    hours = delay.total_seconds() / 3600
    if gate.at < from_us(max(candidate.end_us, candidate.known_us)) + delay:
        found.append(f"too young: nothing that ended or was first reported less than {hours:g} h ago is told")
    return found


def _place(placed: Placed) -> Sequence[str]:
    if placed.why_not is not NoPosition.shown:
        return [NO_POSITION[placed.why_not]]
    if not placed.cell:
        return []
    return [f"position shown as a cell of at least {CELL_M[resolution_of(placed.cell)] / 1000:g} km (T1 gets it exact)"]


def _rest(rule: Rule) -> Sequence[str]:
    found = []
    if rule.grain is not Grain.exact:
        found.append(f"times are told to the {rule.grain}")
    if not rule.reasons:
        found.append("reasons and contradictions in words are for T1: they may carry places or sources")
    if not rule.observers:
        found.append("observers and their reports are for T1")
    return found
