"""The rows that real-data figures rest on: what is told, what is hidden, and what counts as true."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from ceasewatch.fusion.clocks import offset
from ceasewatch.fusion.press import press_groups

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
try:
    from benchmarks import alerts
    from benchmarks.articles import CHOSEN_ON, REPORTED_ON, articles, score
finally:
    sys.path.remove(str(ROOT))


def test_articles_hide_what_the_coder_knew(shared_data: Path) -> None:
    made = articles(shared_data, REPORTED_ON)
    again, other = articles(shared_data, REPORTED_ON), articles(shared_data, REPORTED_ON, seed=2)
    assert len(made.table) == 1010
    assert len(made.truth) == 877
    assert np.array_equal(made.table.lat, again.table.lat)
    assert not np.any(made.table.lat == other.table.lat)
    assert np.all(np.isnan(made.table.count_best))
    assert made.table.end_us.tolist() == made.table.reported_us.tolist()


def test_groups_beat_nothing_joined_on_the_years_of_choice(shared_data: Path) -> None:
    made = articles(shared_data, CHOSEN_ON)
    ours, alone = score(made, press_groups(made.table)), score(made, np.arange(len(made.table)))
    assert ours["pair_f1"] > 0.6
    assert ours["bcubed_f1"] > alone["bcubed_f1"] + 0.02


@pytest.fixture(scope="module")
def reported(shared_data: Path) -> alerts.Alerts:
    """The alerts of 2023."""
    return alerts.alerts(shared_data, alerts.REPORTED_ON)


def test_partners_are_mutual_and_of_the_other_feed(reported: alerts.Alerts) -> None:
    has = np.flatnonzero(reported.partner >= 0)
    assert len(has) > 20_000
    assert np.array_equal(reported.partner[reported.partner[has]], has)
    assert np.all(reported.feed[has] != reported.feed[reported.partner[has]])


def test_the_clocks_of_two_real_feeds_are_told_within_two_seconds(reported: alerts.Alerts) -> None:
    """The window is the one that was chosen on 2022; the truth rests on ends, which are hidden from it."""
    first, second = reported.feed == 0, reported.feed == 1
    shifted = reported.start_us + 41_000_000 * second
    columns = reported.area[first], reported.start_us[first], reported.area[second]
    found = offset(*columns, reported.start_us[second], window_s=1200.0)
    moved = offset(*columns, shifted[second], window_s=1200.0)
    assert abs(found.offset_s - reported.lateness_s()) <= 2.0
    assert abs(moved.offset_s - found.offset_s - 41.0) <= 2.0
