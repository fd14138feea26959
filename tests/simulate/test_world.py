import msgspec
import pytest

from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.observers.registry import MODULES
from ceasewatch.simulate.world import load_world, worlds

MINIMAL = """
name = "tiny"
title = "Tiny"
start = 2025-03-01T08:00:00Z
events = 10
events_per_day = 5.0
deployments = []

[land]
path = [[-45.0, -125.0], [-45.0, -124.0]]
settlements = 5
depth_km = 5.0

[[processes]]
name = "shots"
share = 1.0
kinds = { shot = 1.0 }
"""


@pytest.mark.parametrize("name", worlds())
def test_every_world_loads_with_known_models_and_shares(name):
    world = load_world(name)
    assert world.name == name
    assert {d.model for d in world.deployments} <= set(MODULES)
    assert all(sum(p.kinds.values()) == pytest.approx(1.0) for p in world.processes)
    shares = {**msgspec.structs.asdict(world.cascades), **msgspec.structs.asdict(world.faults)}
    numbers = {"mean", "tail", "largest", "delay_h"}
    assert all(v <= 1.0 for k, v in shares.items() if k not in numbers and not k.endswith(("_m", "_s", "_per_day")))


def test_reporting_and_tuning_worlds_differ_in_seeded_land_errors_and_faults():
    tuning, dense = load_world("tuning-front"), load_world("dense-front")
    assert tuning.land.names_seed != dense.land.names_seed
    assert tuning.faults != dense.faults
    assert tuning.cascades != dense.cascades
    assert not any(d.errors for d in tuning.deployments)
    assert sum(bool(d.errors) for d in dense.deployments) >= 8


@pytest.mark.parametrize("name", [w for w in worlds() if "changed" in w])
def test_changed_worlds_keep_what_they_do_not_name(name):
    changed, base = load_world(name), load_world("dense-front")
    assert changed != base
    assert (changed.land, changed.processes, changed.deployments) == (base.land, base.processes, base.deployments)


def test_a_file_of_ones_own(tmp_path):
    path = tmp_path / "tiny.toml"
    path.write_text(MINIMAL, encoding="utf-8")
    assert load_world(path).processes[0].name == "shots"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("shot = 1.0", "shout = 1.0", "shout"),
        ("share = 1.0", "share = 1.0\nbranching = 1.2", "branching"),
        ("events = 10", 'events = "ten"', "events"),
        ('name = "tiny"', 'name = "tiny"\ncolour = "red"', "colour"),
        ('name = "tiny"', 'like = "nowhere"', "nowhere"),
        (
            "deployments = []",
            'deployments = [{prefix="x", model="press", kind="press", count=1, errors={wrong=2.0}}]',
            "no errors",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path, old, new, says):
    path = tmp_path / "wrong.toml"
    path.write_text(MINIMAL.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=says) as error:
        load_world(path)
    assert "wrong.toml" in str(error.value)


def test_an_unknown_world_lists_the_known():
    with pytest.raises(UsageError, match="dense-front"):
        load_world("narnia")
