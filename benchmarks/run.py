"""Run the benchmarks, each in a process of its own, and print one JSON report.

    python -m benchmarks.run [NAME...] [--short] [--list] [--out FILE]

Exit code 0: all ran within their limits; 1: one failed, broke a limit, or was void (a peer did so well that the data
were too easy); 2: there is no benchmark of that name.
A skipped one says what it lacks and does not count against the run. `--short` is for tests: small inputs, limits not
held.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import benchmarks
from benchmarks.declare import Benchmark, BenchmarkFailed, SkipBenchmark

ROOT = Path(__file__).resolve().parent.parent
TIME_LIMIT_S = 1800
BAD = frozenset({"failed", "over its limit", "void"})
"""Outcomes that count against a run."""


def discover() -> dict[str, Benchmark]:
    """All benchmarks by name: the `BENCHMARK` of each module `bench_*`."""
    found: dict[str, Benchmark] = {}
    for module in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda item: item.name):
        if module.name.startswith("bench_"):
            declared = importlib.import_module(f"benchmarks.{module.name}").BENCHMARK
            found[declared.name] = declared
    return found


def load_average() -> list[float]:
    """The 1, 5 and 15 minute load averages."""
    return [round(value, 2) for value in os.getloadavg()]


def processor() -> str:
    """The processor's model as the system names it."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or "not known"


def git(*arguments: str) -> str:
    """What git answers about this checkout; empty if there is none."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def circumstances() -> dict[str, Any]:
    """When, on which code and on which machine."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": git("rev-parse", "HEAD") or "not known",
        "changed_files": len(git("status", "--short").splitlines()),
        "python": platform.python_version(),
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "architecture": platform.machine(),
            "system": platform.platform(),
        },
    }


def measure_here(benchmark: Benchmark, short: bool) -> dict[str, Any]:
    """Measure in this process; the outcome without its circumstances."""
    try:
        figures = benchmark.measure(short)
    except SkipBenchmark as reason:
        return {"outcome": "skipped", "reason": str(reason)}
    except BenchmarkFailed as reason:
        return {"outcome": "failed", "reason": str(reason)}
    rounded = {name: round(value, 6) for name, value in figures.items()}
    over, void = ({}, {}) if short else (benchmark.over(figures), benchmark.void(figures))
    if void:
        easy = "; ".join(f"{name} is {rounded.get(name)}, above {bound}" for name, bound in void.items())
        return {"outcome": "void", "reason": f"the data were too easy: {easy}", "figures": rounded, "over": over}
    return {"outcome": "over its limit" if over else "within its limits", "figures": rounded, "over": over}


def measure_apart(benchmark: Benchmark, short: bool) -> dict[str, Any]:
    """Measure in a fresh process; a crash or a run that never ends becomes the outcome `failed`."""
    command = [sys.executable, "-m", "benchmarks.run", "--here", benchmark.name, *(["--short"] if short else [])]
    row: dict[str, Any] = {
        "name": benchmark.name,
        "work": benchmark.work,
        "held_against": benchmark.held_against,
        "limits": dict(benchmark.limits),
        "at_least": dict(benchmark.at_least),
        "void_above": dict(benchmark.void_above),
        "short": short,
        "load_average_before": load_average(),
    }
    start = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        row |= {"outcome": "failed", "reason": f"did not end within {TIME_LIMIT_S} s"}
    else:
        if done.returncode == 0:
            row |= json.loads(done.stdout.splitlines()[-1])
        else:
            row |= {"outcome": "failed", "reason": done.stderr[-3000:]}
    return row | {"took_s": round(time.perf_counter() - start, 3), "load_average_after": load_average()}


def arguments(words: list[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description="Run benchmarks; report JSON.")
    parser.add_argument("name", nargs="*", help="which ones (all, if none is named)")
    parser.add_argument("--short", action="store_true", help="small inputs, few rounds, limits not held")
    parser.add_argument("--list", action="store_true", help="name the benchmarks and their work")
    parser.add_argument("--out", type=Path, help="write the report here too")
    parser.add_argument("--here", metavar="NAME", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Run, report, and return the exit code."""
    wanted, known = arguments(words), discover()
    if wanted.here:
        print(json.dumps(measure_here(known[wanted.here], wanted.short)))
        return 0
    if wanted.list:
        print("\n".join(f"{name:20} {item.work}" for name, item in known.items()))
        return 0
    strange = sorted(set(wanted.name) - set(known))
    if strange:
        print(f"bench: no benchmark {', '.join(strange)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    rows = []
    for name in wanted.name or known:
        print(f"bench: {name}", file=sys.stderr)
        rows.append(measure_apart(known[name], wanted.short))
    report = json.dumps({**circumstances(), "benchmarks": rows}, indent=2)
    print(report)
    if wanted.out:
        wanted.out.parent.mkdir(parents=True, exist_ok=True)
        wanted.out.write_text(report + "\n", encoding="utf-8")
    return int(any(row["outcome"] in BAD for row in rows))


if __name__ == "__main__":
    sys.exit(main())
