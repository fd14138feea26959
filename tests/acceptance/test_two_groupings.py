"""Where another grouping is nearly as good, both are told with their probabilities (issue 3, fusion)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ceasewatch.model import Kind

TOWNS = ("t1,Garsk,-44.96,-124.62,23000,Tessary,,2000", "t2,Istrel,-45.24,-124.78,9400,Maristan,,2000")

REPORTS = (
    "At 22:14 on 4 March, positioned in Garsk, the patrol heard one explosion 6-8km south-south-west.",
    "At 22:19 on 4 March, the mission camera in Garsk recorded one explosion 6-8km south-south-west.",
    "At 22:16 on 4 March, positioned 12km north of Istrel, the patrol heard one explosion 14-18km north-east.",
)
"""One at 22:14, one at 22:19, and between them a report that may be of either."""


@pytest.fixture(scope="module")
def case(make_case: Callable[..., Any]) -> Any:
    made = make_case("either", "--exercise", "--pack", "lorvane", "--zone", "Etc/GMT+8", towns=TOWNS)
    made.set_parameters("smm-text", regions="Tessary, Maristan")
    for n, report in enumerate(REPORTS):
        made.deliver("smm-text", f"Report date: 2025-03-05\n\n{report}\n", f"report-{n}.txt")
    return made


def test_a_report_between_two_is_counted_once_and_listed_with_both(case: Any) -> None:
    first, second = case.of_kind(Kind.explosion)
    assert (first.reports, second.reports) == (2, 1)
    (between,) = (m for m in first.members if m.observation != first.members[0].observation)
    (other,) = (a for a in second.alternatives if a.observation == between.observation)
    assert between.p_ppm > other.p_ppm > 10_000, "it is counted where it fits better, and may be about the other"
    assert between.p_ppm + other.p_ppm <= 1_000_000


def test_the_analyst_reads_the_alternative_in_words(case: Any) -> None:
    first, second = case.of_kind(Kind.explosion)
    told = " ".join(case.run("show", second.id, "--tier", "T1").split())
    assert "perhaps about this one (1); p is the probability of that" in told
    assert f"counted with {first.id}" in told
    assert "p is the probability that the report is about this incident" in told


def test_outsiders_do_not_get_single_reports(case: Any) -> None:
    second = case.of_kind(Kind.explosion)[1]
    assert "counted with" not in case.run("show", second.id)
