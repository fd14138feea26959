"""A pack of one agreement: what it says, and what it makes of incidents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final, cast, overload

import numpy as np

from ceasewatch.agreement.clocks import DutyResult
from ceasewatch.agreement.duties import Log, duties
from ceasewatch.agreement.evaluate import evaluate
from ceasewatch.agreement.holdings import Books
from ceasewatch.agreement.overrides import Found, overruled
from ceasewatch.agreement.places import Figure
from ceasewatch.agreement.rules import Rule, clause_of
from ceasewatch.agreement.scene import Ground, Scene
from ceasewatch.agreement.schema import ClauseEntry, NotModelled, PackFile, PackStatus
from ceasewatch.agreement.stores import Held, held
from ceasewatch.agreement.table import AssessmentTable
from ceasewatch.geo.gazetteer import Gazetteer
from ceasewatch.model.actors import Party
from ceasewatch.model.assessment import Assessment
from ceasewatch.model.clause import Clause
from ceasewatch.model.errors import NotFoundError, UsageError
from ceasewatch.model.ids import PackId, PartyId
from ceasewatch.model.lazy import LazyColumn
from ceasewatch.model.table import IncidentTable, Int, Objects
from ceasewatch.model.time import to_us, utc

_NOT_BINDING = frozenset({PackStatus.draft, PackStatus.declared})
_BLOCK: Final = 50_000
"""Incidents that are weighed at a time: what hangs on the place takes room."""
_SPOKEN: Final = 2_000
"""Of more incidents than these, reasons are made when somebody reads them."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One agreement as data. Made by :func:`~ceasewatch.agreement.load_pack`.

    Attributes:
        file: ``pack.yaml``.
        ground: lines, zones and classes that the clauses refer to.
        gazetteer: places that the agreement or its monitors name, with coordinates of their own.
        rules: one for each clause and reading.
        sha256: of all the pack's files, so that a record can pin what was in force.
    """

    file: PackFile
    ground: Ground
    gazetteer: Gazetteer
    rules: tuple[Rule, ...]
    sha256: str

    @property
    def id(self) -> PackId:
        """The pack's id."""
        return PackId(self.file.id)

    @property
    def lines(self) -> Mapping[str, Figure]:
        """Lines by id."""
        return self.ground.lines

    @property
    def zones(self) -> Mapping[str, Figure]:
        """Zones by id."""
        return self.ground.zones

    @property
    def title(self) -> str:
        """The agreement's name."""
        return self.file.title

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses, in its own order."""
        return tuple(clause_of(entry, self.file.id) for entry in self.file.clauses)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Its parties, by neutral code."""
        return tuple(Party(id=PartyId(p.id), names=tuple(p.names.items())) for p in self.file.parties)

    @property
    def not_modelled(self) -> tuple[NotModelled, ...]:
        """Obligations that the pack leaves out, and why."""
        return self.file.not_modelled

    @property
    def unverified(self) -> tuple[str, ...]:
        """All that nobody has compared with the text."""
        return tuple(dict.fromkeys(text for rule in self.rules for text in rule.unverified))

    @property
    def binding(self) -> bool:
        """Whether the text has been agreed; a draft or a mere declaration is only simulated."""
        return self.file.status not in _NOT_BINDING

    @overload
    def assess(self, facts: IncidentTable, *, as_of: datetime | None = None) -> AssessmentTable: ...
    @overload
    def assess(self, facts: Books) -> tuple[Held, ...]: ...
    @overload
    def assess(self, facts: Log, *, as_of: datetime) -> tuple[DutyResult, ...]: ...

    def assess(
        self, facts: IncidentTable | Books | Log, *, as_of: datetime | None = None
    ) -> AssessmentTable | tuple[Held, ...] | tuple[DutyResult, ...]:
        """What each clause, as each party reads it, makes of incidents, of holdings, or of what was told and done.

        Of incidents those are listed that a clause may speak of (probability 0.05 or more), also where the result is
        *undetermined*, *not yet in force* or *lapsed*. :meth:`why` explains the others one by one.

        Args:
            facts: incidents from :func:`ceasewatch.fusion.fuse`; or the books of holdings at a date; or a log.
            as_of: incidents that began later are left out; a log is read until then.

        Raises:
            UsageError: the pack is a draft or a mere declaration, which can only be simulated; or a log has no date.
        """
        if not self.binding:
            raise UsageError(
                f"{self.id} is a {self.file.status}, so it binds nobody",
                where=f"pack {self.id}",
                todo="take it out of mission.toml; from Python, load_pack(...).simulate(...) says what it would flag",
            )
        if isinstance(facts, IncidentTable):
            return self.simulate(facts, as_of=as_of)
        if isinstance(facts, Books):
            return tuple(h for clause in self.file.clauses for h in held(self.file, clause, facts))
        if as_of is None:
            raise UsageError("a log is read until a moment", where=f"pack {self.id}", todo="give as_of")
        return tuple(d for clause in self.file.clauses for d in duties(self.file, clause, facts, as_of))

    def simulate(self, incidents: IncidentTable, *, as_of: datetime | None = None) -> AssessmentTable:
        """As :meth:`assess`, whether or not the text binds anyone: what it would flag."""
        if as_of is not None:
            incidents = incidents.take(np.flatnonzero(incidents.start_us <= to_us(as_of)))
        if len(incidents) <= _SPOKEN:
            return self._block(incidents)
        blocks = [np.arange(k, min(k + _BLOCK, len(incidents))) for k in range(0, len(incidents), _BLOCK)]
        table = AssessmentTable.concat([self._block(incidents.take(rows), words=False) for rows in blocks])
        said = LazyColumn(partial(self._said, incidents, table), np.arange(len(table)))
        return replace(table, reasons=cast("Objects", said))

    def _block(self, incidents: IncidentTable, *, everything: bool = False, words: bool = True) -> AssessmentTable:
        scene = Scene(incidents, self.ground)
        found = [
            Found(rules[0].clause, *evaluate(rules, scene, self.file.id, everything=everything, words=words))
            for rules in self._by_clause()
        ]
        table = AssessmentTable.concat(overruled(found, len(incidents)))
        rows = np.concatenate([f.rows for f in found]) if found else np.zeros(0, np.int64)
        return table.take(np.argsort(rows, kind="stable"))

    def _said(self, incidents: IncidentTable, table: AssessmentTable, at: Int) -> Objects:
        """Reasons of the rows ``at``: the incidents that they are about are weighed again, some at a time."""
        out: Objects = np.empty(len(at), dtype=object)
        asked, which = np.unique(table.incident[at].astype(str), return_inverse=True)
        place = {str(name): n for n, name in enumerate(incidents.ids)}
        for k in range(0, len(asked), _SPOKEN):
            rows = np.array([place[name] for name in asked[k : k + _SPOKEN].tolist()])
            made = self._block(incidents.take(np.sort(rows)))
            said = dict(
                zip(zip(made.incident, made.clause, made.reading, strict=True), made.reasons, strict=True)
            )  # fmt: skip
            for n in np.flatnonzero((which >= k) & (which < k + _SPOKEN)).tolist():
                row = at[n]
                out[n] = said[table.incident[row], table.clause[row], table.reading[row]]
        return out

    def _by_clause(self) -> Iterator[Sequence[Rule]]:
        for _, rules in itertools.groupby(self.rules, key=lambda rule: rule.entry.id):
            yield tuple(rules)

    def why(self, incidents: IncidentTable, incident: str) -> tuple[Assessment, ...]:
        """For one incident, every clause and reading with its reasons, also those that do not apply.

        Raises:
            NotFoundError: there is no such incident.
        """
        row = np.flatnonzero(incidents.ids == incident)
        if not len(row):
            raise NotFoundError(f"no incident {incident!r}", todo="list them with: ceasewatch incidents")
        one = incidents.take(row)
        return tuple(self._block(one, everything=True).to_assessments())

    def clause(self, clause_id: str) -> Clause:
        """One clause.

        Raises:
            NotFoundError: the pack has none of that id.
        """
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        known = ", ".join(c.id for c in self.clauses)
        raise NotFoundError(f"no clause {clause_id!r} in {self.id}", todo=f"its clauses: {known}")

    def explain(self, clause_id: str) -> str:
        """The clause in words, with its sources and with every number that nobody has checked marked as such."""
        self.clause(clause_id)
        entry = next(c for c in self.file.clauses if c.id == clause_id)
        return "\n".join(_explained(entry, [r for r in self.rules if r.entry.id == clause_id], self.title))


def _explained(entry: ClauseEntry, rules: list[Rule], title: str) -> Iterator[str]:
    yield f"{title}, {entry.number}: {entry.summary} [{entry.source}]"
    yield from _scope(entry)
    for exception in entry.exceptions:
        yield f"except {exception.id}: {exception.summary} [{exception.source}]{_mark(exception.verified)}"
    for reading in entry.readings:
        yield f"as {reading.party} reads it: {reading.text} [{reading.source}]{_mark(reading.verified)}"
    if entry.overrides:
        yield f"goes before: {', '.join(entry.overrides)}"
    for text in dict.fromkeys(t for rule in rules for t in rule.unverified):
        yield f"unverified: {text}"


def _scope(entry: ClauseEntry) -> Iterator[str]:
    for name, moment in (("binds from", entry.valid_from), ("binds until", entry.valid_to)):
        if moment:
            yield f"{name} {utc(moment.at):%Y-%m-%d %H:%MZ} [{moment.source}]{_mark(moment.verified)}"
    for name, number in (("distance", entry.distance), ("width", entry.width)):
        if number:
            yield f"{name} {number.value} {number.unit} [{number.source}]{_mark(number.verified)}"
    for baseline in entry.baselines:
        own = f": {baseline.distance.value} {baseline.distance.unit}" if baseline.distance else ""
        yield f"{baseline.party} measures from {baseline.line}{own}"
    for name, classes in (("weapons", entry.weapons), ("objects", entry.objects)):
        if classes:
            yield f"{name}: {', '.join(classes)} and all classes below them"
    if entry.kinds:
        yield f"speaks of: {', '.join(entry.kinds)}"
    if entry.indicative:
        yield f"indicated by: {', '.join(entry.indicative)}"


def _mark(verified: bool) -> str:
    return "" if verified else " (unverified)"
