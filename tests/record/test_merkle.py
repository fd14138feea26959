from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import UsageError, VerificationError
from ceasewatch.record import merkle, proof

LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(300)]


def naive(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


def complete(level: int, position: int) -> bytes:
    return naive(LEAVES[position << level : (position + 1) << level])


def read(path: Path) -> dict[str, object]:
    case = json.loads(path.read_text())
    for name in ("leafHash", "root", "root1", "root2"):
        if name in case:
            case[name] = base64.b64decode(case[name])
    case["proof"] = [base64.b64decode(item) for item in case["proof"] or ()]
    return case


def holds(check: object, *args: object) -> bool:
    try:
        check(*args)  # type: ignore[operator]
    except VerificationError:
        return False
    return True


def test_inclusion_vectors(shared_vectors: Path) -> None:
    paths = sorted((shared_vectors / "merkle" / "inclusion").rglob("*.json"))
    assert len(paths) == 98
    for path in paths:
        case = read(path)
        args = (case["leafHash"], case["leafIdx"], case["treeSize"], case["proof"], case["root"])
        assert holds(merkle.verify_inclusion, *args) is not case["wantErr"], path


def test_consistency_vectors(shared_vectors: Path) -> None:
    paths = sorted((shared_vectors / "merkle" / "consistency").rglob("*.json"))
    assert len(paths) == 98
    refused_for_shape = []
    for path in paths:
        case = read(path)
        args = (case["size1"], case["size2"], case["proof"], case["root1"], case["root2"])
        if holds(merkle.verify_consistency, *args) is case["wantErr"]:
            refused_for_shape.append((path.name, case))
    for name, case in refused_for_shape:  # roots that are not hashes: a stricter verifier may refuse them
        assert not case["wantErr"], name
        assert len(case["root1"]) != 32, name  # type: ignore[arg-type]


@given(st.integers(0, 300))
def test_growing_equals_naive(size: int) -> None:
    assert merkle.root(LEAVES[:size]) == naive(LEAVES[:size])
    assert proof.range_root(0, size, complete) == naive(LEAVES[:size])


@given(st.data())
def test_inclusion_proofs_hold_and_nothing_else_does(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    path = proof.inclusion(index, size, complete)
    root = naive(LEAVES[:size])
    merkle.verify_inclusion(LEAVES[index], index, size, path, root)
    other = data.draw(st.integers(0, 299))
    assert holds(merkle.verify_inclusion, LEAVES[other], index, size, path, root) is (other == index)
    assert holds(merkle.verify_inclusion, LEAVES[index], other, size, path, root) is (other == index)
    assert not holds(merkle.verify_inclusion, LEAVES[index], index, size, (*path, root), root)
    if path:
        assert not holds(merkle.verify_inclusion, LEAVES[index], index, size, path[:-1], root)


@given(st.data())
def test_consistency_proofs_hold_and_nothing_else_does(data: st.DataObject) -> None:
    size2 = data.draw(st.integers(1, 300))
    size1 = data.draw(st.integers(1, size2))
    path = proof.consistency(size1, size2, complete)
    root1, root2 = naive(LEAVES[:size1]), naive(LEAVES[:size2])
    merkle.verify_consistency(size1, size2, path, root1, root2)
    wrong = data.draw(st.binary(min_size=32, max_size=32))
    assert not holds(merkle.verify_consistency, size1, size2, path, wrong, root2)
    assert not holds(merkle.verify_consistency, size1, size2, path, root1, wrong)
    assert not holds(merkle.verify_consistency, size1, size2, (*path, wrong), root1, root2)


def test_a_proof_from_nothing_is_refused() -> None:
    with pytest.raises(VerificationError):
        merkle.verify_consistency(0, 5, (), merkle.EMPTY_ROOT, naive(LEAVES[:5]))
    with pytest.raises(UsageError):
        proof.consistency(0, 5, complete)


def test_overlong_proofs_are_refused() -> None:
    with pytest.raises(VerificationError, match="longer than 63"):
        merkle.verify_inclusion(LEAVES[0], 0, 2**70, [LEAVES[0]] * 64, LEAVES[0])


def test_a_frontier_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(VerificationError):
        merkle.Tree(3, [LEAVES[0]])
