"""Bulk fusion: a set of observations in, a table of incidents out."""

from __future__ import annotations

from collections.abc import Iterable

from ceasewatch.fusion.assemble import assemble
from ceasewatch.fusion.canonical import as_table, canonical
from ceasewatch.fusion.decisions import Rulings
from ceasewatch.fusion.groups import group
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.model.decision import Decision
from ceasewatch.model.observation import Observation
from ceasewatch.model.table import IncidentTable, ObservationTable


def fuse(
    observations: ObservationTable | Iterable[Observation],
    *,
    parameters: Parameters = DEFAULT,
    decisions: Iterable[Decision] = (),
) -> IncidentTable:
    """Which observations are about the same happening, and what is known of each happening.

    A function of the *set* of observations: neither their order nor their batching matters. Observations with
    ``role=aggregate`` take part in no incident; statements join only observations of the same kind.

    Args:
        observations: a table, or Structs. Structs carry no position in the record: the earlier phenomenon counts as
            the earlier recorded. Ids are distinct and not empty.
        parameters: numbers of the pair model.
        decisions: of persons, that stand; also of observations that are not there.

    Returns:
        Incidents in order of (start, id), over ``observations`` in canonical order (sequence, id).

    Raises:
        DataError: two observations have one id, or one has none.
        ConflictError: two decisions contradict each other.
    """
    table = canonical(as_table(observations))
    return assemble(table, group(table, parameters, Rulings.make(decisions)), parameters)
