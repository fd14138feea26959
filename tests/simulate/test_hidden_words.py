"""With words hidden, nothing else may tell which rows belong together."""

import numpy as np
from scipy.stats import spearmanr


def test_words_addresses_and_what_is_made_of_them_are_gone(front):
    bare = front.hidden_words().table
    assert set(bare.text) == {""}
    assert set(bare.urls) == {()}
    assert (bare.origin == bare.observer).all()
    assert set(bare.area) == set(bare.name) == {""}
    assert (bare.rows == None).all()  # noqa: E711


def test_what_is_seen_stays_as_it_was(front):
    bare = front.hidden_words()
    assert np.array_equal(bare.table.start_us, front.table.start_us)
    assert np.array_equal(bare.event, front.event)
    assert (front.table.text != "").any(), "the original keeps its words"


def test_ids_and_row_keys_are_random(front):
    t = front.table
    assert len(set(t.ids)) == len(t)
    assert [s.split("\x1f")[2] for s in t.source] == list(t.ids)
    place = np.argsort(np.argsort(t.ids.astype(str)))
    told = front.event >= 0
    for truth in (front.event[told], front.origin[told], t.recorded_us[told]):
        assert abs(spearmanr(place[told], truth).statistic) < 0.05


def test_order_is_that_of_the_record(front):
    assert (np.diff(front.table.recorded_us) >= 0).all()
    assert np.array_equal(front.table.seq, np.arange(len(front.table)))


def test_no_copy_betrays_itself_by_its_last_digits(front):
    t = front.table
    copies = np.flatnonzero((front.origin != np.arange(len(t))) & (t.text != "") & np.isfinite(t.lat))
    of = front.origin[copies]
    exact = (t.lat[copies] == t.lat[of]) & (t.lon[copies] == t.lon[of]) & (t.start_us[copies] == t.start_us[of])
    assert exact.mean() < 0.02
    steps = np.unique(np.sqrt(t.var_nn[copies]))
    assert len(steps) < 60, "stated accuracies are round, so that none is a fingerprint"
