"""What the uncertain values promise, and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import permutations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model import (
    EXPLOSIONS,
    FIRING,
    IMPEDIMENTS,
    Area,
    BearingRange,
    Belief,
    Count,
    Covariance,
    Hypothesis,
    Ignorance,
    Kind,
    Line,
    Point,
    Position,
    Sector,
    TimeInterval,
    from_us,
    to_us,
    utc,
)
from ceasewatch.model.errors import DataError, RowError
from ceasewatch.model.struct import PPM
from ceasewatch.model.weapons import PARENTS, ancestors, is_a

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


class TestCount:
    """Lowest <= best <= highest; nought is a count, not an absence."""

    @given(st.lists(st.none() | st.integers(-3, 9), min_size=3, max_size=3))
    def test_order_is_kept_or_refused(self, numbers: list[int | None]) -> None:
        known = [n for n in numbers if n is not None]
        lowest, best, highest = numbers
        if known == sorted(known) and all(n >= 0 for n in known):
            assert Count(lowest=lowest, best=best, highest=highest).known == bool(known)
        else:
            with pytest.raises(ValueError, match=r"not negative|does not hold"):
                Count(lowest=lowest, best=best, highest=highest)

    def test_nought_is_known(self) -> None:
        assert Count.exactly(0).known
        assert not Count().known

    @pytest.mark.parametrize("order", [p for p in permutations((1, 2, 3)) if p != (1, 2, 3)])
    def test_json_is_checked_too(self, order: tuple[int, int, int]) -> None:
        document = msgspec.json.encode(dict(zip(("lowest", "best", "highest"), order, strict=True)))
        with pytest.raises(msgspec.ValidationError, match="does not hold"):
            msgspec.json.decode(document, type=Count)


class TestBelief:
    """Probabilities of the hypotheses sum to at most one; three kinds of ignorance stay apart."""

    @given(st.lists(st.integers(0, PPM), max_size=5))
    def test_sum_is_at_most_one(self, shares: list[int]) -> None:
        hypotheses = tuple(Hypothesis(value=str(i), p_ppm=p) for i, p in enumerate(shares))
        if sum(shares) <= PPM:
            belief = Belief(hypotheses=hypotheses)
            assert sum(belief.p(h.value) for h in hypotheses) <= 1 + 1e-9
        else:
            with pytest.raises(ValueError, match="exceed one"):
                Belief(hypotheses=hypotheses)

    @given(st.lists(st.text(min_size=1), min_size=1, max_size=7, unique=True))
    def test_among_is_even_and_sums_to_one_exactly(self, values: list[str]) -> None:
        shares = [h.p_ppm for h in Belief.among(*values).hypotheses]
        assert sum(shares) == PPM
        assert max(shares) - min(shares) <= 1

    def test_best(self) -> None:
        belief = Belief(hypotheses=(Hypothesis(value="a", p_ppm=300_000), Hypothesis(value="b", p_ppm=600_000)))
        assert belief.best == "b"
        assert belief.p("c") == 0.0
        assert Belief.certain("a").p("a") == 1.0
        assert Belief.missing(Ignorance.undetermined).best is None

    def test_kinds_of_ignorance_differ(self) -> None:
        assert len({Belief.missing(why) for why in Ignorance}) == 3

    @pytest.mark.parametrize("p", [-1, PPM + 1])
    def test_impossible_probabilities_are_refused(self, p: int) -> None:
        with pytest.raises(ValueError, match="outside"):
            Hypothesis(value="a", p_ppm=p)


class TestTimeInterval:
    """Closed, in UTC, never backwards."""

    @given(st.timedeltas(timedelta(days=-2), timedelta(days=2)))
    def test_it_does_not_end_before_it_starts(self, width: timedelta) -> None:
        if width >= timedelta(0):
            assert TimeInterval(start=NOON, end=NOON + width).width_s == width.total_seconds()
        else:
            with pytest.raises(ValueError, match="before it starts"):
                TimeInterval(start=NOON, end=NOON + width)

    @given(*[st.integers(0, 20)] * 4)
    def test_overlap_is_symmetric_and_shares_a_moment(self, a: int, b: int, c: int, d: int) -> None:
        def interval(x: int, y: int) -> TimeInterval:
            return TimeInterval(start=NOON + timedelta(hours=min(x, y)), end=NOON + timedelta(hours=max(x, y)))

        one, two = interval(a, b), interval(c, d)
        shared = {*range(min(a, b), max(a, b) + 1)} & {*range(min(c, d), max(c, d) + 1)}
        assert one.overlaps(two) == two.overlaps(one) == bool(shared)

    def test_other_zones_are_refused(self) -> None:
        eet = NOON.astimezone(timezone(timedelta(hours=2)))
        with pytest.raises(ValueError, match="in UTC"):
            TimeInterval(start=eet, end=eet)
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(b'{"start":"2020-01-01T12:00:00","end":"2020-01-01T12:00:00"}', type=TimeInterval)

    @given(st.datetimes(timezones=st.just(UTC)))
    def test_microseconds_are_exact(self, moment: datetime) -> None:
        assert from_us(to_us(moment)) == moment

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(DataError, match="no zone"):
            utc(datetime(2020, 1, 1))  # noqa: DTZ001
        assert utc(NOON.astimezone(timezone(timedelta(hours=3)))).utcoffset() == timedelta(0)


class TestPlaces:
    """Values that cannot be are refused when they are made."""

    @pytest.mark.parametrize("position", [(90.00001, 0.0), (-91.0, 0.0), (0.0, 180.1), (0.0, -200.0)])
    def test_coordinates_out_of_range(self, position: tuple[float, float]) -> None:
        with pytest.raises(ValueError, match="out of range"):
            Position.of(*position)

    @given(st.floats(-90, 90), st.floats(-180, 180))
    def test_degrees_are_kept_to_1e7(self, lat: float, lon: float) -> None:
        position = Position.of(lat, lon)
        assert abs(position.lat_deg - lat) <= 0.5e-7 + 1e-12
        assert abs(position.lon_deg - lon) <= 0.5e-7 + 1e-12

    @given(st.integers(0, 35_999), st.integers(0, 35_999))
    def test_width_of_a_bearing_range(self, start: int, end: int) -> None:
        width = BearingRange(from_cdeg=start, to_cdeg=end).width_cdeg
        assert 0 < width <= 36_000
        assert (start + width) % 36_000 == end

    @pytest.mark.parametrize(
        "make",
        [
            lambda: Covariance(ee_m2=-1, en_m2=0, nn_m2=1),
            lambda: Covariance(ee_m2=1, en_m2=2, nn_m2=1),
            lambda: Point(at=Position.of(0, 0), radius_m=-1),
            lambda: BearingRange(from_cdeg=36_000, to_cdeg=0),
            lambda: Sector(origin=Position.of(0, 0), range_from_m=5, range_to_m=4),
            lambda: Sector(origin=Position.of(0, 0), range_from_m=-1),
            lambda: Sector(origin=Position.of(0, 0), origin_radius_m=-1),
            Area,
            lambda: Line(path=(Position.of(0, 0),)),
        ],
    )
    def test_impossible_places(self, make: object) -> None:
        with pytest.raises(ValueError, match=r"."):
            make()  # type: ignore[operator]


def test_kinds_that_are_counted_together() -> None:
    assert EXPLOSIONS < FIRING
    assert not FIRING & IMPEDIMENTS
    assert Kind.air_alert not in FIRING


def test_every_weapon_class_is_a_weapon() -> None:
    for name in PARENTS:
        line = list(ancestors(name))
        assert line[0] == name
        assert line[-1] == "weapon"
        assert all(is_a(name, above) for above in line)
    assert is_a("mortar_82", "mortar")
    assert not is_a("mortar", "mortar_82")


def test_errors_say_what_where_and_what_to_do() -> None:
    error = RowError("latitude 95 is out of range", field="lat", where="a.csv, line 3", todo="correct the row")
    assert str(error) == "a.csv, line 3: latitude 95 is out of range. correct the row"
    assert (error.field, error.exit_code) == ("lat", 3)
    assert str(DataError("bad")) == "bad"
