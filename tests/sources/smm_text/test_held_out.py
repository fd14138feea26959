"""Fifteen sentences of our own, annotated and written after the parser, which had never been run on them.

The first run read 12 of their 20 observations fully right, 2 not at all (both sentences flagged) and 6 with a wrong
field (each with words flagged as unread); it invented none. Mending what was general (ranges with two units, "the
remainder", counted flights, clauses beside hearsay, outages with dates) brought 18. Ten further sentences then gave
8 of 11 on their first run: one flagged, one without its qualifier, one span cut short; and one observation too many
("all of which were explosions" read as explosions of unknown number). So the sixteen real paragraphs, which the grammar
was written with in view, flatter it: expect between these figures on reports that it has not met.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.statement import ReportMeta, Statement

SENTENCES = json.loads((Path(__file__).parent / "held_out.json").read_text())


def fields(said: Statement) -> dict[str, Any]:
    place = said.at or (said.observer_at[0] if said.observer_at else None)
    directions = said.sight.directions if said.sight else ()
    if said.at is not None and said.sight is None and said.at.offset is not None and said.at.offset.direction:
        directions = (said.at.offset.direction,)
    return {
        "kinds": sorted(said.kinds),
        "count": [said.count.lowest, said.count.best, said.count.highest],
        "at": place.name if place else "",
        "range_m": list(said.sight.range_m) if said.sight and said.sight.range_m else None,
        "directions": [d.point + "~" * d.wide for d in directions],
        "interval": [said.interval.start.isoformat()[:16], said.interval.end.isoformat()[:16]],
        "role": said.role,
        "qualifiers": sorted(said.qualifiers),
        "weapons": sorted(h.value for h in said.weapon.classes.hypotheses),
        "flights": len(said.flights),
    }


def test_most_is_right_and_nothing_is_invented(report: ReportMeta) -> None:
    right = expected = 0
    for sentence in SENTENCES:
        text = sentence["text"]
        parsed = parse(text, report)
        made = {text[s.start : s.end]: s for s in (*parsed.statements, *parsed.aggregates)}
        wanted = {w.pop("phrase"): w for w in [dict(o) for o in sentence["observations"]]}
        expected += len(wanted)
        assert set(made) <= set(wanted), text
        assert len(parsed.outages) == sentence["down"]
        right += sum(fields(made[p]) == w for p, w in wanted.items() if p in made)
    assert right >= 0.9 * expected


@pytest.mark.parametrize("sentence", SENTENCES, ids=[s["text"][:40] for s in SENTENCES])
def test_what_is_wrong_or_missing_is_flagged(sentence: dict[str, Any], report: ReportMeta) -> None:
    parsed = parse(sentence["text"], report)
    made = {sentence["text"][s.start : s.end]: s for s in (*parsed.statements, *parsed.aggregates)}
    for want in sentence["observations"]:
        got = made.get(want["phrase"])
        if got is None:
            assert parsed.unread
        elif fields(got) != {k: v for k, v in want.items() if k != "phrase"}:
            assert got.unread
