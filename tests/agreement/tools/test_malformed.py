"""Broken packs, by hand and at random: each is refused with file, line or key, and what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.agreement.tools.conftest import LINES, ZONES, ban, day, distance, document, feature, number, square

from ceasewatch.agreement import load_pack
from ceasewatch.agreement.documents import line_of, parse_yaml
from ceasewatch.agreement.schema import PackFile
from ceasewatch.agreement.tools.lines import with_line
from ceasewatch.model.errors import CeasewatchError, DataError, LimitError

Write = Callable[..., Path]
SAVED = {"id": "e", "summary": "saved", "source": "TEXT, article 2", "verified": True}
READING = {"party": "A", "text": "as it says", "source": "TEXT, letter", "verified": True}


def nested(depth: int) -> dict[str, Any]:
    return {"kinds": ["shot"]} if depth == 0 else {"none_of": [nested(depth - 1)]}


def refused(place: Path) -> CeasewatchError:
    with pytest.raises(CeasewatchError) as error:
        load_pack(place)
    assert "made/" in error.value.where
    assert error.value.todo
    return error.value


@pytest.mark.parametrize(
    ("clause", "says", "where"),
    [
        (ban(colour="red"), "unknown field `colour`", "line 31: clauses[0]"),
        (ban(zone="nowhere"), "no zone 'nowhere'", "clauses[0] (ban)"),
        (ban(kinds=["trebuchet"]), "trebuchet", "clauses[0].kinds"),
        (ban(kinds=[]), "names no kinds", "clauses[0] (ban)"),
        (ban(zone=""), "does not say where", "clauses[0] (ban)"),
        (ban(readings=[{**READING, "party": "C"}]), "not known: C", "clauses[0] (ban)"),
        (ban(readings=[READING, {**READING}]), "two readings of A", "clauses[0] (ban)"),
        (ban(overrides=["other"]), "not known: other", "clauses[0] (ban)"),
        (ban(valid_from=day("2032-01-01"), valid_to=day("2031-01-01")), "ends before it begins", "clauses[0] (ban)"),
        (ban(valid_from={**day("2032-01-01"), "at": "2032-01-01"}), "clauses[0].valid_from", ""),
        (ban(exceptions=[SAVED]), "holds always", "clauses[0] (ban)"),
        (ban(where=nested(12)), "more than 12 terms", "clauses[0] (ban)"),
        (ban(where={"zone": "here", "kinds": ["shot"]}), "says one thing", "clauses[0] (ban)"),
        (ban(where={}), "says nothing", "clauses[0] (ban)"),
        (ban(where={"side": {"line": "front", "party": "C"}}), "which side is C's", "clauses[0] (ban)"),
        (ban(weapons=["catapult"]), "not known: catapult", "clauses[0] (ban)"),
        (ban(indicative=["crater"]), "need a weight", "clauses[0] (ban)"),
        (
            ban(indicative=["crater"], indicative_weight=number("1.5", "probability")),
            "no probability", "clauses[0] (ban)",
        ),
        *[
            (distance(distance=number(value, unit)), says, "clauses[0] (distance)")
            for value, unit, says in [
                ("nan", "km", "not a finite"), ("inf", "km", "not a finite"), ("1e999", "km", "not a finite"),
                ("9" * 5000, "km", "not a finite"), ("-1", "km", "non-negative"), ("", "km", "not a number"),
                ("15 km", "km", "not a number"), ("15", "miles", "not a length"), ("15", "persons", "not a length"),
            ]
        ],
        (distance(line="nowhere"), "no line 'nowhere'", "clauses[0] (distance)"),
        (distance(distance=None), "a distance from a line is missing", "clauses[0] (distance)"),
        (distance(baselines=[{"party": "C", "line": "front"}]), "no party 'C'", "clauses[0] (distance)"),
        (ban(rule={"primitive": "pledge"}), "Object missing required field", "clauses[0].rule"),
        (ban(rule={"primitive": "tribute"}), "tribute", "clauses[0].rule"),
    ],
)  # fmt: skip
def test_a_broken_clause_is_refused_with_its_place(
    folder: Write, clause: dict[str, Any], says: str, where: str
) -> None:
    error = refused(folder(clause))
    assert says in f"{error.what} {error.where}"
    assert where in error.where


@pytest.mark.parametrize(
    ("more", "says", "where"),
    [
        ({"weapon_classes": {"a": "b", "b": "a"}}, "circle", "weapon_classes"),
        ({"weapon_classes": {"a": "a"}}, "circle", "weapon_classes"),
        ({"weapon_classes": {"a": "nothing"}}, "no parent", "weapon_classes"),
        ({"object_classes": {"bridge": "infrastructure"}}, "", "object_classes"),
        ({"parties": [{"id": "A"}, {"id": "A"}]}, "'A' occurs twice", "pack.yaml"),
        ({"zone": "Mars/Olympus"}, "no time zone", "zone"),
        ({"lines": "../lines.geojson"}, "is not a file of the pack", "made/pack.yaml"),
        ({"sources": {}}, "", "pack.yaml"),
        ({"languages": "en"}, "Expected `array`", "line"),
    ],
)
def test_a_broken_head_is_refused(folder: Write, more: dict[str, Any], says: str, where: str) -> None:
    place = folder(ban(), ban("other"))
    text = yaml.safe_dump({**document(ban()), **more}, sort_keys=False)
    (place / "pack.yaml").write_text(text)
    error = refused(place)
    assert says in error.what
    assert where in error.where


def test_two_clauses_of_one_id_are_refused(folder: Write) -> None:
    assert "'ban' occurs twice" in refused(folder(ban(), ban())).what


@pytest.mark.parametrize(
    ("zone", "says"),
    [
        ([[20, 10], [21, 10], [20, 11], [21, 11], [20, 10]], "crosses itself"),
        ([[20, 10], [21, 10], [21, 11], [20, 11]], "does not close"),
        ([[20, 10], [21, 10], [20, 10]], "does not close"),
        ([[20, 10]] * 5, "crosses itself"),
        ([[20, 10], [21, 91], [20, 11], [20, 10]], "out of range"),
        ([[20, 10, 5], [21, 10, 5], [20, 11, 5], [20, 10, 5]], "pairs"),
        ([], "pairs"),
        (["here"], "pairs"),
        ([[20 + k * 1e-5, 10 + k % 2 * 1e-5] for k in range(20_001)], "more than 20000 vertices"),
    ],
)
def test_absurd_zones_are_refused(folder: Write, zone: Any, says: str) -> None:
    error = refused(folder(ban(), zones=[feature("here", zone, closed=True)]))
    assert says in error.what
    assert "zones.geojson" in error.where
    assert "here" in error.where


def test_a_million_vertices_are_refused_before_they_are_read(folder: Write) -> None:
    place = folder(ban())
    points = ",".join(["[20,10]"] * 1_000_000)
    (place / "lines.geojson").write_text(f'{{"type": "FeatureCollection", "features": [{points}]}}')
    with pytest.raises(LimitError, match="larger than"):
        load_pack(place)


@pytest.mark.parametrize("number_", ["NaN", "Infinity", "1e400"])
def test_numbers_that_are_none_are_refused_in_geometries(folder: Write, number_: str) -> None:
    place = folder(ban())
    text = (place / "zones.geojson").read_text().replace("21.0", number_, 1)
    (place / "zones.geojson").write_text(text)
    assert "zones.geojson" in refused(place).where


def test_geometries_nested_too_deep_are_refused(folder: Write) -> None:
    place = folder(ban())
    (place / "zones.geojson").write_text("[" * 100_000)
    assert "zones.geojson" in refused(place).where


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x [1]\nb: *x\n", "anchors and aliases"),
        ("a: &a [x]\n" + "".join(f"b{k}: &b{k} [*a, *a]\n" for k in range(9)), "anchors and aliases"),
        ("a:\n  <<: {b: 1}\n", ""),
        ("a: " + "[" * 60 + "]" * 60, "more than 40 levels"),
        ("a: [" + "x, " * 50_001 + "]", "50000 values"),
        ("a: !!python/object/apply:os.system [ls]\n", "not valid YAML"),
        ("a: 1\n\tb: 2\n", "not valid YAML"),
        ("a: \x00\n", "not valid YAML"),
        ("- just\n- a list\n", "Expected `object`"),
        ("", "Expected `object`"),
        ("id: x\n---\nid: y\n", "not valid YAML"),
        ("? [a, b]\n: 1\n", ""),
    ],
)
def test_yaml_that_does_harm_is_refused(folder: Write, text: str, says: str) -> None:
    place = folder(ban())
    (place / "pack.yaml").write_text(text)
    assert says in refused(place).what


def test_not_utf8_is_refused(folder: Write) -> None:
    place = folder(ban())
    (place / "pack.yaml").write_bytes(b"id: \xff\xfe\n")
    assert refused(place).what == "not UTF-8"


def test_errors_of_form_have_the_line_of_the_key(folder: Write) -> None:
    place = folder(ban(), distance(distance={"value": 15, "unit": "km", "source": "TEXT"}))
    text = (place / "pack.yaml").read_text()
    error = refused(place)
    line = int(error.where.split("line ")[1].split(":")[0])
    assert text.splitlines()[line - 1].strip() == "value: 15"
    assert error.where.endswith("clauses[1].distance.value")


def test_errors_of_meaning_get_the_line_of_their_clause(folder: Write) -> None:
    place = folder(ban(), distance(line="nowhere"))
    text = (place / "pack.yaml").read_text()
    with pytest.raises(DataError) as raised:
        load_pack(place)
    found = with_line(raised.value, text)
    line = int(found.where.split("line ")[1].split(":")[0])
    assert text.splitlines()[line - 1].strip() == "- id: distance"
    assert (found.what, found.todo) == (raised.value.what, raised.value.todo)
    plain = DataError("x", where="made/zones.geojson")
    assert with_line(plain, text) is plain


def test_lines_are_those_of_what_leads_there(folder: Write) -> None:
    text = "a:\n  - b: 1\n  - b:\n      c: 2\n"
    assert [line_of(text, p) for p in ("a[1].b.c", "a[1].b.d", "a[5]", "", "x")] == [4, 3, 1, 1, 1]
    assert line_of("", "a") == 0
    assert line_of("a: [", "a") == 0


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def refusal(read: Callable[[], object]) -> CeasewatchError | None:
    """The error that reading ends with; ``None`` if it reads. Anything but our own errors fails the test."""
    try:
        read()
    except CeasewatchError as error:
        return error
    return None


@settings(max_examples=60)
@given(
    st.sampled_from(["id", "status", "zone", "sources", "parties", "clauses", "lines", "clocks", "weapon_classes"])
    | st.sampled_from(["precedent", "ladders", "not_modelled", "supersedes", "contact", "surprise"]),
    JUNK,
)
def test_junk_under_any_key_is_refused_or_has_the_form(key: str, junk: Any) -> None:
    text = yaml.safe_dump({**document(ban()), key: junk}, allow_unicode=True)
    error = refusal(lambda: parse_yaml(text.encode(), PackFile, "made/pack.yaml"))
    assert error is None or (error.where.startswith("made/pack.yaml") and error.todo)
    assert error is not None or key != "surprise"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(sorted({*ban(), *distance(), "rule", "exceptions", "readings", "where", "surprise"})), JUNK)
def test_junk_in_a_clause_is_refused_or_loads(folder: Write, key: str, junk: Any) -> None:
    place = folder(ban() | {key: junk})
    error = refusal(lambda: load_pack(place))
    assert error is None or ("made/" in error.where and error.todo)
    assert error is not None or key != "surprise"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.floats(-200, 200), st.floats(-100, 100)), max_size=8), st.booleans())
def test_any_geometry_is_refused_or_is_closed(folder: Write, points: list[tuple[float, float]], close: bool) -> None:
    ring = [list(p) for p in [*points, *points[:1] * close]]
    place = folder(ban(), zones=[feature("here", ring, closed=True)], lines=LINES)
    error = refusal(lambda: load_pack(place))
    assert error is None or ("zones.geojson" in error.where and error.todo)
    assert error is not None or (len(ring) > 3 and ring[0] == ring[-1])


def test_sound_pieces_load(folder: Write) -> None:
    """The control: the pieces that these tests break are sound."""
    pack = load_pack(folder(ban(where=nested(3)), distance(), lines=LINES, zones=ZONES))
    assert [c.id for c in pack.clauses] == ["ban", "distance"]
    assert json.loads((folder(ban()) / "zones.geojson").read_text())["features"][0]["geometry"]["coordinates"] == [
        square(10.0, 20.0)
    ]
