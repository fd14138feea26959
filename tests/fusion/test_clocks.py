"""A known offset is recovered although a third of the moments are in one feed only and many are late."""

from __future__ import annotations

import numpy as np
import pytest

from ceasewatch.fusion.clocks import offset
from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Int


def feeds(seed: int, late_s: float) -> tuple[Int, Int, Int, Int]:
    """Two feeds of one year of alerts in 20 areas; each misses a sixth, and makes up a tenth."""
    rng = np.random.default_rng(seed)
    area, at = rng.integers(0, 20, 6000), rng.uniform(0, 365 * 86_400, 6000)
    lag = late_s + rng.normal(0, 8, 6000) + np.where(rng.random(6000) < 0.1, rng.exponential(600, 6000), 0)
    first, second = rng.random(6000) > 1 / 6, rng.random(6000) > 1 / 6
    false_area, false_at = rng.integers(0, 20, 600), rng.uniform(0, 365 * 86_400, 600)
    b_key, b_at = np.concatenate([area[second], false_area]), np.concatenate([(at + lag)[second], false_at])
    return area[first], (at[first] * 1e6).astype(np.int64), b_key, (b_at * 1e6).astype(np.int64)


@pytest.mark.parametrize("late_s", [-250.0, 0.0, 19.0, 700.0])
def test_a_known_offset_is_recovered_within_two_seconds(late_s: float) -> None:
    found = offset(*feeds(1, late_s))
    assert abs(found.offset_s - late_s) < 2.0
    assert 3500 < found.pairs < 5000


def test_swapping_the_feeds_turns_the_sign() -> None:
    a_key, a_us, b_key, b_us = feeds(2, 33.0)
    there, back = offset(a_key, a_us, b_key, b_us), offset(b_key, b_us, a_key, a_us)
    assert abs(there.offset_s + back.offset_s) < 1.0


def test_the_order_of_rows_is_of_no_account() -> None:
    a_key, a_us, b_key, b_us = feeds(3, 12.0)
    mixed = np.random.default_rng(0).permutation(len(a_us))
    assert offset(a_key[mixed], a_us[mixed], b_key, b_us) == offset(a_key, a_us, b_key, b_us)


def test_the_stated_error_is_of_the_size_of_the_error() -> None:
    missed = [offset(*feeds(seed, 20.0)) for seed in range(20)]
    scatter = np.std([m.offset_s for m in missed])
    assert 0.3 < scatter / np.mean([m.error_s for m in missed]) < 3.0


def test_feeds_with_nothing_in_common_have_no_offset() -> None:
    with pytest.raises(DataError, match="no moments in common"):
        offset(np.zeros(3, np.int64), np.arange(3) * 1_000_000, np.ones(3, np.int64), np.arange(3) * 1_000_000)
