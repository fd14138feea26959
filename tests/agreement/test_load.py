"""Packs are data: what ships is well-formed and marked, and what is malformed is refused with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.agreement import PackStatus, load_pack, pack_ids
from ceasewatch.agreement.documents import MAX_BYTES, parse_yaml
from ceasewatch.agreement.schema import PackFile
from ceasewatch.model.errors import CeasewatchError, DataError, LimitError, NotFoundError

Edited = Callable[..., Path]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_packs_that_ship_load(pack_id: str) -> None:
    pack = load_pack(pack_id)
    assert pack.id == pack_id
    assert pack.clauses
    assert len(pack.sha256) == 64
    assert all(pack.explain(c.id) for c in pack.clauses)


def test_minsk_holds_what_was_asked() -> None:
    pack = load_pack("minsk-2014")
    primitives = {c.primitive for c in pack.clauses}
    assert primitives >= {"ban", "minimum_distance", "zone_width", "zone_ban", "precondition_clock", "return_fire"}
    assert [c.id for c in pack.clauses][:2] == ["ceasefire", "artillery-withdrawal"]
    assert {p.id for p in pack.parties} == {"P1", "P2"}
    assert pack.file.status is PackStatus.in_force
    assert pack.not_modelled
    found = pack.gazetteer.find("Petrivske", admin="Donetsk")
    assert abs(found.entry.lat - 47.65) < 0.2


def _mappings(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if key != "examples"}  # invented, and need no source
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mappings(inner)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_number_or_date_without_source_and_mark(pack_id: str) -> None:
    """Bare numbers do not occur; every mapping with a value or a moment says where it is from and who checked it."""
    folder = files("ceasewatch").joinpath("packs", pack_id)
    documents = [yaml.safe_load(folder.joinpath("pack.yaml").read_text(encoding="utf-8"))]
    for name in (documents[0].get("lines"), documents[0].get("zones")):
        if name is None:
            continue
        features = msgspec.json.decode(folder.joinpath(name).read_bytes())["features"]
        documents += [f["properties"] for f in features]
    marked = 0
    for mapping in _mappings(documents):
        assert not any(isinstance(v, int | float) and not isinstance(v, bool) for v in mapping.values())
        if {"value", "at"} & mapping.keys():
            marked += 1
            assert mapping["source"]
            assert isinstance(mapping["verified"], bool)
    assert marked >= 1


@pytest.mark.parametrize(
    ("name", "old", "new", "message", "where"),
    [
        ("pack.yaml", "title:", "tittle:", "unknown field `tittle`", "copy/pack.yaml"),
        ("pack.yaml", 'value: "50"', 'value: "fifty"', "'fifty' is not a number", "clauses[1]"),
        ("pack.yaml", 'value: "50", unit: km', 'value: "50", unit: miles', "unit 'miles'", "clauses[1]"),
        ("pack.yaml", 'value: "50"', 'value: "-50"', "non-negative", "clauses[1]"),
        ("pack.yaml", 'value: "50"', "value: 50", "Expected `str`, got `int`", "clauses[1].width.value"),
        ("pack.yaml", "    zone: zolote", "    zone: nowhere", "no zone 'nowhere'", "zolote-disengagement"),
        ("pack.yaml", "line: memorandum-line", "line: other", "no line 'other'", "artillery-withdrawal"),
        ("pack.yaml", "weapons: [gun_100_and_above]", "weapons: [catapult]", "not known: catapult", "clauses[1]"),
        ("pack.yaml", "party: P2", "party: P9", "no party 'P9'", "clauses[1]"),
        ("pack.yaml", "zone: Europe/Kyiv", "zone: Europe/Nowhere", "no time zone", "zone"),
        ("pack.yaml", "id: ceasefire", "id: artillery-withdrawal", "occurs twice", "pack.yaml"),
        ("pack.yaml", "source: PACKAGE, point 1\n", "source: HEARSAY, point 1\n", "is not listed", "ceasefire"),
        ("pack.yaml", "kinds: [weapon,", "kinds: [trebuchet,", "trebuchet", "clauses[1].kinds"),
        ("pack.yaml", "lines: lines.geojson", "lines: ../lines.geojson", "not a file of the pack", "copy"),
        ("pack.yaml", "lines: lines.geojson", "lines: missing.geojson", "no such file", "missing.geojson"),
        ("pack.yaml", "status: in_force", "status: in_force\nstatus: draft", "'status' occurs twice", "line"),
        ("pack.yaml", "languages: [ru]", "languages: [ru", "not valid YAML", "line"),
        ("lines.geojson", "37.84, 47.07", "37.84, 147.07", "out of range", "features[0]"),
        ("lines.geojson", "[37.84, 47.07]", '["x", 47.07]', "not pairs of numbers", "features[0]"),
        ("lines.geojson", "LineString", "Point", "the geometry is a Point", "features[0]"),
        ("lines.geojson", '"valid_to": "2015-02-17', '"valid_to": "2015-03-17', "same time", "line-of-contact"),
        ("zones.geojson", "[38.528, 48.671], ", "", "", ""),
        ("zones.geojson", "[38.5, 48.671], [38.5, 48.652]]]", "[38.5, 48.671]]]", "does not close", "zolote"),
        (
            "zones.geojson",
            "[38.528, 48.652], [38.528, 48.671]",
            "[38.528, 48.671], [38.528, 48.652]",
            "crosses",
            "zolote",
        ),
        ("zones.geojson", '{"type": "FeatureCollection"', '{"type" "FeatureCollection"', "not valid JSON", "zones"),
    ],
)
def test_malformed_packs_are_refused_with_their_place(
    edited: Edited, name: str, old: str, new: str, message: str, where: str
) -> None:
    folder = edited({name: [(old, new)]})
    if not (message or where):  # the control: a changed but sound outline loads
        assert load_pack(folder).id == "minsk-2014"
        return
    with pytest.raises(CeasewatchError) as error:
        load_pack(folder)
    assert message in error.value.what
    assert where in error.value.where
    assert error.value.todo


def test_an_alias_bomb_is_refused(edited: Edited) -> None:
    folder = edited({"pack.yaml": [("languages: [ru]", "languages: &a [ru]\nsupersedes: *a")]})
    with pytest.raises(LimitError, match="anchors and aliases"):
        load_pack(folder)


def test_depth_and_size_are_limited(edited: Edited) -> None:
    with pytest.raises(LimitError, match="levels"):
        parse_yaml(b"[" * 3000 + b"]" * 3000, PackFile, "deep")
    folder = edited({})
    (folder / "lines.geojson").write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(LimitError, match="larger than"):
        load_pack(folder)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_our_own_words(content: bytes) -> None:
    with pytest.raises(DataError) as error:
        parse_yaml(content, PackFile, "pack.yaml")
    assert error.value.where.startswith("pack.yaml")


def test_an_unknown_pack_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFoundError) as error:
        load_pack("minsk-2041")
    assert "minsk-2014" in error.value.todo
    with pytest.raises(NotFoundError, match=r"no pack.yaml"):
        load_pack("./nowhere")


def test_the_digest_changes_with_any_file(edited: Edited) -> None:
    assert load_pack(edited({"gazetteer.csv": [("48.69", "48.70")]})).sha256 != load_pack("minsk-2014").sha256
