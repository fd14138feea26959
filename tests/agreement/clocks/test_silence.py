"""Seven days of silence, counted day by day: what breaks them, what nobody observed, and which reading decides."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import DayState, Heard, Observed, Silence, SilenceRule, Unobserved, by_reading, silence
from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import PPM
from ceasewatch.model.time import to_us
from ceasewatch.model.values import Kind

HOUR, DAY = 3_600_000_000, 86_400_000_000
Rows = Sequence[tuple[float, float, int, int]]


@pytest.fixture(scope="module")
def rule(m: Any) -> SilenceRule:
    return SilenceRule(
        zone="area", days=m.n("7 d"), kinds=(Kind.shot,), observed_share=m.n("1 probability", verified=True)
    )


@pytest.fixture(scope="module")
def first(m: Any) -> Any:
    return m.t("2025-06-01T00:00")


def heard(first: Any, rows: Rows) -> Heard:
    """Rows of (start and end in hours after ``first``, bounds in millionths)."""
    zero = to_us(first)
    at = [(zero + int(a * HOUR), zero + int(b * HOUR)) for a, b, _, _ in rows]
    return Heard(
        ids=np.array([f"i{k}" for k in range(len(rows))], dtype=object),
        start_us=np.array([a for a, _ in at], dtype=np.int64),
        end_us=np.array([b for _, b in at], dtype=np.int64),
        low_ppm=np.array([r[2] for r in rows], dtype=np.int64),
        high_ppm=np.array([r[3] for r in rows], dtype=np.int64),
    )


def observed(first: Any, *stretches: tuple[float, float]) -> Observed:
    ends = np.array([[to_us(first) + int(x * HOUR) for x in s] for s in stretches], dtype=np.int64).reshape(-1, 2)
    return Observed(ends[:, 0], ends[:, 1])


def states(told: Silence) -> str:
    letters = {"counted": "c", "reset": "R", "not_observed": "-", "undetermined": "?", "running": "."}
    return "".join(letters[d.state] for d in told.days)


def test_seven_quiet_days_that_were_watched(m: Any, rule: SilenceRule, first: Any) -> None:
    told = silence(rule, heard(first, []), observed(first, (0, 200)), first, m.view(first + m.h(170)))
    assert states(told) == "ccccccc."
    assert [(d.count_low, d.count_high) for d in told.days] == [(n, n) for n in (1, 2, 3, 4, 5, 6, 7, 7)]
    assert told.met_at == told.possible_at == first + m.h(168)
    assert told.days[6].p_met_low_ppm == PPM
    assert told.days[5].p_met_high_ppm == 0
    assert "days of silence 7 d (TEXT, point 1)" in told.unverified


def test_scenario_5_an_outage_on_day_5_and_a_shot_300_m_outside_on_day_6(m: Any, rule: SilenceRule, first: Any) -> None:
    """The shot is known to 600 m (95 %): it was inside with probability Phi(-300 / 245) = 0.11."""
    sigma = 600 / math.sqrt(5.991464547107979)
    inside = round(PPM * 0.5 * math.erfc(300 / sigma / math.sqrt(2)))
    assert inside == 110_500
    shot = heard(first, [(5 * 24 + 14, 5 * 24 + 14.2, inside, inside)])
    watched = observed(first, (0, 96), (120, 168))
    told = {s.reading: s for s in by_reading(rule, shot, watched, first, m.view(first + m.h(168)))}
    assert {r: states(s)[:7] for r, s in told.items()} == {
        Unobserved.pauses: "cccc-?c",
        Unobserved.counts: "ccccc?c",
        Unobserved.breaks: "cccc-?c",
    }
    at_the_end = {r: (s.days[6].count_low, s.days[6].count_high) for r, s in told.items()}
    assert at_the_end == {Unobserved.pauses: (1, 6), Unobserved.counts: (1, 7), Unobserved.breaks: (1, 2)}
    met = {r: (s.days[6].p_met_low_ppm, s.days[6].p_met_high_ppm) for r, s in told.items()}
    assert met == {
        Unobserved.pauses: (0, 0),
        Unobserved.counts: (889_500, 889_500),
        Unobserved.breaks: (0, 0),
    }, "whether the seven days may be over depends on the reading of the outage"
    assert {r: s.met_at for r, s in told.items()} == dict.fromkeys(Unobserved)
    assert told[Unobserved.counts].possible_at == first + m.h(168)
    assert told[Unobserved.pauses].possible_at is None
    outage, doubtful = told[Unobserved.pauses].days[4:6]
    assert outage.reasons[0] == "0% of the day observed"
    assert "broken with probability 0.11 to 0.11: i0 0.11" in doubtful.reasons


def test_a_shot_that_was_surely_inside_resets(m: Any, rule: SilenceRule, first: Any) -> None:
    shot = heard(first, [(60, 61, 990_000, PPM)])
    told = silence(rule, shot, observed(first, (0, 400)), first, m.view(first + m.h(11 * 24)))
    assert states(told)[:11] == "ccRcccccccc"
    assert [d.count_high for d in told.days[:11]] == [1, 2, 0, 1, 2, 3, 4, 5, 6, 7, 7]
    assert told.met_at == first + m.h(10 * 24)


def test_a_shot_resets_though_nobody_else_watched_and_before_the_day_is_over(
    m: Any, rule: SilenceRule, first: Any
) -> None:
    shot = heard(first, [(30, 30.1, PPM, PPM)])
    assert states(silence(rule, shot, observed(first, (0, 24)), first, m.view(first + m.h(48)))) == "cR."
    assert states(silence(rule, shot, observed(first, (0, 40)), first, m.view(first + m.h(31)))) == "cR"
    assert states(silence(rule, shot, observed(first, (0, 40)), first, m.view(first + m.h(29)))) == "c."


def test_a_shot_around_midnight_broke_one_of_two_days_for_sure(m: Any, rule: SilenceRule, first: Any) -> None:
    shot = heard(first, [(71.5, 72.5, PPM, PPM)])
    told = silence(rule, shot, observed(first, (0, 400)), first, m.view(first + m.h(9 * 24)))
    assert states(told)[:4] == "cc??"
    assert (told.days[3].p_broken_low_ppm, told.days[3].p_broken_high_ppm) == (0, PPM)
    assert [d.count_high for d in told.days[:5]] == [1, 2, 3, 1, 2], "no reading of it leaves four days of silence"
    assert told.days[3].count_low == 0


def test_a_place_that_nobody_could_tell_is_undetermined(m: Any, rule: SilenceRule, first: Any) -> None:
    told = silence(
        rule, heard(first, [(30, 30, 0, PPM)]), observed(first, (0, 200)), first, m.view(first + m.h(7 * 24))
    )
    assert told.days[6].count_low == 5
    assert told.days[6].count_high == 7
    assert (told.days[6].p_met_low_ppm, told.days[6].p_met_high_ppm) == (0, PPM)


def test_many_doubtful_shots_are_one_certain_break_at_most(m: Any, rule: SilenceRule, first: Any) -> None:
    shots = heard(first, [(h, h, 40_000, 40_000) for h in range(24, 168, 6)])
    told = silence(rule, shots, observed(first, (0, 200)), first, m.view(first + m.h(7 * 24)))
    assert (told.days[6].p_met_low_ppm, told.days[6].p_met_high_ppm) == (40_000, 960_000), "24 shots at 0.04"


@pytest.mark.parametrize(("share", "state"), [("0.9", DayState.counted), ("0.95", DayState.not_observed)])
def test_how_much_of_a_day_must_be_watched_is_a_number_of_the_pack(
    m: Any, rule: SilenceRule, first: Any, share: str, state: DayState
) -> None:
    asked = msgspec.structs.replace(rule, observed_share=m.n(f"{share} probability"))
    two = observed(first, (0, 12), (10, 22))
    told = silence(asked, heard(first, []), two, first, m.view(first + m.h(24)))
    assert told.days[0].state is state
    assert told.days[0].observed_ppm == 916_666


def test_days_are_those_of_the_agreements_zone(m: Any, rule: SilenceRule) -> None:
    start = m.t("2025-03-28T22:00")
    told = silence(
        rule,
        heard(start, []),
        observed(start, (0, 300)),
        start,
        m.view("2025-04-05T00:00", zone=ZoneInfo("Europe/Kyiv")),
    )
    assert [(d.day, d.hours) for d in told.days[:3]] == [("2025-03-29", 24), ("2025-03-30", 23), ("2025-03-31", 24)]
    assert told.met_at == m.t("2025-04-04T21:00")


def test_a_day_that_the_zone_skipped_is_none(m: Any, rule: SilenceRule) -> None:
    start = m.t("2011-12-28T12:00")
    told = silence(
        rule,
        heard(start, []),
        observed(start, (-48, 99)),
        start,
        m.view("2012-01-01T12:00", zone=ZoneInfo("Pacific/Apia")),
    )
    assert [d.day for d in told.days][:4] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]
    assert states(told)[:4] == "cccc"


def test_before_the_first_day_there_is_nothing_to_count(m: Any, rule: SilenceRule, first: Any) -> None:
    assert silence(rule, heard(first, []), observed(first), first + m.h(48), m.view(first)).days == ()
    later = msgspec.structs.replace(rule, since=first + m.h(48))
    told = silence(later, heard(first, []), observed(first, (0, 99)), first, m.view(first + m.h(96)))
    assert told.days[0].day == "2025-06-03", "the rule's own start goes before"


def test_only_the_most_probable_of_many_are_named(m: Any, rule: SilenceRule, first: Any) -> None:
    shots = heard(first, [(1, 2, 0, 1000 * k) for k in range(1, 9)])
    (day, *_) = silence(rule, shots, observed(first, (0, 99)), first, m.view(first + m.h(24))).days
    assert day.reasons[1].endswith("i7 0.01, i6 0.01, i5 0.01, i4 0.01, i3 0.00, 3 more")


@pytest.mark.parametrize("days", ["7 h", "0 d", "1.5 d", "99999 d"])
def test_what_is_no_number_of_days_is_refused(m: Any, rule: SilenceRule, first: Any, days: str) -> None:
    wrong = msgspec.structs.replace(rule, days=m.n(days))
    with pytest.raises(DataError, match="no days of silence"):
        silence(wrong, heard(first, []), observed(first), first, m.view(first))


def test_bounds_out_of_order_are_refused(m: Any, rule: SilenceRule, first: Any) -> None:
    for row in ((0, 1, 5, 4), (0, 1, -1, 4), (0, 1, 0, PPM + 1), (1, 0, 0, 0)):
        with pytest.raises(DataError, match="out of order"):
            heard(first, [row])
    with pytest.raises(DataError, match="different length"):
        Heard(np.array(["a"], dtype=object), *(np.zeros(0, np.int64),) * 4)
    wrong = msgspec.structs.replace(rule, observed_share=m.n("2 probability"))
    with pytest.raises(DataError, match="no share of a day"):
        silence(wrong, heard(first, []), observed(first), first, m.view(first))


moments = st.floats(-30, 300).map(lambda x: round(x, 2))
bounds = st.tuples(st.integers(0, PPM), st.integers(0, PPM)).map(sorted)
shots = st.lists(
    st.builds(lambda a, w, p: (a, a + w, p[0], p[1]), moments, st.sampled_from([0.0, 0.5, 30.0]), bounds), max_size=5
)
watches = st.lists(st.tuples(st.integers(-24, 280), st.integers(1, 200)).map(lambda x: (x[0], x[0] + x[1])), max_size=4)
readings = st.sampled_from(Unobserved)
Run = Callable[..., Silence]


@pytest.fixture(scope="module")
def run(m: Any, rule: SilenceRule, first: Any) -> Run:
    def call(rows: Rows, watch: Any, reading: Unobserved, shift: timedelta = timedelta(0)) -> Silence:
        zero = first + shift
        asked = msgspec.structs.replace(rule, unobserved=reading, days=m.n("3 d"))
        return silence(asked, heard(zero, rows), observed(zero, *watch), zero, m.view(zero + m.h(250)))

    return call


def figures(told: Silence) -> list[tuple[Any, ...]]:
    return [
        (d.state, d.observed_ppm, d.p_broken_low_ppm, d.p_broken_high_ppm, d.count_low, d.count_high, d.p_met_low_ppm,
         d.p_met_high_ppm)
        for d in told.days
    ]  # fmt: skip


@settings(max_examples=25)
@given(rows=shots, watch=watches, reading=readings, seed=st.randoms())
def test_order_never_matters(run: Run, rows: Any, watch: Any, reading: Unobserved, seed: Any) -> None:
    mixed = seed.sample(rows, len(rows)), seed.sample(watch, len(watch))
    assert figures(run(rows, watch, reading)) == figures(run(*mixed, reading))


@settings(max_examples=25)
@given(rows=shots, watch=watches, reading=readings, more=shots)
def test_one_more_shot_never_helps(run: Run, rows: Any, watch: Any, reading: Unobserved, more: Any) -> None:
    quiet, loud = run(rows, watch, reading), run([*rows, *more], watch, reading)
    for a, b in zip(quiet.days, loud.days, strict=True):
        assert b.p_broken_low_ppm >= a.p_broken_low_ppm
        assert b.p_broken_high_ppm >= a.p_broken_high_ppm
        assert b.count_low <= a.count_low
        assert b.count_high <= a.count_high


@settings(max_examples=25)
@given(rows=shots, watch=watches, more=watches)
def test_one_more_watch_never_hurts(run: Run, rows: Any, watch: Any, more: Any) -> None:
    for reading in Unobserved:
        few, many = run(rows, watch, reading), run(rows, watch + more, reading)
        for a, b in zip(few.days, many.days, strict=True):
            assert b.count_low >= a.count_low
            assert b.count_high >= a.count_high
            assert b.p_met_low_ppm >= a.p_met_low_ppm
            assert b.observed_ppm >= a.observed_ppm


@settings(max_examples=25)
@given(rows=shots, watch=watches)
def test_what_counts_without_a_watch_counts_most(run: Run, rows: Any, watch: Any) -> None:
    pauses, counts, breaks = (run(rows, watch, r) for r in (Unobserved.pauses, Unobserved.counts, Unobserved.breaks))
    for p, c, b in zip(pauses.days, counts.days, breaks.days, strict=True):
        assert b.count_high <= p.count_high <= c.count_high
        assert 0 <= p.p_met_low_ppm <= p.p_met_high_ppm <= PPM
        assert p.count_low <= p.count_high


@settings(max_examples=25)
@given(rows=shots, watch=watches, reading=readings, days=st.integers(-300, 300))
def test_whole_days_change_nothing_where_no_clock_changes(
    run: Run, rows: Any, watch: Any, reading: Unobserved, days: int
) -> None:
    assert figures(run(rows, watch, reading)) == figures(run(rows, watch, reading, timedelta(days=days)))
