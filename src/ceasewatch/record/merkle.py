"""The Merkle tree of RFC 6962: hashes, the growing tree, and strict proof verification (RFC 9162, 2.1.3 and 2.1.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from ceasewatch.model.errors import VerificationError

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Root of the tree without leaves."""

MAX_PROOF = 63
"""Longest proof accepted, in hashes."""

_sha256 = hashlib.sha256


def leaf_hash(entry: bytes) -> bytes:
    """SHA-256(0x00 || entry)."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return _sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree that keeps only its frontier: one hash for each complete subtree, largest first.

    Attributes:
        size: number of leaves.
    """

    __slots__ = ("_frontier", "size")

    def __init__(self, size: int = 0, frontier: Iterable[bytes] = ()) -> None:
        self.size = size
        self._frontier = list(frontier)
        if len(self._frontier) != size.bit_count() or any(len(item) != HASH_SIZE for item in self._frontier):
            raise VerificationError(f"the frontier kept for {size} leaves has the wrong shape")

    @property
    def frontier(self) -> tuple[bytes, ...]:
        """Hashes of the complete subtrees, largest (leftmost) first; their number is the bit count of the size."""
        return tuple(self._frontier)

    def append(self, leaf: bytes) -> None:
        """Add the leaf hash ``leaf`` (32 bytes)."""
        frontier = self._frontier
        level = self.size
        while level & 1:
            leaf = _sha256(b"\x01" + frontier.pop() + leaf).digest()
            level >>= 1
        frontier.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the leaves so far."""
        return fold(self._frontier)


def fold(frontier: Sequence[bytes]) -> bytes:
    """The root over complete subtrees of falling size, largest first."""
    if not frontier:
        return EMPTY_ROOT
    result = frontier[-1]
    for left in reversed(frontier[:-1]):
        result = node_hash(left, result)
    return result


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes."""
    tree = Tree()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> None:
    """Check that leaf hash ``leaf`` is leaf ``index`` (from 0) of the tree of ``size`` leaves with that root.

    Raises:
        VerificationError: the proof does not show it.
    """
    _check_shapes((leaf, expected_root), proof)
    if not 0 <= index < size:
        raise VerificationError(f"leaf {index} is not in a tree of {size}")
    position, last, result = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise VerificationError("the inclusion proof is too long")
        if position & 1 or position == last:
            result = node_hash(step, result)
            position, last = _skip_even(position, last)
        else:
            result = node_hash(result, step)
        position, last = position >> 1, last >> 1
    if last != 0 or result != expected_root:
        raise VerificationError("the inclusion proof does not lead to the root")


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Check that the tree of ``size1`` leaves with ``root1`` is a prefix of the one of ``size2`` with ``root2``.

    Raises:
        VerificationError: the proof does not show it, or ``size1`` is 0, of which nothing can be shown.
    """
    _check_shapes((root1, root2), proof)
    if not 0 < size1 <= size2:
        raise VerificationError(f"no consistency from size {size1} to size {size2}")
    if size1 == size2:
        if proof or root1 != root2:
            raise VerificationError("equal sizes need equal roots and an empty proof")
        return
    if not proof:
        raise VerificationError("the consistency proof is empty")
    old, new, last = _climb(size1, size2, proof, root1)
    if last != 0 or old != root1 or new != root2:
        raise VerificationError("the consistency proof does not lead to both roots")


def _climb(size1: int, size2: int, proof: Sequence[bytes], root1: bytes) -> tuple[bytes, bytes, int]:
    """Roots that the proof leads to, old and new, and what is left of the path (RFC 9162, 2.1.4.2)."""
    steps = [root1, *proof] if size1.bit_count() == 1 else list(proof)
    position, last = size1 - 1, size2 - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise VerificationError("the consistency proof is too long")
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            position, last = _skip_even(position, last)
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    return old, new, last


def _skip_even(position: int, last: int) -> tuple[int, int]:
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _check_shapes(hashes: Iterable[bytes], proof: Sequence[bytes]) -> None:
    if len(proof) > MAX_PROOF:
        raise VerificationError(f"a proof of {len(proof)} hashes is longer than {MAX_PROOF}")
    if any(len(item) != HASH_SIZE for item in (*hashes, *proof)):
        raise VerificationError("a hash is not 32 bytes long")


def sha256_hex(data: bytes) -> str:
    """Plain SHA-256, hex."""
    return _sha256(data).hexdigest()
