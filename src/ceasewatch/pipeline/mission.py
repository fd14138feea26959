"""A mission's folder: settings, record, media, vault, projections, inboxes and products. Keys lie elsewhere."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from anyascii import anyascii
from msgspec.structs import replace

from ceasewatch.geo.areas import AreaIndex
from ceasewatch.geo.gazetteer import Gazetteer
from ceasewatch.model import FeedSetting, Mission
from ceasewatch.model.errors import ConflictError, NotFoundError
from ceasewatch.model.ids import FeedId
from ceasewatch.pipeline import keyplace, places, settings
from ceasewatch.record import Compartment, KeyRing, MediaStore, Record
from ceasewatch.record.durable import make_folder
from ceasewatch.sources import Feed, FeedManifest, feed

if TYPE_CHECKING:
    from ceasewatch.agreement import Pack

_FOLDERS = ("record", "media", "vault", "out", "inbox")
MISSION = Compartment(originator="mission", tier=keyplace.ANALYST_TIER)
"""What the mission itself writes."""


class MissionFolder:
    """An opened mission.

    Attributes:
        path: the folder.
        mission: its settings.
        keys_dir: where its keys lie.
    """

    def __init__(self, path: Path, mission: Mission, keys_dir: Path) -> None:
        self.path = path
        self.mission = mission
        self.keys_dir = keys_dir
        self._ring: KeyRing | None = None

    @classmethod
    def create(cls, path: Path, mission: Mission, *, keys_dir: Path | None = None, origin: str = "") -> MissionFolder:
        """Make a mission.

        Args:
            path: a folder that is not there yet, or holds no mission.
            mission: its settings.
            keys_dir: a new or empty folder outside ``path``; by default one below ``$CEASEWATCH_KEYS``, else below
                ``~/.config/ceasewatch/keys``.
            origin: name of the log, unique in the world: a URL without a scheme; by default one is made up.

        Raises:
            ConflictError: there is a mission already.
            UsageError: the keys would lie inside the mission.
            NotFoundError: there is no such feed or pack.
            EnvironmentProblem: a folder cannot be written.
        """
        if (path / settings.FILE_NAME).exists():
            raise ConflictError(
                "there is a mission here already", where=str(path), todo="open it, or name a new folder"
            )
        if (path / "record").exists():
            raise ConflictError(
                "an unfinished mission lies here: there is a record and no mission.toml",
                where=str(path),
                todo="restore mission.toml; or, if `init` was cut short, remove folder and keys and begin again",
            )
        settings.check(mission, str(path / settings.FILE_NAME))
        origin = origin or _made_up(mission.name)
        keys_dir = keys_dir or keyplace.default_folder(origin)
        originators = dict.fromkeys(["mission", *(_owner(f) for f in mission.feeds)])
        folder = cls(path, mission, keys_dir)
        _ = folder.packs, folder.manifests  # a name that nothing bears is refused before anything is written
        ring = KeyRing.create(keys_dir, originators, (keyplace.ANALYST_TIER,), mission=path)
        for name in _FOLDERS:
            make_folder(path / name)
        Record.create(path / "record", ring, origin=origin, status=mission.status.value).close()
        folder.make_inboxes()
        settings.write(path / settings.FILE_NAME, mission)
        return folder

    @classmethod
    def open(cls, path: Path, keys_dir: Path | None = None) -> MissionFolder:
        """Open a mission.

        Raises:
            EnvironmentProblem: there is none, or its record cannot be read.
            DataError: ``mission.toml`` has a mistake.
            ConflictError: it says *actual* and the record says *exercise*, or the other way round.
        """
        mission = settings.read(path / settings.FILE_NAME)
        with Record.open(path / "record") as record:
            origin, status = record.origin, record.status
        if status != mission.status.value:
            raise ConflictError(
                f"the record is marked {status}, mission.toml says {mission.status.value}",
                where=str(path / settings.FILE_NAME),
                todo="correct mission.toml: a record keeps its mark for ever",
            )
        return cls(path, mission, keys_dir or keyplace.default_folder(origin))

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def projections_link(self) -> Path:
        """Where the current projections are found."""
        return self.path / "projections.sqlite"

    @property
    def out(self) -> Path:
        """Where products are put."""
        return self.path / "out"

    @property
    def inbox(self) -> Path:
        """Where files for the feeds are dropped, a folder each."""
        return self.path / "inbox"

    def media(self, compartment: Compartment) -> MediaStore:
        """The compartment's files by their hash: photographs, and deliveries as they came."""
        return MediaStore(self.path / "media", self.keys(compartment), compartment)

    @cached_property
    def gazetteer(self) -> Gazetteer | None:
        """Names of places; ``None`` if the mission has no gazetteer."""
        return places.gazetteer(self.mission, self.path)

    @cached_property
    def areas(self) -> AreaIndex | None:
        """First-level outlines; ``None`` if the mission has none."""
        return places.areas(self.mission, self.path)

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """The agreements that incidents are held against."""
        from ceasewatch.agreement import load_pack

        return tuple(load_pack(pack) for pack in self.mission.packs)

    @cached_property
    def manifests(self) -> Mapping[FeedId, FeedManifest]:
        """What each configured feed says of itself, under the mission's own title for it."""
        return {f.id: _manifest(f) for f in self.mission.feeds}

    # -- feeds -----------------------------------------------------------------------------------------------------

    def setting(self, feed_id: str) -> FeedSetting:
        """How the mission uses the feed; one that it does not list is used as its manifest has it.

        Raises:
            NotFoundError: neither the mission nor the registry knows it.
        """
        for one in self.mission.feeds:
            if one.id == feed_id:
                return one
        try:
            feed(feed_id)
        except NotFoundError as error:
            own = ", ".join(f.id for f in self.mission.feeds)
            raise NotFoundError(error.what, todo=f"{error.todo}; of this mission: {own or 'none'}") from error
        return FeedSetting(id=FeedId(feed_id))

    def manifest(self, feed_id: str) -> FeedManifest:
        """What the feed says of itself, under the mission's own title for it."""
        return _manifest(self.setting(feed_id))

    def reader(self, feed_id: str) -> Feed:
        """What reads the feed's files."""
        return _reader(self.setting(feed_id))

    def compartment(self, feed_id: str) -> Compartment:
        """Whose key encrypts what the feed delivers."""
        return Compartment(originator=_owner(self.setting(feed_id)), tier=keyplace.ANALYST_TIER)

    def make_inboxes(self) -> None:
        """Make the folders that feeds are dropped into."""
        for one in self.mission.feeds:
            if one.inbox:
                make_folder(self.inbox / one.inbox)

    # -- record ----------------------------------------------------------------------------------------------------

    def keys(self, *needed: Compartment) -> KeyRing:
        """The key ring, with a key for each compartment ``needed``.

        Raises:
            EnvironmentProblem: the keys are not there, or others may read them.
        """
        self._ring = keyplace.with_compartments(self.keys_dir, self._ring or KeyRing.open(self.keys_dir), needed)
        return self._ring

    def open_record(self, *needed: Compartment, fresh_keys: bool = False) -> Record:
        """The record, for this thread; close it when done.

        Args:
            needed: compartments that will be written.
            fresh_keys: read the key folder anew, for another process may have added to it.
        """
        if fresh_keys:
            self._ring = None
        return Record.open(self.path / "record", self.keys(*needed))


def _reader(setting: FeedSetting) -> Feed:
    return feed(setting.reader or setting.id)


def _manifest(setting: FeedSetting) -> FeedManifest:
    manifest = _reader(setting).manifest
    return replace(manifest, title=setting.title) if setting.title else manifest


def _owner(setting: FeedSetting) -> str:
    return keyplace.originator(setting.side or _reader(setting).manifest.owner)


def _made_up(name: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:40] or "mission"
    return f"ceasewatch.invalid/{slug}-{secrets.token_hex(4)}"
