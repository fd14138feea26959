from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.model.errors import ConflictError, DataError, LimitError, MissingKeyError, NotFoundError, UsageError
from ceasewatch.record import DUPLICATE, NEW, SUPERSEDING, Compartment, Entry, KeyRing, Record, Sealed, merkle
from ceasewatch.record.envelope import from_leaf, to_leaf

ORIGIN = "mission.example/log"
T1 = Compartment(originator="mission", tier="T1")
T5 = Compartment(originator="mission", tier="T5")
NATION_T1 = Compartment(originator="nat-a", tier="T1")
MakeEntry = Callable[..., Entry]


class Ticks:
    """A clock that a test sets."""

    def __init__(self, now_us: int) -> None:
        self.now_us = now_us

    def __call__(self) -> int:
        return self.now_us


def test_same_again_is_a_duplicate_and_changed_supersedes(record: Record, entry: MakeEntry) -> None:
    first, again, changed = record.append([entry(1), entry(1), entry(1, 7)])
    assert (first.outcome, again.outcome, changed.outcome) == (NEW, DUPLICATE, SUPERSEDING)
    assert (again.id, again.seq, again.leaf_hash) == (first.id, first.seq, first.leaf_hash)
    assert (changed.seq, changed.supersedes, changed.root_id) == (2, first.id, first.id)
    [same] = record.append([entry(1, 7)])
    assert (same.outcome, same.id, same.root_id, same.supersedes) == (DUPLICATE, changed.id, first.id, first.id)
    [back] = record.append([entry(1)])
    assert (back.outcome, back.seq, back.supersedes, back.root_id) == (SUPERSEDING, 3, changed.id, first.id)
    assert [one.envelope.id for one in record.versions(changed.id)] == [first.id, changed.id, back.id]
    assert len({first.id, changed.id, back.id}) == 3
    assert record.verify().sound


OPERATIONS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=25)


@settings(max_examples=40)
@given(OPERATIONS, st.integers(1, 7))
def test_a_chain_holds_exactly_the_changes_in_order(operations: list[tuple[int, int]], batch: int) -> None:
    with TemporaryDirectory() as name:
        ring = KeyRing.create(Path(name, "keys"), ["mission"], ["T1"])
        with Record.create(Path(name, "record"), ring, origin=ORIGIN) as record:
            entries = [
                Entry(kind="k", payload={"v": value}, idempotency=("f", str(key)), compartment=T1)
                for key, value in operations
            ]
            receipts = list(record.append_stream(entries, batch=batch))
            expected: dict[int, list[int]] = {}
            for (key, value), receipt in zip(operations, receipts, strict=True):
                chain = expected.setdefault(key, [])
                added = not chain or chain[-1] != value
                assert receipt.outcome == (DUPLICATE if not added else SUPERSEDING if chain else NEW)
                if added:
                    chain.append(value)
            assert record.size == sum(map(len, expected.values()))
            assert record.root() == merkle.root(r.leaf_hash for r in receipts if r.outcome != DUPLICATE)
            for key, chain in expected.items():
                root = next(r.root_id for (k, _), r in zip(operations, receipts, strict=True) if k == key)
                versions = record.versions(root)
                assert [msgspec.json.decode(one.payload)["v"] for one in versions] == chain  # type: ignore[arg-type]
                assert {one.root_id for one in versions} == {root}
            size = record.size
            heads = {r.id: r for r in receipts}
            again = list(record.append_stream(entries[-1:]))
            assert all(r.outcome == DUPLICATE and r.id in heads for r in again)
            assert record.size == size
            assert record.verify().sound


def test_seq_is_the_order_of_append(record: Record, entry: MakeEntry) -> None:
    receipts = list(record.append_stream((entry(number) for number in range(700)), batch=97))
    assert [receipt.seq for receipt in receipts] == list(range(1, 701))
    assert [one.envelope.id for one in record.read()] == [receipt.id for receipt in receipts]
    for size in (1, 2, 255, 256, 257, 512, 699, 700):
        assert record.root(size) == merkle.root(receipt.leaf_hash for receipt in receipts[:size])
        for seq in {1, size // 2 + 1, size}:
            path = record.inclusion_proof(seq, size)
            merkle.verify_inclusion(receipts[seq - 1].leaf_hash, seq - 1, size, path, record.root(size))
        merkle.verify_consistency(size, 700, record.consistency_proof(size), record.root(size), record.root())


def test_entries_are_equal_only_within_kind_and_compartment(record: Record, entry: MakeEntry) -> None:
    receipts = record.append([entry(1), entry(1, compartment=T5), entry(1, compartment=T5, kind="claim")])
    assert [receipt.outcome for receipt in receipts] == [NEW, SUPERSEDING, SUPERSEDING]
    assert [receipt.outcome for receipt in record.append([entry(2, idempotency=("a", "b")), entry(2)])] == [NEW, NEW]
    joined = record.append([entry(3, idempotency=("ab", "c")), entry(3, idempotency=("a", "bc"))])
    assert [receipt.outcome for receipt in joined] == [NEW, NEW]


def test_a_person_supersedes_by_id(record: Record, entry: MakeEntry) -> None:
    first, other = record.append([entry(1), entry(2)])
    [correction] = record.append([entry(1, 9, idempotency=("correction", "1"), supersedes=first.id)])
    assert (correction.outcome, correction.root_id) == (SUPERSEDING, first.id)
    [repeat] = record.append([entry(1, 9, idempotency=("correction", "1"), supersedes=first.id)])
    assert (repeat.outcome, repeat.id) == (DUPLICATE, correction.id)
    with pytest.raises(ConflictError, match="superseded already"):
        record.append([entry(1, 8, idempotency=("correction", "2"), supersedes=first.id)])
    with pytest.raises(ConflictError, match="another chain"):
        record.append([entry(1, 8, idempotency=("correction", "1"), supersedes=other.id)])
    for unknown in ("a" * 26, "no id"):
        with pytest.raises(NotFoundError):
            record.append([entry(5, supersedes=unknown)])
    assert record.append([entry(1)])[0].outcome == DUPLICATE
    [update] = record.append([entry(1, 3)])
    assert (update.supersedes, update.root_id) == (correction.id, first.id)
    assert record.verify().sound


def test_a_batch_is_all_or_nothing(record: Record, entry: MakeEntry) -> None:
    record.append([entry(1)])
    bad = [
        (entry(3, payload={"x": 1.5}), DataError),
        (entry(3, kind="No Kind"), DataError),
        (entry(3, idempotency=()), DataError),
        (entry(3, idempotency=("\ud800",)), DataError),
        (entry(3, fields=("Bad Name",)), DataError),
        (entry(3, payload=[1], fields=("a",)), DataError),
        (entry(3, compartment=Compartment(originator="nat-b", tier="T1")), MissingKeyError),
        (entry(3, author="nobody"), MissingKeyError),
        (entry(3, status="exercise"), ConflictError),
        (entry(3, supersedes="a" * 26), NotFoundError),
        (entry(3, fields=tuple(f"f{n}" for n in range(900))), LimitError),
        (entry(3, payload="x" * (16 * 2**20)), LimitError),
    ]
    for wrong, error in bad:
        with pytest.raises(error):
            record.append([entry(2), wrong])
        assert record.size == 1
    assert record.append([]) == []
    assert record.append([entry(2)])[0].seq == 2


def test_the_missing_key_is_named(record: Record, entry: MakeEntry) -> None:
    with pytest.raises(MissingKeyError, match="nat-b/T1"):
        record.append([entry(1, compartment=Compartment(originator="nat-b", tier="T1"))])


def test_recorded_time_never_falls(keys: KeyRing, folder: Path, entry: MakeEntry) -> None:
    clock = Ticks(1_000_000)
    with Record.create(folder, keys, origin=ORIGIN, clock=clock) as record:
        first = record.append([entry(1), entry(2)])
        clock.now_us = 500_000
        second = record.append([entry(3)])
        clock.now_us = 2_000_001
        third = record.append([entry(4)])
        assert [r.recorded_at.timestamp() for r in first + second + third] == [1.0, 1.0, 1.0, 2.000001]
        assert [one.envelope.recorded_at[17:] for one in record.read(after=2)] == ["01.000000Z", "02.000001Z"]
        at = third[0].recorded_at
        assert record.size_at(at) == 4
        assert record.size_at(at - timedelta(microseconds=1)) == 3
        assert record.size_at(first[0].recorded_at - timedelta(seconds=1)) == 0
        assert [one.seq for one in record.read(until_time=at - timedelta(microseconds=1))] == [1, 2, 3]


def test_reading_part_of_it(record: Record, entry: MakeEntry) -> None:
    kinds = ["observation", "claim", "notice"]
    list(record.append_stream(entry(number, kind=kinds[number % 3]) for number in range(5000)))
    assert [one.seq for one in record.read(after=4990, until_seq=4995)] == [4991, 4992, 4993, 4994, 4995]
    got = list(record.read(kinds=["claim", "notice"]))
    assert [one.seq for one in got] == [seq for seq in range(1, 5001) if (seq - 1) % 3]
    assert Counter(one.envelope.kind for one in got) == {"claim": 1667, "notice": 1666}
    assert list(record.read(kinds=["nothing"])) == list(record.read(after=5000)) == list(record.read(kinds=[])) == []
    last = record.last()
    assert last is not None
    assert (last.seq, record.get(last.envelope.id)) == (5000, last)
    for unknown in ("a" * 26, "", "A" * 26):
        with pytest.raises(NotFoundError):
            record.get(unknown)


def test_a_reader_with_some_keys_reads_those(keys: KeyRing, record: Record, tmp_path: Path, entry: MakeEntry) -> None:
    record.append([entry(1), entry(2, compartment=NATION_T1), entry(3, compartment=T5)])
    lent = tmp_path / "lent"
    lent.mkdir(mode=0o700)
    for path in keys.folder.glob("compartment.*T5*.key"):
        (lent / path.name).write_bytes(path.read_bytes())
        (lent / path.name).chmod(0o600)
    with Record.open(record.folder, KeyRing.open(lent)) as partial:
        payloads = [one.payload for one in partial.read()]
        assert [isinstance(payload, Sealed) for payload in payloads] == [True, True, False]
        assert isinstance(payloads[1], Sealed)
        assert payloads[1].compartment == "nat-a/T1"
        with pytest.raises(MissingKeyError):
            partial.append([entry(4)])
        with pytest.raises(MissingKeyError):
            partial.checkpoint()
        audit = partial.verify()
        assert (audit.sound, audit.opened, audit.sealed) == (True, 1, 2)
    with Record.open(record.folder) as nobody:
        assert all(isinstance(one.payload, Sealed) for one in nobody.read())
        assert nobody.root() == record.root()
        with pytest.raises(MissingKeyError, match="without keys"):
            nobody.append([entry(4)])


def test_a_new_key_of_a_compartment_leaves_the_old_payloads_readable(
    keys: KeyRing, record: Record, entry: MakeEntry
) -> None:
    record.append([entry(1)])
    keys.add_compartment(T1)
    keys.add_compartment(Compartment(originator="nat-c", tier="T2"))
    ring = KeyRing.open(keys.folder)
    with Record.open(record.folder, ring) as later:
        later.append([entry(2), entry(3, compartment=Compartment(originator="nat-c", tier="T2"))])
        read = list(later.read())
        assert len({one.envelope.key_id for one in read}) == 3
        assert all(isinstance(one.payload, bytes) for one in read)


def test_exercise_and_actual_never_mix(keys: KeyRing, tmp_path: Path, entry: MakeEntry) -> None:
    with Record.create(tmp_path / "exercise", keys, origin="exercise.example/log", status="exercise") as record:
        record.append([entry(1), entry(2, status="exercise")])
        assert {one.envelope.status for one in record.read()} == {"exercise"}
        with pytest.raises(ConflictError, match="never mix"):
            record.append([entry(3, status="actual")])
    with pytest.raises(UsageError):
        Record.create(tmp_path / "other", keys, origin=ORIGIN, status="drill")  # type: ignore[arg-type]


def test_nothing_of_the_payload_shows_in_the_leaf_or_the_file(record: Record, entry: MakeEntry) -> None:
    secret = "Перевальськ 48.4321"
    record.append([entry(1, payload={"place": secret}, idempotency=("feed", secret), fields=("place",))])
    twins = record.append([entry(2, 5), entry(3, 5)])
    leaves = [to_leaf(one.envelope) for one in record.read()]
    for needle in (secret.encode(), b"48.4321", b"\\u04"):
        assert needle not in leaves[0]
    record.close()
    for path in record.folder.iterdir():
        assert secret.encode() not in path.read_bytes()
    one, two = (from_leaf(leaf) for leaf in leaves[1:])
    assert twins[0].id != twins[1].id
    for name in ("idem", "content", "commitment", "ciphertext_sha256"):
        assert getattr(one, name) != getattr(two, name)
