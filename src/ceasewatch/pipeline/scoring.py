"""How well the truth of an exercise was found by a mission."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from ceasewatch.coverage import detectability, ledger, resolved, watching
from ceasewatch.fusion.echo import origins
from ceasewatch.model import Coverage, Observer, Status
from ceasewatch.model.errors import ConflictError, DataError
from ceasewatch.model.table import ROLES, IncidentTable, Int
from ceasewatch.model.values import IMPEDIMENTS, Role
from ceasewatch.pipeline.fold import fold
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder
from ceasewatch.pipeline.score_result import Calibration, Score
from ceasewatch.pipeline.truth import Labels, Truth
from ceasewatch.simulate import score

Rows = NDArray[np.bool_]


def score_mission(folder: MissionFolder, truth: Truth) -> Score:
    """Fold the mission's record and hold its incidents and its coverage against the truth.

    Raises:
        ConflictError: it is no exercise.
        DataError: the truth knows none of its observations.
        VerificationError: a payload is not what the record committed to.
    """
    if folder.mission.status is not Status.exercise:
        raise ConflictError(
            "an actual mission has no ground truth", where=str(folder.path), todo="score the mission of an exercise"
        )
    with folder.open_record() as record:
        folded = fold(record, judging(folder))
    found = score_incidents(folded.incident_table, truth)
    labels = truth.labels(row.observation for row in folded.logged)
    return replace(found, coverage=coverage_calibration(truth, labels, folded.coverage, folder.mission.observers))


def score_incidents(incidents: IncidentTable, truth: Truth) -> Score:
    """Hold incidents against the truth.

    Args:
        incidents: their observations have Structs, which say from which file and row they are.
        truth: of the same exercise.

    Raises:
        DataError: the truth knows none of the observations.
    """
    observations = incidents.observations
    labels = truth.labels(observations.rows)
    group = held_by(incidents)
    scored = labels.known & (observations.role == ROLES.index(Role.observation))
    found = grouping(labels, group, scored, truth)
    said = score.memberships(incidents, labels.event, origin=labels.origin, alternatives=incidents.alternatives)
    kept = scored[said.row]
    event, incident, _ = score.matches(np.where(scored & _happened(truth)[labels.event], labels.event, -1), group)
    e, i = truth.events.take(event), incidents.take(incident)
    place = score.Ellipses(i.lat, i.lon, i.var_ee, i.var_en, i.var_nn)
    inside = score.inside_ellipse(e.lat, e.lon, place)
    return replace(
        found,
        matched=len(event),
        counts=score.count_error(e.count, i.count_lowest, i.count_best, i.count_highest),
        place_m=score.spread(score.place_error_m(e.lat, e.lon, i.lat, i.lon)),
        place_inside=float(np.nanmean(inside)) if np.isfinite(inside).any() else None,
        time_s=score.spread(score.time_error_s(e.start_us, e.end_us, i.start_us, i.end_us)),
        memberships=Calibration.of(said.p[kept], said.right[kept]),
        echo=score.echo_accuracy(labels.origin[scored], origins(observations)[scored]),
    )


def grouping(labels: Labels, group: Int, scored: Rows, truth: Truth) -> Score:
    """The part of a score that needs to know nothing but who was put with whom.

    Args:
        labels: of n rows.
        group: (n,) the incident that holds each; -1 for none.
        scored: (n,) rows that count.
        truth: that the labels index.

    Raises:
        DataError: no row counts.
    """
    if not scored.any():
        raise DataError("the truth knows none of the observations", todo="is it the truth of the same exercise?")
    event, found = labels.event[scored], group[scored]
    true_groups = int(score.dense(event).max()) + 1
    incidents = int(score.dense(found).max()) + 1
    return Score(
        exercise=truth.exercise,
        observations=int(scored.sum()),
        unknown=int((~labels.known).sum()),
        events=len(truth.happenings),
        events_reported=len(np.unique(event[event >= 0])),
        incidents=incidents,
        incident_error=(incidents - true_groups) / true_groups,
        pairs=score.pair_scores(event, found),
        bcubed=score.bcubed(event, found),
    )


def held_by(incidents: IncidentTable) -> Int:
    """(n,) for each observation the incident that it is a member of, the most probable of several; -1 for none."""
    members = incidents.members
    of = np.repeat(np.arange(len(incidents)), np.diff(members.offsets))
    order = np.argsort(members.p, kind="stable")
    group = np.full(len(incidents.observations), -1, np.int64)
    group[members.row[order]] = of[order]
    return group


def coverage_calibration(
    truth: Truth, labels: Labels, coverage: Iterable[Coverage], roster: Iterable[Observer]
) -> Calibration | None:
    """Of what was said to be seen with probability p, how often did one of the observers in the log report it?

    What hinders the observers themselves (denial, jamming) is not something that they watch for, and is left out.

    Args:
        truth: whose events happened.
        labels: of the mission's observations.
        coverage: the log as the mission has it, which may be wrong.
        roster: what the mission says of its observers.

    Returns:
        ``None`` if there is no log.
    """
    book = ledger(coverage, roster)
    if not len(book):
        return None
    asked = np.flatnonzero([e.happened and e.kind not in IMPEDIMENTS for e in truth.happenings])
    events = truth.events.take(asked)
    p = detectability(events, watching(resolved(book)))
    watchers = set(book.observer.tolist())
    own = np.array([str(o) in watchers for o in labels.observer], np.bool_)
    reported = np.isin(asked, labels.event[own])
    return Calibration.of(np.asarray(p, np.float64), reported)


def _happened(truth: Truth) -> Rows:
    """(happenings + 1,) whether each happened; the last stands for nothing, so that -1 finds it."""
    return np.array([*(e.happened for e in truth.happenings), False], np.bool_)
