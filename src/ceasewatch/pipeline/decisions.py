"""A person decides what belongs together, or takes a decision back: an entry of the record each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ceasewatch.fusion.decisions import told
from ceasewatch.model import Decision, DecisionKind, Undoing
from ceasewatch.model.errors import ConflictError, NotFoundError, UsageError
from ceasewatch.model.ids import DecisionId, ObservationId
from ceasewatch.pipeline import entries
from ceasewatch.pipeline.mission import MISSION, MissionFolder
from ceasewatch.pipeline.project import open_projections, project
from ceasewatch.pipeline.rulings import standing
from ceasewatch.record import Entry
from ceasewatch.store import Projections

MOST_NAME: Final = 200
MOST_REASON: Final = 4_000
"""Characters; our own convention."""
_INCIDENT = "inc-"
_ODD: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Categories of Unicode that steer a terminal, turn the order of characters, or cannot be written."""


def decide(
    folder: MissionFolder, kind: DecisionKind, named: Iterable[str], *, by: str, reason: str, at: datetime
) -> Decision:
    """Record that somebody decided, and bring the incidents up to date.

    Args:
        folder: the mission.
        kind: together or apart.
        named: ids of observations, or of incidents, which stand for the observation that they are named after.
        by: name of the person; signed with that person's key if it is at hand, else attested by the server.
        reason: why.
        at: when.

    Raises:
        NotFoundError: there is no such observation.
        ConflictError: it contradicts a decision that stands, or that person said the same and it stands.
        UsageError: fewer than two observations, or a name or reason that is empty, too long or not plain text.
    """
    _check_words(by, reason)
    project(folder, task="decide")
    with open_projections(folder) as store:
        observations = [_observation(store, name) for name in named]
        known = store.decisions()
    try:
        decision = Decision.of(kind, observations, decided_by=by, decided_at=at, reason=reason)
    except ValueError as error:
        raise UsageError(str(error), todo="name at least two different observations or incidents") from error
    stands = standing(known)[0].with_one(decision)
    _check_news(decision, stands.decisions[:-1])
    _append(folder, entries.DECISION, decision, decision.id, by)
    return decision


def undo(folder: MissionFolder, decision: str, *, by: str, reason: str, at: datetime) -> Decision:
    """Record that a decision is taken back, and bring the incidents up to date; both entries stay.

    Raises:
        NotFoundError: there is no such decision.
        ConflictError: it was undone already.
        UsageError: a name or reason that is empty, too long or not plain text.
    """
    _check_words(by, reason)
    project(folder, task="decide")
    with open_projections(folder) as store:
        found = next((d for d in store.decisions() if d.decision.id == decision), None)
    if found is None:
        raise NotFoundError(f"no decision {decision!r}", todo="list them with: ceasewatch decide list --tier T1")
    if found.undone is not None:
        raise ConflictError(
            f"decision {decision} was undone by {found.undone.undone_by}, {found.undone.undone_at:%Y-%m-%d %H:%MZ}",
            todo="decide anew if it is to stand again",
        )
    undoing = Undoing(decision=DecisionId(decision), undone_by=by, undone_at=at, reason=reason)
    _append(folder, entries.UNDOING, undoing, decision, by)
    return found.decision


def also(folder: MissionFolder, undone: Decision) -> tuple[Decision, ...]:
    """Decisions that stand and say the same of the same observations: undoing one of several alters nothing."""
    with open_projections(folder) as store:
        stands = standing(store.decisions())[0].decisions
    return tuple(d for d in stands if (d.kind, d.observations) == (undone.kind, undone.observations))


def _check_news(decision: Decision, stands: Iterable[Decision]) -> None:
    said = (decision.kind, decision.observations, decision.decided_by)
    for other in stands:
        if (other.kind, other.observations, other.decided_by) == said:
            raise ConflictError(
                f"{told(other)} says so already, and stands",
                where=other.id,
                todo="there is nothing to do; to give another reason, undo that one first",
            )


def _check_words(by: str, reason: str) -> None:
    """What is written into the record for good is plain text of a bounded length; a name is one line."""
    for option, text, most, lines in (("--by", by, MOST_NAME, ""), ("--because", reason, MOST_REASON, "\n\t")):
        if not text.strip():
            raise UsageError("it is empty", where=option, todo="say who, with --by, and why, with --because")
        if len(text) > most:
            raise UsageError(f"{len(text)} characters", where=option, todo=f"say it in {most} at most")
        odd = next((c for c in text if unicodedata.category(c) in _ODD and c not in lines), None)
        if odd is not None:
            raise UsageError(f"it has the character U+{ord(odd):04X}", where=option, todo="use plain text")


def signs(folder: MissionFolder, by: str) -> bool:
    """Whether the key of that person is at hand, so that entries are signed and not only attested."""
    return by in folder.keys().authors


def _append(folder: MissionFolder, kind: str, payload: Decision | Undoing, key: str, by: str) -> None:
    author = by if signs(folder, by) else ""
    entry = Entry(kind=kind, payload=payload, idempotency=(kind, key), compartment=MISSION, author=author)
    with folder.open_record(MISSION) as record:
        record.append([entry])
    project(folder, task="decide")


def _observation(store: Projections, name: str) -> ObservationId:
    """The observation that is meant.

    Raises:
        NotFoundError: the record holds none of that name.
    """
    wanted = ObservationId(name.removeprefix(_INCIDENT))
    if not store.observations_by_id([wanted]):
        raise NotFoundError(f"no observation or incident {name!r}", todo="list them with: ceasewatch incidents")
    return wanted
