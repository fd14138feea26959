"""Rule 3: outside, effort is a word, and of past days only."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

WORDS = {"adequate", "partial", "none", "unknown"}


@pytest.mark.parametrize("tier", [("T5",), ("T4",), ("T3",), ("T2", "--party", "A")], ids=lambda t: t[0])
def test_a_word_and_an_area(inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    rows = json.loads(inside("coverage", "--date", "2025-03-05", "--tier", *tier, "--format", "json"))
    assert rows
    assert {r["effort"] for r in rows} <= WORDS
    assert {key for r in rows for key in r} == {"area", "effort", "status"}


def test_not_of_today(inside: Callable[..., str]) -> None:
    told = inside("coverage", "--date", f"{datetime.now(UTC):%Y-%m-%d}", code=2)
    assert "may be issued from" in told


def test_no_observer_is_named_outside(inside: Callable[..., str], public_ids: list[str]) -> None:
    outside = inside("coverage", "--date", "2025-03-05") + "".join(inside("show", i) for i in public_ids[:4])
    assert "cam-" not in outside
    assert "node-" not in outside
