"""Mission: what ``mission.toml`` says. Who takes part, in which zone of time, with which packs and feeds."""

from __future__ import annotations

import msgspec

from ceasewatch.model.actors import Nation, Observer, Party
from ceasewatch.model.ids import FeedId, PackId, PartyId
from ceasewatch.model.struct import Noun
from ceasewatch.model.values import Status


class FeedSetting(Noun, frozen=True, kw_only=True):
    """A feed that the mission uses.

    Attributes:
        title: what products call it; empty: as its manifest does.
        inbox: folder below the mission's ``inbox/`` that ``run`` watches; empty if none.
        expected_every_s: silence for longer is an alarm; 0 if no rhythm is expected.
        mapping: file of the mapping, for the ``table`` feed.
        side: party whose voice or territory the feed is, where the mission knows it; empty if neither.
        reader: which feed reads its files, where ``id`` is the mission's own name (``patrols`` read by ``table``);
            empty where both are the same.
        parameters: the feed's own parameters (its manifest lists them), as text.
    """

    id: FeedId
    title: str = ""
    inbox: str = ""
    expected_every_s: int = 0
    mapping: str = ""
    side: PartyId = PartyId("")
    reader: str = ""
    parameters: dict[str, str] = msgspec.field(default_factory=dict)


class Mission(Noun, frozen=True, kw_only=True):
    """A mission as configured.

    Attributes:
        name: printed on every product.
        zone: IANA time zone in which days begin and cut-offs are stated.
        cutoff: local time of the daily cut-off, ``HH:MM``.
        languages: of products, the first is the default.
        gazetteer: ``pack:<id>``, ``geonames:<country code>`` or a file below the mission folder; ``UA:<file>`` if its
            codes of first-level units are those that GeoNames has for that country.
        areas: file, or folder of files, of first-level outlines (GeoJSON) below the mission folder; ``UA:<file>`` if
            units are named by that country's codes; empty if none.
        learned: file below the mission folder that ``ceasewatch observers --learn`` wrote: fusion then takes its
            numbers of the observers; empty: the program's own.
    """

    name: str
    status: Status = Status.actual
    zone: str = "UTC"
    cutoff: str = "19:30"
    languages: tuple[str, ...] = ("en",)
    parties: tuple[Party, ...] = ()
    nations: tuple[Nation, ...] = ()
    packs: tuple[PackId, ...] = ()
    feeds: tuple[FeedSetting, ...] = ()
    observers: tuple[Observer, ...] = ()
    gazetteer: tuple[str, ...] = ()
    areas: str = ""
    learned: str = ""
