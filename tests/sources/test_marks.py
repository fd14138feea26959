"""Whether a file says that it is of an exercise: in its content or its name, packed or not, and never by accident."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from ceasewatch.sources import Limits, SourceFile
from ceasewatch.sources.marks import Marked, marked

TABLE = b"a,b,EXERCISE\n1,2,drill\n"


def said(data: bytes, name: str = "x.csv") -> Marked:
    return marked(SourceFile.of(data, name), Limits())


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.csv", data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TABLE,
        b"\xef\xbb\xbf" + TABLE,
        b'"EXERCISE";"a"\r\n"drill";1\r\n',
        b"Status: Exercise\nReport date: 2025-03-05\n\nAt 10:00 ...\n",
        b"Report date: 2025-03-05\nSTATUS : EXERCISE\n",
        b'{"a": 1, "EXERCISE": "drill"}\n',
        b'{"type": "FeatureCollection", "EXERCISE": "drill", "features": []}',
        gzip.compress(TABLE, mtime=0),
        zipped(a=TABLE, b=TABLE),
    ],
)
def test_it_says_so(data: bytes) -> None:
    assert said(data) is Marked.all


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,EXERCISE\n",
        b"a,text\n1,EXERCISE EXERCISE EXERCISE\n",
        b"exercise,b\n1,2\n",
        b"a,MILITARY EXERCISE,b\n1,2,3\n",
        b"The status of the exercise: exercise goes on.\n",
        b'{"text": "EXERCISE", "a": 1}\n',
        gzip.compress(b"a,b\n1,2\n", mtime=0),
        zipped(a=b"a,b\n1,2\n"),
    ],
)
def test_a_word_in_the_data_is_no_mark(data: bytes) -> None:
    assert said(data) is Marked.none


def test_the_name_says_it_too_but_only_at_its_beginning() -> None:
    assert said(b"a,b\n1,2\n", "EXERCISE-x.csv") is Marked.all
    assert said(b"a,b\n1,2\n", "exercise_x.csv") is Marked.all
    assert said(b"a,b\n1,2\n", "military-exercise.csv") is Marked.none


def test_an_archive_may_say_both() -> None:
    assert said(zipped(a=TABLE, b=b"a,b\n1,2\n")) is Marked.some


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b broken", b"PK\x03\x04 broken", b"BZh91"])
def test_what_cannot_be_read_is_left_to_the_feed(data: bytes) -> None:
    assert said(data) is Marked.unreadable


def test_a_column_of_parquet() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for columns, expected in (({"a": [1], "EXERCISE": ["x"]}, Marked.all), ({"a": [1]}, Marked.none)):
        out = io.BytesIO()
        pq.write_table(pa.table(columns), out)
        assert said(out.getvalue(), "x.parquet") is expected


def test_only_the_head_is_looked_at() -> None:
    assert said(b"a,b\n" + b"1,2\n" * 50_000 + b"3,4,EXERCISE\n") is Marked.none
