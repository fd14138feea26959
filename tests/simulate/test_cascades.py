import numpy as np
import pytest

from ceasewatch.simulate.echo import cascade, edited, generations, recounted, sizes
from ceasewatch.simulate.names import invent
from ceasewatch.simulate.words import drafts, texts
from ceasewatch.simulate.world import Cascades

HABITS = Cascades(share=0.4, mean=4.0, tail=1.6, largest=40)
NAMES = invent(12, renamed=0.5, homonyms=0.1, rng=np.random.default_rng(1))
OUTLETS = ["outlet-0", "outlet-1"]


def stories(n, seed=1):
    rng = np.random.default_rng(seed)
    return drafts(
        rng.integers(0, 12, n), np.zeros(n, np.int8), rng.integers(0, 9, n), rng.integers(0, 1440, n),
        np.zeros(n, bool), 0.4, rng,
    )  # fmt: skip


def test_sizes_are_heavy_tailed_and_bounded():
    size = sizes(50_000, HABITS, np.random.default_rng(1))
    copied = size[size > 0]
    assert len(copied) / len(size) == pytest.approx(0.4, abs=0.01)
    assert 3.0 < copied.mean() < 5.0
    assert np.median(copied) <= 3
    assert copied.max() == 40
    assert (copied >= 30).mean() > 0.005


def test_copies_descend_from_their_story():
    size = np.array([0, 5, 1, 30])
    copies = cascade(size, HABITS, np.random.default_rng(2))
    assert np.array_equal(np.bincount(copies.root, minlength=4), size)
    known, root = set(range(4)), {i: i for i in range(4)}
    for part in generations(copies, 4):
        for row in part.tolist():
            assert copies.of[row] in known
            root[4 + row] = root[copies.of[row]]
            assert root[4 + row] == copies.root[row]
        known |= {4 + int(r) for r in part}
    assert len(known) == 4 + len(copies)
    assert (copies.of >= 4).any(), "some copy a copy"


def test_edits_keep_place_and_kind_of_the_story():
    before = stories(2000)
    after = edited(before, np.zeros(2000, np.int64), Cascades(), np.random.default_rng(3))
    for column in ("place", "kind", "count", "hour", "minute"):
        assert np.array_equal(getattr(before, column), getattr(after, column))
    assert (before.language != after.language).mean() == pytest.approx(0.2, abs=0.04)
    assert ((after.cut > 0) & (before.cut == 0)).mean() == pytest.approx(0.25, abs=0.04)


def test_words_vary_but_not_without_end():
    words = texts(stories(3000), NAMES, OUTLETS)
    assert len(set(words)) > 2500
    assert all(w == w.strip() and "{" not in w for w in words)


def test_no_edit_no_change():
    nothing = Cascades(
        translated=0, truncated=0, reordered=0, prefixed=0, respelled=0, synonyms=0, retold=0,
    )  # fmt: skip
    before = stories(200)
    after = edited(before, np.zeros(200, np.int64), nothing, np.random.default_rng(3))
    assert texts(before, NAMES, OUTLETS) == texts(after, NAMES, OUTLETS)


def test_numbers_are_rounded_inflated_or_dropped():
    count = np.full(40_000, 12.0)
    told = recounted(count, 0.5, np.random.default_rng(1))
    assert (told == 12.0).mean() == pytest.approx(0.5, abs=0.01)
    assert (told == 15.0).mean() == pytest.approx(0.2, abs=0.03)
    assert np.isnan(told).mean() == pytest.approx(0.15, abs=0.01)
    assert np.nanmin(told) == 12.0
