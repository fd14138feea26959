"""Ceilings: properties that hold for any ledger, and the cases that a text has to distinguish."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement.holdings import CeilingRule, Standing, assess_holdings, books
from ceasewatch.model import Count, Outcome
from ceasewatch.model.errors import DataError
from ceasewatch.model.holding import Access
from ceasewatch.model.struct import PPM

CLASSES = ("tank", "tank_old", "tank_new", "howitzer_122", "artillery")
FEW = settings(max_examples=25)
"""Each example assesses several ledgers."""

EXTRA = {"tank_old": "tank", "tank_new": "tank"}


@pytest.fixture(scope="session")
def frame(frame: Any) -> Any:
    from dataclasses import replace

    from ceasewatch.model.forces import class_tree

    return replace(frame, parents=class_tree(EXTRA))


def p(a: Any) -> tuple[int, int]:
    return a.p_low_ppm, a.p_high_ppm


@pytest.fixture(scope="session")
def some(entry: Any) -> Any:
    """A strategy for the books of one owner."""

    @st.composite
    def one(draw: st.DrawFn) -> Any:
        kind = draw(st.sampled_from(("declared", "inspected", "seen", "seen")))
        low = draw(st.integers(0, 12))
        count = Count(lowest=low, highest=low + draw(st.sampled_from((0, 0, 3))))
        more = {"site": draw(st.sampled_from(("s1", "s2")))} if kind != "seen" else {}
        if kind == "seen":
            more = {"pass_id": draw(st.sampled_from(("", "f1", "f2"))), "beyond_sites": draw(st.booleans())}
        zone = draw(st.sampled_from(("Z", "Z", "Z", "", "Y")))
        return entry(kind, count, class_=draw(st.sampled_from(CLASSES)), zone=zone, day=draw(st.integers(1, 9)), **more)

    return st.lists(one(), min_size=1, max_size=6)


@pytest.fixture(scope="session")
def permit(number: Any) -> Any:
    def make(n: int, id_: str = "p", classes: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
        return {"id": id_, "summary": "s", "source": "TEXT", "allows": number(n), "classes": list(classes), **more}

    return make


DOUBLE = st.sampled_from(((0.0, 1.0), (0.0, 0.5), (0.25, 0.25), (0.5, 1.0)))


@pytest.fixture(scope="session")
def doubling(number: Any) -> Any:
    return lambda d: {"low": number(d[0], "probability"), "high": number(d[1], "probability")}


@FEW
@given(st.data(), st.integers(0, 40), DOUBLE)
def test_monotone_in_the_limit_and_in_the_count(
    some: Any, ceiling: Any, entry: Any, doubling: Any, data: Any, limit: int, d: Any
) -> None:
    entries = data.draw(some)
    double = doubling(d)
    a, b = ceiling(entries, limit, double_counting=double), ceiling(entries, limit + 1, double_counting=double)
    assert p(b)[0] <= p(a)[0]
    assert p(b)[1] <= p(a)[1]
    more = [*entries, entry("inspected", data.draw(st.integers(1, 9)), day=9, site="s9")]
    c = ceiling(more, limit, double_counting=double)
    assert c.p_low_ppm >= a.p_low_ppm
    if a.standing is not Standing.none:
        assert c.p_high_ppm >= a.p_high_ppm
    assert a.p_low_ppm <= a.p_high_ppm


@FEW
@given(st.data(), st.integers(0, 30), DOUBLE)
def test_a_permission_narrows(
    some: Any, ceiling: Any, permit: Any, doubling: Any, data: Any, limit: int, d: Any
) -> None:
    entries, rule = data.draw(some), {"double_counting": doubling(d)}
    given_ = [permit(3, "old", ("tank_old",)), permit(2, "tanks", ("tank",)), permit(1, "all")]
    kept = data.draw(st.lists(st.sampled_from(given_), unique_by=lambda x: x["id"], max_size=2))
    rest = [x for x in given_ if x not in kept]
    before = ceiling(entries, limit, permissions=kept, **rule)
    after = ceiling(entries, limit, permissions=[*kept, data.draw(st.sampled_from(rest))], **rule)
    assert after.p_low_ppm <= before.p_low_ppm
    assert after.p_high_ppm <= before.p_high_ppm
    assert (after.count_low, after.count_high) == (before.count_low, before.count_high)


@FEW
@given(st.data(), st.integers(0, 30), DOUBLE)
def test_the_order_of_entries_and_permissions_does_not_matter(
    some: Any, ceiling: Any, permit: Any, doubling: Any, data: Any, limit: int, d: Any
) -> None:
    entries, double = data.draw(some), doubling(d)
    given_ = [permit(3, "old", ("tank_old",)), permit(2, "tanks", ("tank",)), permit(2, "again", ("tank",))]
    a = ceiling(entries, limit, permissions=given_, double_counting=double)
    shuffled = data.draw(st.permutations(given_))
    assert ceiling(data.draw(st.permutations(entries)), limit, permissions=shuffled, double_counting=double) == a


@FEW
@given(st.data(), st.integers(0, 30))
def test_swapping_the_parties_swaps_the_results_and_nothing_else(
    some: Any, number: Any, frame: Any, day: Any, data: Any, limit: int
) -> None:
    ours, theirs = data.draw(some), data.draw(some)
    fields = {"primitive": "ceiling", "of": ["P1", "P2"], "zone": "Z", "limit": number(limit)}
    rule = msgspec.convert(fields, CeilingRule)

    def told(first: str, second: str) -> dict[str, bytes]:
        named = [msgspec.structs.replace(e, owner=o) for es, o in ((ours, first), (theirs, second)) for e in es]
        results = assess_holdings(rule, frame, books(named, at=day(10)))
        return {a.party: msgspec.json.encode(a) for a in results}

    plain, swapped = told("P1", "P2"), told("P2", "P1")
    assert {k: v.replace(b"P1", b"P*").replace(b"P2", b"P1").replace(b"P*", b"P2") for k, v in swapped.items()} == {
        "P1": plain["P2"],
        "P2": plain["P1"],
    }


@FEW
@given(st.lists(st.integers(0, 40), min_size=1, max_size=4), st.integers(1, 90), st.floats(0, 1))
def test_more_passes_never_make_the_ceiling_less_exceeded(
    entry: Any, ceiling: Any, doubling: Any, passes: list[int], limit: int, q: float
) -> None:
    d = doubling((q, q))
    told = [ceiling([entry("seen", n) for n in passes[: k + 1]], limit, double_counting=d) for k in range(len(passes))]
    for before, after in pairwise(told):
        assert after.p_low_ppm >= before.p_low_ppm
        assert after.p_high_ppm >= before.p_high_ppm
    assert told[-1].count_high >= max(passes)


def test_what_stands_in_a_site_and_what_was_seen_outside_add_up(ceiling: Any, entry: Any) -> None:
    stored, outside = entry("inspected", 70, site="s1"), entry("seen", 6, beyond_sites=True)
    assert ceiling([stored, outside]).outcome is Outcome.breach_likely
    over_all = entry("seen", 6)
    a = ceiling([stored, over_all])
    assert (a.count_low, a.count_high, a.outcome) == (70, 76, Outcome.undetermined)
    assert ceiling([stored, entry("seen", 76)]).outcome is Outcome.breach_likely, "more than stood in the site"


def test_what_is_missing_may_stand_elsewhere_in_the_zone(ceiling: Any, entry: Any) -> None:
    entries = [entry("declared", 76, site="s1"), entry("inspected", 70, day=2, site="s1")]
    a = ceiling(entries)
    assert (a.count_low, a.count_high, a.outcome) == (70, 76, Outcome.undetermined)
    assert any("up to 6 of the declared were missing" in reason for reason in a.reasons)


def test_nothing_counted_is_no_information_and_not_none(ceiling: Any, entry: Any) -> None:
    a = ceiling([entry("inspected", 9, class_="mlrs")])
    assert (a.outcome, a.standing, p(a)) == (Outcome.undetermined, Standing.none, (0, PPM))
    assert a.asks[0].kind == "inspect"
    assert ceiling([entry("inspected", 0)]).outcome is Outcome.no_breach, "an inspection that found none is one"


def test_denied_access_leaves_it_open(ceiling: Any, entry: Any) -> None:
    entries = [entry("declared", 70), entry("inspected", day=2, access=Access.denied)]
    a = ceiling(entries)
    assert (a.outcome, a.count_low, a.count_high) == (Outcome.undetermined, 70, None)


def test_where_the_text_goes_by_declarations_they_are_proof(ceiling: Any, entry: Any) -> None:
    assert ceiling([entry("declared", 70)], basis="declared").outcome is Outcome.no_breach
    caught = [entry("declared", 70), entry("inspected", 80, day=2)]
    assert ceiling(caught, basis="declared").outcome is Outcome.breach_likely


@pytest.mark.parametrize(
    ("declared", "modality", "bounds"),
    [
        (80, "ceiling", (80, None)),
        (60, "ceiling", (60, 70)),
        (70, "ceiling", (70, 70)),
        (80, "minimum", (70, 70)),
        (60, "minimum", (0, 60)),
        (80, "strength", (80, 80)),
    ],
)
def test_a_later_declaration_counts_so_far_as_it_speaks_against_its_owner(
    ceiling: Any, entry: Any, declared: int, modality: str, bounds: tuple[int, int | None]
) -> None:
    a = ceiling([entry("inspected", 70, day=2), entry("declared", declared, day=5)], modality=modality)
    assert (a.count_low, a.count_high) == bounds


def test_a_wider_class_may_be_of_the_narrower(ceiling: Any, entry: Any) -> None:
    a = ceiling([entry("seen", 80, class_="artillery")], classes=["howitzer_122"])
    assert (p(a), [x.kind for x in a.asks]) == ((0, PPM), ["locate", "recheck"])
    excluded = ceiling([entry("seen", 80, class_="howitzer_122")], classes=["artillery"], excludes=["howitzer_122"])
    assert excluded.standing is Standing.none


def test_the_vault_says_how_surely_it_stood_in_the_zone(ceiling: Any, entry: Any) -> None:
    entries = [entry("inspected", 60, site="s1"), entry("inspected", 20, site="s2")]

    def vault(table: Any, zone: str) -> Any:
        at = np.where(table.site == "s2", 0.3, 1.0)
        return at, at

    a = ceiling(entries, inside=vault)
    assert p(a) == (300_000, 300_000)
    assert (a.count_low, a.count_high, a.outcome) == (60, 80, Outcome.breach_possible)
    assert ceiling(entries, inside=lambda t, z: (np.zeros(len(t)), np.ones(len(t)))).outcome is Outcome.undetermined


def test_in_transit_is_not_counted_for_so_long(ceiling: Any, entry: Any, number: Any) -> None:
    moved = entry("moved", 80, day=3, site="s1", zone="Y", to_site="s2")
    rule = {"zone": "", "in_transit": number(7, "d"), "basis": "declared"}
    assert ceiling([moved], at=10, **rule).standing is Standing.none
    assert ceiling([moved], at=10.1, **rule).outcome is Outcome.breach_likely


def test_a_common_limit_is_for_all_together(ceiling: Any, entry: Any, frame: Any, number: Any, day: Any) -> None:
    fields = {"primitive": "ceiling", "of": ["P2", "P1"], "zone": "Z", "limit": number(75), "together": True}
    entries = [entry("inspected", 40), entry("inspected", 40, owner="P2")]
    (a,) = assess_holdings(msgspec.convert(fields, CeilingRule), frame, books(entries, at=day(10)))
    assert (a.party, a.outcome) == ("P1+P2", Outcome.breach_likely)
    apart = msgspec.convert({**fields, "together": False}, CeilingRule)
    assert [x.outcome for x in assess_holdings(apart, frame, books(entries, at=day(10)))] == [Outcome.no_breach] * 2


def test_a_foreign_force_is_held_to_the_same_code(ceiling: Any, entry: Any, permit: Any) -> None:
    entries = [entry("inspected", 80, owner="F", country="K", zone="")]
    a = ceiling(entries, owner="F", zone="", country="K")
    assert (a.party, a.outcome) == ("F", Outcome.breach_likely)
    assert ceiling(entries, owner="F", zone="", country="L").standing is Standing.none
    theirs = [permit(5, of=["P1"])]
    assert ceiling(entries, owner="F", zone="", permissions=theirs).outcome is Outcome.breach_likely
    assert ceiling(entries, owner="F", zone="", permissions=[permit(5, of=["F"])]).outcome is Outcome.no_breach


def test_permissions_that_nest_are_used_from_the_narrowest_on(ceiling: Any, entry: Any, permit: Any) -> None:
    entries = [entry("inspected", 5, class_="tank_old"), entry("inspected", 4, class_="tank_new")]
    given_ = [permit(4, "any", ("tank",)), permit(5, "old", ("tank_old",))]
    assert ceiling(entries, 0, permissions=given_).outcome is Outcome.no_breach
    either = [entry("inspected", 4, class_=c) for c in ("tank_old", "tank_new")] + [entry("inspected", 1)]
    assert ceiling(either, 0, permissions=given_).outcome is Outcome.undetermined, "if it is old it has room"
    more_new = [entries[0], entry("inspected", 5, class_="tank_new")]
    assert ceiling(more_new, 0, permissions=given_).outcome is Outcome.breach_likely


def test_permissions_that_overlap_partly_are_refused(ceiling: Any, entry: Any, permit: Any) -> None:
    given_ = [permit(4, "a", ("tank_old", "mlrs")), permit(5, "b", ("tank_old", "sam"))]
    with pytest.raises(DataError, match="share some classes and not others"):
        ceiling([entry("inspected", 5)], permissions=given_)


def test_a_ceiling_is_not_a_strength_and_not_a_minimum(ceiling: Any, entry: Any, number: Any) -> None:
    """600,000 as a ceiling and 800,000 as a peacetime strength are not the same kind of obligation (3.15)."""
    entries = [entry("declared", 700_000, class_="regular"), entry("inspected", 700_000, day=2, class_="regular")]

    def told(n: int, modality: str) -> Any:
        return ceiling(entries, number(n, "persons"), classes=["persons"], modality=modality)

    assert told(600_000, "ceiling").outcome is Outcome.breach_likely
    strength = told(800_000, "strength")
    assert (strength.outcome, strength.standing) == (Outcome.not_applicable, Standing.below)
    assert any("not a ceiling" in reason for reason in strength.reasons)
    assert told(600_000, "strength").standing is Standing.above
    assert told(800_000, "minimum").outcome is Outcome.breach_likely
    assert told(700_000, "minimum").outcome is Outcome.no_breach


def test_a_declaration_is_no_proof_of_a_minimum(ceiling: Any, entry: Any) -> None:
    assert ceiling([entry("declared", 80)], modality="minimum").outcome is Outcome.undetermined
    assert ceiling([entry("declared", 70)], modality="minimum").outcome is Outcome.breach_likely


def test_about_is_a_quarter_either_way_and_says_so(ceiling: Any, entry: Any) -> None:
    a = ceiling([entry("seen", Count(best=80, approximate=True))])
    assert (a.count_low, a.count_high, a.outcome) == (60, 100, Outcome.undetermined)
    assert any("assumed" in text for text in a.unverified)


def test_inspections_that_are_too_old_are_said_to_be(ceiling: Any, entry: Any, number: Any) -> None:
    a = ceiling([entry("inspected", 70, day=1)], at=20, within=number(14, "d"))
    assert (a.outcome, a.count_low, a.count_high) == (Outcome.undetermined, 0, None)
    assert "1 place inspected longer ago than the clause lets a count be" in a.reasons
    assert ceiling([entry("inspected", 70, day=6)], at=20, within=number(14, "d")).outcome is Outcome.no_breach


def test_a_common_limit_takes_permissions_for_all_only(
    entry: Any, frame: Any, number: Any, day: Any, permit: Any
) -> None:
    fields = {"primitive": "ceiling", "of": ["P1", "P2"], "together": True, "limit": number(75)}
    held = books([entry("inspected", 78), entry("inspected", 1, owner="P2")], at=day(10))

    def told(of: list[str]) -> Any:
        rule = msgspec.convert({**fields, "permissions": [permit(5, of=of)]}, CeilingRule)
        return assess_holdings(rule, frame, held)[0].outcome

    assert told([]) is told(["P2", "P1"]) is Outcome.no_breach
    assert told(["P3"]) is Outcome.breach_likely
    with pytest.raises(DataError, match="permission for some of them"):
        told(["P1"])


def test_a_permission_names_classes_that_exist(ceiling: Any, entry: Any, permit: Any) -> None:
    with pytest.raises(DataError, match="class 'submarine' is not known") as error:
        ceiling([entry("inspected", 5)], permissions=[permit(4, "a", ("submarine",))])
    assert error.value.where.endswith("c1: a")


def test_numbers_that_are_none_are_refused(ceiling: Any, entry: Any, number: Any, doubling: Any) -> None:
    entries = [entry("inspected", 5)]
    for change in (
        {"limit": number("75.5")},
        {"limit": number(75, "km")},
        {"limit": number(10**15)},
        {"within": number(14, "weeks")},
        {"within": number(10**14, "d")},
        {"classes": ["submarine"]},
        {"double_counting": doubling((0.6, 0.2))},
        {"double_counting": doubling((0.6, 1.2))},
    ):
        with pytest.raises(DataError) as error:
            ceiling(entries, **change)
        assert "made/pack.yaml: c1" in error.value.where
        assert error.value.todo
