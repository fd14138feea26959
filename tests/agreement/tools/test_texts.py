"""Two texts beside each other, worked examples tried, words for every rule, maps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.agreement.tools.conftest import ZONES, ban, distance, feature, number, square

from ceasewatch.agreement import Pack, load_pack, pack_ids
from ceasewatch.agreement.terms import Nearer, Side, Term
from ceasewatch.agreement.tools import say
from ceasewatch.agreement.tools.difference import What, differences
from ceasewatch.agreement.tools.document import clause, document
from ceasewatch.agreement.tools.mapped import mapped
from ceasewatch.agreement.tools.trial import trials, without
from ceasewatch.agreement.tools.walk import structs
from ceasewatch.model.clause import Number

Make = Callable[..., Pack]


def test_a_ceiling_that_became_a_strength_is_not_the_same_kind_of_obligation() -> None:
    found = list(differences(load_pack("plan-28-2025"), load_pack("plan-20-2025")))
    (kind,) = [c for c in found if c.what is What.obligation]
    assert (kind.before, kind.after) == ("a ceiling (600000 persons)", "a strength (800000 persons)")
    assert kind.note.startswith("not the same kind of obligation")
    assert "breaches nothing by itself" in kind.note
    assert [(c.before, c.after) for c in found if c.what is What.number] == [("600000 persons", "800000 persons")]
    assert [c.clause for c in found if c.what is What.dropped] == ["ceasefire"]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_text_does_not_differ_from_itself(pack_id: str) -> None:
    assert list(differences(load_pack(pack_id), load_pack(pack_id))) == []


def test_swapping_two_texts_swaps_before_and_after() -> None:
    packs = load_pack("plan-28-2025"), load_pack("paris-2026")
    there = {(c.what, c.key, c.before, c.after) for c in differences(*packs)}
    turned = {What.added: What.dropped, What.dropped: What.added}
    back = {(turned.get(c.what, c.what), c.key, c.after, c.before) for c in differences(*packs[::-1])}
    assert there == back


def test_numbers_dates_stance_and_places_that_changed(made: Make) -> None:
    a = made(distance(), ban(), name="a")
    b = made(
        distance("other-name", "20"),
        ban(valid_from={"at": "2031-01-01T00:00:00+00:00", "source": "TEXT, article 1", "verified": True}),
        ban("new", kinds=["jamming"], examples=[]),
        name="b",
        zones=[feature("here", square(10.1, 20.0), closed=True), ZONES[1]],
        parties=[{"id": "A"}, {"id": "B", "accepted": "rejected"}],
    )
    found = {(c.what, c.clause, c.key): c for c in differences(a, b)}
    moved = found[What.figure, "", "zone here"]
    assert "11.06 km at most" in moved.note
    assert moved.before.endswith("km2")
    assert found[What.number, "distance -> other-name", "distance"].after == "20 km"
    assert found[What.date, "ban", "valid_from"].before == ""
    assert (found[What.stance, "", "B"].before, found[What.stance, "", "B"].after) == ("accepted", "rejected")
    assert found[What.added, "new", ""].after == "new: No fire."


@pytest.mark.parametrize("pack_id", ["lorvane", "korea-1953"])
def test_examples_of_packs_that_ship_hold(pack_id: str) -> None:
    found = list(trials(load_pack(pack_id)))
    assert len(found) >= 5
    assert all(t.held and t.reasons for t in found)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"expect": {"": "no_breach"}}, "inside here with probability"),
        ({"expect": {"C": "no_breach"}}, "no result for the reading 'C'"),
        ({"lat": "north"}, "no observation"),
        ({"lat": "97.5"}, "no observation"),
        ({"weapon": "trebuchet"}, ""),
    ],
)
def test_examples_that_fail_say_why(made: Make, changed: dict[str, Any], says: str) -> None:
    example = {**ban()["examples"][0], **changed}
    (found,) = trials(made(ban(examples=[example]), ban("bare", examples=[])))
    assert found.held is (not says)
    assert says in "; ".join(found.reasons)


def test_clauses_without_an_example_are_listed(made: Make) -> None:
    assert without(made(ban(), ban("bare", examples=[]))) == ("bare",)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_number_of_a_clause_stands_in_its_document_with_its_mark(pack_id: str) -> None:
    pack = load_pack(pack_id)
    for entry in pack.file.clauses:
        said = clause(pack, entry)
        bare = (entry.distance, entry.width, entry.where, entry.rule)
        for number_ in (s for _, s in structs(bare) if isinstance(s, Number)):
            assert f"{number_.value} {number_.unit}" in said
        assert "(unverified)" in said or entry.verified or "unverified:" in said or entry.rule
    assert len(list(document(pack))) >= len(pack.file.clauses)


def test_conditions_are_said_as_they_are_nested(made: Make) -> None:
    near = Term(nearer=Nearer(line="front", distance=Number(value="15", unit="km", source="TEXT, 1")))
    own = Term(side=Side(line="front", party="A"))
    said = say.condition(Term(all_of=(near, Term(none_of=(own, Term(kinds=("shot",)))))), made(ban()).ground)  # type: ignore[arg-type]
    assert said == (
        "(nearer than 15 km [TEXT, 1] (unverified) to front (front)"
        " and not (on A's side of front (front) or of kind shot))"
    )


def test_sites_are_counted_and_not_named(made: Make) -> None:
    rule = {"primitive": "declared_sites_only", "of": ["A"], "classes": ["tank"], "sites": ["hangar-7", "hangar-8"]}
    entry = {k: v for k, v in ban(rule=rule).items() if k not in ("primitive", "kinds", "zone", "examples")}
    pack = made(entry)
    said = clause(pack, pack.file.clauses[0])
    assert "sites: 2" in said
    assert "hangar" not in said


def test_a_map_has_every_version_with_validity_and_uncertainty() -> None:
    pack = load_pack("minsk-2014")
    features: Any = mapped(pack)["features"]
    assert len(features) == sum(len(f.versions) for f in (*pack.lines.values(), *pack.zones.values()))
    line = next(f for f in features if f["properties"]["id"] == "line-of-contact" and f["properties"]["valid_from"])
    assert line["geometry"]["type"] == "LineString"
    assert line["properties"]["uncertainty"] == "3 km (95%)"
    assert line["properties"]["verified"] is False
    assert features[-1]["geometry"]["coordinates"][0][0] == features[-1]["geometry"]["coordinates"][0][-1]


@given(st.decimals(min_value=1, max_value=10**6, places=0))
def test_any_number_is_said_in_full(value: Any) -> None:
    assert say.number(Number(**number(str(value)))) == f"{value} km [TEXT, article 9]"
