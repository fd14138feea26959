"""Columns: picking rows, putting tables together, members that stay with their incidents."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import KINDS, IncidentTable, Members, ObservationTable


def observation_table(n: int, start: int = 0) -> ObservationTable:
    """n rows in which every column tells the row's number."""
    number = np.arange(start, start + n)
    columns = {f.name: number.astype(object) for f in fields(ObservationTable)}
    for f in fields(ObservationTable):
        if "Small" in str(f.type):
            columns[f.name] = number.astype(np.int8)
        elif "Real" in str(f.type):
            columns[f.name] = number.astype(np.float64)
        elif "Int" in str(f.type):
            columns[f.name] = number.astype(np.int64)
    columns["kind_p"] = np.repeat(number[:, None].astype(np.float64), len(KINDS), axis=1)
    return ObservationTable(**columns)


def incident_table(sizes: list[int]) -> IncidentTable:
    """Incidents with so many members each; member k of incident i has row 100 i + k."""
    n = len(sizes)
    number = np.arange(n)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    row = np.array([100 * i + k for i, size in enumerate(sizes) for k in range(size)], np.int64)
    members = Members(offsets=offsets, row=row, p=row / 1e3, why=row.astype(object))
    columns = {
        f.name: number for f in fields(IncidentTable) if f.name not in {"members", "observations", "alternatives"}
    }
    columns["kind_p"] = np.zeros((n, len(KINDS)))
    return IncidentTable(**columns, members=members, observations=observation_table(3))


@given(st.integers(0, 20), st.data())
def test_take_picks_the_same_rows_of_every_column(n: int, data: st.DataObject) -> None:
    table = observation_table(n)
    rows = data.draw(st.lists(st.integers(0, n - 1), max_size=8)) if n else []
    taken = table.take(np.array(rows, np.int64))
    assert len(taken) == len(rows)
    for f in fields(table):
        column = getattr(taken, f.name)
        assert (column[:, 0] if column.ndim == 2 else column).tolist() == rows
        assert column.dtype == getattr(table, f.name).dtype


@given(st.lists(st.integers(0, 5), min_size=1, max_size=4), st.data())
def test_concat_then_take_gives_the_parts_back(sizes: list[int], data: st.DataObject) -> None:
    starts = np.cumsum([0, *sizes]).tolist()
    parts = [observation_table(n, start) for n, start in zip(sizes, starts[:-1], strict=True)]
    whole = ObservationTable.concat(parts)
    assert whole.seq.tolist() == list(range(sum(sizes)))
    which = data.draw(st.integers(0, len(parts) - 1))
    again = whole.take(np.arange(starts[which], starts[which + 1]))
    for f in fields(whole):
        assert np.array_equal(getattr(again, f.name), getattr(parts[which], f.name))
    assert whole.observations == list(whole.rows)


def test_a_mask_keeps_the_order() -> None:
    assert observation_table(4).take(np.array([True, False, False, True])).seq.tolist() == [0, 3]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(DataError, match="different lengths"):
        replace(observation_table(3), lat=np.zeros(2))


@given(st.lists(st.integers(1, 4), max_size=6), st.data())
def test_members_stay_with_their_incident(sizes: list[int], data: st.DataObject) -> None:
    table = incident_table(sizes)
    rows = data.draw(st.lists(st.integers(0, len(sizes) - 1), max_size=8)) if sizes else []
    taken = table.take(np.array(rows, np.int64))
    assert taken.ids.tolist() == rows
    for at, incident in enumerate(rows):
        wanted = [100 * incident + k for k in range(sizes[incident])]
        assert taken.members.row[taken.members.of(at)].tolist() == wanted
        assert taken.members.why[taken.members.of(at)].tolist() == wanted
    assert taken.observations is table.observations
    assert taken.members.offsets.dtype == np.int64


def test_an_incident_table_checks_its_columns_but_not_its_members() -> None:
    table = incident_table([2, 3])
    assert len(table) == 2
    with pytest.raises(DataError, match="different lengths"):
        replace(table, reports=np.zeros(3, np.int64))
