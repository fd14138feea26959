"""Deployed observers, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from ceasewatch.model.table import OBSERVER_KINDS, Columns, Objects, Real, Small
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.filling import filled


@dataclass(frozen=True, slots=True)
class Sites(Columns):
    """m observers, each at one place for the whole time considered.

    Columns, each of length m:
        ids: the observer's id, as in the ``observer`` column of observations.
        kind: index into ``OBSERVER_KINDS``.
        model: name of its model (:func:`ceasewatch.observers.registry.model`).
        lat, lon: where it stands, degrees. What has no place (press, satellites) is given one in its area.
        reach_m: nothing farther is reported; NaN: the model's own reach.
        bearing_deg, field_deg: middle and full width of what it looks at; NaN: all round.
        height_m: of its eye or antenna above ground; NaN: the model's own.
        side: party on whose side it stands, "" for none. nation: who runs it, "" for none.
    """

    ids: Objects
    kind: Small
    model: Objects
    lat: Real
    lon: Real
    reach_m: Real
    bearing_deg: Real
    field_deg: Real
    height_m: Real
    side: Objects
    nation: Objects

    @classmethod
    def make(cls, m: int, **columns: ArrayLike) -> Self:
        """``m`` sites; a column is given as a scalar or as (m,), or has its default.

        Defaults: ids site-0..., a patrol by ear at (0, 0), the model's own reach and height, all round, nobody's.

        Raises:
            TypeError: a name that is no column.
        """
        columns.setdefault("ids", np.array([f"site-{i}" for i in range(m)], object))
        made: dict[str, Any] = filled(m, _TYPES, _DEFAULTS, columns)
        return cls(**made)

    def of(self, model: str) -> Self:
        """The sites that run ``model``, in order."""
        return self.take(np.flatnonzero(self.model == model))


_TYPES: Final[Mapping[str, DTypeLike]] = {
    "ids": np.object_, "kind": np.int8, "model": np.object_, "lat": np.float64, "lon": np.float64,
    "reach_m": np.float64, "bearing_deg": np.float64, "field_deg": np.float64, "height_m": np.float64,
    "side": np.object_, "nation": np.object_,
}  # fmt: skip
_DEFAULTS: Final[Mapping[str, ArrayLike]] = {
    "kind": OBSERVER_KINDS.index(ObserverKind.patrol), "model": "patrol-ear", "lat": 0.0, "lon": 0.0,
    "reach_m": np.nan, "bearing_deg": np.nan, "field_deg": np.nan, "height_m": np.nan, "side": "", "nation": "",
}  # fmt: skip
