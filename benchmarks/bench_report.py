"""How long the first daily report of a mission takes in a process that has nothing warm."""

from __future__ import annotations

from benchmarks.declare import Benchmark, Figures
from benchmarks.process import PROGRAM, real_data, scratch, timed

SOURCE = "ucdp_ged_ukraine_2014_2021.csv.gz"
DATE = "2017-02-02"


def measure(short: bool) -> Figures:  # noqa: ARG001 - a shorter history would be another question
    """The first report after an ingest, and the second one beside it."""
    source = real_data(SOURCE)
    with scratch() as home:
        mission = home / "mission"
        timed([str(PROGRAM), "init", str(mission)], home)
        timed([str(PROGRAM), "--mission", str(mission), "ingest", "ucdp-ged", str(source)], home)
        report = [str(PROGRAM), "--mission", str(mission), "report", "daily", "--date", DATE, "--out"]
        first = timed([*report, str(home / "first.pdf")], home)
        second = timed([*report, str(home / "second.pdf")], home)
        size = (home / "first.pdf").stat().st_size
    return {
        "wall_s": first.wall_s,
        "cpu_s": first.cpu_s,
        "peak_rss_mb": first.peak_rss_mb,
        "second_wall_s": second.wall_s,
        "pdf_mb": size / 1e6,
    }


BENCHMARK = Benchmark(
    name="cold-report",
    work=f"the first `ceasewatch report daily --date {DATE}` (PDF) of a mission that holds UCDP GED 2014-2021",
    held_against="5 s promised; the second report, measured beside it",
    measure=measure,
    limits={"wall_s": 5.0},
)
