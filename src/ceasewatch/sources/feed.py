"""What every feed is: a manifest, and a reader that turns a delivered file into readings and quarantine rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ceasewatch.model.actors import Party
from ceasewatch.model.coverage import Coverage
from ceasewatch.model.errors import EnvironmentProblem, UsageError
from ceasewatch.model.ids import NO_PARTY, PartyId
from ceasewatch.model.observation import Observation
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.manifest import FeedManifest

if TYPE_CHECKING:
    from ceasewatch.geo.areas import AreaIndex
    from ceasewatch.geo.gazetteer import Gazetteer

EXCERPT_CHARS = 200
"""A quarantine row quotes no more than this of what it refuses."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One accepted row.

    Attributes:
        item: what was read; its id is empty until the record gives one.
        identity: what identifies the row within its feed (the feed's id is not part of it).
    """

    item: Observation | Coverage
    identity: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One row that could not be accepted, kept with the reason so that a person can mend and deliver it again.

    Attributes:
        file: name of the file as delivered; ``archive.zip!member.csv`` inside an archive.
        line: 1-based line (of a Parquet file: row); 0 where the reason concerns the whole file.
        field: column at fault, as the source names it; empty if the row as a whole is.
        reason: what was wrong, in words.
        excerpt: at most 200 characters of the row, control characters replaced.
    """

    file: str
    line: int
    field: str
    reason: str
    excerpt: str = ""


def excerpt(raw: str | bytes) -> str:
    """At most 200 printable characters of ``raw``, safe to show on a terminal."""
    head = raw[: EXCERPT_CHARS * 4]
    text = head.decode("utf-8", "replace") if isinstance(head, bytes) else head
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:EXCERPT_CHARS])


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A delivered file: a path, or an open binary stream.

    Attributes:
        name: as delivered, without its folder.
        sha256: lowercase hexadecimal of the bytes, where the caller has it.
        progress: called now and then with the number of delivered bytes consumed so far.
    """

    name: str
    path: Path | None = None
    stream: BinaryIO | None = None
    sha256: str = ""
    progress: Callable[[int], None] | None = None

    @classmethod
    def at(cls, path: Path, *, progress: Callable[[int], None] | None = None) -> SourceFile:
        """The file at ``path``."""
        return cls(name=path.name, path=path, progress=progress)

    @classmethod
    def of(cls, data: bytes, name: str) -> SourceFile:
        """Bytes that are at hand, as an HTTP intake has them."""
        return cls(name=name, stream=io.BytesIO(data))

    def open(self) -> BinaryIO:
        """The bytes from the beginning; the caller closes it.

        Raises:
            EnvironmentProblem: the file cannot be opened.
        """
        if self.stream is not None:
            return self.stream
        if self.path is None:
            raise UsageError("a source file needs a path or a stream", where=self.name)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise EnvironmentProblem(
                f"cannot be opened: {error.strerror}", where=str(self.path), todo="check the name and the permissions"
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What a mission knows that a feed may need.

    Attributes:
        zone: IANA zone of local times; overrides the default of the feed's ``zone`` parameter if not empty.
        gazetteer, areas: names and outlines; ``None`` where the mission has none.
        side: party whose voice or territory the feed is; empty if neither or not said.
        limits: bounds of the file.
        mapping: the TOML mapping, for ``table`` and ``geojson``.
        mapping_name: its name, for messages.
        parties: the mission's parties.
        parameters: the feed's parameters as the mission sets them.
        received_at: when the file arrived; a report dated later than the next day is refused. ``None``: not checked.
    """

    zone: str = ""
    gazetteer: Gazetteer | None = None
    areas: AreaIndex | None = None
    side: PartyId = NO_PARTY
    limits: Limits = field(default_factory=Limits)
    mapping: bytes | None = None
    mapping_name: str = "mapping.toml"
    parties: tuple[Party, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    received_at: datetime | None = None

    def settings(self, manifest: FeedManifest) -> Mapping[str, str]:
        """Every parameter of the feed by name: the mission's value, else its zone, else the default.

        Raises:
            UsageError: the mission sets a parameter that the feed does not have.
        """
        known = {p.name: p.default for p in manifest.parameters}
        for name in self.parameters:
            if name not in known:
                raise UsageError(
                    f"feed {manifest.id} has no parameter {name!r}",
                    where=f"parameters of {manifest.id}",
                    todo=f"it has: {', '.join(sorted(known)) or 'none'}",
                )
        zone = {"zone": self.zone} if self.zone and "zone" in known else {}
        return MappingProxyType({**known, **zone, **self.parameters})


class Feed(Protocol):
    """A source of observations."""

    @property
    def manifest(self) -> FeedManifest:
        """What the feed says of itself."""
        ...

    def read(self, source: SourceFile, context: FeedContext) -> Iterator[Reading | Quarantined]:
        """Readings and quarantine rows, in the file's order, while the file is being read.

        Raises:
            DataError: nothing of the file can be read (wrong columns, not the format, beyond a limit at once).
            UsageError: the context does not fit the feed.
        """
        ...
