"""``ceasewatch decide``: merge, split, take back; who may read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
