"""Learning of observers as a product: from a mission's own record or from shots, never from findings."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import msgspec
import numpy as np
import pytest

from ceasewatch.coverage import watching
from ceasewatch.coverage.ledger import ledger
from ceasewatch.fusion.parameters import DEFAULT
from ceasewatch.model import Coverage, CoverageState, ObserverKind, TimeInterval, from_us
from ceasewatch.model.errors import DataError
from ceasewatch.model.ids import ObserverId
from ceasewatch.model.place import Point, Position
from ceasewatch.model.table import OBSERVER_KINDS, ObservationTable
from ceasewatch.model.time import to_us
from ceasewatch.model.values import CapStatus
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.taught import LEARNED, Lesson, from_pairs, with_numbers
from ceasewatch.pipeline import learned
from ceasewatch.pipeline.learning import DECIDED, read_shots
from ceasewatch.simulate.generate import generate
from ceasewatch.simulate.perceive import model_here
from ceasewatch.simulate.simulated import Simulated
from ceasewatch.simulate.world import World, load_world

CHANGED = {
    "patrol-ear": {"place_scale": 1.6, "clock_sd_s": 2.0},
    "acoustic-node": {"place_scale": 1.7, "clock_sd_s": 3.0},
    "camera": {"place_scale": 0.7, "clock_sd_s": 3.0},
}
"""Factors on errors of the tuning front: observers who are not as the models say."""


@pytest.fixture(scope="module")
def world() -> World:
    base = load_world("tuning-front")
    deployments = [msgspec.structs.replace(d, errors=CHANGED.get(d.model, {})) for d in base.deployments]
    return msgspec.structs.replace(base, deployments=tuple(deployments), texts=False)


@pytest.fixture(scope="module")
def run(world: World) -> Simulated:
    return generate(world, seed=5, events=2500)


@pytest.fixture(scope="module")
def lesson(run: Simulated) -> Lesson:
    return from_pairs(run.table, ERRORS, seed=0, replicates=2)


def test_what_is_learned_is_closer_to_the_truth_than_what_was_given(world: World, lesson: Lesson) -> None:
    """Errors of place and clock of the kinds that are not as the models say here; no labels are used."""
    told = {(n.of, n.name): n for n in lesson.numbers}
    gains = []
    for deployment in {d.model: d for d in world.deployments if d.model in CHANGED}.values():
        true = model_here(world, deployment).errors
        for name in ("place_scale", "clock_sd_s"):
            one = told[deployment.kind, name]
            before, after = (abs(np.log(v / getattr(true, name))) for v in (one.given, one.learned))
            gains.append(before - after)
            assert one.low < one.learned < one.high
            assert one.support > 100
    assert np.mean(gains) > 0.2
    assert np.mean(np.array(gains) > 0) >= 5 / 6


def test_the_same_teaches_the_same(run: Simulated, lesson: Lesson) -> None:
    assert from_pairs(run.table, ERRORS, seed=0, replicates=2) == lesson


def test_the_order_of_the_record_teaches_nothing(run: Simulated, lesson: Lesson) -> None:
    turned = from_pairs(run.table.take(np.arange(len(run.table))[::-1]), ERRORS, seed=0, replicates=2)
    assert [(n.of, n.name) for n in turned.numbers] == [(n.of, n.name) for n in lesson.numbers]
    assert [n.learned for n in turned.numbers] == pytest.approx([n.learned for n in lesson.numbers], rel=1e-9)


def test_retellers_and_gross_errors_keep_their_numbers(lesson: Lesson) -> None:
    errors = with_numbers(ERRORS, tuple((n.of, n.name, n.learned) for n in lesson.numbers))
    for kind in (ObserverKind.press, ObserverKind.social_media, ObserverKind.party):
        assert errors.of(kind) == ERRORS.of(kind)
    for name in {f.name for f in fields(ERRORS)} - set(LEARNED):
        assert np.array_equal(getattr(errors, name), getattr(ERRORS, name))
    assert not np.array_equal(errors.place_scale, ERRORS.place_scale)


def test_nothing_is_learned_from_nothing() -> None:
    from ceasewatch.geo.tabulate import tabulate

    empty: ObservationTable = tabulate(())
    assert from_pairs(empty, ERRORS, seed=0) == Lesson((), 0)


def file_of(folder: Path, of: str = "press", name: str = "place_scale") -> Path:
    """A learned file with one number."""
    number = learned.LearnedNumber(of=of, name=name, given=1.0, learned=0.5, low=0.1, high=9.0, support=99.0)
    at = from_us(1_741_000_000_000_000)
    told = learned.LearnedObservers(
        mission="M", status=CapStatus.actual, method="unlabelled", since=at, until=at, seed=1, record_size=1,
        record_root="", observations=1, used=1, numbers=(number,),
    )  # fmt: skip
    learned.write(folder / "learned.yaml", learned.signed(told))
    return folder / "learned.yaml"


def test_a_learned_file_with_any_byte_changed_is_refused_or_says_the_same(tmp_path: Path) -> None:
    file = file_of(tmp_path)
    whole, told = file.read_bytes(), learned.read(file)
    for n in range(len(whole)):
        file.write_bytes(whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :])
        with suppress(DataError):
            assert learned.read(file) == told
    file.write_bytes(whole.replace(b"2025-03", b"2025-13"))
    with pytest.raises(DataError, match="month"):
        learned.read(file)


@pytest.mark.parametrize(("of", "name"), [("press", "nonsense"), ("press", "threshold_db"), ("press", "take")])
def test_a_number_that_nobody_learns_is_refused(tmp_path: Path, of: str, name: str) -> None:
    """A digest needs no key: whoever makes such a file can give it one that holds."""
    with pytest.raises(DataError, match=f"{of}.{name}"):
        learned.read(file_of(tmp_path, of, name))


# -- shots -------------------------------------------------------------------------------------------------------------

HEAD = "at,lat,lon,kind,weapon,count,yield_kg\n"


def test_shots_are_read() -> None:
    shots = read_shots((HEAD + "2031-05-01T10:00:00Z,48.0,38.0,explosion,mortar_82,3,0.9\n").encode(), "shots.csv")
    assert from_us(int(shots.start_us[0])).isoformat() == "2031-05-01T10:00:00+00:00"
    assert (shots.count[0], shots.yield_kg[0]) == (3, 0.9)


@pytest.mark.parametrize("word", DECIDED)
def test_nothing_that_a_person_decided_teaches(word: str) -> None:
    text = HEAD.replace("\n", f",{word}\n") + "2031-05-01T10:00:00Z,48.0,38.0,explosion,,1,2,x\n"
    with pytest.raises(DataError, match="never from findings"):
        read_shots(text.encode(), "shots.csv")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("yesterday,48,38,explosion,,1,", "line 2"),
        ("2031-05-01T10:00:00Z,98,38,explosion,,1,", "lat"),
        ("2031-05-01T10:00:00Z,48,38,boom,,1,", "boom"),
        ("2031-05-01T10:00:00Z,48,38,explosion,sling,1,", "sling"),
    ],
)
def test_a_shot_that_cannot_be_read_is_named(row: str, says: str) -> None:
    with pytest.raises(DataError, match=says) as error:
        read_shots((HEAD + row + "\n").encode(), "shots.csv")
    assert "shots.csv, line 2" in str(error.value)


GOOD = "2031-05-01T10:00:00Z,48,38,explosion,,1,2\n"


@pytest.mark.parametrize(
    ("row", "field"),
    [(GOOD.replace(",1,2", f",{n},2"), "count") for n in ("nan", "inf", "-3", "0", "1e308", "one", "1.5")]
    + [(GOOD.replace(",1,2", f",1,{n}"), "yield_kg") for n in ("nan", "inf", "-2", "0", "1e9")]
    + [(GOOD.replace("explosion", "boom"), "kind"), (GOOD.replace("explosion,", "explosion,sling"), "weapon")],
)
def test_numbers_that_no_shot_has_are_refused_by_line_and_field(row: str, field: str) -> None:
    with pytest.raises(DataError) as error:
        read_shots((HEAD + GOOD + row).encode(), "shots.csv")
    assert error.value.where == f"shots.csv, line 3, {field}"
    assert error.value.todo


def test_lines_are_those_of_the_file() -> None:
    with pytest.raises(DataError) as error:
        read_shots((HEAD + "\n\n" + GOOD.replace("48", "98")).encode(), "shots.csv")
    assert error.value.where == "shots.csv, line 4, lat"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ((HEAD + GOOD).encode("utf-16"), "UTF-8"),
        ((HEAD + GOOD.strip() + ",x\n").encode(), "more values than columns"),
        ((HEAD + GOOD.replace("explosion", "x" * 200_000)).encode(), "field limit"),
        ((HEAD.strip() + ",at\n" + GOOD.strip() + ",2031-05-02T10:00:00Z\n").encode(), "twice"),
    ],
)
def test_a_file_that_is_no_table_of_shots_is_refused_in_words(content: bytes, says: str) -> None:
    with pytest.raises(DataError, match=says) as error:
        read_shots(content, "shots.csv")
    assert error.value.where.startswith("shots.csv")
    assert error.value.todo


def test_unknown_and_missing_columns_are_named() -> None:
    with pytest.raises(DataError, match="colour"):
        read_shots(HEAD.replace("\n", ",colour\n").encode(), "shots.csv")
    with pytest.raises(DataError, match="yield_kg"):
        read_shots(HEAD.replace(",yield_kg", "").encode(), "shots.csv")


def test_shots_teach_how_far_nodes_hear(run: Simulated) -> None:
    """Nodes that hear 8 dB worse and whose places are twice as far off, from 80 shots among other reports."""
    from ceasewatch.observers.conditions import Conditions, night_at
    from ceasewatch.observers.events import Events
    from ceasewatch.observers.model import Model
    from ceasewatch.observers.registry import model
    from ceasewatch.pipeline.learning import _from_shots

    begin, rng = to_us(from_us(1_900_000_000_000_000)), np.random.default_rng(4)
    logs = [
        Coverage(
            observer=ObserverId(f"node-{n}"), observer_kind=ObserverKind.acoustic, state=CoverageState.observing,
            interval=TimeInterval(start=from_us(begin), end=from_us(begin + 10 * 86_400_000_000)),
            place=Point(at=Position.of(48.0 + 0.02 * n, 38.0), radius_m=30_000),
        )
        for n in range(6)
    ]  # fmt: skip
    watch = watching(ledger(logs))
    start = begin + np.sort(rng.integers(0, 9 * 86_400_000_000, 80))
    shots = Events.make(
        80, start_us=start, lat=48.05 + rng.uniform(-0.12, 0.12, 80), lon=38.0 + rng.uniform(-0.15, 0.15, 80),
        yield_kg=2.0,
    )  # fmt: skip
    assumed = model("acoustic-node")
    assert isinstance(assumed, Model)
    from dataclasses import replace

    bar = assumed.numbers["threshold_db"] + 8.0
    errors = replace(assumed.errors, place_scale=2.4)
    true = assumed.with_values("true", threshold_db=bar).with_errors("true", errors)
    night = night_at(shots.lat, shots.lon, shots.start_us)
    said = true.simulate(shots, watch.sites, Conditions(night=night), rng)
    n = len(said)
    like = run.table.take(np.zeros(n, np.int64))
    named = ("start_us", "end_us", "sense", "lat", "lon", "var_ee", "var_en", "var_nn", "place_kind", "weapon")
    table = replace(
        like, ids=np.array([f"o{i}" for i in range(n)], object), observer=watch.sites.ids[said.site],
        observer_kind=np.full(n, OBSERVER_KINDS.index(ObserverKind.acoustic), np.int8),
        **{name: getattr(said, name) for name in named},
    )  # fmt: skip
    (found,) = _from_shots(table, shots, watch, seed=1)
    told = {(t.of, t.name): t for t in found.numbers}
    assert told["acoustic-node", "threshold_db"].learned == pytest.approx(bar, abs=1.5)
    assert told["acoustic-node", "threshold_db"].low < bar < told["acoustic-node", "threshold_db"].high
    assert told["acoustic", "place_scale"].learned > 1.8


# -- the file ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    number = learned.LearnedNumber(
        of="patrol", name="place_scale", given=1.3, learned=2.0, low=1.8, high=2.2, support=400
    )
    at = from_us(1_900_000_000_000_000)
    found = learned.LearnedObservers(
        mission="M", status=CapStatus.exercise, method="unlabelled", since=at, until=at, seed=3, record_size=9,
        record_root="ab", observations=8, used=7, numbers=(number,),
    )  # fmt: skip
    learned.write(tmp_path / "learned.yaml", learned.signed(found))
    return tmp_path / "learned.yaml"


def test_the_file_comes_back_and_fusion_takes_its_numbers(file: Path) -> None:
    found = learned.read(file)
    assert found.seed == 3
    errors = learned.parameters(found).errors
    assert errors.of(ObserverKind.patrol).place_scale == 2.0
    assert errors.of(ObserverKind.camera) == ERRORS.of(ObserverKind.camera)
    assert learned.parameters(None) is DEFAULT


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("learned: 2.0", "learned: 9.0", "its digest does not hold"),
        ("seed: 3", "seed: 4", "its digest does not hold"),
        ("method:", "methods:", "methods"),
    ],
)
def test_a_file_that_was_changed_is_refused(file: Path, old: str, new: str, says: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=says):
        learned.read(file)
