"""What arrives over the network: in the record, and on the disk, before it is acknowledged."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import PurePosixPath

from ceasewatch.model.errors import LimitError, UsageError
from ceasewatch.pipeline.delivery import Parcel
from ceasewatch.pipeline.ingest import IngestResult, take
from ceasewatch.pipeline.mission import MissionFolder

MAX_BODY = 64 << 20
"""Largest body in bytes, unless the mission's operator sets another limit."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Takes bodies from any number of threads or processes; none of them needs the run lock.

    Attributes:
        folder: the mission.
        max_bytes: of a body; the caller stops reading beyond it.
        wake: set after each acceptance, so that a run in this process projects at once.
    """

    folder: MissionFolder
    max_bytes: int = MAX_BODY
    wake: threading.Event | None = None

    def accept(self, feed_id: str, name: str, body: bytes) -> IngestResult:
        """Record the rows of ``body``. When this returns, every accepted and every rejected row is on the disk.

        A sender that got no answer sends the same body again: nothing is recorded twice.

        Raises:
            LimitError: the body is too large.
            NotFoundError: there is no such feed.
            UsageError: the body is empty, or the feed is not set up.
            EnvironmentProblem: disk or keys; nothing was acknowledged.
        """
        if not body:
            raise UsageError("the body is empty", where=feed_id, todo="send the file's bytes as the body")
        if len(body) > self.max_bytes:
            raise LimitError(
                f"the body has {len(body)} bytes, more than {self.max_bytes}", where=feed_id, todo="send it in parts"
            )
        parcel = Parcel(name=_plain(name) or f"{feed_id}.data", body=body)
        compartment = self.folder.compartment(feed_id)
        with self.folder.open_record(compartment) as record:
            result = take(self.folder, feed_id, [parcel], record=record)
        if self.wake is not None:
            self.wake.set()
        return result


def _plain(name: str) -> str:
    """The last part of a file name, without control characters, at most 200 characters."""
    return _CONTROL.sub("", PurePosixPath(name.replace("\\", "/")).name)[:200].strip()
