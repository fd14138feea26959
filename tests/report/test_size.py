"""A report from many incidents looks at those of its two periods alone."""

from __future__ import annotations

import time
from dataclasses import fields, replace
from datetime import timedelta

import numpy as np

from ceasewatch.model import to_us
from ceasewatch.model.table import IncidentTable, Members
from ceasewatch.report import pdf
from ceasewatch.report.daily import build

N = 120_000
CPU_S = 2.0


def many(table: IncidentTable, n: int, end_us: int) -> IncidentTable:
    """``n`` copies of the table's first incident, spread over a year."""
    index = np.zeros(n, np.int64)
    beside = {"members", "observations", "alternatives"}
    columns = {f.name: getattr(table, f.name)[index] for f in fields(table) if f.name not in beside}
    start = end_us - np.linspace(0, timedelta(days=365) / timedelta(microseconds=1), n).astype(np.int64)
    columns |= {"start_us": start, "end_us": start, "ids": np.array([f"inc-{i}" for i in range(n)], dtype=object)}
    members = Members(
        offsets=np.arange(n + 1, dtype=np.int64), row=index, p=np.ones(n), why=np.full(n, "", dtype=object)
    )
    return IncidentTable(**columns, members=members, observations=table.observations)


def test_a_year_of_incidents_takes_less_than_two_seconds(inputs, public):
    table = many(inputs.incidents, N, to_us(inputs.period.end))
    began = time.process_time()
    report = build(replace(inputs, incidents=table), public)
    made = pdf.render(report)
    assert time.process_time() - began < CPU_S
    assert 300 < report.incidents < 350
    assert made.startswith(b"%PDF")
