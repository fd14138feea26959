"""``/intake``, ``/health``, ``/metrics``: nothing without the token; acknowledged means on the disk."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ceasewatch.pipeline.intake import MAX_BODY
from ceasewatch.record import Record
from ceasewatch.web.token import token_file


def entries(served: Any) -> int:
    with Record.open(served.folder.path / "record") as record:
        return int(record.size)


def body(press: tuple[str, str], number: int) -> bytes:
    head, row = press
    return f"{head}\n{row.replace('p01', f'q{number}')}\n".encode()


def test_health_is_bare_without_the_token(served: Any) -> None:
    bare = served.get("/health")
    assert (bare.status_code, bare.text) == (200, "ok\n")
    wrong = served.get("/health", headers={"Authorization": "Bearer wrong"})
    assert wrong.text == "ok\n"
    told = served.get("/health", headers=served.bearer).json()
    assert told["entries"] > 50
    assert {f["feed"] for f in told["feeds"]} >= {"press", "patrols"}


def test_metrics_need_the_token(served: Any) -> None:
    assert served.get("/metrics").status_code == 401
    assert "ceasewatch" not in served.get("/metrics").text
    told = served.get("/metrics", headers=served.bearer)
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f"ceasewatch_record_entries {float(entries(served))}" in told.text
    assert 'ceasewatch_feed_silent{feed="press"} 0.0' in told.text


def test_the_token_lies_with_the_keys_for_the_owner_alone(served: Any) -> None:
    file = token_file(served.folder)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert served.folder.path not in file.parents


def test_nothing_is_taken_without_the_token(served: Any, press: tuple[str, str]) -> None:
    before = entries(served)
    for headers in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": f"Basic {served.bearer['Authorization'][7:]}"},
    ):
        assert served.post("press", content=body(press, 1), headers=headers).status_code == 401
    assert entries(served) == before


def test_an_answer_means_that_it_is_in_the_record(served: Any, press: tuple[str, str]) -> None:
    before = entries(served)
    answer = served.post("press", content=body(press, 2), headers={**served.bearer, "X-Filename": "../../x/q2.csv"})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["rows"], told["new"]) == (1, 1)
    assert told["deliveries"][0]["file"] == "q2.csv"
    assert entries(served) > before


def test_the_same_body_again_records_no_row_twice(served: Any, press: tuple[str, str]) -> None:
    first = served.post("press", content=body(press, 3), headers=served.bearer).json()
    second = served.post("press", content=body(press, 3), headers=served.bearer).json()
    assert first["new"] == 1
    assert (second.get("new", 0), second["duplicate"]) == (0, 1)


def test_bad_rows_are_counted_and_good_ones_go_in(served: Any, press: tuple[str, str]) -> None:
    head, row = press
    bad = row.replace("p01", "q4").replace("-45.02", "-145.02")
    told = served.post(
        "press", content=f"{head}\n{bad}\n{row.replace('p01', 'q5')}\n".encode(), headers=served.bearer
    ).json()
    assert (told["new"], told["quarantined"]) == (1, 1)


def test_wrong_feed_and_empty_body(served: Any) -> None:
    unknown = served.post("nope", content=b"x", headers=served.bearer)
    assert unknown.status_code == 404
    assert "known feeds" in unknown.json()["todo"]
    empty = served.post("press", content=b"", headers=served.bearer)
    assert empty.status_code == 400
    assert "empty" in empty.json()["error"]
    named = {**served.bearer, "X-Filename": "EXERCISE-t.csv"}
    unmapped = served.post("table", content=b"a,b\n1,2\n", headers=named)
    assert unmapped.status_code == 400


def test_an_actual_file_is_refused_by_an_exercise(served: Any) -> None:
    refused = served.post("press", content=b"a,b\n1,2\n", headers=served.bearer)
    assert refused.status_code == 409
    assert "does not say EXERCISE" in refused.json()["error"]


@pytest.mark.parametrize("chunked", [False, True])
def test_too_large_a_body_is_refused(served: Any, chunked: bool) -> None:
    before = entries(served)
    piece = b"x" * (1 << 20)

    def pieces() -> Iterator[bytes]:
        for _ in range(MAX_BODY // len(piece) + 1):
            yield piece

    content: Any = pieces() if chunked else b"x" * (MAX_BODY + 1)
    try:
        code = served.post("press", content=content, headers=served.bearer).status_code
    except httpx.TransportError:
        code = 413  # the server answered and hung up while we were still sending
    assert code == 413
    assert entries(served) == before
    assert served.get("/health").text == "ok\n"


def test_a_get_takes_nothing(served: Any) -> None:
    assert served.get("/intake/press", headers=served.bearer).status_code == 405
