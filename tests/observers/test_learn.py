"""Learning finds the errors of a world whose errors are not those assumed, and takes nothing that a person decided."""

from __future__ import annotations

import ast
import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pytest

import ceasewatch.observers
from ceasewatch.model.table import KINDS, OBSERVER_KINDS
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers import drawing
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.contaminated import Sides, Square, line, plane
from ceasewatch.observers.errors import ERRORS, ErrorTable
from ceasewatch.observers.events import Events
from ceasewatch.observers.learn import PairColumns, learn_calibration, learn_unlabelled
from ceasewatch.observers.model import Model
from ceasewatch.observers.registry import model
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites

PATROL, CAMERA = ObserverKind.patrol, ObserverKind.camera
BOX_M, LONG_S = 20_000.0, 7200.0


def index(kind: ObserverKind) -> int:
    return OBSERVER_KINDS.index(kind)


def changed_world() -> ErrorTable:
    """Not what is assumed: patrols err twice as far and their clocks three times, cameras are better than thought."""
    world = ERRORS.with_changed(
        PATROL, place_scale=2.4, place_tail_p=0.12, place_tail_factor=7.0, clock_sd_s=200.0, clock_tail_p=0.02,
        clock_tail_factor=5.0, count_log_sd=0.5,
    )  # fmt: skip
    return world.with_changed(CAMERA, place_scale=0.7, clock_sd_s=15.0, clock_tail_factor=10.0, count_log_sd=0.3)


def pairs_in(world: ErrorTable, rng: np.random.Generator, same: int = 4000, chance: int = 4000) -> PairColumns:
    """Pairs of one happening, then pairs by chance; the three combinations of the two kinds of observer."""
    n = same + chance
    kinds = np.array([[PATROL, CAMERA], [PATROL, PATROL], [CAMERA, CAMERA]])[rng.integers(0, 3, n)]
    a, b = (np.array([index(k) for k in kinds[:, side]], np.int8) for side in (0, 1))
    happened = rng.choice([KINDS.index(k) for k in ("explosion", "burst", "projectile")], n).astype(np.int8)
    other = np.where(np.arange(n) < same, happened, rng.permutation(happened))
    true_n = np.rint(np.exp(rng.uniform(1.5, 5, n)))
    sides = [one_side(world, a, happened, true_n, rng)]
    sides.append(one_side(world, b, other, np.where(np.arange(n) < same, true_n, rng.permutation(true_n)), rng))
    (e_a, n_a, sd_a, t_a, w_a, c_a, k_a), (e_b, n_b, sd_b, t_b, w_b, c_b, k_b) = sides
    apart_e, apart_n = rng.uniform(-BOX_M, BOX_M, (2, n))
    late = rng.uniform(-LONG_S, LONG_S, n)
    is_same = np.arange(n) < same
    nothing = np.zeros(n)
    return PairColumns(
        kind_a=a, kind_b=b,
        east_m=np.where(is_same, e_b - e_a, apart_e), north_m=np.where(is_same, n_b - n_a, apart_n),
        ee_a=sd_a**2, en_a=nothing, nn_a=sd_a**2, ee_b=sd_b**2, en_b=nothing, nn_b=sd_b**2,
        apart_s=np.where(is_same, t_b - t_a, late), slack_a_s=w_a, slack_b_s=w_b, count_a=c_a, count_b=c_b,
        said_a=k_a, said_b=k_b, gate_km2_day=np.full(n, (2 * BOX_M / 1000) ** 2 * 2 * LONG_S / 86_400),
    )  # fmt: skip


def one_side(world: ErrorTable, kind: Any, true: Any, count: Any, rng: np.random.Generator) -> tuple[Any, ...]:
    """Errors of place and time, stated sd, slack, count, reported kind of one report each."""
    n = len(kind)
    sd = np.where(kind == index(PATROL), 400.0, 150.0) * np.exp(0.5 * rng.standard_normal(n))
    slack = np.where(kind == index(PATROL), 60.0, 1.0)
    k = np.where(rng.random(n) < world.place_tail_p[kind], world.place_tail_factor[kind], 1.0)
    c = k * np.hypot(world.place_scale[kind] * sd, world.place_floor_m[kind])
    east, north = c * rng.standard_normal((2, n))
    k = np.where(rng.random(n) < world.clock_tail_p[kind], world.clock_tail_factor[kind], 1.0)
    late = k * world.clock_sd_s[kind] * rng.standard_normal(n) + slack * (rng.random(n) - 0.5)
    told = np.maximum(np.rint(count * np.exp(world.count_log_sd[kind] * rng.standard_normal(n))), 1.0)
    said = np.zeros(n, np.int8)
    for each in np.unique(kind):
        said[kind == each] = drawing.kinds(true[kind == each], world.confusion[each], rng)
    return east, north, sd, late, slack, told, said


@pytest.fixture(scope="module")
def learned() -> Any:
    return learn_unlabelled(pairs_in(changed_world(), np.random.default_rng(5)), ERRORS)


@pytest.mark.parametrize("kind", [PATROL, CAMERA])
@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("place_scale", 0.25),
        ("place_tail_p", 0.4),
        ("place_tail_factor", 0.25),
        ("clock_sd_s", 0.12),
        ("count_log_sd", 0.1),
    ],
)
def test_errors_of_another_world_are_found(learned: Any, kind: ObserverKind, name: str, within: float) -> None:
    found, true = getattr(learned.errors, name)[index(kind)], getattr(changed_world(), name)[index(kind)]
    assert found == pytest.approx(true, rel=within)


@pytest.mark.parametrize(("kind", "stated_m"), [(PATROL, 400.0), (CAMERA, 150.0)])
def test_scale_and_floor_together_are_better_known(learned: Any, kind: ObserverKind, stated_m: float) -> None:
    true, found = changed_world().of(kind), learned.errors.of(kind)
    sd = np.hypot(true.place_scale * stated_m, true.place_floor_m)
    assert np.hypot(found.place_scale * stated_m, found.place_floor_m) == pytest.approx(sd, rel=0.06)


def test_pairs_are_told_apart_as_well_as_stated(learned: Any) -> None:
    """8000 pairs, half of them of one happening; the probabilities are right on average and in bands."""
    same = np.arange(8000) < 4000
    assert learned.same_p.mean() == pytest.approx(0.5, abs=0.01)
    assert learned.same_p[same].mean() > 0.9
    for low, high in ((0.05, 0.5), (0.5, 0.95), (0.95, 1.01)):
        band = (learned.same_p >= low) & (learned.same_p < high)
        assert band.sum() > 20
        sd = np.sqrt(0.25 / band.sum())
        assert same[band].mean() == pytest.approx(learned.same_p[band].mean(), abs=0.01 + 3.5 * sd)


def test_learning_explains_the_data_better(learned: Any) -> None:
    fresh = pairs_in(changed_world(), np.random.default_rng(6))
    before = learn_unlabelled(fresh, ERRORS, steps=1).log_likelihood[0]
    after = learn_unlabelled(fresh, learned.errors, steps=1).log_likelihood[0]
    assert after > before + 0.1
    assert learned.log_likelihood[-1] > learned.log_likelihood[0]


def test_confusion_is_learned() -> None:
    """A world in which cameras call a third of all explosions projectiles."""
    world = changed_world()
    confusion = world.confusion.copy()
    k, explosion, projectile = index(CAMERA), KINDS.index("explosion"), KINDS.index("projectile")
    confusion[k, explosion] *= 0.65
    confusion[k, explosion, projectile] += 0.35
    world = replace(world, confusion=confusion)
    found = learn_unlabelled(pairs_in(world, np.random.default_rng(8)), ERRORS, prior=5.0).errors.confusion
    assert ERRORS.confusion[k, explosion, projectile] < 0.01
    assert found[k, explosion, projectile] == pytest.approx(0.35, abs=0.1)
    np.testing.assert_allclose(found.sum(axis=2), 1.0)


def test_kinds_without_data_stay_as_they_were(learned: Any) -> None:
    assert learned.errors.of(ObserverKind.press) == ERRORS.of(ObserverKind.press)
    assert learned.reports[index(ObserverKind.press)] == 0
    assert learned.reports.sum() == pytest.approx(8000, rel=0.02)
    nothing = learn_unlabelled(pairs_in(ERRORS, np.random.default_rng(0), 10, 10).take(np.zeros(0, int)), ERRORS)
    assert nothing.errors.of(PATROL) == ERRORS.of(PATROL)


def test_pairs_without_a_place_are_left_open() -> None:
    pairs = pairs_in(ERRORS, np.random.default_rng(1), 50, 50)
    pairs.east_m[:10] = np.nan
    found = learn_unlabelled(pairs, ERRORS)
    assert np.isnan(found.same_p[:10]).all()
    assert np.isfinite(found.same_p[10:]).all()


def test_clutter_is_learned_relative_to_other_kinds() -> None:
    """Reports of patrols find partners less often than those of cameras: some are about nothing."""
    rng = np.random.default_rng(3)
    kinds = [PATROL, CAMERA, ObserverKind.acoustic]
    clutter, seen = {PATROL: 0.4, CAMERA: 0.02, ObserverKind.acoustic: 0.15}, {}
    for kind in kinds:
        seen[kind] = np.flatnonzero(rng.random(9000) < 0.5)
    observations = np.zeros(len(OBSERVER_KINDS))
    for kind in kinds:
        observations[index(kind)] = len(seen[kind]) / (1 - clutter[kind])
    together = [(a, b, len(np.intersect1d(seen[a], seen[b]))) for i, a in enumerate(kinds) for b in kinds[i + 1 :]]
    kind_a = np.concatenate([np.full(n, index(a)) for a, _, n in together]).astype(np.int8)
    kind_b = np.concatenate([np.full(n, index(b)) for _, b, n in together]).astype(np.int8)
    pairs = pairs_in(ERRORS, rng, len(kind_a), 0)
    columns = {name: getattr(pairs, name) for name in PairColumns.__dataclass_fields__}
    pairs = PairColumns(**{**columns, "kind_a": kind_a, "kind_b": kind_b})
    start = ERRORS.with_changed(PATROL, clutter_p=0.1)
    found = learn_unlabelled(pairs, start, observations=observations, steps=3).errors.clutter_p
    kept = {kind: 1 - found[index(kind)] for kind in kinds}
    assert kept[PATROL] / kept[CAMERA] == pytest.approx(0.6 / 0.98, rel=0.06)
    assert kept[PATROL] / kept[ObserverKind.acoustic] == pytest.approx(0.6 / 0.85, rel=0.06)


def test_densities_of_differences() -> None:
    """On a line and in the plane, with no gross errors, they are the normal density."""
    one, nothing = np.ones(1), np.zeros(1)
    sure, usual = Sides(nothing, nothing, nothing, one), Sides(one, 9 * one, nothing, one)
    log_p, moments, _ = plane(
        3 * one, 4 * one, Square(7 * one, nothing, 7 * one), Square(one, nothing, one), usual, sure
    )
    assert log_p[0] == pytest.approx(-np.log(2 * np.pi * 16) - 25 / 32)
    assert moments.gross[0] == 0
    log_p, _, _ = line(2 * one, 7 * one, Sides(nothing, 9 * one, nothing, one), sure)
    assert log_p[0] == pytest.approx(-0.5 * np.log(2 * np.pi * 16) - 4 / 32)


def shots_and_sites() -> tuple[Events, Sites]:
    rng = np.random.default_rng(2)
    n = 150
    shots = Events.make(
        n, start_us=rng.integers(0, 10**12, n), lat=48 + rng.uniform(-0.12, 0.12, n),
        lon=37 + rng.uniform(-0.18, 0.18, n), yield_kg=2.0, count=rng.choice([1, 6, 20], n),
    )  # fmt: skip
    return shots, Sites.make(8, lat=48 + 0.02 * np.arange(8), lon=37.0, model="acoustic-node")


def test_shots_teach_range_errors_and_clocks() -> None:
    assumed = model("acoustic-node")
    assert isinstance(assumed, Model)
    shots, sites = shots_and_sites()
    errors = ERRORS.with_changed(assumed.kind, place_scale=2.0, clock_sd_s=8.0, count_log_sd=0.4).of(assumed.kind)
    world = assumed.with_values("the world", threshold_db=assumed.numbers["threshold_db"] + 9).with_errors("", errors)
    said = world.simulate(shots, sites, Conditions.calm(), np.random.default_rng(3))
    ahead = np.array([0, 25, -40, 0, 0, 90, 0, 0])[said.site] * 1_000_000
    columns = {name: getattr(said, name) for name in Reports.__dataclass_fields__}
    said = Reports(**{**columns, "start_us": said.start_us + ahead, "end_us": said.end_us + ahead})
    found = learn_calibration(assumed, shots, sites, Conditions.calm(), said)
    assert found.model.numbers["threshold_db"] == pytest.approx(world.numbers["threshold_db"], abs=1.0)
    assert found.model.errors.place_scale == pytest.approx(2.0, rel=0.15)
    assert found.model.errors.clock_sd_s == pytest.approx(8.0, rel=0.2)
    assert found.model.errors.count_log_sd == pytest.approx(0.4, rel=0.15)
    np.testing.assert_array_less(np.abs(found.offset_s - [0, 25, -40, 0, 0, 90, 0, 0]), 4 * found.offset_sd_s)
    assert (found.offset_sd_s < 2).all()
    sources = {p.name: p.source for p in found.model.parameters}
    assert sources["threshold_db"] == sources["place_scale"] == "learned: 150 calibration shots"
    assert sources["width_db"] == "assumed"


def test_a_site_that_heard_no_shot_has_no_offset() -> None:
    shots, sites = shots_and_sites()
    found = learn_calibration(
        model("acoustic-node"), shots, sites, Conditions.calm(),
        model("acoustic-node").simulate(shots.take(np.arange(0)), sites, Conditions.calm(), np.random.default_rng(0)),
    )  # fmt: skip
    assert np.isnan(found.offset_s).all()
    assert found.model.numbers["threshold_db"] > 80, "nobody heard anything"


ALLOWED = ("ceasewatch.observers", "ceasewatch.geo.geodesic")
NOUNS = {"errors", "table", "values", "weapons", "compiled"}
DECIDED = ("finding", "verdict", "incident", "case", "assessment", "claim", "attribution", "decision", "label")


def test_what_people_decided_cannot_come_in() -> None:
    """By no parameter, no column, no import: design rule 4."""
    names = set(PairColumns.__dataclass_fields__) | set(Reports.__dataclass_fields__) | set(Events.__dataclass_fields__)
    hints: list[str] = []
    for learner in (learn_unlabelled, learn_calibration):
        names |= set(inspect.signature(learner).parameters)
        hints += [str(hint) for hint in get_type_hints(learner).values()]
    assert not [name for name in names if any(word in name for word in DECIDED)]
    assert not [hint for hint in hints if any(word in hint.lower() for word in DECIDED)]


def test_observer_models_import_nothing_of_cases() -> None:
    seen = set()
    for path in Path(ceasewatch.observers.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ceasewatch"):
                seen.add(str(node.module))
    foreign = {name for name in seen if not name.startswith(ALLOWED)}
    assert foreign <= {f"ceasewatch.model.{noun}" for noun in NOUNS}
    assert "ceasewatch.model.table" in seen
