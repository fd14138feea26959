"""A writer that is killed loses nothing that it acknowledged; writers do not lose each other's entries."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ceasewatch.model.errors import VerificationError
from ceasewatch.record import Entry, KeyRing, Record, merkle

KILLS = 200
WRITER = Path(__file__).with_name("writer.py")
ORIGIN = "mission.example/log"


def start(
    folder: Path, keys: KeyRing, name: str, *options: str, prefix: tuple[str, ...] = ()
) -> subprocess.Popen[bytes]:
    command = [*prefix, sys.executable, "-S", str(WRITER), str(folder), str(keys.folder), name, *options]
    path = os.pathsep.join(item for item in sys.path if item)
    return subprocess.Popen(command, stdout=subprocess.PIPE, env={"PYTHONPATH": path, "PATH": os.environ["PATH"]})


def acknowledged(output: bytes) -> list[tuple[int, str, bytes, int, bytes]]:
    """Whole lines only: ``seq id leaf_hash size root``."""
    lines = output[: output.rfind(b"\n") + 1].decode().splitlines()
    rows = [line.split() for line in lines if line != "ready"]
    return [(int(a), b, bytes.fromhex(c), int(d), bytes.fromhex(e)) for a, b, c, d, e in rows]


def test_kills_lose_nothing_acknowledged(keys: KeyRing, record: Record) -> None:
    """Two writers side by side; each is killed at a random moment after its first acknowledgement could come."""
    dice = random.Random(20261122)
    receipts: dict[int, tuple[str, bytes]] = {}
    kept_size, kept_root = 0, merkle.EMPTY_ROOT
    kills = killed_busy = 0
    while kills < KILLS:
        writers = [start(record.folder, keys, f"{kills}-{side}") for side in "ab"]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
        for writer in writers:
            time.sleep(dice.random() ** 2 * 0.03)
            writer.send_signal(signal.SIGKILL)
            output = writer.communicate()[0]
            kills += 1
            acks = acknowledged(output)
            killed_busy += bool(acks)
            for seq, entry_id, leaf_hash, size, root in acks:
                receipts[seq] = (entry_id, leaf_hash)
                if size > kept_size:
                    kept_size, kept_root = size, root
        with Record.open(record.folder, keys) as opened:
            assert opened.size >= kept_size
            assert opened.root(kept_size) == kept_root
            if kept_size:
                merkle.verify_consistency(
                    kept_size, opened.size, opened.consistency_proof(kept_size), kept_root, opened.root()
                )
    assert killed_busy > KILLS // 4, "the kills came too early to show anything"
    with Record.open(record.folder, keys) as opened:
        audit = opened.verify()
        assert audit.problems == ()
        assert audit.opened == opened.size
        present = {one.seq: one.envelope.id for one in opened.read()}
        assert {seq: present.get(seq) for seq in receipts} == {seq: pair[0] for seq, pair in receipts.items()}
        opened.checkpoint()


def test_writers_side_by_side_lose_nothing(keys: KeyRing, record: Record) -> None:
    writers = [start(record.folder, keys, f"w{number}", "150") for number in range(3)]
    rows = [row for writer in writers for row in acknowledged(writer.communicate(timeout=60)[0])]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert sorted(row[0] for row in rows) == list(range(1, 451))
    assert record.size == 450
    assert record.verify().sound
    order: dict[str, list[int]] = {}
    for one in record.read():
        assert isinstance(one.payload, bytes)
        match = re.fullmatch(rb'\{"number":(\d+),"writer":"(w\d)"\}', one.payload)
        assert match
        order.setdefault(match[2].decode(), []).append(int(match[1]))
    assert order == {f"w{number}": list(range(150)) for number in range(3)}


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_acknowledgement_follows_a_completed_sync(keys: KeyRing, record: Record, tmp_path: Path) -> None:
    """SIGKILL cannot show a missing fsync, for the kernel keeps what was written; the trace can."""
    trace = tmp_path / "trace"
    calls = "trace=openat,close,fsync,fdatasync,write,pwrite64,writev,pwritev"
    strace = ("strace", "-f", "-y", "-e", calls, "-o", str(trace))
    done = start(record.folder, keys, "traced", "20", prefix=strace)
    output = done.communicate(timeout=60)[0]
    if done.returncode and not acknowledged(output):
        pytest.skip("strace may not trace here (ptrace is forbidden)")
    assert len(acknowledged(output)) == 20
    unsynced, written, seen = False, False, 0
    for line in trace.read_text(errors="replace").splitlines():
        if "record.sqlite" in line and re.search(r"\b(pwrite64|write|writev|pwritev)\(", line) and "-shm" not in line:
            unsynced = written = True
        elif re.search(r"\b(fsync|fdatasync)\(.*record\.sqlite.*\) += 0$", line):
            unsynced = False
        elif re.search(r"\bwrite\(1<.*\"\d+ ", line):
            assert written, "an acknowledgement without a write before it"
            assert not unsynced, f"acknowledged before the write was synced: {line}"
            written = False
            seen += 1
    assert seen == 20


def test_a_backup_of_a_record_in_use(
    keys: KeyRing, record: Record, tmp_path: Path, entry: Callable[..., Entry]
) -> None:
    writer = start(record.folder, keys, "busy")
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"ready\n"
    while record.size < 20:
        time.sleep(0.01)
    copy = record.backup(tmp_path / "copy")
    writer.kill()
    writer.communicate()
    assert [path.name for path in copy.parent.iterdir()] == ["record.sqlite"]
    with Record.open(copy.parent, keys) as opened:
        size = opened.size
        assert size >= 20
        assert opened.verify().sound
        assert opened.root() == record.root(size)
    record.append([entry(10**6)])
    record.checkpoint()
    with Record.open(copy.parent, keys) as opened, pytest.raises(VerificationError, match="old copy"):
        opened.checkpoint()
