"""What is missing for the first time, still missing, and missing again (handbook 1.5).

By serial number where all were read. Otherwise numbers alone are compared, and then as few as possible are called new:
of m missing now and m' at the inspection before, min(m, m') are *missing*; of the rest as many as were ever missing
beyond m' are *again missing*, and only what exceeds all before is missing *for the first time*.
"""

from __future__ import annotations

from dataclasses import dataclass

from ceasewatch.model.holding import Absence, Remark


@dataclass(frozen=True, slots=True)
class Absences:
    """What inspections of one holding have found absent so far.

    Attributes:
        last, ever: serial numbers missing at the last inspection, and at any.
        last_n, most_n: how many by number.
    """

    last: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    last_n: int = 0
    most_n: int = 0

    def by_serial(self, missing: frozenset[str]) -> tuple[Absences, tuple[Absence, ...]]:
        """After an inspection at which exactly ``missing`` were absent."""
        kinds = (
            (Remark.first_time_missing, missing - self.ever),
            (Remark.missing, missing & self.last),
            (Remark.again_missing, (missing & self.ever) - self.last),
        )
        told = tuple(Absence(remark=r, n=len(s), serials=tuple(sorted(s))) for r, s in kinds if s)
        n = len(missing)
        return Absences(missing, self.ever | missing, n, max(self.most_n, n)), told

    def by_number(self, n: int) -> tuple[Absences, tuple[Absence, ...]]:
        """After an inspection at which ``n`` were absent, nobody could tell which."""
        still = min(n, self.last_n)
        again = min(n - still, self.most_n - self.last_n)
        kinds = (
            (Remark.first_time_missing, n - still - again),
            (Remark.missing, still),
            (Remark.again_missing, again),
        )
        told = tuple(Absence(remark=r, n=k) for r, k in kinds if k)
        return Absences(frozenset(), self.ever, n, max(self.most_n, n)), told
