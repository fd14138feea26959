"""With which weapon: what the members of each incident tell, pooled over independent sources and the tree of classes.

The shares of the classes are the mean of the sources' beliefs (linear pool), each source having one voice. A class that
contains others which were told too supports those in proportion to what else speaks for them, without choosing: of
*mortar*, *mortar_82* and *mortar_120* each of the last two gets a half.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ceasewatch.fusion.entries import Entries
from ceasewatch.model.table import WEAPONS, Int, ObservationTable, Real, Small
from ceasewatch.model.weapons import is_a

SHOWN: Final = 3
"""How many classes of an incident are kept; what they leave of one is another class, or none that has a name here."""

_INDEX: Final = {name: n for n, name in enumerate(WEAPONS)}
_BELOW: Final = np.array([[a != b and is_a(b, a) for b in WEAPONS] for a in WEAPONS])
"""(W, W) whether the second is a proper part of the first. Classes come before those they contain."""
_MOTHERS: Final = np.flatnonzero(_BELOW.any(axis=1)).tolist()


def weapons(table: ObservationTable, e: Entries) -> tuple[Small, NDArray[np.float32]]:
    """(n, SHOWN) indices into ``WEAPONS``, most probable first, -1 for none, and their probabilities (0 for none).

    A member is heard where the table has a class of it (``weapon``), with all that its Struct believes if it has one.
    """
    best = np.full((len(e), SHOWN), -1, np.int8)
    p = np.zeros((len(e), SHOWN), np.float32)
    told = np.flatnonzero(table.weapon[e.row] >= 0)
    if len(told):
        own, among = np.unique(e.incident[told], return_inverse=True)
        shares = refined(_votes(table, e, told, among, len(own)))
        order = np.argsort(-shares, axis=1, kind="stable")[:, :SHOWN]
        p[own] = np.take_along_axis(shares, order, axis=1)
        best[own] = np.where(p[own] > 0, order, -1)
    return best, p


def refined(votes: Real) -> Real:
    """(n, W) shares from ``votes`` (n, W): each class gives way to the told classes that it contains."""
    shares = votes.copy()
    for mother in _MOTHERS:
        narrower = votes * _BELOW[mother]
        total = narrower.sum(axis=1)
        gives = np.flatnonzero((total > 0) & (shares[:, mother] > 0))
        shares[gives] += (shares[gives, mother] / total[gives])[:, None] * narrower[gives]
        shares[gives, mother] = 0.0
    result: Real = shares.round(6)
    return result


def _votes(table: ObservationTable, e: Entries, told: Int, among: Int, n: int) -> Real:
    """(n, W) mean belief of the sources that name a class."""
    source = e.source[told]
    voice = 1.0 / np.bincount(source, minlength=len(e.row))[source]
    votes = np.zeros((n, len(WEAPONS)))
    row = e.row[told]
    plain, spoken = [], []
    for k, struct in enumerate(table.rows[row].tolist()):
        beliefs = () if struct is None else struct.weapon.classes.hypotheses
        spoken += [(k, _INDEX[h.value], h.p) for h in beliefs if h.value in _INDEX]
        if not beliefs:
            plain.append(k)
    alone = np.array(plain, np.int64)
    np.add.at(votes, (among[alone], table.weapon[row[alone]]), voice[alone])
    if spoken:
        at, weapon, p = (np.array(column) for column in zip(*spoken, strict=True))
        np.add.at(votes, (among[at], weapon), voice[at] * p)
    return votes / np.bincount(among, voice, n)[:, None]
