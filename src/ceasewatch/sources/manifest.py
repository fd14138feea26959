"""What a feed says of itself: whose it is, what it covers, how it is identified. Help and forms are made from it."""

from __future__ import annotations

from typing import Literal

from ceasewatch.model.actors import Observer
from ceasewatch.model.ids import FeedId
from ceasewatch.model.struct import Noun
from ceasewatch.model.values import ObserverKind


class Parameter(Noun, frozen=True, kw_only=True):
    """A setting of a feed, given as text in the mission's file.

    Attributes:
        default: used where the mission says nothing; empty means *not set*.
    """

    name: str
    help: str
    default: str = ""


class Example(Noun, frozen=True, kw_only=True):
    """A small invented file that is also a test.

    Attributes:
        name: file name that it would have.
        text: its content, UTF-8.
        readings: rows that are accepted.
        quarantined: rows that are not, on purpose.
        mapping: the TOML mapping it is read with; empty if the feed needs none.
    """

    name: str
    text: str
    readings: int
    quarantined: int = 0
    mapping: str = ""


class FeedManifest(Noun, frozen=True, kw_only=True):
    """A feed's description.

    Attributes:
        owner: nation, party or body that makes the data.
        side: in words, whose voice or territory it is; empty if neither party's. The party's *code* is a mission's
            setting, so that no manifest names a party.
        independence: feeds with the same value draw on the same origin and are not independent of each other.
        identity: columns that identify a row through its versions; empty where the row's content and its ordinal
            among equal rows of the file do (two equal rows are two reports).
        observer_kind: of most rows.
        covers: what the feed can and cannot show, and where; printed beside every count that rests on it.
        voices: observers within the feed that are waited for by themselves, as one of two channels; a mission takes
            them over when it is made.
        delivers: ``coverage`` tells who was looking; its silence means that effort is not known.
        expected_every_s: silence for longer is an alarm; 0 if no rhythm is expected.
    """

    id: FeedId
    title: str
    description: str
    owner: str
    side: str
    independence: str
    identity: tuple[str, ...]
    observer_kind: ObserverKind
    url: str
    licence: str
    formats: tuple[str, ...]
    covers: str
    expected_every_s: int
    parameters: tuple[Parameter, ...] = ()
    example: Example
    voices: tuple[Observer, ...] = ()
    delivers: Literal["observations", "coverage"] = "observations"
