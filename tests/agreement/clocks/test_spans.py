"""Hours elapse, days are the calendar's: what differs when the clocks change, and at both edges of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.clocks import DayRule, after, before, day_start, instant, says, zone_named
from ceasewatch.model.clause import Number
from ceasewatch.model.errors import DataError, LimitError

wall = datetime.fromisoformat
KYIV, UTC0 = ZoneInfo("Europe/Kyiv"), ZoneInfo("UTC")
around = st.datetimes(wall("2025-03-20"), wall("2025-11-05"), timezones=st.just(UTC))
rules = st.sampled_from(DayRule)


def n(text: str) -> Number:
    value, unit = text.split()
    return Number(value=value, unit=unit, source="TEXT")


def t(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_three_days_are_not_72_hours() -> None:
    start = t("2025-03-28T10:00")
    assert after(start, n("72 h"), KYIV) == t("2025-03-31T10:00")
    assert after(start, n("3 d"), KYIV) == t("2025-03-31T21:00"), "midnight after 31 March, summer time"
    assert after(start, n("3 d"), KYIV, DayRule.first_day_counts) == t("2025-03-30T21:00")
    assert after(start, n("3 d"), KYIV, DayRule.same_time) == t("2025-03-31T09:00"), "71 hours: one was skipped"
    assert says(n("72 h"), KYIV) == "72 hours as they elapse"
    assert "3 days by the calendar of Europe/Kyiv, the day of the start not counted" in says(n("3 d"), KYIV)
    assert len({says(n("3 d"), KYIV, rule) for rule in DayRule}) == 3


@pytest.mark.parametrize(("day", "hours"), [((2025, 3, 30), 23), ((2025, 10, 26), 25), ((2025, 6, 1), 24)])
def test_days_of_23_and_25_hours(day: tuple[int, int, int], hours: int) -> None:
    start = day_start(date(*day), KYIV)
    assert day_start(date(*day) + timedelta(days=1), KYIV) - start == timedelta(hours=hours)
    assert after(start, n("1 d"), KYIV) == start + timedelta(hours=hours), "a span that begins with a day counts it"
    assert after(start, n("24 h"), KYIV) == start + timedelta(hours=24)


def test_a_time_that_never_came_is_the_first_moment_after_the_jump() -> None:
    assert instant(wall("2025-03-30T03:30"), KYIV) == t("2025-03-30T01:00")
    assert instant(wall("2025-03-30T02:59:59"), KYIV) == t("2025-03-30T00:59:59")
    assert instant(wall("2025-03-30T04:00"), KYIV) == t("2025-03-30T01:00")


def test_a_time_that_came_twice_is_its_second_pass_as_a_deadline() -> None:
    twice = wall("2025-10-26T03:30")
    assert instant(twice, KYIV) == t("2025-10-26T01:30")
    assert instant(twice, KYIV, second=False) == t("2025-10-26T00:30")
    assert after(t("2025-10-25T00:30"), n("1 d"), KYIV, DayRule.same_time) == t("2025-10-26T01:30")


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T03:00"),
        ("America/Havana", date(2024, 11, 3), "2024-11-03T04:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30T10:00"),
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30T10:00"),
    ],
)
def test_midnights_that_were_skipped_or_came_twice(zone: str, day: date, start: str) -> None:
    assert day_start(day, ZoneInfo(zone)) == t(start)


def test_a_leap_year_has_its_29_february() -> None:
    assert after(t("2024-02-10T00:00"), n("30 d"), UTC0) == t("2024-03-11T00:00")
    assert after(t("2025-02-10T00:00"), n("30 d"), UTC0) == t("2025-03-12T00:00")


def test_a_lead_time_of_42_days_ends_with_a_day() -> None:
    exercise = t("2025-02-12T08:00")
    assert before(exercise, n("42 d"), UTC0) == t("2025-01-02T00:00"), "any time on 1 January will do"
    assert before(exercise, n("42 d"), UTC0, DayRule.same_time) == t("2025-01-01T08:00")
    assert before(exercise, n("42 d"), UTC0, DayRule.first_day_counts) == t("2025-01-03T00:00")
    assert before(exercise, n("48 h"), UTC0) == t("2025-02-10T08:00")
    assert before(exercise, n("1 d"), UTC0, DayRule.first_day_counts) == exercise, "never after it began"


@pytest.mark.parametrize(
    ("span", "error", "words"),
    [
        ("3 km", DataError, "no span of time"),
        ("1.5 d", DataError, "not a whole number of days"),
        ("-1 h", DataError, "non-negative"),
        ("NaN h", DataError, "non-negative"),
        ("soon h", DataError, "not a number"),
        ("36526 d", LimitError, "hundred years"),
        ("9e99 h", LimitError, "hundred years"),
    ],
)
def test_what_is_no_span_is_refused(span: str, error: type[DataError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        after(t("2025-03-01"), n(span), KYIV, where="clocks[0]")
    assert caught.value.where == "clocks[0]"
    assert caught.value.todo


def test_moments_out_of_all_reckoning_and_unknown_zones_are_refused() -> None:
    with pytest.raises(LimitError, match="reckoning"):
        after(t("9999-12-31"), n("1 d"), KYIV)
    with pytest.raises(LimitError, match="reckoning"):
        before(t("0999-12-31"), n("1 d"), KYIV)
    for name in ("Europe/Nowhere", "../etc/passwd", ""):
        with pytest.raises(DataError, match="no time zone"):
            zone_named(name)
    assert zone_named("Europe/Kyiv") == KYIV


@settings(max_examples=40)
@given(a=around, b=around, days=st.integers(0, 60), rule=rules)
def test_who_starts_later_is_never_due_earlier(a: datetime, b: datetime, days: int, rule: DayRule) -> None:
    first, second = sorted((a, b))
    for span in (n(f"{days} d"), n(f"{days} h")):
        assert after(first, span, KYIV, rule) <= after(second, span, KYIV, rule)
        assert before(first, span, KYIV, rule) <= before(second, span, KYIV, rule)


@settings(max_examples=40)
@given(start=around, days=st.integers(0, 60), rule=rules)
def test_a_longer_span_never_ends_earlier(start: datetime, days: int, rule: DayRule) -> None:
    short, long = n(f"{days} d"), n(f"{days + 1} d")
    assert start <= after(start, short, KYIV, rule) <= after(start, long, KYIV, rule)
    assert start >= before(start, short, KYIV, rule) >= before(start, long, KYIV, rule)


@settings(max_examples=40)
@given(start=around, shift=st.timedeltas(timedelta(-90), timedelta(90)), hours=st.integers(0, 999))
def test_hours_move_with_any_translation(start: datetime, shift: timedelta, hours: int) -> None:
    span = n(f"{hours} h")
    assert after(start + shift, span, KYIV) == after(start, span, KYIV) + shift


@settings(max_examples=40)
@given(start=around, shift=st.integers(-90, 90).map(timedelta), days=st.integers(0, 60), rule=rules)
def test_days_move_by_whole_days_where_no_clock_changes(
    start: datetime, shift: timedelta, days: int, rule: DayRule
) -> None:
    span, zone = n(f"{days} d"), ZoneInfo("Etc/GMT-2")
    assert after(start + shift, span, zone, rule) == after(start, span, zone, rule) + shift
