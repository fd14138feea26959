from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.record.canonical import MAX_INTEGER, encode

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ['\x00\x1f\x7f\b\f\n\r\t"\\/', "\u2028\u2029", "\ufb33", "\U0001f600", "\uff5e", "é", ""]
)
INTEGERS = st.integers(-MAX_INTEGER, MAX_INTEGER)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=30,
)


@given(JSON)
def test_equals_rfc8785(value: object) -> None:
    assert encode(value) == rfc8785.dumps(value)


@given(st.dictionaries(TEXT | st.text("\ue000\uffff\U00010000\U0010ffff\ud7ff", max_size=3), INTEGERS, min_size=2))
def test_keys_sort_by_utf16_code_unit(value: dict[str, int]) -> None:
    assert encode(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("depth", [5, 6, 7, 30])
def test_deep_nesting(depth: int) -> None:
    value: object = {"b": 1, "a": [True, None]}
    for level in range(depth):
        value = {"z": value, "a": [level]} if level % 2 else [value, "x"]
    assert encode(value) == rfc8785.dumps(value)


class Inner(msgspec.Struct, frozen=True, tag="inner"):
    zeta: int
    alpha: str | None = None


class Outer(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    inner: Inner
    at: datetime
    note: str = ""
    many: tuple[Inner, ...] = ()


@given(TEXT, INTEGERS, st.lists(st.builds(Inner, zeta=INTEGERS, alpha=TEXT | st.none()), max_size=3))
def test_structs_equal_their_plain_form(name: str, number: int, many: list[Inner]) -> None:
    value = Outer(name=name, inner=Inner(number), at=datetime(2026, 1, 2, tzinfo=UTC), many=tuple(many))
    assert encode(value) == rfc8785.dumps(msgspec.to_builtins(value))


@pytest.mark.parametrize(
    "bad",
    [1.5, 1.0, float("nan"), float("inf"), 1e300, MAX_INTEGER + 1, -MAX_INTEGER - 1, 2**70, "\ud800", object(), {1: 2}],
)
def test_refuses_what_has_no_single_form(bad: object) -> None:
    for value in (bad, [bad], {"a": {"b": [bad]}}, [[[[[[[[[bad]]]]]]]]]):
        with pytest.raises(DataError):
            encode(value)


@pytest.mark.parametrize("bad", [1.0, float("nan"), 2**60])
def test_refuses_a_struct_that_hides_one(bad: object) -> None:
    with pytest.raises(DataError):
        encode(Inner(zeta=bad))  # type: ignore[arg-type]


def test_refuses_a_surrogate_in_a_key() -> None:
    with pytest.raises(DataError, match="surrogate"):
        encode({"\udfff": 1})


def test_names_the_place_of_the_fault() -> None:
    with pytest.raises(DataError, match=r"\$\.a\[1\]\.b"):
        encode({"a": [0, {"b": 1.5}]})
