import re
import time

import msgspec
import numpy as np
import pytest

from ceasewatch.model.table import OBSERVER_KINDS
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.world import load_world

TUNING = load_world("tuning-front")
CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
COLUMNS = ("ids", "recorded_us", "start_us", "lat", "kind_p", "text", "urls", "observer", "origin", "count_best")


def same(a, b):
    return all(
        np.array_equal(getattr(a.table, c), getattr(b.table, c), equal_nan=c in {"lat", "count_best"}) for c in COLUMNS
    )


def test_equal_seeds_give_equal_runs_and_others_do_not():
    first, again, other = (generate(TUNING, seed=s, events=300) for s in (1, 1, 2))
    assert same(first, again)
    assert np.array_equal(first.event, again.event)
    assert np.array_equal(first.origin, again.origin)
    assert not same(first, other)


def test_every_report_has_its_event_or_none_and_every_family_one(front):
    assert front.event.min() >= -1
    assert front.event.max() < len(front.events) == len(front.happened)
    assert np.array_equal(front.origin[front.origin], front.origin)
    assert np.array_equal(front.event[front.origin], front.event)
    alone = front.origin[front.event < 0]
    assert len(np.unique(alone)) == len(alone)


def test_the_number_of_happenings_is_as_asked_and_hoaxes_come_on_top(front):
    assert len(front.events) > 2500
    assert front.happened[:2500].mean() > 0.85
    assert not front.happened[2500:].any()
    assert 2.0 < len(front.table) / 2500 < 3.2


def test_the_front_is_as_dense_in_a_short_run():
    days = [np.ptp(generate(TUNING, seed=4, events=n).events.start_us) / 86_400e6 for n in (600, 1800)]
    assert days[0] / 600 == pytest.approx(days[1] / 1800, rel=0.5)


def test_reports_lie_about_their_events_with_heavy_tails(front):
    t, told = front.table, (front.event >= 0) & np.isfinite(front.table.lat)
    e = front.events.take(front.event[told])
    north = (t.lat[told] - e.lat) * 111_195.0
    scale = np.sqrt(t.var_nn[told])
    z = np.abs(north / scale)
    assert 0.7 < np.median(z) / 0.674 < 2.5
    assert (z > 5).mean() > 0.01


def test_kinds_of_observers_and_nothing_behind(front):
    kinds = {str(OBSERVER_KINDS[k]) for k in np.unique(front.table.observer_kind)}
    assert {"patrol", "post", "camera", "uav", "acoustic", "satellite_thermal", "press", "social_media", "party",
            "civilian"} <= kinds  # fmt: skip
    assert 0.03 < (front.event < 0).mean() < 0.25
    late = front.table.recorded_us - front.table.reported_us
    assert (late > 0).all()
    assert (late > 86_400e6).mean() > 0.01


def test_stories_are_in_both_scripts_and_only_invented_addresses_occur(front):
    text = front.table.text[front.table.text != ""]
    cyrillic = np.mean([bool(CYRILLIC.search(t)) for t in text])
    assert 0.3 < cyrillic < 0.7
    hosts = {u.split("/")[2] for urls in front.table.urls for u in urls}
    assert all(h.endswith(".example") for h in hosts)


def test_unlike_stories_share_words_and_addresses(front):
    """What makes echo detection a task: equal words and equal addresses do not prove one origin."""
    by_text, by_url = {}, {}
    for row in np.flatnonzero(front.table.text != "").tolist():
        by_text.setdefault(front.table.text[row], set()).add(front.origin[row])
        for url in front.table.urls[row]:
            by_url.setdefault(url.partition("#")[0].partition("?")[0], set()).add(front.origin[row])
    assert sum(len(o) > 1 for o in by_text.values()) >= 1
    assert sum(len(o) > 1 for o in by_url.values()) >= 20


def test_copies_are_edited_and_many_name_no_source(front):
    copies = np.flatnonzero((front.origin != np.arange(len(front.table))) & (front.table.text != ""))
    words = front.table.text
    equal = np.mean([words[i] == words[front.origin[i]] for i in copies])
    translated = np.mean(
        [bool(CYRILLIC.search(words[i])) != bool(CYRILLIC.search(words[front.origin[i]])) for i in copies]
    )
    shared = np.mean([bool(set(front.table.urls[i]) & set(front.table.urls[front.origin[i]])) for i in copies])
    assert 0.01 < equal < 0.4
    assert 0.1 < translated < 0.4
    assert 0.1 < shared < 0.6


def test_without_texts_nothing_is_written():
    bare = generate(msgspec.structs.replace(TUNING, texts=False), seed=1, events=300)
    assert set(bare.table.text) == {""}
    assert set(bare.table.urls) == {()}
    assert (bare.origin != np.arange(len(bare.table))).any()


@pytest.mark.slow
def test_a_hundred_thousand_reports():
    began = time.process_time()
    made = generate(load_world("dense-front"), seed=1)
    assert time.process_time() - began < 15.0
    assert 90_000 < len(made.table) < 115_000
    size = np.bincount(np.bincount(made.origin))
    assert len(size) > 25, "some stories have dozens of copies"
