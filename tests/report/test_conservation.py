"""Consecutive reports count every incident once, also where clocks change, and repeat each other's figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import msgspec
import pytest

from ceasewatch.fusion import fuse
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Count, TimeInterval
from ceasewatch.report.daily import build
from ceasewatch.report.periods import periods

DAYS = 5


@pytest.mark.parametrize(("first", "hours"), [(date(2030, 3, 29), 23), (date(2030, 10, 25), 25)])
def test_days_add_up_and_the_previous_period_is_the_previous_report(inputs, public, observe, first, hours):
    mission = msgspec.structs.replace(inputs.mission, zone="Europe/Kyiv", cutoff="03:30")
    spans = [periods(first + timedelta(days=n), mission) for n in range(DAYS)]
    assert hours * 3600 in {p.width_s for p, _ in spans}
    start, end = spans[0][0].start, spans[-1][0].end
    seen = []
    for n in range(120):
        middle, half = start + (end - start) * n / 120, timedelta(hours=(0, 1, 5, 11)[n % 4])
        seen.append(
            observe(f"o{n}", phenomenon=TimeInterval(start=middle - half, end=middle + half), reported_at=middle + half,
                    kind=("explosion", "shot", "armed_clash")[n % 3], count=Count.exactly(n % 4 + 1),
                    lat=9.05 + (n % 9) * 0.2, lon=-29.95 + (n % 7) * 0.2)
        )  # fmt: skip
    table = tabulate(seen, areas=inputs.areas)
    gate = replace(public, at=end + timedelta(days=3), zone=mission.zone)
    incidents = fuse(table)
    made = [
        build(replace(inputs, mission=mission, period=now, previous=before, observations=table, incidents=incidents,
                      assessments=(), coverage=()), gate)
        for now, before in spans
    ]  # fmt: skip
    assert sum(r.incidents for r in made) == len(incidents)
    for earlier, later in pairwise(made):
        assert later.total.before == earlier.total.now
        assert {r.area: r.before for r in later.areas} == {r.area: r.now for r in earlier.areas}
        assert later.total.now.explosions.best <= later.total.now.violations.best
