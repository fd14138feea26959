"""Entries of the ledger through JSON, and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from ceasewatch.model import Count
from ceasewatch.model.holding import (
    Absence,
    Access,
    Declaration,
    Entry,
    Holding,
    Inspection,
    LedgerEntry,
    Movement,
    Remark,
    Sighting,
    SiteAnswer,
    Where,
)
from ceasewatch.model.ids import PartyId

COMMON: dict[str, Any] = {
    "id": "e1",
    "owner": PartyId("P1"),
    "at": datetime(2020, 1, 1, tzinfo=UTC),
    "class_": "tank",
    "model": "T-72",
    "count": Count.exactly(2),
    "serials": ("a", "b"),
    "zone": "Z",
}
SIGHTING = Sighting(
    **COMMON, observer="uav", pass_id="f1", where=SiteAnswer(answer=Where.inside, site="s1", p_ppm=900_000)
)
ENTRIES = [
    Declaration(**COMMON, site="s1", supersedes="e0"),
    Inspection(**COMMON, verifier="V", access=Access.managed, unmet=("fence",), recheck_of="e0", request="r1"),
    SIGHTING,
    Movement(**COMMON, to_site="s2", notified_at=COMMON["at"], escorted=True),
]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: type(e).__name__)
def test_entries_are_told_apart_by_their_type(entry: LedgerEntry) -> None:
    text = msgspec.json.encode(entry)
    assert b'"class":"tank"' in text
    assert msgspec.json.decode(text, type=LedgerEntry) == entry
    with pytest.raises(msgspec.ValidationError, match="lat_e7"):
        msgspec.json.decode(text.replace(b'"class"', b'"lat_e7":1,"class"'), type=LedgerEntry)


def test_nothing_that_a_ledger_holds_has_a_place_for_coordinates() -> None:
    names = {n for kind in (Entry, *map(type, ENTRIES), Holding, SiteAnswer) for n in kind.__struct_fields__}
    assert not [n for n in names if any(w in n for w in ("lat", "lon_", "position", "geometry", "_e7"))]


def test_a_state_keeps_its_words() -> None:
    held = Holding(
        owner=PartyId("P1"),
        class_="tank",
        at=COMMON["at"],
        absences=(Absence(remark=Remark.again_missing, n=1, serials=("a",)),),
        passes=(SIGHTING,),
        remarks=(Remark.beyond_lines_outside_sites,),
    )
    text = msgspec.json.encode(held)
    assert b"beyond_withdrawal_lines_but_outside_designated_storage_sites" in text
    assert msgspec.json.decode(text, type=Holding) == held


@pytest.mark.parametrize(
    ("answer", "bounds"),
    [
        (SiteAnswer(), (0.0, 1.0)),
        (SiteAnswer(answer=Where.outside), (0.0, 0.0)),
        (SiteAnswer(answer=Where.outside, p_ppm=750_000), (0.25, 0.25)),
        (SIGHTING.where, (0.9, 0.9)),
    ],
)
def test_an_answer_of_the_vault_is_a_probability(answer: SiteAnswer, bounds: tuple[float, float]) -> None:
    assert answer.inside == pytest.approx(bounds)


def test_a_probability_is_one() -> None:
    with pytest.raises(ValueError, match="outside 0 to 1000000"):
        SiteAnswer(answer=Where.outside, p_ppm=1_000_001)
