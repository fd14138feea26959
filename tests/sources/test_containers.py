"""Files that are packed, half, bombs or nests: bounded, and what is good in them goes in."""

from __future__ import annotations

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from ceasewatch.model.errors import DataError, EnvironmentProblem, LimitError
from ceasewatch.sources import FeedContext, Limits, SourceFile, feed

HEADER = "latitude,longitude,acq_date\n"
ROW = "-48.1,-12.4,2031-05-01\n"


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def table(rows: int) -> bytes:
    return (HEADER + "".join(f"-48.{i:04d},-12.4,2031-05-01\n" for i in range(rows))).encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda b: zipped(a__csv=b)])
def test_plain_gz_and_zip_are_told_by_content(read, pack) -> None:
    readings, refused = read("firms", pack(table(3)), "misnamed.dat")
    assert (len(readings), refused) == (3, [])


def test_half_a_gz_gives_its_whole_rows_and_names_the_line_where_it_broke(read) -> None:
    whole = gzip.compress(table(5000))
    readings, refused = read("firms", whole[: len(whole) // 2])
    assert 1000 < len(readings) < 5000
    (end,) = refused
    assert end.line == len(readings) + 2
    assert "ends too early" in end.reason


def test_a_row_cut_in_the_middle_of_a_number_is_not_taken(read) -> None:
    packer = zlib.compressobj(wbits=31)
    cut = packer.compress((HEADER + ROW + "-48.25,-12.4,2031-05-0").encode()) + packer.flush(zlib.Z_SYNC_FLUSH)
    readings, refused = read("firms", cut)
    assert len(readings) == 1
    assert refused[0].line == 3
    assert refused[0].excerpt == "-48.25,-12.4,2031-05-0"


def test_garbage_after_a_gz_is_named_and_costs_nothing_else(read) -> None:
    readings, refused = read("firms", gzip.compress(table(10)) + b"garbage")
    assert len(readings) == 10
    assert len(refused) == 1


def test_two_gz_members_are_one_text(read) -> None:
    readings, refused = read("firms", gzip.compress(table(2)) + gzip.compress(ROW.encode()))
    assert (len(readings), refused) == (3, [])


def test_a_gz_bomb_is_stopped_by_its_ratio(read) -> None:
    bomb = gzip.compress(table(2) + b"0" * 300_000_000, 9)
    assert len(bomb) < 400_000
    tracemalloc.start()
    readings, refused = read("firms", bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(readings) == 2
    assert "as only a bomb does" in refused[-1].reason
    assert peak < 32 << 20


def test_a_bomb_is_stopped_by_the_absolute_limit(read) -> None:
    limits = Limits(max_expanded_bytes=200_000, max_ratio=100_000)
    readings, refused = read("firms", gzip.compress(table(2) + (ROW * 50_000).encode()), limits=limits)
    assert 0 < len(readings) < 20_000
    assert "more than 200000 bytes" in refused[-1].reason


def test_members_of_a_zip_share_one_budget(read) -> None:
    limits = Limits(max_expanded_bytes=250_000)
    data = zipped(**{f"m{i}__csv": table(4000) for i in range(8)})
    readings, refused = read("firms", data, limits=limits)
    assert len(readings) < 16_000
    assert any("more than 250000 bytes" in q.reason for q in refused)


def test_every_table_of_a_zip_is_read_and_a_readme_is_not(read) -> None:
    readings, refused = read("firms", zipped(a__csv=table(2), b__csv=table(1), Readme__txt=b"cite us"), "fires.zip")
    assert (len(readings), refused) == (3, [])
    assert {r.item.source.file for r in readings} == {"fires.zip!a.csv", "fires.zip!b.csv"}


def test_an_archive_in_an_archive_is_not_opened(read) -> None:
    inner = zipped(a__csv=table(2))
    with pytest.raises(DataError, match="archive inside an archive"):
        read("firms", gzip.compress(inner))
    readings, refused = read("firms", zipped(a__csv=table(2), b__zip=inner, c__gz=gzip.compress(table(1))))
    assert len(readings) == 2
    assert [q.file for q in refused] == ["file.csv!b.zip", "file.csv!c.gz"]


def test_a_wrong_member_does_not_cost_the_others(read) -> None:
    readings, refused = read("firms", zipped(a__csv=b"x,y\n1,2\n", b__csv=table(2)))
    assert len(readings) == 2
    assert "wrong columns" in refused[0].reason


def test_too_many_members_are_refused(read) -> None:
    with pytest.raises(LimitError, match="more than 3"):
        read("firms", zipped(**{f"m{i}__csv": table(1) for i in range(5)}), limits=Limits(max_members=3))


def test_a_zip_that_lies_about_its_directory_is_set_aside(read) -> None:
    data = bytearray(zipped(a__csv=table(50)))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<I", data, at + 16, 0xFFFFFF0)
    readings, (bad,) = read("firms", bytes(data))
    assert readings == []
    assert "cannot be opened" in bad.reason


@pytest.mark.parametrize("head", [b"BZh9", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"])
def test_other_packers_are_named(read, head: bytes) -> None:
    with pytest.raises(DataError, match="packed with"):
        read("firms", head + b"0" * 50)


def test_an_empty_file_and_a_missing_file(read, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="empty"):
        read("firms", b"")
    with pytest.raises(EnvironmentProblem, match="cannot be opened"):
        list(feed("firms").read(SourceFile.at(tmp_path / "none.csv"), FeedContext()))


def test_a_file_beyond_the_limit_ends_where_the_limit_is(read) -> None:
    readings, refused = read("firms", table(60_000), limits=Limits(max_file_bytes=600_000))
    assert 0 < len(readings) < 60_000
    assert "larger than 600000 bytes" in refused[-1].reason


def test_a_pipe_that_cannot_seek_is_read_too() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    source = SourceFile(name="pipe.zip", stream=Pipe(zipped(a__csv=table(4))))
    assert len(list(feed("firms").read(source, FeedContext()))) == 4


def test_progress_tells_the_delivered_bytes() -> None:
    seen: list[int] = []
    data = gzip.compress(table(1000))
    source = SourceFile(name="a.gz", stream=io.BytesIO(data), progress=seen.append)
    list(feed("firms").read(source, FeedContext()))
    assert seen == sorted(seen)
    assert seen[-1] == len(data)
