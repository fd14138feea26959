"""Incidents of a mission or an exercise, for a text that is not, or not yet, an agreement of the mission."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from ceasewatch.model.table import IncidentTable
from ceasewatch.model.values import ObserverKind
from ceasewatch.pipeline.exercise import temporary
from ceasewatch.pipeline.fold import fold
from ceasewatch.pipeline.judging import judging
from ceasewatch.pipeline.mission import MissionFolder


def incidents(folder: MissionFolder) -> IncidentTable:
    """What stands now, folded anew from the record; nothing is written.

    Raises:
        EnvironmentProblem: keys are not at hand.
    """
    with folder.open_record(fresh_keys=True) as record:
        return fold(record, dataclasses.replace(judging(folder), packs=())).incident_table


def exercise_incidents(source: Path) -> IncidentTable:
    """Of an exercise that ``ceasewatch simulate`` wrote, through a mission that is gone afterwards.

    Raises:
        EnvironmentProblem: there is no exercise in ``source``.
        ConflictError: it is not of an exercise.
    """
    with temporary(source) as folder:
        return incidents(folder)


def observers_at_hand(folder: MissionFolder) -> frozenset[ObserverKind]:
    """Kinds of observer that the mission lists, and those whose reports its feeds bring."""
    feeds = {m.observer_kind for m in folder.manifests.values() if m.delivers == "observations"}
    return frozenset({o.kind for o in folder.mission.observers} | feeds)
