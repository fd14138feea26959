"""Generated pages are as the code would write them today."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import msgspec
import pytest


@pytest.fixture(scope="module")
def reference(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("make_reference")


def test_pages_are_fresh(reference: ModuleType, project_root: Path) -> None:
    stale = [str(path.relative_to(project_root)) for path in reference.stale(reference.pages(project_root))]
    assert stale == [], "run `make reference` and commit what it wrote"


def test_a_stale_page_is_seen(reference: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("old", "utf-8")
    assert reference.stale({page: "new", tmp_path / "absent.md": "x"}) == [page, tmp_path / "absent.md"]
    assert reference.stale({page: "old"}) == []


def test_each_noun_has_its_schema_and_place(reference: ModuleType) -> None:
    schemas = {noun.__name__: reference.schema_of(noun) for noun in reference.NOUNS}
    page = reference.model_page(schemas)
    for name, schema in schemas.items():
        assert schema["$ref"] == f"#/$defs/{name}"
        assert f"### {name}\n" in page
        assert json.dumps(schema)


def test_meanings_move_from_the_docstring_to_the_field(reference: ModuleType) -> None:
    class Gauge(msgspec.Struct):
        """What a gauge says.

        Attributes:
            depth_m: below the surface; see :class:`~ceasewatch.model.values.Kind`.
            note: ``free`` text,
                on two lines.
        """

        depth_m: int
        note: str = ""

    # A class at the top of a module is indented by four; this one stands within a function.
    Gauge.__doc__ = (Gauge.__doc__ or "").replace("\n    ", "\n")
    definition = reference.schema_of(Gauge)["$defs"]["Gauge"]
    assert definition["description"] == "What a gauge says."
    assert definition["properties"]["depth_m"]["description"] == "below the surface; see `Kind`."
    assert definition["properties"]["note"]["description"] == "`free` text, on two lines."
    assert "| **depth_m** | integer | below" in reference.section("Gauge", definition, None)


def test_decisions_are_listed_with_their_dates(reference: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "0001-one.md").write_text("# 1. Keep a log\n\nDate: 2026-01-02\n", "utf-8")
    assert "| [1. Keep a log](0001-one.md) | 2026-01-02 |" in reference.decisions_page(tmp_path)
