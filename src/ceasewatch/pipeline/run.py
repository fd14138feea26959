"""``run``: always on. It watches the inboxes, projects whatever anybody appended, signs, and says what is silent."""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import FrameType

from ceasewatch.model.errors import ConflictError, DataError, EnvironmentProblem, UsageError
from ceasewatch.pipeline import inbox
from ceasewatch.pipeline.delivery import Parcel
from ceasewatch.pipeline.health import feed_states
from ceasewatch.pipeline.ingest import take
from ceasewatch.pipeline.lock import RunLock
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.pipeline.notices import silence
from ceasewatch.pipeline.packs import record_packs
from ceasewatch.pipeline.projector import Projector
from ceasewatch.record import Record

_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""A fault of one reader, which must not stop all others at each restart; disk, keys and record are no such faults."""

OnEvent = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often what is done, in seconds.

    Attributes:
        poll_s: looks into the inboxes and at the record; a file is taken at the second look that finds it unchanged.
        sign_s: a checkpoint, if the record has grown.
        confirm_s: a whole fold, if incidents are provisional and nothing new came at the last look.
        silence_s: looks for feeds that fell silent.
    """

    poll_s: float = 1.0
    sign_s: float = 10.0
    confirm_s: float = 900.0
    silence_s: float = 30.0


@dataclass(slots=True)
class Runner:
    """The loop; one for a mission, for it holds the run lock.

    Attributes:
        wake: set it to make the loop look at once, as an intake in this process does.
        on_event: told in words what was done.
    """

    folder: MissionFolder
    pace: Pace = field(default_factory=Pace)
    wake: threading.Event = field(default_factory=threading.Event)
    on_event: OnEvent = lambda _text: None
    _stop: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """End after the step that is under way; may be called from a signal handler or another thread."""
        self._stop.set()
        self.wake.set()

    def run(self) -> None:
        """Work until :meth:`stop`.

        Raises:
            EnvironmentProblem: another process holds the lock, or the disk or the keys are not at hand.
            VerificationError: the record does not hold what it committed to.
        """
        with RunLock.take(self.folder.path, "run"):
            self.folder.make_inboxes()
            compartments = [self.folder.compartment(f.id) for f in self.folder.mission.feeds]
            with self.folder.open_record(MISSION, *compartments, fresh_keys=True) as record:
                record_packs(self.folder, record)
                _Loop(self, record).run(self._stop)


class _Loop:
    """What lives while the lock is held."""

    def __init__(self, runner: Runner, record: Record) -> None:
        self._runner = runner
        self._folder = runner.folder
        self._record = record
        self._inboxes = inbox.Inboxes(runner.folder)
        self._projector = Projector(runner.folder)
        self._due = dict.fromkeys(("sign", "confirm", "silence"), time.monotonic())
        self._signed = 0

    def run(self, stop: threading.Event) -> None:
        """Turn until ``stop``; sign what was taken."""
        pace, tell = self._runner.pace, self._runner.on_event
        self._due["confirm"] += pace.confirm_s
        tell(f"running: {self._record.size} entries in the record")
        try:
            while not stop.is_set():
                self._runner.wake.clear()
                self._turn()
                self._runner.wake.wait(pace.poll_s)
            self._sign()
        finally:
            self._projector.close()
        tell("stopped")

    def _turn(self) -> None:
        for dropped in self._inboxes.complete():
            self._take(dropped)
        fresh = self._projector.advance()
        if fresh:
            self._runner.on_event(f"projected {fresh} entries")
        if self._is_due("sign", self._runner.pace.sign_s):
            self._sign()
        if self._is_due("silence", self._runner.pace.silence_s):
            self._note_silence()
        if not fresh and self._is_due("confirm", self._runner.pace.confirm_s):
            self._confirm()

    def _take(self, dropped: inbox.Dropped) -> None:
        """One file; what is wrong with it concerns only itself."""
        parcel = Parcel.at(dropped.path)
        try:
            sha256, _ = parcel.digest()
        except EnvironmentProblem as error:
            self._runner.on_event(str(error))
            return
        try:
            result = take(self._folder, dropped.feed, [parcel], record=self._record)
        except EnvironmentProblem as error:
            if dropped.path.exists():
                raise
            self._runner.on_event(f"{dropped.feed}: {parcel.name} went away: {error}")
            return
        except (ConflictError, DataError, UsageError) as error:
            inbox.failed(dropped, sha256, str(error))
            self._runner.on_event(f"{dropped.feed}: {parcel.name} was refused: {error}")
            return
        except _FAULTS as error:
            inbox.failed(dropped, sha256, "the reader has a fault; report it:\n" + traceback.format_exc())
            self._runner.on_event(f"{dropped.feed}: {parcel.name} was put aside, its reader has a fault: {error!r}")
            return
        if result.stopped:
            read = f"{result.rows - result.quarantined} rows before that are in the record"
            inbox.failed(dropped, sha256, f"{result.stopped[0][1]}\n{read}")
        else:
            inbox.finished(dropped, sha256)
        counts = f"{result.new} new, {result.superseding} superseding, {result.duplicate} duplicate"
        self._runner.on_event(f"{dropped.feed}: {parcel.name}: {counts}, {result.quarantined} quarantined")

    def _sign(self) -> None:
        size = self._record.size
        if size > self._signed:
            self._record.checkpoint()
            self._signed = size

    def _note_silence(self) -> None:
        """A feed that fell silent becomes a notice, once for each silence."""
        now = datetime.now(UTC)
        silent = [f for f in feed_states(self._folder, self._projector.store, now) if f.silent]
        for receipt, feed in zip(self._record.append([silence(f, now) for f in silent]), silent, strict=True):
            if receipt.outcome == "new":
                self._runner.on_event(f"feed {feed.feed} is silent")

    def _confirm(self) -> None:
        if self._projector.store.totals().provisional:
            agreed = self._projector.confirm()
            self._runner.on_event("confirmed by a whole fold" if agreed else "a whole fold changed some incidents")

    def _is_due(self, what: str, every_s: float) -> bool:
        now = time.monotonic()
        if now < self._due[what]:
            return False
        self._due[what] = now + every_s
        return True


def run_until_signalled(runner: Runner) -> None:
    """Run in the main thread until SIGTERM or SIGINT asks to stop."""

    def asked(_number: int, _frame: FrameType | None) -> None:
        runner.stop()

    before = {number: signal.signal(number, asked) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        runner.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
