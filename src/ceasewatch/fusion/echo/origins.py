"""Families of copies of a whole table."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.echo.index import EchoIndex
from ceasewatch.fusion.echo.parameters import DEFAULT, EchoParameters
from ceasewatch.model.table import Int, ObservationTable


def origins(table: ObservationTable, parameters: EchoParameters = DEFAULT) -> Int:
    """Which rows of ``table`` copy one origin.

    A function of the set of rows: neither their order nor their number in the table matters but for the name of a
    family. Rows without text, address or stated origin are a family of their own.

    Args:
        table: n observations with distinct ids.
        parameters: numbers of the copy model.

    Returns:
        (n,) smallest row of each row's family.
    """
    index = EchoIndex(parameters)
    slots, _ = index.add(table)
    family = index.family(slots)
    first = np.full(len(table), len(table), np.int64)
    np.minimum.at(first, family, np.arange(len(table)))
    return first[family]
