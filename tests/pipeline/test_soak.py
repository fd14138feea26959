"""``run`` is killed again and again while files and bodies flow in; the incidents are those of an undisturbed run."""

from __future__ import annotations

import base64
import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ceasewatch.pipeline.health import health
from ceasewatch.pipeline.intake import Intake
from ceasewatch.pipeline.lock import holder
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.project import project

WORKER = Path(__file__).with_name("soak_worker.py")
PATIENCE_S = 120.0
ROWS = 12
AT_WORK = 0.85
"""Share of lives that are killed while they work; the others may be killed while they start."""


@dataclass
class Feeder:
    """Hands each batch to the mission until it is acknowledged: even ones by the inbox, odd ones by the intake."""

    folder: MissionFolder
    batches: list[bytes]
    handed: int = 0
    waiting: int | None = None
    process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def start(self) -> None:
        command = [sys.executable, str(WORKER), str(self.folder.path), str(self.folder.keys_dir)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_for_work(self) -> None:
        """Until the run holds the lock."""
        assert self.process is not None
        end = time.monotonic() + PATIENCE_S
        while (by := holder(self.folder.path)) is None or by.pid != self.process.pid:
            assert self.process.poll() is None, "the run ended by itself"
            assert time.monotonic() < end, "the run does not start"
            time.sleep(0.01)

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        self.waiting = None

    def feed(self) -> None:
        """Hand over the next batch, or look for the answer to the one that was sent."""
        if self.handed == len(self.batches):
            return
        if self.handed % 2 == 0:
            self._drop(self.handed)
            self.handed += 1
        elif self.waiting is None:
            self._send(self.handed)
        elif self._answered():
            self.waiting = None
            self.handed += 1

    def _drop(self, n: int) -> None:
        inbox = self.folder.inbox / "firms"
        draft = inbox / f".{n}.csv"
        draft.write_bytes(self.batches[n])
        draft.rename(inbox / f"{n}.csv")

    def _send(self, n: int) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        body = base64.b64encode(self.batches[n]).decode()
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps({"feed": "firms", "name": f"{n}.csv", "body": body}) + "\n")
            self.process.stdin.flush()
            self.waiting = n

    def _answered(self) -> bool:
        assert self.process is not None
        assert self.process.stdout is not None
        if not select.select([self.process.stdout], [], [], 0)[0]:
            return False
        line = self.process.stdout.readline()
        return bool(line) and json.loads(line)["rows"] == ROWS

    def level(self) -> bool:
        """Everything was handed over, read and projected."""
        left = [p for p in (self.folder.inbox / "firms").iterdir() if p.is_file()]
        if left or self.handed < len(self.batches):
            return False
        return health(self.folder, datetime.now(UTC)).lag_entries == 0


def disturbed(feeder: Feeder, kills: int, seed: int) -> Iterator[int]:
    """Run, and kill ``kills`` times at random moments; the batches are spread over all lives."""
    chance = random.Random(seed)
    for life in range(kills):
        feeder.start()
        due = len(feeder.batches) * (life + 1) // kills
        if chance.random() < AT_WORK:
            feeder.wait_for_work()
        until = time.monotonic() + chance.uniform(0.0, 1.5)
        while time.monotonic() < until:
            if feeder.handed < due:
                feeder.feed()
            time.sleep(chance.uniform(0.0, 0.03))
        feeder.kill()
        yield life


def soak(folder: MissionFolder, calm: MissionFolder, hotspots: Callable[..., bytes], kills: int, seed: int) -> None:
    batches = [hotspots(n * 9, ROWS) for n in range(max(12, kills * 2))]
    feeder = Feeder(folder, batches)
    assert len(list(disturbed(feeder, kills, seed))) == kills
    feeder.start()
    assert feeder.process is not None
    feeder.wait_for_work()
    end = time.monotonic() + PATIENCE_S
    while not feeder.level():
        assert feeder.process.poll() is None, "the run ended by itself"
        assert time.monotonic() < end, f"only {feeder.handed} of {len(batches)} batches were taken"
        feeder.feed()
        time.sleep(0.01)
    feeder.process.send_signal(signal.SIGTERM)
    assert feeder.process.wait(timeout=30) == 0
    for pipe in (feeder.process.stdin, feeder.process.stdout):
        assert pipe is not None
        pipe.close()
    for n, batch in enumerate(batches):
        Intake(folder=calm).accept("firms", f"{n}.csv", batch)
    project(calm)


def check(folder: MissionFolder, calm: MissionFolder, members: Callable[[MissionFolder], set[frozenset[str]]]) -> None:
    assert members(folder) == members(calm)
    assert max(len(one) for one in members(calm)) > 1
    with folder.open_record(fresh_keys=True) as record:
        assert record.verify().sound


def test_a_few_kills_change_nothing(
    folder: MissionFolder,
    new_folder: Callable[[str], MissionFolder],
    hotspots: Callable[..., bytes],
    members: Callable[[MissionFolder], set[frozenset[str]]],
) -> None:
    calm = new_folder("calm")
    soak(folder, calm, hotspots, kills=5, seed=7)
    check(folder, calm, members)


@pytest.mark.soak
def test_many_kills_change_nothing(
    folder: MissionFolder,
    new_folder: Callable[[str], MissionFolder],
    hotspots: Callable[..., bytes],
    members: Callable[[MissionFolder], set[frozenset[str]]],
) -> None:
    kills = max(50, int(os.environ.get("CEASEWATCH_SOAK_KILLS", "60")))
    calm = new_folder("calm")
    soak(folder, calm, hotspots, kills=kills, seed=random.SystemRandom().randrange(2**32))
    check(folder, calm, members)
