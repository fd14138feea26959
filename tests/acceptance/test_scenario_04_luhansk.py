"""Scenario 4: the weapons list of Luhansk city (handbook 1.5) before the Memorandum, the Package and the Addendum.

The list, its numbers and calibres are the handbook's; the day of the report is that of its source (27 April 2016), the
place is the middle of the city, known to 3 km, and the lines are the pack's own drawing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from pyproj import Geod

from ceasewatch.agreement import Pack, load_pack
from ceasewatch.agreement.overrides import tensions
from ceasewatch.agreement.table import AssessmentTable
from ceasewatch.fusion import fuse
from ceasewatch.model import (
    Assessment,
    Belief,
    Count,
    Means,
    Observation,
    ObserverKind,
    Outcome,
    Point,
    Position,
    TimeInterval,
    Weapon,
)
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId

LUHANSK = (48.568, 39.306)
LISTED = "2016-04-27T10:00"

Assess = Callable[..., AssessmentTable]


@pytest.fixture(scope="module")
def minsk() -> Pack:
    return load_pack("minsk-2014")


@pytest.fixture(scope="module")
def assess(minsk: Pack) -> Assess:
    """What the pack makes of weapons seen by a patrol: ``assess("tank", n=7)``."""

    def of(
        weapon: str, *, n: int = 1, model: str = "", day: str = LISTED, at: tuple[float, float] = LUHANSK, r: int = 3000
    ) -> AssessmentTable:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
        seen = Observation(
            id=ObservationId("listed"),
            feed=FeedId("list"),
            observer=ObserverId("patrol"),
            observer_kind=ObserverKind.patrol,
            phenomenon=TimeInterval(start=start, end=start + timedelta(minutes=10)),
            means=Means.saw,
            place=Point(at=Position.of(*at), radius_m=r),
            kind=Belief.certain("weapon"),
            count=Count.exactly(n),
            weapon=Weapon(classes=Belief.certain(weapon), model=model),
        )
        return minsk.assess(fuse([seen]))

    return of


def by_clause(table: AssessmentTable) -> dict[str, Assessment]:
    found = {str(a.clause): a for a in table.to_assessments()}
    assert len(found) == len(table)
    return found


def km_to(pack: Pack, line: str, at: tuple[float, float]) -> float:
    """Shortest distance on the ellipsoid to the line as it was drawn last, by brute force over its legs."""
    version, geod, nearest = pack.lines[line].versions[-1], Geod(ellps="WGS84"), np.inf
    for a, b in zip(range(len(version.lat) - 1), range(1, len(version.lat)), strict=True):
        lon, lat = (np.linspace(c[a], c[b], 2000) for c in (version.lon, version.lat))
        nearest = min(nearest, geod.inv(lon, lat, np.full(2000, at[1]), np.full(2000, at[0]))[2].min())
    return float(nearest) / 1000.0


@pytest.mark.parametrize(
    ("model", "n", "weapon", "distances"),
    [
        ("BM-21", 7, "mlrs_122", {"memorandum-15-km": 15, "memorandum-grad": 21, "package-mlrs": 35}),
        ("2S1", 7, "howitzer_122", {"memorandum-15-km": 15, "memorandum-d30": 16, "artillery-withdrawal": 25}),
        ("2A65", 5, "howitzer_152", {"memorandum-15-km": 15, "memorandum-152": 33, "artillery-withdrawal": 25}),
        ("D-30", 5, "howitzer_122", {"memorandum-15-km": 15, "memorandum-d30": 16, "artillery-withdrawal": 25}),
        ("T-72", 7, "tank", {"addendum-luhansk": 15}),
    ],
)
def test_each_clause_of_the_set_measures_its_own_distance(
    minsk: Pack, assess: Assess, model: str, n: int, weapon: str, distances: dict[str, int]
) -> None:
    found = by_clause(assess(weapon, n=n, model=model))
    assert set(found) == set(distances), "no other clause of the six texts speaks of it"
    drawn = km_to(minsk, "memorandum-line", LUHANSK)
    assert drawn == pytest.approx(10.6, abs=0.1)
    for clause, km in distances.items():
        told = found[clause]
        measured = [r for r in told.reasons if f"nearer than {km} km" in r]
        assert measured, told.reasons
        assert all(f"{drawn:.2f} km from" in r and "(geodesic)" in r for r in measured)
        assert told.p_breach_ppm > 930_000
        general = clause == "memorandum-15-km"
        assert told.outcome is (Outcome.overruled if general else Outcome.breach_likely)
        assert any(f"{km} km" in u for u in told.unverified), "every number is marked as nobody compared it"


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2014-09-20T12:00", ()),
        ("2015-02-20T12:00", ("memorandum",)),
        ("2015-10-10T12:00", ("memorandum", "package")),
        (LISTED, ("memorandum", "package", "addendum")),
        ("2022-02-25T12:00", ()),
    ],
)
def test_the_set_of_clauses_in_force_is_that_of_the_day(assess: Assess, day: str, in_force: tuple[str, ...]) -> None:
    clauses = {
        "memorandum": ("howitzer_152", "memorandum-152"),
        "package": ("howitzer_152", "artillery-withdrawal"),
        "addendum": ("tank", "addendum-luhansk"),
    }
    idle = Outcome.lapsed if day > "2022" else Outcome.not_yet_in_force
    for text, (weapon, clause) in clauses.items():
        outcome = by_clause(assess(weapon, day=day))[clause].outcome
        assert outcome is (Outcome.breach_likely if text in in_force else idle), text


def test_the_general_rule_and_the_single_system_are_both_shown(assess: Assess) -> None:
    """A mortar of 120 mm 13 km from the line: by itself the general rule calls it a breach, its own rule does not."""
    table = assess("mortar_120", at=(48.74 + 13.0 / 111.2, 38.85), r=100)
    found = by_clause(table)
    own, general = found["memorandum-mortar-120"], found["memorandum-15-km"]
    assert own.outcome is Outcome.no_breach
    assert general.outcome is Outcome.overruled
    assert general.p_breach_ppm > 700_000, "what the general rule would say stays in the result"
    assert "clause memorandum-mortar-120 goes before it here" in general.reasons[0]
    assert "memorandum-mortar-120 says no_breach" in general.reasons[0]


def test_two_texts_that_nobody_ranked_stay_in_tension(assess: Assess) -> None:
    """At 12.9 km the Memorandum's eight for such mortars are kept and the Addendum's fifteen are not."""
    table = assess("mortar_120", at=(48.74 + 12.9 / 111.2, 38.85), r=100)
    found = by_clause(table)
    assert found["addendum-luhansk"].outcome is Outcome.breach_likely
    assert [(a, b) for _, a, b in tensions(table)] == [("addendum-luhansk", "memorandum-mortar-120")]


def test_each_side_measures_from_its_own_line(minsk: Pack, assess: Assess) -> None:
    """South of Debaltseve: 20 km behind the line of 2014, 40 km behind the actual one; that side measures from 2014."""
    at = (48.07, 38.45)
    told = by_clause(assess("howitzer_122", at=at, r=200))["artillery-withdrawal"]
    assert told.outcome is Outcome.breach_likely
    by_line = {name: km_to(minsk, name, at) for name in ("memorandum-line", "line-of-contact")}
    assert by_line["memorandum-line"] < 25.0 < by_line["line-of-contact"]
    for km in by_line.values():
        assert any(f"{km:.2f} km from" in r for r in told.reasons), "both distances are told"
    other = by_clause(assess("howitzer_122", at=(48.74 + 31.0 / 111.2, 38.85), r=200))["artillery-withdrawal"]
    assert other.outcome is Outcome.no_breach, "31 km behind the actual line on the other side"
