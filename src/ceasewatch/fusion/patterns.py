"""What a reported kind says about the true one, by kind of observer; distinct reports of kinds are kept once."""

from __future__ import annotations

from typing import Final

import numpy as np

from ceasewatch.fusion.kinds import ALERT
from ceasewatch.model.table import KINDS, Int, Real, Small
from ceasewatch.model.values import Kind
from ceasewatch.observers.confusion import SLIP

_K: Final = len(KINDS)
_OTHER: Final = KINDS.index(Kind.other)

_SHARES: Final = {
    Kind.explosion: 0.30, Kind.impact: 0.14, Kind.burst: 0.16, Kind.shot: 0.12, Kind.launch: 0.05, Kind.fire: 0.05,
    Kind.overflight: 0.06, Kind.projectile: 0.02, Kind.casualty: 0.02, Kind.damage: 0.02, Kind.armed_clash: 0.02,
}  # fmt: skip
_OTHERS: Final = 0.01


def _prior() -> Real:
    shares = np.array([_SHARES.get(kind, _OTHERS) for kind in KINDS])
    result: Real = shares / shares.sum()
    return result


PRIOR: Final = _prior()
"""(K,) how often happenings of each kind are; assumed."""


class Patterns:
    """Grows as new combinations of observer kind and reported kinds are met.

    Args:
        confusion: (O, K, K) P(reported | true).
    """

    def __init__(self, confusion: Real) -> None:
        plain = np.maximum(confusion - SLIP / _K, 0.0)
        plain[:, ALERT, :] = plain[:, :, ALERT] = 0.0
        plain[:, ALERT, ALERT] = 1.0
        self._likelihood = plain.transpose(0, 2, 1).reshape(-1, _K)
        """(O * K, K): row o * K + r is P(r | true) for observer kind o."""
        self._known: dict[tuple[int, bytes], int] = {}
        self._rows: list[Real] = []
        self.table: Real = _scaled(self._likelihood)

    def codes(self, observer_kind: Small, kind_p: Real, best: Int) -> Int:
        """(n,) row of ``table`` for each report. Those certain of one kind have the row o * K + kind."""
        code = observer_kind.astype(np.int64) * _K + best
        doubtful = np.flatnonzero((kind_p[np.arange(len(best)), best] < 1.0) & (kind_p.sum(axis=1) > 0.0))
        for row in doubtful.tolist():
            key = (int(observer_kind[row]), kind_p[row].tobytes())
            if key not in self._known:
                self._known[key] = len(self._likelihood) + len(self._rows)
                self._rows.append(self._mixture(key[0], kind_p[row]))
            code[row] = self._known[key]
        if len(self.table) < len(self._likelihood) + len(self._rows):
            self.table = _scaled(np.vstack([self._likelihood, *self._rows]))
        return code

    def _mixture(self, observer: int, p: Real) -> Real:
        """What remains of one counts as any kind that the observer may have meant."""
        own = self._likelihood[observer * _K : (observer + 1) * _K]
        return np.asarray(p @ own + max(0.0, 1.0 - float(p.sum())) * (PRIOR @ own), np.float64)


def _scaled(likelihood: Real) -> Real:
    """Rows divided by their mean under the prior; a row that nothing explains is that of ``other``."""
    mean = likelihood @ PRIOR
    out = np.zeros_like(likelihood)
    out[:, _OTHER] = 1.0 / PRIOR[_OTHER]
    known = mean > 0.0
    out[known] = likelihood[known] / mean[known, None]
    return np.ascontiguousarray(out)
