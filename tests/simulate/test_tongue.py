"""Words of invented stories: tongues are alike in shape, unlike in words, and change nothing but words."""

import dataclasses

import msgspec
import numpy as np
import pytest

from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.tongue import SIZES, names, plain, tongue, tongues
from ceasewatch.simulate.world import load_world

TUNING, DENSE = load_world("tuning-front"), load_world("dense-front")
PLAIN = {"latin": {"english": 1.0}, "cyrillic": {"russian": 1.0}}


def sentences(name):
    told = tongue(name)
    banks = [getattr(told, bank) for bank in ("leads", "where", "details", "said", "prefixes")]
    return {entry for bank in banks for entry in bank if entry} | {n for group in told.nouns.values() for n in group}


@pytest.mark.parametrize("name", names())
def test_every_tongue_fills_its_blanks(name):
    told = tongue(name)
    assert told.name == name
    blanks = {"what": "W", "where": "E", "when": "N", "place": "P"}
    for lead in told.leads:
        filled = lead.format(**blanks)
        assert "W" in filled, lead
        assert {"E", "P"} & set(filled), lead
    assert all("P" in w.format(place="P") for w in told.where)
    assert all(len(set(getattr(told, bank))) == size for bank, size in SIZES.items() if bank != "numbers")
    cyrillic = np.mean(["а" <= c.lower() <= "я" for entry in told.details for c in entry if c.isalpha()])
    assert (cyrillic > 0.5) == (told.script == "cyrillic")


def test_the_fronts_share_next_to_no_wording():
    ours = set().union(*(sentences(n) for n in (*DENSE.written.latin, *DENSE.written.cyrillic)))
    tuned = sentences("english") | sentences("russian")
    assert not set(DENSE.written.latin) & set(TUNING.written.latin)
    assert len(ours & tuned) <= 1, ours & tuned


def test_words_change_nothing_but_words():
    as_tuned = msgspec.structs.replace(DENSE, written=msgspec.structs.replace(DENSE.written, **PLAIN))
    ours, other = (generate(world, seed=3, events=200) for world in (DENSE, as_tuned))
    for column in dataclasses.fields(ours.table):
        a, b = (list(getattr(run.table, column.name).ravel()) for run in (ours, other))
        assert (repr(a) == repr(b)) == (column.name != "text"), column.name
    assert np.array_equal(ours.event, other.event)
    assert np.array_equal(ours.origin, other.origin)


def test_the_reporting_front_is_written_in_four_tongues(front):
    told = " ".join(front.table.text)
    assert all(word in told for word in (" told us of ", " nous parlent de ", "розповіли нам", "рассказали нам"))
    french = np.mean(["Des habitants" in t for t in front.table.text])
    english = np.mean(["People living in" in t for t in front.table.text])
    assert english > french > 0


def test_shares_are_those_asked_for():
    mixed = tongues({"english-dispatch": 3.0, "french": 1.0}, {"ukrainian": 1.0})
    script = np.zeros(8000, np.int8)
    drawn = mixed.drawn(script, np.random.default_rng(1))
    assert np.bincount(drawn) / 8000 == pytest.approx([0.75, 0.25], abs=0.02)
    assert not mixed.drawn(script + 1, np.random.default_rng(1)).any()
    assert not plain().drawn(script, np.random.default_rng(1)).any()


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [({"klingon": 1.0}, {"russian": 1.0}), ({"russian": 1.0}, {"russian": 1.0}), ({}, {"russian": 1.0}),
     ({"english": 0.0}, {"russian": 1.0})],
)  # fmt: skip
def test_wrong_tongues_are_refused(latin, cyrillic):
    with pytest.raises(UsageError, match="known are: english"):
        tongues(latin, cyrillic)


def test_a_world_with_an_unknown_tongue_is_refused_by_name(tmp_path):
    path = tmp_path / "babel.toml"
    path.write_text('like = "tuning-front"\nname = "babel"\n[written]\nlatin = { elvish = 1.0 }\n', encoding="utf-8")
    with pytest.raises(DataError, match="elvish"):
        load_world(path)
