"""``rebuild``, ``backup`` and ``record``: the same again, a copy, and proofs."""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from ceasewatch.model.errors import VerificationError
from ceasewatch.record.merkle import leaf_hash, verify_inclusion

Tell = Callable[..., Any]


def test_rebuild_gives_the_same_digest(tell: Tell, demo_copy: Any) -> None:
    ids = tell("incidents", "--format", "csv").out
    first, second = tell("rebuild"), tell("rebuild")
    assert first.code == 0, first.err
    assert first.out == second.out
    for file in demo_copy.mission.glob("projections*"):
        file.unlink()
    assert tell("incidents", "--format", "csv").out == ids


def test_a_backup_is_a_mission_with_the_same_record(
    tell: Tell, demo_copy: Any, tmp_path: Path, command_line: Any
) -> None:
    done = tell("backup", tmp_path / "copy")
    assert done.code == 0, done.err
    assert not [f for f in (tmp_path / "copy").rglob("*") if "key" in f.name]

    def roots(mission: Path) -> str:
        audited = command_line("record", "audit", "--format", "json", "--mission", mission, keys=demo_copy.keys)
        return str(json.loads(audited.out)["root"])

    assert roots(tmp_path / "copy") == roots(demo_copy.mission)
    assert tell("backup", tmp_path / "copy").code != 0, "an older copy is not overwritten"


def test_checkpoint_and_proof_are_of_the_same_tree(tell: Tell, demo_copy: Any) -> None:
    note = tell("record", "checkpoint").out
    assert note.splitlines()[0] == "exercise.ceasewatch.invalid/seventy_two_hours"
    incident = json.loads(tell("incidents", "--format", "json").out)[0]["id"]
    member = json.loads(tell("show", incident, "--tier", "T1", "--format", "json").out)["members"][0]
    proof = json.loads(tell("record", "prove", member["id"]).out)
    assert proof["envelope"]["id"] == member["id"]
    _, size, root = proof["checkpoint"].splitlines()[:3]
    leaf = leaf_hash(rfc8785.dumps(proof["envelope"]))
    path = [base64.b64decode(h) for h in proof["proof"]]
    verify_inclusion(leaf, proof["index"], int(size), path, base64.b64decode(root))
    with pytest.raises(VerificationError):
        verify_inclusion(leaf, proof["index"] - 1, int(size), path, base64.b64decode(root))
    assert note.splitlines()[0] == proof["checkpoint"].splitlines()[0]
    assert member["id"] in tell("record", "show", member["id"]).out


def test_audit_ends_with_3_when_a_byte_was_changed(tell: Tell, demo_copy: Any) -> None:
    assert tell("record", "audit").code == 0
    with sqlite3.connect(_log(demo_copy.mission)) as connection:
        connection.execute("UPDATE payloads SET ciphertext = zeroblob(length(ciphertext)) WHERE seq = 3")
    connection.close()
    found = tell("record", "audit")
    assert found.code == 3
    assert "do not hold" in found.err


def test_unknown_entries_are_named(ask: Tell) -> None:
    for words in (("show", "nope"), ("prove", "nope")):
        ended = ask("record", *words)
        assert ended.code == 2
        assert "nope" in ended.err


def _log(mission: Path) -> Path:
    return next((mission / "record").glob("*.sqlite*"))
