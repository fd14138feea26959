"""Rule 3: outside, effort is a word, and of past days only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import ceasewatch
from ceasewatch.coverage import NoneObserved, NotObserved, Observed
from ceasewatch.coverage.statements import Why
from ceasewatch.model import Tier, TimeInterval
from ceasewatch.model.errors import RefusedError
from ceasewatch.model.ids import PartyId
from ceasewatch.release import Gate
from ceasewatch.release.statements import statement

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


BELOW = [("T5",), ("T4",), ("T3",), ("T2", "--party", "A")]
"""Every audience but mission analysts."""

CANDIDATES = (
    "observer,observer_kind,start,end,state,area,lat,lon,radius_m,side\n"
    "p-north,patrol,2025-03-06T16:00Z,2025-03-07T00:00Z,observing,Aldermarch,-44.98,-125.05,8000,A\n"
    "p-south,patrol,2025-03-06T16:00Z,2025-03-07T00:00Z,observing,Corvale,-45.13,-125.05,8000,B\n"
)


@pytest.fixture(scope="module")
def candidates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tasking") / "candidates.csv"
    path.write_text(CANDIDATES, "utf-8")
    return path


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
def test_no_map_and_no_smallest_yield(inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    told = inside("coverage", "--map", "kelmar", "--date", "2025-03-05", "--tier", *tier, code=2)
    assert "it tells where nobody looks" in told
    assert "smallest_yield" not in told
    assert "-125." not in told


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
def test_no_tasking(inside: Callable[..., str], candidates: Path, tier: tuple[str, ...]) -> None:
    told = inside("coverage", "--tasking", candidates, "--area", "Aldermarch", "--tier", *tier, code=2)
    assert "does not get tasking" in told
    assert "p-north" not in told


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
def test_no_estimate_of_what_was_missed(inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    told = inside("coverage", "--missed", "Tessary", "--date", "2025-03-05", "--tier", *tier, code=2)
    assert "does not get estimates of what was missed" in told


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
def test_quiet_is_a_word_and_a_past_day(inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    rows = json.loads(inside("quiet", "Corvale", "--on", "2025-03-05", "--tier", *tier, "--format", "json"))
    assert [set(r) for r in rows] == [{"area", "day", "effort", "status"}]
    assert {r["effort"] for r in rows} <= WORDS
    assert "may be issued from" in inside("quiet", "Corvale", "--on", f"{datetime.now(UTC):%Y-%m-%d}", code=2)


@pytest.mark.parametrize("tier", BELOW, ids="-".join)
def test_no_word_on_anything_smaller_than_a_unit(inside: Callable[..., str], tier: tuple[str, ...]) -> None:
    assert "first-level units only" in inside("quiet", "kelmar", "--on", "2025-03-05", "--tier", *tier, code=2)


def test_analysts_get_them_and_it_is_logged(inside: Callable[..., str], candidates: Path) -> None:
    """What is refused to the others exists, and its use leaves an entry each."""

    def entries() -> int:
        return int(json.loads(inside("record", "audit", "--format", "json"))["entries"])

    before, t1 = entries(), ("--tier", "T1", "--format", "json")
    cells = json.loads(inside("coverage", "--map", "kelmar", "--date", "2025-03-05", *t1))
    assert {"p_seen", "smallest_yield_kg"} <= set(cells[0])
    assert max(c["p_seen"] for c in cells) > 0
    (said,) = json.loads(inside("quiet", "kelmar", "--on", "2025-03-05", "--dispersion", "5", *t1))
    assert said["outcome"] in {"none_observed", "observed", "not_observed"}
    tasks = json.loads(inside("coverage", "--tasking", candidates, "--area", "Aldermarch", *t1))
    assert {t["side"] for t in tasks} <= {"A", "B"}
    assert entries() == before + 3


def test_the_web_page_has_no_way_to_them() -> None:
    """Its modules import nothing of what tells of blind spots, and no route bears such a name."""
    web = Path(ceasewatch.__file__).parent / "web"
    source = "\n".join(path.read_text("utf-8") for path in sorted(web.glob("*.py")))
    assert "ceasewatch.coverage" not in source
    assert "pipeline.tasking" not in source
    for name in ("watching import quiet", "smallest_yield", "detection_map", "ceasewatch.release.statements"):
        assert name not in source
    assert not re.search(r"@(get|post)\(\"/(coverage|map|tasking|quiet)", source)


def test_the_gate_itself_refuses_statements() -> None:
    """Also whoever goes around the command line."""
    at = datetime(2031, 5, 2, tzinfo=UTC)
    for tier, party in ((Tier.T5, ""), (Tier.T4, ""), (Tier.T3, ""), (Tier.T2, "A")):
        gate = Gate(tier, at=at, party=PartyId(party))
        period = TimeInterval(start=at - timedelta(days=4), end=at - timedelta(days=3))
        said = NotObserved(why=Why.nobody, seen=0, p_seen=0.0, watched_share=0.0)
        with pytest.raises(RefusedError, match="where nobody looks"):
            statement(gate, said, sector="x", period=period, what="explosion")


def test_a_statement_claims_no_more_than_was_reported() -> None:
    """Reports seldom tell the weapon; what has no place is told beside "none observed"."""
    at = datetime(2031, 5, 2, tzinfo=UTC)
    gate, period = Gate(Tier.T1, at=at), TimeInterval(start=at - timedelta(days=4), end=at - timedelta(days=3))
    part = {"p_seen": 0.6, "p_low": 0.5, "p_high": 0.7, "watched_share": 1.0, "p_watched": 0.6, "worst": 0.5}
    what = "explosion of mortar_120"
    told = statement(gate, Observed(seen=3, watch=3, bound=None, **part), sector="x", period=period, what=what)
    assert "3 that may be explosion of mortar_120 observed in x." in told.text
    told = statement(gate, Observed(seen=3, watch=1, bound=None, **part), sector="x", period=period, what=what)
    assert "(1 of them certainly there and by the watch itself" in told.text
    told = statement(gate, NoneObserved(bound=None, **part), sector="x", period=period, what=what, unplaced=2)
    assert told.unplaced == 2
    assert "2 more reported without a place" in told.text
