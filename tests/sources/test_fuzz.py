"""Whatever the bytes: nothing but DataError is raised, and good rows between bad ones survive."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.sources import FeedContext, Limits, Quarantined, Reading, SourceFile, feed, feed_ids
from ceasewatch.sources.table.mapping import load

IDS = feed_ids()
ROW_FEEDS = tuple(i for i in IDS if i not in ("geojson", "smm-text"))
LIMITS = Limits(max_line_bytes=2000, max_expanded_bytes=1 << 20, max_object_bytes=4000)

PIECES = st.sampled_from(
    [
        b'"', b'""', b",", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"{", b"}", b"[", b"]", b":", b"nan",
        b"-inf", b"9" * 400, b"1e308", b"2031-05-01", b"0001-01-01", b"-48.1", b"\\", b'{"a":', b"PK\x03\x04", b"PAR1",
        b"|", b"T",
    ]
)  # fmt: skip
JUNK = st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=30).map(b"".join)


def example(feed_id: str) -> tuple[bytes, FeedContext]:
    shown = feed(feed_id).manifest.example
    return shown.text.encode(), FeedContext(mapping=shown.mapping.encode() or None, limits=LIMITS)


def readings(feed_id: str, data: bytes, context: FeedContext) -> list[Reading]:
    """Read to the end; only DataError may come."""
    found = []
    with contextlib.suppress(DataError):
        for item in feed(feed_id).read(SourceFile.of(data, "fuzz"), context):
            assert isinstance(item, Reading | Quarantined)
            if isinstance(item, Quarantined):
                assert item.reason
                assert len(item.excerpt) <= 200
                assert item.excerpt.isprintable() or not item.excerpt
            else:
                found.append(item)
    return found


@pytest.mark.parametrize("feed_id", IDS)
@given(data=JUNK)
@settings(max_examples=60)
def test_arbitrary_bytes_raise_nothing_but_data_errors(feed_id: str, data: bytes) -> None:
    readings(feed_id, data, example(feed_id)[1])


@pytest.mark.parametrize("feed_id", IDS)
@given(data=st.data())
@settings(max_examples=60)
def test_a_mutilated_example_raises_nothing_but_data_errors(feed_id: str, data: st.DataObject) -> None:
    text, context = example(feed_id)
    at = data.draw(st.integers(0, len(text)))
    upto = data.draw(st.integers(at, min(len(text), at + 40)))
    readings(feed_id, text[:at] + data.draw(JUNK) + text[upto:], context)


@pytest.mark.parametrize("feed_id", ROW_FEEDS)
@given(junk=st.lists(JUNK, min_size=1, max_size=4))
@settings(max_examples=60)
def test_good_rows_between_bad_ones_survive(feed_id: str, junk: list[bytes]) -> None:
    text, context = example(feed_id)
    header, *rows = text.splitlines(keepends=True)
    good = rows[0]
    alone = readings(feed_id, header + good, context)[0]
    bad = [b"x" + j.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n" for j in junk]
    mixed = header + good + b"".join(b + good for b in bad)
    found = [r for r in readings(feed_id, mixed, context) if r.identity[:1] == alone.identity[:1]]
    assert len(found) == len(junk) + 1


@given(junk=st.lists(st.recursive(st.one_of(st.none(), st.integers(), st.floats(), st.text()), st.lists, max_leaves=5)))
@settings(max_examples=60)
def test_good_features_between_bad_ones_survive(junk: list[object]) -> None:
    import json

    text, context = example("geojson")
    good = text.splitlines()[1].rstrip(b",")
    items = [good]
    for value in junk:
        odd = {"type": "Feature", "geometry": {"type": "Point", "coordinates": value}, "properties": {"start": value}}
        items += [json.dumps(odd, allow_nan=True).encode(), good]
    collection = b'{"type": "FeatureCollection", "features": [' + b",\n".join(items) + b"]}"
    found = [r for r in readings("geojson", collection, context) if r.identity[1:] == ("1",)]
    assert len(found) == len(junk) + 1


@given(
    cut=st.integers(0, 400), flip=st.integers(0, 400), bit=st.integers(0, 7), kind=st.sampled_from(["gz", "zip", "pq"])
)
@settings(max_examples=150)
def test_damaged_archives_raise_nothing_but_data_errors(cut: int, flip: int, bit: int, kind: str) -> None:
    text, context = example("firms")
    data = bytearray(pack(kind, text))
    data[flip % len(data)] ^= 1 << bit
    readings("firms", bytes(data[: len(data) - cut % len(data)]), context)


def pack(kind: str, text: bytes) -> bytes:
    if kind == "gz":
        return gzip.compress(text)
    out = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.csv", text)
        return out.getvalue()
    import pyarrow.csv
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.csv.read_csv(io.BytesIO(text)), out)
    return out.getvalue()


@given(text=st.one_of(st.binary(max_size=80), st.text(max_size=200).map(str.encode)))
def test_a_mapping_of_any_bytes_is_a_data_error(text: bytes) -> None:
    with contextlib.suppress(DataError):
        load(text)
