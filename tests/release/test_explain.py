"""Why can X not see this?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from ceasewatch.model import Tier
from ceasewatch.release import Gate, Likelihood, explain_withheld, likelihood


def test_it_says_from_when_on_and_why(make, table, noon):
    found = explain_withheld(Gate(at=noon + timedelta(hours=3)), table([make(kind="launch")]))
    assert not found.visible
    assert found.visible_from == noon + timedelta(hours=24)
    assert "24 h" in found.reasons[0]
    assert any("weapon stands" in r for r in found.reasons)


def test_it_agrees_with_the_gate(make, table, noon):
    for kind in ("explosion", "launch", "uxo", "vehicle"):
        for tier in (Tier.T1, Tier.T3, Tier.T4, Tier.T5):
            for hours in (0, 1, 7, 25):
                gate = Gate(tier, at=noon + timedelta(hours=hours))
                incidents = table([make(kind=kind)])
                assert explain_withheld(gate, incidents).visible == bool(gate.incidents(incidents))


def test_a_tier_that_never_gets_it_has_no_date(make, table, noon):
    found = explain_withheld(Gate(Tier.T4, at=noon + timedelta(days=9)), table([make()]))
    assert (found.visible, found.visible_from) == (False, None)


@pytest.mark.parametrize(
    ("p_ppm", "word"),
    [
        (0, Likelihood.excluded),
        (9_999, Likelihood.excluded),
        (10_000, Likelihood.remote),
        (449_999, Likelihood.unlikely),
        (450_000, Likelihood.even),
        (950_000, Likelihood.almost_certain),
        (990_000, Likelihood.certain),
        (1_000_000, Likelihood.certain),
    ],
)
def test_words_for_probabilities_are_half_open(p_ppm, word):
    assert likelihood(p_ppm) is word
