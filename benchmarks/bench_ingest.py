"""What it costs to take in a year of satellite hotspots."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import PROGRAM, real_data, scratch, timed

SHORT_ROWS = 2_000


def first_rows(source: Path, target: Path, rows: int) -> int:
    """Copy the header and the first rows of a gzipped CSV file; the number of rows copied."""
    with gzip.open(source, "rt", encoding="utf-8", newline="") as old, gzip.open(target, "wt", newline="") as new:
        reader, writer = csv.reader(old), csv.writer(new)
        writer.writerow(next(reader))
        count = 0
        for row in reader:
            if count == rows:
                break
            writer.writerow(row)
            count += 1
    return count


def measure(short: bool) -> Figures:
    """One ingest into a new mission; then the same file again, known by now, with fusion and assessment."""
    source = real_data("firms_ukraine_2022.csv.gz")
    with scratch() as home:
        if short:
            rows = first_rows(source, home / source.name, SHORT_ROWS)
            source = home / source.name
        else:
            with gzip.open(source, "rb") as lines:
                rows = sum(1 for _ in lines) - 1
        mission = home / "mission"
        timed([str(PROGRAM), "init", str(mission)], home)
        ingest = [str(PROGRAM), "--mission", str(mission), "ingest", "firms"]
        run = timed([*ingest, "--no-project", str(source)], home)
        again = timed([*ingest, str(source)], home)
        size = sum(path.stat().st_size for path in mission.rglob("*") if path.is_file())
    return {
        "rows": rows,
        "cpu_s": run.cpu_s,
        "wall_s": run.wall_s,
        "peak_rss_mb": run.peak_rss_mb,
        "rows_per_cpu_s": rows / run.cpu_s,
        "mission_mb": size / 1e6,
        "again_and_fused_cpu_s": again.cpu_s,
        "again_and_fused_peak_rss_mb": again.peak_rss_mb,
    }


BENCHMARK = Benchmark(
    name="ingest-firms-2022",
    work="`ceasewatch ingest firms` of one year of FIRMS hotspots over Ukraine (134 thousand rows): parsed, validated, "
    "encrypted, hashed, durable",
    held_against="15 CPU seconds and 600 MB promised; bare encode, encrypt, hash and SQLite take 6 CPU seconds",
    measure=measure,
    limits={"cpu_s": 15.0, "peak_rss_mb": 600.0},
)
