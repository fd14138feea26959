"""The acceptance of the feed: the sixteen real paragraphs, annotated by hand before the parser was written."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from ceasewatch.geo.loaders import load_gazetteer, region_names
from ceasewatch.sources.smm_text.places import Atlas

HERE = Path(__file__).parent


def _scoring():
    spec = importlib.util.spec_from_file_location("smm_text_scoring", HERE / "scoring.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["smm_text_scoring"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def real_atlas(shared_data: Path) -> Atlas:
    gazetteer = load_gazetteer(shared_data / "geonames_ua.csv.gz", region_names("UA"))
    return Atlas(gazetteer, ("Donetsk", "Luhansk"))


def test_nine_in_ten_fully_right_and_none_invented(shared_data: Path, real_atlas: Atlas) -> None:
    result = _scoring().score(shared_data / "osce_smm_sentences.jsonl", real_atlas)
    said = f"{result.right} of {result.expected} gold observations fully right, {len(result.invented)} invented"
    sys.stdout.write("\n".join(("", said, *result.misses, "")))
    assert result.expected >= 30
    assert not result.invented
    assert result.right >= 0.9 * result.expected, "\n".join(result.misses)


def test_the_annotation_holds_no_sentence() -> None:
    """Its longest run of words is our own prose, under ``conventions``; each annotation is offsets and values."""
    for entry in json.loads((HERE / "gold.json").read_text())["paragraphs"]:
        for observation in entry["observations"]:
            words = [v for v in observation.values() if isinstance(v, str)]
            assert max(len(v.split()) for v in words) <= 4
