"""What each tier gets, and what it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from ceasewatch.model import (
    Assessment,
    Clause,
    Count,
    Coverage,
    CoverageState,
    ObserverKind,
    Outcome,
    Qualifier,
    Status,
    Tier,
    TimeInterval,
    UnknownPlace,
)
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import IncidentId, PartyId
from ceasewatch.release import EffortState, Gate, NoPosition, pins_of
from ceasewatch.release.cells import coarsen, fine_cell, parse, resolution_of

DAY = timedelta(days=1)
INC = IncidentId("inc-o1")


def test_the_tier_is_public_unless_said_otherwise(noon):
    assert Gate(at=noon).tier is Tier.T5


def test_public_positions_are_wide_cells_and_times_are_days(make, table, noon):
    (item,) = Gate(at=noon + 2 * DAY, zone="Europe/Kyiv").incidents(table([make()]))
    assert (item.cell_m, item.start, item.end) == (5000, None, None)
    assert resolution_of(parse(item.cell)) == 5
    assert item.from_day == item.to_day == "2031-03-04"
    assert item.id == INC


def test_days_are_those_of_the_zone(make, table, noon):
    late = noon.replace(hour=23)
    (item,) = Gate(at=noon + 3 * DAY, zone="Europe/Kyiv").incidents(table([make(at=late)]))
    assert item.from_day == "2031-03-05"


@pytest.mark.parametrize(("tier", "hours"), [(Tier.T1, 0), (Tier.T3, 6), (Tier.T5, 24)])
def test_nothing_younger_than_the_delay(make, table, noon, tier, hours):
    incidents = table([make()])
    free = noon + timedelta(hours=hours)
    assert len(Gate(tier, at=free).incidents(incidents)) == 1
    early = Gate(tier, at=free - timedelta(microseconds=1)).screen(incidents)
    assert (early.items, early.dropped) == ((), 1)


def test_the_delay_counts_from_the_report_too(make, table, noon):
    incidents = table([make(reported_at=noon + 5 * DAY)])
    assert Gate(at=noon + 5 * DAY).incidents(incidents) == []
    assert len(Gate(at=noon + 6 * DAY).incidents(incidents)) == 1


def test_recorded_time_delays_news_but_not_history(make, table, noon):
    silent = make(reported_at=None)
    assert Gate(at=noon + 2 * DAY).incidents(table([silent], recorded=noon + 2 * DAY)) == []
    assert len(Gate(at=noon + 30 * DAY).incidents(table([silent], recorded=noon + 30 * DAY))) == 1


@pytest.mark.parametrize("tier", [Tier.T3, Tier.T5])
@pytest.mark.parametrize("how", [{"kind": "launch"}, {"kind": "muzzle_flash"}, {"qualifiers": (Qualifier.outgoing,)}])
def test_origins_of_fire_have_no_position_outside(make, table, noon, tier, how):
    (item,) = Gate(tier, at=noon + 2 * DAY).incidents(table([make(**how)]))
    assert (item.cell, item.lat_e7, item.no_position) == ("", None, NoPosition.origin_of_fire)
    assert item.area == "North"


def test_analysts_get_origins_of_fire_coarse_and_late(make, table, noon):
    incidents = table([make(kind="launch")])
    assert Gate(Tier.T1, at=noon + timedelta(minutes=29)).incidents(incidents) == []
    (item,) = Gate(Tier.T1, at=noon + timedelta(minutes=30)).incidents(incidents)
    assert item.cell_m == 1000


def test_analysts_get_everything_else_exact(make, table, noon):
    (item,) = Gate(Tier.T1, at=noon).incidents(table([make(lat=10.1234567)]))
    assert (item.lat_e7, item.cell, item.start) == (101234567, "", noon)


def test_a_party_gets_its_own_side_exact_and_the_other_late_and_coarse(make, table, noon):
    incidents = table([make("o1"), make("o2")])
    sides = {IncidentId("inc-o1"): PartyId("A"), IncidentId("inc-o2"): PartyId("B")}

    def seen(party: str, at):
        return {i.id: i.cell_m for i in Gate(Tier.T2, at=at, party=PartyId(party), sides=sides).incidents(incidents)}

    assert seen("A", noon) == {"inc-o1": 0}
    assert seen("B", noon) == {"inc-o2": 0}
    assert seen("A", noon + DAY) == {"inc-o1": 0, "inc-o2": 1000}


def test_an_incident_on_no_known_side_is_the_other_sides(make, table, noon):
    assert Gate(Tier.T2, at=noon, party=PartyId("A")).incidents(table([make()])) == []


def test_a_party_never_gets_a_launcher(make, table, noon):
    gate = Gate(Tier.T2, at=noon + DAY, party=PartyId("A"), sides={INC: PartyId("A")})
    (item,) = gate.incidents(table([make(kind="launch")]))
    assert item.no_position is NoPosition.origin_of_fire


def test_humanitarians_get_hazards_alone(make, table, noon):
    incidents = table([make("o1", kind="uxo"), make("o2", kind="explosion"), make("o3", kind="vehicle")])
    assert [i.kind for i in Gate(Tier.T4, at=noon + DAY).incidents(incidents)] == ["uxo"]


def test_forces_have_no_position_outside(make, table, noon):
    (item,) = Gate(Tier.T3, at=noon + DAY).incidents(table([make(kind="vehicle")]))
    assert item.no_position is NoPosition.force


def test_what_is_known_badly_is_not_put_into_a_small_cell(make, table, noon):
    from ceasewatch.model import Point, Position

    def of(radius_m: int):
        place = Point(at=Position.of(10, -30), radius_m=radius_m)
        (item,) = Gate(Tier.T3, at=noon + DAY).incidents(table([make(place=place)]))
        return item.cell_m, item.no_position

    assert of(900) == (1000, NoPosition.shown)
    assert of(9_000) == (5000, NoPosition.shown)
    assert of(90_000) == (0, NoPosition.too_wide)


def test_no_geometry_is_said(make, table, noon):
    nowhere = UnknownPlace(why="no town named")
    gate = Gate(at=noon + 2 * DAY)
    (item,) = gate.incidents(table([make(place=nowhere, area_name="")]))
    assert item.no_position is NoPosition.not_known
    (item,) = gate.incidents(table([make(place=nowhere)]))
    assert item.no_position is NoPosition.too_wide


def test_small_numbers_of_persons_are_not_told_to_the_public(make, table, noon):
    incidents = table([make(kind="casualty", count=Count.exactly(2))])
    (item,) = Gate(at=noon + 2 * DAY).incidents(incidents)
    assert (item.count.lowest, item.count.best, item.count.highest) == (1, None, 4)
    (exact,) = Gate(Tier.T1, at=noon).incidents(incidents)
    assert exact.count == Count.exactly(2)


def test_zero_is_not_suppressed(make, table, noon):
    (item,) = Gate(at=noon + 2 * DAY).incidents(table([make(kind="casualty", count=Count.exactly(0))]))
    assert item.count == Count.exactly(0)


def test_the_vault_is_refused(noon):
    with pytest.raises(RefusedError, match="vault"):
        Gate(Tier.T0, at=noon)


def test_t2_needs_a_reader(noon):
    with pytest.raises(UsageError, match="party"):
        Gate(Tier.T2, at=noon)


@pytest.mark.parametrize("tier", [Tier.T3, Tier.T4, Tier.T5])
def test_observations_are_refused_with_the_tier_that_is_needed(make, noon, tier):
    with pytest.raises(RefusedError, match="T1 is needed"):
        Gate(tier, at=noon).observations([make()])


def test_analysts_get_observations_without_the_place_of_a_launcher(make, noon):
    launch = make("o2", kind="launch", text="at 10.0001 -30.0001", observer_at=None)
    first, second = Gate(Tier.T1, at=noon + DAY).observations([make(), launch])
    assert first == make()
    assert second.text == ""
    assert second.place.radius_m >= 2000
    assert second.place.at != launch.place.at


def _assessment(clause: str) -> Assessment:
    return Assessment(
        incident=INC,
        pack="p",
        clause=clause,
        outcome=Outcome.breach_likely,
        p_applies_ppm=912_345,
        p_breach_ppm=912_345,
        reasons=("1.2 km inside the zone",),
        unverified=("width",),
    )


def test_reasons_and_exact_probabilities_stay_with_analysts(make, table, noon):
    clauses = [Clause(id="ban", pack="p", number="1", summary="s", source="s", primitive="ban")]
    (item,) = Gate(at=noon + 2 * DAY, clauses=clauses).incidents(table([make()]), [_assessment("ban")])
    (told,) = item.assessments
    assert (told.reasons, told.p_breach_ppm, told.likelihood) == ((), None, "very_likely")
    assert told.unverified == ("width",)
    (exact,) = Gate(Tier.T1, at=noon).incidents(table([make()]), [_assessment("ban")])
    assert exact.assessments[0].p_breach_ppm == 912_345
    assert exact.assessments[0].reasons


def test_a_zone_is_not_told_beside_a_cell(make, table, noon):
    """The zone's outline and the cell's together could leave less than the cell."""
    zone = Clause(id="area", pack="p", number="2", summary="s", source="s", primitive="zone_ban", zone="z")
    gate = Gate(at=noon + 2 * DAY, clauses=[zone])
    (item,) = gate.incidents(table([make()]), [_assessment("area")])
    assert item.assessments == ()
    (total,) = gate.clause_totals([item], [_assessment("area")])
    assert (total.incidents, total.unverified) == (1, ("width",))


def test_a_released_cell_stays_until_it_is_publicly_corrected(make, table, noon):
    gate = Gate(at=noon + 2 * DAY)
    items = gate.incidents(table([make()]))
    pins = pins_of([gate.release("list", b"x", approved_by="rule", items=items)])
    moved = table([make(lat=11.0)])
    (kept,) = Gate(at=noon + 3 * DAY, pins=pins).incidents(moved)
    assert kept.cell == items[0].cell
    (corrected,) = Gate(at=noon + 3 * DAY, pins=pins, corrected=frozenset({INC})).incidents(moved)
    assert corrected.cell != items[0].cell


def test_a_fine_cell_already_shown_decides_the_coarse_one(make, table, noon):
    early = Gate(Tier.T3, at=noon + DAY)
    items = early.incidents(table([make()]))
    pins = pins_of([early.release("list", b"x", approved_by="rule", items=items)])
    (public,) = Gate(at=noon + 2 * DAY, pins=pins).incidents(table([make(lat=11.0)]))
    assert parse(public.cell) == coarsen(fine_cell(10.0, -30.0), 5)


def test_effort_outside_is_a_word_about_a_past_day(noon):
    period = TimeInterval(start=noon - DAY, end=noon)
    entry = Coverage(
        observer="cam-1",
        observer_kind=ObserverKind.camera,
        interval=TimeInterval(start=noon - DAY, end=noon - timedelta(hours=12)),
        state=CoverageState.observing,
        area_name="North",
    )
    (told,) = Gate(at=noon + DAY).coverage([entry], period)
    assert (told.area, told.state, told.observers, told.hours) == ("North", EffortState.partial, 0, ())
    (known,) = Gate(Tier.T1, at=noon).coverage([entry], period)
    assert (known.observers, known.hours) == (1, (("observing", 12),))
    with pytest.raises(RefusedError, match="2031-03-05 12:00Z"):
        Gate(at=noon).coverage([entry], period)
    with pytest.raises(RefusedError, match="T1"):
        Gate(at=noon).coverage_entries([entry])


def test_a_release_is_logged_with_what_was_done_to_it(make, table, noon):
    gate = Gate(at=noon + 2 * DAY, status=Status.exercise)
    items = gate.incidents(table([make()]))
    entry = gate.release("list", b"content", approved_by="standing rule", items=items, dropped=3)
    assert (entry.tier, entry.transform.cell_m, entry.transform.delay_s, entry.transform.dropped) == (
        Tier.T5,
        5000,
        86400,
        3,
    )
    assert entry.incidents == (INC,)
    assert entry.status is Status.exercise
    assert entry.id != gate.release("list", b"other", approved_by="standing rule").id


def test_the_first_report_is_the_earliest_whatever_order_the_log_has(make, table, noon):
    late, early = make("o1", reported_at=noon + 5 * DAY), make("o2", reported_at=noon)
    at = noon + 2 * DAY
    for members in ([late, early], [early, late]):
        incidents = grouped(table(members))
        assert [len(Gate(at=at).incidents(incidents)), Gate(at=at).screen(incidents).dropped] == [1, 0]


def test_a_late_report_does_not_take_back_what_was_told(make, table, noon):
    at = noon + 2 * DAY
    silent = make("o2", reported_at=None)
    for newer in (make("o3", reported_at=at), silent):
        incidents = grouped(table([make("o1"), newer], recorded=at))
        assert len(Gate(at=at).incidents(incidents)) == 1


def grouped(incidents):
    """All observations of a table as one incident, in their order."""
    n = len(incidents.observations)
    members = replace(incidents.members, offsets=np.array([0, n]))
    return replace(incidents.take(np.array([0])), members=members)
