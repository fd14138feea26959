"""Incidents come as a table or as Structs; the audience gets the same."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from ceasewatch.fusion import to_incidents
from ceasewatch.model import Count, Harm, Qualifier, Tier
from ceasewatch.release import Gate


@pytest.mark.parametrize("tier", [Tier.T1, Tier.T3, Tier.T4, Tier.T5])
def test_both_forms_give_the_same(make, table, noon, tier):
    observations = [
        make("o1", minutes=30, count=Count(lowest=3)),
        make("o2", kind="launch", lat=10.5),
        make("o3", kind="uxo", lat=11.0, qualifiers=(Qualifier.outgoing,)),
        make("o4", kind="casualty", lat=11.5, harm=Harm(killed=Count.exactly(9), injured=Count.exactly(2))),
        make("o5", lat=12.0, reported_at=noon + timedelta(hours=40)),
    ]
    incidents = table(observations)
    gate = Gate(tier, at=noon + timedelta(hours=48))
    whole = gate.screen(incidents)
    structs = gate.screen(to_incidents(incidents), observations=observations)
    assert structs.dropped == whole.dropped
    assert [_without_radius(i) for i in structs.items] == [_without_radius(i) for i in whole.items]
    assert (structs.killed, structs.injured) == (whole.killed, whole.injured)


def _without_radius(item):
    """A Struct's place is rounded outwards, so its radius may be a metre or two larger."""
    return msgspec.structs.replace(item, radius_m=0)


def test_totals_of_casualties_are_suppressed_as_a_whole(make, table, noon):
    few = [make(f"o{n}", lat=10 + n, kind="casualty", harm=Harm(killed=Count.exactly(2))) for n in range(3)]
    late = noon + timedelta(days=2)
    assert Gate(at=late).screen(table(few)).killed == Count.exactly(6)
    one = Gate(at=late).screen(table(few[:1]))
    assert (one.killed.lowest, one.killed.highest, one.casualty_incidents) == (1, 4, 1)


def test_several_reports_of_the_same_people_are_not_added():
    from ceasewatch.release.harm import added, together

    reports = [Count.exactly(3), Count(lowest=2, best=4, highest=6), Count()]
    assert together(reports) == Count(lowest=2, best=3, highest=6)
    assert added([Count.exactly(3), Count(lowest=2)]) == Count(lowest=5, best=5, highest=None)
    assert not added([Count()]).known
