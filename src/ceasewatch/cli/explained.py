"""An explanation of one incident on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ceasewatch.model.assessment import Consensus

if TYPE_CHECKING:
    from rich.console import Console

    from ceasewatch.model import Incident, Observation
    from ceasewatch.pipeline.explain import ExplainedClause, ExplainedDecision, ExplainedMember
    from ceasewatch.pipeline.explain import Explanation as Why
    from ceasewatch.release import Explanation as Withheld
    from ceasewatch.release import ReleasedIncident


def screened(why: Why, items: Sequence[ReleasedIncident], told: Sequence[Observation]) -> Why:
    """``why`` with no more than the gate let through: its members, its clauses, and no distance beside a cell.

    Where the gate shows a cell (an origin of fire, design rule 1), a distance from another report or from a line could
    tell what the cell withholds.
    """
    from msgspec.structs import replace

    from ceasewatch.release.released import NoPosition

    exact = {o.id: o for o in told}
    cell = any(i.cell or (i.lat_e7 is None and i.no_position is not NoPosition.not_known) for i in items)
    clauses = {(a.pack, a.clause, a.reading) for i in items for a in i.assessments}
    members = [
        replace(m, observation=exact[m.observation.id], why="withheld beside a cell" if cell else m.why)
        for m in why.members
        if m.observation.id in exact
    ]
    others = () if cell else tuple(a for a in why.alternatives if a.observation.id in exact)
    allowed = [c for c in why.clauses if (c.assessment.pack, c.assessment.clause, c.assessment.reading) in clauses]
    return replace(
        why,
        members=tuple(members),
        alternatives=tuple(replace(a, observation=exact[a.observation.id]) for a in others),
        clauses=tuple(allowed),
        contradictions=tuple(text for i in items for text in i.contradictions),
    )


def reasons(why: Why) -> dict[str, object]:
    """The explanation as JSON has it, without the incident's own place: the gate's form of it stands beside this."""
    return {
        "asked": why.asked,
        "members": why.members,
        "contradictions": why.contradictions,
        "alternatives": why.alternatives,
        "decisions": why.decisions,
        "clauses": why.clauses,
        "record_size": why.record_size,
        "code_version": why.code_version,
    }


def print_explanation(
    out: Console,
    why: Why,
    items: Sequence[ReleasedIncident],
    withheld: Withheld,
    told: Sequence[Observation],
    *,
    face: str,
) -> None:
    """Print what the tier may know, then what it may not and why, then, for analysts, members and clauses.

    Args:
        out: where to.
        why: everything behind the incident; printed for analysts alone.
        items: the incident as the gate lets it through; empty if it does not.
        withheld: why parts are missing.
        told: members as the gate lets them through; empty outside the mission.
        face: ``EXERCISE. `` or nothing.
    """
    from rich.padding import Padding

    if why.asked != why.incident.id:
        out.print(f"{why.asked} is now part of {why.incident.id}", markup=False)
    for item in items:
        for line in _head(item, face):
            out.print(line, markup=False)
    if not items:
        out.print(f"{face}Not shown at tier {withheld.tier} ({withheld.audience}).", markup=False)
    for reason in withheld.reasons:
        out.print(Padding(f"- {reason}", (0, 0, 0, 2), expand=False), markup=False)
    if not told:
        return
    out.print(f"\nMembers ({len(told)}); p is the probability that the report is about this incident:", markup=False)
    exact = {o.id: o for o in told}
    for member in why.members:
        shown = exact.get(member.observation.id)
        if shown is not None:
            out.print(Padding(_member(member, shown), (0, 0, 0, 2), expand=False), markup=False)
    _print_decisions(out, why)
    _print_alternatives(out, why)
    out.print(f"\nWeapon: {_weapons(why.incident)}", markup=False)
    out.print("\nWhat contradicts: " + ("; ".join(why.contradictions) or "nothing found"), markup=False)
    out.print("\nClauses:", markup=False)
    for clause in why.clauses:
        out.print(Padding(_clause(clause), (0, 0, 0, 2), expand=False), markup=False)
    out.print(f"\nFolded from {why.record_size} entries by version {why.code_version}.", markup=False)


def _weapons(incident: Incident) -> str:
    told = incident.weapon.classes.hypotheses
    return ", ".join(f"{h.value} (p {h.p:.2f})" for h in told) or "nobody told which"


def _print_alternatives(out: Console, why: Why) -> None:
    from rich.padding import Padding

    if not why.alternatives:
        return
    n = len(why.alternatives)
    out.print(
        f"\nCounted with another incident, and perhaps about this one ({n}); p is the probability of that:",
        markup=False,
    )
    for other in why.alternatives:
        text = f"{_voice(other.observation)}\n    counted with {other.counted_with}"
        out.print(Padding(f"p {other.p_ppm / 1e6:.3f}  {text}", (0, 0, 0, 2), expand=False), markup=False)


def _print_decisions(out: Console, why: Why) -> None:
    from rich.padding import Padding

    if not why.decisions:
        return
    out.print("\nDecided by persons:", markup=False)
    for found in why.decisions:
        out.print(Padding(_decision(found), (0, 0, 0, 2), expand=False), markup=False)


def _decision(found: ExplainedDecision) -> str:
    d = found.decided.decision
    elsewhere = f" (now in {', '.join(found.incidents)})" if found.incidents else ""
    signed = "signed" if found.decided.author else "attested by the server"
    lines = [
        f"{d.id}: {', '.join(d.observations)} {d.kind}{elsewhere}",
        f"    {d.decided_by}, {d.decided_at:%Y-%m-%d %H:%MZ}, {signed}: {d.reason}",
    ]
    if found.decided.undone is not None:
        u = found.decided.undone
        lines.append(f"    undone by {u.undone_by}, {u.undone_at:%Y-%m-%d %H:%MZ}: {u.reason}")
    if found.against:
        lines.append(f"    does not stand: it contradicts {', '.join(found.against)}")
    return "\n".join(lines)


def _voice(seen: Observation) -> str:
    return f"{seen.observer} ({seen.means}), {seen.phenomenon.start:%d %b %H:%M:%SZ}"


def _head(item: ReleasedIncident, face: str) -> list[str]:
    from ceasewatch.release.render import count_text, position_text

    when = f"{item.start:%Y-%m-%d %H:%M:%SZ} to {item.end:%H:%M:%SZ}" if item.start and item.end else item.from_day
    where = f"cell {item.cell} (at least {item.cell_m / 1000:g} km wide)" if item.cell else position_text(item)
    origins = "1 origin" if item.origins == 1 else f"{item.origins} independent origins"
    merged = f"{_reports(item.reports)}, merged into 1 incident of count {count_text(item.count)}, from {origins}"
    return [
        f"{face}{item.id} (tier {item.tier})",
        f"  {item.kind}, count {count_text(item.count)}, {when}, {item.area or 'area not known'}, {where}",
        f"  {merged}",
    ]


def _reports(n: int) -> str:
    return "1 raw report" if n == 1 else f"{n} raw reports"


def _member(member: ExplainedMember, shown: Observation) -> str:
    source = f"{member.file}:{member.line}" + (f" row {member.row_id}" if member.row_id else "")
    corrected = f", corrected {member.versions - 1} times" if member.versions > 1 else ""
    text = f'\n    "{shown.text[:160]}"' if shown.text else ""
    sure = f"decided by {member.decided_by}" if member.p_ppm is None else f"p {member.p_ppm / 1e6:.3f}"
    return f"{sure}  {_voice(shown)}  [{source}{corrected}]\n    {member.why}{text}"


def _clause(clause: ExplainedClause) -> str:
    found = clause.assessment
    reading = f", as {found.reading} reads it" if found.reading else ""
    odds = f"that it applies {found.p_applies_ppm / 1e6:.2f}, that it is breached {found.p_breach_ppm / 1e6:.2f}"
    lines = [f"{clause.clause.number}{reading}: {found.outcome.replace('_', ' ')} (probability {odds})"]
    lines += [f"    because {reason}" for reason in found.reasons]
    if found.agreed is not Consensus.one_reading:
        deciding = f": {', '.join(found.differs)}" if found.differs else ""
        lines.append(f"    all readings together: {found.agreed.replace('_', ' ')}{deciding}")
    lines += [f"    unverified: {text}" for text in found.unverified]
    return "\n".join(lines)
