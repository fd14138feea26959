"""The embedded backend: one SQLite file in WAL mode."""

from ceasewatch.store.sqlite.backend import SqliteProjections
from ceasewatch.store.sqlite.files import discard, new_file, publish

__all__ = ["SqliteProjections", "discard", "new_file", "publish"]
