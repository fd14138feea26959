"""Folders that files are dropped into: which file is complete, and where it goes when it has been read."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.record.durable import make_folder

DONE, FAILED, REASON = "done", "failed", ".reason"
LONGEST = 255 - len(REASON)
"""Bytes in a file name, so that the reason fits beside it."""

_UNFINISHED = (".part", ".tmp", ".partial", ".crdownload")

_Look = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A complete file in an inbox."""

    feed: FeedId
    path: Path


@dataclass(slots=True)
class Inboxes:
    """The inboxes of a mission.

    A file is complete when its size and time have not changed between two looks. Names that begin with a dot or end
    in ``.part`` or ``.tmp`` are left alone: whoever writes may use one of them and rename it at the end. Links are left
    alone too: whoever may write to an inbox shall not have the run read other files for them.
    """

    folder: MissionFolder
    _seen: dict[Path, _Look] = field(default_factory=dict)

    def complete(self) -> list[Dropped]:
        """Files that have not changed since the last look, by feed and name."""
        now: dict[Path, tuple[FeedId, _Look]] = {}
        for setting in self.folder.mission.feeds:
            if setting.inbox:
                for path in _files(self.folder.inbox / setting.inbox):
                    look = _look(path)
                    if look is not None:
                        now[path] = (setting.id, look)
        ready = [Dropped(feed, path) for path, (feed, look) in now.items() if self._seen.get(path) == look]
        self._seen = {path: look for path, (_, look) in now.items()}
        return ready


def finished(dropped: Dropped, sha256: str) -> Path:
    """Move a file that is in the record to ``done``; returns where it lies."""
    return _move(dropped.path, DONE, sha256)


def failed(dropped: Dropped, sha256: str, reason: str) -> Path:
    """Move a file that could not be read to ``failed``, with a ``.reason`` beside it."""
    path = _move(dropped.path, FAILED, sha256)
    path.with_name(path.name + REASON).write_text(reason + "\n", "utf-8", errors="backslashreplace")
    return path


def _files(inbox: Path) -> list[Path]:
    if not inbox.is_dir():
        return []
    names = (p for p in inbox.iterdir() if not p.name.startswith(".") and not p.name.endswith(_UNFINISHED))
    return sorted(p for p in names if p.is_file() and not p.is_symlink())


def _look(path: Path) -> _Look | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    return state.st_size, state.st_mtime_ns


def _move(path: Path, where: str, sha256: str) -> Path:
    """Into a folder beside it; where the name is taken there, the file gets a part of its hash."""
    folder = path.parent / where
    make_folder(folder)
    target = folder / path.name
    if target.exists() or len(os.fsencode(path.name)) > LONGEST:
        target = folder / f"{_cut(path.stem)}.{sha256[:12]}{_cut(path.suffix, 16)}"
    return path.replace(target)


def _cut(name: str, longest: int = LONGEST - 32) -> str:
    """The beginning of ``name`` that takes no more than so many bytes on the disk."""
    while len(os.fsencode(name)) > longest:
        name = name[:-1]
    return name
