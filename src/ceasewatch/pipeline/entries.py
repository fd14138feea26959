"""Entries of the record, from what feeds deliver: what is kept, under which key, and what makes two the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec.structs import replace

from ceasewatch.model import Coverage, Observation, SourceRef
from ceasewatch.model.ids import FeedId
from ceasewatch.model.struct import Noun
from ceasewatch.record import Compartment, Entry
from ceasewatch.sources import Quarantined, Reading
from ceasewatch.store import Delivery, QuarantinedRow

OBSERVATION: Final = "observation"
COVERAGE: Final = "coverage"
CLAIM: Final = "claim"
DELIVERY: Final = "delivery"
QUARANTINE: Final = "quarantine"
PACK: Final = "pack"
RELEASE: Final = "release"
NOTICE: Final = "notice"
DECISION: Final = "decision"
UNDOING: Final = "undoing"

_encode = msgspec.json.Encoder().encode
_NOWHERE = SourceRef()


class QuarantineBatch(Noun, frozen=True, kw_only=True):
    """Some rejected rows of one file, as one entry."""

    rows: tuple[QuarantinedRow, ...]


def of_reading(reading: Reading, feed: FeedId, compartment: Compartment) -> Entry:
    """The entry of an accepted row. The file and line that it came from do not make it another report."""
    item = reading.item
    if isinstance(item, Coverage):
        return Entry(kind=COVERAGE, payload=item, idempotency=(feed, *reading.identity), compartment=compartment)
    observation = item if item.feed == feed else replace(item, feed=feed)
    return Entry(
        kind=OBSERVATION,
        payload=observation,
        idempotency=(feed, *reading.identity),
        compartment=compartment,
        compare=_told(observation),
    )


def _told(observation: Observation) -> bytes:
    """What the row says, whichever file and line it stands in."""
    source = observation.source
    if not (source.file or source.line):
        return _encode(observation)
    bare = _NOWHERE if source == SourceRef(file=source.file, line=source.line) else replace(source, file="", line=0)
    return _encode(replace(observation, source=bare))


def of_rejected(rows: Iterable[Quarantined], number: int, delivery: Delivery, compartment: Compartment) -> Entry:
    """The entry of the ``number``-th batch of rejected rows of a file."""
    batch = QuarantineBatch(rows=tuple(_rejected(row, delivery) for row in rows))
    key = (DELIVERY, delivery.feed, delivery.sha256, delivery.file, QUARANTINE, str(number))
    return Entry(kind=QUARANTINE, payload=batch, idempotency=key, compartment=compartment)


def _rejected(row: Quarantined, delivery: Delivery) -> QuarantinedRow:
    return QuarantinedRow(
        feed=delivery.feed,
        file=row.file,
        line=row.line,
        field=row.field,
        reason=row.reason,
        excerpt=row.excerpt,
        sha256=delivery.sha256,
    )


def delivery_key(delivery: Delivery) -> tuple[str, ...]:
    """What makes two deliveries the same file."""
    return (DELIVERY, delivery.feed, delivery.sha256, delivery.file)


def of_delivery(delivery: Delivery, compartment: Compartment) -> Entry:
    """The entry that closes a file. Delivered again it is the same file, though all its rows are duplicates then."""
    key = delivery_key(delivery)
    same = replace(delivery, new=0, duplicate=0, superseding=0)
    return Entry(kind=DELIVERY, payload=delivery, idempotency=key, compartment=compartment, compare=_encode(same))
