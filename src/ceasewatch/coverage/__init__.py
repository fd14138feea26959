"""Where, when and with what somebody looked, and what they would have seen. For mission analysts only (design rule 3).

``ledger`` and ``overlaps`` keep the account of effort, ``effort`` and ``parity`` add it up; ``watch`` and ``detect``
tell what would have been seen, ``maps`` and ``look`` where; ``statements`` say what may be said, ``bounds`` and
``dispersion`` how much; ``capture`` and ``loglinear`` estimate what all missed; ``tasking`` tells where to look next.
"""

from ceasewatch.coverage.bounds import Bound, Seen, bound
from ceasewatch.coverage.capture import Estimate, Missed, histories, missed
from ceasewatch.coverage.detect import detectability
from ceasewatch.coverage.dispersion import Dispersion, assumed, learned
from ceasewatch.coverage.effort import Effort, effort
from ceasewatch.coverage.ledger import Ledger, ledger
from ceasewatch.coverage.look import Look, look
from ceasewatch.coverage.maps import Grid, detection_map, grid, moments, smallest_yield
from ceasewatch.coverage.overlaps import filled, resolved
from ceasewatch.coverage.parity import Audit, Parity, audit
from ceasewatch.coverage.statements import NoneObserved, NotObserved, Observed, Statement, Tally, state
from ceasewatch.coverage.tasking import Candidates, Tasking, task
from ceasewatch.coverage.watch import Watch, always, watching
from ceasewatch.coverage.witnesses import Heard, witnesses

__all__ = [
    "Audit",
    "Bound",
    "Candidates",
    "Dispersion",
    "Effort",
    "Estimate",
    "Grid",
    "Heard",
    "Ledger",
    "Look",
    "Missed",
    "NoneObserved",
    "NotObserved",
    "Observed",
    "Parity",
    "Seen",
    "Statement",
    "Tally",
    "Tasking",
    "Watch",
    "always",
    "assumed",
    "audit",
    "bound",
    "detectability",
    "detection_map",
    "effort",
    "filled",
    "grid",
    "histories",
    "learned",
    "ledger",
    "look",
    "missed",
    "moments",
    "resolved",
    "smallest_yield",
    "state",
    "task",
    "watching",
    "witnesses",
]
