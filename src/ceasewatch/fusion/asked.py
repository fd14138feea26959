"""Links of a few reports with all that are held, found through the index."""

from __future__ import annotations

import numpy as np

from ceasewatch.fusion.cells import longer
from ceasewatch.fusion.grid import LEVELS, across, key_of, near, span
from ceasewatch.fusion.index import slot_of
from ceasewatch.fusion.links import odds
from ceasewatch.model.compiled import compiled
from ceasewatch.model.table import Int, Real


@compiled
def find_links(
    real: Real,
    code: Int,
    kinds: Real,
    prior: Real,
    weapons: Real,
    numbers: Real,
    names: Int,
    heads: Int,
    follower: Int,
    levels: Int,
    ask: Int,
    gate: float,
    cut: float,
) -> Int:
    """(k,) the other ends of the links that the reports ``ask`` have with those in the index, in no stated order.

    ``real`` to ``numbers`` are evidence, ``names`` to ``levels`` those of an :class:`~ceasewatch.fusion.index.Index`.
    ``gate`` is the reach in standard deviations, ``cut`` the log odds above which there is a link.
    """
    found, count = np.empty(64, np.int64), 0
    for i in ask:
        for at in range(LEVELS):
            if levels[at] == 0:
                continue
            south, north, early, late = span(real, code, i, at, gate)
            for line in range(south, north + 1):
                first, last, columns = across(real, code, i, at, line, gate)
                for column in range(first, last + 1):
                    for piece in range(early, late + 1):
                        place = slot_of(names, key_of(at, line, column % columns, piece))
                        j = heads[place] if names[place] != -1 else -1
                        while j >= 0:
                            met = j
                            j = follower[j]
                            if met == i or not near(real, code, i, met, gate):
                                continue
                            if odds(real, code, kinds, prior, weapons, numbers, i, met, cut) > cut:
                                if count == len(found):
                                    found = longer(found)
                                found[count], count = met, count + 1
    return found[:count]
