"""The tree in the file: the frontier, and one stored hash for every 256, 65,536, ... leaves.

These are the nodes at which tlog-tiles begin a new tile, so tiles derive from them; every other node is worked out
from at most 256 stored hashes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from ceasewatch.model.errors import VerificationError
from ceasewatch.record import merkle
from ceasewatch.record.merkle import HASH_SIZE, Tree

TILE_LEVELS = 8
"""Levels of the tree in one tile."""

Node = tuple[int, int, bytes]
"""Level, position in that level, hash."""


def load(connection: sqlite3.Connection) -> tuple[Tree, int]:
    """The growing tree, and the time of its last leaf in microseconds since 1970."""
    size, recorded_us, frontier = connection.execute("SELECT size, recorded_us, frontier FROM state").fetchone()
    hashes = [frontier[start : start + HASH_SIZE] for start in range(0, len(frontier), HASH_SIZE)]
    return Tree(size, hashes), recorded_us


def save(connection: sqlite3.Connection, tree: Tree, recorded_us: int, nodes: list[Node]) -> None:
    """Store the frontier and the nodes that were completed."""
    connection.execute(
        "UPDATE state SET size = ?, recorded_us = ?, frontier = ?", (tree.size, recorded_us, b"".join(tree.frontier))
    )
    connection.executemany("INSERT INTO nodes VALUES (?, ?, ?)", nodes)


def grow(tree: Tree, leaf: bytes, nodes: list[Node]) -> None:
    """Append a leaf hash, noting the stored nodes that it completes."""
    if tree.size & 0xFF != 0xFF:
        tree.append(leaf)
        return
    tail = list(tree.frontier)
    tree.append(leaf)
    nodes.extend(_completed(tail, leaf, tree.size))


def _completed(tail: list[bytes], node: bytes, size: int) -> Iterator[Node]:
    level = 0
    while not (size >> level) & 1:
        node = merkle.node_hash(tail.pop(), node)
        level += 1
        if level % TILE_LEVELS == 0:
            yield level, (size >> level) - 1, node


class Forest:
    """Hashes of complete subtrees, read from the file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def complete(self, level: int, position: int) -> bytes:
        """Hash of the complete subtree at ``level`` and ``position``.

        Raises:
            VerificationError: stored hashes are missing.
        """
        base = level - level % TILE_LEVELS
        count = 1 << (level - base)
        hashes = self._stored(base, position * count, count)
        if len(hashes) != count:
            raise VerificationError(
                f"stored hashes of leaves {position << level} to {(position + 1) << level} are missing",
                todo="run `ceasewatch record audit`, then restore a backup",
            )
        return merkle.root(hashes)

    def _stored(self, level: int, start: int, count: int) -> list[bytes]:
        if level == 0:
            query = "SELECT leaf_hash FROM entries WHERE seq > ? AND seq <= ? ORDER BY seq"
            rows = self._connection.execute(query, (start, start + count))
        else:
            query = "SELECT hash FROM nodes WHERE level = ? AND position >= ? AND position < ? ORDER BY position"
            rows = self._connection.execute(query, (level, start, start + count))
        return [row[0] for row in rows]
