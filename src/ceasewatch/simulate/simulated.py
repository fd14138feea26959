"""What a run of a world gives: the truth, the observations, and which belongs to what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.table import Int, Objects, ObservationTable
from ceasewatch.observers.events import Events
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.duty import Duty, coverage
from ceasewatch.simulate.places import Settlements
from ceasewatch.simulate.world import World


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was made.

    Attributes:
        world: of which world.
        events: (E) the truth; also what was only said to have happened.
        happened: (E,) false for what did not happen: false claims, planted evidence, thunder taken for fire, and hoaxes
            that were copied. Reports of one such are about one thing, and belong together.
        table: n observations in order of ``recorded_us``; its ``rows`` are all ``None``.
        event: (n,) index of the event that each is about; -1: about nothing, and about the same as no other.
        origin: (n,) row that each goes back to: equal for copies of one report, and for reports entered twice.
        sites: the observers.
        duty: when each of them was at work.
        settlements: the places that are named.
    """

    world: World
    events: Events
    happened: NDArray[np.bool_]
    table: ObservationTable
    event: Int
    origin: Int
    sites: Sites
    duty: Duty
    settlements: Settlements

    @property
    def coverage(self) -> tuple[Coverage, ...]:
        """What the observers' logs say of when they were at work; made anew at each call."""
        return tuple(coverage(self.duty, self.sites))

    def hidden_words(self) -> Simulated:
        """The same without words, addresses and what is made of them: ``origin`` of each row is its observer."""
        n = len(self.table)
        bare = replace(self.table, text=filled("", n), urls=filled((), n), origin=self.table.observer)
        return replace(self, table=bare)


def filled(value: object, n: int) -> Objects:
    """(n,) times the same object."""
    return column([value] * n)


def column(values: list[Any]) -> Objects:
    """Objects as a column, tuples kept whole."""
    out = np.empty(len(values) + 1, dtype=object)
    out[:] = [*values, None]  # a ragged last element keeps numpy from taking tuples apart
    return out[:-1]
