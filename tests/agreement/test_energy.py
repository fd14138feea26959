"""Acceptance scenario 6 (handbook 8): one moratorium, two first days and two lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ceasewatch.agreement import Pack, load_pack
from ceasewatch.agreement.tools.trial import trials
from ceasewatch.fusion import fuse
from ceasewatch.model import Belief, Consensus, Observation, Outcome

Seen = Callable[..., Observation]


@pytest.fixture(scope="module")
def energy() -> Pack:
    return load_pack("energy-2025")


@pytest.mark.parametrize(
    ("day", "struck", "p1", "p2", "together", "deciding"),
    [
        ("2025-03-17T20:00", "substation", "not_yet_in_force", "not_yet_in_force", "agreed_no_breach", ()),
        ("2025-03-18T02:00", "substation", "not_yet_in_force", "breach_likely", "depends_on_the_reading", ("from",)),
        ("2025-03-26T02:00", "substation", "breach_likely", "breach_likely", "agreed_breach", ()),
        ("2025-03-26T02:00", "gas_production", "breach_likely", None, "depends_on_the_reading", ("the list",)),
        ("2025-03-20T02:00", "gas_production", "not_yet_in_force", None, "agreed_no_breach", ()),
        ("2025-04-20T02:00", "oil_refinery", "breach_likely", "lapsed", "depends_on_the_reading", ("until",)),
        ("2025-05-20T02:00", "oil_refinery", "lapsed", "lapsed", "agreed_no_breach", ()),
    ],
)
def test_the_same_strike_under_two_readings(
    energy: Pack, seen: Seen, day: str, struck: str, p1: str, p2: str | None, together: str, deciding: tuple[str, ...]
) -> None:
    incidents = fuse([seen("a", 50.9, 34.8, day=day, kind="impact", struck=Belief.certain(struck))])
    found = {str(a.reading): a for a in energy.assess(incidents).to_assessments()}
    assert {r: str(a.outcome) for r, a in found.items()} == {"P1": p1, "P2": p2 or "not_applicable"}
    assert {a.agreed for a in found.values()} == {Consensus(together)}
    for a in found.values():
        assert len(a.differs) == len(deciding)
        assert all(word in text for word, text in zip(deciding, a.differs, strict=True))


def test_a_strike_on_nobody_knows_what_is_undetermined_under_both(energy: Pack, seen: Seen) -> None:
    incidents = fuse([seen("a", 50.9, 34.8, day="2025-03-26T02:00", kind="impact")])
    found = energy.assess(incidents).to_assessments()
    assert {a.outcome for a in found} == {Outcome.undetermined}
    assert {a.agreed for a in found} == {Consensus.undetermined}
    assert "no report says what was struck" in " ".join(found[0].reasons)


def test_nothing_of_it_was_compared_with_a_text_and_every_result_says_so(energy: Pack, seen: Seen) -> None:
    incidents = fuse([seen("a", 50.9, 34.8, day="2025-03-26T02:00", kind="impact", struck=Belief.certain("dam"))])
    for a in energy.why(incidents, incidents.ids[0]):
        assert any("its start" in text for text in a.unverified)
        assert any(f"the reading of {a.reading}" in text for text in a.unverified)


@pytest.mark.parametrize("pack", ["energy-2025"])
def test_the_worked_examples_hold(pack: str) -> None:
    found = list(trials(load_pack(pack)))
    assert len(found) >= 10
    assert [t for t in found if not t.held] == []
