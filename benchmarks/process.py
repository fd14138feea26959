"""Measuring whole processes, and the mission folders that they work in."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.declare import BenchmarkFailed, SkipBenchmark

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).with_name("ceasewatch")


@dataclass(frozen=True)
class Usage:
    """What one process used.

    Attributes:
        wall_s: elapsed time.
        cpu_s: user and system time, of the process and of the children it waited for.
        peak_rss_mb: the largest resident set of any one of them, in units of 1e6 bytes.
        output: its standard output.
    """

    wall_s: float
    cpu_s: float
    peak_rss_mb: float
    output: str


def timed(command: Sequence[str], home: Path, *, allowed: Sequence[int] = (0,), paths: Sequence[Path] = ()) -> Usage:
    """Run one process to its end.

    Args:
        command: program and arguments.
        home: stands in for the user's home, so that keys, caches and settings are this run's own.
        allowed: exit codes that are no failure; 1 means that rows were quarantined.
        paths: folders whose Python modules it may import, besides the installed ones.

    Raises:
        BenchmarkFailed: the process ended with an exit code that is not allowed; its errors are in the message.
    """
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("CEASEWATCH_", "XDG_"))}
    environment = {**outside, "HOME": str(home)}
    if paths:
        environment["PYTHONPATH"] = os.pathsep.join(map(str, paths))
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=environment, cwd=home
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in allowed:
            tail = errors.read().decode("utf-8", "replace")[-2000:]
            raise BenchmarkFailed(f"{' '.join(command)}: exit code {process.returncode}: {tail}")
        unit = 1024 if sys.platform == "linux" else 1  # what ru_maxrss counts in, in bytes
        rss_mb = used.ru_maxrss * unit / 1e6
        return Usage(wall, used.ru_utime + used.ru_stime, rss_mb, output.read().decode("utf-8", "replace"))


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for one measurement, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="ceasewatch-bench-") as folder:
        yield Path(folder)


@contextmanager
def scratch_on_disk() -> Iterator[Path]:
    """Like `scratch`, but in the checkout's `out/`: a temporary folder may be memory, where a sync costs nothing."""
    parent = ROOT / "out"
    parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=parent) as folder:
        yield Path(folder)


def real_data(name: str) -> Path:
    """One file of the real data.

    Raises:
        SkipBenchmark: it is not on this machine.
    """
    folder = Path(os.environ.get("CEASEWATCH_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / name).exists():
        raise SkipBenchmark(f"no {name} in {folder}: set CEASEWATCH_DATA to the folder that holds the real data")
    return folder / name
