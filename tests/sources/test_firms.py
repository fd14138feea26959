"""FIRMS: full columns of both instruments, overpass minutes, pixels, and what is refused."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import pytest

from ceasewatch.model import Kind, ObserverKind
from ceasewatch.model.errors import UsageError

FULL = (
    "latitude,longitude,bright_ti4,scan,track,acq_date,acq_time,satellite,instrument,confidence,version,frp,daynight\n"
)


def row(**changes: str) -> str:
    values = {
        "latitude": "-48.1", "longitude": "-12.4", "bright_ti4": "330.1", "scan": "0.4", "track": "0.4",
        "acq_date": "2031-05-01", "acq_time": "34", "satellite": "N20", "instrument": "VIIRS", "confidence": "n",
        "version": "2.0NRT", "frp": "4.5", "daynight": "N",
    }  # fmt: skip
    return ",".join({**values, **changes}.values()) + "\n"


def test_full_columns(read) -> None:
    (reading,), _ = read("firms", FULL + row())
    seen = reading.item
    assert (seen.observer, seen.observer_kind) == ("firms:N20", ObserverKind.satellite_thermal)
    assert seen.kind.p(Kind.fire) == 1.0
    assert seen.phenomenon.start == datetime(2031, 5, 1, 0, 34, tzinfo=UTC)
    assert 59 < seen.phenomenon.width_s < 60
    assert seen.place.radius_m == 375
    assert seen.reported_at is None
    assert dict(seen.properties)["confidence"] == "nominal"
    assert dict(seen.properties)["frp"] == "4.5"


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("0", 0, 0), ("5", 0, 5), ("130", 1, 30), ("0034", 0, 34), ("2359", 23, 59), ("12:07", 12, 7)],
)
def test_overpass_times(read, text: str, hour: int, minute: int) -> None:
    (reading,), _ = read("firms", FULL + row(acq_time=text))
    assert reading.item.phenomenon.start == datetime(2031, 5, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"acq_time": "2400"}, "acq_time"),
        ({"acq_time": "1260"}, "acq_time"),
        ({"acq_time": "-5"}, "acq_time"),
        ({"acq_time": "٣٤"}, "acq_time"),
        ({"confidence": "x"}, "confidence"),
        ({"confidence": "101"}, "confidence"),
        ({"frp": "NaN"}, "frp"),
        ({"daynight": "dusk"}, "daynight"),
        ({"instrument": "OLI"}, "instrument"),
        ({"scan": "0"}, "scan"),
        ({"track": "inf"}, "track"),
    ],
)
def test_columns_that_cannot_be(read, changes: dict[str, str], field: str) -> None:
    readings, (bad,) = read("firms", FULL + row() + row(**changes))
    assert len(readings) == 1
    assert bad.field == field


def test_modis_confidence_and_the_swaths_edge(read) -> None:
    (near, edge), _ = read(
        "firms",
        FULL
        + row(instrument="MODIS", confidence="81")
        + row(instrument="MODIS", confidence="0", scan="4.8", track="2.0"),
    )
    assert dict(near.item.properties)["confidence"] == "81"
    assert near.item.place.radius_m == 1000
    assert edge.item.place.radius_m == 2600


def test_the_radius_without_an_instrument_is_the_larger_and_may_be_set(read) -> None:
    data = "LATITUDE,LONGITUDE,ACQ_DATE\n-48.1,-12.4,2031-05-01\n"
    (assumed,), _ = read("firms", data)
    (stated,), _ = read("firms", data, parameters={"instrument": "viirs"})
    assert (assumed.item.place.radius_m, stated.item.place.radius_m) == (1000, 375)
    assert "assumed" in assumed.item.place.text
    with pytest.raises(UsageError, match="neither viirs nor modis"):
        read("firms", data, parameters={"instrument": "landsat"})


def test_a_day_is_a_utc_day_whatever_the_missions_zone(read) -> None:
    (reading,), _ = read("firms", "latitude,longitude,acq_date\n-48.1,-12.4,2031-05-01\n", zone="Europe/Kyiv")
    assert reading.item.phenomenon.start == datetime(2031, 5, 1, tzinfo=UTC)
    assert reading.item.phenomenon.zone == "UTC"


def test_equal_hotspots_are_two_and_a_second_delivery_is_none(read) -> None:
    once, _ = read("firms", FULL + row() * 3)
    again, _ = read("firms", FULL + row() * 3)
    assert [r.identity[1] for r in once] == ["0", "1", "2"]
    assert [r.identity for r in once] == [r.identity for r in again]


def test_what_is_dated_after_its_arrival_is_refused(read) -> None:
    received = datetime(2031, 4, 29, tzinfo=UTC)
    readings, (bad,) = read("firms", FULL + row() + row(acq_date="2031-04-28"), received_at=received)
    assert len(readings) == 1
    assert "after the file arrived" in bad.reason


def test_134_000_rows_take_seconds(read) -> None:
    """About 2 CPU seconds by themselves, four times that while coverage is traced; `make bench` has the figure."""
    rows = "".join(
        f"{-48 - i % 997 / 1000:.5f},{-12 - i % 991 / 1000:.5f},2031-{i % 12 + 1:02}-01\n" for i in range(134_000)
    )
    began = time.process_time()
    readings, refused = read("firms", "LATITUDE,LONGITUDE,ACQ_DATE\n" + rows)
    assert time.process_time() - began < (6 if sys.gettrace() is None else 20)
    assert (len(readings), refused) == (134_000, [])
