"""Learning as a whole: from observations or from shots to new numbers, with intervals and what they rest on.

Intervals come from the bootstrap: the same learning on pairs (or shots) drawn anew with replacement; mean and spread of
the logarithms give limits that hold 95% of normal errors. They speak of chance among the pairs, not of what the models
leave out (constant clock offsets, shared maps).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ceasewatch.model.table import OBSERVER_KINDS, Int, ObservationTable, Real
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.calibration import learn_calibration
from ceasewatch.observers.candidates import candidates
from ceasewatch.observers.conditions import Conditions
from ceasewatch.observers.errors import ErrorTable
from ceasewatch.observers.events import Events
from ceasewatch.observers.learn import learn_unlabelled
from ceasewatch.observers.model import Model
from ceasewatch.observers.reports import Reports
from ceasewatch.observers.sites import Sites

LEARNED: Final = ("place_scale", "place_floor_m", "clock_sd_s", "count_log_sd")
"""Taken over into the new numbers. Shares and factors of gross errors stay as given: among pairs they also take up what
no model knows (clocks that are off, parts of a series); grouping on ``tuning-front`` did better with the given ones."""
LEAST_REPORTS: Final = 30.0
"""A kind of observer with fewer reports about shared happenings keeps its numbers; our own convention."""
REPLICATES: Final = 12
_STEPS: Final = 30
_Z_95: Final = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Taught:
    """One number, given and learned.

    Attributes:
        of: kind of observer, or name of a model.
        name: as in :class:`ceasewatch.observers.errors.Errors`, or of the model's own numbers.
        support: reports about shared happenings, or shots, that it rests on.
        low, high: 95% limits.
    """

    of: str
    name: str
    given: float
    learned: float
    low: float
    high: float
    support: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned and from how much; ``used`` counts pairs or shots."""

    numbers: tuple[Taught, ...]
    used: int


def from_pairs(table: ObservationTable, errors: ErrorTable, seed: int, replicates: int = REPLICATES) -> Lesson:
    """Errors of each kind of observer from how far first-hand reports disagree; no labels.

    Args:
        table: n observations. What people made of them is not in it and cannot come in.
        errors: given.
        seed: of the sample of pairs and of the bootstrap: the same table and seed teach the same.
        replicates: of the bootstrap, 2 or more.
    """
    rng = np.random.default_rng(seed)
    pairs = candidates(table, rng)
    whole = learn_unlabelled(pairs, errors)
    again = [
        learn_unlabelled(pairs.take(rng.integers(0, len(pairs), len(pairs))), errors, steps=_STEPS).errors
        for _ in range(replicates if len(pairs) else 0)
    ]
    rows = np.flatnonzero(whole.reports >= LEAST_REPORTS)
    numbers = [
        _number(
            str(OBSERVER_KINDS[i]), name, float(getattr(errors, name)[i]), float(getattr(whole.errors, name)[i]),
            np.array([getattr(e, name)[i] for e in again]), float(whole.reports[i]),
        )
        for i in rows.tolist() for name in LEARNED
    ]  # fmt: skip
    return Lesson(tuple(numbers), len(pairs))


def from_shots(
    model: Model, shots: Events, sites: Sites, conditions: Conditions, reports: Reports, seed: int,
    replicates: int = REPLICATES,
) -> Lesson:  # fmt: skip
    """Threshold and errors of one model from shots of known place and time.

    Args:
        model: where to start.
        shots: events that took place.
        sites: observers that run the model.
        conditions: of the shots; ``available`` is (shots, sites), 0 where a site was not at work.
        reports: what the sites reported of the shots; ``event`` and ``site`` index into the two above.
        seed: of the bootstrap over shots.
        replicates: 2 or more.
    """
    rng = np.random.default_rng(seed)
    whole = learn_calibration(model, shots, sites, conditions, reports).model
    again = [_drawn(model, shots, sites, conditions, reports, rng.integers(0, len(shots), len(shots)))
             for _ in range(replicates)]  # fmt: skip
    found = [
        _number(
            model.kind.value, name, getattr(model.errors, name), getattr(whole.errors, name),
            np.array([getattr(m.errors, name) for m in again]), len(reports),
        )
        for name in LEARNED
    ] if len(reports) >= LEAST_REPORTS else []  # fmt: skip
    bar = np.array([m.numbers["threshold_db"] for m in again])
    spread = _Z_95 * float(bar.std(ddof=1))
    value = whole.numbers["threshold_db"]
    given = model.numbers["threshold_db"]
    found.append(Taught(model.name, "threshold_db", given, value, value - spread, value + spread, float(len(shots))))
    return Lesson(tuple(found), len(shots))


def _drawn(model: Model, shots: Events, sites: Sites, conditions: Conditions, reports: Reports, rows: Int) -> Model:
    """The lesson of the shots ``rows``, each with all its reports as often as it was drawn."""
    of = [np.flatnonzero(reports.event == r) for r in rows.tolist()]
    picked = np.concatenate([*of, np.zeros(0, np.int64)]).astype(np.int64)
    event = np.repeat(np.arange(len(rows)), [len(o) for o in of])
    columns = {name: getattr(reports, name)[picked] for name in Reports.__dataclass_fields__}
    said = Reports(**{**columns, "event": event})
    return learn_calibration(model, shots.take(rows), sites, conditions.of(len(shots)).take(rows), said).model


def _number(of: str, name: str, given: float, learned: float, again: Real, support: float) -> Taught:
    spread = float(np.exp(_Z_95 * np.log(np.maximum(again, 1e-12)).std(ddof=1)))
    return Taught(of, name, given, learned, learned / spread, learned * spread, support)


def with_numbers(errors: ErrorTable, numbers: tuple[tuple[str, str, float], ...]) -> ErrorTable:
    """``errors`` with other values for (kind of observer, name); numbers of models are left out."""
    kinds = {k.value for k in ObserverKind}
    for of, name, value in numbers:
        if of in kinds:
            errors = errors.with_changed(ObserverKind(of), **{name: value})
    return errors
