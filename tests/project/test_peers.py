"""What the benchmarks are held against, and the rows that they are given."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ceasewatch.simulate.score import pair_scores

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def peers() -> Iterator[SimpleNamespace]:
    """The modules of ``benchmarks``, which lies beside the package."""
    pytest.importorskip("duckdb", reason="the peers are not installed: `uv sync --all-groups` brings them")
    sys.path.insert(0, str(ROOT))
    from benchmarks import fronts, fuse_process
    from benchmarks.peers import candidates, gbm, links, rows, rules, splink_peer

    yield SimpleNamespace(**{m.__name__.rsplit(".", 1)[-1]: m for m in
        (fronts, fuse_process, candidates, gbm, links, rows, rules, splink_peer)})  # fmt: skip
    sys.path.remove(str(ROOT))


@pytest.fixture(scope="module")
def run(peers: SimpleNamespace) -> Any:
    return peers.fronts.front(250, words=True)


def test_rows_keep_the_order_and_hide_nothing(peers: SimpleNamespace, run: Any) -> None:
    flat = peers.rows.flat(run.table)
    placed = np.isfinite(run.table.lat)
    assert flat["unique_id"].to_pylist() == list(range(len(run.table)))
    x, y = flat["x"].to_numpy()[placed], flat["y"].to_numpy()[placed]
    assert np.hypot(x, y).max() > 1
    assert flat["words0"].is_null().to_numpy().tolist() == (run.table.text == "").tolist()
    assert "event" not in flat.column_names


@pytest.mark.parametrize(
    ("texts", "least", "most"),
    [
        (("Обстріл біля села Гарськ, троє поранених", "Obstril bilya sela Gars'k, troie poranenikh"), 0.9, 1.0),
        (("Three wounded by shelling near Garsk", "Three wounded by shelling near Garsk"), 1.0, 1.0),
        (("Three wounded by shelling near Garsk", "Prices of bread rose in the capital again"), -0.25, 0.25),
    ],
)
def test_sketches_estimate_the_overlap_of_texts(
    peers: SimpleNamespace, texts: tuple[str, str], least: float, most: float
) -> None:
    import pyarrow as pa

    rows = pa.table(peers.rows.word_columns(texts))
    (found,) = peers.gbm.similarity(rows, np.array([0]), np.array([1]))
    assert least <= found <= most


def test_the_grid_join_finds_every_pair_within_its_gate(peers: SimpleNamespace, run: Any) -> None:
    rows, gate = peers.rows.flat(run.table), peers.candidates.Gate(cell_km=60.0)
    left, right = peers.candidates.candidates(rows, gate)
    x, y, sd, t0, t1 = (rows[c].to_numpy() for c in ("x", "y", "sd", "t0", "t1"))
    i, j = np.triu_indices(len(rows), 1)
    near = (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 <= gate.sigma**2 * (sd[i] ** 2 + sd[j] ** 2 + gate.floor_km**2)
    soon = np.maximum(t0[i], t0[j]) - np.minimum(t1[i], t1[j]) <= gate.slack_s
    exact = (sd < 10) & (t1 - t0 <= 86_400)  # what the grid promises to find all of
    wanted = near & soon & exact[i] & exact[j]
    found = set(zip(left.tolist(), right.tolist(), strict=True))
    assert len(found) == len(left), "no pair twice"
    assert set(zip(i[wanted].tolist(), j[wanted].tolist(), strict=True)) <= found
    assert found <= set(zip(i[near & soon].tolist(), j[near & soon].tolist(), strict=True))


def test_the_best_threshold_is_the_one_that_the_truth_likes_best(peers: SimpleNamespace) -> None:
    truth = np.array([0, 0, 0, 1, 1, -1])
    left, right = np.array([0, 1, 3, 2, 4]), np.array([1, 2, 4, 3, 5])
    links = peers.links.Links(6, left, right, np.array([0.9, 0.8, 0.7, 0.4, 0.1]))
    best = peers.links.best_connected(links, truth)
    assert (best.pair_f1, best.bcubed_f1, best.threshold) == (1.0, 1.0, 0.7)
    assert links.ece(truth) == pytest.approx((0.1 + 0.2 + 0.3 + 0.4 + 0.1) / 5)


def test_average_linkage_breaks_a_chain_that_components_follow(peers: SimpleNamespace) -> None:
    """Four in a row, each linked to the next: components join all, a mean over pairs does not."""
    links = peers.links.Links(4, np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.5, 0.9]))
    truth = np.array([0, 0, 1, 1])
    assert len(set(peers.links.connected(links, 0.5).tolist())) == 1
    assert peers.links.best_average(links, truth).pair_f1 == 1.0
    heights = [round(height, 6) for _, _, height in peers.links._average_linkage(links)]
    assert heights == [0.9, 0.9, 0.125]


def test_rules_of_thumb(peers: SimpleNamespace, run: Any) -> None:
    squares = peers.rules.place_and_day(run.table, cell_deg=0.05)
    assert 1 < len(set(squares.tolist())) < len(run.table)
    a, b = peers.rules.nearest_neighbours(np.array([0.0, 10.0, 50.0]), np.array([1.0, 12.0, 90.0]), 5.0)
    assert (a.tolist(), b.tolist()) == ([0, 1], [0, 1])
    assert len(set(peers.rules.singletons(5).tolist())) == 5


def test_taught_trees_learn_something(peers: SimpleNamespace, run: Any) -> None:
    teacher = peers.fronts.taught_front(600, words=True)
    model = peers.gbm.teach(peers.rows.flat(teacher.table), teacher.event, peers.candidates.Gate(), words=True)
    links = model.links(peers.rows.flat(run.table))
    same = (run.event[links.left] == run.event[links.right]) & (run.event[links.left] >= 0)
    assert links.p[same].mean() > 2 * links.p[~same].mean()


@pytest.mark.slow
def test_splink_clusters_as_its_links_do(peers: SimpleNamespace, run: Any) -> None:
    """So that a threshold may be swept without asking Splink each time."""
    scored = peers.splink_peer.splink(
        peers.rows.flat(run.table), words=True, random_pairs=5e4, cluster_at=0.6, online=100
    )
    links = peers.links
    kept = len(scored.clusters)
    assert kept == len(run.table) - 100
    assert pair_scores(scored.clusters, links.connected(scored.links, 0.6)).f1 == 1.0
    assert scored.figures()["splink_cpu_s"] > 0
    assert scored.steps["batches_of_100"] == 1


def test_a_peer_that_is_not_there_skips_the_benchmark(peers: SimpleNamespace) -> None:
    from benchmarks.declare import SkipBenchmark

    with pytest.raises(SkipBenchmark, match="no_such_peer not installed"):
        peers.splink_peer.needs("json", "no_such_peer")


def test_runs_are_laid_end_to_end(peers: SimpleNamespace, run: Any) -> None:
    whole = peers.fuse_process.end_to_end([run.table, run.table])
    n = len(run.table)
    assert len(set(whole.ids.tolist())) == 2 * n
    assert whole.end_us[:n].max() < whole.start_us[n:].min()
    assert np.array_equal(np.diff(whole.start_us[:n]), np.diff(whole.start_us[n:]))


def test_labels_are_those_of_the_rows_as_given(peers: SimpleNamespace, run: Any) -> None:
    """Fusion works in an order of its own; the labels do not."""
    shuffled = np.random.default_rng(1).permutation(len(run.table))
    straight, mixed = peers.fronts.Fused.of(run.table), peers.fronts.Fused.of(run.table.take(shuffled))
    assert pair_scores(straight.labels[shuffled], mixed.labels).f1 == 1.0
    assert straight.figures(run.event)["pair_f1"] > 0.3
