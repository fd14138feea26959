"""Observations to columns."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely

from ceasewatch.geo.areas import AreaIndex, AreaOutline
from ceasewatch.geo.shape import gaussian
from ceasewatch.geo.tabulate import origin_of, tabulate
from ceasewatch.model import (
    AdminUnit,
    Area,
    Belief,
    Count,
    Covariance,
    Kind,
    Line,
    Means,
    Observation,
    ObserverKind,
    Place,
    Point,
    Position,
    Role,
    Sector,
    SourceRef,
    TimeInterval,
    TimeSense,
    UnknownPlace,
    to_us,
)
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.table import KINDS, NO_TIME, OBSERVER_KINDS, PLACE_KINDS, ROLES, SENSES

START = datetime(2020, 1, 1, tzinfo=UTC)


def seen(place: Place, **changes: object) -> Observation:
    fields: dict[str, object] = {
        "feed": FeedId("table"),
        "observer": ObserverId("patrol-1"),
        "observer_kind": ObserverKind.patrol,
        "phenomenon": TimeInterval(start=START, end=START + timedelta(minutes=5), sense=TimeSense.series),
        "means": Means.heard,
        "place": place,
        "kind": Belief.certain(Kind.explosion),
    }
    return Observation(**(fields | changes))


PLACES: list[Place] = [
    Point(at=Position.of(0.5, 0.5), radius_m=100),
    Point(at=Position.of(0.5, 0.5), radius_m=100, covariance=Covariance(ee_m2=4, en_m2=1, nn_m2=9)),
    Sector(origin=Position.of(0.5, 0.5), range_from_m=10, range_to_m=500),
    Area(admin=AdminUnit(name="the north oblast", level="adm1")),
    Line(path=(Position.of(0.5, 0.5), Position.of(0.6, 0.5))),
    UnknownPlace(why="not stated"),
]


@pytest.fixture
def areas() -> AreaIndex:
    return AreaIndex([AreaOutline("North", shapely.box(0, 0, 1, 1), ("The North",))])


def test_places_have_the_moments_of_their_gaussian() -> None:
    table = tabulate([seen(p) for p in PLACES])
    for i, place in enumerate(PLACES):
        g = gaussian(place)
        row = [table.lat[i], table.lon[i], table.var_ee[i], table.var_en[i], table.var_nn[i]]
        if g is None:
            assert np.isnan(row).all()
        else:
            assert row == pytest.approx([g.lat, g.lon, g.var_ee, g.var_en, g.var_nn])
    kinds = [PLACE_KINDS[i] for i in table.place_kind]
    assert kinds == ["point", "point", "sector", "area", "line", "unknown"]


def test_columns() -> None:
    belief = Belief.among(Kind.shot, Kind.burst, "unheard_of")
    changes = {"id": ObservationId("x"), "kind": belief, "role": Role.aggregate, "reported_at": START}
    row = seen(PLACES[0], count=Count(lowest=3, highest=9), **changes)
    table = tabulate([row, seen(PLACES[0])], seq=[7, 9], recorded_us=[1, 2])
    assert table.ids.tolist() == ["x", ""]
    assert table.seq.tolist() == [7, 9]
    assert table.recorded_us.tolist() == [1, 2]
    assert table.reported_us.tolist() == [to_us(START), NO_TIME]
    assert table.end_us[0] - table.start_us[0] == 300_000_000
    assert [SENSES[i] for i in table.sense] == ["series", "series"]
    assert ROLES[table.role[0]] is Role.aggregate
    assert OBSERVER_KINDS[table.observer_kind[0]] is ObserverKind.patrol
    shares = dict(zip(KINDS, table.kind_p[0], strict=True))
    assert shares[Kind.other] == pytest.approx(belief.p("unheard_of"))
    assert shares[Kind.shot] == pytest.approx(1 / 3, abs=1e-6)
    assert table.kind_p.sum(axis=1) == pytest.approx([1, 1])
    counts = np.column_stack([table.count_lowest, table.count_best, table.count_highest])
    assert np.array_equal(counts, [[3, np.nan, 9], [np.nan] * 3], equal_nan=True)
    assert table.rows[0] is row


def test_defaults() -> None:
    table = tabulate([seen(p) for p in PLACES])
    assert table.seq.tolist() == list(range(6))
    assert (table.recorded_us == NO_TIME).all()
    assert table.area.tolist() == ["", "", "", "the north oblast", "", ""]
    assert set(table.origin) == {"patrol-1"}


def test_nothing_makes_an_empty_table(areas: AreaIndex) -> None:
    table = tabulate([], areas=areas)
    assert len(table) == 0
    assert table.kind_p.shape == (0, len(KINDS))


def test_areas_are_named_by_the_source_then_the_unit_then_the_outline(areas: AreaIndex) -> None:
    rows = [seen(p) for p in PLACES]
    rows += [seen(PLACES[0], area_name="The North region"), seen(PLACES[0], area_name="Far East")]
    rows += [seen(Area(admin=AdminUnit(name="Some Town", level="settlement", parents=("District", "The North"))))]
    rows += [seen(Point(at=Position.of(9, 9), radius_m=1))]
    found = tabulate(rows, areas=areas).area.tolist()
    assert found == ["North", "North", "North", "North", "North", "", "North", "Far East", "North", ""]


@pytest.mark.parametrize(
    ("urls", "origin"),
    [
        ((), "patrol-1"),
        (("https://www.example.org/a/?x=1#top", "https://example.net/b"), "example.org/a/?x=1"),
        (("http://example.org/a/",), "example.org/a"),
        (("example.org/a",), "example.org/a"),
        (("",), "patrol-1"),
    ],
)
def test_origin_is_the_first_address_or_the_observer(urls: tuple[str, ...], origin: str) -> None:
    assert origin_of(seen(PLACES[0], source=SourceRef(urls=urls))) == origin


def test_rows_do_not_depend_on_their_neighbours(areas: AreaIndex) -> None:
    rows = [seen(p, count=Count.exactly(i)) for i, p in enumerate(PLACES)]
    table = tabulate(rows, areas=areas)
    order = np.array([4, 2, 0, 5, 1, 3])
    again = tabulate([rows[i] for i in order], seq=order, areas=areas)
    for name in ("lat", "var_ee", "var_en", "kind_p", "count_best", "seq", "place_kind"):
        assert np.array_equal(getattr(table, name)[order], getattr(again, name), equal_nan=True)
    assert table.area[order].tolist() == again.area.tolist()


@pytest.mark.slow
def test_134k_points_take_seconds_not_minutes(areas: AreaIndex) -> None:
    """About one CPU second on an idle machine; a shared one counts slower, so the bound is wide."""
    random = np.random.default_rng(1).uniform(0, 1, (134_000, 2))
    rows = [seen(Point(at=Position.of(a, b), radius_m=500)) for a, b in random.tolist()]
    start = time.process_time()
    tabulate(rows, areas=areas)
    assert time.process_time() - start < (2.0 if sys.gettrace() is None else 6.0)
