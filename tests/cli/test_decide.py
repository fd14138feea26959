"""``ceasewatch decide``: merge, split, take back; who may read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Act = Callable[..., Any]


def test_together_shown_listed_and_undone(act: Act, hotspots: Callable[..., Path]) -> None:
    assert act("ingest", "firms", hotspots()).code == 0
    found = json.loads(act("incidents", "--tier", "T1", "--format", "json").out)
    assert len(found) == 3
    one, two = (i["id"] for i in found[:2])
    said = act("decide", "together", one, two, "--by", "A. Analyst", "--because", "one fire front")
    assert said.code == 0, said.err
    assert "attested by the server: no key of A. Analyst is at hand" in said.out
    assert len(json.loads(act("incidents", "--tier", "T1", "--format", "json").out)) == 2
    shown = act("show", two, "--tier", "T1").out
    assert "decided by A. Analyst" in shown
    assert "one fire front" in shown
    assert "p 1.000" not in shown
    assert "A. Analyst" not in act("show", two).out
    (row,) = json.loads(act("decide", "list", "--tier", "T1", "--format", "json").out)
    assert (row["decided"], row["by"], row["state"]) == ("together", "A. Analyst", "stands")
    refused = act("decide", "apart", one, two, "--by", "B. Other", "--because", "two fires")
    assert refused.code == 3
    assert row["id"] in refused.err
    undone = act("decide", "undo", row["id"], "--by", "B. Other", "--because", "two fires")
    assert undone.code == 0, undone.err
    assert len(json.loads(act("incidents", "--tier", "T1", "--format", "json").out)) == 3
    assert "undone by B. Other" in act("show", one, "--tier", "T1").out


def test_the_public_may_not_list_decisions(act: Act) -> None:
    refused = act("decide", "list")
    assert refused.code == 2
    assert "T1" in refused.err


def test_a_decision_needs_a_name_and_a_reason(act: Act) -> None:
    assert act("decide", "together", "a", "b", "--by", "A. Analyst").code == 2
    missing = act("decide", "together", "a", "b", "--by", "A. Analyst", "--because", "r")
    assert missing.code == 2
    assert "no observation or incident 'a'" in missing.err


def test_what_steers_a_terminal_is_no_name_and_no_reason(act: Act, hotspots: Callable[..., Path]) -> None:
    assert act("ingest", "firms", hotspots()).code == 0
    one, two = (i["id"] for i in json.loads(act("incidents", "--tier", "T1", "--format", "json").out)[:2])
    bad = ("X\x1b[2J", "X\u202eY", "X\nY", "X\udcff", "Y" * 5000, " ")
    for option, other in (("--by", "--because"), ("--because", "--by")):
        for text in (*bad[:2], *bad[3:]) if option == "--because" else bad:
            refused = act("decide", "together", one, two, option, text, other, "A. Analyst")
            assert refused.code == 2, text
            assert f"error: {option}: " in refused.err
            assert "at least two" not in refused.err
    assert json.loads(act("decide", "list", "--tier", "T1", "--format", "json").out) == []
    said = act("decide", "together", one, two, "--by", "A. Analyst", "--because", "one\n\tfire")
    assert said.code == 0, said.err
    (row,) = json.loads(act("decide", "list", "--tier", "T1", "--format", "json").out)
    refused = act("decide", "undo", row["id"], "--by", "X\x1b[2J", "--because", "r")
    assert refused.code == 2
    assert "error: --by: " in refused.err


def test_who_says_again_what_stands_is_told_so(act: Act, hotspots: Callable[..., Path]) -> None:
    """Else the incident would stay merged after that person took the decision back."""
    assert act("ingest", "firms", hotspots()).code == 0
    one, two = (i["id"] for i in json.loads(act("incidents", "--tier", "T1", "--format", "json").out)[:2])
    words = ("decide", "together", one, two, "--because", "one fire front", "--by")
    assert act(*words, "A. Analyst").code == 0
    again = act(*words, "A. Analyst")
    assert again.code == 3
    (row,) = json.loads(act("decide", "list", "--tier", "T1", "--format", "json").out)
    assert row["id"] in again.err
    assert act(*words, "B. Other").code == 0
    undone = act("decide", "undo", row["id"], "--by", "A. Analyst", "--because", "two fires")
    rows = json.loads(act("decide", "list", "--tier", "T1", "--format", "json").out)
    (other,) = (r["id"] for r in rows if r["by"] == "B. Other")
    assert f"{other} still stands" in undone.out


@pytest.mark.parametrize(("form", "says"), [("table", "EXERCISE. "), ("csv", ",state,status")])
def test_decisions_of_an_exercise_say_so(ask: Act, form: str, says: str) -> None:
    ran = ask("decide", "list", "--tier", "T1", "--format", form)
    assert ran.code == 0, ran.err
    assert says in ran.out
