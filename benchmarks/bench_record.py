"""What the record costs by itself: a year of small observations in, and back out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import msgspec

from benchmarks.declare import Benchmark, BenchmarkFailed, Figures
from benchmarks.process import scratch_on_disk
from ceasewatch.record import Compartment, Entry, KeyRing, Record

ROWS = 134_000
COMPARTMENT = Compartment(originator="bench", tier="T3")
TEXT = "Thermal anomaly seen by an orbiting radiometer; what burned is not known. " * 3


class Point(msgspec.Struct, frozen=True, tag="point"):
    """Where."""

    lat_e7: int
    lon_e7: int
    radius_m: int


class Sighting(msgspec.Struct, frozen=True):
    """A payload of about 500 bytes in the shape of an observation."""

    feed: str
    observer: str
    start: str
    end: str
    place: Point
    kinds: tuple[tuple[str, int], ...]
    text: str
    row_id: str
    properties: tuple[tuple[str, str], ...]


def sightings(rows: int) -> Iterator[Entry]:
    """One entry a row, made as it is asked for."""
    for number in range(rows):
        payload = Sighting(
            feed="bench",
            observer="radiometer",
            start="2022-03-04T01:02:03Z",
            end="2022-03-04T01:02:03Z",
            place=Point(481234567 + number, 378765432, 375),
            kinds=(("fire", 900_000), ("explosion", 100_000)),
            text=TEXT,
            row_id=str(number),
            properties=(("satellite", "N"), ("confidence", "h"), ("frp", "12.3")),
        )
        yield Entry(kind="observation", payload=payload, idempotency=("bench", str(number)), compartment=COMPARTMENT)


def measure(short: bool) -> Figures:
    """Append, append again (all duplicates), read back, and audit."""
    rows = 4_000 if short else ROWS
    with scratch_on_disk() as folder:
        keys = KeyRing.create(folder / "keys", [COMPARTMENT.originator], [COMPARTMENT.tier])
        with Record.create(folder / "record", keys, origin="bench.example/log", status="exercise") as record:
            works: tuple[Callable[[], int], ...] = (
                lambda: sum(1 for _ in record.append_stream(sightings(rows))),
                lambda: sum(1 for _ in record.append_stream(sightings(rows))),
                lambda: sum(1 for _ in record.read()),
                lambda: rows * record.verify().sound,
            )
            marks = [time.process_time()]
            for work in works:
                if work() != rows:
                    raise BenchmarkFailed("the record did not take, give back or confirm every entry")
                marks.append(time.process_time())
        with Record.open(folder / "record", keys) as again:
            marks.append(time.process_time())
            again.checkpoint()
            marks.append(time.process_time())
        size = sum(path.stat().st_size for path in (folder / "record").iterdir())
    append_s, duplicates_s, read_s, audit_s, _, checkpoint_s = (after - before for before, after in pairwise(marks))
    return {
        "rows": rows,
        "append_cpu_s": append_s,
        "duplicates_cpu_s": duplicates_s,
        "read_cpu_s": read_s,
        "read_rows_per_cpu_s": rows / read_s,
        "audit_cpu_s": audit_s,
        "checkpoint_after_open_ms": checkpoint_s * 1e3,
        "bytes_per_entry": size / rows,
    }


BENCHMARK = Benchmark(
    name="record-stream",
    work="134 thousand payloads of about 500 bytes through `Record.append_stream`: encoded, encrypted, hashed, "
    "durable; then again as duplicates, read back decrypted, and audited",
    held_against="a bare probe of encode, encrypt, hash and SQLite takes 6 CPU seconds; the `rfc8785` library alone "
    "takes 19",
    measure=measure,
)
