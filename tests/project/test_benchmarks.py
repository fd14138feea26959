"""The benchmark driver: what it finds, and what it says about limits, skips and failures."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def run() -> Iterator[ModuleType]:
    """``benchmarks.run``, which lives beside the package."""
    sys.path.insert(0, str(ROOT))
    import benchmarks.run

    yield benchmarks.run
    sys.path.remove(str(ROOT))


def test_every_benchmark_declares_itself(run: ModuleType) -> None:
    found = run.discover()
    assert {"help", "demo", "ingest-firms-2022", "cold-report", "append-one"} <= set(found)
    assert all(item.work and item.held_against for item in found.values())


@pytest.mark.parametrize(
    ("figures", "over"),
    [({"wall_s": 0.4}, {}), ({"wall_s": 0.6}, {"wall_s": 0.5}), ({"cpu_s": 0.1}, {"wall_s": 0.5})],
)
def test_a_limit_is_held(run: ModuleType, figures: dict[str, float], over: dict[str, float]) -> None:
    benchmark = run.Benchmark("x", "w", "p", lambda _short: figures, {"wall_s": 0.5})
    assert run.measure_here(benchmark, short=False)["over"] == over
    assert run.measure_here(benchmark, short=True)["outcome"] == "within its limits", "short runs hold no limits"


@pytest.mark.parametrize(
    ("figures", "over"),
    [({"f1": 0.9}, {}), ({"f1": 0.8}, {"f1": 0.86}), ({"other": 0.9}, {"f1": 0.86}), ({"f1": math.nan}, {"f1": 0.86})],
)
def test_a_score_has_to_reach_its_bound(run: ModuleType, figures: dict[str, float], over: dict[str, float]) -> None:
    benchmark = run.Benchmark("x", "w", "p", lambda _short: figures, at_least={"f1": 0.86})
    row = run.measure_here(benchmark, short=False)
    assert row["over"] == over
    assert row["outcome"] == ("over its limit" if over else "within its limits")


@pytest.mark.parametrize(("peer", "outcome"), [(0.68, "within its limits"), (0.69, "void"), (None, "void")])
def test_data_that_a_peer_finds_easy_are_void(
    run: ModuleType, peer: float | None, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = {"f1": 0.99} | ({} if peer is None else {"peer_f1": peer})
    benchmark = run.Benchmark(
        "x", "w", "p", lambda _short: figures, at_least={"f1": 0.86}, void_above={"peer_f1": 0.68}
    )
    row = run.measure_here(benchmark, short=False)
    assert row["outcome"] == outcome
    assert row["figures"]["f1"] == 0.99, "what was measured is told all the same"
    monkeypatch.setattr(run, "discover", lambda: {"x": benchmark})
    monkeypatch.setattr(run, "measure_apart", run.measure_here)
    assert run.main(["x"]) == int(outcome == "void")


def test_a_skip_gives_its_reason(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CEASEWATCH_DATA", str(tmp_path))
    row = run.measure_here(run.discover()["ingest-firms-2022"], short=True)
    assert row["outcome"] == "skipped"
    assert str(tmp_path) in row["reason"]


def test_the_report_has_its_circumstances(run: ModuleType, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out" / "bench.json"
    code = run.main(["help", "--short", "--out", str(out)])
    report = json.loads(capsys.readouterr().out)
    (row,) = report["benchmarks"]
    assert code == 0, row
    assert report == json.loads(out.read_text("utf-8"))
    assert row["figures"]["wall_s_median"] > row["figures"]["bare_python_wall_s_median"] > 0
    assert row["figures"]["peak_rss_mb"] > 5
    assert len(row["load_average_before"]) == len(row["load_average_after"]) == 3
    assert report["machine"]["cores"] >= 1


def test_a_failure_is_reported_and_fails_the_run(
    run: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = run.Benchmark("gone", "a benchmark that the fresh process does not know", "nothing", lambda _short: {})
    monkeypatch.setattr(run, "discover", lambda: {"gone": gone})
    assert run.main(["gone"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["benchmarks"]
    assert row["outcome"] == "failed"
    assert "KeyError" in row["reason"]


def test_an_unknown_name_is_a_usage_error(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["no-such-benchmark"]) == 2
    assert "there are: " in capsys.readouterr().err


BURN = "x = bytearray(80_000_000)\nimport time\nwhile time.process_time() < 0.3: pass\nprint('done')"
MEASURE = """import json, pathlib, sys
from benchmarks.process import timed
used = timed([sys.executable, "-c", sys.argv[1]], pathlib.Path(sys.argv[2]))
print(json.dumps([used.output, used.cpu_s, used.peak_rss_mb]))
"""


def test_a_process_is_measured(project_root: Path, tmp_path: Path) -> None:
    """From a small process, as the driver is one: a child's peak counts what it shared with its parent at the fork."""
    words = [sys.executable, "-c", MEASURE, BURN, str(tmp_path)]
    told = subprocess.run(words, cwd=project_root, capture_output=True, text=True, check=True).stdout
    output, cpu_s, peak_rss_mb = json.loads(told)
    assert output == "done\n"
    assert cpu_s >= 0.3
    assert 80 < peak_rss_mb < 300


def test_the_failure_of_a_process_is_explained(run: ModuleType, tmp_path: Path) -> None:
    from benchmarks.declare import BenchmarkFailed
    from benchmarks.process import timed

    with pytest.raises(BenchmarkFailed, match="exit code 3: bad news"):
        timed([sys.executable, "-c", "import sys; sys.stderr.write('bad news'); sys.exit(3)"], tmp_path)
