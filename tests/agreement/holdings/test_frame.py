"""Whether the clause binds overrules what was counted; and what is told to the other side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from ceasewatch.agreement.holdings import CeilingRule, assess_holdings, books, statement
from ceasewatch.model import Outcome
from ceasewatch.model.clause import Moment


def test_not_yet_lapsed_and_not_bound_are_results(entry: Any, number: Any, frame: Any, day: Any) -> None:
    rule = msgspec.convert({"primitive": "ceiling", "of": ["P1"], "limit": number(1)}, CeilingRule)
    begins = replace(
        frame,
        valid_from=Moment(at=day(5), source="TEXT"),
        valid_to=Moment(at=day(9), source="TEXT"),
        not_bound=frozenset({"P2"}),
        unverified=("the wording",),
    )

    def told(at: float, owner: str = "P1") -> Any:
        own = msgspec.structs.replace(rule, of=(owner,))
        (a,) = assess_holdings(own, begins, books([entry("inspected", 2, day=1, owner=owner)], at=day(at)))
        return a

    assert [told(n).outcome for n in (4, 5, 8, 9)] == [
        Outcome.not_yet_in_force,
        Outcome.breach_likely,
        Outcome.breach_likely,
        Outcome.lapsed,
    ]
    assert (told(4).p_high_ppm, told(9).p_high_ppm) == (0, 0)
    assert told(4).reasons[0] == "the clause binds from 2020-01-06 00:00Z (TEXT)"
    assert told(6, "P2").outcome is Outcome.not_bound
    assert told(6, "P2").reasons[0] == "P2 has not accepted the text"
    assert told(6).unverified[0] == "the wording"


def test_a_statement_names_the_zone_and_nothing_finer(ceiling: Any, entry: Any) -> None:
    held = entry("inspected", 80, site="secret-site", serials=("NR-1",), verifier="team-7", text="behind the mill")
    a = ceiling([held])
    told = msgspec.json.encode(statement(a)).decode()
    assert "P1 in Z, 2020-01-11 00:00Z: not within the terms of the clause" in told
    for secret in ("secret-site", "NR-1", "team-7", "mill", "80"):
        assert secret not in told
    assert "secret-site" not in msgspec.json.encode(a).decode(), "a total names no site at all"
