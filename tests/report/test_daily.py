"""The report as values: counts, effort, silence, what is kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest

from ceasewatch.model import (
    Assessment,
    Count,
    FeedSetting,
    Mission,
    Outcome,
    Release,
    Role,
    Tier,
    TimeInterval,
    Transform,
)
from ceasewatch.model.errors import RefusedError, UsageError
from ceasewatch.model.ids import FeedId
from ceasewatch.release import EffortState, Gate, ReleasedIncident
from ceasewatch.report.counting import by_area, joint, tally, total, whole
from ceasewatch.report.daily import build, in_period, product
from ceasewatch.report.periods import cutoff, periods


def row(report, area):
    return next(r for r in report.areas if r.area == area)


def test_violations_are_the_sum_over_incidents_of_fire(report):
    """o1 (3) + o4 (a launch, 4) + o2 (at least 2) in one area; the area of o10 is not known."""
    now = row(report, "Aldermarch").now
    assert (now.violations.lowest, now.violations.best, now.violations.highest) == (9, 9, None)
    assert now.explosions == Count.exactly(3)
    assert now.fire == 3
    assert row(report, "").now.violations == Count.exactly(3)


def test_the_previous_period_stands_beside(report):
    before = row(report, "Aldermarch").before
    assert before.violations == Count.exactly(8 + 3)
    assert before.explosions == Count.exactly(8)


def test_every_area_has_a_row_and_its_effort(report):
    assert {r.area: (r.effort, r.effort_before) for r in report.areas} == {
        "Aldermarch": (EffortState.adequate, EffortState.adequate),
        "Brenland": (EffortState.unknown, EffortState.unknown),
        "Corfe": (EffortState.none, EffortState.adequate),
        "": (EffortState.unknown, EffortState.unknown),
    }


def test_what_is_no_violation_is_kept_apart(report):
    assert report.total.now.clashes == 1
    assert [(a.area, a.now) for a in report.alerts] == [("Brenland", 1)]
    assert [(a.area, a.now) for a in report.thermal] == [("Corfe", 1)]
    assert [i.kind for i in report.impediments] == ["denial"]
    assert not {"air_alert", "fire"} & {i.kind for i in report.annex}


def test_reported_totals_are_compared_and_not_added(report):
    (compared,) = report.compared
    assert (compared.reported.best, compared.ours.best) == (40, 9)
    assert report.total.now.violations.best == 12


def test_a_feed_that_stopped_or_is_late_is_an_alarm(report):
    silent = {f.health.feed: f.health.silent for f in report.feeds}
    assert silent == {
        "alerts": False,
        "cameras": False,
        "never": False,
        "press": False,
        "satellite": False,
        "sensors": True,
    }


def test_a_feed_with_a_rhythm_that_never_reported_is_an_alarm(inputs, public):
    mission = msgspec.structs.replace(inputs.mission, feeds=(FeedSetting(id=FeedId("never"), expected_every_s=3600),))
    found = build(replace(inputs, mission=mission), public)
    assert next(f for f in found.feeds if f.health.feed == "never").health.silent


def test_casualties_are_totals_and_small_ones_are_a_range_for_the_public(report, inputs, areas):
    assert (report.killed.lowest, report.killed.best, report.killed.highest) == (1, None, 4)
    assert report.injured == Count.exactly(5)
    exact = build(inputs, Gate(Tier.T1, at=inputs.period.end, areas=areas))
    assert exact.killed == Count.exactly(2)


def test_what_could_not_be_determined_is_counted(report):
    found = report.undetermined
    assert (found.place_unknown, found.place_withheld, found.area_unknown, found.unread) == (1, 1, 1, 1)


def test_observers_are_named_to_analysts_alone(report, inputs, areas):
    assert report.not_working == ()
    assert b"secret" not in msgspec.json.encode(report)
    exact = build(inputs, Gate(Tier.T1, at=inputs.period.end, areas=areas))
    assert [n.observer for n in exact.not_working] == ["cam-secret-2"]


def test_a_public_report_waits(inputs, areas):
    with pytest.raises(RefusedError, match="2031-03-05 19:30Z"):
        build(inputs, Gate(at=inputs.period.end + timedelta(hours=23), areas=areas))


def test_the_public_report_holds_no_exact_coordinate(report):
    text = msgspec.json.encode(report).decode()
    for exact in ("10.4123", "104123", "29.6123", "296123"):
        assert exact not in text


def test_an_incident_is_in_exactly_one_period(inputs):
    first = inputs.period.start - timedelta(days=3)
    days = [TimeInterval(start=first + timedelta(days=n), end=first + timedelta(days=n + 1)) for n in range(6)]
    ids = [i for d in days for i in in_period(inputs.incidents, d).ids]
    assert sorted(ids) == sorted(inputs.incidents.ids)


def test_what_is_dated_badly_is_counted_on_no_day(observe, with_observations, public):
    at = observe("x").phenomenon.start
    wide = TimeInterval(start=at - timedelta(days=20), end=at + timedelta(days=20))
    changed = with_observations([observe("x", phenomenon=wide), observe("y", lat=10.8)])
    gate = replace(public, at=public.at + timedelta(days=30))
    found = build(changed, gate)
    assert (found.incidents, found.undetermined.time_wide) == (1, 1)


def test_earlier_releases_of_the_same_report_are_linked_and_keep_their_cells(inputs, public, report):
    entry = public.release(f"{product(inputs)} en pdf", b"x", approved_by="rule", items=report.annex[:2])
    moved = msgspec.structs.replace(entry, cells=((report.annex[0].id, "85562d4bfffffff"),))
    other = msgspec.structs.replace(entry, product="daily report 2031-03-03 en pdf")
    found = build(replace(inputs, releases=(other, moved)), public)
    (correction,) = found.corrections
    assert (correction.id, correction.removed) == (entry.id, 0)
    assert correction.added == len(report.annex) - 2
    assert next(i for i in found.annex if i.id == report.annex[0].id).cell == "85562d4bfffffff"


def test_a_long_annex_is_cut_and_says_so(inputs, public, report):
    short = build(inputs, public, annex_rows=2)
    assert (len(short.annex), short.annex_left) == (2, len(report.annex) - 2)


def test_unverified_numbers_reach_the_clause_table(inputs, public, report):
    now = report.annex[0].id
    marked = Assessment(
        incident=now,
        pack="ocean",
        clause="2",
        outcome=Outcome.undetermined,
        p_applies_ppm=1,
        p_breach_ppm=1,
        unverified=("width",),
    )
    found = build(replace(inputs, assessments=[marked]), public)
    assert [(t.clause, t.unverified) for t in found.clauses] == [("2", ("width",))]


def test_swapping_the_parties_swaps_them_and_nothing_else(observations, with_observations, public):
    def shown(a: str, b: str) -> bytes:
        swapped = [msgspec.structs.replace(o, speaker={"A": a, "B": b}.get(o.speaker, "")) for o in observations]
        made = with_observations(swapped)
        feeds = tuple(msgspec.structs.replace(f, side={"A": a, "B": b}.get(f.side, "")) for f in made.mission.feeds)
        mission = msgspec.structs.replace(made.mission, feeds=feeds)
        return msgspec.json.encode(build(replace(made, mission=mission), public))

    assert shown("B", "A") == shown("A", "B").replace(b'"side":"A"', b'"side":"B"')


def _item(count: Count, **other: object) -> ReleasedIncident:
    fields = {"id": "inc-x", "tier": Tier.T5, "from_day": "2031-03-04", "to_day": "2031-03-04", "kind": "shot"}
    return ReleasedIncident(**{**fields, "kind_p_ppm": 1_000_000, "count": count, **other})


def test_an_incident_without_a_number_is_at_least_one():
    assert total([Count(), Count.exactly(4)]) == Count(lowest=5, best=5, highest=None)
    assert total([]) == Count.exactly(0)
    assert total([Count(lowest=2, best=3, highest=9), Count.exactly(1)]) == Count(lowest=3, best=4, highest=10)


def test_statements_alone_are_counted_nowhere():
    found = tally([_item(Count.exactly(3), statements_only=True)])
    assert (found.violations, found.statements) == (Count.exactly(0), 1)


def test_counts_are_conserved_over_areas():
    items = [_item(Count.exactly(n), area=f"a{n % 3}") for n in range(10)]
    rows = by_area(items, [], [], [], ["a0", "a9"])
    assert sum(r.now.violations.best for r in rows) == whole(rows, items, []).now.violations.best == 45
    assert [r.area for r in rows] == ["a0", "a1", "a2", "a9"]


def test_joint_effort_never_claims_more_than_its_parts():
    adequate, none, unknown = EffortState.adequate, EffortState.none, EffortState.unknown
    assert joint([adequate, adequate]) is adequate
    assert joint([adequate, unknown]) is EffortState.partial
    assert joint([none, unknown]) is unknown
    assert joint([]) is unknown


def test_periods_join_and_follow_the_clock():
    mission = Mission(name="m", zone="Europe/Kyiv", cutoff="19:30")
    spring = [periods(date(2022, 3, 26) + timedelta(days=n), mission)[0] for n in range(3)]
    assert [p.width_s / 3600 for p in spring] == [24, 23, 24]
    assert all(a.end == b.start for a, b in pairwise(spring))
    assert periods(date(2022, 10, 30), mission)[0].width_s == 25 * 3600


def test_a_report_after_a_weekend_covers_several_days():
    mission = Mission(name="m", zone="UTC", cutoff="19:30")
    now, before = periods(date(2022, 3, 14), mission, days=3)
    assert (now.width_s, before.end) == (3 * 86400, now.start)


def test_a_cutoff_that_is_no_time_is_refused():
    with pytest.raises(UsageError, match="time of day"):
        cutoff(date(2022, 3, 14), Mission(name="m", cutoff="half past"))


def test_release_struct_is_what_the_log_expects(inputs, public, report):
    entry = public.release(product(inputs), b"x", approved_by="rule", items=report.annex, dropped=report.dropped)
    assert isinstance(entry, Release)
    assert entry.transform == Transform(cell_m=5000, delay_s=86400, dropped=0)


def test_a_total_of_what_is_not_counted_is_not_compared(
    report, inputs, observations, observe, with_observations, public
):
    press = observations[-2]
    articles = observe(
        "o13", role=Role.aggregate, kind="armed_clash", count=Count.exactly(1484), place=press.place, feed=press.feed
    )
    changed = replace(with_observations([*observations, articles]), incidents=inputs.incidents)
    assert build(changed, public).compared == report.compared


def test_a_replay_of_history_corrects_nothing_that_was_given_out(inputs, public, report):
    replayed = replace(inputs, as_reported=public.at)
    assert product(replayed) != product(inputs)
    told = [public.release(f"{product(i)} en pdf", b"x", approved_by="rule") for i in (inputs, replayed)]
    assert [c.id for c in build(replace(inputs, releases=told), public).corrections] == [told[0].id]
    assert [c.id for c in build(replace(replayed, releases=told), public).corrections] == [told[1].id]
