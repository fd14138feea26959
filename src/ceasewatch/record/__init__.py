"""The record: an append-only, signed log of envelopes, with encrypted payloads beside it."""

from ceasewatch.record.compartment import Compartment
from ceasewatch.record.entry import DUPLICATE, NEW, SUPERSEDING, Entry, Receipt, Recorded, Sealed
from ceasewatch.record.envelope import Envelope
from ceasewatch.record.keys import KeyRing
from ceasewatch.record.media import MediaStore
from ceasewatch.record.record import Record

__all__ = [
    "DUPLICATE",
    "NEW",
    "SUPERSEDING",
    "Compartment",
    "Entry",
    "Envelope",
    "KeyRing",
    "MediaStore",
    "Receipt",
    "Record",
    "Recorded",
    "Sealed",
]
