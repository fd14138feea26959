"""Parquet, one row group at a time. Imported only when a Parquet file arrives, for pyarrow is slow to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ceasewatch.model.errors import DataError, LimitError
from ceasewatch.sources.containers import Part
from ceasewatch.sources.feed import Quarantined, excerpt
from ceasewatch.sources.json_rows import as_text
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.row import Row

BATCH_ROWS = 4096
_FAULTS = (pa.ArrowException, OSError, ValueError, OverflowError, UnicodeError)


def parquet_rows(part: Part, limits: Limits, header: Callable[[list[str]], list[str]]) -> Iterator[Row | Quarantined]:
    """Rows in order; where a row group cannot be decoded, a quarantine row names it and reading ends.

    Raises:
        DataError: not a whole Parquet file, or wrong columns; LimitError: it states a size beyond the limits.
    """
    with part.whole() as stream:
        file = _open(part.name, stream, limits)
        columns = header(list(file.schema_arrow.names))
        number = 0
        try:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield _row(part.name, number, columns, values)
        except _FAULTS as error:
            yield Quarantined(part.name, number + 1, "", f"the file is damaged here ({excerpt(str(error))})")


def column_names(part: Part, limits: Limits) -> list[str]:
    """The names of the columns.

    Raises:
        DataError: not a whole Parquet file; LimitError: it states a size beyond the limits.
    """
    with part.whole() as stream:
        return list(_open(part.name, stream, limits).schema_arrow.names)


def _open(name: str, stream: Any, limits: Limits) -> pq.ParquetFile:  # noqa: ANN401 -- pyarrow is untyped
    try:
        file = pq.ParquetFile(stream)
        meta = file.metadata
        sizes = [meta.row_group(i).total_byte_size for i in range(meta.num_row_groups)]
    except _FAULTS as error:
        raise DataError(f"not a whole Parquet file ({excerpt(str(error))})", where=name) from error
    if sum(sizes) > limits.max_expanded_bytes or max(sizes, default=0) > limits.max_file_bytes:
        raise LimitError(f"expands to {sum(sizes)} bytes", where=name, todo="deliver it in parts")
    if meta.num_columns > limits.max_fields:
        raise LimitError(f"{meta.num_columns} columns, more than {limits.max_fields}", where=name)
    return file


def _row(name: str, number: int, columns: list[str], values: tuple[object, ...]) -> Row | Quarantined:
    try:
        texts = [_text(v) for v in values]
    except (ValueError, TypeError) as error:
        return Quarantined(name, number, "", f"a value cannot be read ({error})", excerpt(repr(values)))
    return Row(number, dict(zip(columns, texts, strict=True)), ",".join(texts)[:1000])


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        raise ValueError("bytes are not text")  # noqa: TRY004 -- the value is at fault, not the call
    return as_text(value)
