"""Declared sites only: storage, transit, and the words of withdrawal reports."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import DeclaredSitesRule, assess_holdings, books
from ceasewatch.model import Outcome
from ceasewatch.model.holding import Remark, Site, SiteAnswer, SiteKind, Where

OUT, IN = SiteAnswer(answer=Where.outside), SiteAnswer(answer=Where.inside, site="s1")


@pytest.fixture
def told(frame: Any, day: Any, number: Any) -> Any:
    """Results of a rule that tanks stand in storage of the owner, and are under way for 7 days at most."""
    sites = (
        Site(id="s1", kind=SiteKind.permanent_storage, owner="P1", criteria=("fence", "serials")),
        Site(id="s2", kind=SiteKind.permanent_storage, owner="P1", valid_from=day(5), valid_to=day(8)),
        Site(id="b1", kind=SiteKind.base, owner="P1"),
    )

    def run(*entries: Any, at: float = 20, **more: Any) -> Any:
        fields = {
            "primitive": "declared_sites_only",
            "of": ["P1"],
            "classes": ["tank"],
            "site_kinds": [SiteKind.permanent_storage],
            "in_transit": number(7, "d"),
            **more,
        }
        return assess_holdings(
            msgspec.convert(fields, DeclaredSitesRule), frame, books(entries, at=day(at), sites=sites)
        )  # fmt: skip

    return run


def test_outside_inside_and_unknown(told: Any, entry: Any) -> None:
    outside, inside, unknown = (entry("seen", 3, where=w, day=n) for n, w in enumerate((OUT, IN, SiteAnswer()), 1))
    a, b, c = told(outside, inside, unknown)
    assert (a.outcome, a.subject, a.p_low_ppm) == (Outcome.breach_likely, outside.id, 1_000_000)
    assert (b.outcome, b.p_high_ppm) == (Outcome.no_breach, 0)
    assert (c.outcome, c.p_low_ppm, c.p_high_ppm) == (Outcome.undetermined, 0, 1_000_000)
    assert [ask.kind for ask in c.asks] == ["locate"]


@pytest.mark.parametrize(
    ("p_ppm", "outcome"),
    [(900_000, Outcome.breach_likely), (500_000, Outcome.breach_possible), (100_000, Outcome.undetermined)],
)
def test_the_vault_answers_with_a_probability(told: Any, entry: Any, p_ppm: int, outcome: Outcome) -> None:
    (a,) = told(entry("seen", 3, where=SiteAnswer(answer=Where.outside, p_ppm=p_ppm)))
    assert (a.p_low_ppm, a.p_high_ppm, a.outcome) == (p_ppm, p_ppm, outcome)


def test_the_words_of_withdrawal_reports(told: Any, entry: Any) -> None:
    far, near = (entry("seen", 1, where=OUT, near_line=w) for w in (Where.outside, Where.inside))
    assert [a.remark for a in told(far, near)] == [Remark.beyond_lines_outside_sites, Remark.in_violation]


def test_a_site_of_another_kind_or_date_will_not_do(told: Any, entry: Any) -> None:
    base = entry("seen", 1, where=SiteAnswer(answer=Where.inside, site="b1"), day=1)
    early, timely, late = (
        entry("seen", 1, where=SiteAnswer(answer=Where.inside, site="s2"), day=n) for n in (4, 6, 8)
    )  # fmt: skip
    results = told(base, early, timely, late)
    assert [a.outcome is Outcome.no_breach for a in results] == [False, False, True, False]


def test_seven_days_in_transit_are_allowed_and_no_more(told: Any, entry: Any) -> None:
    moved = entry("moved", 5, day=1, id="m1", site="s1", to_site="s2")
    assert [(a.outcome, a.remark) for a in told(moved, at=8)] == [(Outcome.no_breach, Remark.in_transit)]
    (late,) = told(moved, at=8.01)
    assert (late.outcome, late.subject, late.count_low) == (Outcome.breach_likely, "m1", 5)
    assert "longer than 7 d" in "; ".join(late.reasons)
    seen = entry("seen", 5, day=8, where=OUT, movement="m1")
    assert told(moved, seen, at=8)[0].outcome is Outcome.no_breach
    other = entry("seen", 5, day=8, where=OUT, movement="m1", owner="P2")
    assert told(moved, other, at=8, of=["P2"])[0].outcome is Outcome.breach_likely, "a movement is its owner's alone"


def test_storage_that_lacks_a_criterion_could_not_be_verified(told: Any, entry: Any) -> None:
    (good,) = told(entry("inspected", 4, site="s1"), criteria=["fence"])
    assert (good.outcome, good.remark) == (Outcome.no_breach, None)
    (bad,) = told(entry("inspected", 4, site="s1", unmet=("fence",)), criteria=["fence"])
    assert (bad.outcome, bad.remark) == (Outcome.undetermined, Remark.could_not_verify)
    (lacks,) = told(entry("inspected", 4, day=1, site="s1"), criteria=["access_24h"])
    assert "access_24h" in "; ".join(lacks.reasons)


def test_a_permission_authorises_sites_until_its_mandate_ends(told: Any, entry: Any, day: Any) -> None:
    permission = {
        "id": "base-use",
        "summary": "use of b1",
        "source": "TEXT",
        "sites": ["b1"],
        "mandate": {
            "instrument": "law 7",
            "ratified": {"at": day(2).isoformat(), "source": "gazette"},
            "expires": {"at": day(6).isoformat(), "source": "gazette"},
        },
    }
    at_base = SiteAnswer(answer=Where.inside, site="b1")
    results = told(*(entry("seen", 1, where=at_base, day=n) for n in (1, 2, 5, 6)), permissions=[permission])
    assert [a.outcome is Outcome.no_breach for a in results] == [False, True, True, False]
    assert any("lapsed with law 7" in reason for reason in results[3].reasons)


def test_what_may_be_of_the_class_is_to_be_looked_at(told: Any, entry: Any) -> None:
    (a,) = told(entry("seen", 2, class_="weapon", where=OUT))
    assert (a.outcome, a.p_low_ppm, a.p_high_ppm) == (Outcome.undetermined, 0, 1_000_000)
    assert [ask.text for ask in a.asks] == ["establish its class, and whether it stood where the clause applies"]


def test_what_was_found_too_long_ago_says_nothing(told: Any, entry: Any, number: Any) -> None:
    held, moved = entry("inspected", 4, day=2, site="s1"), entry("moved", 2, day=18, site="s1", to_site="s2")
    assert len(told(held, moved)) == 2
    (way,) = told(held, moved, within=number(14, "d"))
    assert way.subject == moved.id


def test_a_count_of_a_whole_zone_says_nothing_of_sites(told: Any, entry: Any) -> None:
    (a,) = told(entry("inspected", 4))
    assert (a.outcome, a.p_low_ppm, a.p_high_ppm) == (Outcome.undetermined, 0, 1_000_000)


def test_an_answer_names_a_site_only_if_it_was_inside() -> None:
    with pytest.raises(ValueError, match="inside names a site"):
        SiteAnswer(answer=Where.inside)
    with pytest.raises(ValueError, match="inside names a site"):
        SiteAnswer(answer=Where.outside, site="s1")
