"""Where in ``pack.yaml`` an error lies that names a clause."""

from __future__ import annotations

import re

from ceasewatch.agreement.documents import line_of
from ceasewatch.model.errors import DataError


def with_line(error: DataError, text: str) -> DataError:
    """The error with the line of the clause, or of the key, that it names in ``text``; as it is if it names none."""
    found = re.search(r"pack\.yaml: ((?:\w+|\[\d+\]|\.)+)", error.where)
    line = line_of(text, found[1]) if found else 0
    if not found or not line or "clauses" not in found[1]:
        return error
    where = error.where.replace("pack.yaml:", f"pack.yaml, line {line}:", 1)
    return DataError(error.what, where=where, todo=error.todo)
