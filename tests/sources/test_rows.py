"""Hostile rows: each costs itself and nothing else."""

from __future__ import annotations

import tracemalloc

import pytest

from ceasewatch.model.errors import DataError
from ceasewatch.sources import Limits

FIRMS = "latitude,longitude,acq_date\n"
GOOD = "-48.1,-12.4,2031-05-01\n"
ARTICLES = "ged_id,office,article_date,headline,event_start,event_end,lat,lon,place,where_prec,date_prec,deaths_best\n"


def article(headline: str, n: int = 1) -> str:
    return f"{n},Island Wire,2031-05-02,{headline},5/1/2031,5/1/2031,-48.1,-12.4,Old Mill,2,1,2\n"


def test_wrong_columns_say_what_was_expected_and_found(read) -> None:
    with pytest.raises(DataError) as caught:
        read("firms", "lat,lon,when\n1,2,3\n")
    text = str(caught.value)
    assert "latitude, longitude, acq_date" in text
    assert "found lat, lon, when" in text
    assert text.startswith("file.csv:1")


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        ("-48.1,-12.4,2031-02-30", "acq_date", "no such day"),
        ("-48.1,-12.4,0000-01-01", "acq_date", "no such day"),
        ("-48.1,-12.4,1999-01-01", "acq_date", "is not between"),
        ("-48.1,-12.4,9999-12-31", "acq_date", "is not between"),
        ("-48.1,-12.4,", "acq_date", "not a date"),
        ("-90.1,-12.4,2031-05-01", "latitude", "between -90 and 90"),
        ("-48.1,180.5,2031-05-01", "longitude", "between -180 and 180"),
        ("nan,-12.4,2031-05-01", "latitude", "not a finite number"),
        ("-48.1,inf,2031-05-01", "longitude", "not a finite number"),
        ("1e999,-12.4,2031-05-01", "latitude", "not a finite number"),
        ("4_8.1,-12.4,2031-05-01", "latitude", "not a finite number"),
        (f"{'9' * 6000},-12.4,2031-05-01", "latitude", "not a finite number"),
        (",-12.4,2031-05-01", "latitude", "not a number"),
        ("-48.1,-12.4", "", "2 values where the header has 3"),
        ("-48.1,-12.4,2031-05-01,x", "", "4 values"),
        ('-48.1,-12.4,"2031-05-01', "", "not closed"),
        ('-48.1,-12.4,"2031"-05-01', "", "quotes do not match"),
        ("-48.1,-12\0.4,2031-05-01", "", "NUL"),
        ("," * 5000, "", "5001 values"),
    ],
)
def test_a_bad_row_is_set_aside_with_line_field_and_reason(read, row: str, field: str, reason: str) -> None:
    readings, (bad,) = read("firms", FIRMS + GOOD + row + "\n" + GOOD)
    assert len(readings) == 2
    assert (bad.file, bad.line, bad.field) == ("file.csv", 3, field)
    assert reason in bad.reason
    assert len(bad.excerpt) <= 200


def test_a_line_in_a_broken_encoding(read) -> None:
    data = FIRMS.encode() + b"-48.1,-12.4,\xff\xfe2031\n" + GOOD.encode()
    readings, (bad,) = read("firms", data)
    assert len(readings) == 1
    assert "byte 13 of the line is not utf-8" in bad.reason


@pytest.mark.parametrize("mark", ["utf-16", "utf-32"])
def test_utf_16_and_32_are_refused_in_words(read, mark: str) -> None:
    with pytest.raises(DataError, match="UTF-16 or UTF-32"):
        read("firms", (FIRMS + GOOD).encode(mark))


def test_byte_order_mark_crlf_blank_lines_and_no_last_line_end(read) -> None:
    data = b"\xef\xbb\xbf" + (FIRMS + GOOD + "\n" + GOOD).replace("\n", "\r\n").encode().rstrip()
    readings, refused = read("firms", data)
    assert (len(readings), refused) == (2, [])
    assert [r.item.source.line for r in readings] == [2, 4]


def test_a_duplicate_header_that_is_used_is_refused_and_another_is_not(read) -> None:
    with pytest.raises(DataError, match="latitude occurs 2 times"):
        read("firms", "latitude,longitude,acq_date,LATITUDE\n1,2,2031-05-01,3\n")
    readings, _ = read("firms", "latitude,longitude,acq_date,x,x\n1,2,2031-05-01,3,4\n")
    assert len(readings) == 1


def test_too_many_columns_are_refused(read) -> None:
    with pytest.raises(DataError, match="columns, more than 2000"):
        read("firms", FIRMS.strip() + ",x" * 3000 + "\n")


def test_a_line_of_100_mb_is_never_held_whole(read) -> None:
    data = FIRMS.encode() + b"1" * 100_000_000 + b"\n" + GOOD.encode()
    tracemalloc.start()
    readings, (bad,) = read("firms", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(readings) == 1
    assert (bad.line, bad.reason) == (2, "the line is longer than 1048576 bytes")
    assert peak < 16 << 20


def test_an_open_quote_does_not_swallow_the_good_rows_behind_it(read) -> None:
    rows = [article(f"Mill strike {i}", i) for i in range(500)]
    rows[3] = article('"Mill strike, police say', 3)
    readings, (bad,) = read("ucdp-articles", ARTICLES + "".join(rows))
    assert len(readings) == 499
    assert (bad.line, bad.reason) == (5, "a quote is opened and not closed")


def test_two_open_quotes_do_not_swallow_what_lies_between_them(read) -> None:
    rows = [article(f"Mill strike {i}", i) for i in range(10)]
    rows[3], rows[7] = article('"Mill strike', 3), article('"Mill again', 7)
    readings, refused = read("ucdp-articles", ARTICLES + "".join(rows))
    assert len(readings) == 8
    assert [q.line for q in refused] == [5, 9]


def test_a_closed_quote_spans_lines(read) -> None:
    readings, refused = read("ucdp-articles", ARTICLES + article('"Mill strike,\n""two"" dead"') + article("Next"))
    assert refused == []
    assert [r.item.text for r in readings] == ['Mill strike,\n"two" dead', "Next"]
    assert [r.item.source.line for r in readings] == [2, 4]


def test_a_bad_row_of_several_lines_is_one_quarantine_row(read) -> None:
    bad_date = article('"Mill\nstrike\nagain"').replace("2031-05-02", "1753-01-01")
    readings, refused = read("ucdp-articles", ARTICLES + bad_date + article("Next"))
    assert len(readings) == 1
    assert [(q.line, q.field) for q in refused] == [(2, "article_date")]


def test_quotes_made_to_be_parsed_again_and_again_end_in_bounded_time(read) -> None:
    hostile = '"x",,"\n' * 20_000
    readings, refused = read("ucdp-articles", ARTICLES + hostile + article("Last"))
    assert [r.item.text for r in readings] == ["Last"]
    assert len(refused) >= 1


def test_a_value_beyond_its_limit(read) -> None:
    readings, (bad,) = read(
        "ucdp-articles", ARTICLES + article("x" * 5000) + article("y"), limits=Limits(max_field_chars=4000)
    )
    assert len(readings) == 1
    assert bad.field == "headline"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "not a JSON object"),
        ('{"latitude": 1', "not JSON"),
        ('{"latitude": NaN, "longitude": 1, "acq_date": "2031-05-01"}', "not JSON"),
        ('{"a":' * 50_000, "nested too deeply"),
        ('{"a":' * 12 + "1" + "}" * 12, "nested deeper than 8"),
        ('{"latitude": 1e400, "longitude": 1, "acq_date": "2031-05-01"}', "not JSON"),
        ('{"latitude": 99999999999999999999999, "longitude": 1, "acq_date": "2031-05-01"}', "between -90 and 90"),
        ('{"latitude": 1, "longitude": 1}', "no value"),
        ('{"latitude": 1, "longitude": 1, "acq_date": "2031-05-01\\u0000"}', "NUL"),
    ],
)
def test_bad_json_lines(read, line: str, reason: str) -> None:
    good = '{"latitude": -48.1, "longitude": -12.4, "acq_date": "2031-05-01"}\n'
    readings, (bad,) = read("firms", good + line + "\n" + good)
    assert len(readings) == 2
    assert bad.line == 2
    assert reason in bad.reason


def test_excerpts_are_safe_to_print(read) -> None:
    _, (bad,) = read("firms", FIRMS + "-48.1,\x1b[2J\x07,2031-05-01\n")
    assert bad.excerpt == "-48.1,\ufffd[2J\ufffd,2031-05-01"
