"""From a key to the cards that have it: a hash table of arrays, so that millions of entries fit and loops compile."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ceasewatch.fusion.echo.held import Held
from ceasewatch.fusion.echo.packed import KEYS, MADE
from ceasewatch.model.compiled import compiled, inner
from ceasewatch.model.table import Int


class Buckets(NamedTuple):
    """Open addressing; each key heads a chain of entries.

    Attributes:
        key: (places,) key of each place; 0 where it is free.
        head: (places,) newest entry of that key.
        card, before: (entries,) the card, and the entry that came before it in the chain, -1 at its end.
        used: number of keys and of entries.
    """

    key: Int
    head: Int
    card: Int
    before: Int
    used: Int


def buckets(entries: int) -> Buckets:
    """Empty ones with room for so many entries."""
    places = 1 << max(8, int(2 * entries).bit_length())
    room = places // 2
    return Buckets(
        np.zeros(places, np.int64), np.zeros(places, np.int64), np.zeros(room, np.int64), np.zeros(room, np.int64),
        np.zeros(2, np.int64),
    )  # fmt: skip


@inner
def timed(key: int, bucket: int) -> int:
    """``key`` within one bucket of time; above 0."""
    mixed = (np.uint64(key) ^ (np.uint64(bucket) * np.uint64(0xD6E8FEB86659FD93))) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    return int(np.int64((mixed >> np.uint64(1)) | np.uint64(1)))


@inner
def place_of(b: Buckets, key: int) -> int:
    """Where ``key`` is, or the free place where it belongs."""
    mask = len(b.key) - 1
    at = (key >> 7) & mask
    while b.key[at] != 0 and b.key[at] != key:
        at = (at + 1) & mask
    return at


@inner
def bucket_of(h: Held, card: int, window_us: float) -> int:
    """Bucket of the time at which a card was made; cards within ``window_us`` lie in the same or in adjacent ones."""
    return int(np.floor(h.code[card, MADE] / window_us))


@compiled
def insert(b: Buckets, h: Held, cards: Int, window_us: float) -> None:
    """Enter all keys of ``cards``. There is room (see :func:`buckets`)."""
    for card in cards:
        bucket = bucket_of(h, card, window_us)
        for n in range(h.code[card, KEYS], h.code[card, KEYS] + h.code[card, KEYS + 1]):
            key = timed(h.pool[n], bucket)
            at = place_of(b, key)
            entry = b.used[1]
            b.before[entry] = b.head[at] if b.key[at] == key else -1
            b.used[0] += 1 if b.key[at] != key else 0
            b.key[at] = key
            b.head[at] = entry
            b.card[entry] = card
            b.used[1] += 1
