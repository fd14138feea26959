"""What observers said, as columns: the content of an observation, before it has an id, a feed or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from ceasewatch.model.table import Columns, Int, Real, Small


@dataclass(frozen=True, slots=True)
class Reports(Columns):
    """r reports. Columns are named, typed and scaled as in ``ObservationTable``; the following differ.

    Columns:
        event: index of the event that it is about; -1: nothing is behind it.
        site: index of the site that made it.
        kind: the one reported kind, index into ``KINDS``.
        weapon: the reported class, -1 where none is told.
        var_ee, var_en, var_nn: the covariance that the observer *states*, in square metres.
    """

    event: Int
    site: Int
    start_us: Int
    end_us: Int
    sense: Small
    lat: Real
    lon: Real
    var_ee: Real
    var_en: Real
    var_nn: Real
    place_kind: Small
    kind: Small
    weapon: Small
    count_lowest: Real
    count_best: Real
    count_highest: Real
    reported_us: Int

    @classmethod
    def concat(cls, parts: Sequence[Reports]) -> Reports:
        """The rows of all ``parts``, in order. ``parts`` is not empty."""
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)})
