"""Whatever is altered in the file, the audit names it, and the key does not sign it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from ceasewatch.model.errors import CeasewatchError, EnvironmentProblem, VerificationError
from ceasewatch.record import Compartment, Entry, KeyRing, Record, merkle
from ceasewatch.record.envelope import from_leaf, to_leaf

COUNT = 600
MakeEntry = Callable[..., Entry]
Sql = Callable[..., None]


@pytest.fixture
def sql(record: Record, entry: MakeEntry) -> Iterator[Sql]:
    """Runs a statement on a record of 600 entries behind the record's back."""
    list(record.append_stream(entry(number) for number in range(COUNT)))
    record.checkpoint()
    connection = sqlite3.connect(record.folder / "record.sqlite", isolation_level=None)
    yield lambda statement, *values: connection.execute(statement, values)  # type: ignore[misc]
    connection.close()


def leaf_of(record: Record, seq: int) -> bytes:
    return to_leaf(next(record.read(after=seq - 1, until_seq=seq)).envelope)


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def named(record: Record) -> set[int]:
    return {problem.seq for problem in record.verify().problems}


def test_sound_before(record: Record, sql: Sql) -> None:
    audit = record.verify()
    assert (audit.sound, audit.size, audit.root, audit.opened) == (True, COUNT, record.root(), COUNT)


@pytest.mark.parametrize("place", [0, 21, 30, 200, -1])
def test_a_flipped_bit_in_a_ciphertext(record: Record, sql: Sql, place: int) -> None:
    connection = sqlite3.connect(record.folder / "record.sqlite")
    data = connection.execute("SELECT ciphertext FROM payloads WHERE seq = 300").fetchone()[0]
    connection.close()
    sql("UPDATE payloads SET ciphertext = ? WHERE seq = 300", flipped(data, place % len(data)))
    assert named(record) == {300}
    with pytest.raises(VerificationError, match="altered"):
        list(record.read())


def test_a_flipped_bit_in_a_leaf(record: Record, sql: Sql) -> None:
    leaf = leaf_of(record, 77)
    sql("UPDATE entries SET leaf = ? WHERE seq = 77", flipped(leaf, leaf.index(b'"content":"') + 12))
    assert 77 in named(record)


def test_a_leaf_rewritten_with_its_hash(record: Record, sql: Sql, keys: KeyRing) -> None:
    """The holder of the file can make each row fit; the tree and the signed root still tell."""
    envelope = msgspec.structs.replace(from_leaf(leaf_of(record, 77)), kind="claim")
    leaf = to_leaf(envelope)
    sql("UPDATE entries SET kind = 'claim', leaf = ?, leaf_hash = ? WHERE seq = 77", leaf, merkle.leaf_hash(leaf))
    found = " ".join(problem.what for problem in record.verify().problems)
    assert f"first {COUNT} entries do not have the root that was signed" in found
    assert "entries 1 to 256" in found
    sql("DELETE FROM nodes")
    with pytest.raises(VerificationError):
        record.checkpoint()


def test_a_dropped_row(record: Record, sql: Sql) -> None:
    sql("DELETE FROM entries WHERE seq = 411")
    assert 411 in named(record)
    assert any(problem == (411, "the entry is missing") for problem in pairs(record))


def pairs(record: Record) -> list[tuple[int, str]]:
    return [(problem.seq, problem.what) for problem in record.verify().problems]


def test_a_dropped_payload(record: Record, sql: Sql) -> None:
    sql("DELETE FROM payloads WHERE seq = 411")
    assert pairs(record) == [(411, "the ciphertext is missing")]
    with pytest.raises(VerificationError, match="missing"):
        list(record.read())


def test_a_cut_tail(record: Record, sql: Sql, keys: KeyRing) -> None:
    sql("DELETE FROM entries WHERE seq > 590")
    assert set(range(591, 601)) <= named(record)
    with pytest.raises(VerificationError, match="end of the record"):
        Record.open(record.folder, keys)


@pytest.mark.parametrize(
    ("statement", "seq"),
    [
        ("UPDATE entries SET recorded_us = recorded_us - 1 WHERE seq = 5", 5),
        ("UPDATE entries SET key = key + 1 WHERE seq = 5", 5),
        ("UPDATE entries SET kind = 'claim' WHERE seq = 5", 5),
        ("UPDATE entries SET root_seq = 3 WHERE seq = 5", 5),
        ("UPDATE entries SET leaf_hash = zeroblob(32) WHERE seq = 5", 5),
        ("UPDATE entries SET leaf = x'7b7d' WHERE seq = 5", 5),
        ("UPDATE nodes SET hash = zeroblob(32) WHERE position = 1", 0),
        ("INSERT INTO nodes VALUES (16, 0, zeroblob(32))", 0),
        ("UPDATE state SET frontier = zeroblob(128)", 0),
        ("UPDATE state SET frontier = x'00'", 0),
        ("UPDATE checkpoints SET root = zeroblob(32)", 0),
        ("UPDATE checkpoints SET size = 3", 0),
        ("UPDATE checkpoints SET note = 'x'", 0),
        ("UPDATE payloads SET ciphertext = (SELECT ciphertext FROM payloads WHERE seq = 6) WHERE seq = 5", 5),
    ],
)
def test_every_column_is_held_against_the_leaves(record: Record, sql: Sql, statement: str, seq: int) -> None:
    sql(statement)
    assert seq in named(record)


def test_a_chain_is_held_against_the_leaves(record: Record, entry: MakeEntry) -> None:
    record.append([entry(1), entry(2), entry(1, 5), entry(1, 6)])
    assert record.verify().sound
    connection = sqlite3.connect(record.folder / "record.sqlite", isolation_level=None)
    for wrong in ("2", "NULL"):
        connection.execute(f"UPDATE entries SET root_seq = {wrong} WHERE seq = 4")
        assert named(record) == {4}
    connection.execute("UPDATE entries SET root_seq = 1 WHERE seq = 4")
    connection.execute("UPDATE entries SET leaf = x'7b7d' WHERE seq = 3")
    assert {3, 4} <= named(record)
    with pytest.raises(VerificationError, match="no envelope"):
        record.append([entry(1, 7)])
    connection.close()


def test_a_payload_replaced_by_a_holder_of_the_key(record: Record, sql: Sql, entry: MakeEntry) -> None:
    """Even with a valid ciphertext under the right key and id, the commitment in the leaf decides."""
    from ceasewatch.record.payload import Cipher, Sealer

    envelope = next(record.read(after=4, until_seq=5)).envelope
    compartment = Compartment.parse(envelope.compartment)
    ring = KeyRing.open(record.folder.parent.parent / "keys")
    cipher = Cipher(ring.newest(compartment).value, record.origin, compartment.name)
    forged, _ = Sealer(cipher).seal(envelope.id, bytes(32), b'{"number":0}')
    sql("UPDATE payloads SET ciphertext = ? WHERE seq = 5", forged)
    with pytest.raises(VerificationError, match="not what the log committed to"):
        record.get(envelope.id)
    assert named(record) == {5}


def test_the_key_signs_no_second_history(keys: KeyRing, record: Record, entry: MakeEntry, tmp_path: Path) -> None:
    record.append([entry(1)])
    copy = record.backup(tmp_path / "copy").parent
    record.append([entry(2)])
    record.checkpoint()
    with Record.open(copy, keys) as old:
        for act in (old.checkpoint, lambda: old.append([entry(3)])):
            with pytest.raises(VerificationError, match="old copy"):
                act()
        assert not old.verify().sound
    with Record.open(record.folder, keys) as current:
        current.append([entry(3)])
        assert current.checkpoint().startswith("mission.example/log\n3\n")


def test_checkpoints_are_stable_and_grow(record: Record, entry: MakeEntry) -> None:
    empty = record.checkpoint()
    assert empty.split("\n")[1:3] == ["0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="]
    record.append([entry(1)])
    assert record.checkpoint() == record.checkpoint() != empty
    assert record.verify().sound


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00" + bytes(4080), b"not a database at all" * 300])
def test_a_file_that_is_no_record(keys: KeyRing, folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "record.sqlite").write_bytes(content)
    with pytest.raises(CeasewatchError) as caught:
        Record.open(folder, keys)
    assert caught.value.todo
    with pytest.raises(CeasewatchError):
        Record.create(folder, keys, origin="mission.example/log")


def test_no_record(keys: KeyRing, folder: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="no record here"):
        Record.open(folder, keys)


def test_a_locked_and_a_full_disk_say_what_to_do(
    record: Record, sql: Sql, entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql("BEGIN IMMEDIATE")
    record._connection.execute("PRAGMA busy_timeout = 10")
    with pytest.raises(EnvironmentProblem, match=r"locked.*another process holds the record"):
        record.append([entry(COUNT + 1)])
    sql("ROLLBACK")
    pages = record._connection.execute("PRAGMA page_count").fetchone()[0]
    record._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(EnvironmentProblem, match=r"full.*free some space"):
        list(record.append_stream(entry(number) for number in range(COUNT, COUNT + 100)))
    record._connection.execute("PRAGMA max_page_count = 1000000")
    record.append([entry(COUNT + 1)])
    assert record.verify().sound
    record._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(EnvironmentProblem, match="permissions"):
        record.append([entry(COUNT + 2)])
