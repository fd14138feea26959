"""Scenario 3: 19 explosions, most of them a live-fire exercise: outside the security zone, and inside it.

The number is the handbook's (8); place, hour and words are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from ceasewatch.model import Kind, Outcome, Qualifier

TOWNS = (
    "k,Kostiantynivka,48.53,37.70,,Donetsk,,2000",
    "s,Svitlodarsk,48.43,38.22,,Donetsk,,2000",
)
"""The first lies some 30 km from the pack's line of contact, the second beside it."""

REPORT = """Report date: 2021-12-03

On 2 December, between 11:00 and 12:30, positioned in {town}, the patrol heard 17 explosions assessed as a live-fire \
exercise and two undetermined explosions, all 3-4km west.
"""


@pytest.fixture
def at(make_case: Callable[..., Any]) -> Callable[[str], Any]:
    def fed(town: str) -> Any:
        made = make_case(town.lower(), "--pack", "minsk-2014", "--zone", "Europe/Kyiv", towns=TOWNS)
        made.deliver("smm-text", REPORT.format(town=town), "daily.txt")
        return made

    return fed


def apart(case: Any) -> tuple[Any, Any]:
    """The exercise and the rest: one sentence, two statements, and its writer told them apart."""
    found = sorted(case.of_kind(Kind.explosion), key=lambda i: i.count.best)
    assert [i.count.best for i in found] == [2, 17]
    assert sum(i.count.best for i in found) == 19
    other, exercise = found
    assert case.members(exercise)[0].qualifiers == (Qualifier.exercise,)
    assert case.members(other)[0].qualifiers == (Qualifier.undetermined,)
    return exercise, other


def test_outside_the_zone_the_exercise_is_shown_and_is_no_breach(at: Callable[[str], Any]) -> None:
    case = at("Kostiantynivka")
    exercise, other = apart(case)
    told = case.clause(exercise, "ceasefire")
    assert told.outcome is Outcome.no_breach
    assert told.p_breach_ppm < 50_000
    assert any("training-outside holds with probability" in reason for reason in told.reasons)
    assert told.unverified, "that 15 km is the right distance is checked by nobody"
    assert case.clause(other, "ceasefire").outcome is Outcome.breach_likely, "undetermined is not an exercise"
    assert exercise.id in case.run("incidents", "--tier", "T1", "--format", "csv")
    html = case.report("2021-12-02")
    assert "2 ceasefire violations" in html, "what is no violation is not counted as one"
    assert "no clause forbids" in html
    annex = html.split('id="annex"')[1]
    assert re.search(r"explosion</td>\s*<td[^>]*>17<", annex), "it is listed in the report"


def test_beside_the_line_the_same_exercise_is_a_likely_breach(at: Callable[[str], Any]) -> None:
    case = at("Svitlodarsk")
    exercise, other = apart(case)
    assert case.clause(exercise, "ceasefire").outcome is Outcome.breach_likely
    assert case.clause(other, "ceasefire").outcome is Outcome.breach_likely
    assert "19 ceasefire violations" in case.report("2021-12-02")
