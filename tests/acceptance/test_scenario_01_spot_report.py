"""Scenario 1: the spot report of Zolote, 5 September 2018. The facts are the handbook's (1.4), the words are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ceasewatch.model import Ignorance, Kind, Outcome, Qualifier

TOWNS = (
    "z1,Zolote,48.6785,38.5080,,Luhansk,,700",
    "z2,Luhansk,48.5681,39.3055,400000,Luhansk,,6000",
    "z3,Zolote Checkpoint,48.6746,38.5140,,Luhansk,,100",
)
"""Where the camera and the checkpoint stood is drawn by ourselves beside the pack's outline of the area."""

REPORT = """Report date: 2018-09-06

On 5 September, at 10:10, positioned at Zolote Checkpoint (government-controlled), about 400m from the northern edge \
of the disengagement area, a patrol of six heard seven explosions 150-200m south-south-east, four of which were \
assessed as outgoing mortar rounds (type undetermined) and three as outgoing, weapon undetermined. Between 10:25 and \
11:00, positioned about 5km north-west of Zolote Checkpoint, the patrol heard 15 undetermined explosions 5-6km \
south-east.{between}Between 08:35 and 10:13 on 5 September, the SMM camera in Zolote (government-controlled, 60km \
west of Luhansk) recorded nine explosions assessed as impacts of automatic-grenade-launcher rounds, all 1.4-1.6km \
south-east and south-south-east, assessed as inside the disengagement area.
"""


@pytest.fixture(scope="module")
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case("zolote", "--pack", "minsk-2014", "--zone", "Europe/Kyiv", towns=TOWNS)
    made.deliver("smm-text", REPORT.format(between=" "), "spot.txt")
    return made


def test_thirty_one_explosions_in_three_series(case: Any) -> None:
    series = case.of_kind(Kind.explosion, Kind.impact)
    assert [i.count.best for i in series] == [9, 7, 15]
    assert sum(i.count.best for i in series) == 31
    assert [f"{i.when.start:%H:%M}" for i in series] == ["05:35", "07:10", "07:25"]


def test_mortars_heard_and_grenades_recorded_are_not_one_even_if_nobody_told_them_apart(
    make_case: Callable[..., Any],
) -> None:
    """In one paragraph its writer told them apart. In two, place, weapon and direction of fire have to."""
    made = make_case("apart", "--pack", "minsk-2014", "--zone", "Europe/Kyiv", towns=TOWNS)
    made.deliver("smm-text", REPORT.format(between="\n\n"), "spot.txt")
    assert [i.count.best for i in made.of_kind(Kind.explosion, Kind.impact)] == [9, 7, 15]


def test_the_later_series_does_not_overlap_the_earlier_ones(case: Any) -> None:
    camera, near, far = case.of_kind(Kind.explosion, Kind.impact)
    assert far.when.start > max(camera.when.end, near.when.end), "10:25 is after both"
    assert near.when.start < camera.when.end, "10:10 lies within 08:35 to 10:13: only place and weapon tell them apart"
    assert [len(i.members) for i in (camera, near, far)] == [1, 1, 1]


def test_undetermined_stays_undetermined(case: Any) -> None:
    camera, near, far = (case.members(i)[0] for i in case.of_kind(Kind.explosion, Kind.impact))
    mortar = near.weapon.classes
    assert mortar.best == "mortar", "no type is made up: the class is the parent of all mortars"
    assert mortar.p("mortar") == pytest.approx(4 / 7, abs=1e-5), "three of seven have no weapon at all"
    assert near.qualifiers == (Qualifier.outgoing,)
    assert far.weapon.classes.ignorance is Ignorance.not_known
    assert not far.weapon.classes.hypotheses
    assert far.qualifiers == (Qualifier.undetermined,)
    assert camera.weapon.classes.best == "agl"


def test_inside_the_disengagement_area_is_a_probability(case: Any) -> None:
    camera, near, far = case.of_kind(Kind.explosion, Kind.impact)
    told = [case.clause(i, "zolote-disengagement") for i in (camera, near, far)]
    p = [a.p_breach_ppm / 1e6 for a in told]
    assert all(0.005 < x < 0.995 for x in p), "an outline drawn to a kilometre decides nothing"
    assert p[0] > 0.5 > max(p[1:]), "assessed inside; 200 m from a checkpoint that stands 400 m outside; 5-6 km by ear"
    assert told[0].outcome is Outcome.breach_possible
    assert any("with probability" in reason for reason in told[0].reasons)
    assert all(case.clause(i, "ceasefire").outcome is Outcome.breach_likely for i in (camera, near, far))


def test_fire_near_the_monitors_is_an_incident_of_its_own(case: Any) -> None:
    (threat,) = case.of_kind(Kind.threat)
    (near,) = (i for i in case.of_kind(Kind.explosion) if i.count.best == 7)
    assert threat.count.best == 1
    assert threat.when.start == near.when.start
    assert not {m.observation for m in threat.members} & {m.observation for m in near.members}
    spoken_of = {a.incident for a in case.found.assessments}
    assert near.id in spoken_of
    assert threat.id not in spoken_of, "what was fired is counted once"


def test_the_analyst_reads_it_in_words(case: Any) -> None:
    camera = case.of_kind(Kind.explosion, Kind.impact)[0]
    told = case.run("show", camera.id, "--tier", "T1")
    assert "inside the Zolote disengagement area with probability" in told
    assert "unverified" in told
    listed = case.run("incidents", "--tier", "T1", "--format", "csv")
    assert listed.count(",explosion,") == 3
    assert listed.count(",threat,") == 1
