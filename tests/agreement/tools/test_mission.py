"""What a text would have flagged, and who could have seen it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.agreement.tools.conftest import ban, number

from ceasewatch.agreement import Pack, load_pack
from ceasewatch.agreement.tools.supposed import NOTICE, chosen, supposed
from ceasewatch.agreement.tools.verifiable import Means, perceives, tells_weapon, verifiable
from ceasewatch.fusion import fuse
from ceasewatch.model import TimeInterval
from ceasewatch.model.errors import UsageError
from ceasewatch.model.values import Kind, ObserverKind

Make = Callable[..., Pack]


def test_a_draft_is_counted_by_outcome_and_binds_nobody(made: Make, seen: Any) -> None:
    pack = made(ban())
    places = {"a": (10.2, 20.2), "b": (10.8, 20.8), "c": (50.0, 50.0)}
    incidents = fuse([seen(name, *at, observer_kind=ObserverKind.patrol) for name, at in places.items()])
    with pytest.raises(UsageError, match="binds nobody"):
        pack.assess(incidents)
    (row,) = supposed(pack, incidents)
    assert (row.clause, row.outcome, row.agreed, row.incidents) == ("ban", "breach_likely", "one_reading", 2)
    assert row.notice == NOTICE
    assert supposed(pack, chosen(incidents, None, told={"inc-a"}))[0].incidents == 1
    early = TimeInterval(start=datetime(2018, 9, 4, tzinfo=UTC), end=datetime(2018, 9, 5, 8, tzinfo=UTC))
    late = TimeInterval(start=datetime(2018, 9, 5, 8, tzinfo=UTC), end=datetime(2018, 9, 6, tzinfo=UTC))
    assert (len(chosen(incidents, early)), len(chosen(incidents, late))) == (0, 3)


def test_readings_and_what_decides_are_told(incident: Any) -> None:
    pack = load_pack("energy-2025")
    rows = supposed(pack, incident(48.3, 37.8, day="2025-03-18T02:00", kind="impact"))
    assert {r.reading for r in rows} == {"P1", "P2"}
    assert len({r.agreed for r in rows}) == 1


@pytest.mark.parametrize(
    ("observer", "kind", "seen"),
    [
        (ObserverKind.acoustic, Kind.explosion, True),
        (ObserverKind.acoustic, Kind.weapon, False),
        (ObserverKind.uav, Kind.weapon, True),
        (ObserverKind.patrol, Kind.weapon, True),
        (ObserverKind.post, Kind.weapon, True),
        (ObserverKind.seismic, Kind.shot, False),
        (ObserverKind.satellite_imagery, Kind.crater, True),
        (ObserverKind.ais, Kind.explosion, False),
        (ObserverKind.ais, Kind.vessel, True),
    ],
)
def test_what_each_kind_of_observer_perceives(observer: ObserverKind, kind: Kind, seen: bool) -> None:
    assert perceives(observer, kind, frozenset({kind})) is seen


def test_clauses_by_what_could_verify_them(made: Make) -> None:
    bare = ("primitive", "kinds", "zone", "examples")
    ceiling = {"primitive": "ceiling", "of": ["A"], "classes": ["tank"], "limit": number("40", "items")}
    pack = made(
        ban("fire"),
        ban("guns", kinds=["explosion"], weapons=["tank"]),
        ban("ships", kinds=["vessel"], examples=[]),
        {k: v for k, v in ban("tanks", rule=ceiling).items() if k not in bare},
    )
    by_ear = {v.clause: v for v in verifiable(pack, {ObserverKind.seismic, ObserverKind.party})}
    assert {c: v.means for c, v in by_ear.items()} == {
        "fire": Means.partly, "guns": Means.partly, "ships": Means.nobody, "tanks": Means.documents,
    }  # fmt: skip
    assert by_ear["fire"].missed == ("shot",)
    assert by_ear["fire"].seen_by == ("seismic",)
    assert "tells weapons" in by_ear["guns"].needs
    assert not tells_weapon(ObserverKind.seismic)
    assert "inspections" in by_ear["tanks"].needs
    with_patrol = {v.clause: v for v in verifiable(pack, {ObserverKind.patrol})}
    assert (with_patrol["fire"].means, with_patrol["fire"].missed) == (Means.observers, ())
    assert with_patrol["guns"].means is Means.observers
    assert {v.means for v in verifiable(pack, ())} == {Means.nobody, Means.documents}
