"""A pack that loads and cannot mean what it says: each flaw is found, with its clause and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.agreement.tools.conftest import LINES, ZONES, ban, day, distance, feature, number, square

from ceasewatch.agreement import Pack, load_pack, pack_ids
from ceasewatch.agreement.tools.checking import check
from ceasewatch.agreement.tools.flaw import Grade

Make = Callable[..., Pack]
USED = {"zones": ZONES[:1]}
SAVED = {"id": "e", "summary": "saved", "source": "TEXT, article 2", "verified": True}
READING = {"party": "A", "text": "as it says", "source": "TEXT, letter", "verified": True}


def flaws(pack: Pack, grade: Grade) -> list[tuple[str, str]]:
    return [(f.clause, f.what) for f in check(pack).flaws if f.grade is grade]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_packs_that_ship_have_no_errors(pack_id: str) -> None:
    assert flaws(load_pack(pack_id), Grade.error) == []


def test_a_sound_pack_has_no_flaw_at_all(made: Make) -> None:
    checked = check(made(ban(), **USED, lines=()))
    assert checked.flaws == ()
    assert checked.unverified == {}


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        (ban(where={"zone": "far"}), "can never apply"),
        (ban(where={"kinds": ["vessel"]}), "can never apply"),
        (ban(where={"none_of": [{"zone": "here"}]}), "can never apply"),
        (ban(where={"all_of": [{"side": {"line": "front", "party": p}} for p in "AB"]}), "can never apply"),
        (ban(zone="far", where={"nearer": {"line": "front", "distance": number("15")}}), "can never apply"),
        (ban(weapons=["tank"], where={"weapons": ["mortar_120"]}), "can never apply"),
        (distance(value="0"), "can never apply"),
        (ban(exceptions=[{**SAVED, "when": {"kinds": ["explosion", "shot"]}}]), "save everything"),
        (ban(exceptions=[{**SAVED, "when": {"zone": "here"}}]), "save everything"),
        (
            ban(exceptions=[{**SAVED, "id": k, "when": {"kinds": [k]}} for k in ("explosion", "shot")]),
            "save everything",
        ),
    ],
)
def test_clauses_that_can_never_apply_are_errors(made: Make, clause: dict[str, Any], says: str) -> None:
    (found,) = flaws(made(clause), Grade.error)
    assert found[0] == clause["id"]
    assert says in found[1]


@pytest.mark.parametrize(
    "clause",
    [
        ban(where={"none_of": [{"zone": "far"}]}),
        ban(where={"any_of": [{"zone": "far"}, {"kinds": ["shot"]}]}),
        ban(weapons=["gun_100_and_above"], where={"weapons": ["howitzer_122"]}),
        ban(exceptions=[{**SAVED, "qualifiers": ["exercise"]}]),
        ban(exceptions=[{**SAVED, "when": {"kinds": ["shot"]}}]),
        distance(value="0.001"),
    ],
)
def test_clauses_that_can_apply_are_not(made: Make, clause: dict[str, Any]) -> None:
    assert flaws(made(clause), Grade.error) == []


def test_an_exception_that_can_never_matter_is_warned_of(made: Make) -> None:
    said = [w for _, w in flaws(made(ban(exceptions=[{**SAVED, "when": {"zone": "far"}}])), Grade.warning)]
    assert "exception e can never matter" in said


@pytest.mark.parametrize(
    ("clauses", "grade", "says"),
    [
        ((distance("a"), distance("b", "20")), Grade.error, "a says 15 km, b says 20 km"),
        ((distance("a"), distance("b", "20", weapons=["mortar"])), Grade.warning, "some of the same"),
        ((distance("a", overrides=["b"]), distance("b", "20", overrides=["a"])), Grade.error, "before each other"),
    ],
)
def test_contradictions(made: Make, clauses: tuple[Any, ...], grade: Grade, says: str) -> None:
    assert [w for _, w in flaws(made(*clauses), grade) if says in w]


@pytest.mark.parametrize(
    "other",
    [
        distance("b", "15"),
        distance("b", "20", overrides=["a"]),
        distance("b", "20", weapons=["tank"]),
        distance("b", "20", valid_from=day("2032-01-01")),
        distance("b", "20", binds=["B"]),
    ],
)
def test_no_contradiction_where_number_order_weapon_time_or_party_differ(made: Make, other: dict[str, Any]) -> None:
    first = distance("a", valid_to=day("2032-01-01"))
    said = [w for g in Grade for _, w in flaws(made(first, other), g)]
    assert not [w for w in said if "contradict" in w or "of the same" in w]


def test_two_ceilings_of_one_scope_contradict_each_other(made: Make) -> None:
    def ceiling(name: str, limit: str) -> dict[str, Any]:
        rule = {"primitive": "ceiling", "of": ["A"], "classes": ["tank"], "limit": number(limit, "items")}
        clause = ban(name, rule=rule)
        return {k: v for k, v in clause.items() if k not in ("primitive", "kinds", "zone", "examples")}

    assert flaws(made(ceiling("a", "40"), ceiling("b", "50")), Grade.error)[0][0] == "a"
    assert flaws(made(ceiling("a", "40"), ceiling("b", "40")), Grade.error) == []


def test_days_without_geometry(made: Make) -> None:
    zone = feature("here", square(10.0, 20.0), closed=True, valid_from="2031-02-01T00:00:00Z",
                   valid_to="2031-03-01T00:00:00Z")  # fmt: skip
    part = made(ban(valid_from=day("2031-01-01"), valid_to=day("2031-04-01")), zones=[zone])
    said = [w for _, w in flaws(part, Grade.warning) if "no geometry" in w]
    assert len(said) == 2
    assert "from 2031-01-01 00:00Z until 2031-02-01 00:00Z" in said[0]
    assert "from 2031-03-01 00:00Z until 2031-04-01 00:00Z" in said[1]
    never = made(ban(valid_from=day("2031-05-01")), zones=[zone])
    assert [w for _, w in flaws(never, Grade.error) if "no geometry on any day" in w]
    whole = made(ban(valid_from=day("2031-02-01"), valid_to=day("2031-03-01")), zones=[zone])
    assert not [w for g in Grade for _, w in flaws(whole, g) if "no geometry" in w]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"zones": ZONES}, "zone 'far' is used by no clause"),
        ({"lines": LINES}, "line 'front' is used by no clause"),
        ({"contact": "nowhere"}, "no line 'nowhere'"),
        ({"sources": {"TEXT": "the text", "MAP": "a map"}}, "source 'MAP' is cited nowhere"),
        ({"weapon_classes": {"sling": "mortar"}}, "class 'sling' is used by no clause"),
        ({"zones": [feature("here", square(10, 20, 0.0005), closed=True)]}, "smaller"),
        ({"zones": [feature("here", square(0, 20, 40.0), closed=True)]}, "leg of"),
        ({"lines": [feature("front", [[20, 10], [21, 11], [21, 10], [20, 11]], closed=False)]}, "crosses itself"),
        ({"lines": [feature("front", [[20, 10], [21, 11]], closed=False, left="C", right="B")]}, "'C', who is no"),
    ],
)
def test_what_nobody_uses_and_absurd_figures(made: Make, more: dict[str, Any], says: str) -> None:
    said = [w for g in Grade for _, w in flaws(made(ban(), **{"lines": (), **USED, **more}), g)]
    assert [w for w in said if says in w], said


@pytest.mark.parametrize(
    ("clause", "says"),
    [
        (ban(readings=[READING]), "the reading of A changes nothing"),
        (ban(readings=[READING]), "as A reads it, not B"),
        (ban(examples=[]), "no worked example"),
        (ban(exceptions=[{**SAVED, "source": "LETTER, 1", "qualifiers": ["exercise"]}]), "'LETTER, 1' is not listed"),
        (
            ban(valid_to=day("2031-06-01"), exceptions=[
                {**SAVED, "qualifiers": ["exercise"], "valid_from": day("2032-01-01")}]),
            "only while the clause does not bind",
        ),
    ],
)  # fmt: skip
def test_readings_examples_sources_dates(made: Make, clause: dict[str, Any], says: str) -> None:
    assert [w for c, w in flaws(made(clause), Grade.warning) if says in w and c == "ban"]


def test_an_example_of_a_strangers_reading_is_an_error(made: Make) -> None:
    example = {**ban()["examples"][0], "expect": {"C": "breach_likely"}}
    assert "expects a result for ['C']" in flaws(made(ban(examples=[example])), Grade.error)[0][1]


def test_flaws_have_the_line_of_their_clause_and_the_unverified_are_counted(folder: Callable[..., Any]) -> None:
    place = folder(ban(), distance(value="0", distance=number("0", verified=False)), lines=LINES)
    text = (place / "pack.yaml").read_text()
    checked = check(load_pack(place), text)
    flaw = next(f for f in checked.flaws if f.clause == "distance" and f.grade is Grade.error)
    assert text.splitlines()[flaw.line - 1].strip() == "- id: distance"
    assert checked.unverified == {"numbers": 1}
    assert checked.errors == 1
