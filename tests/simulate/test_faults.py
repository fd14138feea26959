from dataclasses import fields, replace

import msgspec
import numpy as np
import pytest

from ceasewatch.model.table import PLACE_KINDS, SENSES
from ceasewatch.observers.offsets import offset_m
from ceasewatch.observers.reports import Reports
from ceasewatch.simulate import faults
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import Faults

N = 4000
DAY = 86_400_000_000
HOUR = 3_600_000_000


def blank(n=N):
    columns = {f.name: np.zeros(n) for f in fields(Reports)}
    whole = {"event", "site", "start_us", "end_us", "reported_us"}
    small = {"sense", "place_kind", "kind", "weapon"}
    columns |= {k: np.zeros(n, np.int64) for k in whole} | {k: np.zeros(n, np.int8) for k in small}
    columns |= {
        "lat": np.full(n, -45.0),
        "lon": np.full(n, -125.0),
        "var_ee": np.full(n, 1e6),
        "var_nn": np.full(n, 1e6),
    }
    columns |= {k: np.full(n, 6.0) for k in ("count_lowest", "count_best", "count_highest")}
    rng = np.random.default_rng(0)
    return replace(Reports(**columns), site=rng.integers(0, 20, n), start_us=rng.integers(0, 10 * DAY, n))


def test_a_bias_is_one_for_an_observer_and_day():
    r, day = blank(), np.random.default_rng(1).integers(0, 10, N)
    moved = faults.daily_bias(
        r, day, 20, Faults(bias_sd_m=800.0, bias_share=0.5), np.ones(N, bool), np.random.default_rng(2)
    )
    east, _ = offset_m(r.lat, r.lon, moved.lat, moved.lon)
    key = r.site * 10 + day
    for k in np.unique(key):
        assert np.ptp(east[key == k]) < 0.1
    per = np.array([east[key == k][0] for k in np.unique(key)])
    assert (np.abs(per) > 1e-3).mean() == pytest.approx(0.5, abs=0.12)
    assert per[np.abs(per) > 1e-3].std() == pytest.approx(800.0, rel=0.25)


def test_a_clock_is_off_by_one_offset_that_drifts():
    r = blank()
    day = np.zeros(N, np.int64)
    off = faults.clocks(
        r, day, 20, Faults(clock_sd_s=60.0, drift_s_per_day=0.0, hour_share=0.0), np.random.default_rng(2)
    )
    shift = (off.start_us - r.start_us) / 1e6
    assert all(np.ptp(shift[r.site == s]) == 0 for s in range(20))
    assert 20.0 < np.std([shift[r.site == s][0] for s in range(20)]) < 120.0
    assert np.array_equal(off.end_us - r.end_us, off.start_us - r.start_us)


def test_gross_errors_of_place_are_kilometres():
    r = blank()
    wrong = faults.misplaced(r, 0.1, np.random.default_rng(1))
    far = np.hypot(*offset_m(r.lat, r.lon, wrong.lat, wrong.lon))
    assert (far > 1.0).mean() == pytest.approx(0.1, abs=0.02)
    assert far[far > 1.0].min() > 4_900.0
    assert far.max() < 61_000.0


def test_misdated_by_whole_days():
    r = blank()
    shift = (faults.misdated(r, 0.1, np.random.default_rng(1)).start_us - r.start_us) / DAY
    assert set(np.unique(shift)) == {-1.0, 0.0, 1.0}


def test_a_vague_time_is_a_quarter_of_the_local_day_that_holds_the_old_one():
    r = blank()
    r = replace(r, end_us=r.start_us + 60_000_000)
    rows = np.arange(0, N, 2)
    told = faults.vague(r, rows, -8.0)
    assert (told.start_us[rows] <= r.start_us[rows]).all()
    assert (told.end_us[rows] >= r.end_us[rows]).all()
    width = (told.end_us - told.start_us)[rows] / 3600e6
    assert (width >= 6.0).all()
    assert (width < 6.1).all()
    assert np.array_equal(told.start_us[1::2], r.start_us[1::2])
    local_hour = ((told.start_us[rows] - 8 * 3_600_000_000) % DAY) / 3600e6
    assert (np.abs(local_hour / 6 - np.rint(local_hour / 6)) < 0.01).mean() > 0.99


def test_counts_grow_with_a_heavy_tail_and_keep_their_order():
    told = faults.miscounted(blank(), 0.2, np.random.default_rng(1))
    assert (told.count_best > 6).mean() == pytest.approx(0.19, abs=0.03)
    assert told.count_best.max() > 60
    assert (told.count_lowest <= told.count_best).all()


def test_placeless_rows_say_so_and_others_stay():
    told = faults.placeless(blank(), np.array([3, 5]))
    assert np.isnan(told.lat[[3, 5]]).all()
    assert np.isfinite(np.delete(told.lat, [3, 5])).all()
    assert (told.place_kind[[3, 5]] == PLACE_KINDS.index("unknown")).all()


def test_written_rows_are_round():
    r = blank()
    rng = np.random.default_rng(4)
    r = replace(r, lat=r.lat + rng.normal(0, 0.1, N), var_ee=rng.uniform(1e4, 1e7, N))
    told = faults.as_written(r, np.arange(N))
    assert (told.start_us % faults.MINUTE_US == 0).all()
    assert np.allclose(told.lat * 1000, np.rint(told.lat * 1000))
    assert np.allclose(np.sqrt(told.var_ee) / 500, np.rint(np.sqrt(told.var_ee) / 500))
    assert told.var_ee.min() > 0


LENGTHS = Faults(length_log_sd=0.2, heard_log_sd=0.4, partly=0.3, other_sense=0.1)


def series(n=N):
    """Reports of one series of an hour, sixty strong."""
    count = {k: np.full(n, 60.0) for k in ("count_lowest", "count_best", "count_highest")}
    start = np.full(n, 5 * DAY)
    sense = np.full(n, SENSES.index("series"), np.int8)
    return replace(blank(n), start_us=start, end_us=start + HOUR, sense=sense, **count)


def test_no_two_reports_of_a_series_tell_the_same_length():
    r, machine = series(), np.arange(N) % 2 == 0
    told = faults.lengths(r, machine, msgspec.structs.replace(LENGTHS, partly=0.0), np.random.default_rng(3))
    log = np.log((told.end_us - told.start_us) / HOUR)
    assert len(np.unique(log)) == N
    assert np.std(log[machine]) == pytest.approx(0.2, rel=0.05)
    assert np.std(log[~machine]) == pytest.approx(0.4, rel=0.05)
    middle = (told.start_us + told.end_us) / 2 - (r.start_us + r.end_us) / 2
    assert np.abs(middle).max() < 2, "its middle stays"
    assert np.array_equal(told.count_best, r.count_best)


def test_who_hears_a_part_counts_a_part_within_the_whole():
    sure = msgspec.structs.replace(LENGTHS, length_log_sd=0.0, heard_log_sd=0.0)
    r = series()
    told = faults.lengths(r, np.ones(N, bool), sure, np.random.default_rng(3))
    share = (told.end_us - told.start_us) / HOUR
    part = share < 0.99
    assert part.mean() == pytest.approx(0.3, abs=0.02)
    assert (told.start_us >= r.start_us - 1).all()
    assert (told.end_us <= r.end_us + 1).all()
    assert np.abs(told.count_best[part] - 60 * share[part]).max() <= 0.5 + 1e-6
    assert np.array_equal(told.count_best[~part], r.count_best[~part])


def test_some_take_a_series_for_a_moment_and_the_other_way_round():
    for sense in ("series", "within"):
        r = replace(series(), sense=np.full(N, SENSES.index(sense), np.int8))
        told = faults.lengths(r, np.ones(N, bool), LENGTHS, np.random.default_rng(3))
        other = SENSES.index("within" if sense == "series" else "series")
        assert (told.sense == other).mean() == pytest.approx(0.1, abs=0.015)
    assert np.array_equal(told.end_us, r.end_us), "how well a moment is known is no length"


def test_lengths_draw_no_chance_of_the_run(front):
    """Other numbers here change no place and nobody who reports."""
    still = msgspec.structs.replace(
        front.world.faults, length_log_sd=0.0, heard_log_sd=0.0, partly=0.0, other_sense=0.0
    )
    quiet = generate(msgspec.structs.replace(front.world, faults=still), seed=7, events=2500)
    sensed = (front.table.text == "") & (quiet.table.text == "") if len(quiet.table) == len(front.table) else None
    assert sensed is not None
    assert np.array_equal(front.table.ids, quiet.table.ids)
    assert np.array_equal(front.table.lat, quiet.table.lat, equal_nan=True)
    assert not np.array_equal(front.table.end_us[sensed], quiet.table.end_us[sensed])
