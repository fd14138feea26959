"""Everything that happens in a world, or is only said to have happened."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import OBSERVER_KINDS, Columns, Int
from ceasewatch.model.time import to_us
from ceasewatch.observers.events import Events
from ceasewatch.simulate.front import Front
from ceasewatch.simulate.process import Starts, events, starts
from ceasewatch.simulate.world import World

_SPARE: Final = 1.2
"""More are made than asked for, then thinned to the number: clustered counts scatter."""
_ATTEMPTS: Final = 30


@dataclass(frozen=True, slots=True)
class Happenings(Columns):
    """n happenings in no order that means anything. ``process``: index into ``World.processes``."""

    events: Events = field(metadata={"row": False})
    process: Int

    def happened(self, world: World) -> NDArray[np.bool_]:
        """(n,) false for what is only said to have happened."""
        return np.array([p.happened for p in world.processes])[self.process]

    def perceptible(self, world: World) -> NDArray[np.bool_]:
        """(n, O) by which kinds of observers each can be perceived at all."""
        names = [str(k) for k in OBSERVER_KINDS]
        by = [[not p.perceived_by or name in p.perceived_by for name in names] for p in world.processes]
        return np.array(by)[self.process]


def concat(parts: list[Events]) -> Events:
    """The rows of all parts, in order."""
    return Events(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Events)})


def _starts(world: World, front: Front, number: int, rng: np.random.Generator) -> list[Starts]:
    """Of each process, together at least ``number``."""
    days, shares = number / world.events_per_day, np.array([p.share for p in world.processes])
    for attempt in range(1, _ATTEMPTS + 1):
        expected = _SPARE**attempt * number * shares / shares.sum()
        made = [starts(p, front, n, days, rng) for p, n in zip(world.processes, expected, strict=True)]
        if sum(map(len, made)) >= number:
            return made
    raise DataError(
        f"world {world.name!r} has no room for {world.events_per_day:g} happenings a day",
        todo="give its processes more hotspots, or a larger `busiest`",
    )


def happenings(world: World, front: Front, number: int, rng: np.random.Generator) -> Happenings:
    """``number`` of them, in as many days as the world needs for so many.

    Args:
        world: with ``events_per_day`` and the processes' shares.
        front: the line.
        number: how many in all.
        rng: source of chance.

    Raises:
        DataError: so many do not fit into the world's centres and days.
    """
    made, begin = _starts(world, front, number, rng), to_us(world.start)
    all_ = concat([events(p, front, s, begin, rng) for p, s in zip(world.processes, made, strict=True)])
    kept = rng.permutation(len(all_))[:number]
    process = np.repeat(np.arange(len(made)), [len(s) for s in made])
    return Happenings(events=all_.take(kept), process=process[kept])
