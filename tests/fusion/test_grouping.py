"""What belongs together, what does not, and what is said about it."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from ceasewatch.fusion import fuse, resolve, to_incidents
from ceasewatch.model import (
    UNDETERMINED,
    Area,
    BearingRange,
    Belief,
    Count,
    ObserverKind,
    Point,
    Position,
    Role,
    Sector,
    SourceRef,
    TimeSense,
    UnknownPlace,
)  # fmt: skip
from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.observation import Span


def _patrol(name: str, north_km: float, bearing: int, near: int, far: int, scene: SimpleNamespace) -> object:
    """A patrol north of the blast that hears it at a bearing and distance."""
    origin = scene.point(0.0, north_km).at
    arc = BearingRange(from_cdeg=bearing - 1125, to_cdeg=bearing + 1125)
    heard = Sector(origin=origin, origin_radius_m=50, bearings=(arc,), range_from_m=near, range_to_m=far)
    return scene.observation(name, name, heard, scene.at(0, 60), count=Count.exactly(1))


def test_scenario_10_one_blast_heard_by_six(scene: SimpleNamespace) -> None:
    """Two patrols, a camera and three acoustic nodes: raw 6, merged 1."""
    one, kinds = Count.exactly(1), ObserverKind
    nodes = [
        scene.observation(f"node {k}", f"node {k}", scene.point(0.2 * k, -0.2, 400), scene.at(18 + k, 1), "explosion",
                          kinds.acoustic, count=one)
        for k in range(3)
    ]  # fmt: skip
    reports = [
        _patrol("patrol one", 3.0, 18000, 2000, 4000, scene),
        _patrol("patrol two", 2.0, 18000, 1500, 3000, scene),
        scene.observation("cam", "cam", scene.point(0.3, 0.1, 900), scene.at(20, 1), "impact", kinds.camera, count=one),
        *nodes,
    ]
    table = fuse(reports)
    assert len(table) == 1
    assert (table.reports[0], table.origins[0], table.count_best[0]) == (6, 6, 1)
    assert table.members.p.min() > 0.8
    incident = to_incidents(table)[0]
    assert incident.id == "inc-patrol one"
    assert incident.kind.best == "explosion"
    assert isinstance(incident.place, Point)
    assert incident.place.radius_m < 600
    assert incident.contradictions == ()


def test_one_sentence_with_two_counts_is_two_incidents(scene: SimpleNamespace) -> None:
    """The observer told six explosions and thirty projectiles apart; so do we."""
    source = SourceRef(file="report", span=Span(paragraph=1, start=0, end=9))
    apart = [
        scene.observation(k, "camera", scene.point(), scene.at(0, 30_000, TimeSense.series), k, ObserverKind.camera,
                          count=Count.exactly(n), source=source)
        for k, n in (("explosion", 6), ("projectile", 30))
    ]  # fmt: skip
    assert scene.groups(fuse(apart)) == {frozenset({"explosion"}), frozenset({"projectile"})}


def test_classes_never_mix(scene: SimpleNamespace) -> None:
    kinds = ["explosion", "fire", "jamming", "vehicle", "vessel"]
    table = fuse([scene.observation(k, k, scene.point(), scene.at(), k) for k in kinds])
    assert len(table) == len(kinds)


def test_a_chain_of_weak_links_does_not_swallow_a_front(scene: SimpleNamespace) -> None:
    """Each of 60 reports along 60 km links to the next; the two ends are not one incident."""
    chain = [scene.observation(f"{k:02d}", f"w{k}", scene.point(k * 1.0, 0, 1000), scene.at()) for k in range(60)]
    table = fuse(chain)
    extents = [np.ptp([int(i) for i in members]) for members in scene.groups(table)]
    assert 5 <= len(table) < 60
    assert max(extents) <= 6


def test_time_keeps_apart_what_place_would_join(scene: SimpleNamespace) -> None:
    table = fuse([scene.observation(f"{k}", f"w{k}", scene.point(), scene.at(k * 3600)) for k in range(3)])
    assert len(table) == 3


def test_counts_are_the_largest_bound_never_the_sum(scene: SimpleNamespace) -> None:
    counts = {"a": Count.exactly(7), "b": Count(lowest=5, best=10, highest=15)}
    when = scene.at(0, 1800, TimeSense.series)
    table = fuse([scene.observation(k, k, scene.point(), when, count=c) for k, c in counts.items()])
    assert len(table) == 1
    assert (table.count_lowest[0], table.count_best[0]) == (7, 10)
    assert 15 <= table.count_highest[0] < 7 + 15
    assert table.contradictions[0] == ()


def test_contradictions_are_said(scene: SimpleNamespace) -> None:
    when = scene.at(0, 600, TimeSense.series)
    said = [
        scene.observation("a", "north post", scene.point(), when, count=Count.exactly(9), said_of=Belief.certain("A")),
        scene.observation("b", "south post", scene.point(), when, count=Count.exactly(4), said_of=Belief.certain("B")),
    ]
    table = fuse(said)
    assert len(table) == 1
    assert table.contradictions[0] == (
        "north post counts at least 9 (explosion), south post at most 4 (explosion)",
        "the reports name different parties: A, B",
    )


def test_alerts_of_two_feeds_pair_by_area_and_start(scene: SimpleNamespace) -> None:
    def alert(name: str, feed: str, area: str, start: float, role: Role = Role.observation) -> object:
        return scene.observation(
            name, feed, scene.named(area), scene.at(start, 3000, TimeSense.throughout), "air_alert",
            ObserverKind.party if role is Role.statement else ObserverKind.civilian, role=role,
        )  # fmt: skip

    table = fuse(
        [
            alert("official 1", "official", "Northern oblast", 0, Role.statement),
            alert("volunteer 1", "volunteer", "Northern", 23),
            alert("official 2", "official", "Southern oblast", 5, Role.statement),
            alert("volunteer 2", "volunteer", "Northern", 7200),
            alert("official 3", "official", "Northern oblast", 7290, Role.statement),
        ]
    )
    assert scene.groups(table) == {
        frozenset({"official 1", "volunteer 1"}),
        frozenset({"official 2"}),
        frozenset({"official 3", "volunteer 2"}),
    }
    assert "same named area as the first report; starts 23 s after it; same kind" in set(table.members.why)
    assert isinstance(to_incidents(table)[0].place, Area)


def test_named_areas_join_only_by_name_time_and_kind(scene: SimpleNamespace) -> None:
    town = [
        scene.observation("a", "wire a", scene.named("Garsk", "settlement"), scene.at(0, 1800), "armed_clash"),
        scene.observation("b", "wire b", scene.named("GARSK", "settlement"), scene.at(600, 1800), "armed_clash"),
        scene.observation("c", "wire c", scene.named("Nesk", "settlement"), scene.at(0, 1800), "armed_clash"),
        scene.observation("d", "wire d", scene.named("Garsk", "settlement"), scene.at(0, 1800), "casualty"),
        scene.observation("e", "wire e", scene.point(), scene.at(0, 1800), "armed_clash"),
    ]
    together = frozenset({"a", "b"})
    assert scene.groups(fuse(town)) == {together, *(frozenset({k}) for k in "cde")}


def test_statements_join_only_their_own_kind(scene: SimpleNamespace) -> None:
    heard = scene.observation("heard", "patrol", scene.point(), scene.at())
    said = scene.observation(
        "said", "party", scene.point(), scene.at(), "impact", ObserverKind.party, role=Role.statement
    )
    agreed = scene.observation("agreed", "other", scene.point(), scene.at(), role=Role.statement)
    assert scene.groups(fuse([heard, said, agreed])) == {frozenset({"heard", "agreed"}), frozenset({"said"})}


def test_aggregates_belong_to_no_incident(scene: SimpleNamespace) -> None:
    total = scene.observation(
        "total", "report", scene.point(), scene.at(), role=Role.aggregate, count=Count.exactly(70)
    )
    table = fuse([total, scene.observation("one", "patrol", scene.point(), scene.at())])
    assert scene.groups(table) == {frozenset({"one"})}
    assert len(table.observations) == 2
    assert len(fuse([total])) == 0


def test_unknown_places_stand_alone(scene: SimpleNamespace) -> None:
    lost = [scene.observation(k, k, UnknownPlace(why="no name"), scene.at()) for k in "ab"]
    table = fuse(lost)
    assert len(table) == 2
    assert "its place is not known" in table.members.why[0]
    assert isinstance(to_incidents(table)[0].place, UnknownPlace)


def test_vague_places_and_times_stand_alone(scene: SimpleNamespace) -> None:
    vague = [scene.observation(k, k, scene.point(0, 0, 200_000), scene.at()) for k in "ab"]
    long = [scene.observation(k, k, scene.point(), scene.at(0, 30 * 86_400)) for k in "cd"]
    table = fuse(vague + long)
    assert len(table) == 4
    why = " ".join(table.members.why)
    assert "place is too uncertain" in why
    assert "interval is too long" in why


def test_hotspots_of_one_fire_and_one_day_are_one(scene: SimpleNamespace) -> None:
    rng = np.random.default_rng(4)
    pixels = [
        scene.observation(f"{k}", "satellite", scene.point(*rng.normal(0, 0.6, 2)), scene.day(), "fire",
                          ObserverKind.satellite_thermal)
        for k in range(12)
    ]  # fmt: skip
    other_day = scene.observation(
        "later", "satellite", scene.point(), scene.day(1), "fire", ObserverKind.satellite_thermal
    )
    far = scene.observation("far", "satellite", scene.point(9.0), scene.day(), "fire", ObserverKind.satellite_thermal)
    table = fuse([*pixels, other_day, far])
    assert sorted(table.reports) == [1, 1, 12]
    burning = int(np.argmax(table.reports))
    assert table.origins[burning] == 1
    assert math.sqrt(table.var_ee[burning]) > 500


def test_origins_count_copies_once(scene: SimpleNamespace) -> None:
    def article(name: str, url: str) -> object:
        return scene.observation(
            name, name, scene.point(), scene.day(), "casualty", ObserverKind.press, source=SourceRef(urls=(url,))
        )

    table = fuse([article("a", "https://wire/1"), article("b", "https://www.wire/1/"), article("c", "https://own/2")])
    assert (len(table), table.reports[0], table.origins[0]) == (1, 3, 2)


def test_more_places_make_the_place_surer(scene: SimpleNamespace) -> None:
    one = [scene.observation("a", "a", scene.point(0, 0, 1000), scene.at())]
    two = [*one, scene.observation("b", "b", scene.point(0.4, 0, 1000), scene.at())]
    three = [*two, scene.observation("c", "c", scene.point(0.2, 0, 1000), scene.at())]
    single, both, all_ = fuse(one), fuse(two), fuse(three)
    assert len(both) == len(all_) == 1
    assert all_.var_ee[0] < 0.8 * both.var_ee[0]
    assert single.lon[0] < both.lon[0] < two[1].place.at.lon_deg


def test_across_the_antimeridian(scene: SimpleNamespace) -> None:
    sides = [Point(at=Position.of(-45.0, lon), radius_m=1000) for lon in (179.999, -179.999)]
    table = fuse([scene.observation(str(k), str(k), p, scene.at()) for k, p in enumerate(sides)])
    assert len(table) == 1
    assert abs(table.lon[0]) > 179.99


@pytest.mark.parametrize("cell_edge", [0.0, 0.0376, 1.0, -0.01])
def test_the_index_never_decides(scene: SimpleNamespace, cell_edge: float) -> None:
    """Pairs that straddle lines of the grid are found wherever the lines fall."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        lat, lon = -45.0 + cell_edge + rng.normal(0, 0.05), -125.0 + rng.normal(0, 0.05)
        pair = [Point(at=Position.of(lat + d, lon - d), radius_m=800) for d in (0.0, 0.009)]
        assert len(fuse([scene.observation(str(k), str(k), p, scene.at()) for k, p in enumerate(pair)])) == 1


def test_membership_probabilities_share_out(scene: SimpleNamespace) -> None:
    """A report half way between two incidents belongs to either with less certainty than the others do."""
    west = [scene.observation(f"w{k}", f"w{k}", scene.point(-2.0, 0, 500), scene.at()) for k in range(3)]
    east = [scene.observation(f"e{k}", f"e{k}", scene.point(2.0, 0, 500), scene.at()) for k in range(3)]
    middle = scene.observation("m", "m", scene.point(0.1, 0, 3000), scene.at())
    table = fuse([*west, *east, middle])
    p = dict(zip(table.observations.ids[table.members.row], table.members.p, strict=True))
    assert ((table.members.p > 0) & (table.members.p <= 1)).all()
    assert p["m"] < min(p["w0"], p["e0"])


def test_resolve_follows_a_merged_name(scene: SimpleNamespace) -> None:
    table = fuse([scene.observation(k, k, scene.point(), scene.at()) for k in "ab"])
    assert resolve(table, "inc-b") == "inc-a"
    with pytest.raises(NotFoundError, match="inc-z"):
        resolve(table, "inc-z")


def test_no_limit_cuts_a_large_fire(scene: SimpleNamespace) -> None:
    satellite = ObserverKind.satellite_thermal
    many = [
        scene.observation(f"{k:03d}", "s", scene.point(k * 0.01), scene.day(), "fire", satellite) for k in range(90)
    ]
    assert fuse(many).reports.tolist() == [90]
    apart = [
        *many,
        *(
            scene.observation(f"x{k:03d}", "s", scene.point(90 + k * 0.01), scene.day(), "fire", satellite)
            for k in range(90)
        ),
    ]
    assert fuse(apart).reports.tolist() == [90, 90]


def test_a_kind_that_nobody_told_is_no_explosion(scene: SimpleNamespace) -> None:
    told = scene.observation("told", "a", scene.point(), scene.at(), count=Count.exactly(2))
    untold = scene.observation("untold", "b", scene.point(), scene.at(), UNDETERMINED, count=Count.exactly(3))
    table = fuse([told, untold])
    assert scene.groups(table) == {frozenset({"told"}), frozenset({"untold"})}
    assert sorted(table.count_best) == [2, 3]


@pytest.mark.parametrize("n", [400, 401, 900])
def test_many_reports_of_one_happening_are_one_incident(scene: SimpleNamespace, n: int) -> None:
    found = fuse([scene.observation(f"o{k:04d}", f"w{k}", scene.point(), scene.at()) for k in range(n)])
    assert found.reports.tolist() == [n]
    assert found.members.p.min() > 0.5


def test_an_observer_who_told_two_apart_keeps_large_groups_apart(scene: SimpleNamespace) -> None:
    both = [scene.observation(f"o{k:04d}", f"w{k % 450}", scene.point(), scene.at()) for k in range(900)]
    found = fuse(both)
    observers = found.observations.observer
    for n in range(len(found)):
        names = observers[found.members.row[found.members.of(n)]].tolist()
        assert len(set(names)) == len(names)
    assert len(found) < 10
