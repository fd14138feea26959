"""Counting rules. The unit is the fused incident; each rule is stated in the method notes of the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ceasewatch.model import EXPLOSIONS, FIRING, Assessment, Count, Kind, Outcome
from ceasewatch.model.ids import IncidentId
from ceasewatch.release import EffortState, ReleasedEffort, ReleasedIncident
from ceasewatch.report.daily_report import AreaCount, AreaRow, KindRow, Tally

CLASHES: Final = frozenset({Kind.armed_clash, Kind.violation})
"""Fighting whose reports do not say what was fired."""
Allowed = frozenset[IncidentId]
"""Incidents that no clause forbids."""
THERMAL: Final = frozenset({"satellite_thermal"})


def is_alert(item: ReleasedIncident) -> bool:
    """A warning to civilians; never a violation."""
    return item.kind == Kind.air_alert


def is_thermal(item: ReleasedIncident) -> bool:
    """A hotspot that nobody but a satellite saw: most are fires of no military origin."""
    return item.kind == Kind.fire and set(item.observer_kinds) <= THERMAL


def is_fighting(item: ReleasedIncident) -> bool:
    """Fire, or fighting that is not described."""
    return item.kind in FIRING or item.kind in CLASHES


def allowed(assessments: Iterable[Assessment]) -> Allowed:
    """Incidents that clauses speak of and none forbids, as training far from the line: listed, but no violations."""
    outcomes: dict[IncidentId, set[Outcome]] = defaultdict(set)
    for a in assessments:
        outcomes[a.incident].add(a.outcome)
    spoken_of = {Outcome.breach_likely, Outcome.breach_possible, Outcome.undetermined, Outcome.no_breach}
    return frozenset(i for i, found in outcomes.items() if found & spoken_of == {Outcome.no_breach})


def tally(items: Iterable[ReleasedIncident], permitted: Allowed = frozenset()) -> Tally:
    """Counts over incidents; fire that is ``permitted`` is in none of the counts of violations."""
    fighting = [i for i in items if is_fighting(i)]
    seen = [i for i in fighting if not i.statements_only]
    fired = [i for i in seen if i.kind in FIRING]
    fire = [i for i in fired if i.id not in permitted]
    return Tally(
        violations=total([i.count for i in fire]),
        explosions=total([i.count for i in fire if i.kind in EXPLOSIONS]),
        fire=len(fire),
        permitted=len(fired) - len(fire),
        clashes=len(seen) - len(fired),
        statements=len(fighting) - len(seen),
    )


def total(counts: Sequence[Count]) -> Count:
    """Sum of counts of different incidents; one whose number nobody gave is one or more."""
    lowest = sum(_first(c.lowest, c.best, 1) for c in counts)
    best = sum(_first(c.best, c.lowest, 1) for c in counts)
    tops = [c.highest if c.highest is not None else None if c.approximate else c.best for c in counts]
    highest = None if any(t is None for t in tops) else sum(t or 0 for t in tops)
    return Count(lowest=lowest, best=max(best, lowest), highest=None if highest is None else max(highest, best))


def _first(*values: int | None) -> int:
    return next(v for v in values if v is not None)


def by_area(
    now: Sequence[ReleasedIncident],
    before: Sequence[ReleasedIncident],
    effort: Iterable[ReleasedEffort],
    effort_before: Iterable[ReleasedEffort],
    names: Iterable[str],
    permitted: Allowed = frozenset(),
) -> tuple[AreaRow, ...]:
    """A row for every area that is known, counted in, or watched: an explicit zero is a row too."""
    states = {e.area: e.state for e in effort}
    states_before = {e.area: e.state for e in effort_before}
    here, there = _groups(now), _groups(before)
    counted = {i.area for i in (*now, *before) if is_fighting(i)}
    areas = {*names, *counted, *states, *states_before}
    return tuple(
        AreaRow(
            area=area,
            now=tally(here[area], permitted),
            before=tally(there[area], permitted),
            effort=states.get(area, EffortState.unknown),
            effort_before=states_before.get(area, EffortState.unknown),
        )
        for area in sorted(areas, key=lambda a: (a == "", a))
    )


def whole(
    rows: Sequence[AreaRow],
    now: Sequence[ReleasedIncident],
    before: Sequence[ReleasedIncident],
    permitted: Allowed = frozenset(),
) -> AreaRow:
    """All areas together; the effort is as bad as its worst part allows to say."""
    return AreaRow(
        area="",
        now=tally(now, permitted),
        before=tally(before, permitted),
        effort=joint([r.effort for r in rows]),
        effort_before=joint([r.effort_before for r in rows]),
    )


def joint(states: Sequence[EffortState]) -> EffortState:
    """Effort over several areas: one state if all agree, *partial* if somebody looked somewhere, else *unknown*."""
    found = set(states)
    if len(found) == 1:
        return found.pop()
    return EffortState.partial if found & {EffortState.adequate, EffortState.partial} else EffortState.unknown


def by_kind(now: Iterable[ReleasedIncident], before: Iterable[ReleasedIncident]) -> tuple[KindRow, ...]:
    """Incidents by kind, most frequent first."""
    here, there = Counter(i.kind for i in now), Counter(i.kind for i in before)
    kinds = sorted({*here, *there}, key=lambda k: (-here[k], -there[k], k))
    return tuple(KindRow(kind=k, now=here[k], before=there[k]) for k in kinds)


def counted(
    now: Iterable[ReleasedIncident], before: Iterable[ReleasedIncident], what: Callable[[ReleasedIncident], bool]
) -> tuple[AreaCount, ...]:
    """Incidents that are ``what``, by area, most first."""
    here = Counter(i.area for i in now if what(i))
    there = Counter(i.area for i in before if what(i))
    areas = sorted({*here, *there}, key=lambda a: (-here[a], -there[a], a))
    return tuple(AreaCount(area=a, now=here[a], before=there[a]) for a in areas)


def _groups(items: Iterable[ReleasedIncident]) -> dict[str, list[ReleasedIncident]]:
    groups: dict[str, list[ReleasedIncident]] = defaultdict(list)
    for item in items:
        groups[item.area].append(item)
    return groups
