"""What every backend does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from ceasewatch.model import (
    Assessment,
    Belief,
    Coverage,
    CoverageState,
    Decision,
    DecisionKind,
    Incident,
    Kind,
    Means,
    Member,
    Observation,
    ObserverKind,
    Outcome,
    Point,
    Position,
    Release,
    Tier,
    TimeInterval,
    Transform,
    Undoing,
)
from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.ids import (
    ClauseId,
    CoverageId,
    FeedId,
    IncidentId,
    ObservationId,
    ObserverId,
    PackId,
    ReleaseId,
    incident_id,
)
from ceasewatch.store import (
    AssessmentFilter,
    Changes,
    Decided,
    Delivery,
    Filter,
    Logged,
    Notice,
    Order,
    Projections,
    QuarantinedRow,
    Watermark,
)

T0 = datetime(2031, 5, 3, 6, 0, tzinfo=UTC)


def hours(n: float) -> datetime:
    return T0 + timedelta(hours=n)


def observation(
    n: int, *, at_h: float, feed: str = "patrols", area: str = "East", kind: Kind = Kind.explosion
) -> Logged:
    when = TimeInterval(start=hours(at_h), end=hours(at_h + 0.5))
    seen = Observation(
        id=ObservationId(f"obs{n}"),
        feed=FeedId(feed),
        observer=ObserverId("p1"),
        observer_kind=ObserverKind.patrol,
        phenomenon=when,
        means=Means.heard,
        place=Point(at=Position.of(10.0, -30.0), radius_m=500),
        kind=Belief.certain(kind),
        area_name=area,
        reported_at=hours(at_h + 1),
    )
    return Logged(seq=n, recorded_at=hours(at_h + 2), observation=seen, area=area)


def incident(*members: Logged, provisional: bool = False) -> Incident:
    first = members[0].observation
    return Incident(
        id=incident_id(first.id),
        members=tuple(Member(observation=m.observation.id, p_ppm=1_000_000, why="anchor") for m in members),
        when=first.phenomenon,
        place=first.place,
        kind=first.kind,
        area_name=first.area_name,
        reports=len(members),
        provisional=provisional,
    )


def assessment(of: Incident, outcome: Outcome, *, clause: str = "pack/1", p: int = 900_000) -> Assessment:
    return Assessment(
        incident=of.id,
        pack=PackId("pack"),
        clause=ClauseId(clause),
        outcome=outcome,
        p_applies_ppm=p,
        p_breach_ppm=p,
        reasons=("the happening is of a kind that the clause names",),
        unverified=("pack/1 distance",),
    )


A, B, C = (
    observation(1, at_h=0),
    observation(2, at_h=5, area="West"),
    observation(9, at_h=30, feed="press", kind=Kind.shot),
)


def step(size: int, **parts: object) -> Changes:
    return Changes(watermark=Watermark(size=size, root="ab", code_version="1", recorded_at=hours(40)), **parts)


def test_an_empty_store_says_so(store: Projections) -> None:
    assert store.watermark() == Watermark()
    assert store.totals().observations == 0
    assert store.observations() == []
    assert store.activity() == []


def test_what_is_written_is_read_back_by_another_holder(fresh: Callable[[], Projections]) -> None:
    fresh().write(step(3, observations=[A, B, C], incidents=[incident(A, B), incident(C)]))
    reader = fresh()
    assert reader.watermark().size == 3
    assert reader.observations() == [A, B, C]
    assert list(reader.all_observations()) == [A, B, C]
    assert reader.incidents() == [incident(A, B), incident(C)]
    assert reader.totals().incidents == 2


def test_a_later_version_takes_the_place_of_the_earlier(store: Projections) -> None:
    store.write(step(1, observations=[A]))
    later = observation(1, at_h=2, area="West")
    store.write(step(2, observations=[later]))
    assert store.observations() == [later]
    assert store.observations(Filter(area="East")) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Filter(start=hours(0.5), end=hours(5)), [A, B]),
        (Filter(start=hours(0.6), end=hours(4.9)), []),
        (Filter(area="West"), [B]),
        (Filter(feed="press"), [C]),
        (Filter(kind="shot"), [C]),
        (Filter(recorded_from=hours(7)), [B, C]),
        (Filter(order=Order.newest, limit=2), [C, B]),
        (Filter(limit=1, offset=1), [B]),
        (Filter(offset=2), [C]),
    ],
)
def test_observations_are_filtered(store: Projections, query: Filter, found: list[object]) -> None:
    store.write(step(3, observations=[A, B, C]))
    assert store.observations(query) == found


def test_incidents_are_filtered_like_observations(store: Projections) -> None:
    store.write(step(3, observations=[A, B, C], incidents=[incident(A), incident(B), incident(C)]))
    assert store.incidents(Filter(area="West")) == [incident(B)]
    assert store.incidents(Filter(kind="shot")) == [incident(C)]
    assert store.incidents(Filter(end=hours(6), order=Order.newest, limit=1)) == [incident(B)]
    assert store.incident_ids() == ["inc-obs1", "inc-obs2", "inc-obs9"]


def test_observations_by_id_keep_the_order_asked_for(store: Projections) -> None:
    store.write(step(3, observations=[A, B, C]))
    assert store.observations_by_id([C.observation.id, A.observation.id, "obs77"]) == [C, A]


def test_an_id_that_was_merged_away_still_leads_to_its_incident(store: Projections) -> None:
    store.write(step(2, observations=[A, B], incidents=[incident(A), incident(B)]))
    store.write(step(3, incidents=[incident(A, B)], gone=[incident(B).id]))
    assert store.incident_ids() == ["inc-obs1"]
    assert store.resolve(IncidentId("inc-obs2")) == incident(A, B)
    with pytest.raises(NotFoundError, match="inc-nothing"):
        store.resolve(IncidentId("inc-nothing"))


def test_assessments_follow_their_incident(store: Projections) -> None:
    first, second = incident(A), incident(C)
    likely = assessment(first, Outcome.breach_likely)
    outside = assessment(second, Outcome.not_applicable, clause="pack/2", p=0)
    store.write(step(2, incidents=[first, second], assessments=[outside, likely]))
    assert store.assessments() == [likely, outside]
    assert store.assessments(AssessmentFilter(outcomes=(Outcome.not_applicable,))) == [outside]
    assert store.assessments(AssessmentFilter(clause="pack/1", least_p_breach_ppm=900_000)) == [likely]
    assert store.assessments(AssessmentFilter(incidents=Filter(kind="shot"))) == [outside]
    assert store.assessments(AssessmentFilter(incident=first.id)) == [likely]
    again = assessment(first, Outcome.breach_possible)
    store.write(step(3, incidents=[first], assessments=[again]))
    assert store.assessments() == [again, outside]
    store.write(step(4, gone=[first.id]))
    assert store.assessments() == [outside]


def test_provisional_incidents_are_confirmed_by_a_fold_of_the_same_size_only(store: Projections) -> None:
    store.write(step(4, incidents=[incident(A, provisional=True)]))
    store.confirm(3)
    assert store.totals().provisional == 1
    store.confirm(4)
    assert store.totals().provisional == 0
    assert store.watermark().confirmed == 4
    assert not store.incidents()[0].provisional


def test_a_step_is_stored_whole_or_not_at_all(store: Projections) -> None:
    store.write(step(1, observations=[A]))
    with pytest.raises(Exception, match="UNIQUE"):
        store.write(step(2, observations=[B], incidents=[incident(C), incident(C)]))
    assert store.watermark().size == 1
    assert store.observations() == [A]


def test_activity_counts_by_feed_and_period(store: Projections) -> None:
    store.write(step(3, observations=[A, B, C]))
    patrols, press = store.activity()
    assert (patrols.feed, patrols.observations, patrols.first, patrols.last) == ("patrols", 2, hours(0), hours(5))
    assert (press.last_reported, press.last_recorded) == (hours(31), hours(32))
    assert [a.feed for a in store.activity(hours(0), hours(30))] == ["patrols"]
    assert [a.observations for a in store.activity(hours(30), None)] == [1]


def test_the_last_report_before_a_moment_is_known_for_each_voice(store: Projections) -> None:
    store.write(step(3, observations=[A, B, C]))
    told = {(one.feed, one.observer): one.at for one in store.last_reports(hours(1000))}
    assert told == {("patrols", "p1"): max(_told(A), _told(B)), ("press", "p1"): _told(C)}
    assert store.last_reports(min(_told(A), _told(B), _told(C))) == []


def _told(row: Logged) -> datetime:
    return row.observation.reported_at or row.observation.phenomenon.end


def test_what_surrounds_observations_is_kept(store: Projections) -> None:
    down = Coverage(
        id=CoverageId("c1"),
        observer=ObserverId("cam"),
        observer_kind=ObserverKind.camera,
        interval=TimeInterval(start=hours(0), end=hours(3)),
        state=CoverageState.down,
        area_name="East",
    )
    file = Delivery(feed=FeedId("press"), file="a.csv", sha256="00", size_bytes=3, rows=2, recorded_at=hours(1))
    bad = QuarantinedRow(feed=FeedId("press"), file="a.csv", line=2, field="lat", reason="99", recorded_at=hours(1))
    given = Release(
        id=ReleaseId("r1"), tier=Tier.T5, audience="public", product="daily", at=hours(4), content_sha256="1",
        transform=Transform(cell_m=5000, delay_s=86_400), approved_by="",
    )  # fmt: skip
    decided = _decided("a", "b")
    said = Notice(topic="silence", text="press is silent", at=hours(6))
    store.write(step(5, coverage=[down], deliveries=[file], quarantined=[bad], releases=[given], notices=[said]))
    store.write(step(6, decisions=[decided]))
    assert store.coverage(Filter(start=hours(3), end=hours(9), area="East", kind="camera")) == [down]
    assert store.coverage(Filter(start=hours(4))) == []
    assert store.deliveries(Filter(feed="press")) == [file]
    assert store.deliveries(Filter(feed="patrols")) == []
    assert store.quarantined() == [bad]
    assert store.quarantined(Filter(recorded_from=hours(2))) == []
    assert store.releases(Filter(end=hours(4))) == [given]
    assert store.releases(Filter(end=hours(3))) == []
    assert store.notices(Filter(start=hours(6))) == [said]
    assert store.notices(Filter(start=hours(7))) == []
    assert store.decisions() == [decided]


def _decided(*observations: str) -> Decided:
    named = [ObservationId(o) for o in observations]
    made = Decision.of(DecisionKind.apart, named, decided_by="A. Analyst", decided_at=hours(5), reason="two flashes")
    return Decided(decision=made, seq=6, recorded_at=hours(5))


def test_a_decision_that_is_undone_stays_in_its_place(store: Projections) -> None:
    first, second = _decided("a", "b"), replace(_decided("a", "c"), seq=7)
    store.write(step(7, decisions=[first, second]))
    word = Undoing(decision=first.decision.id, undone_by="B. Chief", undone_at=hours(6), reason="one flash")
    undone = replace(first, undone=word)
    store.write(step(8, decisions=[undone]))
    assert store.decisions() == [undone, second]
