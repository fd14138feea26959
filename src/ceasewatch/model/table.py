"""Columnar tables that the reasoning cores take and return. Structs are the view at the edges.

Units: times in microseconds since 1970 UTC, coordinates in degrees (WGS 84), variances in square metres on the local
east-north plane, probabilities between 0 and 1. A missing time is :data:`NO_TIME`, any other missing number is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.errors import DataError
from ceasewatch.model.observation import Observation
from ceasewatch.model.values import Kind, ObserverKind, Role
from ceasewatch.model.weapons import PARENTS

NO_TIME: Final = np.iinfo(np.int64).min
"""A time that is not known."""

KINDS: Final = tuple(Kind)
"""Columns of ``kind_p``, in order."""

OBSERVER_KINDS: Final = tuple(ObserverKind)
"""Values of ``observer_kind``, by index."""

WEAPONS: Final = tuple(PARENTS)
"""Values of ``weapon``, by index; -1 is *not told*."""

ROLES: Final = tuple(Role)
"""Values of ``role``, by index."""

PLACE_KINDS: Final = ("point", "sector", "area", "line", "unknown")
"""Values of ``place_kind``, by index."""

SENSES: Final = ("within", "series", "throughout")
"""Values of ``sense``, by index."""

Int = NDArray[np.int64]
Small = NDArray[np.int8]
Real = NDArray[np.float64]
Objects = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Columns:
    """Equal-length columns along the first axis."""

    def __post_init__(self) -> None:
        lengths = {name: len(getattr(self, name)) for name in self._row_columns()}
        if len(set(lengths.values())) > 1:
            raise DataError(f"columns of different lengths: {lengths}")

    @classmethod
    @cache
    def _row_columns(cls) -> frozenset[str]:
        return frozenset(f.name for f in fields(cls) if f.metadata.get("row", True))

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, rows: NDArray[Any]) -> Self:
        """The table of ``rows`` (indices or a Boolean mask), in that order."""
        changes = {name: getattr(self, name)[rows] for name in self._row_columns()}
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class ObservationTable(Columns):
    """n observations. Built by :func:`ceasewatch.geo.tabulate.tabulate`.

    Columns, each of length n:
        ids: ObservationId.
        seq: position in the record of the observation's first version; orders members of an incident.
        recorded_us, reported_us: when the log and when the source had it.
        start_us, end_us: the phenomenon interval.
        sense: index into :data:`SENSES`.
        lat, lon: centre of the Gaussian that matches the place's first two moments; NaN without geometry.
        var_ee, var_en, var_nn: its covariance.
        place_kind: index into :data:`PLACE_KINDS`.
        kind_p: (n, len(KINDS)) probabilities; a row may sum to less than 1.
        count_lowest, count_best, count_highest.
        observer_kind, role: indices.
        weapon: index into :data:`WEAPONS` of the most probable class, -1 where none was told.
        feed, observer, area, origin: text. ``origin`` is equal for observations known to copy one source.
        source: key of the row or paragraph that the observation was read from; ``""`` if it has none. Observations with
            one key were told apart by who wrote it.
        name: ``level:name`` of the administrative unit that the place is; ``""`` if it is none.
        text, urls: the words, and a tuple of addresses; ``""`` and ``()`` where there are none.
        rows: the Observation itself; ``None`` where the table was made without Structs.
    """

    ids: Objects
    seq: Int
    recorded_us: Int
    reported_us: Int
    start_us: Int
    end_us: Int
    sense: Small
    lat: Real
    lon: Real
    var_ee: Real
    var_en: Real
    var_nn: Real
    place_kind: Small
    kind_p: Real
    count_lowest: Real
    count_best: Real
    count_highest: Real
    observer_kind: Small
    role: Small
    weapon: Small
    feed: Objects
    observer: Objects
    area: Objects
    origin: Objects
    source: Objects
    name: Objects
    text: Objects
    urls: Objects
    rows: Objects

    @property
    def observations(self) -> Sequence[Observation]:
        """The rows as Structs."""
        return list(self.rows)

    @classmethod
    def concat(cls, tables: Sequence[ObservationTable]) -> ObservationTable:
        """The rows of all ``tables``, in order. ``tables`` is not empty."""
        columns = {f.name: np.concatenate([getattr(t, f.name) for t in tables]) for f in fields(cls)}
        return cls(**columns)


@dataclass(frozen=True, slots=True)
class Members:
    """Which observations belong to which incident, in compressed rows.

    Attributes:
        offsets: (n + 1,) incident i has the entries ``offsets[i]:offsets[i + 1]`` of the two below.
        row: index into the ObservationTable, the anchor (earliest recorded) first.
        p: probability of membership, rounded to 1e-6; NaN where a person decided: that is no probability.
        why: how it was joined, in words.
        decided_by: entry -> name of the person who decided that the observation belongs here; mostly empty.
    """

    offsets: Int
    row: Int
    p: Real
    why: Objects
    decided_by: Mapping[int, str] = field(default_factory=dict)

    def of(self, incident: int) -> slice:
        """The entries of one incident."""
        return slice(int(self.offsets[incident]), int(self.offsets[incident + 1]))

    def decisions_among(self, picked: Int) -> dict[int, str]:
        """``decided_by`` of the entries ``picked``, by their new position."""
        if not self.decided_by:
            return {}
        found = np.flatnonzero(np.isin(picked, np.array(list(self.decided_by), np.int64)))
        return {n: self.decided_by[int(picked[n])] for n in found.tolist()}


class Alternatives(NamedTuple):
    """Other incidents that observations may be about, in order of (incident, row).

    Attributes:
        row: (a,) index into the ObservationTable.
        incident: (a,) index of an incident that it is no member of.
        p: (a,) probability, at least 0.01.
    """

    row: Int
    incident: Int
    p: Real

    @classmethod
    def none(cls) -> Self:
        """No alternatives."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def among(self, kept: Int, incidents: int) -> Self:
        """Those of the incidents ``kept``, by their new index."""
        place = np.full(incidents, -1)
        place[kept] = np.arange(len(kept))
        incident = place[self.incident]
        order = np.flatnonzero(incident >= 0)
        order = order[np.argsort(incident[order], kind="stable")]
        return type(self)(self.row[order], incident[order], self.p[order])


@dataclass(frozen=True, slots=True)
class IncidentTable(Columns):
    """n incidents, in order of (start_us, id), with the observations that they rest on.

    Columns: as in :class:`ObservationTable`, each a posterior; ``reports`` is the raw number of members and ``origins``
    the number of independent origins among them. ``weapon`` (n, 3) are the most probable classes, -1 for none, and
    ``weapon_p`` (n, 3) their probabilities. ``members``, ``observations`` and ``alternatives`` are not columns.
    """

    ids: Objects
    start_us: Int
    end_us: Int
    lat: Real
    lon: Real
    var_ee: Real
    var_en: Real
    var_nn: Real
    kind_p: Real
    count_lowest: Real
    count_best: Real
    count_highest: Real
    area: Objects
    reports: Int
    origins: Int
    contradictions: Objects
    weapon: Small
    weapon_p: NDArray[np.float32]
    members: Members
    observations: ObservationTable
    alternatives: Alternatives = field(default_factory=Alternatives.none)

    @classmethod
    @cache
    def _row_columns(cls) -> frozenset[str]:
        return frozenset(f.name for f in fields(cls)) - {"members", "observations", "alternatives"}

    def take(self, rows: NDArray[Any]) -> Self:
        """The table of ``rows``; members keep pointing into the same observations."""
        index = np.arange(len(self))[rows]
        first, length = self.members.offsets[index], np.diff(self.members.offsets)[index]
        offsets = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        picked = np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], length)
        members = Members(
            offsets=offsets,
            row=self.members.row[picked],
            p=self.members.p[picked],
            why=self.members.why[picked],
            decided_by=self.members.decisions_among(picked),
        )
        changes = {name: getattr(self, name)[index] for name in self._row_columns()}
        alternatives = self.alternatives.among(index, len(self))
        return replace(self, members=members, alternatives=alternatives, **changes)
