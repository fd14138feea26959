"""Keeps the projections level with the record, by small steps while it runs and by a whole fold when it must."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from ceasewatch.fusion import Fuser, to_incidents
from ceasewatch.model.ids import EntryId, IncidentId, ObservationId
from ceasewatch.model.table import IncidentTable, ObservationTable
from ceasewatch.pipeline.fold import Folded, assess, fold, tabulated, watermark, with_areas
from ceasewatch.pipeline.gather import Gathered
from ceasewatch.pipeline.judging import Judging, judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.rulings import standing, updated
from ceasewatch.record import Record
from ceasewatch.store import Changes, Decided, Logged, Projections, Watermark
from ceasewatch.store.sqlite import SqliteProjections, new_file, publish

REBUILD_SHARE = 0.2
"""With more new entries than this share of the old ones, a whole fold is quicker than steps."""


class Projector:
    """Holds the observations in memory while it lives. Its owner holds the run lock.

    Args:
        folder: the mission.
    """

    def __init__(self, folder: MissionFolder) -> None:
        self._folder = folder
        self._record: Record = folder.open_record(fresh_keys=True)
        self._judging: Judging = judging(folder)
        self._store: Projections | None = self._current()
        self._fuser: Fuser | None = None

    @property
    def store(self) -> Projections:
        """The projections as they are now, for reading; made if there are none."""
        if self._store is None:
            self.rebuild()
        if self._store is None:
            raise AssertionError("a rebuild leaves projections")
        return self._store

    def _current(self) -> Projections | None:
        store = SqliteProjections.open(self._folder.projections_link)
        if store is not None and not self._fits(store.watermark()):
            store.close()
            return None
        return store

    def _fits(self, mark: Watermark) -> bool:
        """Whether the projections are of a prefix of this record, by this code."""
        if mark.code_version != self._judging.code_version or mark.size > self._record.size:
            return False
        return not mark.size or self._record.root(mark.size).hex() == mark.root

    def advance(self) -> int:
        """Bring the projections up to the head of the record; returns how many entries were new."""
        if self._store is None:
            self.rebuild()
            return self.store.watermark().size
        mark, head = self._store.watermark(), self._record.size
        if head == mark.size:
            return 0
        if self._fuser is None and head - mark.size > REBUILD_SHARE * mark.size:
            self.rebuild()
        else:
            self._step(self._store, mark, head)
        return head - mark.size

    def _step(self, store: Projections, mark: Watermark, head: int) -> None:
        gathered = self._gather(store, mark.size, head)
        if gathered.sealed:
            self._read_keys_anew()
            gathered = self._gather(store, mark.size, head)
        fresh = sorted(gathered.observations.values(), key=lambda row: row.seq)
        table = tabulated(fresh, self._judging.areas)
        known = store.decisions()
        decisions = updated(known, gathered.decisions, gathered.undoings)
        ruled = [d for d in decisions if d not in known]
        changed, gone = self._fuse(store, table, decisions if ruled else None)
        after = watermark(self._record, head, self._judging, gathered)
        store.write(
            Changes(
                watermark=replace(after, confirmed=mark.confirmed),
                observations=with_areas(fresh, table),
                coverage=list(gathered.coverage.values()),
                deliveries=gathered.deliveries,
                quarantined=gathered.quarantined,
                releases=list(gathered.releases.values()),
                notices=gathered.notices,
                decisions=ruled,
                incidents=[replace(i, provisional=True) for part in changed for i in to_incidents(part)],
                gone=gone,
                assessments=[row for part in changed for row in assess(part, self._judging)],
            )
        )

    def _fuse(
        self, store: Projections, fresh: ObservationTable, decisions: Sequence[Decided] | None
    ) -> tuple[list[IncidentTable], list[IncidentId]]:
        """Incidents that ``fresh`` and ``decisions`` (all of them, if any is new) make or alter, and ids that end."""
        made: list[IncidentTable] = []
        gone: set[IncidentId] = set()
        if not len(fresh) and decisions is None:
            return made, []
        fuser = self._primed(store)
        if len(fresh):
            fuser.add(fresh)
            _follow(fuser, made, gone)
        if decisions is not None:
            fuser.rule(standing(decisions)[0])
            _follow(fuser, made, gone)
        return made, sorted(gone)

    def _gather(self, store: Projections, after: int, until: int) -> Gathered:
        gathered = Gathered(earlier=lambda root: _earlier(store, root))
        return gathered.take(self._record.read(after=after, until_seq=until))

    def _read_keys_anew(self) -> None:
        """Another process may have begun a compartment since the keys were read."""
        self._record.close()
        self._record = self._folder.open_record(fresh_keys=True)

    def _primed(self, store: Projections) -> Fuser:
        if self._fuser is None:
            ruled = standing(store.decisions())[0].decisions
            fuser = Fuser(parameters=self._judging.parameters, decisions=ruled)
            fuser.add(tabulated(list(store.all_observations()), self._judging.areas))
            self._fuser = fuser
        return self._fuser

    def rebuild(self) -> Folded:
        """Fold the whole record into a new file and put it in the place of the old one; nothing stays provisional."""
        self._read_keys_anew()
        folded = fold(self._record, self._judging)
        link = self._folder.projections_link
        file = new_file(link)
        fresh = SqliteProjections.create(file)
        fresh.write(as_changes(folded))
        fresh.finish()
        fresh.close()
        if self._store is not None:
            self._store.close()
        publish(link, file)
        self._store = SqliteProjections.open(link)
        return folded

    def confirm(self) -> bool:
        """Fold the whole record if anything is provisional; True if steps and fold had agreed on every incident."""
        self.advance()
        if not self.store.totals().provisional:
            self.store.confirm(self.store.watermark().size)
            return True
        stepped = [replace(i, provisional=False) for i in self.store.incidents()]
        return stepped == sorted(self.rebuild().incidents, key=lambda i: (i.when.start, i.id))

    def close(self) -> None:
        """Close the projections and the record."""
        self._record.close()
        if self._store is not None:
            self._store.close()


def _follow(fuser: Fuser, made: list[IncidentTable], gone: set[IncidentId]) -> None:
    """Adds what the last change of ``fuser`` made and ended; what it altered again is left out of what was before."""
    changed, news = fuser.changed(), fuser.news()
    for n, table in enumerate(made):
        made[n] = table.take(np.array([i not in changed for i in table.ids.tolist()], bool))
    now = set(news.ids.tolist())
    gone -= now
    gone |= changed - now
    made.append(news)


def as_changes(folded: Folded) -> Changes:
    """A whole fold as one step into empty projections."""
    return Changes(
        watermark=folded.mark,
        observations=folded.logged,
        coverage=folded.coverage,
        deliveries=folded.deliveries,
        quarantined=folded.quarantined,
        releases=folded.releases,
        notices=folded.notices,
        decisions=folded.decisions,
        incidents=folded.incidents,
        assessments=folded.assessments,
    )


def _earlier(store: Projections, root: EntryId) -> Logged | None:
    return next(iter(store.observations_by_id([ObservationId(root)])), None)
