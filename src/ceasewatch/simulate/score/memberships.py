"""Statements of the form "observation i is about incident c, with probability p", and whether each is right."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import Alternatives, Int, Members, Real
from ceasewatch.simulate.score.grouping import dense, largest_first

__all__ = ["Alternatives", "HasMembers", "Statements", "memberships"]


class HasMembers(Protocol):
    """An :class:`~ceasewatch.model.table.IncidentTable`, or anything with its ``members``."""

    @property
    def members(self) -> Members:
        """Which observations belong to which incident, in compressed rows."""
        ...


class Statements(NamedTuple):
    """s statements with their outcomes; ``row`` and ``incident`` say which."""

    p: Real
    right: NDArray[np.bool_]
    row: Int
    incident: Int


def memberships(
    incidents: HasMembers,
    event: ArrayLike,
    *,
    origin: ArrayLike | None = None,
    alternatives: Alternatives | None = None,
    least_p: float = 0.01,
) -> Statements:
    """What ``incidents`` say of memberships, and which of it is right.

    A statement (i, c, p) is right if and only if the true event of observation i is the one that most of the *other*
    members of c are about, each true origin having one vote; among events with equally many votes, i's own counts.
    Statements are the members of incidents with two members or more, and the alternatives. A member that stands alone
    states nothing. An observation about nothing (-1) is never rightly with others.

    Args:
        incidents: with compressed members; rows index ``event``.
        event: (n,) label of the true event of each observation, -1 for none.
        origin: (n,) label of its true origin: copies of one report share it. By default all differ.
        alternatives: what else an observation may belong to.
        least_p: statements below this are left out.

    Raises:
        DataError: columns of different lengths.
    """
    about = dense(event)
    source = np.arange(len(about)) if origin is None else dense(origin)
    if len(source) != len(about):
        raise DataError(f"{len(source)} origins for {len(about)} events")
    held = incidents.members
    sizes = np.diff(held.offsets)
    group = np.repeat(np.arange(len(sizes)), sizes)
    ballots = _Ballots.of(group, held.row, source, about, len(sizes))
    stated = (sizes[group] > 1) & (held.p >= least_p)
    p, row, of = held.p[stated], held.row[stated], group[stated]
    right = ballots.others_say(of, about[row], ~ballots.shared[stated])
    if alternatives is None:
        return Statements(p, right, row, of)
    also = alternatives.p >= least_p
    more = Alternatives(alternatives.row[also], alternatives.incident[also], alternatives.p[also])
    theirs = ballots.others_say(more.incident, about[more.row], np.zeros(len(more.row), np.bool_))
    return Statements(
        np.concatenate([p, more.p]),
        np.concatenate([right, theirs]),
        np.concatenate([row, more.row]),
        np.concatenate([of, more.incident]),
    )


class _Ballots(NamedTuple):
    """Votes of each incident's origins for events.

    Attributes:
        width: events; the key of a cell is incident * width + event.
        key, number: votes of each cell, sorted by key.
        leader, first, second: (incidents,) an event with most votes, its votes, and most votes for any other event.
        shared: (members,) another member of the incident has the same origin and event, so that the vote stands
            without this one.
    """

    width: int
    key: Int
    number: Int
    leader: Int
    first: Int
    second: Int
    shared: NDArray[np.bool_]

    @classmethod
    def of(cls, group: Int, row: Int, origin: Int, event: Int, incidents: int) -> _Ballots:
        """Count the votes of the members ``row`` of incidents ``group``, which is sorted."""
        width = int(event.max(initial=0)) + 1
        voters, code = np.unique(origin[row] * width + event[row], return_inverse=True)
        span = max(len(voters), 1)
        ballot, which, behind = np.unique(group * span + code, return_inverse=True, return_counts=True)
        voted = voters[ballot % span] % width if len(voters) else ballot
        key, number = np.unique(ballot // span * width + voted, return_counts=True)
        return cls(width, key, number, *_leaders(key // width, key % width, number, incidents), behind[which] > 1)

    def others_say(self, incident: Int, event: Int, own_vote: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether ``event`` has as many votes in ``incident`` as any other, one being taken off it if ``own_vote``."""
        at = np.minimum(np.searchsorted(self.key, incident * self.width + event), max(len(self.key) - 1, 0))
        if not len(self.key):
            return np.zeros(len(incident), np.bool_)
        votes = np.where(self.key[at] == incident * self.width + event, self.number[at], 0) - own_vote
        rival = np.where(self.leader[incident] == event, self.second[incident], self.first[incident])
        return (votes > 0) & (votes >= rival)


def _leaders(incident: Int, event: Int, number: Int, incidents: int) -> tuple[Int, Int, Int]:
    """For each incident 0..k-1 the first in votes, its votes, and the votes of the next; 0 where there is none.

    The cells are in order of (incident, event).
    """
    order = largest_first(incident, number)
    start = np.searchsorted(incident[order], np.arange(incidents + 1))
    cells = np.diff(start)
    leader, first, second = (np.zeros(incidents, np.int64) for _ in range(3))
    some, more = np.flatnonzero(cells > 0), np.flatnonzero(cells > 1)
    leader[some], first[some] = event[order][start[some]], number[order][start[some]]
    second[more] = number[order][start[more] + 1]
    return leader, first, second
