"""Making inclusion and consistency proofs out of subtree hashes (RFC 9162, 2.1.3.1 and 2.1.4.1)."""

from __future__ import annotations

from collections.abc import Callable

from ceasewatch.model.errors import UsageError
from ceasewatch.record.merkle import EMPTY_ROOT, node_hash

Complete = Callable[[int, int], bytes]
"""``(level, index)`` -> hash of the complete subtree over leaves ``index * 2**level`` to ``(index + 1) * 2**level``."""


def range_root(start: int, end: int, complete: Complete) -> bytes:
    """Root of the leaves ``[start, end)``; ``start`` is a multiple of the power of two that covers the width."""
    width = end - start
    if width == 0:
        return EMPTY_ROOT
    if width.bit_count() == 1:
        return complete(width.bit_length() - 1, start // width)
    middle = start + _split(width)
    return node_hash(range_root(start, middle, complete), range_root(middle, end, complete))


def inclusion(index: int, size: int, complete: Complete) -> tuple[bytes, ...]:
    """Proof that leaf ``index`` (from 0) is in the tree of ``size`` leaves, leaf's sibling first.

    Raises:
        UsageError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise UsageError(f"no leaf {index} in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_root(middle, end, complete))
            end = middle
        else:
            proof.append(range_root(start, middle, complete))
            start = middle
    return tuple(reversed(proof))


def consistency(size1: int, size2: int, complete: Complete) -> tuple[bytes, ...]:
    """Proof that the tree of ``size1`` leaves is a prefix of the one of ``size2``; empty for equal sizes.

    Raises:
        UsageError: not ``0 < size1 <= size2``.
    """
    if not 0 < size1 <= size2:
        raise UsageError(f"no consistency proof from size {size1} to size {size2}")
    proof: list[bytes] = []
    start, end, whole = 0, size2, True
    while size1 != end:
        middle = start + _split(end - start)
        if size1 <= middle:
            proof.append(range_root(middle, end, complete))
            end = middle
        else:
            proof.append(range_root(start, middle, complete))
            start, whole = middle, False
    if not whole:
        proof.append(range_root(start, end, complete))
    return tuple(reversed(proof))


def _split(width: int) -> int:
    """The largest power of two below ``width``."""
    return 1 << ((width - 1).bit_length() - 1)
