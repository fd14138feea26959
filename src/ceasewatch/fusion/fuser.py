"""Online fusion: observations come, are corrected and go; the incidents are those of bulk fusion of what is held.

A change settles anew the neighbourhoods that it touches, first of stories, then of happenings, by the code of bulk
fusion. No call copies what is held. The table of all incidents is put together when somebody asks for it;
:meth:`Fuser.news` gives those that the last change made or altered.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ceasewatch.fusion import packed
from ceasewatch.fusion.assemble import assemble, empty
from ceasewatch.fusion.canonical import as_table, canonical
from ceasewatch.fusion.decisions import Rulings
from ceasewatch.fusion.echo import EchoIndex
from ceasewatch.fusion.evidence import Codebook, Evidence, evidence
from ceasewatch.fusion.groups import Groups, joined, speakers, storytellers
from ceasewatch.fusion.held import Held, places, roomier
from ceasewatch.fusion.layer import NONE, Layer
from ceasewatch.fusion.marks import marks
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.fusion.ruled import Ruled
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model.decision import Decision
from ceasewatch.model.ids import DecisionId, IncidentId, ObservationId, incident_id
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import IncidentTable, Int, ObservationTable, Real


class Fuser:
    """Holds observations and their incidents, and takes changes.

    Args:
        parameters: numbers of the likelihood and of the grouping.
        decisions: of persons, that stand; also of observations that are not held yet.

    Raises:
        ConflictError: two decisions contradict each other.
    """

    def __init__(self, *, parameters: Parameters = DEFAULT, decisions: Iterable[Decision] = ()) -> None:
        self._rulings = Rulings.make(decisions)
        self._parameters = parameters
        self._held = Held(tabulate(()))
        self._book = Codebook(parameters)
        self._echo = EchoIndex(parameters.echo)
        self._real: Real = np.zeros((0, packed.REALS))
        self._code: Int = np.zeros((0, packed.CODES), np.int64)
        self._evidence = evidence(tabulate(()), parameters, self._book)
        self._stories = Layer(parameters, stories=True)
        self._happenings = Layer(parameters, stories=False)
        self._speaker: Int = NONE
        self._mark: dict[int, int] = {}
        self._changed: frozenset[IncidentId] = frozenset()
        self._news: tuple[Int, Int] = (NONE, NONE)
        self._all: IncidentTable | None = empty(tabulate(()))

    def __len__(self) -> int:
        return len(self._held)

    def incidents(self) -> IncidentTable:
        """As :func:`~ceasewatch.fusion.fuse` of everything held gives them. Made anew after a change."""
        if self._all is None:
            slots = self._held.in_order(np.flatnonzero(self._held.alive[: self._held.count]))
            self._all = assemble(self._held.take(slots), self._groups(slots), self._parameters)
        return self._all

    def changed(self) -> frozenset[IncidentId]:
        """Incidents that the last ``add`` or ``remove`` made, altered or ended."""
        return self._changed

    def news(self) -> IncidentTable:
        """The incidents that the last change made or altered, over the observations near them."""
        slots, anchors = self._news
        table = self._held.take(slots)
        whole = assemble(table, self._groups(slots), self._parameters)
        wanted = {incident_id(i) for i in table.ids[np.isin(slots, anchors)]}
        return whole.take(np.array([n for n, i in enumerate(whole.ids.tolist()) if i in wanted], np.int64))

    def add(self, observations: ObservationTable | Iterable[Observation]) -> None:
        """Add observations; one whose id is held already replaces it (a correction).

        Raises:
            DataError: two of ``observations`` have one id, or one has none.
        """
        fresh = canonical(as_table(observations))
        self._replace(self._held.drop(set(fresh.ids.tolist())), fresh)

    def remove(self, ids: Iterable[ObservationId]) -> None:
        """Forget observations (withdrawn ones); ids that are not held are ignored."""
        self._replace(self._held.drop(set(ids)), tabulate(()))

    def decide(self, decision: Decision) -> None:
        """Let a person's decision stand until it is undone.

        Raises:
            ConflictError: it contradicts one that stands.
        """
        self.rule(self._rulings.with_one(decision))

    def undo(self, decision: DecisionId) -> None:
        """Let a decision stand no longer; one that does not stand is ignored."""
        self.rule(self._rulings.without(decision))

    def rule(self, rulings: Rulings) -> None:
        """Let these decisions stand, and no others."""
        self._changed, self._news = frozenset(), (NONE, NONE)
        before, self._rulings = self._rulings, rulings
        other = {d.id: d for d in (*before.decisions, *rulings.decisions)}
        both = {d.id for d in before.decisions} & {d.id for d in rulings.decisions}
        named = {o for i, d in other.items() if i not in both for o in d.observations}
        slots = self._slots_of(before.concerned(named) | rulings.concerned(named))
        if len(slots):
            self._all = None
            self._report(NONE, self._retell(NONE, NONE, slots, slots))

    def _replace(self, gone: Int, fresh: ObservationTable) -> None:
        self._changed, self._news = frozenset(), (NONE, NONE)
        if not (len(gone) or len(fresh)):
            return
        self._all = None
        come = self._take_in(fresh)
        heard = self._echoes(gone, fresh, come)
        affected = self._retell(gone, come, heard)
        ruled = self._slots_of(self._rulings.concerned(self._held.ids(np.concatenate([gone, come]))))
        self._report(gone, np.union1d(affected, self._speaker[ruled]))

    def _take_in(self, fresh: ObservationTable) -> Int:
        slots = self._held.add(fresh)
        count = self._held.count
        self._real, self._code = roomier(self._real, count), roomier(self._code, count)
        made = evidence(fresh, self._parameters, self._book)
        self._real[slots], self._code[slots] = made.real, made.code
        self._evidence = Evidence(self._real, self._code, made.kinds, made.numbers)
        self._stories.grow(count)
        self._happenings.grow(count)
        before = len(self._speaker)
        self._speaker = roomier(self._speaker, count)
        self._speaker[before:] = np.arange(before, len(self._speaker))
        return slots

    def _echoes(self, gone: Int, fresh: ObservationTable, come: Int) -> Int:
        """Slots that are held and whose family of copies is new or another one than before."""
        left = self._echo.remove(gone)
        _, changed = self._echo.add(fresh)
        heard = np.union1d(left, changed)
        heard = heard[self._held.alive[heard]]
        family = self._echo.family(heard)
        other = self._code[heard, packed.ECHO] != family
        self._code[heard[other], packed.ECHO] = family[other]
        return np.setdiff1d(heard[other], come)

    def _retell(self, gone: Int, come: Int, heard: Int, ruled: Int = NONE) -> Int:
        """Settles stories, then happenings; returns the speakers of which anything may be another than before."""
        e = self._evidence
        lost, told = self._tellers(gone), self._tellers(come)
        again = self._stories.change(e, self._held, lost, told, self._tellers(heard), self._rules)
        near = np.union1d(ruled, self._decided(np.concatenate([again, gone, come])))
        spoke = self._speaker[near]
        silent = np.setdiff1d(come, told)
        old = np.unique(self._speaker[np.concatenate([again, gone])])
        new = np.union1d(self._speak(again), silent)
        self._speaker[gone], self._speaker[silent] = gone, silent
        old, new = self._joining(np.setdiff1d(old, come)), self._joining(new)
        there = np.setdiff1d(old, new), np.setdiff1d(new, old)
        touched = self._nodes(np.concatenate([spoke, self._speaker[near]]))
        settled = self._happenings.change(e, self._held, *there, touched, self._speaker_rules)
        others = np.concatenate([self._speaker[again], self._speaker[heard], silent])
        return np.unique(np.concatenate([settled, others]))

    def _tellers(self, slots: Int) -> Int:
        part = Evidence(self._real[slots], self._code[slots], self._evidence.kinds, self._evidence.numbers)
        return slots[storytellers(part)]

    def _joining(self, slots: Int) -> Int:
        result: Int = slots[self._code[slots, packed.JOINS] == 1]
        return result

    def _nodes(self, slots: Int) -> Int:
        """Those of ``slots`` that are held, speak, and may be joined."""
        slots = np.unique(slots)
        return self._joining(slots[self._held.alive[slots] & (self._speaker[slots] == slots)])

    def _decided(self, slots: Int) -> Int:
        """Those of ``slots`` that decisions speak of."""
        if not self._rulings.of:
            return NONE
        return slots[[i in self._rulings.of for i in self._held.ids(slots)]]

    def _slots_of(self, ids: Iterable[str]) -> Int:
        held = self._held.slot_of
        return np.array(sorted(held[i] for i in ids if i in held), np.int64)

    def _rules(self, slots: Int) -> Ruled | None:
        """Decisions on ``slots``."""
        ids, own = self._ruled_slots()
        return Ruled.at(places(slots, own).tolist(), ids, self._rulings) if ids else None

    def _speaker_rules(self, slots: Int) -> Ruled | None:
        """Decisions on those for whom ``slots`` speak."""
        ids, own = self._ruled_slots()
        return Ruled.at(places(slots, self._speaker[own]).tolist(), ids, self._rulings) if ids else None

    def _ruled_slots(self) -> tuple[list[str], Int]:
        held = self._held.slot_of
        ids = [i for i in self._rulings.of if i in held]
        return ids, np.array([held[i] for i in ids], np.int64)

    def _speak(self, slots: Int) -> Int:
        """Chooses who speaks for the stories of ``slots``, which are whole and in canonical order."""
        part = Evidence(self._real[slots], self._code[slots], self._evidence.kinds, self._evidence.numbers)
        self._speaker[slots] = slots[speakers(part, places(slots, self._stories.group[slots]))]
        return np.unique(self._speaker[slots])

    def _groups(self, slots: Int) -> Groups:
        """Groups among ``slots``, in canonical order; those are right that lie wholly among them."""
        stories, happenings = self._stories.settled(slots), self._happenings.settled(slots)
        speaker = places(slots, self._speaker[slots])
        echo = self._code[slots, packed.ECHO]
        return joined(stories, happenings, speaker, echo, self._parameters, self._rules(slots))

    def _report(self, gone: Int, affected: Int) -> None:
        """Finds which incidents are not as they were."""
        speakers_near = self._happenings.ring_of(affected)
        rows = self._closed(self._rows_of(speakers_near))
        wide = self._closed(self._rows_of(self._happenings.ring_of(self._speaker[rows])))
        slots = self._held.in_order(wide)
        groups = self._groups(slots)
        inside = np.isin(groups.anchor, np.unique(groups.anchor[np.isin(slots, rows)]))
        now = marks(slots, groups, inside)
        for row, said in groups.spoken.items():
            if (anchor := int(slots[groups.anchor[row]])) in now:
                now[anchor] += hash(said)
        before = {s: self._mark[s] for s in (*gone.tolist(), *slots[inside].tolist()) if s in self._mark}
        for slot in before:
            del self._mark[slot]
        self._mark.update(now)
        names = [s for s in {*before, *now} if before.get(s) != now.get(s)]
        ids = self._held.ids(np.array(names, np.int64))
        self._changed = frozenset(incident_id(i) for i in ids)
        self._news = slots, np.array([s for s in names if s in now], np.int64)

    def _closed(self, rows: Int) -> Int:
        """``rows``, and all neighbourhoods that decisions join to theirs."""
        while len(ruled := self._decided(rows)):
            classes = {self._rulings.of[i] for i in self._held.ids(ruled)}
            mates = self._slots_of(i for i, c in self._rulings.of.items() if c in classes)
            new = np.setdiff1d(mates, rows)
            if not len(new):
                break
            rows = np.union1d(rows, self._rows_of(self._happenings.ring_of(self._speaker[new])))
        return rows

    def _rows_of(self, nodes: Int) -> Int:
        """All slots of the neighbourhoods of stories that ``nodes`` speak in."""
        return np.unique(self._stories.ring_of(nodes))
