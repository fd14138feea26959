"""Which file is the current one: ``projections.sqlite`` is a link to a numbered file beside it.

A rebuild writes the next file and moves the link, which is one atomic step. Were the file itself replaced, a reader
that still has the old one open would share the write-ahead log of the new one, for SQLite names it after the path.
"""

from __future__ import annotations

import os
from pathlib import Path

_LOGS = ("", "-wal", "-shm", "-journal")


def new_file(link: Path) -> Path:
    """A path for the next file, numbered one higher than any that lies there; left-overs of it are removed."""
    numbers = [int(p.stem.rpartition("-")[2]) for p in _numbered(link)]
    path = link.with_name(f"{link.stem}-{max(numbers, default=0) + 1}{link.suffix}")
    _remove(path)
    return path


def publish(link: Path, file: Path) -> None:
    """Make ``file`` the current one and remove the others. The caller holds the run lock."""
    staged = link.with_name(f".{link.name}.next")
    staged.unlink(missing_ok=True)
    staged.symlink_to(file.name)
    staged.replace(link)
    _sync_folder(link.parent)
    for other in _numbered(link):
        if other != file:
            _remove(other)


def discard(link: Path) -> None:
    """Remove the projections altogether. The caller holds the run lock."""
    link.unlink(missing_ok=True)
    for file in _numbered(link):
        _remove(file)


def _numbered(link: Path) -> list[Path]:
    return [p for p in link.parent.glob(f"{link.stem}-*{link.suffix}") if p.stem.rpartition("-")[2].isdigit()]


def _remove(file: Path) -> None:
    for log in _LOGS:
        file.with_name(file.name + log).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
