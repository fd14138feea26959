"""What minsk-2014 makes of incidents: outcomes, probabilities, reasons, and what they rest on."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement import Pack, load_pack
from ceasewatch.agreement.evaluate import weigh
from ceasewatch.agreement.scene import Scene
from ceasewatch.fusion import fuse
from ceasewatch.model import AdminUnit, Area, Assessment, Belief, Observation, Outcome, Qualifier, Role, UnknownPlace
from ceasewatch.model.errors import NotFoundError, UsageError
from ceasewatch.model.table import IncidentTable

One = Callable[..., IncidentTable]
Seen = Callable[..., Observation]


@pytest.fixture(scope="module")
def minsk() -> Pack:
    return load_pack("minsk-2014")


def _only(pack: Pack, incidents: IncidentTable, clause: str) -> Assessment:
    (found,) = [a for a in pack.assess(incidents).to_assessments() if a.clause == clause]
    return found


def test_fire_inside_the_regions_is_a_likely_breach(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(), "ceasefire")
    assert result.outcome is Outcome.breach_likely
    assert (result.p_applies_ppm, result.p_breach_ppm) == (1_000_000, 1_000_000)
    assert "inside the Donetsk and Luhansk regions with probability 1.00" in result.reasons[0]
    assert "km inside its outline (geodesic)" in result.reasons[0]


def test_fire_elsewhere_is_not_listed_but_explained(minsk: Pack, incident: One) -> None:
    elsewhere = incident(50.0, 30.0)
    assert len(minsk.assess(elsewhere)) == 0
    by_clause = {(a.clause, a.reading): a for a in minsk.why(elsewhere, "inc-a")}
    assert len(by_clause) == len(minsk.rules) > 20
    assert {a.outcome for a in by_clause.values()} == {Outcome.not_applicable}
    assert "km outside its outline" in by_clause["ceasefire", ""].reasons[0]
    assert "does not speak of its kind" in " ".join(by_clause["artillery-withdrawal", ""].reasons)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2015-02-14T21:49", Outcome.not_yet_in_force),
        ("2015-02-14T22:00", Outcome.breach_likely),
        ("2022-02-23T21:49", Outcome.breach_likely),
        ("2022-02-23T22:00", Outcome.lapsed),
    ],
)
def test_the_ceasefire_starts_at_midnight_in_kyiv(minsk: Pack, incident: One, day: str, outcome: Outcome) -> None:
    assert _only(minsk, incident(day=day), "ceasefire").outcome is outcome


def test_an_interval_across_the_start_counts_its_share(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(day="2015-02-14T21:45", minutes=30), "ceasefire")
    assert result.p_applies_ppm == 500_000
    assert result.outcome is Outcome.breach_possible
    assert "50% of its interval before the clause binds (2015-02-14 22:00Z" in result.reasons[0]


def test_scenario_3_exercise_inside_and_outside_the_security_zone(minsk: Pack, seen: Seen) -> None:
    """19 explosions of an exercise: 40 km from the line no violation but listed; 3 km from it a violation."""
    exercise = {"qualifiers": (Qualifier.exercise,), "n": 19, "radius_m": 300}
    far = fuse([seen("far", 48.30, 37.20, **exercise)])
    near = fuse([seen("near", 48.33, 37.92, **exercise)])
    outside, inside = _only(minsk, far, "ceasefire"), _only(minsk, near, "ceasefire")
    assert far.count_best[0] == 19
    assert outside.outcome is Outcome.no_breach
    assert outside.p_applies_ppm > 999_000
    assert outside.p_breach_ppm < 10_000
    assert "exception training-outside holds with probability 1.00" in outside.reasons[0]
    assert inside.outcome is Outcome.breach_likely


def test_controlled_detonations_are_no_violation_anywhere(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(48.33, 37.92, qualifiers=(Qualifier.controlled_detonation,)), "ceasefire")
    assert result.outcome is Outcome.no_breach


def test_a_report_of_casualties_suggests_fire_and_says_no_more(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(kind="casualty"), "ceasefire")
    assert result.outcome is Outcome.breach_possible
    assert result.p_breach_ppm == 500_000
    assert "suggests what the clause forbids without saying it" in " ".join(result.reasons)


def test_kinds_that_no_clause_names_are_not_listed(minsk: Pack, incident: One) -> None:
    for kind in ("fire", "air_alert", "vessel", "jamming"):
        assert len(minsk.assess(incident(kind=kind))) == 0


def test_an_unknown_place_is_undetermined(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(place=UnknownPlace(why="no such town")), "ceasefire")
    assert result.outcome is Outcome.undetermined
    assert result.p_breach_ppm == 0
    assert "its place is not known" in result.reasons[0]


@pytest.mark.parametrize(("name", "outcomes"), [("Donets'k", [Outcome.breach_likely]), ("Lviv", [])])
def test_a_place_known_by_name(minsk: Pack, incident: One, name: str, outcomes: list[Outcome]) -> None:
    table = incident(place=Area(admin=AdminUnit(name=name, level="adm1")))
    found = [a.outcome for a in minsk.assess(table).to_assessments() if a.clause == "ceasefire"]
    assert found == outcomes


def test_a_partys_statement_alone_is_never_likely(minsk: Pack, incident: One) -> None:
    result = _only(minsk, incident(role=Role.statement), "ceasefire")
    assert result.outcome is Outcome.breach_possible
    assert "rests on statements of a party alone" in " ".join(result.reasons)


def test_howitzers_are_measured_from_two_lines(minsk: Pack, incident: One) -> None:
    """South of Debaltseve: 20 km behind the line of 2014, 40 km behind the actual one, and it is the former's side."""
    table = incident(48.07, 38.45, kind="weapon", weapon="howitzer_122", radius_m=200, day="2018-09-20T08:00")
    result = _only(minsk, table, "artillery-withdrawal")
    assert result.outcome is Outcome.breach_likely
    assert "it is nearer than each side is allowed" in result.reasons[0]
    measured = next(r for r in result.reasons if r.startswith("nearer than 25 km to the line of the Memorandum"))
    assert "is 20." in measured
    assert any("Memorandum" in u for u in result.unverified)


@pytest.mark.parametrize(
    ("weapon", "applies"), [("howitzer_152", True), ("gun_100", True), ("mlrs_122", False), ("tank", False)]
)
def test_the_class_tree_decides_which_weapons_are_meant(minsk: Pack, incident: One, weapon: str, applies: bool) -> None:
    table = incident(48.33, 37.92, kind="weapon", weapon=weapon)
    clauses = {a.clause for a in minsk.assess(table).to_assessments()}
    assert ("artillery-withdrawal" in clauses) is applies


def test_an_unknown_weapon_is_undetermined(minsk: Pack, incident: One) -> None:
    table = incident(48.33, 37.92, kind="weapon")
    found = [a for a in minsk.assess(table).to_assessments() if a.clause == "artillery-withdrawal"]
    assert {a.outcome for a in found} == {Outcome.undetermined}
    assert all("nobody can tell whether it is of class gun_100_and_above" in " ".join(a.reasons) for a in found)


def test_the_line_in_force_is_the_one_of_that_day(minsk: Pack, incident: One) -> None:
    """Debaltseve lay west of the line until 17 February 2015."""
    line = minsk.lines["line-of-contact"]
    before, after = (incident(48.34, 38.40, day=f"2015-02-{d}T12:00") for d in ("17", "18"))
    assert line.in_force(before.start_us).tolist() == [0]
    assert line.in_force(after.start_us).tolist() == [1]


def test_inside_the_disengagement_area_is_a_probability(minsk: Pack, incident: One) -> None:
    sure = _only(minsk, incident(48.6615, 38.514, radius_m=100), "zolote-disengagement")
    vague = _only(minsk, incident(48.6615, 38.514, radius_m=3000), "zolote-disengagement")
    assert 0.9 < sure.p_breach_ppm / 1e6 < 1.0
    assert 0.1 < vague.p_breach_ppm / 1e6 < 0.6
    assert vague.outcome in {Outcome.breach_possible, Outcome.undetermined}


@settings(max_examples=40)
@given(north_km=st.lists(st.floats(0, 12), min_size=2, max_size=6, unique=True), radius=st.integers(100, 3000))
def test_farther_out_is_never_likelier_inside(minsk: Pack, seen: Seen, north_km: list[float], radius: int) -> None:
    (rule,) = [r for r in minsk.rules if r.entry.id == "zolote-disengagement"]
    p = []
    for km in sorted(north_km):
        table = fuse([seen("a", 48.6615 + km / 111.2, 38.514, radius_m=radius)])
        p.append(float(weigh(rule, Scene(table, minsk.ground), np.arange(1)).applies[0]))
    assert all(later <= earlier + 0.006 for earlier, later in itertools.pairwise(p)), "beyond the error of 64 points"


def test_every_result_names_what_nobody_checked(minsk: Pack, incident: One) -> None:
    for result in minsk.assess(incident(48.6615, 38.514)).to_assessments():
        text = " ".join(result.unverified)
        assert "its start" in text
        assert "drawn to" in text


def test_order_of_incidents_does_not_matter(minsk: Pack, seen: Seen) -> None:
    rng = np.random.default_rng(0)
    table = fuse(
        [seen(f"{k}", *rng.uniform((47.2, 37.2), (48.9, 39.3)), day=f"201{5 + k % 4}-06-05T08:00") for k in range(30)]
    )
    forward = minsk.assess(table).to_assessments()
    backward = minsk.assess(table.take(np.arange(len(table))[::-1])).to_assessments()
    assert sorted(forward, key=repr) == sorted(backward, key=repr)
    assert len(forward) > 20


def test_as_of_leaves_later_incidents_out(minsk: Pack, incident: One) -> None:
    table = incident(day="2018-09-05T08:00")
    assert len(minsk.assess(table, as_of=datetime(2018, 9, 5, 7, tzinfo=UTC))) == 0
    assert len(minsk.assess(table, as_of=datetime(2018, 9, 5, 9, tzinfo=UTC))) > 0


def test_an_unknown_incident_is_named(minsk: Pack, incident: One) -> None:
    with pytest.raises(NotFoundError, match="inc-zzz"):
        minsk.why(incident(), "inc-zzz")


def test_drafts_are_simulated_and_never_assessed(edited: Callable[..., Path], incident: One) -> None:
    draft = load_pack(edited({"pack.yaml": [("status: in_force", "status: draft")]}))
    with pytest.raises(UsageError, match="draft, so it binds nobody"):
        draft.assess(incident())
    assert len(draft.simulate(incident())) > 0


def test_a_party_that_rejected_the_text_is_not_bound(edited: Callable[..., Path], incident: One) -> None:
    rejected = [("  - id: P2\n", "  - id: P2\n    accepted: rejected\n")]
    pack = load_pack(edited({"pack.yaml": rejected}, "energy-2025"))
    table = incident(48.33, 37.92, kind="impact", struck=Belief.certain("substation"), day="2025-04-01T08:00")
    outcomes = {a.reading: a.outcome for a in pack.assess(table).to_assessments()}
    assert outcomes == {"P1": Outcome.breach_likely, "P2": Outcome.not_bound}


@pytest.mark.parametrize(("name", "geometry"), [("minsk-2014", ["lines.geojson"]), ("energy-2025", [])])
def test_swapping_the_parties_swaps_them_and_nothing_else(
    edited: Callable[..., Path], seen: Seen, name: str, geometry: list[str]
) -> None:
    swaps = [("P1", "P_"), ("P2", "P1"), ("P_", "P2")]
    swapped = load_pack(edited(dict.fromkeys(("pack.yaml", *geometry), swaps), name))
    sides = [
        seen("west", 48.30, 37.80, kind="weapon", weapon="howitzer_122"),
        seen("east", 48.07, 38.45, kind="weapon", weapon="howitzer_122"),
        seen("shot", 48.4, 38.0),
        seen("strike", 48.4, 38.0, kind="impact", struck=Belief.certain("gas_production"), day="2025-04-20T08:00"),
    ]
    table = fuse(sides)

    def plain(pack: Pack, names: dict[str, str]) -> list[tuple[object, ...]]:
        def rename(text: str) -> str:
            return "".join(names.get(part, part) for part in _split(text))

        return sorted(
            (a.incident, a.clause, rename(a.reading), a.outcome, a.p_applies_ppm, a.p_breach_ppm,
             tuple(sorted(map(rename, a.reasons))), tuple(sorted(map(rename, a.unverified))))
            for a in pack.assess(table).to_assessments()
        )  # fmt: skip

    as_shipped = plain(load_pack(name), {})
    assert as_shipped == plain(swapped, {"P1": "P2", "P2": "P1"})
    assert len(as_shipped) >= 2


def _split(text: str) -> list[str]:
    import re

    return re.split(r"\b(P[12])\b", text)


def test_explain_marks_every_unchecked_number(minsk: Pack) -> None:
    text = minsk.explain("artillery-withdrawal")
    assert "width 50 km [PACKAGE, point 2] (unverified)" in text
    assert "unverified: distance 25 km (PACKAGE, point 2: half of it, if split equally)" in text
    assert "P2 measures from memorandum-line" in text
    assert "binds from 2015-03-02 22:00Z" in text
    with pytest.raises(NotFoundError, match="no clause 'nothing'"):
        minsk.explain("nothing")


@pytest.mark.parametrize(("name", "listed"), [("Donetsk", False), ("Luhansk", True)])
def test_a_zone_says_which_units_it_lies_in(minsk: Pack, incident: One, name: str, listed: bool) -> None:
    """A place known only as *somewhere in Donetsk* is not in Zolote; *somewhere in Luhansk* cannot be told."""
    table = incident(place=Area(admin=AdminUnit(name=name, level="adm1")))
    found = {a.clause: a.outcome for a in minsk.assess(table).to_assessments()}
    assert ("zolote-disengagement" in found) is listed
    assert found.get("zolote-disengagement", Outcome.undetermined) is Outcome.undetermined


def test_nothing_assessed_is_nothing_found(minsk: Pack) -> None:
    assert minsk.assess(fuse([])).to_assessments() == []
